"""The joint consultation of Western and Chinese medicine (section 4.4), on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feverclinic.domain.cases import CaseId
from feverclinic.domain.clinical_entries import JointConsulted, Measured
from feverclinic.domain.joint_consultation import JointReason
from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.vitals import Vitals
from feverclinic.errors import Refused
from feverclinic.services import joint_consultation, voiding
from tests.builders import NURSE
from tests.case_builders import DOCTOR, EXPERT
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, HOUR, Ward

TCM = Staff(StaffId(51), "qin", "秦医师", "中医科主任医师", "expert", EXPERT.duties)


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


@pytest.fixture
def suspect(ward: Ward) -> CaseId:
    case_id = ward.case()
    ward.suspect(case_id)
    return case_id


def held(ward: Ward, **differs: Any) -> JointConsulted:
    usual: dict[str, Any] = {
        "western_experts": (EXPERT.name,),
        "tcm_experts": (TCM.name,),
        "opinion": "清肺排毒汤，复查胸部 CT",
    }
    return JointConsulted(ward.at, **(usual | differs))


def next_due(ward: Ward, case_id: CaseId) -> tuple[Any, Any]:
    due = joint_consultation.next_joint(ward.book(case_id), CASE_RULES, ward.at)
    assert due is not None
    return due.due_at, due.reason


def test_the_first_is_due_a_day_after_the_suspicion_the_next_three_days_later(
    ward: Ward, suspect: CaseId
) -> None:
    began = ward.at
    assert next_due(ward, suspect) == (began + 24 * HOUR, JointReason.FIRST)
    ward.later(2)

    ward.do(joint_consultation.record_joint, suspect, held(ward), CASE_RULES)

    assert next_due(ward, suspect) == (began + 74 * HOUR, JointReason.REGULAR)


def test_a_change_of_severity_makes_it_due_at_once(ward: Ward, suspect: CaseId) -> None:
    ward.do(joint_consultation.record_joint, suspect, held(ward), CASE_RULES)
    ward.later(5)
    ward.tell(suspect, Measured(Vitals(rr=31, spo2=95)))

    assert next_due(ward, suspect) == (ward.at, JointReason.SEVERITY)


def test_each_side_signs_under_the_own_sign_in(ward: Ward, suspect: CaseId) -> None:
    book = ward.do(joint_consultation.record_joint, suspect, held(ward), CASE_RULES)
    record = book.entries[-1].id
    assert joint_consultation.unsigned_joints(book) == ((record, ("WESTERN", "TCM")),)

    told = (suspect, record, CASE_RULES)
    book = ward.do(joint_consultation.sign_joint, *told, actor=EXPERT)
    record = book.entries[-1].id
    assert joint_consultation.unsigned_joints(book) == ((record, ("TCM",)),)
    book = ward.do(joint_consultation.sign_joint, suspect, record, CASE_RULES, actor=TCM)

    assert joint_consultation.unsigned_joints(book) == ()


def test_nobody_signs_who_was_not_there_and_nobody_twice(ward: Ward, suspect: CaseId) -> None:
    book = ward.do(joint_consultation.record_joint, suspect, held(ward), CASE_RULES)
    record = book.entries[-1].id
    with pytest.raises(Refused, match=r"joint\.not_among_experts"):
        ward.do(joint_consultation.sign_joint, suspect, record, CASE_RULES, actor=DOCTOR)
    book = ward.do(joint_consultation.sign_joint, suspect, record, CASE_RULES, actor=TCM)

    with pytest.raises(Refused, match=r"joint\.signed_already"):
        ward.do(
            joint_consultation.sign_joint,
            suspect,
            book.entries[-1].id,
            CASE_RULES,
            actor=TCM,
        )


@pytest.mark.parametrize(
    ("differs", "code"),
    [
        ({"western_experts": ()}, "joint.side_missing"),
        ({"tcm_experts": (" ",)}, "joint.side_missing"),
        ({"opinion": ""}, "joint.opinion_missing"),
    ],
)
def test_a_record_without_both_sides_or_an_opinion_is_refused(
    ward: Ward, suspect: CaseId, differs: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as no:
        ward.do(joint_consultation.record_joint, suspect, held(ward, **differs), CASE_RULES)

    assert no.value.code == code


def joints_of(ward: Ward, actor: Staff) -> list[tuple[CaseId, str]]:
    found = ward.do(joint_consultation.joints_to_sign, actor=actor)
    return [(one.case_id, one.side) for one in found]


def test_a_record_waits_for_each_of_its_experts_and_for_nobody_else(
    ward: Ward, suspect: CaseId
) -> None:
    book = ward.do(joint_consultation.record_joint, suspect, held(ward), CASE_RULES)

    assert joints_of(ward, EXPERT) == [(suspect, "WESTERN")]
    assert joints_of(ward, TCM) == [(suspect, "TCM")]
    assert joints_of(ward, DOCTOR) == []
    told = (suspect, book.entries[-1].id, CASE_RULES)
    ward.do(joint_consultation.sign_joint, *told, actor=EXPERT)

    assert joints_of(ward, EXPERT) == []
    assert joints_of(ward, TCM) == [(suspect, "TCM")]


def test_a_record_declared_void_waits_for_nobody(ward: Ward, suspect: CaseId) -> None:
    book = ward.do(joint_consultation.record_joint, suspect, held(ward), CASE_RULES)
    ward.do(voiding.void_entry, suspect, book.entries[-1].id, "写错人", CASE_RULES)

    assert joints_of(ward, EXPERT) == []


def test_a_nurse_of_the_same_name_neither_sees_nor_signs_it(ward: Ward, suspect: CaseId) -> None:
    book = ward.do(joint_consultation.record_joint, suspect, held(ward), CASE_RULES)
    namesake = replace(NURSE, name=EXPERT.name)

    assert joints_of(ward, namesake) == []
    told = (suspect, book.entries[-1].id, CASE_RULES)
    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        ward.do(joint_consultation.sign_joint, *told, actor=namesake)


def test_a_consultation_to_come_is_not_recorded(ward: Ward, suspect: CaseId) -> None:
    tomorrow = JointConsulted(
        ward.at + timedelta(seconds=1), (EXPERT.name,), (TCM.name,), opinion="同意"
    )

    with pytest.raises(Refused, match=r"leaving\.wrong_time"):
        ward.do(joint_consultation.record_joint, suspect, tomorrow, CASE_RULES)
