from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from feverclinic.domain.case_facts import CaseFile, Features
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.people import AgeUnit, Person
from feverclinic.domain.severity import severe_item
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.vitals import Vitals
from tests.domain.case_files import DAY, EDITIONS, HERE, NOON, a_file, an_image, edition, graded

ITEMS = (
    *("MECHANICAL_VENTILATION", "SHOCK", "ORGAN_FAILURE_ICU", "LESION_PROGRESS_OVER_50"),
    *("SYMPTOMS_WORSENING", "TACHYPNOEA_EXPLAINED", "LABOURED_BREATHING", "CYANOSIS", "APNOEA"),
    *("LETHARGY", "CONVULSION", "FEEDING_DIFFICULTY", "DEHYDRATION", "NASAL_FLARING"),
    *("THREE_CONCAVE_SIGN", "STRIDOR_OR_WHEEZE", "CONSCIOUSNESS_DISTURBED", "VERY_HIGH_FEVER"),
)
NONE = dict.fromkeys(ITEMS, NO)
UP_TO_7, FROM_8, FROM_9 = EDITIONS[:4], EDITIONS[4:], EDITIONS[6:]


def a_graded_file(*present: str, pneumonia: Ternary = NO, **differs: Any) -> CaseFile:
    """A confirmed case whose items were all asked; those named are present."""
    usual: dict[str, Any] = {
        "case_class": CaseClass.CONFIRMED,
        "severity_items": NONE | dict.fromkeys(present, YES),
        "imaging": (an_image(Features.ABSENT, pneumonia=pneumonia),),
    }
    return a_file(**(usual | differs))


def a_child(months: int, **differs: Any) -> dict[str, Any]:
    person = Person(age=months, age_unit=AgeUnit.MONTH)
    return {"person": person} | differs


def on_air(rr: int | None = None, spo2: int | None = None) -> Vitals:
    return Vitals(rr=rr, spo2=spo2, on_oxygen=NO)


@pytest.mark.parametrize(
    ("pneumonia", "in_9", "in_10"),
    [
        (YES, Severity.ORDINARY, Severity.MODERATE),
        (NO, Severity.MILD, Severity.MILD),
        (UNKNOWN, Severity.UNGRADED, Severity.UNGRADED),
    ],
)
def test_without_a_severe_item_the_image_decides(
    pneumonia: Ternary, in_9: Severity, in_10: Severity
) -> None:
    file = a_graded_file(pneumonia=pneumonia)

    assert {graded(file, name).result for name in EDITIONS[:-1]} == {in_9}
    assert graded(file, "covid-dt-10").result is in_10
    assert graded(file).reasons == (("PNEUMONIA",) if pneumonia is YES else ())


def test_no_image_and_no_severe_item_is_not_graded() -> None:
    assert graded(a_graded_file(imaging=())).result is Severity.UNGRADED


@pytest.mark.parametrize(
    ("case_class", "provisional"), [(CaseClass.CONFIRMED, False), (CaseClass.SUSPECTED, True)]
)
def test_the_grade_of_a_suspect_is_provisional(case_class: CaseClass, provisional: bool) -> None:
    found = graded(a_graded_file(case_class=case_class))

    assert (found.result, found.is_provisional) == (Severity.MILD, provisional)


@pytest.mark.parametrize(
    "case_class", [None, *(set(CaseClass) - {CaseClass.CONFIRMED, CaseClass.SUSPECTED})]
)
def test_other_classes_are_not_graded(case_class: CaseClass | None) -> None:
    found = graded(a_graded_file("SHOCK", case_class=case_class))

    assert (found.result, found.reasons) == (Severity.UNGRADED, ("CLASS_NOT_GRADED",))


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("item", ["MECHANICAL_VENTILATION", "SHOCK", "ORGAN_FAILURE_ICU"])
def test_a_critical_item_stands_before_the_severe_ones(item: str, name: str) -> None:
    found = graded(a_graded_file(item, pneumonia=YES, vitals=on_air(rr=40)), name)

    assert found.result is Severity.CRITICAL
    assert found.reasons == (item, "RR", "PNEUMONIA")


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("signs", "reasons"),
    [
        ({"rr": 29}, ()),
        ({"rr": 30}, ("RR",)),
        ({"spo2": 94}, ()),
        ({"spo2": 93}, ("SPO2",)),
        ({"rr": 30, "spo2": 93}, ("RR", "SPO2")),
    ],
)
def test_adults_are_severe_from_30_breaths_or_at_93_percent(
    signs: dict[str, int], reasons: tuple[str, ...], name: str
) -> None:
    found = graded(a_graded_file(vitals=on_air(**signs)), name)

    assert (found.reasons, found.tables) == (reasons, ("ADULT",))
    assert found.result is (Severity.SEVERE if reasons else Severity.MILD)


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(("ratio", "is_severe"), [("300", True), ("300.1", False)])
def test_a_ratio_of_300_is_severe(ratio: str, is_severe: bool, name: str) -> None:
    found = graded(a_graded_file(pao2_fio2=Decimal(ratio)), name)

    assert (found.reasons == ("PAO2_FIO2",)) is is_severe


@pytest.mark.parametrize("name", EDITIONS[2:])
@pytest.mark.parametrize(
    ("metres", "pressure", "ratio", "is_severe"),
    [
        (1000, "380", "600", False),
        (1001, "380", "600", True),
        (1001, "380", "600.1", False),
        (1001, None, "300", True),
        (1001, None, "301", False),
        (None, "380", "600", False),
    ],
)
def test_above_1000_metres_the_ratio_is_corrected_by_the_pressure(
    metres: int | None, pressure: str | None, ratio: str, is_severe: bool, name: str
) -> None:
    file = a_graded_file(
        altitude_m=metres,
        atmospheric_pressure_mmhg=None if pressure is None else Decimal(pressure),
        pao2_fio2=Decimal(ratio),
    )

    assert (graded(file, name).result is Severity.SEVERE) is is_severe


def test_a_high_ratio_at_altitude_without_the_pressure_is_unknown() -> None:
    file = a_graded_file(altitude_m=2000, pao2_fio2=Decimal(310))

    assert severe_item(file, edition("covid-dt-6")) is UNKNOWN


@pytest.mark.parametrize("name", EDITIONS[:2])
def test_edition_5_prints_no_correction_for_altitude(name: str) -> None:
    file = a_graded_file(
        altitude_m=4000, atmospheric_pressure_mmhg=Decimal(380), pao2_fio2=Decimal(600)
    )

    assert graded(file, name).result is Severity.MILD


@pytest.mark.parametrize("name", EDITIONS)
def test_on_oxygen_the_saturation_is_unknown(name: str) -> None:
    found = graded(a_graded_file(vitals=Vitals(spo2=90, on_oxygen=YES)), name)

    assert found.result is Severity.MILD
    assert found.advisories == ("SPO2_UNKNOWN_ON_OXYGEN",)


def test_whether_oxygen_is_given_must_be_known_from_edition_8_on() -> None:
    file = a_graded_file(vitals=Vitals(spo2=93, on_oxygen=UNKNOWN))

    assert {graded(file, name).result for name in UP_TO_7} == {Severity.SEVERE}
    assert {graded(file, name).result for name in FROM_8} == {Severity.MILD}
    assert {graded(file, name).advisories for name in FROM_8} == {("SPO2_UNKNOWN_ON_OXYGEN",)}


@pytest.mark.parametrize("at_rest", [NO, UNKNOWN])
def test_the_saturation_counts_at_rest_only(at_rest: Ternary) -> None:
    assert graded(a_graded_file(vitals=on_air(spo2=90), at_rest=at_rest)).reasons == ()


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("born", "tables"),
    [
        (date(2006, 2, 26), ("ADULT", "CHILD")),
        (date(2006, 2, 27), ("CHILD",)),
        (date(2002, 2, 27), ("ADULT", "CHILD")),
        (date(2002, 2, 26), ("ADULT",)),
    ],
)
def test_from_14_to_17_both_tables_count(born: date, tables: tuple[str, ...], name: str) -> None:
    assert graded(a_graded_file(person=Person(birth_date=born)), name).tables == tables


def test_between_14_and_17_the_worse_result_counts() -> None:
    person = Person(age=15)

    by_adults = graded(a_graded_file(person=person, vitals=on_air(spo2=93)))
    by_children = graded(a_graded_file("CYANOSIS", person=person))
    assert (by_adults.result, by_adults.reasons) == (Severity.SEVERE, ("SPO2",))
    assert (by_children.result, by_children.reasons) == (Severity.SEVERE, ("CYANOSIS",))


def test_an_unknown_age_is_tested_against_both_tables() -> None:
    assert graded(a_graded_file(person=Person())).tables == ("ADULT", "CHILD")


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("months", "rate", "is_severe"),
    [
        (1, 59, False),
        (1, 60, True),
        (2, 49, False),
        (2, 50, True),
        (11, 49, False),
        (11, 50, True),
        (12, 39, False),
        (12, 40, True),
        (71, 39, False),
        (71, 40, True),
        (72, 29, False),
        (72, 30, True),
    ],
)
def test_fast_breathing_of_a_child_depends_on_its_months(
    months: int, rate: int, is_severe: bool, name: str
) -> None:
    found = graded(a_graded_file(**a_child(months, vitals=on_air(rr=rate))), name)

    assert (found.reasons == ("TACHYPNOEA",)) is is_severe
    assert found.tables == ("CHILD",)


def test_fast_breathing_by_fever_or_crying_does_not_count() -> None:
    fast = a_child(30, vitals=on_air(rr=60))

    assert graded(a_graded_file("TACHYPNOEA_EXPLAINED", **fast)).reasons == ()
    assert graded(a_graded_file(severity_items={}, **fast)).reasons == ("TACHYPNOEA",)


@pytest.mark.parametrize(
    ("spo2", "up_to_7", "from_8"), [(92, True, True), (93, False, True), (94, False, False)]
)
def test_the_saturation_of_a_child_is_92_and_from_edition_8_on_93(
    spo2: int, up_to_7: bool, from_8: bool
) -> None:
    file = a_graded_file(**a_child(40, vitals=on_air(spo2=spo2)))

    for names, is_severe in ((UP_TO_7, up_to_7), (FROM_8, from_8)):
        wanted = Severity.SEVERE if is_severe else Severity.MILD
        assert {graded(file, name).result for name in names} == {wanted}


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    "item",
    [
        *("LABOURED_BREATHING", "NASAL_FLARING", "THREE_CONCAVE_SIGN", "CYANOSIS", "APNOEA"),
        *("LETHARGY", "CONVULSION"),
    ],
)
def test_every_edition_has_these_signs_of_a_child(item: str, name: str) -> None:
    assert graded(a_graded_file(item, **a_child(30)), name).result is Severity.SEVERE
    assert graded(a_graded_file(item), name).result is Severity.MILD


@pytest.mark.parametrize(
    "item", ["STRIDOR_OR_WHEEZE", "CONSCIOUSNESS_DISTURBED", "VERY_HIGH_FEVER"]
)
def test_from_edition_9_on_these_signs_of_a_child_count_too(item: str) -> None:
    found = {
        name
        for name in EDITIONS
        if graded(a_graded_file(item, **a_child(30)), name).result is Severity.SEVERE
    }

    assert found >= {"covid-dt-9", "covid-dt-10"}
    assert found.isdisjoint(UP_TO_7)


@pytest.mark.parametrize("name", EDITIONS)
def test_difficult_feeding_is_severe_only_with_dehydration(name: str) -> None:
    alone = graded(a_graded_file("FEEDING_DIFFICULTY", **a_child(5)), name)
    both = graded(a_graded_file("FEEDING_DIFFICULTY", "DEHYDRATION", **a_child(5)), name)

    assert (alone.result, alone.reasons) == (Severity.MILD, ())
    assert (both.result, both.reasons) == (
        Severity.SEVERE,
        ("FEEDING_DIFFICULTY", "DEHYDRATION"),
    )


@pytest.mark.parametrize(("days", "from_8"), [(3, False), (4, True)])
def test_a_high_fever_of_more_than_3_days_counts_from_edition_8_on(days: int, from_8: bool) -> None:
    file = a_graded_file(**a_child(30, high_fever_days=days))

    assert {graded(file, name).result for name in UP_TO_7} == {Severity.MILD}
    wanted = Severity.SEVERE if from_8 else Severity.MILD
    assert {graded(file, name).result for name in FROM_8} == {wanted}


def test_growing_lesions_are_managed_as_severe_in_editions_6_and_7() -> None:
    file = a_graded_file("LESION_PROGRESS_OVER_50", pneumonia=YES)

    for name in ("covid-dt-6", "covid-dt-7"):
        found = graded(file, name)
        assert (found.result, found.advisories) == (Severity.SEVERE, ("MANAGE_AS_SEVERE",))
        assert found.reasons == ("LESION_PROGRESS_OVER_50", "PNEUMONIA")
    for name in ("covid-dt-5", "covid-dt-5r", "covid-dt-8", "covid-dt-8r", "covid-dt-9"):
        assert graded(file, name).result is Severity.ORDINARY


@pytest.mark.parametrize("name", FROM_8)
def test_from_edition_8_on_growing_lesions_need_worsening_symptoms(name: str) -> None:
    both = graded(a_graded_file("LESION_PROGRESS_OVER_50", "SYMPTOMS_WORSENING"), name)

    assert both.result is Severity.SEVERE
    assert both.reasons == ("LESION_PROGRESS_OVER_50", "SYMPTOMS_WORSENING")
    assert graded(a_graded_file("SYMPTOMS_WORSENING"), name).result is Severity.MILD


def test_unknown_items_are_told_and_leave_the_grade() -> None:
    found = graded(a_graded_file(severity_items={}, pneumonia=YES))

    assert (found.result, found.advisories) == (Severity.ORDINARY, ("ITEMS_UNKNOWN",))


def test_the_latest_image_tells_of_the_pneumonia() -> None:
    at = datetime(2020, 2, 26, 8, tzinfo=HERE)
    images = (
        an_image(pneumonia=NO, done_at=at),
        an_image(pneumonia=YES, done_at=NOON - DAY),
    )

    assert graded(a_graded_file(imaging=images)).result is Severity.MILD
