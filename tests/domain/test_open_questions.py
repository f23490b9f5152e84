from dataclasses import replace

import pytest

from feverclinic.domain.answers import with_answers
from feverclinic.domain.history import Symptom
from feverclinic.domain.outlook import Turn
from feverclinic.domain.people import Person
from feverclinic.domain.prescreening import HealthCode, Outcome, Prescreening
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.triage import open_questions, turns
from tests.domain.records import RULES, a_record, born

QUESTIONS = ("q1", "q2", "q3", "q4", "q5")
SYMPTOMS = tuple(f"symptoms.{symptom.value}" for symptom in Symptom)
UNSPECIFIC = ("HEADACHE", "NAUSEA_VOMITING", "ANOREXIA", "RASH", "CHILLS")
ALL = ("self_reported_fever", *QUESTIONS, *SYMPTOMS, "health_code", "antipyretic_last_6h")
OLD_AGE = ("signs.NEW_CONFUSION", "signs.FALL", "signs.NOT_EATING")


def blank(record: Prescreening) -> Prescreening:
    """Only what was measured and seen; nothing was asked."""
    return replace(
        record,
        symptoms={},
        questions={},
        self_reported_fever=UNKNOWN,
        antipyretic_last_6h=UNKNOWN,
        health_code=None,
    )


def still_open(record: Prescreening, *unasked: str) -> tuple[str | None, tuple[str, ...]]:
    routing, names = open_questions(record, unasked, RULES)
    return (routing.result.value if routing else None), names


def test_a_record_without_open_questions_has_its_route() -> None:
    assert still_open(a_record()) == ("GENERAL_OPD", ())


def test_a_blank_form_asks_for_everything_that_may_change_the_route() -> None:
    route, names = still_open(blank(a_record()), *ALL)

    assert route is None
    assert names == tuple(name for name in ALL if name.removeprefix("symptoms.") not in UNSPECIFIC)


@pytest.mark.parametrize(
    ("record", "unasked", "route", "names"),
    [
        (
            a_record(typed="38.0", questions={"q2": YES}),
            ("q1", "q3", "symptoms.COUGH"),
            "FEVER_CLINIC_SINGLE_ROOM",
            (),
        ),
        (
            a_record(typed="38.0", health_code=HealthCode.RED),
            QUESTIONS,
            "FEVER_CLINIC_SINGLE_ROOM",
            (),
        ),
        (a_record(typed="38.0"), QUESTIONS, None, QUESTIONS),
        (a_record(typed="38.0"), ("q4", "symptoms.COUGH", "q3"), None, ("q4", "q3")),
        (a_record(signs=["STRIDOR"], typed="38.0"), QUESTIONS, "RESUS_ISOLATION", ()),
        (a_record(signs=["STRIDOR"]), QUESTIONS, None, QUESTIONS),
    ],
    ids=["exposed", "red code", "fever", "in order", "emergency with fever", "emergency"],
)
def test_a_route_stands_when_no_open_answer_can_change_it(
    record: Prescreening, unasked: tuple[str, ...], route: str | None, names: tuple[str, ...]
) -> None:
    assert still_open(record, *unasked) == (route, names)


def test_a_route_that_stands_claims_nothing_that_was_not_asked() -> None:
    record = blank(a_record(signs=["STRIDOR"], typed="38.0"))

    routing, _ = open_questions(record, ALL, RULES)

    assert routing is not None
    assert routing.evidence == ("ACU-1", "F_MEASURED")
    assert routing.facts == {"EM": YES, "F": YES, "R": UNKNOWN, "E": UNKNOWN}


def test_headache_and_rash_are_open_while_a_fever_waits_for_them() -> None:
    record = a_record(typed="38.0", questions={"q2": YES})

    route, names = still_open(replace(record, symptoms={}), *SYMPTOMS)

    assert (route, names) == (None, ("symptoms.HEADACHE", "symptoms.RASH"))


@pytest.mark.parametrize(
    ("name", "record", "is_open"),
    [
        ("antipyretic_last_6h", a_record(), True),
        ("antipyretic_last_6h", a_record(typed="38.0"), False),
        ("self_reported_fever", a_record(), True),
        ("self_reported_fever", a_record(typed="38.0"), False),
        ("health_code", a_record(), True),
        ("health_code", a_record(questions={"q2": YES}), False),
        ("symptoms.COUGH", a_record(), True),
        ("symptoms.COUGH", a_record(symptoms=["FATIGUE"]), False),
        ("symptoms.CHILLS", a_record(), False),
        ("signs.STRIDOR", a_record(), True),
        ("signs.FALL", a_record(), False),
        ("signs.FALL", a_record(person=born("1950-01-01")), True),
        ("spo2", a_record(person=born("1950-01-01"), vitals={"spo2": None}), True),
    ],
)
def test_one_open_answer_matters_or_it_does_not(
    name: str, record: Prescreening, is_open: bool
) -> None:
    route, names = still_open(record, name)

    assert (route is None, names) == (is_open, (name,) if is_open else ())


def test_an_old_person_is_asked_for_the_signs_of_old_age() -> None:
    record = replace(a_record(person=born("1950-01-01"), vitals={"spo2": None}), signs={})
    young = replace(record, person=born("1955-02-26"))
    nobody = replace(record, person=Person())

    assert still_open(record) == (None, (*OLD_AGE, "spo2"))
    assert still_open(nobody) == (None, (*OLD_AGE, "spo2"))
    assert still_open(young) == ("GENERAL_OPD", ())


def test_a_field_that_takes_no_such_answer_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="phone"):
        with_answers(a_record(), {"phone": "YES"}, RULES)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            a_record(typed="38.0", questions={"q2": YES, "q4": UNKNOWN}),
            (Turn((("q2", "NO"), ("q4", "NO")), Outcome.FEVER_CLINIC),),
        ),
        (
            a_record(typed="38.0"),
            (Turn((("q1", "YES"),), Outcome.FEVER_CLINIC_SINGLE_ROOM),),
        ),
        (
            a_record(),
            (
                Turn((("q1", "YES"),), Outcome.FEVER_CLINIC_SCREEN),
                Turn((("symptoms.COUGH", "YES"),), Outcome.FEVER_CLINIC),
                Turn(
                    (("q1", "YES"), ("symptoms.COUGH", "YES")),
                    Outcome.FEVER_CLINIC_SINGLE_ROOM,
                ),
            ),
        ),
        (
            a_record(health_code=HealthCode.YELLOW),
            (
                Turn((("health_code", "GREEN"),), Outcome.GENERAL_OPD),
                Turn((("symptoms.COUGH", "YES"),), Outcome.FEVER_CLINIC_SINGLE_ROOM),
                Turn((("health_code", "GREEN"), ("symptoms.COUGH", "YES")), Outcome.FEVER_CLINIC),
            ),
        ),
        (
            a_record(antipyretic_last_6h=UNKNOWN, symptoms=["COUGH", "FATIGUE"]),
            (
                Turn((("q1", "YES"),), Outcome.FEVER_CLINIC_SINGLE_ROOM),
                Turn((("symptoms.COUGH", "NO"), ("symptoms.FATIGUE", "NO")), Outcome.HOLD_RECHECK),
            ),
        ),
        (
            a_record(signs=["STRIDOR"], questions={"q2": YES}),
            (Turn((("q2", "NO"),), Outcome.RESUS),),
        ),
        (
            a_record(self_reported_fever=UNKNOWN, antipyretic_last_6h=NO),
            (
                Turn((("self_reported_fever", "NO"),), Outcome.GENERAL_OPD),
                Turn((("q1", "YES"),), Outcome.FEVER_CLINIC_SINGLE_ROOM),
                Turn((("self_reported_fever", "NO"), ("q1", "YES")), Outcome.FEVER_CLINIC_SCREEN),
            ),
        ),
        (
            a_record(antipyretic_last_6h=YES),
            (
                Turn((("antipyretic_last_6h", "NO"),), Outcome.GENERAL_OPD),
                Turn((("q1", "YES"),), Outcome.FEVER_CLINIC_SCREEN),
                Turn((("symptoms.COUGH", "YES"),), Outcome.FEVER_CLINIC),
            ),
        ),
    ],
    ids=["two yes", "fever", "well", "yellow", "two symptoms", "emergency", "history", "masked"],
)
def test_the_smallest_changes_that_lead_elsewhere(
    record: Prescreening, expected: tuple[Turn, ...]
) -> None:
    assert turns(record, RULES) == expected
