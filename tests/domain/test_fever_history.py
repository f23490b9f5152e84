from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from feverclinic.domain.history import Antipyretic, ReportedFever
from feverclinic.domain.people import AgeUnit, Person
from feverclinic.domain.prescreening import Prescreening
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.thermometry import (
    judge_record,
    masked_fever,
    read_temperature,
)
from tests.domain.taken import HOUR, MINUTE, NOON, RULES, SECOND, TODAY, a_reading, judged

OLD, YOUNG = Person(birth_date=date(1955, 2, 25)), Person(birth_date=date(1955, 2, 26))


@pytest.mark.rule("TEMP-9")
@pytest.mark.parametrize(
    ("taken_before", "is_masked"),
    [
        (6 * HOUR + MINUTE + SECOND, False),
        (6 * HOUR + MINUTE, True),
        (6 * HOUR + MINUTE - SECOND, True),
        (MINUTE, True),
        (MINUTE - SECOND, False),
    ],
)
def test_a_dose_masks_the_readings_of_the_six_hours_after_it(
    taken_before: timedelta, is_masked: bool
) -> None:
    found = judged(a_reading("36.5"), antipyretics=(Antipyretic(NOON - taken_before),))

    assert ("MASKED_FEVER_POSSIBLE" in found.advisories) is is_masked


@pytest.mark.rule("TEMP-9")
def test_one_usable_reading_outside_every_dose_lifts_the_mask() -> None:
    dose = Antipyretic(NOON - HOUR)
    within, outside = a_reading("36.5"), a_reading("36.4", before=2 * HOUR)
    useless = a_reading("36.4", before=2 * HOUR, due=date(2020, 2, 24))

    assert judged(within, outside, antipyretics=(dose,)).advisories == ()
    assert "MASKED_FEVER_POSSIBLE" in judged(within, useless, antipyretics=(dose,)).advisories


@pytest.mark.rule("TEMP-9")
@pytest.mark.parametrize(
    ("doses", "asked", "masked"),
    [
        (None, UNKNOWN, UNKNOWN),
        (None, NO, NO),
        (None, YES, YES),
        ((), UNKNOWN, NO),
        ((), YES, YES),
        ((Antipyretic(NOON - 6 * HOUR),), NO, YES),
        ((Antipyretic(NOON - 6 * HOUR - SECOND),), NO, NO),
        ((Antipyretic(NOON + SECOND),), NO, NO),
    ],
)
def test_a_dose_is_known_by_its_time_or_by_the_question(
    doses: tuple[Antipyretic, ...] | None, asked: Ternary, masked: Ternary
) -> None:
    assert masked_fever((), NOON, RULES, doses, asked) is masked


@pytest.mark.rule("TEMP-10")
@pytest.mark.parametrize(
    ("typed", "days_ago", "history"),
    [
        *(("37.3", 0, YES), ("37.31", 14, YES), ("37.3", 13, YES), ("37.3", 14, YES)),
        *(("37.3", 15, NO), ("37.29", 1, NO), ("99.14F", 1, YES), ("99.1F", 1, NO)),
    ],
)
def test_a_fever_measured_at_home_counts_for_fourteen_days(
    typed: str, days_ago: int, history: Ternary
) -> None:
    reported = ReportedFever(
        typed, read_temperature(typed).celsius, TODAY - timedelta(days=days_ago)
    )

    found = judged(a_reading("36.5"), self_reported_fever=reported)

    assert (found.result, found.fever_for_routing) == ("NO_FEVER", history)
    assert (found.tags == ("HISTORY",)) is (history is YES)
    assert found.reasons == (("TEMP-3", "TEMP-10") if history is YES else ("TEMP-3",))


@pytest.mark.rule("TEMP-10")
def test_a_fever_not_asked_for_leaves_the_route_unknown() -> None:
    tomorrow = ReportedFever("38", Fraction(38), TODAY + timedelta(days=1))

    assert judged(a_reading(), self_reported_fever=UNKNOWN).fever_for_routing is UNKNOWN
    assert judged(a_reading(), self_reported_fever=tomorrow).fever_for_routing is UNKNOWN
    assert judged(a_reading("38"), self_reported_fever=UNKNOWN).fever_for_routing is YES


@pytest.mark.parametrize(
    ("typed", "person", "baseline", "rise"),
    [
        ("36.6", OLD, "35.5", YES),
        ("36.61", OLD, "35.5", YES),
        ("36.59", OLD, "35.5", NO),
        ("36.6", OLD, None, NO),
        ("36.6", YOUNG, "35.5", NO),
        ("36.6", Person(), "35.5", UNKNOWN),
        ("36.59", Person(), "35.5", NO),
        ("36.6", Person(age=65, age_unit=AgeUnit.YEAR), "35.5", YES),
        ("36.6", Person(age=64, age_unit=AgeUnit.YEAR), "35.5", NO),
    ],
)
def test_an_old_persons_rise_over_the_recorded_baseline_counts_as_fever(
    typed: str, person: Person, baseline: str | None, rise: Ternary
) -> None:
    found = judged(
        a_reading(typed), person=person, baseline_c=Decimal(baseline) if baseline else None
    )

    assert (found.result, found.fever_for_routing) == ("NO_FEVER", rise)
    assert found.tags == (("ELDER_RISE",) if rise is YES else ())


def test_without_a_reading_an_old_persons_rise_is_unknown() -> None:
    found = judged(person=OLD, baseline_c=Decimal("36.0"))

    assert (found.result, found.fever_for_routing) == ("UNKNOWN", UNKNOWN)


def test_a_whole_record_is_judged_as_its_parts_are() -> None:
    record = Prescreening(
        at=NOON,
        arrived_at=NOON,
        readings=(a_reading("36.6"),),
        person=OLD,
        baseline_c=Decimal("35.5"),
        antipyretics=(Antipyretic(NOON - HOUR),),
        self_reported_fever=ReportedFever("38", Fraction(38), TODAY),
    )

    found = judge_record(record, RULES)

    assert found.tags == ("HISTORY", "ELDER_RISE")
    assert found.advisories == ("MASKED_FEVER_POSSIBLE",)
