"""Two sounds that nobody takes for each other, and a loudspeaker that may be missing or go away."""

import threading
from array import array
from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import pairwise

import miniaudio
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.sounds import SoundGone, SoundState, Speaker, sound
from ui.tones import RATE_HZ, Tone, load, wave_file

STEP = RATE_HZ // 100
QUIET = 400


@dataclass(frozen=True, slots=True)
class Burst:
    """One tone as it is heard: hertz and seconds."""

    hertz: float
    seconds: float


def bursts(tone: Tone) -> list[Burst]:
    """What stands between silences in the shipped file, by counting its waves."""
    heard = array("h", load(tone))
    steps = [heard[at : at + STEP] for at in range(0, len(heard), STEP)]
    found: list[Burst] = []
    part = array("h")
    for step in [*steps, array("h", [0])]:
        if max(map(abs, step)) > QUIET:
            part.extend(step)
        elif part:
            waves = sum(one < 0 <= other for one, other in pairwise(part))
            found.append(Burst(waves * RATE_HZ / len(part), len(part) / RATE_HZ))
            part = array("h")
    return found


@pytest.mark.parametrize("tone", Tone)
def test_the_shipped_file_is_what_the_program_writes(tone: Tone) -> None:
    assert wave_file(tone)[44:] == load(tone)


@pytest.mark.parametrize("tone", Tone)
def test_no_sound_is_too_loud_or_too_long(tone: Tone) -> None:
    heard = array("h", load(tone))

    assert max(map(abs, heard)) < 32_767
    assert len(heard) / RATE_HZ < 1.5


def test_act_now_is_high_and_rises_in_threes() -> None:
    heard = bursts(Tone.ACT_NOW)

    assert [one.hertz for one in heard] == pytest.approx([988, 1319, 1760] * 2, rel=0.06)
    assert max(one.seconds for one in heard) < 0.2


def test_a_no_is_low_and_falls_in_two_long_tones() -> None:
    heard = bursts(Tone.REFUSED)

    assert [one.hertz for one in heard] == pytest.approx([330, 247], rel=0.06)
    assert min(one.seconds for one in heard) > 0.3


def test_the_two_share_no_pitch_and_no_rhythm() -> None:
    act, no = bursts(Tone.ACT_NOW), bursts(Tone.REFUSED)

    assert min(one.hertz for one in act) > 2 * max(one.hertz for one in no)
    assert max(one.seconds for one in act) < min(one.seconds for one in no)
    assert len(act) != len(no)


def test_a_real_output_plays_a_sound_to_its_end() -> None:
    sound(load(Tone.REFUSED), [miniaudio.Backend.NULL])


def test_a_way_to_sound_that_this_system_has_not_is_an_error_of_the_library() -> None:
    with pytest.raises(miniaudio.MiniaudioError):
        sound(b"", [miniaudio.Backend.OPENSL])


Play = Callable[[bytes], None]


@pytest.fixture
def speaker() -> Generator[Callable[[Play], Speaker]]:
    made: list[Speaker] = []
    owner = QObject()

    def make(play: Play, *, is_on: bool = True) -> Speaker:
        made.append(Speaker(is_on=is_on, play=play, parent=owner))
        return made[-1]

    yield make
    for one in made:
        one.close()


def missing(_: bytes) -> None:
    sound(b"", [miniaudio.Backend.OPENSL])


def test_the_device_is_tried_at_start(qtbot: QtBot, speaker: Callable[..., Speaker]) -> None:
    one = speaker(lambda frames: sound(frames, [miniaudio.Backend.NULL]))

    one.start()

    qtbot.waitUntil(lambda: one.state is SoundState.READY)
    assert not one.is_silent


def test_a_missing_device_is_a_state(qtbot: QtBot, speaker: Callable[..., Speaker]) -> None:
    one = speaker(missing)

    one.start()

    qtbot.waitUntil(lambda: one.state is SoundState.NONE)
    assert one.is_silent


def test_a_device_that_goes_away_while_it_sounds_is_a_state_and_comes_back(
    qtbot: QtBot, speaker: Callable[..., Speaker]
) -> None:
    is_gone = threading.Event()

    def play(frames: bytes) -> None:
        if frames and is_gone.is_set():
            raise SoundGone

    one = speaker(play)
    one.start()
    qtbot.waitUntil(lambda: one.state is SoundState.READY)
    is_gone.set()
    one.play(Tone.ACT_NOW)
    qtbot.waitUntil(lambda: one.state is SoundState.LOST)

    is_gone.clear()
    one.play(Tone.ACT_NOW)

    qtbot.waitUntil(lambda: one.state is SoundState.READY)


def test_whatever_a_driver_throws_the_desk_goes_on(
    qtbot: QtBot, speaker: Callable[..., Speaker]
) -> None:
    def play(_: bytes) -> None:
        raise OSError("driver")

    one = speaker(play)

    one.start()

    qtbot.waitUntil(lambda: one.state is SoundState.NONE)


def test_a_sound_keeps_nobody_waiting_and_is_not_queued_twice(
    qtbot: QtBot, speaker: Callable[..., Speaker]
) -> None:
    may_end, played = threading.Event(), list[bytes]()

    def play(frames: bytes) -> None:
        may_end.wait(10)
        played.append(frames)

    one = speaker(play)
    one.start()
    for _ in range(50):
        one.play(Tone.ACT_NOW)
    one.play(Tone.REFUSED)
    may_end.set()

    qtbot.waitUntil(lambda: len(played) == 3)
    assert played == [b"", load(Tone.ACT_NOW), load(Tone.REFUSED)]


def test_sound_that_is_switched_off_opens_no_device(speaker: Callable[..., Speaker]) -> None:
    played = list[bytes]()
    one = speaker(played.append, is_on=False)

    one.start()
    one.play(Tone.ACT_NOW)
    one.close()

    assert (one.state, one.is_silent, played) == (SoundState.OFF, True, [])


def test_a_device_that_hangs_does_not_keep_the_program_open(
    speaker: Callable[..., Speaker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.sounds.CLOSING_S", 0.05)
    for_ever = threading.Event()
    one = speaker(lambda _: void(for_ever.wait(30)))
    one.start()

    one.close()

    for_ever.set()


def void(_: object) -> None:
    """Nothing of an answer that nobody reads."""
