"""Numbered blank sheets for a day without power, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feverclinic.domain.visits import VisitId

SheetId = NewType("SheetId", int)


class SheetState(StrEnum):
    """A sheet is out until it was entered, spoiled or given up as missing."""

    OUT = "OUT"
    ENTERED = "ENTERED"
    SPOILED = "SPOILED"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`number` is printed on it, unique within a kind (`INTAKE`): station, day and a running number."""

    id: SheetId
    station: str
    kind: str
    number: str
    printed_at: datetime
    state: SheetState = SheetState.OUT
    state_at: datetime | None = None
    reason: str = ""
    visit_id: VisitId | None = None
    version: int = 0
