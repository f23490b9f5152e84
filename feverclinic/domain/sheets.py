"""Numbered blank sheets for a day without power, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feverclinic.domain.intake import Intake
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


SHEET_NO, DECIDED_AT = "sheet_no", "sheet_decided_at"
RECEIVED_AT, RECEIVED_BY = "sheet_received_at", "sheet_received_by"
"""Fields of a form that is entered from paper: the number on it, when it was decided (ISO), and the
receipt of the fever clinic that stood on it, if any (ISO-2)."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What became of all sheets printed: the four counts add up to how many there are."""

    sheets: tuple[Sheet, ...]

    def count(self, state: SheetState) -> int:
        return sum(sheet.state is state for sheet in self.sheets)

    @property
    def printed(self) -> int:
        return len(self.sheets)


def decided_at(intake: Intake, now: datetime) -> datetime:
    """When a form was decided: the true time of a paper sheet, else now.

    Who was measured after that time is decided anew, now: the sheet could not know it.
    """
    typed = intake.text(DECIDED_AT)
    if not typed:
        return now
    on_paper = datetime.fromisoformat(typed)
    is_later = any(reading.measured_at > on_paper for reading in intake.readings)
    return now if is_later else on_paper
