"""The papers of a case as records: what is printed, before anybody asks how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import SampleKind, Specimen
from feverclinic.domain.cases import Case, CaseClass, WayOut
from feverclinic.domain.clinical_entries import Caused, Disposed
from feverclinic.domain.decisions import Classification, FollowUp, Grade
from feverclinic.domain.gates import Gate
from feverclinic.domain.people import AgeUnit, Patient, Sex
from feverclinic.domain.visits import Visit
from feverclinic.domain.work_up_entries import Refusal
from feverclinic.reports.imprint import Imprint


@dataclass(frozen=True, slots=True)
class CaseHead:
    """Whose case, whose paper, which printing. `room` is the room's name, "" for none.

    `places` are names of townships by code; `shows_identity` prints whole numbers.
    """

    imprint: Imprint
    case: Case
    visit: Visit
    patient: Patient
    copy_no: int = 1
    room: str = ""
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    shows_identity: bool = False


@dataclass(frozen=True, slots=True)
class Ordered:
    """One set as it was ordered; `in_his` when it stood in the hospital's system already."""

    work_up_set: str
    items: tuple[str, ...]
    in_his: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkUpOrder:
    """检查申请单: everything that was ordered and not refused."""

    head: CaseHead
    orders: tuple[Ordered, ...]


@dataclass(frozen=True, slots=True)
class IsolationNotice:
    """隔离留观告知书: since when, in which class, what ends it."""

    head: CaseHead
    case_class: CaseClass
    classification: Classification
    gate: Gate | None
    doctor: str


@dataclass(frozen=True, slots=True)
class ConsultationPaper:
    """院内专家组会诊意见 (CLS-7); `entry` holds a Consulted."""

    head: CaseHead
    entry: Entry
    classification: Classification
    case_class: CaseClass
    grade: Grade


@dataclass(frozen=True, slots=True)
class JointPaper:
    """中西医联合会诊记录 (4.4); `entry` holds a JointConsulted."""

    head: CaseHead
    entry: Entry
    case_class: CaseClass
    grade: Grade


@dataclass(frozen=True, slots=True)
class Certificate:
    """解除隔离证明 or 排除疑似证明: of the act that stands in the case, with the gate it went through."""

    head: CaseHead
    way: WayOut
    gate: Gate
    left_at: datetime
    by: str
    signed_by: tuple[str, ...]
    isolated_from: datetime | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """条件核查单: each condition of one gate as it stands, why it is not met, from when time meets it."""

    head: CaseHead
    gate: Gate
    case_class: CaseClass


@dataclass(frozen=True, slots=True)
class TransferPaper:
    """转运记录 (TRF-6); `entry` holds a Transport, None is a blank form."""

    head: CaseHead
    case_class: CaseClass
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class CalendarPaper:
    """随访日历: every day of the monitoring and every revisit. `limit_c` as the rule file writes it."""

    head: CaseHead
    plan: FollowUp
    discharged_on: date
    readings_a_day: int
    limit_c: str


@dataclass(frozen=True, slots=True)
class LeaveNotice:
    """离院告知书: where to, why it was a fever, what to look out for."""

    head: CaseHead
    case_class: CaseClass
    disposed: Disposed
    disposed_by: str
    cause: Caused | None
    limit_c: str


@dataclass(frozen=True, slots=True)
class RefusalNotice:
    """拒绝检查/留观告知书: what is refused and what that means."""

    head: CaseHead
    refusal: Refusal
    at: datetime


@dataclass(frozen=True, slots=True)
class TubeLabel:
    """What stands on one tube."""

    tube_no: str
    visit_no: str
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    kind: SampleKind
    specimen: Specimen | None
    collected_at: datetime


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """标本标签: one label a page for a label printer, or a sheet of A4 (`is_sheet`)."""

    imprint: Imprint
    labels: tuple[TubeLabel, ...]
    is_sheet: bool = False


@dataclass(frozen=True, slots=True)
class ObservedLine:
    """One person of the observation register; `results` are what was found, in words of codes."""

    case: Case
    visit: Visit
    patient: Patient
    case_class: CaseClass
    room: str = ""
    from_at: datetime | None = None
    to_at: datetime | None = None
    highest: str = ""
    is_fever: bool = False
    results: tuple[tuple[str, str], ...] = ()
    way: WayOut | None = None
    to: str = ""
    doctor: str = ""


@dataclass(frozen=True, slots=True)
class ObservedPaper:
    """留观登记本 of one day: whoever was isolated on it for any time."""

    day: date
    lines: tuple[ObservedLine, ...]
    imprint: Imprint
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    shows_identity: bool = False


CasePaper = (
    WorkUpOrder
    | IsolationNotice
    | ConsultationPaper
    | JointPaper
    | Certificate
    | Checklist
    | TransferPaper
    | CalendarPaper
    | LeaveNotice
    | RefusalNotice
    | LabelSheet
    | ObservedPaper
)
