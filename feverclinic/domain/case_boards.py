"""Rows and pages of the isolation desk: the doctor's list, the rooms, one case with its gates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import CaseFile, Role
from feverclinic.domain.cases import Case, CaseClass, CaseId, Column, EntryId, WayOut
from feverclinic.domain.clinical_entries import JointConsulted
from feverclinic.domain.decisions import Classification, Destined, FollowUp, Grade
from feverclinic.domain.discharge_notices import Told
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.history import ReportedFever
from feverclinic.domain.leaving_entries import Signed
from feverclinic.domain.people import AgeUnit, Patient, Sex
from feverclinic.domain.readings import Reading
from feverclinic.domain.recalling import RecallReason
from feverclinic.domain.rooms import Room, Stay
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.visits import Visit, VisitId
from feverclinic.domain.vitals import Level


@dataclass(frozen=True, slots=True)
class NextDue:
    """The next thing due of a case or a room: a code (`due.<code>` in words) and its instant."""

    code: str
    at: datetime
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class DoctorRow:
    """One row of the doctor's list. Without a case the person was received and not yet seen.

    `waits_for` are the items still open (NAT, CBC …); `since` is when the row came into its column,
    `day` the day of isolation from 1. `warning` says that he left without leave or came back positive.
    """

    visit_id: VisitId
    visit_no: str
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    column: Column
    since: datetime
    level: Level | None = None
    temperature: str = ""
    case_id: CaseId | None = None
    case_class: CaseClass | None = None
    waits_for: tuple[str, ...] = ()
    room: str = ""
    day: int | None = None
    due: NextDue | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Bedded:
    """Who lies in a bed of a room, as the card shows him."""

    stay: Stay
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    case_class: CaseClass
    disease: str
    day: int
    temperature: str = ""
    is_fever: bool = False
    spo2: int | None = None
    severity: str = ""
    due: NextDue | None = None


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A room with its people; `conflicts` are the cohort rules that it breaks now (ISO-1)."""

    room: Room
    people: tuple[Bedded, ...] = ()
    due: NextDue | None = None
    reserved_name: str = ""
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseBook:
    """A case with everything it is made of: what is valid and what was replaced or declared void."""

    case: Case
    visit: Visit
    patient: Patient
    entries: tuple[Entry, ...]
    readings: tuple[Reading, ...] = ()
    voided_readings: tuple[Reading, ...] = ()
    reported_fever: ReportedFever | Ternary = UNKNOWN
    stay: Stay | None = None
    room: Room | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """What the desk shows of one case, decided at one instant by one set of rules.

    `signed` are the signatures that still count by gate; `asked` the offices that were asked.
    `dues` are all things due, the earliest first; `warnings` what has to be said of the case now
    (NOTE codes, CLS-11, cohort, clock).
    """

    book: CaseBook
    file: CaseFile
    classification: Classification
    grade: Grade
    gates: Mapping[GateKind, Gate]
    destination: Destined
    follow_up: FollowUp | None = None
    signed: Mapping[GateKind, tuple[Signed, ...]] = field(
        default_factory=dict[GateKind, tuple[Signed, ...]]
    )
    asked: Mapping[GateKind, tuple[Role, ...]] = field(
        default_factory=dict[GateKind, tuple[Role, ...]]
    )
    waits_for: tuple[str, ...] = ()
    dues: tuple[NextDue, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedToSign:
    """A gate that waits for the signature of this person's office, at the own desk."""

    case_id: CaseId
    gate: GateKind
    role: Role
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    visit_no: str
    case_class: CaseClass
    asked_at: datetime
    asked_by: str
    room: str = ""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case of one of two records that may be one person: its class and where he lies."""

    visit_no: str
    case_class: CaseClass
    is_isolated: bool
    room: str = ""


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of two records that may be one person; `open_cases` are those that have not ended."""

    patient: Patient
    visits: int
    cases: int
    open_cases: tuple[OpenCase, ...] = ()


@dataclass(frozen=True, slots=True)
class JointToSign:
    """A joint consultation (4.4) whose record waits for the signature of one who took part in it.

    `side` is WESTERN or TCM: for which of the two medicines this person signs.
    """

    case_id: CaseId
    entry_id: EntryId
    side: str
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    visit_no: str
    case_class: CaseClass
    record: JointConsulted
    recorded_by: str


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """Somebody who has left and is not done with: in follow-up, or called back, or both.

    `plan` is None for whoever has none; `why` are the reasons of the recall, empty without one.
    """

    case_id: CaseId
    visit_no: str
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    phone: str
    plan: FollowUp | None = None
    to_tell: tuple[Told, ...] = ()
    way_out: WayOut | None = None
    left_at: datetime | None = None
    why: tuple[RecallReason, ...] = ()
    calls: int = 0
    is_reached: bool = False

    @property
    def is_called_back(self) -> bool:
        return bool(self.why)
