"""随访与召回: who left and is not done with; beside the list the plan of one, and the acts with their sheets."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from feverclinic.domain.case_boards import CaseView, FollowedRow
from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.recalling import recall_of
from feverclinic.errors import ClinicError, Stale
from feverclinic.wording import Wording
from ui.isolation.after_presenter import AfterPresenter
from ui.isolation.after_words import cells_of, end_words, visit_words
from ui.isolation.sheets.after import CALL, FOLLOW_END, FOLLOW_UP, NOTICE, RECALL, RECALL_END
from ui.isolation.sheets.catalogue import sheet_for
from ui.isolation.sheets.fields import Filled, Occasion
from ui.isolation.sheets.page import SheetPage
from ui.isolation.sheets.shelf import Shelf
from ui.isolation.sheets.whose import whose
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import Grid, Theme, set_state
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, label, rule, scrolled, wrapped
from ui.widgets.patient_banner import PatientBanner
from ui.widgets.table import fill_table, plain_table

COLUMNS = ("who", "phone", "left", "next", "to_tell")
WHO, PHONE, LEFT, NEXT, TO_TELL = range(5)
SIDE = {Grid.NARROW: 400, Grid.USUAL: 480, Grid.WIDE: 640}
# Large type needs a wider form beside a narrower list.
MORE_IF_LARGE = 80
NOBODY, CASE, SHEET = range(3)
# Act of a sheet, its key in the catalogue, its icon.
ACTS = (
    (CALL, "after_call", "phone"),
    (FOLLOW_UP, "after_contact", "calendar"),
    (NOTICE, "after_notice", "users"),
    (FOLLOW_END, "after_close", "check"),
    (RECALL, "after_recall", "rotate-ccw"),
    (RECALL_END, "after_recall_end", "x"),
)


class AfterPage(QWidget):
    """Keyboard first: the arrows walk the list, each act has its key, what was typed stays."""

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        presenter: AfterPresenter,
        now: Callable[[], datetime],
        shelf: Shelf | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._presenter, self._now = presenter, now
        self.setObjectName("afterPage")
        self.setAccessibleName(words.say("after.title"))
        heads = [words.say(f"after.col_{name}") for name in COLUMNS]
        self.table = plain_table("afterTable", words.say("after.title"), heads)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NEXT, QHeaderView.ResizeMode.Stretch)
        self.count = label("", "body", "text2", name="after.count")
        self.banner = PatientBanner(theme)
        self.banner.setCursor(Qt.CursorShape.ArrowCursor)
        self.plan = wrapped("", name="after.plan")
        self.answer = wrapped("", "body", name="after.answer")
        self.sheet = SheetPage(theme, words, shelf)
        self.buttons = {act: self._button(act, key, icon) for act, key, icon in ACTS}
        self._list, self._side = QStackedWidget(), QStackedWidget()
        self._list.addWidget(EmptyState(theme, "check", words.say("after.none")))
        self._list.addWidget(self.table)
        self._side.addWidget(EmptyState(theme, "phone", words.say("after.choose")))
        self._side.addWidget(self._case())
        self._side.addWidget(self.sheet)
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()
        self._on_listed(presenter.rows)
        self._on_shown(presenter.view)

    def _button(self, act: str, key: str, icon: str) -> KeyButton:
        word = self._words.say(f"isolation.do.{act}")
        button = KeyButton(self._theme, word, key_for(key), icon=icon)
        button.setObjectName(f"after.{act}")
        button.clicked.connect(partial(self.open_sheet, act))
        return button

    def _case(self) -> QWidget:
        acts = QWidget()
        flow = FlowLayout(gap=8)
        for button in self.buttons.values():
            flow.addWidget(button)
        acts.setLayout(flow)
        told = QWidget()
        told.setAutoFillBackground(False)
        lines = QVBoxLayout(told)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.addWidget(self.plan)
        lines.addStretch()
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.answer)
        foot.addWidget(acts)
        pane = QFrame()
        pane.setProperty("pane", "surface")
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(rule())
        column.addWidget(scrolled(told), 1)
        column.addWidget(rule())
        column.addLayout(foot)
        return pane

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(Pane(self._words.say("after.title"), self._list, beside=self.count), 1)
        line.addWidget(rule(across=False))
        line.addWidget(self._side)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.listed.connect(self._on_listed)
        presenter.shown.connect(self._on_shown)
        presenter.done.connect(self._on_done)
        presenter.refused.connect(self._on_refused)
        self.table.currentCellChanged.connect(lambda place, *_: self._on_row(place))
        self.sheet.taken.connect(presenter.act)
        self.sheet.left.connect(self._leave_sheet)
        for act, key, _ in ACTS:
            shortcut = QShortcut(QKeySequence(key_for(key)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.open_sheet, act))

    # -- acts -----------------------------------------------------------------------------

    def open_sheet(self, act: str, *_: object) -> None:
        """The form of an act for the case that is open."""
        view = self._presenter.view
        if view is None:
            return
        self._say("")
        asked = Occasion(self._words, self._now(), view)
        self.sheet.open_for(sheet_for(act, asked), self._now(), view)
        self._side.setCurrentIndex(SHEET)
        if not self.sheet.isAncestorOf(self.focusWidget() or self):  # nothing to be filled in
            self.sheet.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_sheet(self) -> None:
        self._side.setCurrentIndex(CASE if self._presenter.view is not None else NOBODY)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_row(self, place: int) -> None:
        self._say("")
        if self._side.currentIndex() == SHEET:
            self._leave_sheet()
        self._presenter.choose(place)

    def _on_done(self, filled: Filled) -> None:
        if filled.act == self.sheet.act:
            self.sheet.done()
            self._leave_sheet()
        done = self._words.say("after.done", act=self._words.say(f"isolation.do.{filled.act}"))
        self._say(f"✓ {done}", is_wrong=False)

    def _on_refused(self, error: ClinicError) -> None:
        sentence = sentence_of(error, self._words)
        if isinstance(error, Stale):
            sentence = f"{sentence} {self._words.say('after.look_again')}"
        if self._side.currentIndex() == SHEET:
            self.sheet.refuse(sentence)
        else:
            self._say(f"▲ {sentence}")

    def _say(self, sentence: str, *, is_wrong: bool = True) -> None:
        self.answer.setText(sentence)
        self.answer.setVisible(bool(sentence))
        set_state(self.answer, "tone", "danger" if is_wrong else "ok")

    # -- what is shown --------------------------------------------------------------------

    def _on_listed(self, rows: tuple[FollowedRow, ...]) -> None:
        chosen = self._presenter.row
        now = self._now()
        self.table.blockSignals(True)  # noqa: FBT003 - Qt's own
        fill_table(self.table, [cells_of(one, now, self._words) for one in rows])
        for line, one in enumerate(rows):
            item = self.table.item(line, NEXT)
            if item is not None and item.text().startswith("▲"):
                item.setForeground(self._theme.color("danger"))
            if one is chosen:
                self.table.setCurrentCell(line, 0)
        self.table.blockSignals(False)  # noqa: FBT003 - as above
        self.count.setText(self._words.say("after.count", count=len(rows)))
        self._list.setCurrentIndex(1 if rows else 0)
        if rows and chosen is None:
            self.table.setCurrentCell(0, 0)
            self._presenter.choose(0)

    def _on_shown(self, view: CaseView | None) -> None:
        row = self._presenter.row
        if self._side.currentIndex() != SHEET or view is None:
            self._side.setCurrentIndex(NOBODY if view is None else CASE)
        if view is None or row is None:
            return
        self.banner.show_person(whose(view, self._now(), self._words))
        self.plan.setText("\n".join(self._lines(view, row)))
        self._show_acts(row)

    def _show_acts(self, row: FollowedRow) -> None:
        """What cannot be done of this case is not offered."""
        has_plan = row.plan is not None
        offered = {
            CALL: row.is_called_back,
            FOLLOW_UP: has_plan,
            NOTICE: bool(row.to_tell),
            FOLLOW_END: has_plan,
            RECALL: not row.is_called_back,
            RECALL_END: row.is_called_back,
        }
        for act, button in self.buttons.items():
            button.setEnabled(offered[act])

    def _lines(self, view: CaseView, row: FollowedRow) -> list[str]:
        say, now = self._words.say, self._now()
        lines = [f"{say('after.col_phone')}  {row.phone or '—'}"]
        recall = recall_of(view.book.entries)
        if recall is not None:
            why = "、".join(say(f"recall_reason.{one.value}") for one in recall.reasons)
            begun = f"{local(recall.opened.entered_at):%m-%d %H:%M}"
            lines.append(f"▲ {say('after.recall', why=why)}  {begun}")
            lines += [
                f"   {local(one.entered_at):%m-%d %H:%M} {one.by_name}"
                f"  {say(f'sheet.{_reached(one.document)}')}"
                for one in recall.calls
            ]
        if row.plan is not None:
            lines.append(end_words(row.plan, local_day(now), self._words))
            lines += [visit_words(one, self._words) for one in row.plan.revisits]
        lines += [f"{say('after.col_to_tell')}  {say(f'told.{one.value}')}" for one in row.to_tell]
        return lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        grid = self._theme.grid_of_desk(self.width())
        self._side.setFixedWidth(SIDE[grid] + (MORE_IF_LARGE if self._theme.is_large else 0))
        for column in (PHONE, LEFT, TO_TELL):  # all three are told beside the list
            self.table.setColumnHidden(column, grid is Grid.NARROW)
        self.table.setColumnHidden(TO_TELL, grid is not Grid.WIDE)
        self.banner.set_narrow(is_narrow=grid is not Grid.WIDE)


def _reached(document: object) -> str:
    return "reached" if getattr(document, "reached", False) else "unreached"
