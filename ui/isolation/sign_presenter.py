"""The signer's thinking: what waits for the own signature, the case behind it, the signature itself."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import AskedToSign, CaseView, JointToSign
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseId, EntryId
from feverclinic.domain.gates import Gate, GateKind, is_all_met
from feverclinic.errors import ClinicError

SIGNOFF = "SIGNOFF"
Failed = Callable[[ClinicError], object]
# What stands in the list: a gate that asks for the signature of an office, a record of a consultation.
Waiting = AskedToSign | JointToSign


@dataclass(frozen=True, slots=True)
class JointSignature:
    """A signature under the record of a joint consultation that is given now, after having seen what."""

    case_id: CaseId
    entry_id: EntryId
    seen: int


@dataclass(frozen=True, slots=True)
class ToSign:
    """One signature that is given now: which gate of which case, in which office, after having seen what."""

    case_id: CaseId
    gate: GateKind
    role: Role
    seen: int


@dataclass(frozen=True, slots=True)
class SignDoor:
    """`listed` is what waits for who is signed in; `sign` and `sign_joint` sign as this person."""

    listed: Callable[[Callable[[tuple[Waiting, ...]], object], Failed], object]
    look: Callable[[CaseId, Callable[[CaseView], object], Failed], object]
    sign: Callable[[ToSign, Callable[[object], object], Failed], object]
    sign_joint: Callable[[JointSignature, Callable[[object], object], Failed], object]


class SignPresenter(QObject):
    """The chosen request stays chosen while it is open; a signature is given once."""

    listed = Signal(object)  # tuple[Waiting, ...]
    shown = Signal(object)  # CaseView | None
    signed = Signal(object)  # Waiting
    refused = Signal(object)  # ClinicError

    def __init__(self, door: SignDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._asked: tuple[Waiting, ...] = ()
        self._chosen: Waiting | None = None
        self._view: CaseView | None = None
        self._is_under_way = False
        self._name = ""

    @property
    def asked(self) -> tuple[Waiting, ...]:
        return self._asked

    @property
    def chosen(self) -> Waiting | None:
        return self._chosen

    @property
    def gate(self) -> Gate | None:
        """The gate of the chosen request as it stands now; a record of a consultation has none."""
        if self._view is None or not isinstance(self._chosen, AskedToSign):
            return None
        return self._view.gates.get(self._chosen.gate)

    @property
    def open_count(self) -> int:
        """How many conditions but the signatures are not met."""
        shut = self.gate.unmet if self.gate is not None else ()
        return sum(one.code != SIGNOFF for one in shut)

    @property
    def may_sign(self) -> bool:
        """Whether nothing but the signatures is open; a record may be signed as it stands."""
        if isinstance(self._chosen, JointToSign):
            return self._view is not None
        gate = self.gate
        return gate is not None and is_all_met(gate.conditions, SIGNOFF)

    @property
    def name(self) -> str:
        """Who is signed in here and would sign."""
        return self._name

    def seat(self, name: str) -> None:
        """Somebody else sits here now: his own list, nobody's case."""
        self._name = name
        self._asked = ()
        self._choose(None)
        self.refresh()

    def name_signer(self, name: str) -> None:
        """Who is signed in, as the records know him."""
        self._name = name

    def on_changed(self, topics: frozenset[Topic]) -> None:
        if Topic.CASES in topics:
            self.refresh()

    def refresh(self) -> None:
        self._door.listed(self._on_listed, self.refused.emit)

    def choose(self, place: int) -> None:
        """The request at this place of the list."""
        if 0 <= place < len(self._asked):
            self._choose(self._asked[place])
            self._look()

    def _choose(self, asked: Waiting | None) -> None:
        self._chosen, self._view = asked, None
        if asked is None:
            self.shown.emit(None)

    def _look(self) -> None:
        if self._chosen is not None:
            wanted = self._chosen
            self._door.look(
                wanted.case_id, lambda view: self._on_view(wanted, view), self.refused.emit
            )

    def _on_view(self, wanted: Waiting, view: CaseView) -> None:
        if wanted is self._chosen:
            self._view = view
            self.shown.emit(view)

    def _on_listed(self, asked: tuple[Waiting, ...]) -> None:
        before = self._chosen
        self._asked = asked
        same = [one for one in asked if before is not None and _key(one) == _key(before)]
        if before is not None and not same:
            self._choose(None)
        elif same:
            self._chosen = same[0]
        self.listed.emit(asked)
        self._look()

    def sign(self) -> None:
        """Sign the chosen gate or record; the service says which condition is open, whatever is shown here."""
        if self._chosen is None or self._view is None or self._is_under_way:
            return
        one, seen = self._chosen, self._view.book.case.last_seq
        self._is_under_way = True
        if isinstance(one, JointToSign):
            record = JointSignature(one.case_id, one.entry_id, seen)
            self._door.sign_joint(record, lambda _: self._on_signed(one), self._on_failed)
        else:
            wanted = ToSign(one.case_id, one.gate, one.role, seen)
            self._door.sign(wanted, lambda _: self._on_signed(one), self._on_failed)

    def _on_signed(self, one: Waiting) -> None:
        self._is_under_way = False
        self._choose(None)
        self.signed.emit(one)
        self.refresh()

    def _on_failed(self, error: ClinicError) -> None:
        self._is_under_way = False
        self.refused.emit(error)
        self._look()


def _key(one: Waiting) -> tuple[object, ...]:
    """What stays the same while others sign: the entry of a record becomes another one by that."""
    if isinstance(one, JointToSign):
        return one.case_id, one.record.held_at
    return one.case_id, one.gate, one.role
