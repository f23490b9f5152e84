"""Isolation rooms and who lies in them (ISO-1, ISO-4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feverclinic.domain.cases import CaseClass, CaseId

RoomId = NewType("RoomId", int)
StayId = NewType("StayId", int)


class RoomState(StrEnum):
    """ISO-4 in its order; OUT_OF_USE stands beside it."""

    CLEAN = "CLEAN"
    RESERVED = "RESERVED"
    OCCUPIED = "OCCUPIED"
    VACATED = "VACATED"
    TERMINAL_DISINFECTION = "TERMINAL_DISINFECTION"
    AIRING = "AIRING"
    VERIFIED = "VERIFIED"
    OUT_OF_USE = "OUT_OF_USE"


class RoomAct(StrEnum):
    RESERVE = "RESERVE"
    OCCUPY = "OCCUPY"
    VACATE = "VACATE"
    DISINFECT = "DISINFECT"
    AIR = "AIR"
    VERIFY = "VERIFY"
    CLEAN = "CLEAN"


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the isolation area; `beds` 1 is a single room.

    `note` says who disinfects, why it is out of use; `due_at` is the next instant of the room itself
    (airing ends, an expected ambulance).
    """

    id: RoomId
    code: str
    name: str
    beds: int = 1
    is_negative_pressure: bool = False
    is_buffer: bool = False
    state: RoomState = RoomState.CLEAN
    state_at: datetime | None = None
    state_by: str = ""
    reserved_for: CaseId | None = None
    note: str = ""
    due_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's time in one bed of a room; `to_at` None is still there."""

    id: StayId
    room_id: RoomId
    bed: int
    case_id: CaseId
    from_at: datetime
    to_at: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Occupant:
    """Who lies in a room, as the cohort rule sees him."""

    case_class: CaseClass
    disease: str
