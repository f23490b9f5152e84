from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.readings import Reading, Site
from feverclinic.domain.thermometry import (
    celsius_text,
    judge_all,
)
from tests.domain.taken import HOUR, MINUTE, NOON, RULES, SECOND, a_reading, judged

celsius = st.integers(0, 6000).map(lambda centi: f"{centi // 100}.{centi % 100:02d}")
plausible = st.integers(3400, 4300).map(lambda centi: f"{centi // 100}.{centi % 100:02d}")
sites = st.sampled_from(Site)
dues = st.sampled_from([None, date(2020, 2, 24), date(2020, 2, 25)])
minutes = st.integers(-3, 600).map(lambda count: count * MINUTE)
some_readings = st.lists(
    st.builds(a_reading, celsius, sites, minutes, due=dues),
    max_size=5,
    unique_by=lambda r: r.measured_at,
)
HEAT = {"NO_FEVER": 0, "UNKNOWN": 0, "FEVER": 1}


@pytest.mark.rule("TEMP-3", "TEMP-4")
@given(st.integers(0, 6000_0000))
def test_no_digit_is_ever_rounded_away(ten_thousandths: int) -> None:
    text = f"{ten_thousandths // 1000000}.{ten_thousandths % 1000000:06d}"

    reading = a_reading(text)

    assert reading.celsius == Fraction(ten_thousandths, 1000000)
    assert Decimal(celsius_text(reading)) == Decimal(text)
    assert reading.value_centi == ten_thousandths // 10000


@pytest.mark.rule("TEMP-4")
@given(st.integers(3200, 14000))
def test_fahrenheit_is_exact(centi: int) -> None:
    reading = a_reading(f"{centi // 100}.{centi % 100:02d}F")

    assert reading.celsius * 9 / 5 + 32 == Fraction(centi, 100)
    assert Fraction(reading.value_centi, 100) <= reading.celsius
    assert reading.celsius < Fraction(reading.value_centi + 1, 100)


@pytest.mark.rule("TEMP-7")
@given(
    some_readings.flatmap(lambda readings: st.tuples(st.just(readings), st.permutations(readings)))
)
def test_the_order_of_the_readings_does_not_matter(
    orders: tuple[list[Reading], list[Reading]],
) -> None:
    one, other = (judged(*readings) for readings in orders)

    assert (one.result, one.reasons, one.advisories) == (
        other.result,
        other.reasons,
        other.advisories,
    )
    assert (one.effective, one.recheck_at) == (other.effective, other.recheck_at)


@pytest.mark.rule("TEMP-2")
@given(some_readings, plausible, plausible, sites, minutes, dues)
def test_a_hotter_reading_is_never_less_feverish(
    others: list[Reading],
    one: str,
    other: str,
    site: Site,
    before: timedelta,
    due: date | None,
) -> None:
    cooler, hotter = sorted((one, other))

    cool = judged(*others, a_reading(cooler, site, before, due=due))
    hot = judged(*others, a_reading(hotter, site, before, due=due))

    assert HEAT[hot.result] >= HEAT[cool.result]


@pytest.mark.rule("TEMP-11")
@given(st.lists(st.builds(a_reading, plausible, sites, minutes, due=dues), max_size=8), minutes)
def test_to_judge_again_at_another_instant_is_to_judge_anew(
    readings: list[Reading], later: timedelta
) -> None:
    """A judgement that is kept is that of these readings at this instant, and of no other."""
    whole = tuple(readings)
    for at in (NOON, NOON - later, NOON):
        assert judge_all(whole, at, RULES) == judge_all(readings, at, RULES)
    assert judge_all(whole[:1], NOON, RULES) == judge_all(readings[:1], NOON, RULES)


@pytest.mark.rule("TEMP-11")
@given(st.integers(0, 200), st.integers(0, 3))
def test_a_frame_is_found_again_among_many_others(others: int, apart: int) -> None:
    """Of a long stay only the readings of the last seconds are looked at."""
    crowd = [a_reading("36.6", before=HOUR + place * MINUTE, serial="B") for place in range(others)]
    first = a_reading("36.9", before=MINUTE, serial="A")
    second = a_reading("36.9", before=MINUTE - apart * SECOND, serial="A")

    found = judge_all((*crowd, first, second), NOON, RULES)[-1].flags

    assert ("DUPLICATE" in found) is (apart <= 2)
