"""Which rows of the desk start a clock, and which have one already."""

from datetime import date, datetime
from typing import Any

import pytest

from feverclinic.domain.alarm_facts import (
    of_calibrations,
    of_devices,
    of_queue,
    of_tray,
    of_way,
)
from feverclinic.domain.alarms import Start
from feverclinic.domain.boards import DeviceState, QueueEntry, Unclaimed
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.domain.waiting import OnTheWay
from tests.builders import MINUTE, NOON, a_reading


def a_form(**differs: Any) -> QueueEntry:
    usual: dict[str, Any] = {"since": NOON, "draft_id": DraftId(5)}
    return QueueEntry("王小明", Sex.MALE, 41, AgeUnit.YEAR, **{**usual, **differs})


def a_visit_row(**differs: Any) -> QueueEntry:
    usual: dict[str, Any] = {
        "draft_id": None,
        "visit_id": VisitId(7),
        "stage": Stage.TRIAGED,
        "level": Level.III,
        "outcome": Outcome.RESUS,
        "decided_at": NOON,
    }
    return a_form(**{**usual, **differs})


def on_the_way(**differs: Any) -> OnTheWay:
    usual: dict[str, Any] = {
        "visit_id": VisitId(7),
        "visit_no": "20200225-0001",
        "station": "GATE",
        "name": "王小明",
        "sex": Sex.MALE,
        "age": 41,
        "age_unit": AgeUnit.YEAR,
        "outcome": Outcome.FEVER_CLINIC,
        "level": Level.III,
        "stage": Stage.TRIAGED,
        "guide": "",
        "sent_at": None,
        "decided_at": NOON,
        "arrive_by": NOON + 10 * MINUTE,
    }
    return OnTheWay(**{**usual, **differs})


def kinds(*entries: QueueEntry) -> list[tuple[Start, datetime | None]]:
    return [(fact.kind, fact.due_at) for fact in of_queue(entries)]


def test_a_form_that_waits_for_nothing_is_open() -> None:
    (fact,) = of_queue([a_form()])

    assert (fact.kind, fact.subject, fact.label) == (Start.FORM_OPEN, "draft:5", "王小明")
    assert (fact.since, fact.due_at) == (NOON, None)


def test_a_thermometer_under_the_arm_runs_instead_of_the_open_form() -> None:
    entry = a_form(under_arm_label="蓝", under_arm_due_at=NOON + 5 * MINUTE)

    assert kinds(entry) == [(Start.THERMOMETER_OUT, NOON + 5 * MINUTE)]


def test_an_announced_ambulance_runs_instead_of_the_open_form() -> None:
    assert kinds(a_form(expected_at=NOON + 15 * MINUTE)) == [
        (Start.AMBULANCE_ANNOUNCED, NOON + 15 * MINUTE)
    ]


@pytest.mark.rule("TEMP-5", "TEMP-9")
@pytest.mark.parametrize(
    ("is_masked", "expected"), [(False, Start.RECHECK_SET), (True, Start.MASKED_FEVER_SET)]
)
def test_a_second_reading_runs_from_its_rule(is_masked: bool, expected: Start) -> None:
    entry = a_visit_row(recheck_at=NOON + 5 * MINUTE, is_masked_fever=is_masked)

    assert kinds(entry) == [(expected, NOON + 5 * MINUTE)]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Level.I, Start.WAITING_I),
        (Level.II, Start.WAITING_II),
        (Level.III, Start.WAITING_III),
        (Level.IV, Start.WAITING_IV),
    ],
)
def test_the_limit_of_a_level_runs_while_somebody_waits(level: Level, expected: Start) -> None:
    assert kinds(a_visit_row(level=level, wait_until=NOON + MINUTE)) == [(expected, NOON + MINUTE)]


@pytest.mark.parametrize(
    "differs",
    [
        {"stage": Stage.ARRIVED},
        {"stage": Stage.LEFT},
        {"outcome": Outcome.GENERAL_OPD},
        {"arrive_by": NOON + 10 * MINUTE},
    ],
    ids=["received", "left", "general clinic", "the receipt is due sooner"],
)
def test_nobody_waits_who_is_looked_after(differs: dict[str, Any]) -> None:
    assert kinds(a_visit_row(**{"wait_until": NOON + 30 * MINUTE, **differs})) == []


def test_level_one_does_not_wait_for_the_ten_minutes_of_the_receipt() -> None:
    entry = a_visit_row(level=Level.I, wait_until=NOON, arrive_by=NOON + 10 * MINUTE)

    assert kinds(entry) == [(Start.WAITING_I, NOON)]


@pytest.mark.rule("ISO-2")
def test_whoever_was_sent_runs_until_the_receipt() -> None:
    (fact,) = of_way([on_the_way(stage=Stage.ON_THE_WAY, sent_at=NOON + MINUTE)])

    assert (fact.kind, fact.subject) == (Start.SENT, "visit:7")
    assert (fact.since, fact.due_at) == (NOON + MINUTE, NOON + 10 * MINUTE)


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize(
    ("stage", "expected"),
    [(Stage.TRIAGED, Start.ISOLATION_DECIDED), (Stage.ON_THE_WAY, Start.SENT)],
)
def test_whoever_must_be_isolated_always_has_exactly_one_clock(
    stage: Stage, expected: Start
) -> None:
    facts = of_way([on_the_way(stage=stage, isolate_by=NOON + 10 * MINUTE)])

    assert [(fact.kind, fact.due_at) for fact in facts] == [(expected, NOON + 10 * MINUTE)]


def test_a_reading_of_the_tray_is_called_by_its_thermometer_and_number() -> None:
    reading = a_reading(raw_text="38.6", device_name="蓝枪")

    (fact,) = of_tray([Unclaimed(reading, "GATE")])

    assert (fact.kind, fact.label) == (Start.READING_UNCLAIMED, "蓝枪 38.6")


def test_only_a_thermometer_that_is_away_runs() -> None:
    states = [DeviceState("蓝", "BLUE", "LIVE"), DeviceState("绿", "GREEN", "LOST")]

    (fact,) = of_devices(states, {"绿": NOON})

    assert (fact.subject, fact.since) == ("device:绿", NOON)


@pytest.mark.rule("TEMP-12")
def test_the_due_date_of_a_calibration_is_itself_still_valid() -> None:
    (fact,) = of_calibrations([("蓝", date(2020, 2, 25)), ("绿", None)], NOON)

    assert fact.due_at == datetime(2020, 2, 26, tzinfo=CHINA)
