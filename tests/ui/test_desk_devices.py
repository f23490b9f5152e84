"""Thermometers on the window's side: whom a reading belongs to, what waits, what is said and how often."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.devices.codecs import Value
from feverclinic.devices.events import LinkState, Notice
from feverclinic.domain.boards import ArmedFor
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.readings import Reading, Scale, Site, Source
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Unavailable
from tests.builders import NOON
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


@pytest.mark.rule("TEMP-1")
def test_an_armed_reading_is_the_holder_s_with_its_whole_origin(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)

    devices._on_event(a_sample(clock))

    ((reading, draft_id),) = heard.taken
    assert draft_id == 1
    assert reading == Reading(
        raw_text="37.8",
        celsius=Fraction(189, 5),
        site=Site.AXILLARY,
        measured_at=NOON,
        entered_at=NOON,
        received_at=NOON,
        source=Source.SERIAL,
        device_serial="蓝枪",
        device_name="蓝枪",
        profile="ascii-line",
        profile_version="1",
        raw_bytes=b"T=37.8C",
        calibration_due=date(2020, 12, 31),
        ambient_c=Decimal("25.1"),
    )


def test_identity_stands_beside_the_number_and_arming_ends_with_the_reading(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)
    devices._on_event(a_sample(clock))

    assert heard.armed == [
        (
            ArmedFor(
                *("蓝枪", "BLUE", "UNKNOWN", "张建国", Sex.MALE, 41, AgeUnit.YEAR, "0018", 60),
                DraftId(1),
            ),
        ),
        (),
    ]
    assert not devices.states[0].is_armed


def test_a_name_that_is_typed_after_the_arming_stands_beside_the_number(
    devices: DeskDevices, heard: Heard
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(replace(LI, name=""))

    devices.rename(ZHANG)
    devices.rename(LI)

    assert [armed.name for (armed,) in heard.armed] == ["", "李四"]


def test_what_nobody_armed_goes_to_the_tray(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    devices._on_event(a_sample(clock))

    assert [reading.raw_text for reading in heard.unclaimed] == ["37.8"]
    assert heard.taken == []


def test_a_thermometer_that_talks_on_is_one_measurement(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    devices._on_event(a_sample(clock, "36.4"))
    clock.pass_by(4)
    devices._on_event(a_sample(clock, "36.5"))
    clock.pass_by(4.1)
    devices._on_event(a_sample(clock, "36.6"))

    assert [reading.raw_text for reading in heard.unclaimed] == ["36.4", "36.6"]


def test_what_comes_after_the_armed_reading_is_not_a_second_one(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)
    devices._on_event(a_sample(clock, "37.8"))
    clock.pass_by(1)
    devices._on_event(a_sample(clock, "37.7"))

    assert len(heard.taken) == 1
    assert heard.unclaimed == []


@pytest.mark.parametrize(("seconds", "is_taken"), [(59, True), (60, True), (60.1, False)])
def test_arming_expires(
    devices: DeskDevices, heard: Heard, clock: Clock, seconds: float, is_taken: bool
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)

    clock.pass_by(seconds)
    devices._count_down()
    devices._on_event(a_sample(clock))

    assert bool(heard.taken) is is_taken
    assert bool(heard.unclaimed) is not is_taken
    assert devices.states[0].is_armed is False


def test_the_seconds_that_are_left_are_counted_down(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)
    clock.pass_by(18)

    devices._count_down()

    (last,) = heard.armed[-1]
    assert last.seconds_left == 42


def test_a_number_from_before_the_arming_is_nobody_s(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    early = a_sample(clock)
    clock.pass_by(1)
    devices.arm(ZHANG)

    devices._on_event(early)

    assert heard.taken == []
    assert len(heard.unclaimed) == 1


def test_a_thermometer_is_armed_by_its_name(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    link(devices, LinkState.LIVE, "绿枪")

    devices.arm(ZHANG, "绿枪")

    assert [state.is_armed for state in devices.states] == [False, True]


def test_disarming_leaves_the_next_number_to_nobody(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)

    devices.disarm()
    devices._on_event(a_sample(clock))

    assert heard.taken == []
    assert len(heard.unclaimed) == 1


@pytest.mark.parametrize(
    ("differs", "code"),
    [
        ({"is_confirmed": False}, "device.held.NOT_CONFIRMED"),
        ({"is_frozen": True}, "device.held.FROZEN"),
        ({"values": (Value("body", "99.1", ""),)}, "device.held.UNIT_UNKNOWN"),
        ({"values": (Value("body", "310.1", "K"),)}, "device.held.UNIT_NOT_HANDLED"),
        ({"values": (Value("body", "-5.0", "C"),)}, "device.held.OUTSIDE_LIMITS"),
        ({"values": (Value("body", "85.1", "C"),)}, "device.held.OUTSIDE_LIMITS"),
        (
            {"values": (Value("body", "36.5", "C"), Value("ambient", "10.0", "C"))},
            "device.held.AMBIENT_OUTSIDE",
        ),
    ],
)
def test_a_number_that_is_given_to_nobody_says_why_once_and_the_arming_stays(
    devices: DeskDevices, heard: Heard, clock: Clock, differs: dict[str, object], code: str
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)

    devices._on_event(a_sample(clock, **differs))
    devices._on_event(a_sample(clock, **differs))

    assert [error.code for error in heard.held] == [code]
    assert heard.taken == []
    assert devices.states[0].is_armed


def test_a_number_that_no_field_can_hold_is_in_nobody_s_tray(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    devices._on_event(a_sample(clock, values=(Value("body", "-5.0", "C"),)))

    assert heard.unclaimed == []
    assert devices.states[0].last_value == "-5.0"


def test_a_surface_value_is_shown_and_never_offered(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)

    devices._on_event(a_sample(clock, values=(Value("object", "31.20", "C"),), offered=None))

    assert devices.states[0].last_value == "31.20"
    assert heard.taken == []
    assert heard.unclaimed == []


def test_fahrenheit_is_kept_as_fahrenheit(devices: DeskDevices, heard: Heard, clock: Clock) -> None:
    devices._on_event(a_sample(clock, values=(Value("body", "99.1", "F"),)))

    (reading,) = heard.unclaimed
    assert (reading.raw_text, reading.raw_unit) == ("99.1", Scale.FAHRENHEIT)
    assert reading.celsius == Fraction(671, 18)


def test_a_word_of_the_device_is_said(devices: DeskDevices, heard: Heard) -> None:
    devices._on_event(Notice("蓝枪", "LOW", NOON, 0.0))

    assert [(error.code, error.facts) for error in heard.held] == [
        ("device.notice.LOW", {"device": "蓝枪"})
    ]


def test_a_lost_link_says_its_remedy_and_is_no_longer_ready(devices: DeskDevices) -> None:
    link(devices, LinkState.LIVE)
    assert devices.has_live

    link(devices, LinkState.LOST, reason="gone")

    assert (devices.states[0].link, devices.states[0].note) == ("LOST", "device.remedy.gone")
    assert not devices.has_live


def test_arming_without_a_thermometer_is_refused_in_words(
    devices: DeskDevices, clock: Clock, qapp: QApplication
) -> None:
    with pytest.raises(Unavailable, match=r"device\.none_ready"):
        devices.arm(ZHANG)

    devices.stop()
    with pytest.raises(Unavailable, match=r"device\.none_configured"):
        devices.arm(ZHANG)


def test_devices_that_are_taken_away_leave_nothing_behind(
    devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    link(devices, LinkState.LIVE)
    devices.arm(ZHANG)

    devices.stop()
    devices._on_event(a_sample(clock))

    assert devices.states == ()
    assert heard.armed[-1] == ()
    assert heard.unclaimed == []


def test_events_of_a_device_s_thread_come_home(
    qtbot: QtBot, devices: DeskDevices, heard: Heard, clock: Clock
) -> None:
    devices._from_thread(a_sample(clock))

    qtbot.waitUntil(lambda: len(heard.unclaimed) == 1)


def test_a_thermometer_that_goes_away_is_said_once_and_again_when_it_is_back(
    devices: DeskDevices,
) -> None:
    link(devices, LinkState.LISTENING)
    told: list[tuple[str, ...]] = []
    devices.lost.connect(lambda name, reason: told.append((name, reason)))
    devices.back.connect(lambda name: told.append((name,)))

    link(devices, LinkState.LOST, reason="gone")
    link(devices, LinkState.WAITING, reason="gone")
    link(devices, LinkState.OPENING)
    link(devices, LinkState.LISTENING)
    link(devices, LinkState.LIVE)

    assert told == [("蓝枪", "gone"), ("蓝枪",)]
