"""What a row says of its timer at each instant; words, icon and tone, never the tone alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feverclinic.domain.boards import ArmedFor, QueueEntry
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.waiting import hand_out
from feverclinic.wording import wording
from ui.triage.queue_rows import Part, entry_row, rows
from ui.triage.scene_presenter import NOON, minutes
from ui.triage.waiting_rows import Moment, State, state_of, under_arm_tile

WORDS = wording("zh_CN")
NAMED = QueueEntry("李四", Sex.FEMALE, 34, AgeUnit.YEAR, minutes(20), draft_id=DraftId(2))
SENT = QueueEntry(
    *("王秀兰", Sex.FEMALE, 67, AgeUnit.YEAR, minutes(20)),
    visit_id=VisitId(1),
    stage=Stage.ON_THE_WAY,
    outcome=Outcome.FEVER_CLINIC,
    guide="李护士",
)


@pytest.mark.parametrize(
    ("seconds", "line", "icon", "tone"),
    [
        (300, "腋温 蓝 14:37 · 5 分", "timer", "warn"),
        (181, "腋温 蓝 14:35 · 4 分", "timer", "warn"),
        (60, "腋温 蓝 14:33 · 1 分", "timer", "warn"),
        (59, "腋温 蓝 14:33 · 59 秒", "timer", "warn"),
        (1, "腋温 蓝 14:32 · 1 秒", "timer", "warn"),
        (0, "取体温计 蓝", "bell", "danger"),
        (-59, "取体温计 蓝", "bell", "danger"),
        (-60, "取体温计 蓝 · 已过 1 分", "bell", "danger"),
    ],
)
def test_a_thermometer_under_the_arm_counts_down_and_then_wants_to_be_taken_back(
    seconds: int, line: str, icon: str, tone: str
) -> None:
    due = NOON + timedelta(seconds=seconds)
    entry = replace(NAMED, under_arm_label="BLUE", under_arm_due_at=due)

    assert state_of(entry, Moment(NOON), WORDS) == State(line, icon, tone, "labelblue")


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize(
    ("seconds", "line", "tone"),
    [
        (600, "途中 · 限 10 分 · 李护士", "text2"),
        (59, "途中 · 限 59 秒 · 李护士", "text2"),
        (0, "途中 · 限 0 秒 · 李护士", "text2"),
        (-1, "超时未到 · 李护士", "danger"),
        (-60, "超时未到 1 分 · 李护士", "danger"),
    ],
)
def test_who_is_on_the_way_is_late_only_behind_the_limit(
    seconds: int, line: str, tone: str
) -> None:
    entry = replace(SENT, arrive_by=NOON + timedelta(seconds=seconds))

    state = state_of(entry, Moment(NOON), WORDS)

    assert (state.line, state.tone) == (line, tone)


@pytest.mark.rule("TEMP-9")
def test_a_masked_fever_says_why_it_is_measured_again() -> None:
    entry = replace(NAMED, recheck_at=minutes(-20), is_masked_fever=True)

    assert state_of(entry, Moment(NOON), WORDS).line == "退热药后复测 14:52"
    assert state_of(entry, Moment(minutes(-20)), WORDS).line == "退热药后复测 14:52 到时"


def test_an_announced_ambulance_is_named_so_until_it_has_a_name() -> None:
    entry = replace(NAMED, name="", expected_at=minutes(-13))

    row = entry_row(entry, WORDS, Moment(NOON))
    late = entry_row(entry, WORDS, Moment(minutes(-15)))

    assert (row.name, row.line, row.icon) == ("120 预报", "预计 14:45 到", "ambulance")
    assert (late.line, late.tone) == ("预计 14:45 · 已过 2 分", "danger")


@pytest.mark.parametrize(
    ("left", "line"),
    [(11, "已到 · 发热诊室"), (10, "候诊 还剩 10 分"), (0, "候诊超时 0 分"), (-2, "候诊超时 2 分")],
)
def test_the_limit_of_the_level_is_said_from_ten_minutes_before(left: int, line: str) -> None:
    entry = replace(SENT, stage=Stage.ARRIVED, wait_until=NOON + timedelta(minutes=left))

    assert state_of(entry, Moment(NOON), WORDS).line == line


def test_the_row_of_an_armed_form_says_which_thermometer_and_how_long() -> None:
    armed = ArmedFor(
        *("绿枪", "GREEN", "AXILLARY", "李四", Sex.FEMALE, 34, AgeUnit.YEAR, "", 17), DraftId(2)
    )

    state = state_of(NAMED, Moment(NOON, {DraftId(2): armed}), WORDS)

    assert state == State("待测 绿枪 · 17 秒", "timer", "accent", "labelgreen")


def test_a_family_is_said_on_each_of_its_rows() -> None:
    others = [replace(NAMED, draft_id=DraftId(at), family_id=7) for at in (3, 4)]

    told = rows((NAMED, *others), None, Part.TODAY, WORDS, Moment(NOON))

    assert [row.who for row in told if not row.is_head] == [
        "女 34",
        "女 34 · 同行 2",
        "女 34 · 同行 2",
    ]


def test_the_tile_of_a_form_says_whose_thermometer_is_out_and_when_to_take_it_back() -> None:
    intake = hand_out(Intake(NOON, {"name": "李四"}), "YELLOW", Site.AXILLARY, NOON, 5)

    running = under_arm_tile(intake, NOON, WORDS)
    due = under_arm_tile(intake, minutes(-5), WORDS)

    assert running is not None
    assert due is not None
    assert (running.title, running.when, running.origin) == ("腋下", "5 分", "黄 → 李四")
    assert (due.when, due.origin, due.icon) == ("14:37", "取体温计 黄", "bell")


def test_a_form_without_a_thermometer_has_no_such_tile() -> None:
    assert under_arm_tile(Intake(NOON), NOON, WORDS) is None
