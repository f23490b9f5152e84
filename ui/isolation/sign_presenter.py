"""The signer's thinking: what waits for the own signature, the case behind it, the signature itself."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import AskedToSign, CaseView
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseId
from feverclinic.domain.gates import Gate, GateKind, is_all_met
from feverclinic.errors import ClinicError

SIGNOFF = "SIGNOFF"
Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class ToSign:
    """One signature that is given now: which gate of which case, in which office, after having seen what."""

    case_id: CaseId
    gate: GateKind
    role: Role
    seen: int


@dataclass(frozen=True, slots=True)
class SignDoor:
    """`listed` are the requests of the offices of who is signed in; `sign` signs as this person."""

    listed: Callable[[Callable[[tuple[AskedToSign, ...]], object], Failed], object]
    look: Callable[[CaseId, Callable[[CaseView], object], Failed], object]
    sign: Callable[[ToSign, Callable[[object], object], Failed], object]


class SignPresenter(QObject):
    """The chosen request stays chosen while it is open; a signature is given once."""

    listed = Signal(object)  # tuple[AskedToSign, ...]
    shown = Signal(object)  # CaseView | None
    signed = Signal(object)  # AskedToSign
    refused = Signal(object)  # ClinicError

    def __init__(self, door: SignDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._asked: tuple[AskedToSign, ...] = ()
        self._chosen: AskedToSign | None = None
        self._view: CaseView | None = None
        self._is_under_way = False
        self._name = ""

    @property
    def asked(self) -> tuple[AskedToSign, ...]:
        return self._asked

    @property
    def chosen(self) -> AskedToSign | None:
        return self._chosen

    @property
    def gate(self) -> Gate | None:
        """The gate of the chosen request as it stands now."""
        if self._view is None or self._chosen is None:
            return None
        return self._view.gates.get(self._chosen.gate)

    @property
    def open_count(self) -> int:
        """How many conditions but the signatures are not met."""
        shut = self.gate.unmet if self.gate is not None else ()
        return sum(one.code != SIGNOFF for one in shut)

    @property
    def may_sign(self) -> bool:
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

    def _choose(self, asked: AskedToSign | None) -> None:
        self._chosen, self._view = asked, None
        if asked is None:
            self.shown.emit(None)

    def _look(self) -> None:
        if self._chosen is not None:
            wanted = self._chosen
            self._door.look(
                wanted.case_id, lambda view: self._on_view(wanted, view), self.refused.emit
            )

    def _on_view(self, wanted: AskedToSign, view: CaseView) -> None:
        if wanted is self._chosen:
            self._view = view
            self.shown.emit(view)

    def _on_listed(self, asked: tuple[AskedToSign, ...]) -> None:
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
        """Sign the chosen gate; the service says which condition is open, whatever is shown here."""
        if self._chosen is None or self._view is None or self._is_under_way:
            return
        one = self._chosen
        self._is_under_way = True
        wanted = ToSign(one.case_id, one.gate, one.role, self._view.book.case.last_seq)
        self._door.sign(wanted, lambda _: self._on_signed(one), self._on_failed)

    def _on_signed(self, one: AskedToSign) -> None:
        self._is_under_way = False
        self._choose(None)
        self.signed.emit(one)
        self.refresh()

    def _on_failed(self, error: ClinicError) -> None:
        self._is_under_way = False
        self.refused.emit(error)
        self._look()


def _key(one: AskedToSign) -> tuple[CaseId, GateKind, Role]:
    return one.case_id, one.gate, one.role
