from dataclasses import replace
from decimal import Decimal

import pytest

from feverclinic.domain.acuity_rules import Sign
from feverclinic.domain.people import AgeUnit, Person, Sex
from feverclinic.domain.ternary import YES
from feverclinic.domain.vitals import Avpu
from tests.domain.records import (
    a_record,
    aged,
    assessed,
    born,
    signs_of,
    symptoms_of,
    urgency,
)
from tests.domain.taken import NOON, a_reading

EVERYBODY = ("IV", ("ACU-14",))
ILL = ("III", ("ACU-13",))


@pytest.mark.rule("ACU-1")
@pytest.mark.parametrize(
    "sign",
    [
        "STRIDOR",
        "RESPIRATORY_DISTRESS",
        "CENTRAL_CYANOSIS",
        "WEAK_FAST_PULSE",
        "HEAVY_BLEEDING",
        "CONVULSIONS",
        "HIGH_RISK_TRAUMA",
        "POISONING",
        "THREATENED_LIMB",
        "SNAKE_BITE",
        "ECG_ISCHAEMIA",
        "VIOLENT",
    ],
)
def test_one_emergency_sign_is_level_one(sign: str) -> None:
    assert urgency(a_record(signs=[sign])) == ("I", ("ACU-1",))


@pytest.mark.rule("ACU-1", "ACU-3")
@pytest.mark.parametrize(
    ("vitals", "found"),
    [
        ({"capillary_refill_s": Decimal("3.1")}, ("I", ("ACU-1",))),
        ({"capillary_refill_s": Decimal(3)}, EVERYBODY),
        ({"capillary_refill_s": Decimal("3.5")}, ("I", ("ACU-1",))),
        ({"hr": 151}, ("I", ("ACU-1", "ACU-3"))),
        ({"hr": 150}, ("II", ("ACU-3",))),
        ({"hr": 131}, ("II", ("ACU-3",))),
        ({"hr": 130}, EVERYBODY),
        ({"hr": 60}, EVERYBODY),
        ({"hr": 50}, EVERYBODY),
        ({"hr": 49}, ("I", ("ACU-1",))),
        ({"rr": 31}, ("II", ("ACU-3",))),
        ({"rr": 30}, EVERYBODY),
        ({"rr": 10}, EVERYBODY),
        ({"avpu": Avpu.UNRESPONSIVE}, ("I", ("ACU-1", "ACU-3"))),
        ({"avpu": Avpu.PAIN}, ("II", ("ACU-3",))),
        ({"avpu": Avpu.VOICE}, ("II", ("ACU-3",))),
        ({"spo2": 91}, ("II", ("ACU-3", "ACU-12"))),
        ({"spo2": 91, "on_oxygen": YES}, ("II", ("ACU-3",))),
        ({"spo2": 92, "on_oxygen": YES}, EVERYBODY),
    ],
)
def test_vital_signs_of_adults_raise_beyond_their_limits(
    vitals: dict[str, object], found: tuple[str, tuple[str, ...]]
) -> None:
    assert urgency(a_record(vitals=vitals)) == found


@pytest.mark.rule("ACU-3")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("35.99", ("II", ("ACU-3",))),
        ("36.00", EVERYBODY),
        ("36.01", EVERYBODY),
        ("39.00", ILL),
        ("39.01", ("II", ("ACU-3",))),
    ],
)
def test_temperature_is_high_risk_below_36_and_above_39(
    typed: str, found: tuple[str, tuple[str, ...]]
) -> None:
    assert urgency(a_record(typed=typed)) == found


@pytest.mark.rule("ACU-3")
@pytest.mark.parametrize("low", [{"hr": 59}, {"hr": 50}, {"rr": 9}])
def test_a_low_rate_alone_in_a_well_patient_is_checked_and_not_raised(
    low: dict[str, object],
) -> None:
    found = assessed(a_record(vitals=low | {"sbp": 90}))

    assert (found.result.value, found.reasons) == EVERYBODY
    assert found.advisories == ("LOW_RATE_CHECK",)


@pytest.mark.rule("ACU-3")
def test_an_even_rate_asks_for_no_check() -> None:
    assert assessed(a_record(vitals={"hr": 60, "rr": 10})).advisories == ()


@pytest.mark.rule("ACU-3")
@pytest.mark.parametrize(
    "vitals",
    [
        {"hr": 55, "rr": 9},
        {"hr": 55, "spo2": 91},
        {"hr": 55, "rr": 31},
        {"hr": 131, "rr": 9},
        {"hr": 55, "sbp": 89},
        {"hr": 55, "sbp": None},
        {"hr": 55, "avpu": None},
        {"rr": 9, "avpu": Avpu.VOICE},
    ],
)
def test_a_low_rate_raises_when_anything_else_is_wrong_or_not_known(
    vitals: dict[str, object],
) -> None:
    found = assessed(a_record(vitals=vitals))

    assert (found.result.value, found.reasons[0]) == ("II", "ACU-3")
    assert "LOW_RATE_CHECK" not in found.advisories


@pytest.mark.rule("ACU-3")
@pytest.mark.parametrize("sign", ["CHEST_PAIN", "SYNCOPE", "KNOWN_HEART_BLOCK"])
def test_a_low_rate_with_a_sign_of_the_heart_raises(sign: str) -> None:
    assert urgency(a_record(vitals={"hr": 55}, signs=[sign])) == ("II", ("ACU-3",))


@pytest.mark.rule("ACU-3")
def test_a_low_rate_raises_while_the_signs_of_the_heart_are_not_known() -> None:
    record = a_record(vitals={"hr": 55}, signs=[])
    signs = {name: value for name, value in record.signs.items() if name != Sign.SYNCOPE}

    assert urgency(replace(record, signs=signs)) == ("II", ("ACU-3",))


@pytest.mark.rule("ACU-3")
def test_a_low_rate_stays_undecided_while_another_value_is_missing() -> None:
    found = assessed(a_record(vitals={"hr": 55, "spo2": None}))

    assert (found.result.value, found.undecided) == ("IV", ("ACU-3", "ACU-12"))
    assert found.advisories == ("VITALS_MISSING", "LOW_RATE_CHECK")


@pytest.mark.rule("ACU-3")
@pytest.mark.parametrize(("switch", "level"), [(True, "II"), (False, "IV")])
def test_a_hospital_may_raise_every_low_rate(switch: bool, level: str) -> None:
    record = a_record(vitals={"hr": 59})

    assert urgency(record, isolated_low_rate_uptriage=switch)[0] == level


@pytest.mark.rule("ACU-1")
@pytest.mark.parametrize("sign", ["CHEST_PAIN", "ABDOMINAL_PAIN"])
@pytest.mark.parametrize(
    ("birth_date", "found"),
    [
        ("1968-02-25", ("I", ("ACU-1",))),
        ("1969-02-25", ("I", ("ACU-1",))),
        ("1969-02-26", EVERYBODY),
        ("1970-02-25", EVERYBODY),
        ("1971-02-25", EVERYBODY),
    ],
)
def test_pain_in_chest_or_belly_is_level_one_above_50_years(
    sign: str, birth_date: str, found: tuple[str, tuple[str, ...]]
) -> None:
    assert urgency(a_record(person=born(birth_date), signs=[sign])) == found


@pytest.mark.rule("ACU-1")
@pytest.mark.parametrize(
    ("typed", "signs", "symptoms"),
    [
        ("36.5", ["ALTERED_MENTAL_STATE", "STIFF_NECK"], []),
        ("36.5", ["ALTERED_MENTAL_STATE"], ["HEADACHE"]),
        ("36.5", ["STIFF_NECK"], ["HEADACHE"]),
        ("37.3", ["ALTERED_MENTAL_STATE"], []),
        ("37.3", ["STIFF_NECK"], []),
        ("35.99", ["STIFF_NECK"], []),
        ("35.99", ["ALTERED_MENTAL_STATE"], []),
        ("35.99", [], ["HEADACHE"]),
        ("37.3", [], ["HEADACHE", "RASH"]),
    ],
)
def test_two_of_the_four_signs_are_level_one(
    typed: str, signs: list[str], symptoms: list[str]
) -> None:
    level, reasons = urgency(a_record(typed=typed, signs=signs, symptoms=symptoms))

    assert (level, reasons[0]) == ("I", "ACU-1")


@pytest.mark.rule("ACU-1", "ACU-14")
@pytest.mark.parametrize(
    ("typed", "signs", "symptoms"),
    [
        ("37.29", ["STIFF_NECK"], []),
        ("36.0", ["ALTERED_MENTAL_STATE"], []),
        ("36.0", [], ["HEADACHE", "RASH"]),
        ("36.5", [], ["HEADACHE"]),
    ],
)
def test_one_of_the_four_signs_is_not(typed: str, signs: list[str], symptoms: list[str]) -> None:
    assert urgency(a_record(typed=typed, signs=signs, symptoms=symptoms)) == EVERYBODY


@pytest.mark.rule("ACU-1", "ACU-13")
def test_fever_with_headache_alone_is_level_three_and_asks_for_the_neck() -> None:
    found = assessed(a_record(typed="37.3", symptoms=["HEADACHE"]))

    assert (found.result.value, found.reasons) == ILL
    assert found.advisories == ("CHECK_MENINGISM",)


@pytest.mark.rule("ACU-1")
@pytest.mark.parametrize(("switch", "level"), [(True, "I"), (False, "III")])
def test_a_hospital_may_keep_the_printed_pair(switch: bool, level: str) -> None:
    record = a_record(typed="37.3", symptoms=["HEADACHE"])

    assert urgency(record, red_pair_fever_headache=switch)[0] == level


@pytest.mark.rule("ACU-1")
@pytest.mark.parametrize("name", ["STIFF_NECK", "ALTERED_MENTAL_STATE", "RASH"])
def test_fever_with_headache_is_undecided_until_the_check_is_done(name: str) -> None:
    record = a_record(typed="37.3", symptoms=["HEADACHE"])
    unasked = replace(
        record,
        signs={key: value for key, value in record.signs.items() if key != name},
        symptoms={key: value for key, value in record.symptoms.items() if key.value != name},
    )

    assert assessed(unasked).undecided == ("ACU-1",)


@pytest.mark.rule("ACU-13")
@pytest.mark.parametrize("symptom", ["COUGH", "FATIGUE", "CONJUNCTIVITIS", "SMELL_TASTE_LOSS"])
def test_a_symptom_of_the_two_groups_is_level_three(symptom: str) -> None:
    assert urgency(a_record(symptoms=[symptom])) == ILL


@pytest.mark.rule("ACU-14")
@pytest.mark.parametrize("symptom", ["HEADACHE", "NAUSEA_VOMITING", "ANOREXIA", "RASH", "CHILLS"])
def test_an_unspecific_symptom_is_not(symptom: str) -> None:
    assert urgency(a_record(symptoms=[symptom])) == EVERYBODY


@pytest.mark.rule("ACU-13", "ACU-14")
def test_symptoms_that_nobody_asked_for_leave_level_three_open() -> None:
    found = assessed(a_record(symptoms=["RASH"], vitals={}))
    unasked = assessed(replace(a_record(), symptoms={}))

    assert found.undecided == ()
    assert (unasked.result.value, unasked.undecided) == ("IV", ("ACU-13",))
    assert unasked.advisories == ("VITALS_MISSING",)


@pytest.mark.rule("ACU-1", "ACU-13", "ACU-14")
@pytest.mark.parametrize(
    ("record", "minutes"),
    [
        (a_record(signs=["STRIDOR"]), 0),
        (a_record(vitals={"rr": 31}), 10),
        (a_record(typed="37.3"), 30),
        (a_record(), 60),
    ],
    ids=["I", "II", "III", "IV"],
)
def test_each_level_has_its_longest_wait(record: object, minutes: int) -> None:
    assert assessed(record).wait_limit_minutes == minutes  # pyright: ignore[reportArgumentType]


def test_what_was_not_measured_is_listed_and_keeps_the_level() -> None:
    found = assessed(
        a_record(
            typed=None,
            vitals=dict.fromkeys(("rr", "hr", "spo2", "sbp", "dbp", "avpu", "capillary_refill_s")),
        )
    )

    assert (found.result.value, found.reasons) == EVERYBODY
    assert found.undecided == ("ACU-1", "ACU-3", "ACU-12", "ACU-13")
    assert found.advisories == ("VITALS_MISSING",)


def test_somebody_of_unknown_age_is_read_by_the_table_of_adults_and_the_others_stay_open() -> None:
    found = assessed(a_record(person=Person(sex=Sex.MALE), vitals={"avpu": Avpu.UNRESPONSIVE}))
    well = assessed(a_record(person=Person(sex=Sex.MALE)))

    assert (found.result.value, found.reasons) == ("I", ("ACU-1", "ACU-3"))
    assert well.undecided == ("ACU-4", "ACU-5", "ACU-7")


def test_an_age_in_years_is_enough_for_an_adult() -> None:
    assert assessed(a_record(person=aged(41))) == assessed(a_record())
    assert assessed(a_record(person=aged(41 * 12, AgeUnit.MONTH))).undecided == ()


def test_the_temperature_of_a_thermometer_past_its_date_leaves_the_lines_open() -> None:
    due = NOON.date().replace(day=24)

    cold = assessed(a_record(typed=a_reading("35.0", due=due)))
    hot = assessed(a_record(typed=a_reading("39.5", due=due)))

    assert (cold.result.value, cold.undecided) == ("IV", ("ACU-3", "ACU-13"))
    assert (hot.result.value, hot.reasons) == ("II", ("ACU-3",))


def test_signs_that_nobody_looked_for_leave_the_lines_open() -> None:
    found = assessed(replace(a_record(), signs={}))

    assert found.undecided == ("ACU-1",)
    assert assessed(replace(a_record(), signs=signs_of([]))).undecided == ()
    assert assessed(replace(a_record(), symptoms=symptoms_of([]))).undecided == ()
