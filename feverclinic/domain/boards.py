"""Rows as desks see them, and the topics in which changes travel."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.people import AgeUnit, PatientId, Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import DraftId, SlipState, Stage, VisitId
from feverclinic.domain.vitals import Level


class Topic(StrEnum):
    """What a piece of work touched; presenters that care look again."""

    PATIENTS = "PATIENTS"
    VISITS = "VISITS"
    READINGS = "READINGS"
    DRAFTS = "DRAFTS"
    SLIPS = "SLIPS"
    STAFF = "STAFF"
    ARRIVALS = "ARRIVALS"
    SHIFTS = "SHIFTS"
    ALARMS = "ALARMS"
    SHEETS = "SHEETS"
    COMPARISONS = "COMPARISONS"
    JOURNAL = "JOURNAL"
    CASES = "CASES"
    ROOMS = "ROOMS"
    PAPERS = "PAPERS"


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One row of the triage list: a draft (no visit yet) or a visit of the day.

    A thermometer without cable is under the arm until `under_arm_due_at`; an announced ambulance is
    expected at `expected_at`; `recheck_at` is that of a masked fever (TEMP-9) or of the grey band
    (TEMP-5); whoever is on the way arrives by `arrive_by` (ISO-2); `wait_until` is the limit of the level.
    One entered from paper afterwards has none of them.
    """

    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    since: datetime
    temperature: str = ""
    draft_id: DraftId | None = None
    visit_id: VisitId | None = None
    visit_no: str = ""
    stage: Stage | None = None
    level: Level | None = None
    outcome: Outcome | None = None
    slip: SlipState | None = None
    recheck_at: datetime | None = None
    open_questions: int = 0
    under_arm_label: str = ""
    under_arm_due_at: datetime | None = None
    expected_at: datetime | None = None
    is_masked_fever: bool = False
    decided_at: datetime | None = None
    arrive_by: datetime | None = None
    wait_until: datetime | None = None
    guide: str = ""
    is_family: bool = False
    family_id: int | None = None
    end: ArrivalEnd | None = None
    is_from_paper: bool = False


@dataclass(frozen=True, slots=True)
class DayCounts:
    """The numbers over the list; each opens the list behind it and equals it.

    `passed` were counted today and not typed; `on_the_way` is of all stations.
    """

    today: int
    drafts: int
    rechecks: int
    unassigned: int
    unprinted: int
    passed: int = 0
    on_the_way: int = 0


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A reading that nobody armed, waiting in the tray to be assigned by hand."""

    reading: Reading
    station: str


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A found person; `masked` shows the ends of the number only."""

    patient_id: PatientId
    name: str
    sex: Sex
    birth_date: date | None
    age: int | None
    age_unit: AgeUnit
    masked_id_no: str
    masked_phone: str
    last_visit_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """A possible duplicate: why the two look alike (ID_NO, PHONE, NAME_AND_BIRTH_DATE, NAME_AND_AGE)."""

    hit: PersonHit
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A thermometer as the top line shows it; `link` is a link state of devices/station.py."""

    name: str
    colour: str
    link: str
    is_armed: bool = False
    last_value: str = ""
    last_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArmedFor:
    """Whom the next reading of a device belongs to, as it stands beside the number."""

    device: str
    colour: str
    site: str
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    id_tail: str
    seconds_left: int
    draft_id: DraftId | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save ended with, for the notice line and the next patient."""

    visit_id: VisitId
    visit_no: str
    name: str
    outcome: Outcome
    level: Level
