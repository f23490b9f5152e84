"""What a sheet may ask that is no entry of a case: the acts of rooms, their set-up, the director's plans."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feverclinic.domain.cases import CaseId, EntryId
from feverclinic.domain.discharge_notices import Told
from feverclinic.domain.emergency_plans import CoreItem, PlanId
from feverclinic.domain.readings import Reading, ReadingId
from feverclinic.domain.recalling import RecallEnd, RecallReason
from feverclinic.domain.rooms import RoomId


class RoomWish(StrEnum):
    """What is done with a room at the desk; a room is left only by an act of leaving or a move."""

    RESERVE = "RESERVE"
    FREE = "FREE"
    OCCUPY = "OCCUPY"
    MOVE = "MOVE"
    DISINFECT = "DISINFECT"
    AIR = "AIR"
    VERIFY = "VERIFY"
    CLEAN = "CLEAN"
    OUT_OF_USE = "OUT_OF_USE"
    BACK_IN_USE = "BACK_IN_USE"


@dataclass(frozen=True, slots=True)
class RoomAsked:
    """An act on a room. `until` ends the airing or is when the reason to be out of use should end."""

    wish: RoomWish
    room_id: RoomId
    case_id: CaseId | None = None
    bed: int | None = None
    note: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoomSetUp:
    """A room of the isolation area as it is set up; without an id it is a new one."""

    code: str
    name: str
    beds: int = 1
    is_negative_pressure: bool = False
    is_buffer: bool = False
    room_id: RoomId | None = None


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """A plan of the director for an examination that cannot be done: what stands in for it, until when."""

    item: CoreItem
    name: str
    reason: str
    substitute: str
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class VoidAsked:
    """An entry that is to be declared invalid, with the reason."""

    entry_id: EntryId
    reason: str


@dataclass(frozen=True, slots=True)
class ReadingVoid:
    """A reading that is to be declared invalid, with the reason."""

    reading_id: ReadingId
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """One of those to be told of a discharge was told, and how (FUP-3)."""

    to: Told
    how: str


@dataclass(frozen=True, slots=True)
class FollowUpOver:
    """The follow-up of a discharged person is closed."""


@dataclass(frozen=True, slots=True)
class PlanEnded:
    """A plan of the director that ends now, with the reason."""

    plan_id: PlanId
    reason: str


@dataclass(frozen=True, slots=True)
class RecallAsked:
    """Somebody who has left has to be called back."""

    why: RecallReason


@dataclass(frozen=True, slots=True)
class RecallOver:
    """Nobody calls any more: how the recall ended, and the reason in words."""

    how: RecallEnd
    note: str


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """The place of a life-saving procedure had its terminal disinfection (TRF-3)."""

    place: str
    note: str


@dataclass(frozen=True, slots=True)
class DepartmentAsked:
    """To another department of this hospital (TRF-1, TRF-4, TRF-5), through its gate."""

    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadingTyped:
    """A temperature that was typed by hand for somebody who is isolated."""

    reading: Reading


Request = (
    RoomAsked
    | ReadingTyped
    | DepartmentAsked
    | RoomSetUp
    | PlanAsked
    | PlanEnded
    | VoidAsked
    | ReadingVoid
    | NoticeGiven
    | FollowUpOver
    | RecallAsked
    | RecallOver
    | PlaceAsked
)
