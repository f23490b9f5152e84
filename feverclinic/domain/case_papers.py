"""Papers of a case that are asked for: which one, of which entry; saved and printed are two things."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feverclinic.domain.cases import CaseId, EntryId
from feverclinic.domain.gates import GateKind

PrintingId = NewType("PrintingId", int)


class PaperKind(StrEnum):
    """The papers of one case; `case_papers.title.<kind>` in words."""

    CHECKLIST = "CHECKLIST"
    ORDER = "ORDER"
    LABELS = "LABELS"
    NOTICE = "NOTICE"
    REFUSAL = "REFUSAL"
    CONSULTATION = "CONSULTATION"
    JOINT = "JOINT"
    TRANSFER = "TRANSFER"
    EXCLUSION = "EXCLUSION"
    RELEASE = "RELEASE"
    CALENDAR = "CALENDAR"
    LEAVE = "LEAVE"


class PrintingState(StrEnum):
    """WAITING and FAILED are not on paper; GIVEN_UP is not wanted any more."""

    WAITING = "WAITING"
    FAILED = "FAILED"
    PRINTED = "PRINTED"
    GIVEN_UP = "GIVEN_UP"


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """One paper of a case. `of_entry` is the entry it tells, where there are several of its kind.

    `gate` is that of a checklist. `is_sheet` prints labels on A4; `shows_identity` whole numbers.
    """

    case_id: CaseId
    kind: PaperKind
    of_entry: EntryId | None = None
    gate: GateKind | None = None
    is_sheet: bool = False
    shows_identity: bool = False


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of a paper; it waits at its station until it is on paper, also over a restart.

    `copy_no` 1 is the original. `problem` is the code of what keeps the printer; `name` whose it is.
    """

    id: PrintingId
    case_id: CaseId
    kind: PaperKind
    of_entry: EntryId | None
    gate: GateKind | None
    is_sheet: bool
    shows_identity: bool
    copy_no: int
    name: str
    asked_by: str
    state: PrintingState
    state_at: datetime
    problem: str = ""
    version: int = 0

    @property
    def asked(self) -> PaperAsked:
        return PaperAsked(
            self.case_id,
            self.kind,
            self.of_entry,
            self.gate,
            self.is_sheet,
            self.shows_identity,
        )
