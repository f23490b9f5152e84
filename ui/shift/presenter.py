"""The shift's thinking: who takes over, who leaves, what is handed over to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.people import Colleague, Proof
from feverclinic.domain.shifts import Balance, HandOver
from feverclinic.errors import ClinicError, Refused

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class ShiftDoor:
    """What the program gives; each call runs on the records thread and comes home to `then` or `failed`.

    `colleagues` answers with Colleagues, `sit_down` with a Staff, `look_over` with a HandOver,
    `hand_over` with a HandOver and who sits there now; `show_paper` opens the sheet.
    """

    colleagues: Callable[[Then, Failed], None]
    sit_down: Callable[[Proof, Then, Failed], None]
    look_over: Callable[[str, Then, Failed], None]
    hand_over: Callable[[Proof, Proof, str, Then, Failed], None]
    leave: Callable[[Then, Failed], None]
    set_pin: Callable[[str, str, Then, Failed], None]
    change_password: Callable[[str, str, Then, Failed], None]
    show_paper: Callable[[HandOver], None]


class ShiftPresenter(QObject):
    """Remembers who may take over, and nothing of what was typed."""

    listed = Signal(object)  # tuple[Colleague, ...]
    seated = Signal(object)  # Staff
    refused = Signal(object)  # ClinicError, said on the page that asked
    kept = Signal(object)  # Balance: leaving was refused, or the window is about to close
    left = Signal()  # the seat is empty
    looked_over = Signal(object)  # HandOver
    handed_over = Signal(object, object)  # HandOver, Staff
    own_changed = Signal(str)  # wording key of what was changed
    waiting_changed = Signal(bool)

    def __init__(self, door: ShiftDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._colleagues: tuple[Colleague, ...] = ()
        self._is_waiting = False

    @property
    def colleagues(self) -> tuple[Colleague, ...]:
        return self._colleagues

    def refresh(self) -> None:
        """Ask again who may take over in a second."""
        self._door.colleagues(self._on_listed, self.refused.emit)

    def sit_down(self, login: str, secret: str) -> None:
        """Take over by login with password or PIN; while one try is under way no other begins."""
        if not login.strip() or not secret:
            self.refused.emit(Refused("shift.empty"))
            return
        self._try(Proof(login.strip(), secret))

    def take_badge(self, code: str) -> None:
        """Take over by a badge that was scanned, wherever on the page the keyboard is."""
        self._try(Proof(badge=code))

    def leave(self) -> None:
        """离开工位, or hear what keeps one."""
        self._door.leave(lambda _shift: self.left.emit(), self._on_kept)

    def look_over(self, note: str = "") -> None:
        """Look at the balance as it stands now."""
        self._door.look_over(note, self.looked_over.emit, self.refused.emit)

    def hand_over(self, giver: Proof, taker: Proof, note: str) -> None:
        """Sign, both; what was typed stays on the page until it has worked."""
        if self._is_waiting:
            return
        if not (giver.secret and giver.login.strip()):
            self.refused.emit(Refused("shift.giver_missing"))
            return
        if not taker.badge and not (taker.secret and taker.login.strip()):
            self.refused.emit(Refused("shift.taker_missing"))
            return
        self._set_waiting(is_waiting=True)
        self._door.hand_over(giver, taker, note, self._on_handed_over, self._on_refused)

    def show_paper(self, note: str) -> None:
        """The sheet as it would be signed now."""
        self._door.look_over(note, self._door.show_paper, self.refused.emit)

    def set_pin(self, password: str, pin: str, again: str) -> None:
        """Set one's own PIN."""
        if pin != again:
            self.refused.emit(Refused("shift.differs"))
            return
        self._door.set_pin(password, pin, lambda _: self._on_own("shift.pin_set"), self._on_refused)

    def change_password(self, password: str, new: str, again: str) -> None:
        """Change one's own password."""
        if new != again:
            self.refused.emit(Refused("shift.differs"))
            return
        self._door.change_password(
            password, new, lambda _: self._on_own("shift.password_set"), self._on_refused
        )

    def _try(self, proof: Proof) -> None:
        if self._is_waiting:
            return
        self._set_waiting(is_waiting=True)
        self._door.sit_down(proof, self._on_seated, self._on_refused)

    def _on_listed(self, colleagues: tuple[Colleague, ...]) -> None:
        self._colleagues = colleagues
        self.listed.emit(colleagues)

    def _on_seated(self, staff: object) -> None:
        self._set_waiting(is_waiting=False)
        self.seated.emit(staff)

    def _on_handed_over(self, answer: tuple[HandOver, object]) -> None:
        self._set_waiting(is_waiting=False)
        over, staff = answer
        self.handed_over.emit(over, staff)
        self._door.show_paper(over)

    def _on_kept(self, error: ClinicError) -> None:
        balance = error.facts.get("balance")
        if isinstance(balance, Balance):
            self.kept.emit(balance)
        else:
            self.refused.emit(error)

    def _on_own(self, told: str) -> None:
        self.own_changed.emit(told)
        self.refresh()

    def _on_refused(self, error: ClinicError) -> None:
        self._set_waiting(is_waiting=False)
        self.refused.emit(error)
        self.refresh()  # three wrong PINs: the list says that the password is needed

    def _set_waiting(self, *, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        self.waiting_changed.emit(is_waiting)
