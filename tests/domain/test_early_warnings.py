from datetime import date, timedelta
from decimal import Decimal

import pytest

from feverclinic.domain.case_facts import CaseFile, Trend, TrendPoint
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.people import AgeUnit, Chronic, Person
from feverclinic.domain.ternary import YES
from tests.domain.case_files import DAY, EDITIONS, NOON, a_file, graded

CHILD = Person(age=3)
RISING = {
    Trend.IL6: "IL6_RISING",
    Trend.CRP: "CRP_RISING",
    Trend.LACTATE: "LACTATE_RISING",
}


def a_course(trend: Trend, *values: str, person: Person | None = None) -> CaseFile:
    """One value a day, the last one now."""
    points = tuple(
        TrendPoint(NOON - timedelta(days=len(values) - 1 - place), Decimal(value))
        for place, value in enumerate(values)
    )
    differs = {} if person is None else {"person": person}
    return a_file(case_class=CaseClass.CONFIRMED, trends={trend: points}, **differs)


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("values", "fires"),
    [
        (("1.0", "0.9", "0.81"), False),
        (("1.0", "0.9", "0.8"), True),
        (("1.0", "0.7", "0.8"), False),
        (("1.0", "1.0", "0.7"), False),
        (("1.0", "0.5"), False),
        (("0.4", "1.0", "0.9", "0.8"), True),
        (("0.8", "0.9", "1.0"), False),
    ],
)
def test_lymphocytes_warn_after_two_falls_of_20_percent_together(
    values: tuple[str, ...], fires: bool, name: str
) -> None:
    found = graded(a_course(Trend.LYMPHOCYTES, *values), name).early_warning

    assert found == (("LYMPHOCYTES_FALLING",) if fires else ())


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("trend", list(RISING))
@pytest.mark.parametrize(
    ("values", "fires"), [(("10", "11", "12"), True), (("10", "11", "11.9"), False)]
)
def test_what_rises_twice_by_20_percent_together_warns(
    values: tuple[str, ...], fires: bool, trend: Trend, name: str
) -> None:
    found = graded(a_course(trend, *values), name).early_warning

    assert found == ((RISING[trend],) if fires else ())


def test_the_order_of_the_points_in_the_file_never_matters() -> None:
    points = tuple(TrendPoint(NOON - days * DAY, Decimal(10 - days)) for days in (1, 0, 3, 2))

    file = a_file(case_class=CaseClass.CONFIRMED, trends={Trend.CRP: points})
    assert graded(file).early_warning == ("CRP_RISING",)


def test_the_breathing_rate_warns_of_children_only() -> None:
    rates = ("25", "28", "30")

    assert graded(a_course(Trend.RR, *rates, person=CHILD)).early_warning == ("RR_RISING",)
    assert graded(a_course(Trend.RR, *rates)).early_warning == ()


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("person", "fires"),
    [
        (Person(age=2, age_unit=AgeUnit.MONTH), True),
        (Person(age=3, age_unit=AgeUnit.MONTH), False),
        (Person(birth_date=date(2019, 11, 26)), False),
        (Person(birth_date=date(2019, 11, 27)), True),
        (Person(age=9, chronic_conditions=()), False),
        (Person(age=9, chronic_conditions=(Chronic.NONE,)), False),
        (Person(age=9, chronic_conditions=(Chronic.DIABETES,)), True),
        (Person(age=40, chronic_conditions=(Chronic.DIABETES,)), False),
    ],
)
def test_a_child_under_3_months_or_with_an_illness_is_watched(
    person: Person, fires: bool, name: str
) -> None:
    found = graded(a_file(case_class=CaseClass.CONFIRMED, person=person), name).early_warning

    assert found == (("YOUNG_OR_UNDERLYING",) if fires else ())


@pytest.mark.parametrize(
    ("item", "of_adults", "of_children"),
    [
        ("LESION_PROGRESS_OVER_50", ("LESIONS_PROGRESSING",), ("LESIONS_PROGRESSING",)),
        ("LETHARGY", (), ("POOR_RESPONSE",)),
        ("CONSCIOUSNESS_DISTURBED", (), ("POOR_RESPONSE",)),
    ],
)
def test_signs_that_warn(
    item: str, of_adults: tuple[str, ...], of_children: tuple[str, ...]
) -> None:
    file = a_file(case_class=CaseClass.CONFIRMED, severity_items={item: YES})
    child = a_file(case_class=CaseClass.CONFIRMED, severity_items={item: YES}, person=CHILD)

    assert graded(file).early_warning == of_adults
    assert graded(child).early_warning == of_children
