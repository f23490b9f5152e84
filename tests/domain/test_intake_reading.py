"""The form as typed: each field read exactly or refused in words, nothing typed thrown away."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.history import Question, ReportedFever
from feverclinic.domain.intake import Intake, Problem
from feverclinic.domain.intake_reading import IntakeRead, Surroundings, read_intake
from feverclinic.domain.people import Sex
from feverclinic.domain.ternary import NO, UNKNOWN

AT = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
ID_NO = "370399197806010018"


def read(**fields: str) -> IntakeRead:
    named = {name.replace("__", "."): text for name, text in fields.items()}
    return read_intake(Intake(AT, named), AT, Surroundings(frozenset({"370399"})))


def problem(answer: IntakeRead) -> tuple[str, str]:
    [found] = answer.problems
    return found.where, found.code


@pytest.mark.parametrize(
    ("typed", "spo2"), [("97", 97), ("９７", 97), (" 97 ", 97), ("50", 50), ("100", 100)]
)
def test_a_number_is_read_as_typed(typed: str, spo2: int) -> None:
    assert read(spo2=typed).prescreening.vitals.spo2 == spo2


@pytest.mark.parametrize("typed", ["49", "101", "abc", "9 7", "-", "97.5", "1e2x", "NaN", "inf"])
def test_a_number_that_cannot_be_is_refused_and_stays_unknown(typed: str) -> None:
    answer = read(spo2=typed)

    assert answer.prescreening.vitals.spo2 is None
    assert answer.problems[0].where == "spo2"
    assert answer.problems[0].found == typed


def test_a_text_as_long_as_may_be_is_read_whole() -> None:
    answer = read(name="王" * 200)

    assert answer.patient.name == "王" * 200
    assert answer.problems == ()


@pytest.mark.parametrize("field", ["name", "address.text", "override.reason", "companions.0.name"])
def test_a_page_pasted_into_a_field_is_refused_once_and_stays_in_the_form(field: str) -> None:
    pasted = "王" * 201
    fields = {field: pasted, "override.outcome": "FEVER_CLINIC"}
    answer = read_intake(Intake(AT, fields), AT, Surroundings())

    assert answer.problems == (Problem(field, "too_long", pasted, {"count": "201", "most": "200"}),)


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\u200b", "\u202e", "\ufeff", "\ud83d"])
def test_a_character_that_nobody_sees_is_refused_with_its_place(unseen: str) -> None:
    answer = read(name=f"王{unseen}芳")

    assert answer.problems == (Problem("name", "invisible", f"王{unseen}芳", {"place": "2"}),)


@pytest.mark.parametrize("name", ["𠮷野", "王\ue000", "葛\U000e0100", "买买提·艾力", "Zoë O’Brien"])
def test_rare_characters_of_names_are_taken_as_they_are(name: str) -> None:
    answer = read(name=name)

    assert (answer.patient.name, answer.problems) == (name, ())


def test_a_digit_too_many_is_asked_about_and_not_corrected() -> None:
    answer = read(spo2="970")

    [found] = answer.problems
    assert found == Problem(
        "spo2", "range_guess", "970", {"guess": "97", "low": "50", "high": "100"}
    )
    assert answer.prescreening.vitals.spo2 is None


@pytest.mark.parametrize(
    ("typed", "both"),
    [("128/80", (128, 80)), (" 128 / 80 ", (128, 80)), ("１２８／８０", (128, 80))],
)
def test_blood_pressure_is_two_numbers(typed: str, both: tuple[int, int]) -> None:
    vitals = read(bp=typed).prescreening.vitals

    assert (vitals.sbp, vitals.dbp) == both


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("128", "pressure"),
        ("128/", "pressure"),
        ("80/128", "pressure_order"),
        ("1280/80", "range_guess"),
        ("12x/80", "number"),
    ],
)
def test_a_blood_pressure_that_cannot_be_is_refused(typed: str, code: str) -> None:
    assert problem(read(bp=typed)) == ("bp", code)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2020-02-26", date(2020, 2, 26)),
        ("20200226", date(2020, 2, 26)),
        ("2020/2/26", date(2020, 2, 26)),
        ("2020年2月26日", date(2020, 2, 26)),
        ("2-26", date(2020, 2, 26)),
        ("12-31", date(2019, 12, 31)),
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(typed: str, day: date) -> None:
    assert read(onset_date=typed).registration.onset_date == day


@pytest.mark.parametrize(
    "typed", ["2020-02-30", "gestern", "13-01", "2020", "2-26-2020", "00000000"]
)
def test_a_day_that_is_none_is_refused(typed: str) -> None:
    assert problem(read(onset_date=typed)) == ("onset_date", "date")


def test_a_day_to_come_is_refused() -> None:
    assert problem(read(onset_date="2020-02-29")) == ("onset_date", "date_later")


@pytest.mark.rule("COD-6")
def test_a_valid_number_proposes_sex_and_birth_date_and_overwrites_nothing() -> None:
    alone = read(id_no=ID_NO)
    with_sex = read(id_no=ID_NO, sex="1")

    assert alone.proposals == {"sex": "1", "birth_date": "1978-06-01"}
    assert with_sex.proposals == {"birth_date": "1978-06-01"}


@pytest.mark.rule("COD-6")
def test_a_sex_against_the_number_is_an_error_and_both_stay() -> None:
    answer = read(id_no=ID_NO, sex="2")

    assert problem(answer) == ("id_no", "id_SEX_CONFLICT")
    assert answer.patient.sex is Sex.FEMALE
    assert answer.patient.id_no == ID_NO


@pytest.mark.rule("COD-3")
def test_an_unknown_area_warns_and_does_not_refuse() -> None:
    answer = read_intake(Intake(AT, {"id_no": ID_NO}), AT, Surroundings())

    [found] = answer.problems
    assert found.code == "id_AREA_UNKNOWN"
    assert found.is_warning


@pytest.mark.parametrize("typed", ["1391234", "05336543210", "+852 2345 6789"])
def test_a_phone_that_is_no_mobile_number_warns_and_stands(typed: str) -> None:
    answer = read(phone=typed)

    assert all(found.is_warning for found in answer.problems)
    assert answer.patient.phone == typed


def test_an_empty_form_asks_everything_and_claims_nothing() -> None:
    answer = read()

    assert answer.problems == ()
    assert answer.prescreening.questions == {}
    assert answer.prescreening.self_reported_fever is UNKNOWN
    assert answer.prescreening.health_code is None
    assert {"q1", "q5", "symptoms.COUGH", "health_code", "self_reported_fever"} <= set(
        answer.unasked
    )


def test_unknown_is_an_answer_and_not_asked_is_none() -> None:
    answer = read(q3="UNKNOWN")

    assert answer.prescreening.questions[Question.Q3].answer is UNKNOWN
    assert "q3" not in answer.unasked
    assert "q2" in answer.unasked


@pytest.mark.rule("TEMP-10")
def test_a_fever_at_home_is_read_exactly() -> None:
    answer = read(
        self_reported_fever="YES",
        self_reported_fever__raw_text="９９.1F",
        self_reported_fever__measured_on="2-27",
    )

    reported = answer.prescreening.self_reported_fever
    assert isinstance(reported, ReportedFever)
    assert reported.celsius * 90 == 3355
    assert reported.measured_on == date(2020, 2, 27)


def test_a_fever_at_home_without_its_number_is_unknown_and_never_a_no() -> None:
    assert read(self_reported_fever="YES").prescreening.self_reported_fever is UNKNOWN
    assert read(self_reported_fever="NO").prescreening.self_reported_fever is NO


def test_a_choice_that_is_none_is_refused() -> None:
    assert problem(read(health_code="BLUE")) == ("health_code", "choice")


def test_companions_come_in_their_order() -> None:
    answer = read(companions__1__name="李四", companions__0__name="王五", companions__0__phone="无")

    assert [one.name for one in answer.registration.companions] == ["王五", "李四"]


def test_only_whoever_was_asked_has_chronic_conditions() -> None:
    asked = read(chronic_conditions__DIABETES="YES", chronic_conditions__COPD="NO")

    assert read().registration.chronic_conditions is None
    assert [one.value for one in asked.registration.chronic_conditions or ()] == ["DIABETES"]


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "spo2",
                "rr",
                "bp",
                "age",
                "weight",
                "onset_date",
                "id_no",
                "birth_date",
                "phone",
                "q1",
                "sex",
                "antipyretic_taken_at",
                "stays.0.from",
                "companions.x.name",
                "self_reported_fever.raw_text",
            ]
        ),
        st.text(max_size=30),
    )
)
def test_no_text_at_all_breaks_the_form(fields: dict[str, str]) -> None:
    answer = read_intake(Intake(AT, fields), AT, Surroundings())

    assert all(
        found.found == fields[found.where] or found.where == "bp" for found in answer.problems
    )


def test_a_no_to_some_chronic_conditions_is_no_none_of_them() -> None:
    assert read(chronic_conditions__COPD="NO").registration.chronic_conditions is None


def test_whoever_denies_every_chronic_condition_has_none() -> None:
    codes = "HYPERTENSION CVD CEREBROVASCULAR COPD ASTHMA DIABETES CLD CKD CANCER IMMUNODEFICIENCY"
    denied = {f"chronic_conditions__{code}": "NO" for code in (*codes.split(), "OBESITY", "SMOKER")}

    answer = read(**denied)

    assert [one.value for one in answer.registration.chronic_conditions or ()] == ["NONE"]


def test_one_chronic_condition_unsays_none() -> None:
    answer = read(chronic_conditions__NONE="YES", chronic_conditions__ASTHMA="YES")

    assert [one.value for one in answer.registration.chronic_conditions or ()] == ["ASTHMA"]


def test_a_stay_needs_its_first_day() -> None:
    assert problem(read(stays__0__township_code="370303004")) == ("stays.0.from", "required")


def test_a_stay_does_not_end_before_it_begins() -> None:
    answer = read(stays__0__township_code="370303004", stays__0__from="2-20", stays__0__to="2-19")

    assert problem(answer) == ("stays.0.to", "date_order")


def test_a_place_that_no_list_holds_is_refused() -> None:
    assert problem(read(township_code="和平")) == ("township_code", "place")


def test_an_age_that_the_birth_date_denies_is_named_and_the_birth_date_counts() -> None:
    answer = read(birth_date="1978-06-01", age="35")

    assert problem(answer) == ("age", "age_differs")
    assert (answer.problems[0].is_warning, answer.problems[0].facts) == (True, {"known": "41"})


@pytest.mark.parametrize("age", ["41", ""])
def test_an_age_that_the_birth_date_says_is_nothing_to_name(age: str) -> None:
    assert read(birth_date="1978-06-01", age=age).problems == ()
