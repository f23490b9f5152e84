"""Papers of a case for tests: one invented suspect who became a confirmed case and was released."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from feverclinic.domain.case_entries import Document, Entry
from feverclinic.domain.case_facts import SampleKind, Specimen
from feverclinic.domain.cases import (
    Case,
    CaseClass,
    CaseId,
    CaseState,
    Column,
    EntryId,
    Severity,
    WayOut,
)
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.clinical_entries import Caused, Consulted, Disposed, JointConsulted
from feverclinic.domain.decisions import (
    Classification,
    FollowUp,
    FollowUpResult,
    Grade,
    Icd,
    PlannedVisit,
    RevisitStatus,
)
from feverclinic.domain.gates import Condition, Evidence, Gate, GateKind, State
from feverclinic.domain.leaving_entries import Transport
from feverclinic.domain.people import Address, AgeUnit, Sex, StaffId
from feverclinic.domain.ternary import UNKNOWN, YES
from feverclinic.domain.work_up_entries import Refusal
from feverclinic.reports.case_records import (
    CalendarPaper,
    CaseHead,
    CasePaper,
    Certificate,
    Checklist,
    ConsultationPaper,
    IsolationNotice,
    JointPaper,
    LabelSheet,
    LeaveNotice,
    ObservedLine,
    ObservedPaper,
    Ordered,
    RefusalNotice,
    TransferPaper,
    TubeLabel,
    WorkUpOrder,
)
from feverclinic.reports.imprint import Imprint
from tests.reports.slips import a_patient, a_visit

RULE_SET = "covid-dt-6"
AT = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
HOUR = timedelta(hours=1)
SINCE = AT - 47 * HOUR
IMPRINT = Imprint("市立医院 发热门诊", "隔离留观", "陈医生", AT, RULE_SET)
PLACES = {"370303001": "张店区 车站街道"}
LONG_NAME = "阿卜杜热合曼·买买提明·𠮷田䶮·古丽巴哈尔·艾"
LONG_ADDRESS = "某小区三期 17 号楼 4 单元 2201 室(与父母同住，白天在幸福路市场东门口的早点铺)"


def a_case(**changes: Any) -> Case:
    case = Case(
        CaseId(703),
        a_visit().id,
        a_patient().id,
        "COVID-19",
        SINCE,
        RULE_SET,
        "370300",
        CaseClass.SUSPECTED,
        SINCE + HOUR,
        CaseState.SUSPECTED,
        Column.OBSERVED,
        last_seq=9,
        was_suspected=True,
        isolation_started_at=SINCE,
    )
    return replace(case, **changes)


def a_head(name: str = "张建国", **changes: Any) -> CaseHead:
    patient = a_patient(name, address=Address("37", "3703", "370303", "370303001", "某小区 3 号楼"))
    head = CaseHead(IMPRINT, a_case(), a_visit(), patient, room="隔离 03", places=PLACES)
    return replace(head, **changes)


def an_entry(document: Document, at: datetime = AT, seq: int = 7) -> Entry:
    return Entry(
        EntryId(9000 + seq), CaseId(703), seq, document, at, at, StaffId(31), "陈医生", "ISOLATION"
    )


def a_condition(
    code: str,
    state: State,
    reasons: tuple[str, ...] = (),
    earliest_at: datetime | None = None,
    *evidence: Evidence,
) -> Condition:
    return Condition(code, state, reasons, earliest_at, evidence)


SAMPLES = (
    Evidence("SAMPLE", 0, AT - 30 * HOUR, "NEGATIVE"),
    Evidence("SAMPLE", 1, AT - 6 * HOUR, "NEGATIVE"),
)
MET = (
    a_condition("T", State.MET, (), None, Evidence("ANCHOR", 4, AT - 76 * HOUR, "36.8")),
    a_condition("R", State.MET),
    a_condition("I", State.MET, (), None, Evidence("IMAGE", 1, AT - 20 * HOUR, "刘放射")),
    a_condition("N", State.MET, (), None, *SAMPLES),
    a_condition(
        "SIGNOFF",
        State.MET,
        (),
        None,
        Evidence("SIGNED_ATTENDING_DOCTOR", 0, AT - HOUR, "陈医生"),
        Evidence("SIGNED_EXPERT_GROUP", 1, AT - HOUR / 2, "林教授"),
    ),
)
OPEN_GATE = Gate(
    GateKind.RELEASE,
    "PASS",
    True,
    (),
    MET,
    RULE_SET,
    AT,
)
SHUT_GATE = Gate(
    GateKind.RELEASE,
    "FAIL",
    False,
    ("TEMP_NOT_LONG_ENOUGH", "IMG_MISSING", "SIGNOFF_MISSING"),
    (
        a_condition(
            "T",
            State.NOT_MET,
            ("TEMP_NOT_LONG_ENOUGH",),
            AT + 8 * HOUR,
            Evidence("ANCHOR", 4, AT - 64 * HOUR, "36.8"),
            Evidence("LAST_ABNORMAL", 3, AT - 70 * HOUR, "37.6"),
        ),
        a_condition("R", State.MET),
        a_condition("I", State.UNKNOWN, ("IMG_MISSING",)),
        a_condition("N", State.MET, (), None, *SAMPLES),
        a_condition("SIGNOFF", State.UNKNOWN, ("SIGNOFF_MISSING",)),
    ),
    RULE_SET,
    AT,
    advisories=("IMAGE_OLD",),
)


def a_gate_of(count: int) -> Gate:
    """A gate with as many conditions, each with evidence and reasons."""
    one = SHUT_GATE.conditions[0]
    conditions = tuple(replace(one, code=f"CONDITION_{at}") for at in range(count))
    return replace(SHUT_GATE, conditions=conditions)


CLASSIFICATION = Classification(
    CaseClass.SUSPECTED,
    {"E": YES, "C1": YES, "C2": YES, "C3": UNKNOWN, "M": UNKNOWN},
    2,
    3,
    low=True,
    high=True,
    reasons=("CLS-1",),
    rule_set=RULE_SET,
    evaluated_at=AT,
    isolation_required=YES,
    icd=Icd("J18.900", "Z03.800x001"),
)
GRADE = Grade(Severity.ORDINARY, ("PNEUMONIA",), RULE_SET, AT)
ORDERS = (
    Ordered(
        "F-core", ("CBC", "CRP", "CHEST_CT", "SPO2"), in_his=False, by="陈医生", at=SINCE + HOUR / 6
    ),
    Ordered("F-NAT", ("NAT",), in_his=True, by="陈医生", at=SINCE + HOUR / 6),
    Ordered("F-resp", ("FLU_ANTIGEN", "RESP_PANEL"), in_his=False, by="陈医生", at=SINCE + HOUR),
)
CONSULTED = Consulted(
    AT - 40 * HOUR,
    YES,
    ("林教授", "周主任", "吴主任"),
    "发热门诊会议室",
    "双肺下叶胸膜下磨玻璃影，淋巴细胞低，有明确接触史。仍考虑疑似，继续单人隔离，24 小时后复查核酸。",
    is_remote=True,
)
JOINT = JointConsulted(
    AT - 30 * HOUR,
    ("林教授",),
    ("郑中医",),
    "隔离区外",
    is_remote=True,
    four_examinations="面色少华，语声低，恶寒渐退，胸闷纳呆，大便偏溏",
    tongue="舌淡红，苔白腻",
    pulse="濡",
    syndrome="寒湿郁肺",
    formula="按本版方案，七剂，每日一剂",
    injections="",
    contraindications_checked=True,
    opinion="西药照旧，加服中药；三日后再会诊。",
    next_on=date(2020, 3, 2),
    signed_by=("林教授",),
)
TRANSPORT = Transport(
    to="某市第三人民医院",
    reason="会诊后仍考虑疑似，按规定转市级定点医院",
    site_class="MUNICIPAL_DESIGNATED_HOSPITAL",
    condition="体温 37.8 ℃，血氧 96 %，神志清",
    oxygen="鼻导管 2 L/min",
    ppe="二级防护",
    vehicle="鲁C·1208 负压救护车",
    crew=("马医生", "孔护士", "田师傅"),
    dedicated_ambulance=YES,
    closed_route=YES,
    receiver_confirmed=YES,
    receiver="方医生",
    documents="病历摘要、检验报告、CT 光盘",
    departed_at=AT + HOUR,
)
PLAN = FollowUp(
    FollowUpResult.MONITORING,
    ("FUP-1",),
    RULE_SET,
    AT,
    date(2020, 2, 29),
    date(2020, 3, 13),
    datetime(2020, 3, 14, tzinfo=CHINA),
    isolation=False,
    revisits=(
        PlannedVisit(
            2, date(2020, 3, 7), date(2020, 3, 13), date(2020, 3, 13), RevisitStatus.BEFORE_WINDOW
        ),
        PlannedVisit(
            4, date(2020, 3, 21), date(2020, 3, 27), date(2020, 3, 27), RevisitStatus.BEFORE_WINDOW
        ),
    ),
)


def a_label(at: int = 18, **changes: Any) -> TubeLabel:
    label = TubeLabel(
        f"N-0227-{at:03d}",
        "20200228-0037",
        "张建国",
        Sex.MALE,
        41,
        AgeUnit.YEAR,
        SampleKind.NAT,
        Specimen.NASOPHARYNGEAL_SWAB,
        AT,
    )
    return replace(label, **changes)


def a_line(place: int = 0, **changes: Any) -> ObservedLine:
    head = a_head()
    line = ObservedLine(
        head.case,
        replace(head.visit, visit_no=f"20200228-{place + 1:04d}"),
        head.patient,
        CaseClass.SUSPECTED,
        "隔离 03",
        SINCE,
        highest="37.9",
        is_fever=True,
        results=(("NAT", "sample_result.NEG"), ("CHEST_CT", "features.PRESENT")),
        doctor="陈医生",
    )
    return replace(line, **changes)


def papers(head: CaseHead | None = None) -> dict[str, CasePaper]:
    """One of each paper of the same person."""
    whose = head or a_head()
    confirmed = replace(whose, case=replace(whose.case, case_class=CaseClass.CONFIRMED))
    suspected = CaseClass.SUSPECTED
    line = a_line(patient=whose.patient)
    return {
        "order": WorkUpOrder(whose, ORDERS),
        "notice": IsolationNotice(
            whose, suspected, CLASSIFICATION, replace(SHUT_GATE, kind=GateKind.EXCLUSION), "陈医生"
        ),
        "consultation": ConsultationPaper(
            whose, an_entry(CONSULTED), CLASSIFICATION, suspected, GRADE
        ),
        "joint": JointPaper(whose, an_entry(JOINT), suspected, GRADE),
        "release": Certificate(
            confirmed, WayOut.RELEASED, OPEN_GATE, AT, "陈医生", ("陈医生", "林教授"), SINCE
        ),
        "exclusion": Certificate(
            whose,
            WayOut.EXCLUDED,
            replace(OPEN_GATE, kind=GateKind.EXCLUSION, conditions=MET[3:]),
            AT,
            "陈医生",
            ("陈医生", "林教授"),
            SINCE,
        ),
        "checklist": Checklist(confirmed, SHUT_GATE, CaseClass.CONFIRMED),
        "transfer": TransferPaper(whose, suspected, an_entry(TRANSPORT)),
        "transfer-blank": TransferPaper(whose, suspected, None),
        "calendar": CalendarPaper(confirmed, PLAN, date(2020, 2, 28), 2, "37.3"),
        "leave": LeaveNotice(
            whose,
            CaseClass.NOT_SUSPECTED,
            Disposed("HOME", "按时服药，三天后电话随诊"),
            "陈医生",
            Caused("", "J06.900"),
            "37.3",
        ),
        "refusal": RefusalNotice(whose, Refusal("CHEST_CT", "担心射线，已说明", "陈医生"), AT),
        "refusal-stay": RefusalNotice(
            whose, Refusal("OBSERVATION", "家中有老人要照顾", "陈医生"), AT
        ),
        "label": LabelSheet(IMPRINT, (a_label(name=whose.patient.name),)),
        "label-sheet": LabelSheet(
            IMPRINT,
            tuple(a_label(at, name=whose.patient.name) for at in range(1, 6)),
            is_sheet=True,
        ),
        "register": ObservedPaper(
            date(2020, 2, 28),
            (
                line,
                a_line(
                    1,
                    patient=whose.patient,
                    case_class=CaseClass.EXCLUDED,
                    is_fever=False,
                    highest="36.6",
                    way=WayOut.CLINIC_EXIT,
                    to="回家",
                    to_at=AT,
                ),
            ),
            IMPRINT,
            PLACES,
        ),
    }
