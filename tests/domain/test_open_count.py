"""Open questions of the list: the same as the desk shows, and worked out anew when anything changed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feverclinic.domain import open_count as module
from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.look_ahead import look_ahead
from feverclinic.domain.open_count import MOST_KNOWN, open_count
from tests.builders import MINUTE, NOON, a_reading
from tests.domain.records import RULES
from tests.domain.test_quick_screening import passing

SURROUNDINGS = Surroundings(frozenset({"370399"}))

FORMS = {
    "empty": Intake(NOON),
    "whole": passing(),
    "two open": passing(q1="", q2=""),
    "no age": passing(age=""),
    "unmeasured": Intake(NOON, passing(q1="").fields),
    "hot": passing(a_reading("38.6"), q1=""),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_number_in_the_list_is_that_of_the_open_form(name: str) -> None:
    form = FORMS[name]
    shown = look_ahead(form, read_intake(form, NOON, SURROUNDINGS), RULES).open_questions

    assert open_count(form, NOON, RULES, SURROUNDINGS) == len(shown)
    assert open_count(form, NOON, RULES, SURROUNDINGS) == len(shown)


def test_every_answer_reading_and_rule_counts_at_once() -> None:
    form = passing(q1="", q2="")

    assert open_count(form, NOON, RULES, SURROUNDINGS) == 2
    assert open_count(form.with_field("q1", "NO"), NOON, RULES, SURROUNDINGS) == 1
    assert open_count(form.with_field("q1", "YES"), NOON, RULES, SURROUNDINGS) == 0
    near = replace(form, readings=(a_reading("37.25"),))
    assert open_count(near, NOON, RULES, SURROUNDINGS) == 2
    warm = replace(RULES, temperature=replace(RULES.temperature, fever_threshold_c=36))  # pyright: ignore[reportArgumentType] - a whole number does
    assert open_count(form, NOON, warm, SURROUNDINGS) == 2
    assert (
        open_count(form.with_field("q1", "NO").with_field("q2", "NO"), NOON, warm, SURROUNDINGS)
        == 0
    )


def test_what_time_changes_is_seen_with_the_next_minute() -> None:
    born = (NOON - timedelta(days=65 * 366)).date()
    later = NOON + timedelta(days=3 * 366)
    form = passing(age="", birth_date=f"{born.replace(year=1955, month=2, day=26)}")

    assert open_count(form, NOON, RULES, SURROUNDINGS) == 0
    assert open_count(form, later, RULES, SURROUNDINGS) == 2


def test_the_memory_of_a_long_day_is_bounded() -> None:
    form = passing()

    for minute in range(MOST_KNOWN + 5):
        open_count(form, NOON + minute * MINUTE, RULES, SURROUNDINGS)

    assert len(module._known) <= MOST_KNOWN
