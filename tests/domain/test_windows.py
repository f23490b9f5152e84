from datetime import date

import pytest

from feverclinic.domain.windows import Window, classification_window, routing_window

VISIT = date(2020, 2, 25)


@pytest.mark.parametrize(
    ("onset", "first"),
    [
        (date(2020, 3, 10), date(2020, 2, 25)),
        (date(2021, 3, 10), date(2021, 2, 24)),
    ],
)
def test_the_window_of_classification_ends_at_onset(onset: date, first: date) -> None:
    window = classification_window(onset, 14)

    assert window == Window(first, onset)


@pytest.mark.parametrize(
    ("onset", "first"),
    [
        (None, date(2020, 2, 11)),
        (date(2020, 2, 20), date(2020, 2, 6)),
        (date(2020, 2, 25), date(2020, 2, 11)),
        (date(2020, 2, 26), date(2020, 2, 11)),
    ],
)
def test_the_window_of_routing_begins_before_onset_or_visit_and_ends_with_the_visit(
    onset: date | None, first: date
) -> None:
    assert routing_window(onset, VISIT, VISIT, 14) == Window(first, VISIT)


def test_a_visit_over_midnight_ends_on_the_day_of_the_decision() -> None:
    window = routing_window(None, VISIT, date(2020, 2, 26), 14)

    assert window == Window(date(2020, 2, 11), date(2020, 2, 26))


@pytest.mark.parametrize(
    ("day", "is_inside"),
    [
        (date(2020, 2, 10), False),
        (date(2020, 2, 11), True),
        (date(2020, 2, 25), True),
        (date(2020, 2, 26), False),
    ],
)
def test_both_ends_of_a_window_belong_to_it(day: date, is_inside: bool) -> None:
    assert routing_window(None, VISIT, VISIT, 14).holds(day) is is_inside
