"""A case: one person suspected or not yet cleared, from the doctor's first look to the last follow-up."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feverclinic.domain.people import PatientId
from feverclinic.domain.visits import VisitId

CaseId = NewType("CaseId", int)
EntryId = NewType("EntryId", int)


class CaseClass(StrEnum):
    """Classes of section 2 in the order of CLS-6; EXCLUDED is a suspect whom EXC has cleared."""

    CONFIRMED = "CONFIRMED"
    CLINICALLY_DIAGNOSED = "CLINICALLY_DIAGNOSED"
    ASYMPTOMATIC = "ASYMPTOMATIC"
    POSITIVE_REVIEW = "POSITIVE_REVIEW"
    SUSPECTED = "SUSPECTED"
    UNDETERMINED = "UNDETERMINED"
    NOT_SUSPECTED = "NOT_SUSPECTED"
    EXCLUDED = "EXCLUDED"

    @property
    def rank(self) -> int:
        """How much is held against the person: the higher, the stricter (CLS-6)."""
        return len(CaseClass) - tuple(CaseClass).index(self)

    @property
    def is_held(self) -> bool:
        """Whether TRF-1 holds this person: every class but NOT_SUSPECTED and EXCLUDED."""
        return self not in (CaseClass.NOT_SUSPECTED, CaseClass.EXCLUDED)


class Severity(StrEnum):
    """2.5; edition 10 calls ORDINARY by the name MODERATE."""

    MILD = "MILD"
    ORDINARY = "ORDINARY"
    MODERATE = "MODERATE"
    SEVERE = "SEVERE"
    CRITICAL = "CRITICAL"
    UNGRADED = "UNGRADED"


class CaseState(StrEnum):
    """The states of ISO-8 from the doctor's first look on."""

    TRIAGED = "TRIAGED"
    OBSERVATION = "OBSERVATION"
    UNDETERMINED = "UNDETERMINED"
    SUSPECTED = "SUSPECTED"
    CLINICALLY_DIAGNOSED = "CLINICALLY_DIAGNOSED"
    POSITIVE_REVIEW = "POSITIVE_REVIEW"
    ASYMPTOMATIC = "ASYMPTOMATIC"
    CONFIRMED = "CONFIRMED"
    RELEASE_PENDING = "RELEASE_PENDING"
    EXCLUDED = "EXCLUDED"
    NOT_SUSPECTED = "NOT_SUSPECTED"
    CLEARED = "CLEARED"
    TRANSFERRED_OUT = "TRANSFERRED_OUT"
    DISCHARGED = "DISCHARGED"
    FOLLOW_UP = "FOLLOW_UP"
    CLOSED = "CLOSED"
    DECEASED = "DECEASED"


class Column(StrEnum):
    """The columns of the doctor's list."""

    WAITING = "WAITING"
    EXAMINED = "EXAMINED"
    RESULTS = "RESULTS"
    MAY_LEAVE = "MAY_LEAVE"
    OBSERVED = "OBSERVED"


class WayOut(StrEnum):
    """How a person leaves isolation or this place; each is an act of its own with its own record.

    LIFE_SAVING and LEFT_WITHOUT_LEAVE move the person while the isolation stays open (TRF-3, 擅自离院).
    """

    CLINIC_EXIT = "CLINIC_EXIT"
    EXCLUDED = "EXCLUDED"
    RELEASED = "RELEASED"
    DEPARTMENT = "DEPARTMENT"
    DESIGNATED_SITE = "DESIGNATED_SITE"
    LIFE_SAVING = "LIFE_SAVING"
    DECEASED = "DECEASED"
    LEFT_WITHOUT_LEAVE = "LEFT_WITHOUT_LEAVE"


KEEPS_ISOLATION = frozenset({WayOut.LIFE_SAVING, WayOut.LEFT_WITHOUT_LEAVE})
# Whoever went one of these ways is not in this house any more; an excluded suspect still is.
GONE = frozenset(
    {
        *(WayOut.CLINIC_EXIT, WayOut.RELEASED, WayOut.DEPARTMENT),
        *(WayOut.DESIGNATED_SITE, WayOut.DECEASED),
    }
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What lists show of a case and its entries tell; kept beside it so that a list reads no entries.

    `waits_for` are the items still open; `due_code` is the next thing due (`due.<code>` in words).
    """

    column_since: datetime | None = None
    waits_for: tuple[str, ...] = ()
    severity: Severity | None = None
    spo2: int | None = None
    due_code: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Where a case stands now; what led here are its entries.

    `case_class` is the class in force, which no computation lowers by itself; `last_seq` the number of
    its last entry. `ended_by` is the entry of the act that ended the isolation (ISO-2): none, none.
    """

    id: CaseId
    visit_id: VisitId
    patient_id: PatientId
    disease: str
    opened_at: datetime
    opened_under: str
    region: str
    case_class: CaseClass
    class_since: datetime
    state: CaseState
    column: Column
    last_seq: int = 0
    last_at: datetime | None = None
    was_suspected: bool = False
    isolation_started_at: datetime | None = None
    isolation_ended_at: datetime | None = None
    ended_by: EntryId | None = None
    way_out: WayOut | None = None
    is_away: bool = False
    next_case_id: CaseId | None = None
    shown: Shown = field(default_factory=Shown)
    version: int = 0

    @property
    def is_isolated(self) -> bool:
        """Whether an isolation is open; it stays so when the person has run away."""
        return self.isolation_started_at is not None and self.isolation_ended_at is None

    @property
    def has_left(self) -> bool:
        """Whether the person left this house by an act that ended it."""
        return self.way_out in GONE

    def as_version(self, version: int) -> "Case":
        return replace(self, version=version)
