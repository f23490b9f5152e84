"""Everybody who came to the desk: each begun form stands in the register until its end is known."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feverclinic.domain.intake import Intake
from feverclinic.domain.visits import DraftId, VisitId


class ArrivalEnd(StrEnum):
    """How a form ended: as a saved visit, or without one and then with a reason.

    `NOT_A_PATIENT` is a form that was opened by mistake or for somebody who only asked the way.
    """

    VISIT = "VISIT"
    COUNTED = "COUNTED"
    LEFT = "LEFT"
    REFUSED = "REFUSED"
    DID_NOT_ARRIVE = "DID_NOT_ARRIVE"
    NOT_A_PATIENT = "NOT_A_PATIENT"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One person at the desk; its key is that of the form. `intake` is kept where no visit has it.

    `end` None is a form that waits; a form whose draft is gone while `end` is None does not add up.
    """

    id: DraftId
    station: str
    began_at: datetime
    name: str = ""
    is_announced: bool = False
    end: ArrivalEnd | None = None
    ended_at: datetime | None = None
    visit_id: VisitId | None = None
    reason: str = ""
    intake: Intake | None = None
