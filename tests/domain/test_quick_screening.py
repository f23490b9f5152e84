"""Who may be counted instead of typed, and what one key may answer."""

import pytest

from feverclinic.domain.history import Question, Symptom
from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.look_ahead import look_ahead
from feverclinic.domain.people import PatientId
from feverclinic.domain.quick_screening import all_clear, may_pass, why_not
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import VisitId
from tests.builders import MINUTE, NOON, a_reading
from tests.domain.records import RULES

SURROUNDINGS = Surroundings(frozenset({"370399"}))

# A rate that is low and nothing else (1.6): no up-triage, but somebody looks.
SLOW_HEART = {
    "hr": "55",
    "rr": "18",
    "spo2": "97",
    "avpu": "A",
    "bp": "120/80",
    **dict.fromkeys(("signs__CHEST_PAIN", "signs__SYNCOPE", "signs__KNOWN_HEART_BLOCK"), "NO"),
}
LOOKED_AT = {"mask": "SURGICAL", "health_code": "GREEN", "age": "35"}


def passing(*readings: Reading, **differs: str) -> Intake:
    """Ten seconds of somebody well: measured, «全部否», mask, code, about 35 years old."""
    form = all_clear(Intake(NOON - MINUTE, {}, readings or (a_reading("36.5"),)))
    named = {name.replace("__", "."): text for name, text in differs.items()}
    return form.with_fields(LOOKED_AT | named)


def reason(intake: Intake) -> str:
    outlook = look_ahead(intake, read_intake(intake, NOON, SURROUNDINGS), RULES)
    assert may_pass(intake, outlook) is (why_not(intake, outlook) == "")
    return why_not(intake, outlook)


@pytest.mark.rule("TRI-8")
def test_whoever_is_well_and_asked_everything_may_be_counted() -> None:
    assert reason(passing()) == ""


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({"name": "张"}, "identity"),
        ({"id_no": "3703"}, "identity"),
        ({"phone": "139"}, "identity"),
        ({"companions__0__name": "李四"}, "identity"),
        ({"family_id": "7"}, "identity"),
        ({"under_arm__label": "蓝"}, "identity"),
        ({"expected_at": "2020-02-25T12:10:00+08:00"}, "identity"),
        ({"sheet_no": "GATE-20200225-001"}, "identity"),
        ({"override__outcome": "FEVER_CLINIC"}, "identity"),
        ({"q3": ""}, "asked"),
        ({"symptoms__COUGH": ""}, "asked"),
        ({"self_reported_fever": ""}, "asked"),
        ({"antipyretic_last_6h": ""}, "asked"),
        ({"health_code": ""}, "asked"),
        ({"mask": ""}, "asked"),
        ({"spo2": "970"}, "wrong"),
        ({"age": ""}, "route"),
        ({"q2": "YES"}, "route"),
        ({"q2": "UNKNOWN"}, "route"),
        ({"symptoms__COUGH": "YES"}, "route"),
        ({"health_code": "YELLOW"}, "route"),
        ({"antipyretic_last_6h": "YES"}, "route"),
        ({"spo2": "90"}, "route"),
        ({"acuity": "III"}, "route"),
        ({"health_code": "NONE"}, "advice"),
        (SLOW_HEART, "advice"),
        ({"mask": "NONE"}, "mask"),
    ],
    ids=str,
)
def test_what_keeps_a_person_from_being_counted_is_named(
    differs: dict[str, str], expected: str
) -> None:
    assert reason(passing(**differs)) == expected


@pytest.mark.rule("TEMP-5")
@pytest.mark.parametrize("number", ["37.25", "37.3", "33.9", "43.5"])
def test_a_temperature_that_clears_nobody_is_not_counted(number: str) -> None:
    assert reason(passing(a_reading(number))) == "temperature"


def test_nobody_is_counted_unmeasured() -> None:
    form = Intake(NOON, passing().fields, ())

    assert reason(form.with_field("not_measured_reason", "REFUSED")) == "temperature"


def test_a_mask_that_was_given_lets_pass() -> None:
    assert reason(passing(mask="NONE", mask_given="YES")) == ""


@pytest.mark.rule("ACU-10")
def test_an_old_person_passes_only_with_the_signs_of_old_age_looked_at() -> None:
    looked = dict.fromkeys(("signs__NEW_CONFUSION", "signs__FALL", "signs__NOT_EATING"), "NO")

    assert reason(passing(age="70")) == "route"
    assert reason(passing(age="70", spo2="97", **looked)) == ""


@pytest.mark.parametrize(
    "known", [{"patient_id": PatientId(3)}, {"visit_id": VisitId(4)}], ids=["patient", "visit"]
)
def test_a_known_person_is_never_only_counted(known: dict[str, int]) -> None:
    form = passing()

    assert reason(Intake(form.arrived_at, form.fields, form.readings, **known)) == "identity"  # pyright: ignore[reportArgumentType] - one of the two keys


def test_one_key_answers_no_to_all_that_was_not_asked_and_to_nothing_else() -> None:
    asked = {question.value for question in tuple(Question)[:5]}
    asked |= {f"symptoms.{symptom.value}" for symptom in Symptom}
    asked |= {"self_reported_fever", "antipyretic_last_6h"}

    cleared = all_clear(Intake(NOON, {"q2": "YES", "symptoms.COUGH": "UNKNOWN"}))

    answered = {"q2": "YES", "symptoms.COUGH": "UNKNOWN"}
    assert cleared.fields == dict.fromkeys(asked, "NO") | answered
    assert all_clear(cleared) == cleared
