"""When an alarm warns, rings and goes on, whatever is done to the clock of the PC."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.alarms import (
    Moment,
    Rank,
    Start,
    Urgency,
    clocks_of,
    jump,
    own_time,
    run_all,
    running,
    urgency,
)
from tests.builders import MINUTE, NOON
from tests.domain.alarming import a_catalogue, an_alarm, at, sent

SECOND = timedelta(seconds=1)
(CLOCK,) = clocks_of([sent()], a_catalogue())


@pytest.mark.rule("T-2")
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(0), Urgency.CALM),
        (7 * MINUTE, Urgency.CALM),
        (7 * MINUTE + SECOND, Urgency.SOON),
        (10 * MINUTE, Urgency.SOON),
        (10 * MINUTE + SECOND, Urgency.ACT),
        (15 * MINUTE, Urgency.ACT),
        (15 * MINUTE + SECOND, Urgency.ESCALATED),
    ],
)
def test_the_limit_itself_is_in_time(after: timedelta, expected: Urgency) -> None:
    assert urgency(CLOCK, NOON + after) is expected


@pytest.mark.parametrize(
    ("rank", "expected"),
    [(Rank.INFO, Urgency.CALM), (Rank.SOON, Urgency.SOON), (Rank.ACT, Urgency.ACT)],
)
def test_what_is_due_is_as_loud_as_its_rank(rank: Rank, expected: Urgency) -> None:
    (clock,) = clocks_of([sent()], a_catalogue(an_alarm(rank=rank, escalates_after=None)))

    now = running(clock, NOON + 11 * MINUTE)

    assert now.urgency is expected
    assert now.is_due
    assert now.left == -MINUTE


def test_an_instant_of_the_record_goes_before_the_number_of_the_row() -> None:
    (clock,) = clocks_of([sent(due_at=NOON + 4 * MINUTE)], a_catalogue())

    assert clock.due_at == NOON + 4 * MINUTE


def test_one_subject_has_one_clock_of_an_alarm_and_it_is_the_earlier_one() -> None:
    facts = [sent(since=NOON + MINUTE), sent(), sent(since=NOON + 2 * MINUTE)]

    clocks = clocks_of(facts, a_catalogue())

    assert [clock.due_at for clock in clocks] == [NOON + 10 * MINUTE]


def test_a_fact_without_a_row_starts_nothing() -> None:
    assert clocks_of([sent(kind=Start.FORM_OPEN)], a_catalogue()) == ()


def test_the_most_urgent_stands_first_and_then_the_one_with_the_least_time() -> None:
    facts = [
        sent("visit:1", since=NOON),
        sent("visit:2", since=NOON - 20 * MINUTE),
        sent("visit:3", since=NOON - MINUTE),
        sent("visit:4", since=NOON - 11 * MINUTE),
    ]

    shown = run_all(clocks_of(facts, a_catalogue()), {}, at(0))

    assert [one.clock.subject for one in shown] == ["visit:2", "visit:4", "visit:3", "visit:1"]


def test_what_is_over_and_only_for_information_stands_last() -> None:
    info = an_alarm("INFO", rank=Rank.INFO, starts=Start.AUDIT_VERIFIED, escalates_after=None)
    facts = [sent("audit", kind=Start.AUDIT_VERIFIED, since=NOON - 60 * MINUTE), sent()]

    shown = run_all(clocks_of(facts, a_catalogue(an_alarm(), info)), {}, at(1))

    assert [one.clock.subject for one in shown] == ["visit:7", "audit"]
    assert shown[1].is_due


def test_a_clock_set_back_an_hour_delays_no_alarm_that_runs() -> None:
    seen = {CLOCK.key: at(0)}

    (shown,) = run_all([CLOCK], seen, at(11, set_by=-60))

    assert shown.urgency is Urgency.ACT


def test_a_clock_set_forward_an_hour_rings_at_once_rather_than_late() -> None:
    seen = {CLOCK.key: at(0)}

    (shown,) = run_all([CLOCK], seen, at(2, set_by=60))

    assert shown.urgency is Urgency.ESCALATED


def test_an_alarm_that_starts_after_the_clock_was_set_back_has_its_full_time() -> None:
    set_back = at(30, set_by=-60)
    (clock,) = clocks_of([sent(since=set_back.wall)], a_catalogue())

    (early,) = run_all([clock], {clock.key: set_back}, at(39, set_by=-60))
    (late,) = run_all([clock], {clock.key: set_back}, at(41, set_by=-60))

    assert early.urgency is Urgency.SOON
    assert late.urgency is Urgency.ACT


@given(
    minutes=st.floats(0, 600),
    set_by=st.floats(-600, 600),
    more=st.floats(0, 600),
)
def test_the_own_time_of_a_clock_never_runs_slower_than_time_does(
    minutes: float, set_by: float, more: float
) -> None:
    seen, then = at(minutes), at(minutes + more, set_by)

    assert own_time(seen, then) - seen.wall >= timedelta(minutes=more) - SECOND
    assert own_time(seen, then) >= then.wall


@pytest.mark.parametrize(
    ("set_by", "expected"),
    [(0.0, None), (0.9, None), (-0.9, None), (60.0, 60 * MINUTE), (-60.0, -60 * MINUTE)],
)
def test_a_jump_is_seen_when_the_two_clocks_part(set_by: float, expected: timedelta | None) -> None:
    assert jump(at(0), at(1, set_by)) == expected


def test_a_night_asleep_is_a_jump_forward() -> None:
    before = at(0)

    woken = Moment(NOON + timedelta(hours=9), before.monotonic_s + 30)

    assert jump(before, woken) == timedelta(hours=9) - timedelta(seconds=30)
