"""What waits for a signature, for the pictures: nothing; two of them, one ready; a signature that is refused."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from feverclinic.domain.case_boards import AskedToSign, CaseView, JointToSign
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseClass, CaseId, EntryId
from feverclinic.domain.clinical_entries import JointConsulted
from feverclinic.domain.gates import Condition, Evidence, Gate, GateKind, State
from feverclinic.domain.leaving_entries import Signed
from feverclinic.domain.people import AgeUnit, Sex, StaffId
from feverclinic.errors import Refused
from feverclinic.wording import Wording
from ui.isolation.sheets.scene_case import CASE_ID, EXCLUSION, HOUR, NOON, RULE_SET, scene_view
from ui.isolation.sign_page import SignPage
from ui.isolation.sign_presenter import SignDoor, SignPresenter
from ui.theme import Theme

ASKED = (
    AskedToSign(
        CASE_ID,
        GateKind.EXCLUSION,
        Role.INFECTION_CONTROL,
        "何建平",
        Sex.MALE,
        41,
        AgeUnit.YEAR,
        "20200226-0012",
        CaseClass.SUSPECTED,
        NOON - timedelta(minutes=12),
        "李明",
        "隔离 03",
    ),
    AskedToSign(
        CaseId(704),
        GateKind.RELEASE,
        Role.INFECTION_CONTROL,
        "阿依古丽·买买提",
        Sex.FEMALE,
        26,
        AgeUnit.YEAR,
        "20200218-0003",
        CaseClass.CONFIRMED,
        NOON - HOUR,
        "李明",
        "隔离 06",
    ),
)
JOINT = JointToSign(
    CASE_ID,
    EntryId(91),
    "TCM",
    "何建平",
    Sex.MALE,
    41,
    AgeUnit.YEAR,
    "20200226-0012",
    CaseClass.SUSPECTED,
    JointConsulted(
        NOON - 2 * HOUR,
        ("林教授",),
        ("秦医师", "高院感"),
        "隔离区示教室",
        is_remote=True,
        four_examinations="发热第 5 日，微恶寒，干咳，乏力，纳差",
        tongue="舌红，苔薄黄腻",
        pulse="滑数",
        syndrome="湿热蕴肺证",
        formula="清肺排毒汤，每日 1 剂，分 2 次服，3 日",
        contraindications_checked=True,
        opinion="同意清肺排毒汤；继续氧疗，48 小时复查胸部 CT，体温复升即重新会诊。",
        next_on=(NOON + 72 * HOUR).date(),
        signed_by=("林教授",),
    ),
    "李明",
)
READY = Gate(
    GateKind.EXCLUSION,
    "INCOMPLETE",
    False,  # noqa: FBT003 - a member of the record
    ("SIGNOFF_MISSING",),
    (
        Condition(
            "N",
            State.MET,
            evidence=(
                Evidence("SAMPLE", 0, NOON - 48 * HOUR, "NEGATIVE"),
                Evidence("SAMPLE", 1, NOON - 23 * HOUR, "NEGATIVE"),
            ),
        ),
        Condition("SIGNOFF", State.NOT_MET, ("SIGNOFF_MISSING",)),
    ),
    RULE_SET,
    NOON,
)


def sign_view(gate: Gate) -> CaseView:
    """The case with this gate; the attending doctor has signed."""
    by = Signed(gate.kind, Role.ATTENDING_DOCTOR, StaffId(21), "李明", "主治医师")
    return replace(scene_view(), gates={gate.kind: gate}, signed={gate.kind: (by,)})


def sign_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nothing waits; a gate that can be signed; open conditions tried anyway; a joint consultation."""
    gate = EXCLUSION if state == "refused" else READY
    door = SignDoor(
        lambda then, _failed: then(() if state == "empty" else (*ASKED, JOINT)),
        lambda _case_id, then, _failed: then(sign_view(gate)),
        lambda _wanted, _then, failed: failed(
            Refused("signing.condition_open", count=1, conditions=gate.conditions[:1], gate=gate)
        ),
        lambda _wanted, then, _failed: then(None),
    )
    presenter = SignPresenter(door)
    page = SignPage(theme, words, presenter, lambda: NOON)
    presenter.setParent(page)
    presenter.seat("高院感")
    if state == "refused":
        presenter.sign()
    if state == "record":
        page.table.setCurrentCell(len(ASKED), 0)
    return page
