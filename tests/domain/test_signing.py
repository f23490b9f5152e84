"""Which signatures count (EXC-6, REL-9): two people who saw all that is known, each in an office."""

from dataclasses import replace

import pytest

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import Document, Noted, Voided
from feverclinic.domain.case_facts import CaseFile, Result, Role
from feverclinic.domain.cases import CaseClass, EntryId
from feverclinic.domain.clinical_entries import Classed, Dose, Progress
from feverclinic.domain.gates import Condition, Gate, GateKind, State
from feverclinic.domain.leaving_entries import SignatureAsked, Signed
from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.signing import (
    Offices,
    Seen,
    asked_of,
    fevers_of,
    may_be_signed,
    must_sign,
    offices_of,
    signed_of,
    standing,
    with_signatures,
)
from feverclinic.domain.work_up_entries import SampleResult
from feverclinic.errors import Refused
from feverclinic.services.rulebook import load_rules
from tests.builders import MINUTE, NOON, a_reading
from tests.case_builders import DOCTOR, EXPERT, OFFICER, a_book

EXC, REL = GateKind.EXCLUSION, GateKind.RELEASE
RULES = load_rules()
TEMPERATURE = RULES.triage.temperature
SEEN = Seen("covid-dt-6", 0)
BY_DOCTOR = Signed(EXC, Role.ATTENDING_DOCTOR, DOCTOR.id, DOCTOR.name, "", "covid-dt-6")
BY_EXPERT = Signed(EXC, Role.EXPERT_GROUP, EXPERT.id, EXPERT.name, "", "covid-dt-6")


def names(book: CaseBook, kind: GateKind = EXC, seen: Seen = SEEN) -> list[str]:
    return [one.name for one in signed_of(book, kind, seen)]


@pytest.mark.rule("EXC-6", "REL-9")
def test_two_people_who_signed_after_the_last_fact_both_count() -> None:
    book = a_book(Dose(), BY_DOCTOR, BY_EXPERT)

    assert names(book) == ["陈医生", "林教授"]


@pytest.mark.rule("REL-9")
@pytest.mark.parametrize(
    "fact",
    [
        Dose(),
        Progress(),
        SampleResult(EntryId(9001), NOON, Result.NEG),
        Classed(CaseClass.CONFIRMED, CaseClass.CONFIRMED, "covid-dt-6"),
        Voided("READING", 5, "测错人"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_signature_lapses_when_a_fact_is_written_after_it(fact: Document) -> None:
    book = a_book(BY_DOCTOR, fact, BY_EXPERT)

    assert names(book) == ["林教授"]


def test_a_request_or_a_note_lets_no_signature_lapse() -> None:
    book = a_book(BY_DOCTOR, SignatureAsked(EXC, Role.EXPERT_GROUP), Noted("CLOCK_BEHIND"))

    assert names(book) == ["陈医生"]


@pytest.mark.rule("REL-9")
def test_whoever_signs_twice_is_one_person() -> None:
    book = a_book(BY_DOCTOR, replace(BY_DOCTOR, role=Role.EXPERT_GROUP))

    assert names(book) == ["陈医生"]


def test_a_signature_of_one_gate_is_none_of_the_other() -> None:
    assert names(a_book(BY_DOCTOR, BY_EXPERT), REL) == []


def test_a_signature_lapses_with_the_edition_it_was_given_under() -> None:
    assert names(a_book(BY_DOCTOR, BY_EXPERT), seen=Seen("covid-dt-7", 0)) == []


@pytest.mark.rule("REL-9")
def test_a_fever_that_the_signer_did_not_see_lets_the_signature_lapse_even_an_older_one() -> None:
    older = a_reading("37.30", measured_at=NOON - 60 * MINUTE)
    book = a_book(BY_DOCTOR, BY_EXPERT, readings=(older,))

    assert fevers_of(book.readings, TEMPERATURE) == 1
    assert names(book, seen=Seen("covid-dt-6", 1)) == []


@pytest.mark.parametrize(
    ("text", "count"), [("37.29", 0), ("37.30", 1), ("43.00", 1), ("43.01", 0)]
)
def test_only_a_plausible_fever_is_news_for_a_signer(text: str, count: int) -> None:
    assert fevers_of((a_reading(text),), TEMPERATURE) == count


def test_the_file_of_a_gate_has_its_own_signatures_and_no_others() -> None:
    of_release = replace(BY_DOCTOR, gate=REL)
    book = a_book(of_release, BY_DOCTOR, BY_EXPERT)

    file = with_signatures(CaseFile(NOON), book, EXC, SEEN)

    assert [(one.by, one.role, one.signed_at) for one in file.signatures] == [
        ("陈医生", Role.ATTENDING_DOCTOR, NOON + 2 * MINUTE),
        ("林教授", Role.EXPERT_GROUP, NOON + 3 * MINUTE),
    ]


def test_two_people_of_one_name_are_two_signatures() -> None:
    namesake = replace(BY_EXPERT, staff_id=StaffId(40), name="陈医生")

    file = with_signatures(CaseFile(NOON), a_book(BY_DOCTOR, namesake), EXC, SEEN)

    assert [one.by for one in file.signatures] == ["陈医生 (31)", "陈医生 (40)"]


def test_an_office_is_asked_until_it_has_signed() -> None:
    asked = SignatureAsked(EXC, Role.EXPERT_GROUP)
    others = SignatureAsked(EXC, Role.INFECTION_CONTROL)

    open_one = asked_of(a_book(asked, others, BY_EXPERT), EXC, SEEN)

    assert [entry.document for entry in open_one] == [others]


def test_an_office_whose_signature_lapsed_is_asked_again() -> None:
    asked = SignatureAsked(EXC, Role.EXPERT_GROUP)

    assert len(asked_of(a_book(asked, BY_EXPERT, Dose()), EXC, SEEN)) == 1


@pytest.mark.parametrize(
    ("who", "role"),
    [
        (DOCTOR, Role.ATTENDING_DOCTOR),
        (EXPERT, Role.EXPERT_GROUP),
        (OFFICER, Role.INFECTION_CONTROL),
    ],
)
def test_each_signs_in_the_office_he_holds(who: Staff, role: Role) -> None:
    must_sign(who, role)


@pytest.mark.parametrize(
    ("who", "role", "code"),
    [
        (DOCTOR, Role.EXPERT_GROUP, "staff.duty_missing"),
        (EXPERT, Role.ATTENDING_DOCTOR, "staff.duty_missing"),
        (OFFICER, Role.EXPERT_GROUP, "staff.duty_missing"),
        (DOCTOR, Role.HEAD_NURSE, "signing.no_such_office"),
    ],
)
def test_nobody_signs_in_an_office_he_does_not_hold(who: Staff, role: Role, code: str) -> None:
    with pytest.raises(Refused) as no:
        must_sign(who, role)

    assert no.value.code == code


@pytest.mark.parametrize("kind", [EXC, REL])
def test_both_gates_ask_for_the_attending_doctor_and_another_office(kind: GateKind) -> None:
    offices = offices_of(RULES.editions["covid-dt-6"], kind)

    assert offices == Offices(Role.ATTENDING_DOCTOR, (Role.EXPERT_GROUP, Role.INFECTION_CONTROL))
    assert not offices.asks(Role.HEAD_NURSE)


def test_the_clinic_exit_takes_no_signatures_of_two() -> None:
    with pytest.raises(Refused, match=r"signing\.no_such_gate"):
        offices_of(RULES.editions["covid-dt-6"], GateKind.CLINIC_EXIT)


@pytest.mark.parametrize(
    ("n", "may"), [(State.MET, True), (State.UNKNOWN, False), (State.NOT_MET, False)]
)
def test_a_gate_is_signed_only_while_all_else_is_met(n: State, may: bool) -> None:
    conditions = (Condition("N", n), Condition("SIGNOFF", State.NOT_MET))
    gate = Gate(EXC, "INCOMPLETE", False, (), conditions, "covid-dt-6", NOON)

    assert may_be_signed(gate) is may


def test_a_gate_without_signatures_is_not_signed() -> None:
    gate = Gate(EXC, "NEEDS_CONSULT", False, (), (), "covid-dt-10", NOON)

    assert not may_be_signed(gate)


def test_the_entries_that_count_are_those_of_the_signatures() -> None:
    assert [entry.seq for entry in standing(a_book(Dose(), BY_DOCTOR), EXC, SEEN)] == [2]
