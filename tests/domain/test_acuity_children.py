from dataclasses import replace
from decimal import Decimal

import pytest

from feverclinic.domain.history import Symptom
from feverclinic.domain.people import AgeUnit, Person, Sex
from feverclinic.domain.readings import Site
from feverclinic.domain.vitals import Avpu
from tests.domain.records import a_record, aged, assessed, born, urgency
from tests.domain.taken import a_reading

EVERYBODY = ("IV", ("ACU-14",))
# On 2020-02-25: eight years; four years and two months.
SCHOOL_CHILD = born("2012-02-01")
SMALL_CHILD = born("2015-12-10", Sex.FEMALE)


@pytest.mark.rule("ACU-4", "ACU-9")
def test_the_example_of_a_girl_of_four_with_low_oxygen_and_fast_breathing() -> None:
    found = assessed(
        replace(
            a_record(
                person=SMALL_CHILD,
                typed="38.4",
                vitals={"rr": 41, "hr": 150, "spo2": 91, "sbp": None, "dbp": None},
            ),
            symptoms={},
        )
    )

    assert (found.result.value, found.reasons) == ("II", ("ACU-4", "ACU-9"))
    assert (found.advisories, found.undecided, found.symptomatic.value) == ((), (), "NO")
    assert found.wait_limit_minutes == 10


@pytest.mark.rule("ACU-6")
@pytest.mark.parametrize(
    "sign",
    [
        "OBSTRUCTED_BREATHING",
        "SEVERE_RESPIRATORY_DISTRESS",
        "CENTRAL_CYANOSIS",
        "COMA",
        "CONVULSIONS",
        "STRIDOR",
        "WEAK_FAST_PULSE",
        "HEAVY_BLEEDING",
        "HIGH_RISK_TRAUMA",
        "THREATENED_LIMB",
        "SNAKE_BITE",
        "ECG_ISCHAEMIA",
        "VIOLENT",
    ],
)
def test_one_emergency_sign_of_a_child_is_level_one(sign: str) -> None:
    assert urgency(a_record(person=SCHOOL_CHILD, signs=[sign])) == ("I", ("ACU-6",))


@pytest.mark.rule("ACU-7")
@pytest.mark.parametrize(
    "sign",
    [
        "VERY_HIGH_TEMPERATURE",
        "TRAUMA_OR_URGENT_SURGERY",
        "SEVERE_PALLOR",
        "POISONING",
        "SEVERE_PAIN",
        "RESPIRATORY_DISTRESS",
        "RESTLESS_IRRITABLE_LETHARGIC",
        "URGENT_REFERRAL",
        "SEVERE_WASTING",
        "OEDEMA_BOTH_FEET",
        "MAJOR_BURNS",
    ],
)
def test_one_priority_sign_of_a_child_is_level_two(sign: str) -> None:
    assert urgency(a_record(person=SCHOOL_CHILD, signs=[sign])) == ("II", ("ACU-7",))


@pytest.mark.rule("ACU-1", "ACU-6", "ACU-7")
@pytest.mark.parametrize(
    ("birth_date", "sign", "found"),
    [
        ("2008-02-25", "RESPIRATORY_DISTRESS", ("I", ("ACU-1",))),
        ("2008-02-26", "RESPIRATORY_DISTRESS", ("II", ("ACU-7",))),
        ("2007-02-25", "RESPIRATORY_DISTRESS", ("I", ("ACU-1",))),
        ("2008-02-25", "STRIDOR", ("I", ("ACU-1",))),
        ("2008-02-26", "STRIDOR", ("I", ("ACU-6",))),
        ("2008-02-25", "SEVERE_PAIN", EVERYBODY),
        ("2008-02-25", "OBSTRUCTED_BREATHING", EVERYBODY),
    ],
)
def test_the_table_of_adults_begins_at_twelve(
    birth_date: str, sign: str, found: tuple[str, tuple[str, ...]]
) -> None:
    assert urgency(a_record(person=born(birth_date), signs=[sign])) == found


@pytest.mark.rule("ACU-6")
@pytest.mark.parametrize(
    ("signs", "refill", "level"),
    [
        (["COLD_HANDS", "WEAK_FAST_PULSE"], "3.1", "I"),
        (["COLD_HANDS"], "3.1", "IV"),
        (["COLD_HANDS"], "3", "IV"),
        ([], "3.1", "IV"),
    ],
)
def test_shock_of_a_child_is_cold_hands_slow_refill_and_a_weak_fast_pulse(
    signs: list[str], refill: str, level: str
) -> None:
    record = a_record(
        person=SCHOOL_CHILD, signs=signs, vitals={"capillary_refill_s": Decimal(refill)}
    )

    assert urgency(record)[0] == level


@pytest.mark.rule("ACU-6")
@pytest.mark.parametrize(
    ("signs", "symptoms", "reasons"),
    [
        (["LETHARGY", "SUNKEN_EYES"], ["DIARRHOEA"], ("ACU-6",)),
        (["LETHARGY", "VERY_SLOW_SKIN_PINCH"], ["DIARRHOEA"], ("ACU-6",)),
        (["SUNKEN_EYES", "VERY_SLOW_SKIN_PINCH"], ["DIARRHOEA"], ("ACU-6",)),
        (["LETHARGY", "SUNKEN_EYES", "VERY_SLOW_SKIN_PINCH"], ["DIARRHOEA"], ("ACU-6",)),
        (["LETHARGY"], ["DIARRHOEA"], ("ACU-13",)),
        (["LETHARGY", "SUNKEN_EYES"], [], ("ACU-14",)),
    ],
)
def test_severe_dehydration_is_diarrhoea_with_two_signs(
    signs: list[str], symptoms: list[str], reasons: tuple[str, ...]
) -> None:
    assert urgency(a_record(person=SCHOOL_CHILD, signs=signs, symptoms=symptoms))[1] == reasons


@pytest.mark.rule("ACU-6")
def test_dehydration_is_undecided_while_nobody_asked_for_diarrhoea() -> None:
    record = a_record(person=SCHOOL_CHILD, signs=["LETHARGY", "SUNKEN_EYES"])
    unasked = {key: one for key, one in record.symptoms.items() if key is not Symptom.DIARRHOEA}

    assert "ACU-6" in assessed(replace(record, symptoms=unasked)).undecided


@pytest.mark.rule("ACU-6")
def test_a_child_with_fever_and_a_stiff_neck_is_level_one() -> None:
    stiff = a_record(person=SCHOOL_CHILD, typed="38.2", signs=["STIFF_NECK"])
    headache = a_record(person=SCHOOL_CHILD, typed="38.2", symptoms=["HEADACHE", "RASH"])

    assert urgency(stiff) == ("I", ("ACU-6",))
    assert urgency(headache) == ("III", ("ACU-13",))
    assert assessed(headache).advisories == ()


@pytest.mark.rule("ACU-4", "ACU-6")
@pytest.mark.parametrize(
    ("avpu", "found"),
    [
        (Avpu.UNRESPONSIVE, ("I", ("ACU-4", "ACU-6"))),
        (Avpu.PAIN, ("II", ("ACU-4",))),
        (Avpu.VOICE, ("II", ("ACU-4",))),
        (Avpu.ALERT, EVERYBODY),
    ],
)
def test_a_child_that_does_not_answer_is_level_one(
    avpu: Avpu, found: tuple[str, tuple[str, ...]]
) -> None:
    assert urgency(a_record(person=SCHOOL_CHILD, vitals={"avpu": avpu})) == found


# Birth dates at the ends of the bands: 11 months 30 days, one year, four years, five, eleven.
BAND_CASES = [
    ("2019-02-26", {"hr": 89, "rr": 30}, "II"),
    ("2019-02-26", {"hr": 90, "rr": 30}, "IV"),
    ("2019-02-26", {"hr": 180, "rr": 30}, "IV"),
    ("2019-02-26", {"hr": 181, "rr": 30}, "II"),
    ("2019-02-26", {"hr": 120, "rr": 24}, "II"),
    ("2019-02-26", {"hr": 120, "rr": 25}, "IV"),
    ("2019-02-25", {"hr": 79, "rr": 30}, "II"),
    ("2019-02-25", {"hr": 80, "rr": 30}, "IV"),
    ("2019-02-25", {"hr": 160, "rr": 30}, "IV"),
    ("2019-02-25", {"hr": 161, "rr": 30}, "II"),
    ("2019-02-25", {"hr": 120, "rr": 19}, "II"),
    ("2019-02-25", {"hr": 120, "rr": 20}, "IV"),
    ("2018-02-25", {"hr": 85, "rr": 24}, "IV"),
    ("2015-02-26", {"hr": 79, "rr": 30}, "II"),
    ("2015-02-26", {"hr": 161, "rr": 30}, "II"),
    ("2015-02-25", {"hr": 69, "rr": 20}, "II"),
    ("2015-02-25", {"hr": 70, "rr": 20}, "IV"),
    ("2015-02-25", {"hr": 140, "rr": 20}, "IV"),
    ("2015-02-25", {"hr": 141, "rr": 20}, "II"),
    ("2014-02-25", {"hr": 75, "rr": 19}, "IV"),
    ("2008-02-26", {"hr": 90, "rr": 9}, "II"),
    ("2008-02-26", {"hr": 90, "rr": 10}, "IV"),
    ("2008-02-26", {"hr": 90, "rr": 30}, "IV"),
    ("2008-02-26", {"hr": 90, "rr": 31}, "II"),
    ("2008-02-26", {"hr": 69, "rr": 20}, "II"),
]


@pytest.mark.rule("ACU-4")
@pytest.mark.parametrize(("birth_date", "vitals", "level"), BAND_CASES)
def test_rates_of_children_have_limits_by_age(
    birth_date: str, vitals: dict[str, object], level: str
) -> None:
    found = urgency(a_record(person=born(birth_date), vitals=vitals))

    assert found == (level, ("ACU-4",) if level == "II" else ("ACU-14",))


@pytest.mark.rule("ACU-4", "ACU-9")
@pytest.mark.parametrize(
    ("birth_date", "rr", "reasons"),
    [
        ("2019-02-26", 49, ("ACU-14",)),
        ("2019-02-26", 50, ("ACU-9",)),
        ("2019-02-26", 51, ("ACU-4", "ACU-9")),
        ("2019-02-25", 39, ("ACU-14",)),
        ("2019-02-25", 40, ("ACU-9",)),
        ("2019-02-25", 41, ("ACU-4", "ACU-9")),
        ("2019-01-25", 41, ("ACU-4", "ACU-9")),
        ("2015-02-26", 40, ("ACU-9",)),
        ("2015-02-26", 39, ("ACU-14",)),
        ("2015-02-25", 40, ("ACU-4",)),
        ("2015-01-25", 40, ("ACU-4",)),
        ("2019-12-25", 50, ("ACU-9",)),
        ("2019-11-25", 50, ("ACU-9",)),
        ("2019-12-26", 59, ("ACU-4", "ACU-7")),
        ("2019-12-26", 60, ("ACU-4", "ACU-7", "ACU-9")),
        ("2020-01-25", 59, ("ACU-4", "ACU-7")),
    ],
)
def test_fast_breathing_has_limits_by_months(
    birth_date: str, rr: int, reasons: tuple[str, ...]
) -> None:
    found = urgency(a_record(person=born(birth_date), vitals={"hr": 120, "rr": rr}))

    assert found[1] == reasons


@pytest.mark.rule("ACU-4")
@pytest.mark.parametrize(
    ("typed", "vitals", "reasons"),
    [
        ("35.99", {}, ("ACU-4",)),
        ("36.00", {}, ("ACU-14",)),
        ("39.00", {}, ("ACU-13",)),
        ("39.01", {}, ("ACU-4",)),
        ("36.5", {"spo2": 91}, ("ACU-4",)),
        ("36.5", {"spo2": 92}, ("ACU-14",)),
    ],
)
def test_temperature_and_oxygen_of_children_have_the_limits_of_adults(
    typed: str, vitals: dict[str, object], reasons: tuple[str, ...]
) -> None:
    assert urgency(a_record(person=SCHOOL_CHILD, typed=typed, vitals=vitals))[1] == reasons


@pytest.mark.rule("ACU-5")
@pytest.mark.parametrize(
    ("person", "is_level_one"),
    [
        (born("2020-02-25"), True),
        (born("2020-02-18"), True),
        (born("2020-02-17"), False),
        (born("2020-02-16"), False),
        (aged(7, AgeUnit.DAY), True),
        (aged(8, AgeUnit.DAY), False),
        (aged(9, AgeUnit.DAY), False),
    ],
)
def test_an_infant_younger_than_eight_days_is_level_one(person: Person, is_level_one: bool) -> None:
    found = assessed(a_record(person=person, vitals={"hr": 120, "rr": 40}))

    assert (found.result.value == "I") is is_level_one
    assert ("ACU-5" in found.reasons) is is_level_one
    assert found.calls == (("PAEDIATRIC",) if is_level_one else ())


@pytest.mark.rule("ACU-7")
@pytest.mark.parametrize(
    ("person", "level"),
    [
        (born("2019-12-26"), "II"),
        (born("2019-12-25"), "IV"),
        (born("2019-11-25"), "IV"),
        (aged(1, AgeUnit.MONTH), "II"),
        (aged(2, AgeUnit.MONTH), "IV"),
        (aged(61, AgeUnit.DAY), "II"),
        (aged(62, AgeUnit.DAY), "IV"),
    ],
)
def test_an_infant_younger_than_two_months_is_level_two(person: Person, level: str) -> None:
    assert urgency(a_record(person=person, vitals={"hr": 120, "rr": 40}))[0] == level


@pytest.mark.rule("ACU-8")
@pytest.mark.parametrize(
    ("birth_date", "typed", "holds"),
    [
        ("2019-11-26", "38.00", True),
        ("2019-11-26", "37.99", False),
        ("2019-11-26", "38.01", True),
        ("2019-11-26", "36.00", False),
        ("2019-11-26", "35.99", True),
        ("2019-11-25", "38.00", False),
        ("2019-10-25", "38.00", False),
    ],
)
def test_fever_or_cold_below_three_months_calls_paediatrics(
    birth_date: str, typed: str, holds: bool
) -> None:
    record = a_record(person=born(birth_date), typed=typed, vitals={"hr": 120, "rr": 40})

    found = assessed(record)

    assert ("ACU-8" in found.reasons) is holds
    assert ("PAEDIATRIC" in found.calls) is holds
    assert (found.result.value == "II") is holds


@pytest.mark.rule("ACU-8")
@pytest.mark.parametrize(("typed", "level"), [("36.00", "IV"), ("35.99", "II")])
def test_a_hospital_may_move_the_general_limit_without_moving_that_of_infants(
    typed: str, level: str
) -> None:
    record = a_record(person=born("2019-12-01"), typed=typed, vitals={"hr": 120, "rr": 40})

    assert urgency(record, temperature_below_c=Decimal("34.00"))[0] == level


@pytest.mark.rule("ACU-5", "ACU-7", "ACU-8", "ACU-9")
@pytest.mark.parametrize(
    ("person", "typed", "rr", "undecided"),
    [
        (aged(0), "36.5", 45, ("ACU-5", "ACU-7")),
        (aged(0), "38.2", 45, ("ACU-5", "ACU-7", "ACU-8")),
        (aged(0), "36.5", 50, ("ACU-5", "ACU-7", "ACU-9")),
        (aged(0, AgeUnit.MONTH), "36.5", 45, ("ACU-5",)),
        (aged(1, AgeUnit.MONTH), "36.5", 45, ()),
        (aged(1), "36.5", 35, ()),
        (aged(4), "36.5", 35, ()),
    ],
)
def test_an_age_in_years_leaves_the_lines_of_months_and_days_open(
    person: Person, typed: str, rr: int, undecided: tuple[str, ...]
) -> None:
    record = a_record(person=person, typed=typed, vitals={"hr": 120, "rr": rr})

    assert assessed(record).undecided == undecided


@pytest.mark.rule("ACU-9")
@pytest.mark.parametrize(("rr", "holds"), [(60, True), (59, False)])
def test_fast_breathing_of_an_infant_of_unknown_months_is_sure_from_the_higher_limit(
    rr: int, holds: bool
) -> None:
    record = a_record(person=aged(0), typed=None, vitals={"hr": 120, "rr": rr})

    assert ("ACU-9" in assessed(record).reasons) is holds


@pytest.mark.rule("ACU-4")
def test_a_pulse_beyond_all_bands_needs_no_age() -> None:
    record = a_record(person=Person(sex=Sex.MALE), vitals={"hr": 181})

    assert urgency(record) == ("I", ("ACU-1", "ACU-3"))
    assert "ACU-4" not in assessed(record).undecided


def test_a_reading_without_contact_counts_when_there_is_no_other() -> None:
    record = a_record(person=born("2019-12-01"), typed=a_reading("38.1", Site.FOREHEAD_NC))

    assert "ACU-8" in urgency(record)[1]
