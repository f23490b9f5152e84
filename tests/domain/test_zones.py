from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.prescreening import RiskZone, ZoneColour
from feverclinic.domain.zones import colour_on, worst, worst_between

HERE, THERE = "370303001", "370303002"
RED, ORANGE, YELLOW, GREEN, UNKNOWN = (
    ZoneColour.RED,
    ZoneColour.ORANGE,
    ZoneColour.YELLOW,
    ZoneColour.GREEN,
    ZoneColour.UNKNOWN,
)


def day(number: int) -> date:
    return date(2020, 2, number)


TABLE = (
    RiskZone(HERE, GREEN, day(1), day(10)),
    RiskZone(HERE, RED, day(10), day(15)),
    RiskZone(HERE, YELLOW, day(16), None),
    RiskZone(THERE, ORANGE, day(1), None),
)


@pytest.mark.parametrize(
    ("number", "colour"),
    [(9, GREEN), (10, RED), (14, RED), (15, UNKNOWN), (16, YELLOW), (29, YELLOW)],
)
def test_a_colour_begins_on_its_first_day_and_ends_before_its_last(
    number: int, colour: ZoneColour
) -> None:
    assert colour_on(HERE, day(number), TABLE) is colour


def test_a_day_before_the_table_and_a_township_outside_it_are_unknown() -> None:
    assert colour_on(HERE, date(2020, 1, 31), TABLE) is UNKNOWN
    assert colour_on("370303003", day(10), TABLE) is UNKNOWN
    assert colour_on(HERE, day(10), ()) is UNKNOWN


@pytest.mark.parametrize(
    ("first", "last", "colour"),
    [
        (1, 9, GREEN),
        (1, 10, RED),
        (14, 20, RED),
        (15, 15, UNKNOWN),
        (15, 20, UNKNOWN),
        (16, 20, YELLOW),
    ],
)
def test_a_stay_has_the_worst_colour_of_its_days(first: int, last: int, colour: ZoneColour) -> None:
    assert worst_between(HERE, day(first), day(last), TABLE) is colour


def test_a_row_without_days_says_nothing() -> None:
    rows = (RiskZone(HERE, RED, day(5), day(5)), RiskZone(HERE, GREEN, day(1), None))

    assert worst_between(HERE, day(1), day(10), rows) is GREEN
    assert colour_on(HERE, day(5), rows) is GREEN


def test_red_is_worse_than_orange_and_unknown_worse_than_yellow() -> None:
    assert worst([ORANGE, RED]) is RED
    assert worst([UNKNOWN, ORANGE]) is ORANGE
    assert worst([GREEN, YELLOW]) is YELLOW
    assert worst([YELLOW, UNKNOWN]) is UNKNOWN
    assert worst([]) is UNKNOWN


rows = st.builds(
    lambda colour, start, length: RiskZone(
        HERE, colour, day(1) + timedelta(start), day(1) + timedelta(start + length)
    ),
    st.sampled_from([RED, ORANGE, YELLOW, GREEN]),
    st.integers(0, 30),
    st.integers(0, 15),
)


@given(st.lists(rows, max_size=4), st.integers(0, 30), st.integers(0, 14))
def test_a_stay_is_as_bad_as_its_worst_day(table: list[RiskZone], start: int, length: int) -> None:
    first = day(1) + timedelta(start)
    days = [first + timedelta(number) for number in range(length + 1)]

    assert worst_between(HERE, first, days[-1], table) is worst(
        colour_on(HERE, one, table) for one in days
    )
