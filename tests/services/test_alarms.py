"""Firings are recorded once, belong to one owner, stay until their end, and are counted by week."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feverclinic.domain.alarm_events import Fired, WeekRow
from feverclinic.domain.alarms import Catalogue, Running, Start, clocks_of, run_all
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.services import alarms
from feverclinic.storage.store import Store
from tests.builders import GATE, LOBBY, MINUTE, NOON, NURSE, TODAY
from tests.domain.alarming import a_catalogue, an_alarm, at, sent

Work = Callable[..., AbstractContextManager[Store]]
CATALOGUE = a_catalogue()
DOCTOR = Staff(StaffId(21), "doc", "李医生", role="doctor", duties=frozenset())
AUDITOR = Staff(StaffId(22), "aud", "钱审计", role="auditor", duties=frozenset({Duty.READ_AUDIT}))


def clocks(minutes: float, *subjects: str, catalogue: Catalogue = CATALOGUE) -> tuple[Running, ...]:
    """Clocks of people who were all sent at noon, so many minutes later."""
    facts = [sent(subject) for subject in subjects]
    return run_all(clocks_of(facts, catalogue), {}, at(minutes))


@pytest.fixture
def noted(work: Work) -> Callable[..., tuple[Fired, ...]]:
    with work() as store:
        store.staff.add(NURSE, "hash")
        store.staff.add(DOCTOR, "hash")

    def note(minutes: float, *subjects: str, station: object = GATE) -> tuple[Fired, ...]:
        moment = NOON + minutes * MINUTE
        with work(at=moment, station=station) as store:
            return alarms.note(store, clocks(minutes, *subjects))

    return note


Noted = Callable[..., tuple[Fired, ...]]


def keys(fired: Sequence[Fired]) -> list[str]:
    return [one.event.subject for one in fired]


def test_what_is_not_due_does_not_fire(noted: Noted) -> None:
    assert noted(10, "visit:1") == ()


@pytest.mark.rule("ISO-2")
def test_what_is_over_its_limit_fires_once_however_often_it_is_noted(noted: Noted) -> None:
    first = noted(11, "visit:1")
    again = noted(12, "visit:1")

    assert keys(first) == ["visit:1"]
    assert first[0].event.fired_at == NOON + 11 * MINUTE
    assert again == first


def test_it_goes_on_to_the_next_person_once(noted: Noted) -> None:
    noted(11, "visit:1")

    passed_on = noted(16, "visit:1")
    later = noted(17, "visit:1")

    assert passed_on[0].event.escalated_at == NOON + 16 * MINUTE
    assert later == passed_on


def test_it_ends_when_the_fact_is_no_longer_so_and_can_fire_again(noted: Noted, work: Work) -> None:
    noted(11, "visit:1", "visit:2")

    left = noted(12, "visit:2")
    again = noted(13, "visit:1", "visit:2")

    assert keys(left) == ["visit:2"]
    assert keys(again) == ["visit:2", "visit:1"]
    with work(at=NOON + 13 * MINUTE) as store:
        fired = store.alarms.fired_between(NOON, NOON + 60 * MINUTE)
    assert [one.ended_at for one in fired] == [NOON + 12 * MINUTE, None, None]


def test_two_desks_that_see_the_same_alarm_have_one_firing(noted: Noted) -> None:
    here = noted(11, "visit:1")
    there = noted(11, "visit:1", station=LOBBY)

    assert there == here


def test_another_desk_does_not_end_what_it_does_not_see(noted: Noted) -> None:
    noted(11, "visit:1")
    noted(12, station=LOBBY)

    assert keys(noted(13, "visit:1")) == ["visit:1"]


def test_an_acknowledged_alarm_stays_open_and_says_who_goes(noted: Noted, work: Work) -> None:
    (fired,) = noted(11, "visit:1")
    with work(at=NOON + 12 * MINUTE) as store:
        alarms.acknowledge(store, an_alarm(), fired.event.id)

    (after,) = noted(13, "visit:1")

    assert (after.acted_by, after.event.acted_at) == ("张护士", NOON + 12 * MINUTE)
    assert after.event.ended_at is None


def test_the_first_to_acknowledge_stands(noted: Noted, work: Work) -> None:
    (fired,) = noted(11, "visit:1")
    with work(at=NOON + 12 * MINUTE) as store:
        alarms.acknowledge(store, an_alarm(), fired.event.id)
    with work(actor=DOCTOR, at=NOON + 13 * MINUTE) as store:
        alarms.acknowledge(store, an_alarm(), fired.event.id)

    (after,) = noted(14, "visit:1")

    assert after.acted_by == "张护士"


def test_the_role_that_it_goes_on_to_may_acknowledge(noted: Noted, work: Work) -> None:
    (fired,) = noted(11, "visit:1")
    with work(actor=DOCTOR, at=NOON + 16 * MINUTE) as store:
        alarms.acknowledge(store, an_alarm(), fired.event.id)

    assert noted(17, "visit:1")[0].acted_by == "李医生"


@pytest.mark.parametrize("who", [AUDITOR, replace(NURSE, is_active=False)], ids=["other", "gone"])
def test_nobody_else_may_acknowledge(noted: Noted, work: Work, who: Staff) -> None:
    (fired,) = noted(11, "visit:1")

    with pytest.raises(Refused, match=r"alarms\.not_yours"), work(actor=who) as store:
        alarms.acknowledge(store, an_alarm(), fired.event.id)

    assert noted(12, "visit:1")[0].event.acted_at is None


def test_what_has_ended_cannot_be_acknowledged(noted: Noted, work: Work) -> None:
    (fired,) = noted(11, "visit:1")
    noted(12)

    with pytest.raises(Refused, match=r"alarms\.has_ended"), work() as store:
        alarms.acknowledge(store, an_alarm(), fired.event.id)


def test_the_week_counts_fired_acted_on_ignored_and_open(noted: Noted, work: Work) -> None:
    by_word, _, _ = noted(11, "visit:1", "visit:2", "visit:3")
    with work(at=NOON + 40 * MINUTE) as store:
        alarms.acknowledge(store, an_alarm(), by_word.event.id)
    noted(12, "visit:1", "visit:3")
    noted(55, "visit:1", "visit:3", "visit:4")

    with work(at=NOON + 56 * MINUTE) as store:
        rows = alarms.weekly(store, CATALOGUE, TODAY)

    # 1 was acknowledged, 2 was received in its time, 3 had five minutes and nobody came, 4 has just begun.
    assert rows == (WeekRow("NOT_ARRIVED", fired=4, acted=2, ignored=1, open=1),)


def test_what_is_done_too_late_without_a_word_was_ignored(noted: Noted, work: Work) -> None:
    noted(11, "visit:1")
    noted(17)

    with work(at=NOON + 18 * MINUTE) as store:
        rows = alarms.weekly(store, CATALOGUE, TODAY)

    assert rows == (WeekRow("NOT_ARRIVED", fired=1, acted=0, ignored=1, open=0),)


@pytest.mark.parametrize(
    ("fired_at", "expected"),
    [
        (datetime(2020, 2, 23, 23, 59, 59, tzinfo=CHINA), 0),
        (datetime(2020, 2, 24, 0, 0, tzinfo=CHINA), 1),
        (datetime(2020, 3, 1, 23, 59, 59, tzinfo=CHINA), 1),
        (datetime(2020, 3, 2, 0, 0, tzinfo=CHINA), 0),
    ],
)
@pytest.mark.rule("T-4")
def test_a_week_is_seven_local_days_from_monday_on(
    work: Work, fired_at: datetime, expected: int
) -> None:
    with work(at=fired_at) as store:
        store.alarms.fire("NOT_ARRIVED", "visit:1")

    with work(at=fired_at) as store:
        rows = alarms.weekly(store, CATALOGUE, TODAY)

    assert sum(row.fired for row in rows) == expected


def test_an_alarm_that_the_catalogue_has_no_more_is_still_counted(work: Work) -> None:
    with work() as store:
        store.alarms.fire("OLD_ONE", "visit:1")
        store.alarms.fire("NOT_ARRIVED", "visit:1")

    with work() as store:
        rows = alarms.weekly(store, CATALOGUE, TODAY)

    assert [row.alarm for row in rows] == ["NOT_ARRIVED", "OLD_ONE"]


def test_the_audit_runs_from_its_last_look_through(work: Work) -> None:
    with work(at=NOON) as store:
        store.staff.add(NURSE, "hash")
    with work(at=NOON + 5 * MINUTE) as store:
        before = alarms.facts_of_records(store)
        alarms.audit_was_verified(store)

    with work(at=NOON + timedelta(days=1)) as store:
        after = alarms.facts_of_records(store)

    assert [(one.kind, one.since) for one in before] == [(Start.AUDIT_VERIFIED, NOON)]
    assert [(one.kind, one.since) for one in after] == [(Start.AUDIT_VERIFIED, NOON + 5 * MINUTE)]


def test_an_empty_house_has_nothing_that_runs(work: Work) -> None:
    with work() as store:
        assert alarms.facts_of_records(store) == ()
