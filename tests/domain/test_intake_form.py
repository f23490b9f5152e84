"""From records back to the form, and the few fields that only the form knows how to read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.history import Question
from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_form import from_patient, from_visit
from feverclinic.domain.intake_reading import IntakeRead, Surroundings, read_intake
from feverclinic.domain.people import AgeUnit, Chronic, Contact, PatientId
from feverclinic.domain.prescreening import Outcome, OverrideDuty
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.visits import VisitId
from feverclinic.domain.vitals import Level, Vitals
from tests.builders import a_patient, a_reading, a_registration, a_visit, in_years, vitals

AT = datetime(2020, 2, 25, 12, 0, tzinfo=CHINA)


def read(at: datetime = AT, **fields: str) -> IntakeRead:
    named = {name.replace("__", "."): text for name, text in fields.items()}
    return read_intake(Intake(at, named), at, Surroundings())


def test_what_is_recorded_of_a_person_fills_what_is_empty_and_nothing_else() -> None:
    patient = a_patient("王小明", id_no="370399197903120013")

    form = from_patient(patient, Intake(AT, {"name": "王晓明", "q1": "YES"}))

    assert form.text("name") == "王晓明"
    assert form.text("q1") == "YES"
    assert {name: form.text(name) for name in ("sex", "birth_date", "id_no", "phone")} == {
        "sex": "1",
        "birth_date": "1979-03-12",
        "id_no": "370399197903120013",
        "phone": "13800000000",
    }
    assert form.text("address.text") == "公园街道某小区 1 号楼"
    assert form.text("emergency.name") == "李四"
    assert "parent_name" not in form.fields


def test_an_age_recorded_today_is_known_and_one_of_another_day_is_asked_again() -> None:
    today = a_patient(**in_years(41))
    undated = replace(today, age_recorded_on=None)
    earlier = replace(today, age_recorded_on=date(2018, 2, 25))

    assert from_patient(today, Intake(AT)).text("age") == "41"
    assert from_patient(today, Intake(AT)).text("age_unit") == AgeUnit.YEAR.value
    assert from_patient(undated, Intake(AT)).text("age") == "41"
    assert from_patient(earlier, Intake(AT)).text("age") == ""


def test_a_person_without_any_age_has_none_in_the_form() -> None:
    patient = a_patient(birth_date=None)

    assert from_patient(patient, Intake(AT)).text("age") == ""


def test_a_saved_visit_is_the_form_that_gives_it_again() -> None:
    patient = a_patient()
    visit = a_visit(patient)
    readings = (a_reading("37.8"),)

    form = from_visit(patient, visit, readings)
    answer = read_intake(form, AT, Surroundings())

    assert (form.patient_id, form.visit_id, form.readings) == (patient.id, visit.id, readings)
    assert answer.prescreening.vitals == visit.vitals
    assert answer.prescreening.symptoms == visit.symptoms
    assert answer.prescreening.signs == visit.signs
    assert answer.prescreening.questions[Question.Q1] == visit.questions[Question.Q1]
    assert answer.prescreening.questions[Question.Q2].last_exposure_on == date(2020, 2, 20)
    assert answer.prescreening.questions[Question.Q2].contact_name == "赵六"
    told, was = answer.registration, visit.registration
    assert (told.mask, told.health_code, told.arrival_mode) == (
        was.mask,
        was.health_code,
        was.arrival_mode,
    )
    assert (told.companions, told.onset_date, told.first_symptom) == (
        was.companions,
        was.onset_date,
        was.first_symptom,
    )
    assert told.antipyretic_taken_at == was.antipyretic_taken_at
    assert told.antipyretic_last_6h is YES
    assert told.chronic_conditions == (Chronic.HYPERTENSION,)


def test_a_visit_of_which_nothing_is_known_is_an_open_form() -> None:
    patient = replace(a_patient(), birth_date=None)
    bare = a_visit(
        patient,
        vitals=Vitals(),
        registration=a_registration(
            arrival_mode=None,
            companions=(Contact("王五"), Contact()),
            mask=None,
            mask_given=True,
            health_code=None,
            onset_date=None,
            chronic_conditions=None,
            antipyretic_taken_at=None,
            antipyretic_last_6h=UNKNOWN,
        ),
        questions={},
        symptoms={},
        signs={},
    )

    form = from_visit(patient, bare, ())

    assert form.text("mask_given") == "YES"
    assert form.text("antipyretic_last_6h") == "UNKNOWN"
    asked = {"spo2", "on_oxygen", "bp", "avpu", "q1", "mask", "onset_date", "pregnant"}
    assert asked & form.fields.keys() == set()
    assert [name for name in form.fields if name.startswith(("chronic", "signs", "symptoms"))] == []


def test_decimals_come_back_with_their_digits() -> None:
    patient = a_patient()
    visit = a_visit(patient, vitals=vitals(capillary_refill_s=Decimal("2.0"), fio2=Decimal(40)))

    form = from_visit(patient, visit, ())

    assert (form.text("capillary_refill_s"), form.text("fio2")) == ("2.0", "40")
    assert read_intake(form, AT, Surroundings()).problems == ()


def test_asked_and_none_is_not_the_same_as_not_asked() -> None:
    patient = a_patient()
    none = a_visit(patient, registration=a_registration(chronic_conditions=(Chronic.NONE,)))

    form = from_visit(patient, none, ())

    assert form.text("chronic_conditions.DIABETES") == "NO"
    assert "chronic_conditions.NONE" not in form.fields
    assert read_intake(form, AT, Surroundings()).registration.chronic_conditions == (Chronic.NONE,)


def test_what_only_the_decision_holds_comes_back_with_it() -> None:
    patient = a_patient()
    visit = a_visit(patient, registration=a_registration(self_reported_fever="YES"))
    inputs = {
        "acuity": "I",
        "ordinary_inpatient": "YES",
        "self_reported_fever": {"raw_text": "38.2", "measured_on": "2020-02-24"},
        "stays": [
            {"township_code": "370303001", "from": "2020-02-10", "to": "2020-02-12"},
            {"from": "2020-02-13", "to": "2020-02-14"},
        ],
    }

    record = read_intake(from_visit(patient, visit, (), inputs), AT, Surroundings()).prescreening

    assert record.acuity is Level.I
    assert record.ordinary_inpatient is YES
    assert [(stay.township_code, stay.first) for stay in record.stays] == [
        ("370303001", date(2020, 2, 10)),
        ("", date(2020, 2, 13)),
    ]
    assert getattr(record.self_reported_fever, "raw_text", "") == "38.2"


def test_what_the_decision_did_not_know_stays_open() -> None:
    patient = a_patient()
    inputs = {"ordinary_inpatient": "UNKNOWN", "self_reported_fever": "NO"}

    form = from_visit(patient, a_visit(patient), (), inputs)

    assert "ordinary_inpatient" not in form.fields
    assert "acuity" not in form.fields


@pytest.mark.rule("TEMP-9")
@pytest.mark.parametrize(
    ("typed", "taken_at"),
    [
        ("06:20", datetime(2020, 2, 25, 6, 20, tzinfo=CHINA)),
        ("12:00", datetime(2020, 2, 25, 12, 0, tzinfo=CHINA)),
        ("12:01", datetime(2020, 2, 24, 12, 1, tzinfo=CHINA)),
        ("０６：２０", datetime(2020, 2, 25, 6, 20, tzinfo=CHINA)),
        ("2020-02-24 23:50", datetime(2020, 2, 24, 23, 50, tzinfo=CHINA)),
        ("2-24 23:50", datetime(2020, 2, 24, 23, 50, tzinfo=CHINA)),
    ],
)
def test_a_time_without_its_day_is_the_last_that_has_been(typed: str, taken_at: datetime) -> None:
    answer = read(antipyretic_taken_at=typed)

    assert answer.problems == ()
    assert answer.registration.antipyretic_taken_at == taken_at
    assert answer.prescreening.antipyretics is not None


def test_after_midnight_a_time_of_the_evening_was_yesterday() -> None:
    at = datetime(2020, 2, 24, 16, 10, tzinfo=UTC)  # ten past midnight on 25 February

    taken = read(at, antipyretic_taken_at="23:50").registration.antipyretic_taken_at

    assert taken == datetime(2020, 2, 24, 23, 50, tzinfo=CHINA)


@pytest.mark.parametrize(
    "typed", ["25:00", "06:60", "06", "6.20", "06:20:00", "gestern 06:20", "-1:20", "a:b", "06:"]
)
def test_a_time_that_is_none_is_refused_and_stays(typed: str) -> None:
    answer = read(antipyretic_taken_at=typed)

    assert [(one.where, one.code, one.found) for one in answer.problems] == [
        ("antipyretic_taken_at", "clock", typed)
    ]
    assert answer.registration.antipyretic_taken_at is None


@pytest.mark.parametrize("typed", ["1e2", "9_7", "+97", "0x61", "97.", ".97"])
def test_a_number_in_a_way_that_nobody_writes_is_refused(typed: str) -> None:
    answer = read(spo2=typed)

    assert [(one.where, one.code) for one in answer.problems] == [("spo2", "number")]
    assert answer.prescreening.vitals.spo2 is None


def test_a_decision_against_the_route_is_read_with_its_duty() -> None:
    answer = read(
        override__outcome="GENERAL_OPD",
        override__by=" 王医生 ",
        override__duty="DOCTOR",
        override__reason="复测正常",
    )

    override = answer.prescreening.override
    assert override is not None
    assert (override.outcome, override.by, override.duty) == (
        Outcome.GENERAL_OPD,
        "王医生",
        OverrideDuty.DOCTOR,
    )
    assert (override.reason, override.at) == ("复测正常", AT)


def test_a_decision_without_a_duty_is_the_nurse_s_and_a_wrong_one_is_refused() -> None:
    alone = read(override__outcome="RESUS").prescreening.override
    wrong = read(override__outcome="HOME")

    assert alone is not None
    assert alone.duty is OverrideDuty.NURSE
    assert read().prescreening.override is None
    assert [(one.where, one.code) for one in wrong.problems] == [("override.outcome", "choice")]
    assert wrong.prescreening.override is None


def test_ids_are_those_of_the_records() -> None:
    patient = replace(a_patient(), id=PatientId(5))

    form = from_visit(patient, replace(a_visit(patient), id=VisitId(9)), ())

    assert (form.patient_id, form.visit_id) == (5, 9)
    assert read_intake(form, AT, Surroundings()).prescreening.vitals.on_oxygen is NO
