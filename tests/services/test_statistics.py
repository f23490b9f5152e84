"""The numbers of a day are counted over the people of its register, and equal it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.day_book import DayBook
from feverclinic.domain.day_figures import Minutes
from feverclinic.domain.people import Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.visits import Stage
from feverclinic.domain.vitals import Level
from feverclinic.services.statistics import day_figures
from tests.reports.days import (
    DAY,
    SIX,
    a_day,
    a_screen,
    an_arrival,
    an_entry,
    received,
    with_visit,
)


def test_a_day_is_counted_by_route_level_sex_age_and_hour() -> None:
    figures = day_figures(a_day(), 10, SIX)

    assert (figures.screened, figures.saved, figures.passed, figures.waiting) == (17, 6, 9, 1)
    assert figures.fever == 4
    assert figures.by_outcome[Outcome.GENERAL_OPD] == 2
    assert figures.by_outcome[Outcome.RESUS_ISOLATION] == 1
    assert figures.by_outcome[Outcome.RESUS] == 0
    assert figures.by_level == {Level.I: 1, Level.II: 1, Level.III: 2, Level.IV: 2}
    assert figures.by_sex == {"0": 0, "1": 3, "2": 3, "9": 0}
    assert figures.by_age == {
        "0_4": 1,
        "5_17": 0,
        "18_44": 3,
        "45_64": 1,
        "65": 1,
        "unknown": 0,
    }
    assert [(one.hour, one.typed, one.passed) for one in figures.by_hour[8:10]] == [
        (8, 7, 5),
        (9, 1, 4),
    ]


def test_whoever_left_is_counted_with_a_visit_and_without_one() -> None:
    figures = day_figures(a_day(), 10, SIX)

    assert (figures.left, figures.refused, figures.did_not_arrive) == (2, 0, 0)


@pytest.mark.rule("ISO-2")
def test_late_and_never_acknowledged_have_not_arrived_in_time() -> None:
    figures = day_figures(a_day(), 10, SIX)

    assert (figures.sent, figures.received, figures.not_arrived) == (4, 3, 2)


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_routes_to_the_fever_clinic_wait_for_an_arrival(outcome: Outcome) -> None:
    entry = an_entry()
    routing = replace(entry.assessment.routing, result=outcome)
    there = replace(entry, assessment=replace(entry.assessment, routing=routing))

    figures = day_figures(DayBook(DAY, (there,)), 10, SIX)

    awaited = {
        Outcome.RESUS_ISOLATION: 1,
        Outcome.FEVER_CLINIC_SINGLE_ROOM: 1,
        Outcome.FEVER_CLINIC: 1,
        Outcome.FEVER_CLINIC_SCREEN: 1,
    }
    assert figures.not_arrived == awaited.get(outcome, 0)


def test_who_left_before_the_deadline_is_not_late() -> None:
    entry = an_entry()
    left = with_visit(
        entry, stage=Stage.LEFT, stage_at=entry.assessment.decided_at + timedelta(minutes=4)
    )

    assert day_figures(DayBook(DAY, (left,)), 10, SIX).not_arrived == 0


def test_the_middle_case_of_the_times_is_told_in_whole_minutes() -> None:
    figures = day_figures(a_day(), 10, SIX)

    assert figures.to_decision == Minutes(4, 6)
    assert figures.to_arrival == Minutes(6, 3)


def test_a_day_with_nobody_has_no_median() -> None:
    figures = day_figures(DayBook(DAY), 10, SIX)

    assert figures.to_decision == figures.to_arrival == Minutes(None, 0)
    assert figures.screened == 0


def test_a_clock_that_went_back_gives_no_time_below_zero() -> None:
    entry = an_entry()
    back = replace(entry, first_decided_at=entry.visit.arrived_at - timedelta(hours=1))

    assert day_figures(DayBook(DAY, (back,)), 10, SIX).to_decision == Minutes(0, 1)


def test_an_age_in_months_is_below_five() -> None:
    entry = an_entry()
    born = entry.visit.arrived_at.date() - timedelta(days=400)
    baby = replace(entry, patient=replace(entry.patient, birth_date=born, sex=Sex.UNKNOWN))

    assert day_figures(DayBook(DAY, (baby,)), 10, SIX).by_age["0_4"] == 1


@given(
    people=st.lists(st.tuples(st.integers(0, 80), st.one_of(st.none(), st.integers(0, 30)))),
    passed=st.lists(st.tuples(st.integers(0, 23), st.integers(0, 59))),
    unsaved=st.lists(
        st.sampled_from((None, ArrivalEnd.LEFT, ArrivalEnd.REFUSED, ArrivalEnd.DID_NOT_ARRIVE)),
        max_size=20,
    ),
)
def test_every_way_of_counting_gives_the_number_of_the_register(
    people: list[tuple[int, int | None]],
    passed: list[tuple[int, int]],
    unsaved: list[ArrivalEnd | None],
) -> None:
    entries = tuple(
        an_entry(place) if minutes is None else received(an_entry(place), minutes)
        for place, minutes in people
    )
    screens = tuple(a_screen(at, hour, minute) for at, (hour, minute) in enumerate(passed))
    arrivals = tuple(an_arrival(at % 27, end) for at, end in enumerate(unsaved))

    figures = day_figures(DayBook(DAY, entries, screens, arrivals), 10, SIX)

    hours = sum(one.typed + one.passed for one in figures.by_hour)
    assert figures.screened == len(people) + len(passed) + len(unsaved) == hours
    assert figures.saved == sum(figures.by_outcome.values()) == sum(figures.by_level.values())
    assert figures.saved == sum(figures.by_sex.values()) == sum(figures.by_age.values())
    without = figures.left + figures.refused + figures.did_not_arrive + figures.waiting
    assert figures.screened == figures.saved + figures.passed + without
    assert figures.not_arrived <= figures.sent <= figures.saved
