"""The case in the middle: banner, course on one time axis, and its tables by tab."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTabBar,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.case_boards import CaseView, DoctorRow
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.work_up_entries import LabFlag
from feverclinic.wording import Wording
from ui.isolation.case_rows import HEADS, CaseRow, Part, rows_of
from ui.isolation.chart import CourseChart
from ui.isolation.course import course_of
from ui.isolation.sheets.whose import CLASS_TONES, whose
from ui.isolation.telling import changed_words, day_of, due_words, word_of
from ui.theme import Theme, set_state
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, row, rule, wrapped
from ui.widgets.patient_banner import ElidedLabel, PatientBanner
from ui.widgets.table import fill_table, plain_table

FLAG_KEYS = {
    Qt.Key.Key_8: LabFlag.HIGH,
    Qt.Key.Key_5: LabFlag.NORMAL,
    Qt.Key.Key_2: LabFlag.LOW,
    Qt.Key.Key_0: LabFlag.NOT_DONE,
}
LINE, TABS_MARGINS = 4, 40
# What has few forms takes the room of its words; the rest is shared.
AS_WIDE_AS_WORDS = frozenset({"collected", "state", "given", "since", "entered", "phone"})


class CasePane(QFrame):
    """One case; `flagged` is a result by one of the four keys, `opened` an entry or a reading."""

    flagged = Signal(str, object)  # item, LabFlag
    opened = Signal(object)  # Entry | Reading
    wanted = Signal(str)  # an item whose result needs a sheet
    see_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        rules: TemperatureRules,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._theme, self._words, self._rules, self._now = theme, words, rules, now
        self.setObjectName("casePane")
        self.setProperty("pane", "surface")
        self._view: CaseView | None = None
        self._changed: tuple[Entry, ...] = ()
        self._rows: tuple[CaseRow, ...] = ()
        self.line = QFrame()
        self.line.setFixedHeight(LINE)
        self.banner = PatientBanner(theme)
        self.banner.setCursor(Qt.CursorShape.ArrowCursor)
        limit = f"{float(rules.fever_threshold_c):.1f}"
        legend = words.say("isolation.legend", limit=limit)
        self.legend = label(legend, "small", "text2", name="case.legend")
        self.warning = wrapped("", "small", "danger", name="case.warning")
        self.normal = ElidedLabel("small", theme)
        self.normal.setProperty("tone", "text2")
        self.chart = CourseChart(theme, words)
        self.tabs = self._tab_bar()
        self.table = plain_table("caseTable", words.say("isolation.tab.results"), ())
        self.table.installEventFilter(self)
        self.keys = label(words.say("isolation.four_keys"), "small", "text3")
        self.see = KeyButton(
            theme, words.say("isolation.see"), "Enter", icon="stethoscope", kind="primary"
        )
        self.see.setObjectName("isolation.see")
        self.nobody = EmptyState(theme, "bed", words.say("isolation.choose"))
        self.received = EmptyState(theme, "stethoscope", words.say("isolation.received"), self.see)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nobody)
        self._stack.addWidget(self.received)
        self._stack.addWidget(self._whole())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.line)
        whole.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(lambda _place: self._show_table())
        self.table.cellActivated.connect(lambda place, _column: self._on_opened(place))
        self.see.clicked.connect(self.see_asked)
        self.setFocusProxy(self.table)

    def _tab_bar(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setObjectName("caseTabs")
        tabs.setExpanding(False)
        tabs.setUsesScrollButtons(False)
        tabs.setAccessibleName(self._words.say("isolation.tabs"))
        for part in Part:
            tabs.addTab(self._words.say(f"isolation.tab.{part.value}"))
        return tabs

    def _whole(self) -> QWidget:
        head = row(
            label(self._words.say("isolation.chart"), "body"), self.normal, None, self.legend
        )
        head.setContentsMargins(16, 6, 16, 2)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(8, 0, 16, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch()
        tabs.addWidget(self.keys)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(rule())
        column.addWidget(self.warning)
        column.addLayout(head)
        column.addWidget(self.chart, 5)
        column.addWidget(rule())
        column.addLayout(tabs)
        column.addWidget(self.table, 6)
        return page

    # -- what is shown --------------------------------------------------------------------

    def show_row(self, chosen: DoctorRow | None) -> None:
        """Somebody who was only received, or nobody."""
        self._stack.setCurrentWidget(self.nobody if chosen is None else self.received)

    def show_view(self, view: CaseView | None) -> None:
        """The case as it is now."""
        if view is None or self._view is None or view.book.case.id != self._view.book.case.id:
            self._changed = ()
        self._view = view
        set_state(
            self.line,
            "infection",
            "none" if view is None else CLASS_TONES[view.book.case.case_class],
        )
        if view is None:
            return
        now = self._now()
        self.banner.show_person(whose(view, now, self._words))
        self._show_warnings(view, now)
        self._show_since(view, now)
        self.chart.show_course(course_of(view, self._rules, now, self._words), now)
        self._stack.setCurrentIndex(2)
        self._show_table()

    def _show_warnings(self, view: CaseView, now: datetime) -> None:
        warnings = [word_of(self._words, "case_warning", one) for one in view.warnings]
        early = [word_of(self._words, "case_reason", one) for one in view.grade.early_warning]
        joint = self._words.say("paper.list_joint")
        if early:
            warnings.append(self._words.say("isolation.early_warning", what=joint.join(early)))
        late = [due_words(one, now, self._words) for one in view.dues if one.at < now]
        if self._changed:
            what = changed_words(self._changed, self._words)
            warnings.insert(0, self._words.say("isolation.changed", what=what))
        told = "；".join((*warnings, *late))
        self.warning.setText(f"▲ {told}" if told else "")
        self.warning.setVisible(bool(told))
        self.warning.setContentsMargins(16, 6, 16, 6)

    def _show_since(self, view: CaseView, now: datetime) -> None:
        day = day_of(view, now)
        parts = [self._words.say("isolation.day", day=day)] if day is not None else []
        grade = word_of(self._words, "severity", view.grade.result.value)
        parts.append(grade)
        belongs = word_of(self._words, "destination", view.destination.result.value)
        parts.append(belongs)
        self.normal.show_words(" · ".join(parts))

    def show_armed(self, told: str) -> None:
        """Under the name: which thermometer waits for whom, and how long; nothing when none does."""
        self.banner.show_note(told, "info")

    def show_changed(self, entries: tuple[Entry, ...]) -> None:
        """Another desk was faster: what it wrote stands above the case until the next act."""
        self._changed = entries
        if self._view is not None:
            self._show_warnings(self._view, self._now())

    def forget_changed(self) -> None:
        """Something was done after it was seen."""
        self._changed = ()

    @property
    def part(self) -> Part:
        return tuple(Part)[max(0, self.tabs.currentIndex())]

    def _show_table(self) -> None:
        view, part = self._view, self.part
        heads = [self._words.say(f"isolation.head.{name}") for name in HEADS[part]]
        rows = {one: () if view is None else rows_of(view, one, self._words) for one in Part}
        self._rows = rows[part]
        place = max(0, self.table.currentRow())
        self._count_tabs({one: len(found) for one, found in rows.items()})
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setAccessibleName(self._words.say(f"isolation.tab.{part.value}"))
        # A column that follows its contents is measured once, not after each cell.
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        fill_table(self.table, [one.cells for one in self._rows])
        self.table.clearSpans()
        for line, one in enumerate(self._rows):
            if one.item:
                self.table.setSpan(
                    line, heads.index(self._words.say("isolation.head.result")), 1, 2
                )
            for column in range(len(heads)):
                item = self.table.item(line, column)
                if item is not None and one.tone:
                    item.setForeground(self._theme.color(one.tone))
                if item is not None and one.is_void:
                    _strike(item, self._theme)
        for column, head in enumerate(HEADS[part]):
            self.table.horizontalHeader().setSectionResizeMode(column, _mode(head))
        if self._rows:
            self.table.setCurrentCell(min(place, len(self._rows) - 1), 0)
        self._show_keys()

    def _show_keys(self) -> None:
        """The four keys are told beside the tabs where there is room for both."""
        wanted = self.tabs.sizeHint().width() + self.keys.sizeHint().width() + TABS_MARGINS
        self.keys.setVisible(self.part is Part.RESULTS and wanted <= self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_keys()

    def _count_tabs(self, counts: Mapping[Part, int]) -> None:
        """Beside the word of a tab, how many rows it has."""
        for place, part in enumerate(Part):
            count = counts[part]
            word = self._words.say(f"isolation.tab.{part.value}")
            self.tabs.setTabText(place, f"{word} {count}" if count else word)

    # -- keys -----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """8 5 2 0 on an open item say high, normal, low, not done."""
        if watched is self.table and isinstance(event, QKeyEvent):
            flag = FLAG_KEYS.get(Qt.Key(event.key()))
            chosen = self.current
            is_press = event.type() is QEvent.Type.KeyPress
            if is_press and flag is not None and chosen is not None and chosen.item:
                if not event.isAutoRepeat():
                    self.flagged.emit(chosen.item, flag)
                return True
        return super().eventFilter(watched, event)

    @property
    def current(self) -> CaseRow | None:
        place = self.table.currentRow()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _on_opened(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        chosen = self._rows[place]
        if chosen.item:
            self.wanted.emit(chosen.item)
        elif chosen.entry is not None:
            self.opened.emit(chosen.entry)
        elif chosen.reading is not None:
            self.opened.emit(chosen.reading)


def _strike(item: QTableWidgetItem, theme: Theme) -> None:
    """What no longer holds stays to be read."""
    font = item.font()
    font.setStrikeOut(True)
    item.setFont(font)
    item.setForeground(theme.color("text3"))


def _mode(head: str) -> QHeaderView.ResizeMode:
    modes = QHeaderView.ResizeMode
    return modes.ResizeToContents if head in AS_WIDE_AS_WORDS else modes.Stretch
