"""Timers of the desk: thermometers out, ambulances announced, and who stands first in the list."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.waiting import (
    MUST_ISOLATE,
    SENT,
    UnderArm,
    announced,
    due_at,
    expected,
    hand_out,
    has_come,
    in_order,
    is_due,
    labels_out,
    must_be_free,
    taken_back,
    under_arm,
)
from feverclinic.errors import Refused
from tests.builders import MINUTE, NOON, a_draft

SECOND = timedelta(seconds=1)
ROW = QueueEntry("王小明", Sex.MALE, 40, AgeUnit.YEAR, NOON)


def out(label: str = "蓝", minutes: int = 5) -> Intake:
    return hand_out(Intake(NOON, {"name": "赵六"}), label, Site.AXILLARY, NOON, minutes)


def test_a_thermometer_that_is_out_stands_in_the_form_with_its_time() -> None:
    form = out()

    assert under_arm(form) == UnderArm("蓝", Site.AXILLARY, NOON, NOON + 5 * MINUTE)
    assert form.fields == {
        "name": "赵六",
        "under_arm.label": "蓝",
        "under_arm.site": "AXILLARY",
        "under_arm.out_at": "2020-02-25T12:00:00+08:00",
        "under_arm.due_at": "2020-02-25T12:05:00+08:00",
    }


def test_a_thermometer_taken_back_leaves_the_rest_of_the_form() -> None:
    assert taken_back(out()).fields == {"name": "赵六"}
    assert under_arm(Intake(NOON)) is None


@pytest.mark.parametrize(
    "broken", [{"under_arm.due_at": "12:05"}, {"under_arm.out_at": "2020-02-25T12:00:00"}], ids=str
)
def test_a_time_that_cannot_be_read_is_no_timer(broken: dict[str, str]) -> None:
    assert under_arm(out().with_fields(broken)) is None


def test_an_unknown_site_is_the_arm() -> None:
    found = under_arm(out().with_field("under_arm.site", "NOSE"))

    assert found is not None
    assert found.site is Site.AXILLARY


def test_one_label_is_with_one_person_only() -> None:
    draft = a_draft(intake=out())
    other = a_draft(intake=Intake(NOON))

    with pytest.raises(Refused) as caught:
        must_be_free(" 蓝 ", [draft, other], other.id)

    assert caught.value.code == "thermometer.already_out"
    assert (caught.value.facts["label"], caught.value.facts["who"]) == ("蓝", "赵六")
    assert labels_out([draft, other]) == {"蓝": draft}


def test_whoever_has_it_may_have_it_longer_and_another_label_is_free() -> None:
    draft = a_draft(intake=out())

    must_be_free("蓝", [draft], draft.id)
    must_be_free("绿", [draft], DraftId(1))


def test_a_thermometer_has_a_label() -> None:
    with pytest.raises(Refused, match=r"thermometer\.label_missing"):
        must_be_free("  ", [], None)


def test_an_announced_person_is_expected_until_he_is_here() -> None:
    form = announced(Intake(NOON, {"name": "钱七"}), NOON + 12 * MINUTE, "120 调度 ")

    assert expected(form) == NOON + 12 * MINUTE
    assert form.text("arrival_mode") == "AMBULANCE"
    assert form.text("announced_by") == "120 调度"
    come = has_come(form, NOON + 20 * MINUTE)
    assert (expected(come), come.arrived_at) == (None, NOON + 20 * MINUTE)
    assert come.text("announced_by") == "120 调度"


def test_an_announced_transfer_stays_a_transfer() -> None:
    form = announced(Intake(NOON, {"arrival_mode": "TRANSFER"}), NOON)

    assert form.text("arrival_mode") == "TRANSFER"


@pytest.mark.rule("ISO-2")
def test_sent_to_the_fever_clinic_are_tri_1_and_tri_3_to_tri_6() -> None:
    assert {
        Outcome.RESUS_ISOLATION,
        Outcome.FEVER_CLINIC_SINGLE_ROOM,
        Outcome.FEVER_CLINIC,
        Outcome.FEVER_CLINIC_SCREEN,
    } == SENT
    assert {Outcome.RESUS_ISOLATION, Outcome.FEVER_CLINIC_SINGLE_ROOM} == MUST_ISOLATE


@pytest.mark.rule("ISO-2")
def test_the_limit_of_arrival_is_itself_on_time() -> None:
    row = replace(ROW, visit_id=VisitId(1), stage=Stage.ON_THE_WAY, arrive_by=NOON)

    assert not is_due(row, NOON)
    assert is_due(row, NOON + SECOND)


@pytest.mark.parametrize("field", ["under_arm_due_at", "expected_at", "recheck_at"])
def test_a_timer_is_due_at_its_moment(field: str) -> None:
    row = replace(ROW, **{field: NOON})

    assert due_at(row) == NOON
    assert not is_due(row, NOON - SECOND)
    assert is_due(row, NOON)


def test_nobody_measures_again_who_has_left() -> None:
    row = replace(ROW, stage=Stage.LEFT, recheck_at=NOON)

    assert due_at(row) is None
    assert not is_due(row, NOON + MINUTE)


def test_act_first_then_wait_by_time_then_open_forms_then_the_routed() -> None:
    rows = [
        replace(ROW, name="草", draft_id=DraftId(1)),
        replace(ROW, name="已分", visit_id=VisitId(2)),
        replace(ROW, name="腋下", draft_id=DraftId(3), under_arm_due_at=NOON + 3 * MINUTE),
        replace(ROW, name="救护车", draft_id=DraftId(4), expected_at=NOON + MINUTE),
        replace(ROW, name="该测", visit_id=VisitId(5), recheck_at=NOON - MINUTE),
        replace(ROW, name="未到", visit_id=VisitId(6), arrive_by=NOON - 2 * MINUTE),
        replace(ROW, name="在途", visit_id=VisitId(7), arrive_by=NOON + MINUTE),
        replace(ROW, name="草二", draft_id=DraftId(8)),
    ]

    assert [row.name for row in in_order(rows, NOON)] == [
        *("未到", "该测"),
        *("救护车", "腋下"),
        *("草", "草二"),
        *("已分", "在途"),
    ]


@given(
    st.lists(st.none() | st.integers(-60, 60), max_size=12),
    st.integers(-60, 60),
)
def test_no_row_is_lost_and_none_that_is_due_stands_below_one_that_is_not(
    minutes: list[int | None], later: int
) -> None:
    rows = [
        replace(
            ROW,
            draft_id=DraftId(number + 1),
            under_arm_due_at=None if one is None else NOON + one * MINUTE,
        )
        for number, one in enumerate(minutes)
    ]
    now = NOON + later * MINUTE

    ordered = in_order(rows, now)

    assert sorted(row.draft_id or 0 for row in ordered) == sorted(row.draft_id or 0 for row in rows)
    due = [is_due(row, now) for row in ordered]
    assert due == sorted(due, reverse=True)
