"""Return visits: what a banner says of the last time, and nothing that answers a question of today."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.visits import VisitId
from feverclinic.domain.vitals import Level

# TRI-1, TRI-3 and TRI-4 order isolation (ISO-2, WORK set F).
ISOLATING = frozenset(
    {Outcome.RESUS_ISOLATION, Outcome.FEVER_CLINIC_SINGLE_ROOM, Outcome.FEVER_CLINIC}
)


class LookedFor(StrEnum):
    """Why a person is looked for while his isolation is open, or after a late result."""

    AWAY = "AWAY"
    CALLED_BACK = "CALLED_BACK"


@dataclass(frozen=True, slots=True)
class ReturnVisit:
    """The latest visit of a person before this one. `temperature` is as it was sent or typed.

    `looked_for` says that he left without leave, or is called back.
    """

    visit_id: VisitId
    visit_no: str
    station: str
    on: date
    days_ago: int
    temperature: str
    outcome: Outcome | None
    level: Level | None
    looked_for: LookedFor | None = None

    @property
    def was_isolated(self) -> bool:
        """Whether isolation was advised then."""
        return self.outcome in ISOLATING
