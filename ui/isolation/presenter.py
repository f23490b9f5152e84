"""The isolation desk's thinking: which column, whose case, which gate; acts go out by one door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import CaseView, DoctorRow, RoomCard
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseClass, CaseId, Column, WayOut
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.rooms import RoomId
from feverclinic.domain.visits import VisitId
from feverclinic.domain.work_up_entries import LabFlag, LabReported
from feverclinic.errors import ClinicError, Stale
from ui.isolation.sheets.fields import Filled

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
LISTED = frozenset({Topic.CASES, Topic.ROOMS})
TOPICS = LISTED | {Topic.VISITS, Topic.READINGS}
GATES = (GateKind.EXCLUSION, GateKind.RELEASE, GateKind.TRANSFER, GateKind.CLINIC_EXIT)
# Which act each gate opens.
WAYS: Mapping[GateKind, WayOut] = {
    GateKind.EXCLUSION: WayOut.EXCLUDED,
    GateKind.RELEASE: WayOut.RELEASED,
    GateKind.TRANSFER: WayOut.DESIGNATED_SITE,
    GateKind.CLINIC_EXIT: WayOut.CLINIC_EXIT,
}
RELEASED = frozenset({CaseClass.CONFIRMED, CaseClass.CLINICALLY_DIAGNOSED, CaseClass.ASYMPTOMATIC})


@dataclass(frozen=True, slots=True)
class Lists:
    """What the desk shows of everybody: the doctor's list and the rooms."""

    rows: tuple[DoctorRow, ...] = ()
    rooms: tuple[RoomCard, ...] = ()


@dataclass(frozen=True, slots=True)
class IsolationDoor:
    """What the program gives; each call comes home to `then` or `failed`.

    `lists` answers with Lists; `look`, `open`, `act`, `leave` and `ask` with a CaseView, `act` with
    None where the act was one on a room alone.
    """

    lists: Callable[[Then, Failed], object]
    look: Callable[[CaseId, Then, Failed], object]
    open: Callable[[VisitId, Then, Failed], object]
    act: Callable[[CaseId | None, Filled, Then, Failed], object]
    leave: Callable[[CaseId, WayOut, int, Then, Failed], object]
    ask: Callable[[CaseId, GateKind, Role, int, Then, Failed], object]


class IsolationPresenter(QObject):
    """Looks again when the records change, and never while nobody looks."""

    listed = Signal(object)  # Lists
    column_changed = Signal(object)  # Column
    chosen = Signal(object)  # DoctorRow | None
    shown = Signal(object)  # CaseView | None
    gate_changed = Signal(object)  # GateKind
    changed_meanwhile = Signal(object)  # tuple[Entry, ...]: another desk was faster
    done = Signal(str)  # what was done, a key of `isolation.done`
    refused = Signal(object)  # ClinicError

    def __init__(
        self, door: IsolationDoor, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._door, self._now = door, now
        self._lists = Lists()
        self._column = Column.WAITING
        self._case: CaseId | None = None
        self._visit: VisitId | None = None
        self._view: CaseView | None = None
        self._gate = GateKind.EXCLUSION
        self._looker: object = None
        self._rounds = 0
        self._is_under_way = False

    # -- what is shown --------------------------------------------------------------------

    @property
    def lists(self) -> Lists:
        return self._lists

    @property
    def column(self) -> Column:
        return self._column

    @property
    def view(self) -> CaseView | None:
        return self._view

    @property
    def gate_kind(self) -> GateKind:
        return self._gate

    @property
    def gate(self) -> Gate | None:
        return None if self._view is None else self._view.gates.get(self._gate)

    @property
    def case_id(self) -> CaseId | None:
        return self._case

    def now(self) -> datetime:
        return self._now()

    def rows_of(self, column: Column) -> tuple[DoctorRow, ...]:
        """The rows of a column: the number over it is their number."""
        return tuple(row for row in self._lists.rows if row.column is column)

    def wake(self, looker: object) -> None:
        """Somebody looks at the desk, in the window that is named."""
        self._looker = looker
        self.refresh()

    def sleep(self, looker: object) -> None:
        """A window that was built anew is in sight before the old one goes."""
        if looker is self._looker:
            self._looker = None

    def seat(self) -> None:
        """Somebody else sits here: nobody's case stands open."""
        self._close()
        self.refresh()

    def on_changed(self, topics: frozenset[Topic]) -> None:
        """While nobody looks, only the lists are kept: their late things are counted in the rail."""
        if self._looker is not None and topics & TOPICS:
            self.refresh()
        elif topics & LISTED:
            self._door.lists(self._on_lists, self.refused.emit)

    def refresh(self) -> None:
        self._door.lists(self._on_lists, self.refused.emit)
        self._look()

    def pass_minute(self) -> None:
        """What is left and late is told anew, with what other desks wrote meanwhile."""
        if self._looker is not None:
            self.refresh()
        else:
            self._on_lists(self._lists)

    def _on_lists(self, lists: Lists) -> None:
        self._lists = lists
        self.listed.emit(lists)

    # -- choosing -------------------------------------------------------------------------

    def show_column(self, column: Column) -> None:
        self._column = column
        self.column_changed.emit(column)

    def choose(self, row: DoctorRow) -> None:
        """Open the case of a row; without one the person has only been received."""
        self._visit, self._is_under_way = row.visit_id, False
        self.chosen.emit(row)
        if row.case_id is None:
            self._rounds += 1  # an answer that is under way is of somebody else
            self._case, self._view = None, None
            self.shown.emit(None)
            return
        self.choose_case(row.case_id)

    def open(self, row: DoctorRow) -> None:
        """The case of a row; whoever was only received is seen first (接诊)."""
        self.choose(row)
        self.see()

    def choose_case(self, case_id: CaseId) -> None:
        if case_id != self._case:
            self._case, self._view = case_id, None
        self._look()

    def choose_room(self, room_id: RoomId) -> None:
        """Whoever lies in a room, of several each in turn; an empty one opens nobody."""
        card = next((one for one in self._lists.rooms if one.room.id == room_id), None)
        if card is not None and card.people:
            cases = [one.stay.case_id for one in card.people]
            place = (
                cases.index(self._case) + 1 if self._case is not None and self._case in cases else 0
            )
            self.choose_case(cases[place % len(cases)])

    def choose_next(self) -> None:
        """The next case of the column, the first one after the last."""
        rows = self.rows_of(self._column)
        if not rows:
            return
        here = [place for place, row in enumerate(rows) if row.visit_id == self._visit]
        self.choose(rows[(here[0] + 1) % len(rows) if here else 0])

    def see(self) -> None:
        """接诊: the doctor's first look opens the case of whoever is chosen."""
        if self._visit is not None and self._case is None:
            self._run(lambda then, failed: self._door.open(self._visit_id, then, failed), "seen")

    @property
    def _visit_id(self) -> VisitId:
        assert self._visit is not None
        return self._visit

    def _close(self) -> None:
        self._rounds += 1
        self._case, self._view, self._visit = None, None, None
        self.chosen.emit(None)
        self.shown.emit(None)

    def _look(self) -> None:
        """Only the latest answer is shown: cases are walked through faster than they are read."""
        if self._case is None:
            return
        self._rounds += 1
        this = self._rounds

        def seen(view: CaseView) -> None:
            if this == self._rounds:
                self._show(view)

        self._door.look(self._case, seen, self.refused.emit)

    def _show_if_open(self, view: CaseView | None) -> None:
        """An answer of whose case is no longer open brings nobody back before the eyes."""
        if view is None:
            return
        case = view.book.case
        is_seen_first = self._case is None and self._visit == case.visit_id
        if case.id == self._case or is_seen_first:
            self._rounds += 1
            self._show(view)

    def _show(self, view: CaseView) -> None:
        is_other = self._view is None or self._view.book.case.id != view.book.case.id
        self._view, self._case = view, view.book.case.id
        self._visit = view.book.case.visit_id
        if is_other:
            self._gate = first_gate(view)
            self.gate_changed.emit(self._gate)
        self.shown.emit(view)

    # -- gates ----------------------------------------------------------------------------

    def show_gate(self, kind: GateKind) -> None:
        self._gate = kind
        self.gate_changed.emit(kind)
        self.shown.emit(self._view)

    def next_gate(self) -> None:
        """F7: the next gate that the case has."""
        offered = self.gates
        if offered:
            place = offered.index(self._gate) if self._gate in offered else -1
            self.show_gate(offered[(place + 1) % len(offered)])

    @property
    def gates(self) -> tuple[GateKind, ...]:
        """The gates of the case that is open, in the order of the tabs."""
        view = self._view
        return () if view is None else tuple(kind for kind in GATES if kind in view.gates)

    def ask_to_sign(self, role: Role) -> None:
        """The request goes to the desk of whoever holds this office."""
        view = self._view
        if view is not None:
            case, kind = view.book.case, self._gate
            self._run(
                lambda then, failed: self._door.ask(
                    case.id, kind, role, case.last_seq, then, failed
                ),
                "asked",
            )

    def leave(self) -> None:
        """The act of the gate that is shown; the service decides it once more."""
        view = self._view
        if view is not None:
            case, way = view.book.case, WAYS[self._gate]
            self._run(
                lambda then, failed: self._door.leave(case.id, way, case.last_seq, then, failed),
                f"left_{way.value}",
            )

    # -- acts -----------------------------------------------------------------------------

    def act(
        self,
        case_id: CaseId | None,
        filled: Filled,
        then: Callable[[], object],
        failed: Callable[[ClinicError], object],
    ) -> None:
        """What a sheet was filled with, for the case for which it was opened.

        The sheet keeps what was typed until it was taken.
        """

        def taken(view: CaseView | None) -> None:
            self.done.emit("act")
            then()
            self._show_if_open(view)

        def refused(error: ClinicError) -> None:
            self._tell_if_stale(error)
            failed(error)

        self._door.act(case_id, filled, taken, refused)

    def report(self, item: str, flag: LabFlag) -> None:
        """One of the four keys on an open item of the case that is shown."""
        view = self._view
        if view is not None:
            case = view.book.case
            told = LabReported(item, flag, self._now())
            filled = Filled("lab", (told,), seen=case.last_seq)
            self._run(lambda then, failed: self._door.act(case.id, filled, then, failed), "act")

    def _run(self, act: Callable[[Then, Failed], object], word: str) -> None:
        """One act at a time: a key held down is one act."""
        if self._is_under_way:
            return
        self._is_under_way = True

        def home(view: CaseView) -> None:
            self._is_under_way = False
            self.done.emit(word)
            self._show_if_open(view)

        def failed(error: ClinicError) -> None:
            self._is_under_way = False
            self._tell_if_stale(error)
            self.refused.emit(error)

        act(home, failed)

    def _tell_if_stale(self, error: ClinicError) -> None:
        """Another desk was faster: what it wrote is shown, and the case as it is now."""
        entries = error.facts.get("entries")
        if isinstance(error, Stale) and isinstance(entries, tuple):
            found = [one for one in entries if isinstance(one, Entry)]  # pyright: ignore[reportUnknownVariableType] - facts are objects
            self.changed_meanwhile.emit(tuple(found))
            self._look()


def first_gate(view: CaseView) -> GateKind:
    """The gate that stands before this class."""
    case_class = view.book.case.case_class
    wanted = GateKind.RELEASE if case_class in RELEASED else GateKind.EXCLUSION
    if not case_class.is_held:
        wanted = GateKind.CLINIC_EXIT
    return wanted if wanted in view.gates else next(iter(view.gates), wanted)
