"""One open line over time: when it is live, quiet, stuck or foreign, and what the desk is told."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from feverclinic.devices.events import DeviceConfig, LinkState, Notice, Sample
from feverclinic.devices.interpreter import accept_limits
from feverclinic.devices.listener import Listener, Told
from feverclinic.devices.profiles import Profile
from feverclinic.domain.arming import Hold, HoldReason, accept
from feverclinic.domain.readings import Site
from tests.devices.streams import (
    ASCII_LINE,
    CONTRACT_614V3,
    GY_614V3,
    GY_MCU90614,
    MANUAL_90614,
    MOTION_MODULE,
    line,
)

NOON = datetime(2020, 2, 25, 4, 0, tzinfo=UTC)
BLUE = DeviceConfig("蓝枪", "BLUE", "gy-614v3", "memory:", serial="G-1")
OTHER_614V3 = GY_614V3.wire.encode(
    {"emissivity": "0.97", "object": "35.50", "ambient": "23.70", "body": "36.60"}
)


def listener(profile: Profile = GY_614V3, config: DeviceConfig = BLUE) -> Listener:
    return Listener(config, profile, lambda: NOON, 0.0)


def sample(told: tuple[Told, ...]) -> Sample:
    (one,) = told
    assert isinstance(one, Sample)
    return one


def codes(told: tuple[Told, ...]) -> list[str]:
    return [one.code for one in told if isinstance(one, Notice)]


@pytest.mark.rule("TEMP-1")
def test_a_sample_carries_its_number_its_bytes_and_where_they_came_from() -> None:
    config = replace(BLUE, calibration_due=date(2020, 6, 30))

    one = sample(listener(config=config).hear(CONTRACT_614V3, 1.0))

    assert one.raw == CONTRACT_614V3
    assert one.offered_value is not None
    assert (one.offered_value.text, one.offered_value.unit) == ("36.50", "C")
    assert one.ambient_c == Decimal("23.70")
    assert (one.device, one.profile, one.profile_version) == ("蓝枪", "gy-614v3", "1")
    assert (one.device_serial, one.calibration_due) == ("G-1", date(2020, 6, 30))
    assert (one.site, one.received_at, one.first_byte_at) == (Site.FOREHEAD_NC, NOON, 1.0)


def test_the_settings_may_name_another_site() -> None:
    config = replace(BLUE, site=Site.TEMPORAL)

    assert sample(listener(config=config).hear(CONTRACT_614V3, 1.0)).site is Site.TEMPORAL


def test_a_surface_value_is_shown_and_not_offered() -> None:
    one = sample(listener(GY_MCU90614).hear(MANUAL_90614, 1.0))

    assert one.value("object") is not None
    assert one.offered_value is None


def test_one_good_frame_makes_a_checked_line_live() -> None:
    line_614 = listener()

    assert line_614.link is LinkState.LISTENING
    line_614.hear(CONTRACT_614V3, 1.0)

    assert line_614.link is LinkState.LIVE


def test_a_line_without_check_is_live_after_two_frames_in_a_row() -> None:
    text = listener(ASCII_LINE)

    first = sample(text.hear(line("T=36.7C"), 1.0))
    after_first = text.link
    second = sample(text.hear(line("T=36.7C"), 2.0))

    assert (first.is_confirmed, after_first) == (False, LinkState.LISTENING)
    assert (second.is_confirmed, second.is_duplicate) == (True, False)
    assert text.link is LinkState.LIVE


def test_noise_between_the_first_two_frames_starts_the_count_again() -> None:
    text = listener(ASCII_LINE)

    text.hear(line("T=36.7C") + line("%%%") + line("T=36.7C"), 1.0)

    assert text.link is LinkState.LISTENING


def test_a_line_is_quiet_from_its_quiet_second_on_and_live_again_with_the_next_frame() -> None:
    line_614 = listener()
    line_614.hear(CONTRACT_614V3, 1.0)

    line_614.hear(b"", 3.99)
    before = line_614.link
    due = line_614.wants_look_at
    line_614.hear(b"", 4.0)
    at_limit = line_614.link
    line_614.hear(CONTRACT_614V3, 9.0)

    assert (before, due, at_limit) == (LinkState.LIVE, 4.0, LinkState.QUIET)
    assert line_614.link is LinkState.LIVE


@pytest.mark.rule("TEMP-11")
def test_the_same_value_within_two_seconds_is_one_reading() -> None:
    line_614 = listener()

    first = sample(line_614.hear(CONTRACT_614V3, 1.0))
    at_limit = sample(line_614.hear(CONTRACT_614V3, 3.0))
    after = sample(line_614.hear(CONTRACT_614V3, 3.03))

    assert [one.is_duplicate for one in (first, at_limit, after)] == [False, True, False]


@pytest.mark.rule("TEMP-11")
def test_another_value_within_two_seconds_is_a_reading_of_its_own() -> None:
    line_614 = listener()
    line_614.hear(CONTRACT_614V3, 1.0)

    assert not sample(line_614.hear(OTHER_614V3, 1.1)).is_duplicate


def test_a_value_that_never_moves_is_told_once_as_frozen() -> None:
    line_614 = listener()
    line_614.hear(CONTRACT_614V3, 1.0)

    at_limit = line_614.hear(CONTRACT_614V3, 21.0)
    beyond = line_614.hear(CONTRACT_614V3, 21.1)
    later = line_614.hear(CONTRACT_614V3, 22.1)
    moved = line_614.hear(OTHER_614V3, 23.0)

    assert (codes(at_limit), sample(at_limit).is_frozen) == ([], False)
    assert codes(beyond) == ["FROZEN"]
    assert (codes(later), sample(later).is_frozen) == ([], True)
    assert (codes(moved), sample(moved).is_frozen) == ([], False)


def test_a_rush_of_frames_is_told_as_its_first_and_its_newest() -> None:
    line_614 = listener()
    rush = [
        GY_614V3.wire.encode(
            {"emissivity": "0.97", "object": "35.50", "ambient": "23.70", "body": f"36.{n:02d}"}
        )
        for n in range(50)
    ]

    first = line_614.hear(rush[0], 1.0)
    during = [line_614.hear(frame, 1.001) for frame in rush[1:]]
    due = line_614.wants_look_at
    after = line_614.hear(b"", 1.02)

    assert sample(first).merged == 0
    assert during == [()] * 49
    assert due == pytest.approx(1.02)
    assert sample(after).raw == rush[-1]
    assert sample(after).merged == 48
    assert line_614.counts.readings == 50


def test_many_frames_in_one_read_are_one_sample() -> None:
    one = sample(listener().hear(CONTRACT_614V3 * 100 + OTHER_614V3, 1.0))

    assert (one.raw, one.merged) == (OTHER_614V3, 100)


def test_a_state_of_the_device_is_told_after_the_number_before_it() -> None:
    text = listener(ASCII_LINE)

    told = text.hear(line("T=36.7C") + line("LO"), 1.0)

    assert [type(one) for one in told] == [Sample, Notice]
    assert codes(told) == ["LOW"]


def test_data_without_a_good_frame_is_told_after_five_seconds() -> None:
    line_614 = listener()

    line_614.hear(b"\x00" * 8, 1.0)
    line_614.hear(b"\x00" * 8, 1.2)
    before = line_614.hear(b"\x00" * 8, 6.19)
    at_limit = line_614.hear(b"\x00" * 8, 6.2)

    assert codes(before) == []
    assert codes(at_limit) == ["NO_VALID_FRAME"]
    assert line_614.has_no_valid_frame


def test_a_good_frame_takes_the_complaint_back() -> None:
    line_614 = listener()
    line_614.hear(b"\x00" * 8, 1.0)
    line_614.hear(b"\x00" * 8, 7.0)
    line_614.hear(b"\x00" * 8, 13.0)

    line_614.hear(CONTRACT_614V3, 14.0)

    assert not line_614.has_no_valid_frame


def test_three_frames_of_another_device_are_told_as_such() -> None:
    line_614 = listener()

    told = line_614.hear(MOTION_MODULE * 4, 1.0)

    assert codes(told) == ["FOREIGN_DEVICE"]


def test_a_bare_carriage_return_ends_a_line_after_ten_milliseconds() -> None:
    text = listener(ASCII_LINE)

    at_once = text.hear(b"T=36.7C\r", 1.0)
    due = text.wants_look_at
    later = text.hear(b"", 1.01)
    line_feed = text.hear(b"\n", 1.02)

    assert (at_once, due, line_feed) == ((), pytest.approx(1.01), ())
    assert sample(later).raw == b"T=36.7C\r"


def test_empty_lines_between_two_readings_do_not_disturb() -> None:
    text = listener(ASCII_LINE)

    text.hear(line("T=36.7C") + b"\r\n" + line("T=36.7C"), 1.0)

    assert text.link is LinkState.LIVE


def test_what_waited_is_told_when_the_line_ends() -> None:
    line_614 = listener()
    line_614.hear(CONTRACT_614V3, 1.0)
    line_614.hear(OTHER_614V3, 1.001)

    assert sample(line_614.close(1.002)).raw == OTHER_614V3


def test_a_right_sum_over_a_cut_frame_is_held_by_its_absurd_surroundings() -> None:
    cut = bytes.fromhex("A4030707610DDE")
    absurd = GY_614V3.wire.encode(
        {"emissivity": "0.97", "object": "35.50", "ambient": "231.09", "body": "36.50"}
    )

    told = listener().hear(cut + absurd, 1.0)

    verdict = accept(sample(told).facts(), None, accept_limits(GY_614V3), now=1.0)
    assert verdict == Hold(HoldReason.AMBIENT_OUTSIDE, "ambient")


def test_a_module_with_another_emissivity_is_held() -> None:
    changed = GY_614V3.wire.encode(
        {"emissivity": "0.89", "object": "35.50", "ambient": "23.70", "body": "36.50"}
    )

    verdict = accept(
        sample(listener().hear(changed, 1.0)).facts(), None, accept_limits(GY_614V3), now=1.0
    )

    assert verdict == Hold(HoldReason.OUTSIDE_LIMITS, "emissivity")


def test_nothing_is_due_on_a_line_that_has_said_nothing() -> None:
    assert listener().wants_look_at is None
