from dataclasses import replace

import pytest

from feverclinic.domain.people import Sex
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from tests.domain.records import (
    WOMAN,
    a_record,
    assessed,
    born,
    urgency,
)

EVERYBODY = ("IV", ("ACU-14",))
PREGNANT = replace(WOMAN, pregnant=YES)


@pytest.mark.rule("ACU-2")
@pytest.mark.parametrize(
    "sign",
    [
        "HEAVY_BLEEDING",
        "SEVERE_ABDOMINAL_PAIN",
        "CONVULSIONS",
        "ALTERED_MENTAL_STATE",
        "SEVERE_HEADACHE",
        "VISUAL_CHANGE",
        "ACTIVE_LABOUR",
    ],
)
def test_one_emergency_sign_of_pregnancy_is_level_one(sign: str) -> None:
    found = assessed(a_record(person=PREGNANT, signs=[sign]))

    assert (found.result.value, "ACU-2" in found.reasons) == ("I", True)
    assert found.calls == ("OBSTETRIC",)


@pytest.mark.rule("ACU-2")
@pytest.mark.parametrize(
    ("vitals", "level"),
    [
        ({"sbp": 160}, "I"),
        ({"sbp": 159}, "IV"),
        ({"dbp": 110}, "I"),
        ({"dbp": 109}, "IV"),
        ({"dbp": 111}, "I"),
    ],
)
def test_high_blood_pressure_in_pregnancy_is_level_one(
    vitals: dict[str, object], level: str
) -> None:
    assert urgency(a_record(person=PREGNANT, vitals=vitals))[0] == level
    assert urgency(a_record(person=WOMAN, vitals=vitals))[0] == "IV"


@pytest.mark.rule("ACU-2")
@pytest.mark.parametrize(
    ("birth_date", "sex", "undecided"),
    [
        ("1990-06-01", Sex.FEMALE, ("ACU-2",)),
        ("1990-06-01", Sex.NOT_STATED, ("ACU-2",)),
        ("1990-06-01", Sex.MALE, ()),
        ("2008-02-25", Sex.FEMALE, ("ACU-2",)),
        ("2008-02-26", Sex.FEMALE, ()),
        ("1965-02-25", Sex.FEMALE, ("ACU-2",)),
        ("1964-02-26", Sex.FEMALE, ("ACU-2",)),
        ("1964-02-25", Sex.FEMALE, ()),
    ],
)
def test_an_unasked_pregnancy_is_open_for_females_of_12_to_55_only(
    birth_date: str, sex: Sex, undecided: tuple[str, ...]
) -> None:
    record = a_record(person=born(birth_date, sex), vitals={"sbp": 160})

    assert assessed(record).undecided == undecided


@pytest.mark.rule("ACU-2")
def test_a_recorded_pregnancy_counts_at_every_age() -> None:
    girl = replace(born("2008-06-01", Sex.FEMALE), pregnant=YES)

    assert urgency(a_record(person=girl, vitals={"sbp": 160})) == ("I", ("ACU-2",))


@pytest.mark.rule("ACU-10")
@pytest.mark.parametrize("sign", ["NEW_CONFUSION", "FALL", "NOT_EATING"])
@pytest.mark.parametrize(
    ("birth_date", "found", "symptomatic"),
    [
        ("1954-02-25", ("II", ("ACU-10",)), YES),
        ("1955-02-25", ("II", ("ACU-10",)), YES),
        ("1955-02-26", EVERYBODY, NO),
    ],
)
def test_a_sign_of_old_age_is_level_two_from_65(
    sign: str, birth_date: str, found: tuple[str, tuple[str, ...]], symptomatic: str
) -> None:
    acuity = assessed(a_record(person=born(birth_date), signs=[sign]))

    assert (acuity.result.value, acuity.reasons) == found
    assert acuity.symptomatic is symptomatic


@pytest.mark.rule("ACU-10", "ACU-12")
@pytest.mark.parametrize(
    ("spo2", "on_oxygen", "found"),
    [
        (92, NO, ("II", ("ACU-10", "ACU-12"))),
        (93, NO, ("II", ("ACU-10", "ACU-12"))),
        (94, NO, EVERYBODY),
        (93, YES, ("II", ("ACU-10",))),
    ],
)
def test_low_oxygen_of_old_people_counts_on_oxygen_too(
    spo2: int, on_oxygen: str, found: tuple[str, tuple[str, ...]]
) -> None:
    record = a_record(person=born("1950-01-01"), vitals={"spo2": spo2, "on_oxygen": on_oxygen})

    assert urgency(record) == found


@pytest.mark.rule("ACU-12")
@pytest.mark.parametrize(
    ("birth_date", "spo2", "on_oxygen", "found"),
    [
        ("2006-02-25", 93, NO, ("II", ("ACU-12",))),
        ("2005-02-25", 93, NO, ("II", ("ACU-12",))),
        ("2006-02-26", 93, NO, EVERYBODY),
        ("2006-02-25", 92, NO, ("II", ("ACU-12",))),
        ("2006-02-25", 94, NO, EVERYBODY),
        ("2006-02-25", 93, YES, EVERYBODY),
        ("2006-02-25", 93, UNKNOWN, EVERYBODY),
    ],
)
def test_low_oxygen_on_air_is_level_two_from_14_years(
    birth_date: str, spo2: int, on_oxygen: str, found: tuple[str, tuple[str, ...]]
) -> None:
    record = a_record(person=born(birth_date), vitals={"spo2": spo2, "on_oxygen": on_oxygen})

    assert urgency(record) == found
    assert assessed(record).undecided == (("ACU-12",) if on_oxygen is UNKNOWN else ())


@pytest.mark.rule("ACU-11")
@pytest.mark.parametrize(
    ("typed", "symptoms", "reasons"),
    [
        ("37.3", [], ("ACU-11",)),
        ("36.5", ["COUGH"], ("ACU-11",)),
        ("36.5", ["CHEST_TIGHTNESS"], ("ACU-11",)),
        ("36.5", ["MYALGIA"], ("ACU-13",)),
        ("37.29", [], ("ACU-14",)),
    ],
)
def test_pregnant_with_fever_or_a_respiratory_symptom_calls_obstetrics(
    typed: str, symptoms: list[str], reasons: tuple[str, ...]
) -> None:
    found = assessed(a_record(person=PREGNANT, typed=typed, symptoms=symptoms))

    assert found.reasons == reasons
    assert found.result.value == ("IV" if reasons == ("ACU-14",) else "III")
    assert found.calls == (("OBSTETRIC",) if reasons == ("ACU-11",) else ())
