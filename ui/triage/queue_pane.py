"""The left pane: search, the four counts, and the list that the chosen count opens."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
)

from feverclinic.domain.boards import DayCounts, PersonHit, QueueEntry, Unclaimed
from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.keys import key_for
from ui.theme import Theme, set_state
from ui.triage.queue_list import QueueList
from ui.triage.queue_rows import Part, QueueRow, hit_rows, tray_rows
from ui.widgets.empty_state import EmptyState
from ui.widgets.pane import rule
from ui.widgets.search_box import SearchBox

COUNTS_HEIGHT, SLIM_HEIGHT, LEAST_TEXT, ICON = 47, 36, 12, 15
SLIM = (Part.PASSED, Part.ON_THE_WAY)


class CountButton(QPushButton):
    """A number over its word; the chosen one carries the accent line."""

    def __init__(self, name: str, word: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "count")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(COUNTS_HEIGHT + 2 * (theme.px("title") - 18))
        self._theme, self._word, self._number = theme, word, 0
        self.show_number(0)

    @property
    def number(self) -> int:
        return self._number

    def show_number(self, number: int) -> None:
        self._number = number
        self.setAccessibleName(f"{self._word} {number}")
        self.setToolTip(f"{self._word} {number}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(30, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        theme = self._theme
        upper = self.rect().adjusted(0, 5, 0, -self.height() // 2 + 4)
        lower = self.rect().adjusted(2, self.height() // 2, -2, -5)
        painter.setFont(theme.bold("title"))
        painter.setPen(theme.color("text"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, str(self._number))
        is_alarm = self.property("alarm") == "true" and self._number > 0
        painter.setFont(theme.font("small"))
        font = theme.font("small")
        while font.pixelSize() > LEAST_TEXT and _width(font, self._word) > lower.width():
            font.setPixelSize(font.pixelSize() - 1)
        painter.setFont(font)
        painter.setPen(theme.color("danger" if is_alarm else "text2"))
        shown = painter.fontMetrics().elidedText(
            self._word, Qt.TextElideMode.ElideRight, lower.width()
        )
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, shown)


class SlimCount(CountButton):
    """A number beside its word on one line; `late` of them are marked where there are any."""

    def __init__(self, name: str, word: str, theme: Theme) -> None:
        self._late = 0
        super().__init__(name, word, theme)
        self.setFixedHeight(SLIM_HEIGHT + theme.px("body") - 15)

    def show_late(self, late: int) -> None:
        self._late = late
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        theme = self._theme
        word, bold = theme.font("small"), theme.bold("body")
        number = str(self._number)
        mark = ICON + 4 if self._late else 0
        while word.pixelSize() > LEAST_TEXT and (
            _width(word, self._word) + _width(bold, number) + mark + 14 > self.width()
        ):
            word.setPixelSize(word.pixelSize() - 1)
        room = self.width() - _width(bold, number) - mark - 14
        said = QFontMetrics(word).elidedText(self._word, Qt.TextElideMode.ElideRight, room)
        wide = _width(word, said) + 6 + _width(bold, number) + mark
        box = self.rect().adjusted(max((self.width() - wide) // 2, 4), 0, 0, -1)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(word)
        painter.setPen(theme.color("text2"))
        painter.drawText(box, middle, said)
        box.setLeft(box.left() + _width(word, said) + 6)
        painter.setFont(bold)
        painter.setPen(theme.color("danger" if self._late else "text"))
        painter.drawText(box, middle, number)
        if self._late:
            picture = pixmap("bell", theme.color("danger"), ICON, self.devicePixelRatioF())
            left = box.left() + _width(bold, number) + 4
            painter.drawPixmap(left, box.center().y() - ICON // 2 + 1, picture)


class QueuePane(QFrame):
    """What waits and what was done today; search results take its place while one searches."""

    entry_taken = Signal(object)  # QueueEntry
    person_taken = Signal(object)  # PatientId
    reading_taken = Signal(object)  # ReadingId
    searched = Signal(str)
    part_chosen = Signal(object)  # Part

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("queuePane")
        self.setProperty("pane", "surface")
        self._words, self._theme = words, theme
        self._part = Part.TODAY
        self._tray: tuple[Unclaimed, ...] = ()
        self.search = SearchBox(theme, "search", words.say("triage.queue.search"), key_for("find"))
        self.search.searched.connect(self._on_searched)
        self.search.taken.connect(self._on_search_taken)
        self.search.walked.connect(self._on_walked)
        self.search.left.connect(self.leave_search)
        self.list = QueueList("queue", words.say("triage.queue.list"), theme)
        self.results = QueueList("results", words.say("triage.queue.results"), theme)
        for listing in (self.list, self.results):
            listing.activated.connect(self._on_activated)
        empty = words.say("triage.queue.empty")
        none_found = words.say("triage.queue.none_found")
        self._stack = QStackedWidget()
        self._empty = EmptyState(theme, "clipboard-list", empty)
        self._none_found = EmptyState(theme, "search", none_found)
        for page in (self.list, self.results, self._empty, self._none_found):
            self._stack.addWidget(page)
        self.counts = {part: self._count(part) for part in Part}
        self._lay_out()

    def _count(self, part: Part) -> CountButton:
        kind = SlimCount if part in SLIM else CountButton
        button = kind(
            f"count.{part.value}", self._words.say(f"triage.queue.{part.value}"), self._theme
        )
        button.clicked.connect(lambda: self.choose(part))
        if part is Part.UNASSIGNED:
            button.setProperty("alarm", "true")
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._search_row = QHBoxLayout()
        self._search_row.addWidget(self.search)
        column.addLayout(self._search_row)
        for parts in ([part for part in Part if part not in SLIM], SLIM):
            counts = QHBoxLayout()
            counts.setContentsMargins(0, 0, 0, 0)
            counts.setSpacing(0)
            for at, part in enumerate(parts):
                if at:
                    counts.addWidget(rule(across=False))
                counts.addWidget(self.counts[part], 1)
            column.addLayout(counts)
            column.addWidget(rule())
        column.addWidget(self._stack, 1)
        self.set_narrow(is_narrow=False)
        self._mark()

    def set_narrow(self, *, is_narrow: bool) -> None:
        side = 8 if is_narrow else 10
        self._search_row.setContentsMargins(side, 8, side, 8)
        inner = self.search.layout()
        if inner is not None:
            inner.setContentsMargins(8, 0, 6 if is_narrow else 10, 0)
            inner.setSpacing(6 if is_narrow else 8)
        hint = "triage.queue.search_short" if is_narrow else "triage.queue.search"
        self.search.edit.setPlaceholderText(self._words.say(hint))

    @property
    def part(self) -> Part:
        return self._part

    def choose(self, part: Part) -> None:
        self._part = part
        self._mark()
        self.leave_search()
        self.part_chosen.emit(part)

    def _mark(self) -> None:
        for part, button in self.counts.items():
            set_state(button, "state", "chosen" if part is self._part else "")

    def show_counts(self, counts: DayCounts, late: int = 0) -> None:
        """The numbers of the day; `late` of those on the way have not arrived in time."""
        self.counts[Part.TODAY].show_number(counts.today)
        self.counts[Part.DRAFTS].show_number(counts.drafts)
        self.counts[Part.RECHECKS].show_number(counts.rechecks)
        self.counts[Part.UNASSIGNED].show_number(counts.unassigned)
        self.counts[Part.PASSED].show_number(counts.passed)
        going = self.counts[Part.ON_THE_WAY]
        going.show_number(counts.on_the_way)
        if isinstance(going, SlimCount):
            going.show_late(late)

    def show_tray(self, tray: Sequence[Unclaimed]) -> None:
        self._tray = tuple(tray)
        self.counts[Part.UNASSIGNED].show_number(len(self._tray))

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """The rows of the chosen part; for the tray its own."""
        shown = tray_rows(self._tray, self._words) if self._part is Part.UNASSIGNED else rows
        self.list.show_rows(shown)
        if self._stack.currentWidget() in (self.list, self._empty):
            has_rows = any(not row.is_head for row in shown)
            self._stack.setCurrentWidget(self.list if has_rows else self._empty)

    def show_hits(self, hits: Sequence[PersonHit]) -> None:
        """Found persons, or that there is nobody; an answer that comes after leaving is dropped."""
        if not self.search.text().strip():
            return
        self.results.rows.show_rows(hit_rows(hits, self._words))
        self._stack.setCurrentWidget(self.results if hits else self._none_found)
        self.results.walk(1)

    def leave_search(self) -> None:
        self.search.clear()
        self._stack.setCurrentWidget(self.list if self.list.rows.rows else self._empty)

    def _on_searched(self, text: str) -> None:
        if text.strip():
            self.searched.emit(text)
        else:
            self.leave_search()

    def _on_walked(self, by: int) -> None:
        """Down and up under the search: what was found, or else the list of the day."""
        shown = self._stack.currentWidget()
        if isinstance(shown, QueueList):
            shown.walk(by)

    def _on_search_taken(self) -> None:
        shown = self._stack.currentWidget()
        if isinstance(shown, QueueList):
            self._on_activated(shown.currentIndex())

    def take_focus(self) -> None:
        """Alt+1: the keyboard goes into the list, on its first row."""
        shown = self._stack.currentWidget()
        if isinstance(shown, QueueList):
            if not shown.currentIndex().isValid():
                shown.walk(1)
            shown.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_activated(self, index: QModelIndex) -> None:
        shown = self.list.row_at(index)
        if shown is None:
            return
        entry: QueueEntry | None = shown.entry
        if shown.hit is not None:
            self.leave_search()
            self.person_taken.emit(shown.hit.patient_id)
        elif shown.waiting is not None:
            self.reading_taken.emit(shown.waiting.reading.id)
        elif entry is not None:
            self.entry_taken.emit(entry)

    @property
    def is_searching(self) -> bool:
        return self._stack.currentWidget() in (self.results, self._none_found)


def _width(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)
