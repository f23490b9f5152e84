"""What each sheet makes of what was typed: the entry as the records take it, or a problem at its field."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from feverclinic.domain.case_facts import (
    BloodCount,
    Compared,
    Features,
    Flag,
    Imaging,
    Infectivity,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import CaseClass, WayOut
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.clinical_entries import (
    Caused,
    Classed,
    Consulted,
    Disposed,
    Dose,
    InfectivityReviewed,
    JointConsulted,
    Measured,
    Progress,
)
from feverclinic.domain.emergency_plans import CoreItem
from feverclinic.domain.history import Symptom
from feverclinic.domain.leaving_entries import (
    Called,
    FollowedUp,
    Left,
    ReasonNoted,
    Returned,
    Transport,
)
from feverclinic.domain.recalling import RecallEnd, RecallReason
from feverclinic.domain.rooms import RoomId
from feverclinic.domain.ternary import NO, YES
from feverclinic.domain.vitals import Avpu, Vitals
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Order,
    Refusal,
    SampleTaken,
)
from tests.ui.sheet_answers import at, read
from ui.isolation.sheets.catalogue import SHEETS
from ui.isolation.sheets.requests import (
    DepartmentAsked,
    PlaceAsked,
    PlanAsked,
    PlanEnded,
    RecallAsked,
    RecallOver,
    RoomAsked,
    RoomSetUp,
    RoomWish,
    VoidAsked,
)
from ui.isolation.sheets.scene_case import (
    CASE_ID,
    NEGATIVE,
    PLAN,
)

TAKEN = [
    (
        "order",
        {"items_0": "CBC,CHEST_CT", "items_1": "NAT", "in_his": "YES"},
        (Order(("CBC", "CHEST_CT"), "F-core", True), Order(("NAT",), "F-NAT", True)),
    ),
    (
        "refuse",
        {"item": "CHEST_CT", "reason": "怀孕，不愿做"},
        (Refusal("CHEST_CT", "怀孕，不愿做", "李医生"),),
    ),
    (
        "sample",
        {"collected_at": "14:10", "tube_no": "N-0228-002", "specimen": "SPUTUM"},
        (
            SampleTaken(
                SampleKind.NAT,
                at("14:10"),
                Specimen.SPUTUM,
                collector="李医生",
                tube_no="N-0228-002",
            ),
        ),
    ),
    (
        "lab",
        {"item": "CRP", "flag": "H", "value": "18.4", "unit": "mg/L", "reported_at": "14:30"},
        (LabReported("CRP", LabFlag.HIGH, at("14:30"), Decimal("18.4"), "mg/L"),),
    ),
    (
        "blood_count",
        {
            "wbc_flag": "N",
            "lymphocytes": "0.86",
            "collected_at": "13:00",
            "reported_at": "13:30",
        },
        (
            BloodCountReported(
                BloodCount(at("13:00"), Flag.NORMAL, lymphocytes=Decimal("0.86")), at("13:30")
            ),
        ),
    ),
    (
        "image",
        {
            "features": "PRESENT",
            "pneumonia": "YES",
            "compared": "IMPROVED",
            "done_at": "09:20",
            "reported_at": "10:00",
        },
        (
            ImageRead(
                Imaging(Features.PRESENT, at("09:20"), YES, Compared.IMPROVED, "李医生"),
                at("10:00"),
            ),
        ),
    ),
    (
        "progress",
        {"respiratory_improved": "YES", "note": "咳嗽减轻\n食欲好"},
        (Progress(respiratory_improved=YES, note="咳嗽减轻\n食欲好"),),
    ),
    (
        "measured",
        {"spo2": "97", "pressure": "128/80", "avpu": "A", "severity_items.SHOCK": "NO"},
        (
            Measured(
                Vitals(spo2=97, sbp=128, dbp=80, avpu=Avpu.ALERT), severity_items={"SHOCK": NO}
            ),
        ),
    ),
    ("dose", {"taken_at": "12:10", "drug": "布洛芬"}, (Dose(at("12:10"), "布洛芬"),)),
    ("dose", {"none_given": "YES"}, (Dose(),)),
    (
        "infectivity",
        {"decision": "KEEP", "opinion": "培养阳性"},
        (InfectivityReviewed(Infectivity.KEEP, "培养阳性"),),
    ),
    ("reason", {"reason": "机械通气"}, (ReasonNoted("机械通气"),)),
    (
        "class",
        {"case_class": "CONFIRMED", "reason": "核酸两靶标阳性"},
        (
            Classed(
                CaseClass.CONFIRMED,
                CaseClass.SUSPECTED,
                "covid-dt-6",
                ("CLS-1",),
                by_doctor=True,
                reason="核酸两靶标阳性",
            ),
        ),
    ),
    (
        "disposition",
        {"to": "HOME", "icd": "J10.100"},
        (Caused("流感，病毒已确定", "J10.100"), Disposed("HOME")),
    ),
    ("disposition", {"to": "OBSERVATION"}, (Disposed("OBSERVATION"),)),
    (
        "consultation",
        {"ended_at": "14:00", "keeps": "NO", "experts": "林教授、高主任", "opinion": "不支持"},
        (Consulted(at("14:00"), NO, ("林教授", "高主任"), opinion="不支持"),),
    ),
    (
        "joint",
        {
            "held_at": "10:00",
            "western_experts": "林教授",
            "tcm_experts": "方主任, 沙主任",
            "tongue": "苔白腻",
            "formula": "协定方一",
            "contraindications_checked": "YES",
            "opinion": "同意",
            "next_on": "03-02",
        },
        (
            JointConsulted(
                at("10:00"),
                ("林教授",),
                ("方主任", "沙主任"),
                tongue="苔白腻",
                formula="协定方一",
                contraindications_checked=True,
                opinion="同意",
                next_on=date(2020, 3, 2),
            ),
        ),
    ),
    (
        "transport",
        {
            "to": "市级定点医院",
            "reason": "疑似病例",
            "condition": "平稳",
            "crew": "周师傅/吴护士",
            "closed_route": "YES",
            "departed_at": "14:10",
        },
        (
            Transport(
                "市级定点医院",
                "疑似病例",
                "MUNICIPAL_DESIGNATED_HOSPITAL",
                condition="平稳",
                crew=("周师傅", "吴护士"),
                closed_route=YES,
                departed_at=at("14:10"),
            ),
        ),
    ),
    (
        "life_saving",
        {"to": "导管室", "reason": "急性心梗", "approved_by": "高院感", "under_isolation": "YES"},
        (
            Left(
                WayOut.LIFE_SAVING,
                to="导管室",
                reason="急性心梗",
                approved_by="高院感",
                under_isolation=YES,
            ),
        ),
    ),
    (
        "death",
        {"died_at": "13:05", "reason": "呼吸衰竭"},
        (Left(WayOut.DECEASED, reason="呼吸衰竭"),),
    ),
    (
        "away",
        {"noticed_at": "14:20", "reason": "查房不在，已报警"},
        (Left(WayOut.LEFT_WITHOUT_LEAVE, reason="查房不在，已报警", noticed_at=at("14:20")),),
    ),
    (
        "department",
        {"to": "心内科", "reason": "心梗，已解除隔离"},
        DepartmentAsked("心内科", "心梗，已解除隔离"),
    ),
    ("back", {"from_where": "导管室"}, (Returned("导管室"),)),
    (
        "call",
        {"reached": "YES", "answer": "一小时内到", "called_on": "何建平妻"},
        (Called("13900000417", True, "一小时内到", "何建平妻"),),
    ),
    (
        "follow_up",
        {"on": "02-27", "readings": "36.8、36.9", "symptoms.COUGH": "YES", "symptoms.RASH": "NO"},
        (FollowedUp(date(2020, 2, 27), False, ("36.8", "36.9"), (Symptom.COUGH,)),),
    ),
    ("void", {"reason": "贴错管号"}, VoidAsked(NEGATIVE.id, "贴错管号")),
    (
        "room",
        {"room_id": "1", "wish": "OCCUPY"},
        RoomAsked(RoomWish.OCCUPY, RoomId(1), CASE_ID),
    ),
    (
        "room_set_up",
        {"room_code": "13", "room_name": "隔离 13", "beds": "2", "is_buffer": "YES"},
        RoomSetUp("13", "隔离 13", 2, is_buffer=True),
    ),
    ("recall", {"why": "LATE_POSITIVE"}, RecallAsked(RecallReason.LATE_POSITIVE)),
    (
        "recall_end",
        {"how": "ELSEWHERE", "note": "市立医院收治"},
        RecallOver(RecallEnd.ELSEWHERE, "市立医院收治"),
    ),
    ("place", {"place": "导管室", "room_note": "周师傅"}, PlaceAsked("导管室", "周师傅")),
    ("plan_end", {"reason": "CT 已修好"}, PlanEnded(PLAN.id, "CT 已修好")),
    (
        "plan",
        {
            "item": "CT",
            "plan_name": "CT 停机应急",
            "reason": "CT 故障",
            "substitute": "胸片加动态观察",
            "valid_to": "2020-03-01 08:00",
        },
        PlanAsked(
            CoreItem.CT,
            "CT 停机应急",
            "CT 故障",
            "胸片加动态观察",
            datetime(2020, 3, 1, 8, 0, tzinfo=CHINA),
        ),
    ),
]


@pytest.mark.parametrize(("act", "answers", "expected"), TAKEN, ids=[one[0] for one in TAKEN])
def test_what_was_typed_becomes_its_entry(
    act: str, answers: dict[str, str], expected: object
) -> None:
    made, problems = read(act, answers)

    assert problems == {}
    assert made == expected


def test_every_act_has_an_example() -> None:
    assert set(SHEETS) - {one[0] for one in TAKEN} == {
        *("result", "criteria"),
        "reading",  # tests/ui/test_sheet_of_a_reading.py
        *("void_reading", "notice", "follow_end", "exposure"),  # tests/ui/test_after_sheets.py
    }
