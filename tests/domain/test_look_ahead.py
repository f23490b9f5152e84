"""What the desk may say while the nurse types: a route that stands, or what is still to be asked (1.5)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.look_ahead import look_ahead, needed_to_save
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.prescreening import Outcome, RiskZone, ZoneColour
from feverclinic.domain.vitals import Level
from feverclinic.services.rulebook import triage_rules
from tests.domain.taken import a_reading

RULES = triage_rules()
AT = datetime(2020, 2, 25, 12, 0, tzinfo=CHINA)
WELL = {
    **dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), "NO"),
    **{
        f"symptoms.{name}": "NO"
        for name in (
            *("COUGH", "SPUTUM", "SORE_THROAT", "NASAL_CONGESTION", "RUNNY_NOSE"),
            *("SHORTNESS_OF_BREATH", "CHEST_TIGHTNESS", "FATIGUE", "MYALGIA", "DIARRHOEA"),
            *("SMELL_TASTE_LOSS", "CONJUNCTIVITIS", "HEADACHE", "NAUSEA_VOMITING", "ANOREXIA"),
            *("RASH", "CHILLS"),
        )
    },
    "self_reported_fever": "NO",
    "antipyretic_last_6h": "NO",
    "health_code": "GREEN",
    "mask": "SURGICAL",
    "name": "张建国",
    "id_no": "370399197806010018",
    "sex": "1",
    "birth_date": "1978-06-01",
    "phone": "13900005512",
    "township_code": "370303004",
    "spo2": "97",
    "on_oxygen": "NO",
    "rr": "18",
    "hr": "84",
    "bp": "128/80",
    "avpu": "A",
    "signs.STRIDOR": "NO",
}
NO_ID = {"id_no": "", "no_id_reason": "NOT_CARRIED"}
NOWHERE = Surroundings()
ZONES = Surroundings(frozenset(), (RiskZone("370303001", ZoneColour.RED, date(2020, 2, 20), None),))


def red_until(day: date) -> Surroundings:
    """A red zone of which `day` is the first that is red no more."""
    return Surroundings(
        frozenset(), (RiskZone("370303001", ZoneColour.RED, date(2020, 2, 1), day),)
    )


def seen(
    temperature: str = "36.5", surroundings: Surroundings = NOWHERE, /, **differs: str
) -> Outlook:
    """The outlook of the man who is well; keywords with `__` for `.` differ."""
    intake = a_form(temperature, **differs)
    return look_ahead(intake, read_intake(intake, AT, surroundings), RULES)


def a_form(temperature: str = "36.5", /, **differs: str) -> Intake:
    named = {name.replace("__", "."): text for name, text in differs.items()}
    readings = (replace(a_reading(temperature)),) if temperature else ()
    return Intake(AT, {}, readings).with_fields(WELL | named)


def needed(temperature: str = "36.5", /, **differs: str) -> tuple[str, ...] | None:
    intake = a_form(temperature, **differs)
    return needed_to_save(intake, read_intake(intake, AT, NOWHERE), RULES)


def test_a_whole_form_has_its_route_and_misses_nothing() -> None:
    outlook = seen("37.8", q2="YES")

    assert outlook.routing is not None
    assert outlook.routing.result is Outcome.FEVER_CLINIC_SINGLE_ROOM
    assert (outlook.open_questions, outlook.missing, outlook.checks) == ((), (), ())
    assert outlook.known_evidence == ("F_MEASURED", "Q2_YES")
    assert outlook.work_up[:2] == ("CBC", "CRP")
    assert outlook.turns != ()
    assert not outlook.is_emergency


def test_an_empty_form_shows_no_route_and_asks_in_the_order_of_work() -> None:
    intake = Intake(AT)
    outlook = look_ahead(intake, read_intake(intake, AT, NOWHERE), RULES)

    assert outlook.routing is None
    assert outlook.known_evidence == ()
    assert outlook.work_up == ()
    assert outlook.turns == ()
    assert outlook.missing[:3] == ("temperature", "self_reported_fever", "q1")


def test_not_yet_asked_keeps_the_route_back_and_unknown_does_not() -> None:
    assert seen("37.8", q2="").routing is None
    assert seen("37.8", q2="").open_questions == ("q2",)
    asked = seen("37.8", q2="UNKNOWN").routing
    assert asked is not None
    assert asked.result is Outcome.FEVER_CLINIC_SINGLE_ROOM


def test_a_question_that_can_turn_nothing_is_not_waited_for() -> None:
    outlook = seen("37.8", q1="YES", q2="")

    assert outlook.routing is not None
    assert outlook.routing.result is Outcome.FEVER_CLINIC_SINGLE_ROOM
    assert outlook.missing == ("q2",)


def test_the_symptoms_are_one_question_for_the_nurse() -> None:
    outlook = seen(symptoms__COUGH="", symptoms__FATIGUE="")

    assert outlook.open_questions == ("symptoms",)
    assert needed(symptoms__COUGH="", symptoms__FATIGUE="") == ("symptoms",)


def test_what_was_not_asked_is_not_called_known() -> None:
    assert seen("37.8", q2="").known_evidence == ("F_MEASURED",)
    assert seen("37.8", q2="UNKNOWN").known_evidence == ("F_MEASURED", "Q2_UNKNOWN")


@pytest.mark.rule("TRI-1")
def test_an_emergency_misses_nothing() -> None:
    outlook = seen("", avpu="U", q1="", name="")

    assert outlook.is_emergency
    assert outlook.missing == ()
    assert needed("", avpu="U", q1="", name="") is None
    assert outlook.acuity.result is Level.I


def test_a_decision_upwards_to_resuscitation_is_an_emergency_too() -> None:
    decided = {"override__outcome": "RESUS", "override__by": "王医生", "override__duty": "DOCTOR"}

    outlook = seen("", name="", **decided)

    assert outlook.is_emergency
    assert needed("", name="", **decided) is None


def test_a_decision_of_a_person_stands_in_the_route_while_it_is_typed() -> None:
    raised = seen(override__outcome="FEVER_CLINIC", override__by="张护士").routing
    lowered = seen("38.5", override__outcome="GENERAL_OPD", override__by="张护士").routing

    assert raised is not None
    assert lowered is not None
    assert (raised.override, raised.result) == ("ACCEPTED", Outcome.FEVER_CLINIC)
    assert (lowered.override, lowered.override_reason) == ("REFUSED", "DOCTOR_REQUIRED")
    assert lowered.result is Outcome.FEVER_CLINIC


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({"mask": ""}, ("mask",)),
        ({"name": ""}, ("name",)),
        ({"name": "", **NO_ID}, ()),
        ({"id_no": ""}, ("id_no",)),
        (NO_ID, ()),
        ({"sex": ""}, ("sex",)),
        ({"birth_date": ""}, ("birth_date",)),
        ({"birth_date": "", "age": "41"}, ()),
        ({"phone": ""}, ("phone",)),
        ({"township_code": ""}, ("township_code",)),
        ({"health_code": ""}, ("health_code",)),
    ],
    ids=str,
)
def test_who_it_is_and_the_first_tier_are_needed(
    differs: dict[str, str], expected: tuple[str, ...]
) -> None:
    assert seen(**differs).missing == expected


def test_a_temperature_or_why_there_is_none() -> None:
    assert seen("").missing == ("temperature",)
    assert seen("", not_measured_reason="REFUSED").missing == ()


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({"spo2": ""}, ("spo2",)),
        ({"rr": "", "hr": ""}, ("rr", "hr")),
        ({"avpu": ""}, ("avpu",)),
        ({"on_oxygen": ""}, ("on_oxygen",)),
        ({"spo2": "", "on_oxygen": ""}, ("spo2",)),
        ({"bp": ""}, ("bp",)),
        ({"signs.STRIDOR": ""}, ("signs",)),
    ],
    ids=str,
)
def test_vital_signs_are_needed_but_for_the_ordinary_clinic(
    differs: dict[str, str], expected: tuple[str, ...]
) -> None:
    differs = {name.replace(".", "__"): text for name, text in differs.items()}

    assert seen("37.8", **differs).missing == expected
    assert seen("36.5", **differs).missing == ()


@pytest.mark.parametrize(
    ("age", "expected"), [("11", ()), ("12", ("bp",)), ("13", ("bp",)), ("", ("birth_date", "bp"))]
)
def test_blood_pressure_is_needed_from_twelve_years_on(age: str, expected: tuple[str, ...]) -> None:
    assert seen("37.8", birth_date="", age=age, bp="", **NO_ID).missing == expected


@pytest.mark.parametrize(
    ("age", "sex", "expected"),
    [
        ("11", "2", ()),
        ("12", "2", ("pregnant",)),
        ("55", "2", ("pregnant",)),
        ("56", "2", ()),
        ("30", "1", ()),
        ("", "2", ("birth_date", "pregnant")),
    ],
)
def test_a_woman_who_may_be_pregnant_is_asked(
    age: str, sex: str, expected: tuple[str, ...]
) -> None:
    assert seen("37.8", birth_date="", age=age, sex=sex, **NO_ID).missing == expected


def test_a_pregnancy_that_was_asked_for_is_not_missing() -> None:
    assert seen("37.8", birth_date="", age="30", sex="2", pregnant="NO", **NO_ID).missing == ()


@pytest.mark.rule("ACU-13")
def test_fever_with_headache_asks_for_neck_consciousness_and_rash() -> None:
    ill = {"symptoms__HEADACHE": "YES", "symptoms__RASH": ""}

    assert seen("38.5", **ill).checks == (
        "signs.STIFF_NECK",
        "signs.ALTERED_MENTAL_STATE",
        "symptoms.RASH",
    )
    assert seen("38.5", **ill, signs__STIFF_NECK="NO").checks == (
        "signs.ALTERED_MENTAL_STATE",
        "symptoms.RASH",
    )
    assert seen("36.5", **ill).checks == ()


@pytest.mark.rule("ACU-10")
def test_an_old_person_is_asked_for_the_signs_of_old_age() -> None:
    assert needed(birth_date="1954-06-01", **NO_ID) == ("signs",)
    assert needed(birth_date="1956-06-01", **NO_ID) == ()


def test_an_open_address_keeps_the_route_back_while_a_red_zone_is_in_force() -> None:
    assert seen("37.8", ZONES, township_code="").open_questions == ("township_code",)
    assert seen("37.8", ZONES, township_code="").routing is None
    assert seen("37.8", ZONES, township_code="370303004").routing is not None
    assert seen("37.8", ZONES, township_code="OTHER").routing is not None
    assert seen("37.8", ZONES, township_code="UNKNOWN").routing is not None
    assert seen("37.8", ZONES, township_code="", q1="YES").routing is not None


def test_a_zone_that_was_over_before_the_fourteen_days_asks_for_no_address() -> None:
    outlook = seen("37.8", red_until(date(2020, 2, 11)), township_code="")

    assert outlook.routing is not None
    assert outlook.missing == ("township_code",)


def test_a_zone_that_was_red_on_one_of_the_fourteen_days_keeps_the_route_back() -> None:
    zones = red_until(date(2020, 2, 12))

    assert seen("37.8", zones, township_code="").routing is None
    lived_there = seen("37.8", zones, township_code="370303001").routing
    assert lived_there is not None
    assert lived_there.result is Outcome.FEVER_CLINIC_SINGLE_ROOM


def test_an_age_is_that_of_the_clinic_s_day() -> None:
    at = datetime(2020, 2, 24, 16, 30, tzinfo=UTC)  # half past midnight on 25 February
    intake = a_form("37.8", birth_date="2008-02-25", bp="", **NO_ID)

    outlook = look_ahead(intake, read_intake(intake, at, NOWHERE), RULES)

    assert outlook.missing == ("bp",)


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({}, ("occupation", "arrival_mode", "emergency.name", "emergency.phone")),
        ({"occupation": "07"}, ("arrival_mode", "emergency.name", "emergency.phone")),
        (
            {"symptoms__COUGH": "YES"},
            ("onset_date", "occupation", "arrival_mode", "emergency.name", "emergency.phone"),
        ),
        (
            {"birth_date": "2005-06-01", **NO_ID},
            ("occupation", "arrival_mode", "emergency.name", "emergency.phone", "parent_name"),
        ),
        (
            {"birth_date": "2005-02-25", **NO_ID},
            ("occupation", "arrival_mode", "emergency.name", "emergency.phone"),
        ),
        (
            {"birth_date": "2019-12-01", **NO_ID},
            ("occupation", "arrival_mode", "emergency.name", "emergency.phone", "parent_name"),
        ),
    ],
    ids=str,
)
def test_what_the_card_will_ask_for_may_wait(
    differs: dict[str, str], expected: tuple[str, ...]
) -> None:
    assert seen(chronic_conditions__NONE="YES", **differs).later == expected


def test_chronic_conditions_that_nobody_asked_for_are_asked_later() -> None:
    assert seen().later[-1] == "chronic_conditions"
