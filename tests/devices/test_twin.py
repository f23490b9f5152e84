"""Simulated devices: their scripts, and the lines they speak on."""

from pathlib import Path

import pytest
import serial

from feverclinic.devices.profiles import Profile
from feverclinic.devices.script import Act, Actor, Replug, Send, Unplug, Wait
from feverclinic.devices.twin import PtyLine, TcpLine, play
from feverclinic.errors import Unavailable
from tests.devices.streams import (
    ANGLE_MODULE,
    ASCII_LINE,
    CONTRACT_614V3,
    GY_614V3,
    GY_MCU90614,
    heard,
    words,
)


def acts(script: str, profile: Profile = GY_614V3) -> list[Act]:
    return list(Actor(profile).acts(script))


def sent(script: str, profile: Profile = GY_614V3) -> bytes:
    return b"".join(act.data for act in acts(script, profile) if isinstance(act, Send))


def said(script: str, profile: Profile = GY_614V3) -> list[str]:
    return words(heard(profile, sent(script, profile)))


class RecordedLine:
    """A line that writes down what is done with it."""

    where = "paper"

    def __init__(self) -> None:
        self.log: list[str] = []

    def plug(self) -> None:
        self.log.append("plug")

    def unplug(self) -> None:
        self.log.append("unplug")

    def send(self, data: bytes) -> None:
        self.log.append(data.hex().upper())


def test_a_good_frame_with_given_numbers_is_read_as_these() -> None:
    assert said("good 36.50 24.00") == ["0.97 36.50 24.00 36.50"]


def test_good_frames_jitter_like_a_sensor() -> None:
    assert len(set(said("20 good"))) > 10


def test_each_fault_of_a_script_is_a_rejected_frame() -> None:
    assert said("1 good 36.50 24.00; 1 bad sum; 1 good 36.51 24.00")[0::2] == [
        "0.97 36.50 24.00 36.50",
        "0.97 36.51 24.00 36.51",
    ]
    assert said("bad-sum")[0].startswith("CHECK:A4030707")


def test_a_cut_frame_is_its_beginning_only() -> None:
    assert len(sent("cut 5")) == 5


def test_a_frozen_value_repeats_the_same_bytes() -> None:
    frames = [act.data for act in acts("frozen 36.50 0.5") if isinstance(act, Send)]

    assert len(frames) == 5
    assert len(set(frames)) == 1


def test_a_line_thermometer_says_its_words() -> None:
    assert said("status LO; status HI; status ERR", ASCII_LINE) == ["LOW", "HIGH", "ERROR"]


def test_a_frame_of_another_device_comes_from_the_profile() -> None:
    assert sent("foreign", GY_MCU90614) == ANGLE_MODULE


def test_silence_plug_and_raw_bytes_are_acts_of_their_own() -> None:
    assert acts("silence 4 s; unplug, replug\nsend A5 45 EA") == [
        Wait(4.0),
        Unplug(),
        Replug(),
        Send(bytes.fromhex("A545EA")),
        Wait(0.1),
    ]


def test_a_flood_comes_in_parts_of_bounded_size() -> None:
    parts = [len(act.data) for act in acts("flood 10000") if isinstance(act, Send)]

    assert parts == [4096, 4096, 1808]


def test_a_script_that_repeats_never_ends() -> None:
    played = Actor(GY_614V3).acts("good 36.50 24.00; repeat")

    frames = [next(played) for _ in range(6)]

    assert frames[0::2] == [frames[0]] * 3


@pytest.mark.parametrize(
    ("script", "step"),
    [
        ("good; dance", 2),
        ("silence", 1),
        ("silence long", 1),
        ("good warm", 1),
        ("good 36.505", 1),
        ("send XY", 1),
        ("cut x", 1),
        ("status LO", 1),
        ("repeat", 1),
        ("frozen 36.5", 1),
    ],
)
def test_a_step_that_is_not_understood_is_told_before_anything_is_sent(
    script: str, step: int
) -> None:
    with pytest.raises(Unavailable) as refused:
        Actor(GY_614V3).acts(script)

    assert refused.value.code == "device.script_bad"
    assert refused.value.facts["step"] == step


def test_a_play_does_its_acts_in_order_and_stops_when_asked() -> None:
    line = RecordedLine()
    pauses: list[float] = []

    def pause(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 2

    play(line, acts("send 01; unplug; replug; silence 4; send 02"), pause)

    assert line.log == ["01", "unplug", "plug"]
    assert pauses == [0.1, 4.0]


def test_a_pseudo_terminal_is_heard_by_pyserial_behind_its_link(tmp_path: Path) -> None:
    line = PtyLine(tmp_path / "gun")

    with serial.Serial(line.where, timeout=10) as port:
        line.send(CONTRACT_614V3)
        data = port.read(12)

    assert data == CONTRACT_614V3
    line.unplug()


def test_a_link_follows_the_terminal_to_its_new_name(tmp_path: Path) -> None:
    link = tmp_path / "gun"
    line = PtyLine(link)
    line.unplug()
    has_link_unplugged = link.is_symlink()

    line.plug()

    assert not has_link_unplugged
    assert str(link.readlink()) == line.name
    line.unplug()


def test_a_file_in_the_place_of_the_link_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "gun").write_text("mine")

    with pytest.raises(Unavailable, match=r"device\.twin_unavailable"):
        PtyLine(tmp_path / "gun")

    assert (tmp_path / "gun").read_text() == "mine"


def test_a_terminal_on_which_nobody_reads_loses_its_bytes_and_goes_on() -> None:
    line = PtyLine()

    line.unplug()
    line.send(CONTRACT_614V3)

    assert line.name.startswith("/dev/")


def test_a_tcp_port_that_is_taken_is_told(tmp_path: Path) -> None:
    first = TcpLine()
    taken = int(first.where.rpartition(":")[2])

    with pytest.raises(Unavailable, match=r"device\.twin_unavailable"):
        TcpLine(taken)

    first.unplug()
