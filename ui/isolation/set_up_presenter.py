"""The set-up's thinking: the rooms of the isolation area, the director's plans, who may change which."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import RoomCard
from feverclinic.domain.emergency_plans import EmergencyPlan
from feverclinic.domain.people import Duty
from feverclinic.errors import ClinicError
from ui.isolation.sheets.fields import Filled

Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class SetUpDoor:
    """`rooms` are all rooms with who is in them, `plans` the latest plans, `take` does what a sheet asks."""

    rooms: Callable[[Callable[[tuple[RoomCard, ...]], object], Failed], object]
    plans: Callable[[Callable[[tuple[EmergencyPlan, ...]], object], Failed], object]
    take: Callable[[Filled, Callable[[object], object], Failed], object]


class SetUpPresenter(QObject):
    """Lists follow the records; a sheet's answer is one act."""

    rooms_listed = Signal(object)  # tuple[RoomCard, ...]
    plans_listed = Signal(object)  # tuple[EmergencyPlan, ...]
    allowed = Signal(object)  # frozenset[Duty]
    done = Signal(object)  # Filled
    refused = Signal(object)  # ClinicError

    def __init__(self, door: SetUpDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._duties: frozenset[Duty] = frozenset()
        self.rooms: tuple[RoomCard, ...] = ()
        self.plans: tuple[EmergencyPlan, ...] = ()

    @property
    def may_set_up_rooms(self) -> bool:
        return Duty.MANAGE_ROOMS in self._duties

    @property
    def may_direct(self) -> bool:
        """Whether plans may be made and ended here; everybody may read them."""
        return Duty.DIRECT in self._duties

    def allow(self, duties: frozenset[Duty]) -> None:
        self._duties = duties
        self.allowed.emit(duties)
        self.refresh()

    def on_changed(self, topics: frozenset[Topic]) -> None:
        if topics & {Topic.CASES, Topic.ROOMS}:
            self.refresh()

    def refresh(self) -> None:
        self._door.rooms(self._on_rooms, self.refused.emit)
        self._door.plans(self._on_plans, self.refused.emit)

    def take(self, filled: Filled) -> None:
        self._door.take(filled, lambda _: self._on_done(filled), self.refused.emit)

    def _on_done(self, filled: Filled) -> None:
        self.done.emit(filled)
        self.refresh()

    def _on_rooms(self, rooms: tuple[RoomCard, ...]) -> None:
        self.rooms = rooms
        self.rooms_listed.emit(rooms)

    def _on_plans(self, plans: tuple[EmergencyPlan, ...]) -> None:
        self.plans = plans
        self.plans_listed.emit(plans)
