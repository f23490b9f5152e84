"""The isolation desk at this work place: its door to the records, to the thermometers and to paper.

A door: one call is one transaction; who may do it is asked by the service.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from feverclinic.domain.boards import ArmedFor, Topic
from feverclinic.domain.case_boards import CaseView, RoomCard
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseId, WayOut
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.gates import GateKind
from feverclinic.domain.people import AgeUnit
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import DraftId, VisitId
from feverclinic.domain.work_up import proposed
from feverclinic.errors import ClinicError
from feverclinic.services import (
    case_boards,
    case_measuring,
    case_view,
    leaving,
    signing_off,
)
from feverclinic.services.adoption import hospital_rules
from feverclinic.wording import Wording
from ui import filled_acts
from ui.desk_devices import DeskDevices, Holder
from ui.isolation.desk import IsolationDesk
from ui.isolation.presenter import IsolationDoor, IsolationPresenter, Lists
from ui.isolation.sheets.fields import Filled, Occasion
from ui.isolation.sheets.page import SheetPage
from ui.isolation.sheets.reading import READING
from ui.isolation.sheets.requests import RoomAsked
from ui.isolation.sheets.shelf import Shelf
from ui.isolation.sheets.shelf_file import ShelfFile
from ui.main_window import MainWindow
from ui.runner import Runner
from ui.settings_keeper import SettingsKeeper
from ui.theme import Theme

if TYPE_CHECKING:
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
KEY = "isolation"
TAIL = 4
SHELF = "sheets.json"


@dataclass(frozen=True, slots=True)
class IsolationPlace:
    """What the desk stands on; `shelf` keeps what was typed and not taken."""

    runner: Runner
    rules: Callable[[], CaseRules]
    now: Callable[[], datetime]
    words: Callable[[], Wording]
    devices: DeskDevices
    open_desk: Callable[[str], None]
    shelf: Shelf


class IsolationAtDesk(QObject):
    """The presenter lives with the program, the desk with a window."""

    said = Signal(str, str)  # kind, sentence
    refused = Signal(object)  # ClinicError
    print_asked = Signal(object, object)  # CaseView, GateKind

    def __init__(self, place: IsolationPlace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._actor = ""
        door = IsolationDoor(self._lists, self._look, self._open, self._act, self._leave, self._ask)
        self.presenter = IsolationPresenter(door, place.now, self)
        self._desk: IsolationDesk | None = None
        self._window: MainWindow | None = None
        place.runner.changed.connect(self._on_changed)
        place.devices.taken_of_case.connect(self._on_taken)
        place.devices.armed_changed.connect(self._show_armed)
        self.presenter.listed.connect(self._show_count)

    # -- the window -----------------------------------------------------------------------

    def dress(self, window: MainWindow, theme: Theme, words: Wording) -> None:
        """The desk of a new window, second in the rail."""
        self._window = window
        desk = IsolationDesk(
            self.presenter,
            words,
            theme,
            self._place.rules().temperature,
            self._occasion,
            SheetPage(theme, words, self._place.shelf),
        )
        desk.said.connect(self.said)
        desk.measure_asked.connect(self._measure)
        desk.print_asked.connect(self.print_asked)
        desk.sign_asked.connect(lambda: self._place.open_desk("sign"))
        self._desk = desk
        window.add_desk(KEY, "isolation.rail", "bed-double", desk)

    def seat(self) -> None:
        """Somebody else sits here now: his name on what he does, nobody's case open."""
        self.presenter.seat()
        self._place.runner.do(self, lambda store: store.actor.name, self._name)

    def _name(self, name: str) -> None:
        self._actor = name

    def tick(self) -> None:
        """A minute has passed: what is left and what is late is told anew."""
        self.presenter.pass_minute()
        if self._desk is not None:
            self._desk.pass_minute()

    def _on_changed(self, topics: frozenset[Topic]) -> None:
        self.presenter.on_changed(topics)

    def _show_count(self, lists: Lists) -> None:
        """In the rail: how many things are late now."""
        if self._window is None:
            return
        now = self._place.now()
        dues = [row.due for row in lists.rows] + [card.due for card in lists.rooms]
        late = sum(one is not None and one.at < now for one in dues)
        self._window.set_count(KEY, late)

    def _occasion(
        self, view: CaseView | None, entry: Entry | None, room: RoomCard | None
    ) -> Occasion:
        words, rules = self._place.words(), self._place.rules()
        now = self._place.now()
        edition, work_up = rules.edition(now), rules.rules.work_up
        sets = proposed(view.file, edition, work_up) if view is not None else ()
        return Occasion(
            words,
            now,
            view,
            edition,
            entry,
            self.presenter.lists.rooms,
            room,
            sets={one.id: one.items for one in work_up.sets},
            must=frozenset(one.id for one in sets if one.is_mandatory),
            actor=self._actor,
        )

    # -- the door -------------------------------------------------------------------------

    def _do(self, work: Callable[[Store, CaseRules], object], then: Then, failed: Failed) -> None:
        self._place.runner.do(self, lambda store: work(store, self._place.rules()), then, failed)

    def _lists(self, then: Then, failed: Failed) -> None:
        self._do(
            lambda store, rules: Lists(
                case_boards.doctor_list(store), case_boards.room_cards(store, rules)
            ),
            then,
            failed,
        )

    def _look(self, case_id: CaseId, then: Then, failed: Failed) -> None:
        self._do(lambda store, rules: case_view.view_case(store, case_id, rules), then, failed)

    def _open(self, visit_id: VisitId, then: Then, failed: Failed) -> None:
        self._do(lambda store, rules: case_view.see_visit(store, visit_id, rules), then, failed)

    def _act(self, case_id: CaseId | None, filled: Filled, then: Then, failed: Failed) -> None:
        def work(store: Store, rules: CaseRules) -> CaseView | None:
            if case_id is None:
                assert isinstance(filled.request, RoomAsked), "any other act has a case"
                filled_acts.room(store, filled.request, rules)
                return None
            filled_acts.do(store, case_id, filled, rules)
            return case_view.view_case(store, case_id, rules)

        self._do(work, then, failed)

    def _leave(self, case_id: CaseId, way: WayOut, seen: int, then: Then, failed: Failed) -> None:
        acts = {
            WayOut.EXCLUDED: leaving.exclude,
            WayOut.RELEASED: leaving.release,
            WayOut.CLINIC_EXIT: leaving.clinic_exit,
            WayOut.DESIGNATED_SITE: leaving.transfer_site,
        }

        def work(store: Store, rules: CaseRules) -> CaseView:
            acts[way](store, case_id, rules, seen)
            return case_view.view_case(store, case_id, rules)

        self._do(work, then, failed)

    def _ask(
        self,
        case_id: CaseId,
        kind: GateKind,
        role: Role,
        seen: int,
        then: Then,
        failed: Failed,
    ) -> None:
        def work(store: Store, rules: CaseRules) -> CaseView:
            signing_off.ask_to_sign(store, case_id, kind, role, rules, seen)
            return case_view.view_case(store, case_id, rules)

        self._do(work, then, failed)

    # -- thermometers ---------------------------------------------------------------------

    def _measure(self, view: CaseView) -> None:
        """F4: the next reading of a thermometer is of whose case is open; without one it is typed."""
        patient, case_id = view.book.patient, view.book.case.id
        age = patient.age_text_parts(local_day(self._place.now())) or (None, AgeUnit.YEAR)
        holder = Holder(
            DraftId(case_id),
            patient.name,
            patient.sex,
            *age,
            patient.id_no[-TAIL:],
            case_id,
        )
        try:
            self._place.devices.arm(holder)
        except ClinicError as error:
            self.refused.emit(error)
            if self._desk is not None:
                self._desk.open_sheet(READING)

    def _show_armed(self, armed: tuple[ArmedFor, ...]) -> None:
        """Each thermometer that waits for somebody, with the name: never a number without a person."""
        if self._desk is None or not isValid(self._desk):
            return
        say = self._place.words().say
        told = [
            say("isolation.armed", device=one.device, name=one.name, seconds=one.seconds_left)
            for one in armed
        ]
        self._desk.case.show_armed("  ".join(told))

    def _on_taken(self, reading: Reading, case_id: CaseId) -> None:
        """The number goes to the visit of the case, whoever's case is open by now."""

        def work(store: Store, rules: CaseRules) -> str:
            book = case_measuring.measure(store, case_id, reading, rules)
            return book.patient.name

        def told(name: str) -> None:
            words = self._place.words()
            self.said.emit("ok", words.say("isolation.measured", name=name, value=reading.raw_text))

        self._do(work, told, self.refused.emit)


class At(Protocol):
    """What the desks of this work place stand on, as far as isolation needs it."""

    @property
    def runner(self) -> Runner: ...
    @property
    def keeper(self) -> SettingsKeeper: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


def isolation_at(
    house: At,
    devices: DeskDevices,
    words: Callable[[], Wording],
    open_desk: Callable[[str], None],
    parent: QObject,
) -> IsolationAtDesk:
    """The isolation desk of this work place, by the rules of the hospital's settings."""
    keeper = house.keeper
    shelf = ShelfFile(keeper.now.data_dir / SHELF).shelf()
    place = IsolationPlace(
        house.runner,
        lambda: hospital_rules(keeper.now),
        house.now,
        words,
        devices,
        open_desk,
        shelf,
    )
    return IsolationAtDesk(place, parent)
