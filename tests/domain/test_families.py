"""What members of a family share, and what is never carried from one to another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.families import (
    family_of,
    first_visit_of,
    next_member,
    with_companions,
    with_family,
)
from feverclinic.domain.history import Question, Symptom
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Contact
from feverclinic.domain.visits import VisitId
from tests.builders import MINUTE, NOON, WELL, a_patient, a_reading, a_registration, a_visit

TOGETHER = {
    "q1": "YES",
    "q1.last_exposure_on": "2020-02-20",
    "q1.place_code": "420100",
    "q5.until": "2020-03-05",
    "stays.0.township_code": "370303004",
    "stays.0.from": "2020-02-18",
    "address.text": "某小区 1 号楼",
    "emergency.phone": "13900000001",
    "arrival_mode": "PRIVATE_CAR",
    "q7": "NO",
}
ALONE = {
    "companions.0.name": "李四",
    "emergency.name": "李四",
    "signs.STRIDOR": "NO",
    "q6": "YES",
    "q8": "NO",
    "under_arm.label": "蓝",
    "onset_date": "2020-02-23",
    "sheet_no": "GATE-20200225-001",
    "self_reported_fever.raw_text": "38.1",
}
PERSONAL = [*WELL, *ALONE]


def a_member() -> Intake:
    return Intake(NOON, WELL | TOGETHER | ALONE, (a_reading("38.6"),))


def test_the_next_member_shares_address_exposure_and_how_they_came() -> None:
    form = next_member(a_member(), NOON + MINUTE, 700)

    assert form.fields == {
        **TOGETHER,
        **dict.fromkeys((question.value for question in tuple(Question)[1:5]), "NO"),
        "township_code": "370303004",
        "family_id": "700",
    }
    assert (form.arrived_at, form.readings) == (NOON + MINUTE, ())
    assert (form.patient_id, form.visit_id) == (None, None)


@given(st.sampled_from(PERSONAL), st.text(min_size=1, max_size=20))
def test_nothing_personal_is_ever_carried_over(name: str, text: str) -> None:
    shared = {"township_code", *(question.value for question in tuple(Question)[:5])}

    form = next_member(Intake(NOON, {name: text}), NOON, 700)

    assert name in shared or form.fields == {"family_id": "700"}


def test_symptoms_and_temperature_are_asked_of_each_anew() -> None:
    form = next_member(a_member(), NOON, 700)

    asked = [f"symptoms.{symptom.value}" for symptom in Symptom]
    personal = [*asked, "mask", "health_code", "self_reported_fever", "antipyretic_last_6h"]
    assert [name for name in personal if form.text(name)] == []


def test_the_third_member_still_knows_the_first_visit() -> None:
    first = replace(a_member(), visit_id=VisitId(31))

    second = next_member(first, NOON, 700)
    third = next_member(second, NOON, 700)

    assert (first_visit_of(second), first_visit_of(third)) == (31, 31)
    assert (family_of(second), family_of(third), family_of(first)) == (700, 700, None)


def test_whoever_has_a_family_keeps_it() -> None:
    form = with_family(Intake(NOON), 700)

    assert family_of(form) == 700
    assert with_family(form, 800) == form


def test_a_companion_is_listed_once_and_gets_the_telephone_that_was_missing() -> None:
    typed = a_registration(companions=(Contact("李四", "", "配偶"),))
    visit = a_visit(a_patient(), registration=typed)
    others = [a_patient("李四", phone="13900000002"), a_patient("王小小", phone="")]

    once = with_companions(visit, others)

    assert once.registration.companions == (
        Contact("李四", "13900000002", "配偶"),
        Contact("王小小", "", ""),
    )
    assert with_companions(once, others) == once
