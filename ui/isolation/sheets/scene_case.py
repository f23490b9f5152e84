"""One invented case for the pictures and tests of the sheets: a suspect on his third day."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from feverclinic.domain.case_boards import Bedded, CaseBook, CaseView, RoomCard
from feverclinic.domain.case_entries import Document, Entry
from feverclinic.domain.case_facts import (
    CaseFile,
    Criterion,
    Pathogen,
    Result,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import (
    Case,
    CaseClass,
    CaseId,
    CaseState,
    Column,
    EntryId,
    Severity,
)
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.decisions import Classification, Destined, Grade, Icd
from feverclinic.domain.edition_rules import Destination
from feverclinic.domain.emergency_plans import CoreItem, EmergencyPlan, PlanId
from feverclinic.domain.gates import Condition, Evidence, Gate, GateKind, State
from feverclinic.domain.history import Answer, Symptom
from feverclinic.domain.people import AgeUnit, Patient, PatientId, Sex, StaffId
from feverclinic.domain.rooms import Room, RoomId, RoomState, Stay, StayId
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.visits import Registration, Stage, Visit, VisitId
from feverclinic.domain.vitals import Vitals
from feverclinic.domain.work_up_entries import SampleResult, SampleTaken

NOON = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
HOUR = timedelta(hours=1)
RULE_SET = "covid-dt-6"
CASE_ID = CaseId(703)
PATIENT = Patient(
    PatientId(7),
    "何建平",
    Sex.MALE,
    birth_date=date(1979, 1, 5),
    id_no="370399197901053315",
    phone="13900000417",
)
VISIT = Visit(
    VisitId(31),
    PATIENT.id,
    "20200226-0012",
    "GATE",
    NOON - 48 * HOUR,
    NOON - 48 * HOUR,
    Registration(),
    Vitals(),
    {},
    {},
    stage=Stage.ARRIVED,
)
CASE = Case(
    CASE_ID,
    VISIT.id,
    PATIENT.id,
    "COVID-19",
    NOON - 47 * HOUR,
    RULE_SET,
    "370300",
    CaseClass.SUSPECTED,
    NOON - 46 * HOUR,
    CaseState.SUSPECTED,
    Column.OBSERVED,
    last_seq=4,
    was_suspected=True,
    isolation_started_at=NOON - 47 * HOUR,
)
ROOMS = (
    Room(RoomId(1), "01", "隔离 01", state=RoomState.CLEAN),
    Room(RoomId(3), "03", "隔离 03", state=RoomState.OCCUPIED),
    Room(RoomId(5), "05", "隔离 05", beds=2, state=RoomState.VACATED),
)


PLAN = EmergencyPlan(
    PlanId(41),
    CoreItem.CT,
    "CT 停机应急",
    "CT 球管更换",
    "胸片加动态观察",
    "于院长",
    "院长",
    StaffId(34),
    NOON - 6 * HOUR,
    NOON + 18 * HOUR,
)


def entry(seq: int, document: Document, hours_ago: int, by: str = "李医生") -> Entry:
    at = NOON - hours_ago * HOUR
    return Entry(EntryId(7000 + seq), CASE_ID, seq, document, at, at, StaffId(21), by, "ISOLATION")


SAMPLE = entry(
    1,
    SampleTaken(
        SampleKind.NAT,
        NOON - 24 * HOUR,
        Specimen.NASOPHARYNGEAL_SWAB,
        Pathogen.SARS_COV_2,
        tube_no="N-0227-018",
    ),
    24,
)
NEGATIVE = entry(
    2,
    SampleResult(
        SAMPLE.id,
        NOON - 18 * HOUR,
        Result.NEG,
        ct_n_undetected=True,
        ct_orf=Decimal("39.2"),
        cut_off=Decimal(40),
        kit="某试剂盒",
    ),
    18,
    "检验科",
)
EXCLUSION = Gate(
    GateKind.EXCLUSION,
    "NOT_EXCLUDED",
    False,  # noqa: FBT003 - a member of the record
    ("NAT_LT2", "SIGNOFF_MISSING"),
    (
        Condition(
            "N",
            State.NOT_MET,
            ("NAT_LT2",),
            earliest_at=NOON + HOUR,
            evidence=(Evidence("SAMPLE", 0, NOON - 24 * HOUR, "NEGATIVE"),),
        ),
        Condition("SIGNOFF", State.UNKNOWN, ("SIGNOFF_MISSING",)),
    ),
    RULE_SET,
    NOON,
)


def scene_view() -> CaseView:
    """The case as the desk shows it at half past two."""
    file = CaseFile(
        NOON,
        criteria={Criterion.E2: Answer(YES, date(2020, 2, 20)), Criterion.E1: Answer(NO)},
        onset_date=date(2020, 2, 25),
        symptoms={Symptom.COUGH: YES, Symptom.DIARRHOEA: NO},
        case_class=CaseClass.SUSPECTED,
    )
    inputs = {"E": YES, "C1": YES, "C2": YES, "C3": UNKNOWN, "M": UNKNOWN}
    classification = Classification(
        CaseClass.SUSPECTED,
        inputs,
        2,
        3,
        low=True,
        high=True,
        reasons=("CLS-1",),
        rule_set=RULE_SET,
        evaluated_at=NOON,
        isolation_required=YES,
        icd=Icd("J18.900", "Z03.800x001"),
    )
    stay = Stay(StayId(3), ROOMS[1].id, 1, CASE_ID, NOON - 47 * HOUR)
    book = CaseBook(CASE, VISIT, PATIENT, (SAMPLE, NEGATIVE), stay=stay, room=ROOMS[1])
    return CaseView(
        book,
        file,
        classification,
        Grade(Severity.ORDINARY, (), RULE_SET, NOON, is_provisional=True),
        {GateKind.EXCLUSION: EXCLUSION},
        Destined(Destination.MUNICIPAL_DESIGNATED_HOSPITAL, ("RTE-2",), RULE_SET, NOON),
    )


def never_suspected(view: CaseView) -> CaseView:
    """The same case as if nobody had ever suspected it: it cannot be ruled out."""
    case = replace(view.book.case, case_class=CaseClass.UNDETERMINED, was_suspected=False)
    return replace(view, book=replace(view.book, case=case))


def scene_rooms() -> tuple[RoomCard, ...]:
    lying = Bedded(
        Stay(StayId(3), ROOMS[1].id, 1, CASE_ID, NOON - 47 * HOUR),
        PATIENT.name,
        PATIENT.sex,
        41,
        AgeUnit.YEAR,
        CaseClass.SUSPECTED,
        "COVID-19",
        3,
    )
    return (RoomCard(ROOMS[0]), RoomCard(ROOMS[1], (lying,)), RoomCard(ROOMS[2]))
