"""Several thermometers out at once: each waits for its own form, and it is said which and for whom."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from feverclinic.devices.events import LinkState
from feverclinic.domain.visits import DraftId
from tests.stories.workplace import Clock
from tests.ui.thermometers import LI, ZHANG, Heard, a_sample, link, two_thermometers
from ui.desk_devices import DeskDevices


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def devices(qapp: QApplication, clock: Clock) -> Iterator[DeskDevices]:
    with two_thermometers(clock) as made:
        yield made


@pytest.fixture
def heard(devices: DeskDevices) -> Heard:
    return Heard(devices)


def test_two_thermometers_measure_for_two_people(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    link(devices, LinkState.LIVE, "绿枪")
    devices.arm(ZHANG)
    devices.arm(LI)

    devices._on_event(a_sample(clock, "36.4", device="绿枪"))
    devices._on_event(a_sample(clock, "37.8"))

    assert [(reading.raw_text, draft_id) for reading, draft_id in heard.taken] == [
        ("36.4", 2),
        ("37.8", 1),
    ]


def test_all_armed_thermometers_are_told_with_whose_they_are_and_how_long(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    link(devices, LinkState.LIVE, "绿枪")
    devices.arm(ZHANG)
    clock.pass_by(10)
    devices.arm(LI)
    clock.pass_by(5)

    devices._count_down()

    told = [(one.device, one.name, one.seconds_left, one.draft_id) for one in heard.armed[-1]]
    assert told == [("蓝枪", "张建国", 45, 1), ("绿枪", "李四", 55, 2)]


def test_a_form_that_is_armed_again_keeps_its_thermometer_for_another_minute(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    link(devices, LinkState.LIVE, "绿枪")
    devices.arm(ZHANG)
    clock.pass_by(50)

    devices.arm(ZHANG)

    assert [(one.device, one.seconds_left) for one in heard.armed[-1]] == [("蓝枪", 60)]
    assert heard.now == [("蓝枪", 1, ""), ("蓝枪", 1, "")]


def test_a_form_has_one_thermometer_at_a_time(devices: DeskDevices, heard: Heard) -> None:
    link(devices, LinkState.LIVE)
    link(devices, LinkState.LIVE, "绿枪")
    devices.arm(ZHANG, "蓝枪")

    devices.arm(ZHANG, "绿枪")

    assert [one.device for one in heard.armed[-1]] == ["绿枪"]


def test_where_none_is_free_the_longest_armed_one_changes_hands_and_it_is_said(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    link(devices, LinkState.LIVE, "绿枪")
    devices.arm(ZHANG)
    clock.pass_by(1)
    devices.arm(LI)
    clock.pass_by(1)

    devices.arm(replace(LI, draft_id=DraftId(3), name="王五"))
    devices._on_event(a_sample(clock, "36.4"))

    assert heard.now == [("蓝枪", 1, ""), ("绿枪", 2, ""), ("蓝枪", 3, "张建国")]
    assert [(one.raw_text, draft_id) for one, draft_id in heard.taken] == [("36.4", 3)]


def test_disarming_one_form_leaves_the_others_waiting(devices: DeskDevices, heard: Heard) -> None:
    link(devices, LinkState.LIVE)
    link(devices, LinkState.LIVE, "绿枪")
    devices.arm(ZHANG)
    devices.arm(LI)

    devices.disarm(ZHANG.draft_id)

    assert [one.name for one in heard.armed[-1]] == ["李四"]
