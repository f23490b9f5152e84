"""Signing a gate (EXC-6, REL-9): under the own sign-in, while all else is met, by two people."""

from dataclasses import replace
from typing import cast

import pytest

from feverclinic.domain.case_facts import Result, Role
from feverclinic.domain.cases import CaseClass, CaseId
from feverclinic.domain.clinical_entries import Dose
from feverclinic.domain.gates import Condition, GateKind
from feverclinic.domain.people import Duty
from feverclinic.domain.signing import asked_of
from feverclinic.errors import Refused, Stale
from feverclinic.services import signing_off
from feverclinic.services.case_gates import Look, gate_of, look
from tests.case_builders import DOCTOR, EXPERT, OFFICER
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

EXC, REL = GateKind.EXCLUSION, GateKind.RELEASE


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


@pytest.fixture
def suspect(ward: Ward) -> CaseId:
    """A suspect with two negatives a day apart: all is met but the signatures."""
    case_id = ward.case()
    assert ward.suspect(case_id).case.case_class is CaseClass.SUSPECTED
    ward.two_negatives(case_id)
    return case_id


def seen_by(ward: Ward, case_id: CaseId) -> Look:
    return ward.do(look, case_id, CASE_RULES)


@pytest.mark.rule("EXC-6")
def test_two_people_open_the_gate_each_under_the_own_sign_in(ward: Ward, suspect: CaseId) -> None:
    ward.do(signing_off.sign, suspect, EXC, Role.ATTENDING_DOCTOR, CASE_RULES)
    assert not gate_of(seen_by(ward, suspect), EXC).is_open

    ward.do(signing_off.sign, suspect, EXC, Role.EXPERT_GROUP, CASE_RULES, actor=EXPERT)

    here = seen_by(ward, suspect)
    assert gate_of(here, EXC).is_open
    assert here.signers(EXC) == ("陈医生", "林教授")


@pytest.mark.rule("EXC-6")
def test_infection_control_may_be_the_second(ward: Ward, suspect: CaseId) -> None:
    ward.sign(suspect, EXC, OFFICER)

    assert gate_of(seen_by(ward, suspect), EXC).is_open


@pytest.mark.rule("EXC-6")
def test_one_person_with_two_offices_is_one_signature(ward: Ward, suspect: CaseId) -> None:
    both = replace(DOCTOR, duties=DOCTOR.duties | {Duty.SIGN_EXPERT})
    ward.do(signing_off.sign, suspect, EXC, Role.ATTENDING_DOCTOR, CASE_RULES, actor=both)

    with pytest.raises(Refused, match=r"signing\.two_people") as no:
        ward.do(signing_off.sign, suspect, EXC, Role.EXPERT_GROUP, CASE_RULES, actor=both)

    assert no.value.facts == {"name": "陈医生"}


@pytest.mark.rule("EXC-6", "EXC-1")
def test_nobody_signs_while_a_condition_is_open(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id, hours=24 - 1 / 3600)

    with pytest.raises(Refused, match=r"signing\.condition_open") as no:
        ward.do(signing_off.sign, case_id, EXC, Role.ATTENDING_DOCTOR, CASE_RULES)

    assert no.value.facts["count"] == 1
    (shut,) = cast("tuple[Condition, ...]", no.value.facts["conditions"])
    assert (shut.code, shut.reasons) == ("N", ("NAT_INTERVAL",))


@pytest.mark.rule("EXC-6")
def test_a_fact_after_it_lets_a_signature_lapse(ward: Ward, suspect: CaseId) -> None:
    ward.sign(suspect, EXC)

    ward.tell(suspect, Dose())

    assert seen_by(ward, suspect).signers(EXC) == ()
    assert not gate_of(seen_by(ward, suspect), EXC).is_open


def test_a_fever_measured_after_it_lets_a_signature_lapse(ward: Ward, suspect: CaseId) -> None:
    ward.sign(suspect, EXC)
    ward.measure(suspect, "37.29")
    assert len(seen_by(ward, suspect).signers(EXC)) == 2

    ward.measure(suspect, "37.30")

    assert seen_by(ward, suspect).signers(EXC) == ()


def test_each_signs_only_in_the_own_office(ward: Ward, suspect: CaseId) -> None:
    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        ward.do(signing_off.sign, suspect, EXC, Role.EXPERT_GROUP, CASE_RULES, actor=DOCTOR)
    with pytest.raises(Refused, match=r"signing\.no_such_office"):
        ward.do(signing_off.sign, suspect, EXC, Role.HEAD_NURSE, CASE_RULES)


def test_a_gate_that_does_not_stand_before_him_is_not_signed(ward: Ward, suspect: CaseId) -> None:
    with pytest.raises(Refused, match=r"signing\.other_gate"):
        ward.do(signing_off.sign, suspect, REL, Role.ATTENDING_DOCTOR, CASE_RULES)
    with pytest.raises(Refused, match=r"signing\.no_such_gate"):
        ward.do(signing_off.sign, suspect, GateKind.TRANSFER, Role.ATTENDING_DOCTOR, CASE_RULES)


def test_whoever_saw_an_older_case_is_told_what_changed(ward: Ward, suspect: CaseId) -> None:
    seen = ward.book(suspect).case.last_seq
    ward.sample(suspect, Result.NEG)

    with pytest.raises(Stale, match=r"case\.changed") as no:
        ward.do(signing_off.sign, suspect, EXC, Role.ATTENDING_DOCTOR, CASE_RULES, seen=seen)

    assert no.value.facts["count"] == 2


def test_an_office_is_asked_once_and_until_it_signs(ward: Ward, suspect: CaseId) -> None:
    for _ in range(2):
        ward.do(signing_off.ask_to_sign, suspect, EXC, Role.EXPERT_GROUP, CASE_RULES)
    here = seen_by(ward, suspect)
    assert [one.kind for one in here.book.entries].count("SIGNATURE_ASKED") == 1
    assert len(asked_of(here.book, EXC, here.seen)) == 1

    ward.do(signing_off.sign, suspect, EXC, Role.EXPERT_GROUP, CASE_RULES, actor=EXPERT)

    here = seen_by(ward, suspect)
    assert asked_of(here.book, EXC, here.seen) == ()
