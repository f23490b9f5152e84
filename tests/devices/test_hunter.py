"""Frames in any cut of bytes: the same events, and no reading from a damaged frame."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feverclinic.devices.codecs import EchoCodec, Reason
from feverclinic.devices.hunter import HeardInvalid, HeardReading, Hunter
from feverclinic.devices.profiles import Profile
from tests.devices.streams import (
    ANGLE_MODULE,
    ASCII_LINE,
    CONTRACT_614V3,
    CONTRACT_90614,
    GY_614V3,
    GY_MCU90614,
    MANUAL_90614,
    MOTION_MODULE,
    bytewise,
    heard,
    line,
    words,
)

FRAMES = [
    pytest.param(GY_MCU90614, MANUAL_90614, id="90614-manual"),
    pytest.param(GY_MCU90614, CONTRACT_90614, id="90614-contract"),
    pytest.param(GY_614V3, CONTRACT_614V3, id="614v3-contract"),
]
STREAMS = [
    (GY_MCU90614, bytes.fromhex("00FF") + CONTRACT_90614 + CONTRACT_90614[:-1] + b"\x43\x5a\x5a"),
    (GY_614V3, MOTION_MODULE + CONTRACT_614V3 + CONTRACT_614V3[:5] + CONTRACT_614V3),
    (ASCII_LINE, line("T=36.7C") + line("x") + line("LO", "\r") + line("T=--C", "\n") + b"bo"),
    (ASCII_LINE, b"A" * 130 + line("T=36.7C") + line("T=36.8C")),
]


@pytest.mark.parametrize(
    ("profile", "frame", "numbers"),
    [
        (GY_MCU90614, MANUAL_90614, "31.92 33.53"),
        (GY_MCU90614, CONTRACT_90614, "36.90 25.00"),
        (GY_614V3, CONTRACT_614V3, "0.97 35.50 23.70 36.50"),
    ],
)
def test_a_printed_frame_reads_as_its_manual_says(
    profile: Profile, frame: bytes, numbers: str
) -> None:
    assert words(heard(profile, frame)) == [numbers]


def test_temperatures_below_zero_keep_their_sign_and_decimals() -> None:
    frame = bytes.fromhex("5A5A4504FFCEFF3808")

    events = heard(GY_MCU90614, frame[:-1] + bytes([sum(frame[:-1]) & 0xFF]))

    assert words(events) == ["-0.50 -2.00"]


def test_the_stream_of_the_contract_gives_its_three_events_and_the_rest() -> None:
    hunter = Hunter(GY_MCU90614.wire)
    stream = bytes.fromhex("00FF5A5A45040E6A09C4425A5A45040E6A09C4435A5A4504")

    events = (*hunter.feed(stream, 0.0), *hunter.finish())

    assert words(events) == ["NOISE:00FF", "36.90 25.00", "CHECK:5A5A45040E6A09C443"]
    assert [one.at for one in events] == [0, 2, 11]
    assert hunter.left.hex().upper() == "5A5A4504"


@pytest.mark.parametrize(("profile", "frame"), FRAMES)
def test_a_frame_cut_at_any_byte_is_the_same_frame(profile: Profile, frame: bytes) -> None:
    whole = heard(profile, frame)

    cut = [heard(profile, frame[:place], frame[place:]) for place in range(len(frame) + 1)]

    assert cut == [whole] * (len(frame) + 1)


@pytest.mark.parametrize(("profile", "frame"), FRAMES)
def test_no_flipped_bit_leaves_a_reading(profile: Profile, frame: bytes) -> None:
    flipped = [
        frame[:place] + bytes([frame[place] ^ (1 << bit)]) + frame[place + 1 :]
        for place in range(len(frame))
        for bit in range(8)
    ]

    events = [one for damaged in flipped for one in heard(profile, damaged)]

    assert len(flipped) == len(frame) * 8
    assert [one for one in events if isinstance(one, HeardReading)] == []


@given(data=st.data())
def test_the_same_bytes_give_the_same_events_however_they_are_cut(data: st.DataObject) -> None:
    profile, stream = data.draw(st.sampled_from(STREAMS))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    edges = [0, *cuts, len(stream)]

    pieces = [stream[a:b] for a, b in pairwise(edges)]

    assert heard(profile, *pieces) == heard(profile, stream)


@given(st.sampled_from([GY_MCU90614, GY_614V3, ASCII_LINE]), st.binary(max_size=60))
def test_any_bytes_give_the_same_events_one_by_one(profile: Profile, noise: bytes) -> None:
    assert heard(profile, *bytewise(noise)) == heard(profile, noise)


@given(st.text("T=bodyLO36.7C\r\n,:Ax\x00é℃", max_size=40))
def test_any_text_gives_the_same_events_one_by_one(text: str) -> None:
    data = text.encode()

    assert heard(ASCII_LINE, *bytewise(data)) == heard(ASCII_LINE, data)


@given(st.sampled_from([GY_MCU90614, GY_614V3, ASCII_LINE]), st.binary(max_size=60))
def test_every_byte_stands_in_one_event_or_is_left(profile: Profile, noise: bytes) -> None:
    hunter = Hunter(profile.wire)

    events = (*hunter.feed(noise, 0.0), *hunter.finish())

    assert b"".join(one.raw for one in events) + hunter.left == noise


@given(st.binary(max_size=40))
def test_garbage_before_a_frame_loses_at_most_that_frame(noise: bytes) -> None:
    events = heard(GY_614V3, noise + CONTRACT_614V3 * 2)

    assert "0.97 35.50 23.70 36.50" in words(events)


@settings(max_examples=20)
@given(st.binary(min_size=2000, max_size=2000))
def test_garbage_is_no_reading(noise: bytes) -> None:
    events = heard(GY_614V3, noise)

    assert [one for one in events if isinstance(one, HeardReading)] == []


def test_a_module_for_angles_is_another_type() -> None:
    assert words(heard(GY_MCU90614, ANGLE_MODULE)) == [f"TYPE:{ANGLE_MODULE.hex().upper()}"]


def test_a_module_for_motion_is_another_type() -> None:
    assert words(heard(GY_614V3, MOTION_MODULE)) == [f"TYPE:{MOTION_MODULE.hex().upper()}"]


def test_a_header_that_can_be_none_is_told_before_the_frame_is_whole() -> None:
    hunter = Hunter(GY_MCU90614.wire)

    events = (*hunter.feed(bytes.fromhex("5A5A46"), 0.0), *hunter.finish())

    assert words(events) == ["TYPE:5A5A46"]
    assert hunter.left == b""


def test_the_identity_byte_behind_each_frame_of_a_later_board_breaks_nothing() -> None:
    stream = (CONTRACT_90614 + b"\x14") * 2

    assert words(heard(GY_MCU90614, stream)) == [
        "36.90 25.00",
        "NOISE:14",
        "36.90 25.00",
        "NOISE:14",
    ]


def test_a_frame_cut_after_five_bytes_and_a_whole_one_show_an_absurd_ambient() -> None:
    events = heard(GY_MCU90614, CONTRACT_90614[:5] + CONTRACT_90614)

    assert words(events) == ["36.74 231.09", "NOISE:0E6A09C442"]


def test_a_reserved_body_value_is_no_reading() -> None:
    frame = bytes.fromhex("A4030707610DDE094200004C")

    assert words(heard(GY_614V3, frame)) == ["FIELD:A4030707610DDE094200004C"]


def test_bytes_behind_a_rejected_frame_belong_to_it_until_the_next_header() -> None:
    bad = CONTRACT_614V3[:-1] + b"\x00"

    events = heard(GY_614V3, bad + b"\x01\x02" + CONTRACT_614V3)

    assert words(events) == [f"CHECK:{bad.hex().upper()}0102", "0.97 35.50 23.70 36.50"]


def test_a_frame_hidden_in_a_damaged_one_is_found() -> None:
    events = heard(GY_614V3, CONTRACT_614V3[:7] + CONTRACT_614V3)

    assert words(events) == ["CHECK:A4030707610DDE", "0.97 35.50 23.70 36.50"]


def test_a_beginning_that_gets_no_further_in_time_is_told_as_length() -> None:
    hunter = Hunter(GY_614V3.wire, interbyte_s=0.1)

    first = hunter.feed(CONTRACT_614V3[:6], 10.0)

    assert first == ()
    assert hunter.wants_tick_at == pytest.approx(10.1)
    assert hunter.tick(10.09) == ()
    assert words(hunter.tick(10.1)) == ["LENGTH:A4030707610D"]


def test_a_late_second_half_is_no_frame() -> None:
    hunter = Hunter(GY_614V3.wire, interbyte_s=0.1)

    events = (
        *hunter.feed(CONTRACT_614V3[:6], 0.0),
        *hunter.feed(CONTRACT_614V3[6:], 0.2),
        *hunter.finish(),
    )

    assert words(events) == ["LENGTH:A4030707610D", "NOISE:DE09420E429C"]


def test_a_frame_knows_when_its_first_and_last_byte_came() -> None:
    hunter = Hunter(GY_614V3.wire)

    events = (
        *hunter.feed(b"\x00" + CONTRACT_614V3[:4], 1.0),
        *hunter.feed(CONTRACT_614V3[4:], 2.0),
    )

    assert isinstance(events[1], HeardReading)
    assert (events[1].first_at, events[1].last_at) == (1.0, 2.0)


def test_a_flood_of_noise_is_told_in_pieces_of_bounded_size() -> None:
    hunter = Hunter(GY_614V3.wire, invalid_cap=1000)

    events = [one for _ in range(10) for one in hunter.feed(b"\x00" * 500, 0.0)]

    assert [len(one.raw) for one in events] == [1000] * 5
    assert hunter.left == b""


def test_a_megabyte_of_noise_leaves_nothing_behind() -> None:
    hunter = Hunter(GY_614V3.wire, invalid_cap=4096)

    events = hunter.feed(b"\xa4\x00" * 500_000, 0.0)

    assert {one.reason for one in events if isinstance(one, HeardInvalid)} == {Reason.NOISE}
    assert len(hunter.left) == 0
    assert hunter.counts.bytes_heard == 1_000_000


def test_our_own_request_on_the_line_is_an_echo_and_no_answer() -> None:
    request = bytes.fromhex("A4030707B5")
    hunter = Hunter(EchoCodec(GY_614V3.wire, request))

    events = (*hunter.feed(request + CONTRACT_614V3, 0.0), *hunter.finish())

    assert words(events) == ["ECHO", "0.97 35.50 23.70 36.50"]


def test_the_counters_tell_what_came_through() -> None:
    hunter = Hunter(ASCII_LINE.wire)

    hunter.feed(line("T=36.7C") + line("LO") + line("T=xC") + b"T", 0.0)

    counts = hunter.counts
    assert (counts.readings, counts.statuses, counts.rejected) == (1, 1, 1)
    assert (counts.bytes_heard, counts.skipped_bytes) == (20, 6)
