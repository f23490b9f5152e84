"""隔离设置: the rooms of the isolation area and the director's emergency plans, each with its sheet."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.case_boards import RoomCard
from feverclinic.domain.civil_time import local
from feverclinic.domain.emergency_plans import EmergencyPlan
from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.isolation.set_up_presenter import SetUpPresenter
from ui.isolation.sheets.catalogue import sheet_for
from ui.isolation.sheets.fields import Filled, Occasion
from ui.isolation.sheets.page import SheetPage
from ui.isolation.sheets.rooms import PLAN, PLAN_END, ROOM_SET_UP, core_items
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import Grid, Theme, set_state
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, row, rule, wrapped
from ui.widgets.table import fill_table, plain_table

ROOM_COLUMNS = ("room_code", "room_name", "beds", "able", "state", "who")
PLAN_COLUMNS = ("item", "plan_name", "substitute", "by", "valid_to", "plan_state")
SHEET_WIDTH = {Grid.NARROW: 480, Grid.USUAL: 520, Grid.WIDE: 640}
ROOMS, PLANS = 0, 1
SUBSTITUTE, ABLE, WHO, BY = 2, 3, 5, 3


class SetUpPage(QWidget):
    """A table at the left; the sheet opens at the right and what was typed in it stays."""

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        presenter: SetUpPresenter,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._presenter, self._now = presenter, now
        self.setObjectName("setUpPage")
        self.setAccessibleName(words.say("set_up.title"))
        self.rooms = self._table("roomTable", "set_up.rooms", ROOM_COLUMNS, WHO)
        self.plans = self._table("planTable", "set_up.plans", PLAN_COLUMNS, SUBSTITUTE)
        self.add = self._button("set_up.add", "set_up_add", "plus")
        self.change = self._button("set_up.change", "set_up_change", "pencil")
        self.answer = wrapped("", "body", name="set_up.answer")
        self.sheet = SheetPage(theme, words)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("setUpTabs")
        self.tabs.setAccessibleName(words.say("set_up.title"))
        self._stacks = (
            self._page(self.rooms, "door-closed", "set_up.no_room"),
            self._page(self.plans, "calendar", "set_up.no_plan"),
        )
        for stack, name in zip(self._stacks, ("rooms", "plans"), strict=True):
            self.tabs.addTab(stack, words.say(f"set_up.{name}"))
        self.setFocusProxy(self.tabs)
        self._lay_out()
        self._connect()
        self._on_rooms(presenter.rooms)
        self._on_plans(presenter.plans)
        self._show_acts()

    def _table(self, name: str, title: str, columns: Sequence[str], stretched: int) -> QTableWidget:
        heads = [self._words.say(f"set_up.col_{column}") for column in columns]
        table = plain_table(name, self._words.say(title), heads)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        return table

    def _button(self, name: str, act: str, icon: str) -> KeyButton:
        button = KeyButton(self._theme, self._words.say(f"key.{act}"), key_for(act), icon=icon)
        button.setObjectName(name)
        return button

    def _page(self, table: QTableWidget, icon: str, sentence: str) -> QStackedWidget:
        stack = QStackedWidget()
        stack.addWidget(EmptyState(self._theme, icon, self._words.say(sentence)))
        stack.addWidget(table)
        return stack

    def _lay_out(self) -> None:
        acts = row(self.add, self.change, None)
        acts.setContentsMargins(16, 8, 16, 8)
        told = row(self.answer)
        told.setContentsMargins(16, 0, 16, 8)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(rule())
        column.addLayout(acts)
        column.addLayout(told)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(Pane(self._words.say("set_up.title"), body), 1)
        self._edge = rule(across=False)
        line.addWidget(self._edge)
        line.addWidget(self.sheet)
        self._show_sheet(is_shown=False)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.rooms_listed.connect(self._on_rooms)
        presenter.plans_listed.connect(self._on_plans)
        presenter.allowed.connect(lambda _duties: self._show_acts())
        presenter.done.connect(self._on_done)
        presenter.refused.connect(self._on_refused)
        self.sheet.taken.connect(presenter.take)
        self.sheet.left.connect(self._leave_sheet)
        self.tabs.currentChanged.connect(lambda _tab: self._show_acts())
        self.add.clicked.connect(self._add)
        self.change.clicked.connect(self._change)
        for act, run in (("set_up_add", self._add), ("set_up_change", self._change)):
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # -- acts -----------------------------------------------------------------------------

    @property
    def _may(self) -> bool:
        presenter = self._presenter
        is_rooms = self.tabs.currentIndex() == ROOMS
        return presenter.may_set_up_rooms if is_rooms else presenter.may_direct

    def _show_acts(self) -> None:
        """What may not be done here is not there; both lists may be read by all."""
        is_rooms = self.tabs.currentIndex() == ROOMS
        self.add.setVisible(self._may)
        self.change.setVisible(self._may)
        key = "set_up.change_room" if is_rooms else "set_up.end_plan"
        self.change.setText(self._words.say(key))
        self.change.setAccessibleName(self.change.text())
        self.change.updateGeometry()

    def _add(self) -> None:
        act = ROOM_SET_UP if self.tabs.currentIndex() == ROOMS else PLAN
        self._open(act, Occasion(self._words, self._now()))

    def _change(self) -> None:
        is_rooms = self.tabs.currentIndex() == ROOMS
        place = (self.rooms if is_rooms else self.plans).currentRow()
        if is_rooms and 0 <= place < len(self._presenter.rooms):
            room = self._presenter.rooms[place]
            self._open(ROOM_SET_UP, Occasion(self._words, self._now(), room=room))
        elif not is_rooms and 0 <= place < len(self._presenter.plans):
            plan = self._presenter.plans[place]
            self._open(PLAN_END, Occasion(self._words, self._now(), plan=plan))

    def _open(self, act: str, asked: Occasion) -> None:
        if not self._may:
            return
        self.answer.clear()
        self._show_sheet(is_shown=True)
        self.sheet.open_for(sheet_for(act, asked), asked.now)

    def _show_sheet(self, *, is_shown: bool) -> None:
        self.sheet.setVisible(is_shown)
        self._edge.setVisible(is_shown)
        self._show_columns()

    def _show_columns(self) -> None:
        """Beside a sheet on a small screen the tables say less."""
        is_narrow = self._theme.grid_of_desk(self.width()) is Grid.NARROW
        is_tight = is_narrow and self.sheet.isVisibleTo(self)
        self.rooms.setColumnHidden(ABLE, is_tight)
        for column in (SUBSTITUTE, BY):
            self.plans.setColumnHidden(column, is_tight)

    def _leave_sheet(self) -> None:
        self._show_sheet(is_shown=False)
        table = self.rooms if self.tabs.currentIndex() == ROOMS else self.plans
        (table if table.isVisible() else self.tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_done(self, filled: Filled) -> None:
        if filled.act == self.sheet.act:
            self.sheet.done()
            self._leave_sheet()
        self.answer.setText(f"✓ {self._words.say(f'set_up.done_{filled.act}')}")
        set_state(self.answer, "tone", "ok")

    def _on_refused(self, error: ClinicError) -> None:
        sentence = sentence_of(error, self._words)
        if self.sheet.isVisible() and self.sheet.act:
            self.sheet.refuse(sentence)
        else:
            self.answer.setText(f"▲ {sentence}")
            set_state(self.answer, "tone", "danger")

    # -- what is shown --------------------------------------------------------------------

    def _on_rooms(self, rooms: tuple[RoomCard, ...]) -> None:
        self._fill(self.rooms, [self._room_cells(one) for one in rooms])
        self._stacks[ROOMS].setCurrentIndex(1 if rooms else 0)

    def _on_plans(self, plans: tuple[EmergencyPlan, ...]) -> None:
        self._fill(self.plans, [self._plan_cells(one) for one in plans])
        self._stacks[PLANS].setCurrentIndex(1 if plans else 0)

    @staticmethod
    def _fill(table: QTableWidget, rows: list[tuple[str, ...]]) -> None:
        place = max(table.currentRow(), 0)
        fill_table(table, rows)
        if rows:
            table.setCurrentCell(min(place, len(rows) - 1), 0)

    def _room_cells(self, card: RoomCard) -> tuple[str, ...]:
        room, say = card.room, self._words.say
        able = " ".join(
            say(f"set_up.{name}")
            for name, has in (
                ("negative", room.is_negative_pressure),
                ("buffer", room.is_buffer),
            )
            if has
        )
        people = "、".join(one.name for one in card.people) or card.reserved_name
        state = say(f"room_state.{room.state.value}")
        return (room.code, room.name, str(room.beds), able or "—", state, people or room.note)

    def _plan_cells(self, plan: EmergencyPlan) -> tuple[str, ...]:
        now = self._now()
        state = "stands" if plan.is_valid(now) else "withdrawn" if plan.withdrawn_at else "over"
        return (
            dict(core_items(self._words))[plan.item.value],
            plan.name,
            plan.substitute,
            f"{plan.by} {plan.title}".strip(),
            f"{local(plan.valid_to):%m-%d %H:%M}",
            self._words.say(f"set_up.plan_{state}"),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sheet.setFixedWidth(SHEET_WIDTH[self._theme.grid_of_desk(self.width())])
        self._show_columns()
