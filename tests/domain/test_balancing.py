"""The balance of a shift: it closes over every day, and whoever is lost from one side is named."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.balancing import (
    LINES,
    Arrived,
    Claimed,
    Counted,
    Form,
    Routed,
    Witnesses,
    balance_of,
)
from feverclinic.domain.people import PatientId
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.shifts import Balance, BalanceLine
from feverclinic.domain.visits import DraftId, Stage, VisitId
from tests.builders import MINUTE, NOON

EIGHT = NOON - timedelta(hours=4)
VISIT, COUNTED, WAITING = "VISIT", "COUNTED", "WAITING"
ENDS = ("LEFT", "REFUSED", "DID_NOT_ARRIVE", "NOT_A_PATIENT")


def a_day(verbs: list[tuple[str, Outcome, Stage]], since: datetime = EIGHT) -> Witnesses:
    """What both witnesses hold after each person came one minute after the other."""
    day = Witnesses(since)
    for number, (verb, outcome, stage) in enumerate(verbs, start=1):
        at = since + number * MINUTE
        who = Arrived(DraftId(number), f"患者{number}", at)
        ended = replace(who, ended_at=at)
        if verb == WAITING:
            day = replace(day, forms=(*day.forms, Form(who.id, who.name, at)))
        elif verb == COUNTED:
            who = replace(ended, end=ArrivalEnd.COUNTED, name="")
            day = replace(day, counted=(*day.counted, Counted(who.id, at)))
        elif verb == VISIT:
            visit = Routed(
                *(VisitId(1000 + number), PatientId(number), who.name, f"20200225-{number:04d}"),
                *(stage, outcome, at, at),
            )
            who = replace(ended, end=ArrivalEnd.VISIT, visit_id=visit.id)
            day = replace(day, visits=(*day.visits, visit))
        else:
            who = replace(ended, end=ArrivalEnd(verb))
        day = replace(day, arrivals=(*day.arrivals, who))
    return day


def balanced(day: Witnesses, now: datetime = NOON) -> Balance:
    return balance_of(day, Claimed(), now, 10)


people = st.lists(
    st.tuples(
        st.sampled_from((VISIT, COUNTED, WAITING, *ENDS)),
        st.sampled_from(Outcome),
        st.sampled_from(Stage),
    ),
    max_size=40,
)


@given(people)
def test_everybody_who_was_screened_stands_in_one_line(
    verbs: list[tuple[str, Outcome, Stage]],
) -> None:
    found = balanced(a_day(verbs))

    assert found.screened == len(verbs) == found.total
    assert found.closes
    assert [line.code for line in found.lines] == [
        code for code in LINES if code in {line.code for line in found.lines}
    ]


@given(people, st.data())
def test_whoever_is_lost_from_one_side_is_named_and_the_balance_does_not_close(
    verbs: list[tuple[str, Outcome, Stage]], data: st.DataObject
) -> None:
    day = a_day([(WAITING, Outcome.GENERAL_OPD, Stage.TRIAGED), *verbs])
    side = data.draw(
        st.sampled_from([name for name in ("visits", "forms", "counted") if getattr(day, name)])
    )
    rows = getattr(day, side)
    gone = data.draw(st.sampled_from(rows))
    one_less: dict[str, object] = {side: tuple(row for row in rows if row is not gone)}

    found = balanced(replace(day, **one_less))  # pyright: ignore[reportArgumentType] - by name

    assert not found.closes
    assert found.screened == found.total + 1
    assert [line.count for line in found.odd] == [1]


@given(people, st.data())
def test_a_line_that_is_lost_from_the_register_is_named(
    verbs: list[tuple[str, Outcome, Stage]], data: st.DataObject
) -> None:
    kept = [verb for verb in verbs if verb[0] in {VISIT, COUNTED, WAITING}]
    day = a_day([(COUNTED, Outcome.GENERAL_OPD, Stage.TRIAGED), *kept])
    gone = data.draw(st.sampled_from(day.arrivals))

    found = balanced(replace(day, arrivals=tuple(one for one in day.arrivals if one is not gone)))

    assert not found.closes
    assert found.screened == found.total - 1
    assert [(line.count, line.code[-7:]) for line in found.odd] == [(1, "UNKNOWN")]


@given(people, st.integers(0, 40))
def test_who_waits_at_the_hand_over_is_who_the_next_shift_begins_with(
    verbs: list[tuple[str, Outcome, Stage]], after: int
) -> None:
    """The register is one: what a shift leaves waiting is screened by the next, nobody twice."""
    day = a_day(verbs)
    change = EIGHT + after * MINUTE + timedelta(seconds=30)
    before = tuple(
        one if one.ended_at is None or one.ended_at < change else replace(one, end=None)
        for one in day.arrivals
        if one.began_at < change
    )
    first = len(before)
    waiting = sum(1 for one in before if one.end is None)

    second = balanced(
        replace(day, since=change, counted=tuple(one for one in day.counted if one.at >= change))
    )

    assert second.closes
    assert first - waiting + second.screened == len(verbs)


@pytest.mark.parametrize(
    ("changed", "odd"),
    [
        ({"outcome": Outcome.FEVER_CLINIC, "received_at": None}, "NOT_RECEIVED"),
        (
            {"outcome": Outcome.HOLD_RECHECK, "recheck_at": EIGHT + 20 * MINUTE},
            "NOT_MEASURED",
        ),
    ],
    ids=["not received", "not measured again"],
)
@pytest.mark.rule("ISO-2")
def test_whoever_waits_beyond_the_limit_is_named(changed: dict[str, object], odd: str) -> None:
    day = a_day([(VISIT, Outcome.GENERAL_OPD, Stage.TRIAGED)])
    visit = replace(day.visits[0], **changed)  # pyright: ignore[reportArgumentType] - by name

    found = balanced(replace(day, visits=(visit,)))
    in_time = balanced(replace(day, visits=(visit,)), EIGHT + 11 * MINUTE)

    assert found.odd == (BalanceLine(odd, 1, ("患者1 08:01",)),)
    assert not found.closes
    assert in_time.odd == ()
    assert in_time.left_over == 1


def test_an_emergency_form_that_is_not_complete_is_named() -> None:
    day = a_day([(VISIT, Outcome.RESUS, Stage.TRIAGED)])
    again = Form(DraftId(9), "患者1", NOON, day.visits[0].id)

    found = balanced(replace(day, forms=(again,)))

    assert [(line.code, line.people) for line in found.odd] == [("INCOMPLETE", ("患者1 08:01",))]
    assert found.screened == found.total == 1


def test_a_form_that_was_opened_again_for_another_reason_is_only_open() -> None:
    day = a_day([(VISIT, Outcome.GENERAL_OPD, Stage.TRIAGED)])
    again = Form(DraftId(9), "患者1", NOON, day.visits[0].id)

    found = balanced(replace(day, forms=(again,)))

    assert found.closes
    assert found.unclaimed == (BalanceLine("FORM", 1, ("患者1 12:00",)),)


def test_two_visits_of_one_person_on_one_day_are_named() -> None:
    day = a_day([(VISIT, Outcome.GENERAL_OPD, Stage.TRIAGED)] * 2)
    first, second = day.visits

    found = balanced(replace(day, visits=(first, replace(second, patient_id=first.patient_id))))
    left = balanced(
        replace(
            day,
            visits=(
                replace(first, stage=Stage.LEFT),
                replace(second, patient_id=first.patient_id),
            ),
        )
    )

    assert found.odd == (BalanceLine("TWICE", 1, ("患者2 08:02 20200225-0002",)),)
    assert left.closes


def test_whatever_waits_is_unclaimed_each_by_its_name() -> None:
    day = a_day([(WAITING, Outcome.GENERAL_OPD, Stage.TRIAGED)])
    form = replace(day.forms[0], thermometer="蓝")
    rest = Claimed(("36.8 绿枪 11:40",), ("蓝枪 患者1",), ("20200225-0001",), ("超时未到 11:50",))

    found = balance_of(replace(day, forms=(form,)), rest, NOON, 10)

    assert [(line.code, line.people) for line in found.unclaimed] == [
        ("FORM", ("患者1 08:01",)),
        ("UNDER_ARM", ("患者1 08:01 · 蓝",)),
        ("TRAY", ("36.8 绿枪 11:40",)),
        ("ARMED", ("蓝枪 患者1",)),
        ("UNPRINTED", ("20200225-0001",)),
        ("ALARM", ("超时未到 11:50",)),
    ]
    assert found.left_over == 6
    assert found.closes


def test_whoever_waited_when_the_shift_began_is_of_this_shift_and_who_had_gone_is_not() -> None:
    gone = Arrived(DraftId(1), "走了", EIGHT - 9 * MINUTE, ArrivalEnd.LEFT, EIGHT - MINUTE)
    left = Arrived(DraftId(2), "后走", EIGHT - 9 * MINUTE, ArrivalEnd.LEFT, EIGHT + MINUTE)
    waits = Arrived(DraftId(3), "还等", EIGHT - 9 * MINUTE)
    form = Form(waits.id, waits.name, waits.began_at)

    found = balanced(Witnesses(EIGHT, (gone, left, waits), (), (form,)))

    assert found.lines == (
        BalanceLine("LEFT", 1, ("后走 07:51",)),
        BalanceLine("WAITING", 1, ("还等 07:51",)),
    )
    assert found.closes


def test_whoever_has_no_name_yet_stands_in_the_balance_all_the_same() -> None:
    waits = Arrived(DraftId(1), "", EIGHT)

    found = balanced(Witnesses(EIGHT, (waits,), (), (Form(waits.id, " ", EIGHT),)))

    assert found.lines == (BalanceLine("WAITING", 1, ("— 08:00",)),)


def test_a_line_names_the_nameless_and_says_a_label_in_words() -> None:
    line = BalanceLine("UNDER_ARM", 3, ("余雅婷 10:16 · YELLOW", "10:15 · A3", "09:33 13:33"))

    said = line.people_in_words({"YELLOW": "黄", "A3": "A3"}.__getitem__, "未登记")

    assert said == ("余雅婷 10:16 · 黄", "未登记 10:15 · A3", "未登记 09:33 13:33")
