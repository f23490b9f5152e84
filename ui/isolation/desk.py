"""隔离留观: list, rooms, the case and its conditions, laid out for three widths; it decides nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QStackedWidget,
    QVBoxLayout,
)

from feverclinic.domain.case_boards import CaseView, DoctorRow, RoomCard
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.cases import CaseId, Column
from feverclinic.domain.readings import Reading
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.work_up_entries import LabFlag, SampleTaken
from feverclinic.errors import ClinicError, Stale
from feverclinic.wording import Wording
from ui.isolation.act_bar import MEASURE, ActBar
from ui.isolation.case_pane import CasePane
from ui.isolation.case_rows import Part
from ui.isolation.doctor_list import DoctorList
from ui.isolation.gate_pane import GatePane
from ui.isolation.presenter import IsolationPresenter, Lists
from ui.isolation.room_board import RoomBoard
from ui.isolation.sheets.catalogue import sheet_for
from ui.isolation.sheets.fields import Filled, Occasion
from ui.isolation.sheets.page import SheetPage
from ui.isolation.strip import CountStrip, Place
from ui.isolation.telling import states_words
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import Grid, Theme
from ui.widgets.pane import Pane, row, rule, surface
from ui.widgets.patient_banner import ElidedLabel

ROOMS_WIDTH = {Grid.NARROW: 0, Grid.USUAL: 330, Grid.WIDE: 596}
GATES_WIDTH = {Grid.NARROW: 300, Grid.USUAL: 330, Grid.WIDE: 444}
LIST_HEIGHT, LEAST = 252, QSize(960, 600)
# Which sheet answers an open item.
SHEET_OF = {"CBC": "blood_count", "CHEST_CT": "image", "CHEST_XRAY": "image", "SPO2": "measured"}
SAMPLED = frozenset({"NAT", "ANTIBODY", "ANTIGEN", "SEQUENCE", "CULTURE", "FLU_ANTIGEN"})

OccasionOf = Callable[[CaseView | None, Entry | None, RoomCard | None], Occasion]


class IsolationDesk(QFrame):
    """One screen, keyboard first. `said` carries what belongs into the notice line."""

    said = Signal(str, str)  # kind ok | warning | error, sentence
    print_asked = Signal(object, object)  # CaseView, GateKind
    measure_asked = Signal(object)  # CaseView
    sign_asked = Signal()

    def __init__(
        self,
        presenter: IsolationPresenter,
        words: Wording,
        theme: Theme,
        rules: TemperatureRules,
        occasion: OccasionOf,
        sheet: SheetPage | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("isolationDesk")
        self.setAccessibleName(words.say("isolation.title"))
        self.setProperty("pane", "bg")
        self._presenter, self._words, self._theme = presenter, words, theme
        self._occasion = occasion
        self._grid: Grid | None = None
        self._sheet_case: CaseId | None = None
        self.strip = CountStrip(theme, words)
        self.doctors = DoctorList(theme, words)
        self.rooms = RoomBoard(theme, words)
        self.room_counts = ElidedLabel("small", theme)
        self._room_head = surface(row(self.room_counts, None), "sunken")
        self.room_pane = Pane(words.say("isolation.rooms"), self.rooms, beside=self._room_head)
        self.case = CasePane(theme, words, rules, presenter.now)
        self.acts = ActBar(theme, words)
        self.sheet = sheet or SheetPage(theme, words)
        self.gates = GatePane(theme, words, presenter.now)
        self.left = QStackedWidget()
        self.middle = QStackedWidget()
        self._lay_out()
        self._connect()
        self._connect_keys()
        self.setFocusProxy(self.doctors.columns[presenter.column].list)
        self._on_lists(presenter.lists)
        self._on_column(presenter.column)
        self._on_shown(presenter.view)

    def _lay_out(self) -> None:
        case = QFrame()
        column = QVBoxLayout(case)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.case, 1)
        column.addWidget(rule())
        column.addWidget(self.acts)
        self.middle.addWidget(case)
        self.middle.addWidget(self.sheet)
        self._top = QVBoxLayout()
        self._top.setSpacing(0)
        self._top.addWidget(self.strip)
        self._top.addWidget(self.doctors)
        self.left.addWidget(self.room_pane)
        self._below = QHBoxLayout()
        self._below.setSpacing(0)
        self._below.addWidget(self.left)
        self._below.addWidget(rule(across=False))
        self._below.addWidget(self.middle, 1)
        self._below.addWidget(rule(across=False))
        self._below.addWidget(self.gates)
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.addLayout(self._top, 0, 0)
        whole.addWidget(rule(), 1, 0)
        whole.addLayout(self._below, 2, 0)
        whole.setRowStretch(2, 1)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.listed.connect(self._on_lists)
        presenter.column_changed.connect(self._on_column)
        presenter.chosen.connect(self._on_chosen)
        presenter.shown.connect(self._on_shown)
        presenter.gate_changed.connect(lambda _kind: self._on_shown(presenter.view))
        presenter.changed_meanwhile.connect(self._on_changed)
        presenter.refused.connect(self._on_refused)
        presenter.done.connect(self._on_done)
        self.doctors.chosen.connect(presenter.choose)
        self.doctors.opened.connect(self._on_opened)
        self.rooms.chosen.connect(self._on_room)
        self.strip.place_chosen.connect(self.go_to)
        self.strip.found.connect(self._on_found)
        self.case.see_asked.connect(presenter.see)
        self.case.flagged.connect(self._on_flag)
        self.case.wanted.connect(self._on_wanted)
        self.case.opened.connect(self._on_entry)
        self.acts.asked.connect(self.open_sheet)
        self.gates.gate_chosen.connect(presenter.show_gate)
        self.gates.asked.connect(presenter.ask_to_sign)
        self.gates.act_asked.connect(self._on_act)
        self.gates.print_asked.connect(self._on_print)
        self.gates.not_excluded.connect(partial(self.open_sheet, "consultation"))
        self.sheet.taken.connect(self._on_taken)
        self.sheet.left.connect(self.close_sheet)

    def _connect_keys(self) -> None:
        presenter = self._presenter
        acts: Mapping[str, Callable[[], object]] = {
            **self.acts.shortcuts(),
            "case_next": presenter.choose_next,
            "case_find": self.strip.start_finding,
            "case_timeline": self._show_trace,
            "gate_next": presenter.next_gate,
            "gate_print": self._on_print,
            "gate_act": self._on_act,
            "gate_sign": self.sign_asked.emit,
            **{f"case_column_{n}": partial(self.go_to, Place(n)) for n in range(1, 9)},
        }
        for act, run in acts.items():
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # -- places ---------------------------------------------------------------------------

    def go_to(self, place: Place) -> None:
        """Alt+1 … Alt+8: a column of the list, the rooms, the case, the conditions."""
        columns = tuple(Column)
        if place.value <= len(columns):
            self._presenter.show_column(columns[place.value - 1])
            self._show_left(self.doctors)
            self.doctors.columns[columns[place.value - 1]].start()
        elif place is Place.ROOMS:
            self._show_left(self.room_pane)
            self.rooms.start()
        elif place is Place.CASE:
            self._show_middle()
            self.case.setFocus()
        else:
            self.gates.act.setFocus()
        self.strip.mark(place)

    def _show_left(self, wanted: object) -> None:
        if self._grid is Grid.WIDE:
            return
        self.left.setCurrentWidget(wanted)  # pyright: ignore[reportArgumentType] - one of its own
        if self._grid is Grid.NARROW:
            self.left.show()
            self.middle.hide()

    def _show_middle(self) -> None:
        if self._grid is Grid.NARROW:
            self.left.hide()
            self.middle.show()

    # -- what is shown --------------------------------------------------------------------

    def _on_lists(self, lists: Lists) -> None:
        now = self._presenter.now()
        self.doctors.show_rows(lists.rows, now)
        self.rooms.show_cards(lists.rooms, now)
        self.room_counts.show_words(states_words(lists.rooms, self._words))
        self.strip.show_counts({one: len(self._presenter.rows_of(one)) for one in Column})
        self.strip.show_rows(lists.rows)

    def _on_column(self, column: Column) -> None:
        self.doctors.show_only(None if self._grid is Grid.WIDE else column)
        self.strip.mark(Place(tuple(Column).index(column) + 1))

    def _on_opened(self, row: DoctorRow) -> None:
        """Enter on a row leads into the case."""
        self._presenter.open(row)
        self.go_to(Place.CASE)

    def _on_found(self, row: DoctorRow) -> None:
        self._presenter.show_column(row.column)
        self._presenter.choose(row)
        self.go_to(Place.CASE)

    def _on_room(self, card: RoomCard) -> None:
        if card.people:
            self._presenter.choose_room(card.room.id)

    def _on_chosen(self, row: DoctorRow | None) -> None:
        if row is None or row.case_id is None:
            self.case.show_row(row)

    def _on_shown(self, view: CaseView | None) -> None:
        """A sheet stands only before the case for which it was opened; its answers are kept."""
        presenter = self._presenter
        if self.has_sheet and presenter.case_id != self._sheet_case:
            self.middle.setCurrentIndex(0)
        self.case.show_view(view)
        self.gates.show_view(view, presenter.gate_kind, presenter.gates)
        self.acts.set_case(is_open=view is not None)
        if view is not None:
            self.doctors.mark(view.book.case.visit_id)
            self.rooms.mark_case(view.book.case.id)

    def _on_changed(self, entries: tuple[Entry, ...]) -> None:
        view = self._presenter.view
        if self.has_sheet and view is not None:
            self.sheet.show_changed(view, entries)
        else:
            self.case.show_changed(entries)

    def _on_refused(self, error: ClinicError) -> None:
        self.said.emit("error", sentence_of(error, self._words))

    def _on_done(self, word: str) -> None:
        self.case.forget_changed()
        self.said.emit("ok", self._words.say(f"isolation.done.{word}"))

    def pass_minute(self) -> None:
        """The clock of the sheet that is open goes on."""
        self.sheet.pass_minute(self._presenter.now())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._presenter.wake(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._presenter.sleep(self)

    # -- acts -----------------------------------------------------------------------------

    @property
    def has_sheet(self) -> bool:
        return self.middle.currentWidget() is self.sheet

    def open_sheet(
        self, act: str, entry: Entry | None = None, reading: Reading | None = None
    ) -> None:
        """The form of an act over the case; an act without a case needs a room at least."""
        view = self._presenter.view
        if view is None and act != "room":
            return
        if act == MEASURE:
            self.measure_asked.emit(view)
            return
        self._sheet_case = None if view is None else view.book.case.id
        asked = replace(self._occasion(view, entry, self.rooms.current), reading=reading)
        self.sheet.open_for(sheet_for(act, asked), self._presenter.now(), view)
        self.middle.setCurrentWidget(self.sheet)
        self._show_middle()

    def close_sheet(self) -> None:
        """Back to the case; what was typed is kept."""
        self.middle.setCurrentIndex(0)
        self.case.setFocus()

    def _on_taken(self, filled: Filled) -> None:
        def taken() -> None:
            self.sheet.done()
            self.close_sheet()

        def refused(error: ClinicError) -> None:
            if not isinstance(error, Stale):
                self.sheet.refuse(sentence_of(error, self._words))

        self._presenter.act(self._sheet_case, filled, taken, refused)

    def _on_flag(self, item: str, flag: LabFlag) -> None:
        """One of the four keys on an open item; a sample or an image needs more than a key."""
        if item in SHEET_OF or item in SAMPLED:
            self._on_wanted(item)
            return
        self._presenter.report(item, flag)

    def _on_wanted(self, item: str) -> None:
        if item in SAMPLED:
            self.open_sheet("sample")
        else:
            self.open_sheet(SHEET_OF.get(item, "lab"))

    def _on_entry(self, entry: Entry | Reading) -> None:
        """A sample opens its result; a result is corrected; what stands in the trace is declared void."""
        if isinstance(entry, Reading):
            self.open_sheet("void_reading", reading=entry)
        elif self.case.part is Part.TRACE:
            self.open_sheet("void", entry)
        elif isinstance(entry.document, SampleTaken) or entry.kind == "RESULT":
            self.open_sheet("result", entry)

    def _on_act(self) -> None:
        gate = self._presenter.gate
        if gate is None:
            return
        if not gate.is_open:
            count = len(gate.unmet)
            self.said.emit("warning", self._words.say("isolation.shut", count=count))
            return
        self._presenter.leave()

    def _on_print(self) -> None:
        view = self._presenter.view
        if view is not None:
            self.print_asked.emit(view, self._presenter.gate_kind)

    def _show_trace(self) -> None:
        self.case.tabs.setCurrentIndex(tuple(Part).index(Part.TRACE))
        self.case.table.setFocus()

    # -- room -----------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        return LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        grid = self._theme.grid_of_desk(self.width())
        if grid is not self._grid:
            self._grid = grid
            self._fit(grid)

    def _fit(self, grid: Grid) -> None:
        is_wide = grid is Grid.WIDE
        if is_wide:
            self.left.removeWidget(self.doctors)
            self._top.addWidget(self.doctors)
            self.doctors.setFixedHeight(LIST_HEIGHT)
            self.doctors.show()
            self.left.setCurrentWidget(self.room_pane)
        else:
            self._top.removeWidget(self.doctors)
            self.doctors.setMinimumHeight(0)
            self.doctors.setMaximumHeight(16777215)
            self.left.insertWidget(0, self.doctors)
            self.left.setCurrentWidget(self.doctors)
        self.strip.set_grid(grid)
        self.room_counts.setVisible(is_wide)
        head = self._room_head.layout()
        if is_wide and head is not None:
            head.addWidget(self.strip.finder)
        else:
            self.strip.hold_finder()
        self._on_column(self._presenter.column)
        narrow = grid is Grid.NARROW
        self.left.setMinimumWidth(0)
        self.left.setMaximumWidth(16777215)
        if not narrow:
            self.left.setFixedWidth(ROOMS_WIDTH[grid])
        self.left.setVisible(not narrow or self._presenter.view is None)
        self.middle.setVisible(not narrow or self._presenter.view is not None)
        self.gates.setFixedWidth(GATES_WIDTH[grid])
        self.gates.set_narrow(is_narrow=grid is not Grid.WIDE)
        self.case.banner.set_narrow(is_narrow=narrow)
