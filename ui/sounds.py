"""The loudspeaker: tried at start, played on a thread of its own; a missing device is only a state.

The device is open while it sounds and no longer, so that an idle program wakes nothing and a device
that was unplugged is noticed at the next sound.
"""

from __future__ import annotations

import logging
import sys
import threading
from array import array
from collections.abc import Callable, Generator
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from ui.tones import RATE_HZ, Tone, load

if TYPE_CHECKING:
    import miniaudio

log = logging.getLogger(__name__)
BUFFER_MS = 120
# A device that has not asked for the last sample so long after the end of the sound has gone.
GRACE_S = 2.0
CLOSING_S = 2.0
SOUND_CARDS = Path("/dev/snd")
TRY, END = "", "end"


class SoundState(StrEnum):
    """Whether an alarm can be heard; `OFF` is the setting, `LOST` went away while it sounded."""

    OFF = "OFF"
    TRYING = "TRYING"
    READY = "READY"
    NONE = "NONE"
    LOST = "LOST"


SILENT = frozenset({SoundState.OFF, SoundState.NONE, SoundState.LOST})


class SoundGone(Exception):  # noqa: N818 - told as a state, never to a person as an error
    """The device stopped taking samples before the sound was over."""


def usable_backends() -> list[miniaudio.Backend]:
    """The ways to a real loudspeaker of this system; the one that plays into nothing is left out."""
    from miniaudio import Backend  # noqa: PLC0415 - loaded on the sound's own thread

    if sys.platform == "win32":
        return [Backend.WASAPI, Backend.DSOUND, Backend.WINMM]
    if sys.platform == "darwin":
        return [Backend.COREAUDIO]
    # Without a card ALSA finds nothing and says so at length on the terminal.
    return [Backend.PULSEAUDIO, *([Backend.ALSA] if SOUND_CARDS.exists() else [])]


def sound(frames: bytes, backends: list[miniaudio.Backend] | None = None) -> None:
    """Play samples to their end, or only open the device when there are none.

    Raises miniaudio.MiniaudioError without a device and SoundGone when it went away meanwhile.
    """
    import miniaudio  # noqa: PLC0415 - as above

    ended = threading.Event()
    with miniaudio.PlaybackDevice(
        miniaudio.SampleFormat.SIGNED16,
        1,
        RATE_HZ,
        BUFFER_MS,
        backends=usable_backends() if backends is None else backends,
        app_name="Fever Clinic",
    ) as device:
        if not frames:
            return
        stream = _stream(frames, ended)
        next(stream)
        device.start(stream)
        length_s = len(frames) / 2 / RATE_HZ
        if not ended.wait(length_s + GRACE_S):
            raise SoundGone


def _stream(frames: bytes, ended: threading.Event) -> Generator[array[int], int, None]:
    """Hand out samples as they are asked for, then silence until what is buffered has sounded."""
    kept = array("h", frames)
    silence = round(RATE_HZ * 2 * BUFFER_MS / 1000)
    kept.extend([0] * silence)
    place, count = 0, (yield array("h"))
    while place < len(kept):
        part = kept[place : place + count]
        place += count
        count = yield part
    ended.set()
    while True:
        count = yield array("h", [0] * count)


class Speaker(QObject):
    """Plays tones in the order in which they were asked for; a tone that waits is not asked twice."""

    state_changed = Signal(object)  # SoundState
    _told = Signal(object)

    def __init__(
        self,
        *,
        is_on: bool,
        play: Callable[[bytes], None] = sound,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_on = is_on
        self._play = play
        self._state = SoundState.TRYING if is_on else SoundState.OFF
        self._waiting: set[str] = set()
        self._asked: SimpleQueue[str] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> SoundState:
        return self._state

    @property
    def is_silent(self) -> bool:
        return self._state in SILENT

    def start(self) -> None:
        """Try the device once; `state_changed` says what came of it."""
        if self._is_on and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
            self._thread.start()
            self._ask(TRY)
        self.state_changed.emit(self._state)

    def play(self, tone: Tone) -> None:
        """Sound a tone as soon as the one before has ended; returns at once, also without a device."""
        if self._is_on:
            self._ask(tone)

    def close(self) -> None:
        """Let the sound that plays end, within two seconds; a device that hangs keeps nobody here."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._asked.put(END)
            thread.join(CLOSING_S)

    def _ask(self, asked: str) -> None:
        if self._thread is not None and asked not in self._waiting:
            self._waiting.add(asked)
            self._asked.put(asked)

    def _run(self) -> None:
        while (asked := self._asked.get()) != END:
            state = self._try(asked)
            try:
                self._told.emit((asked, state))
            except RuntimeError:  # the window has gone while it sounded
                return

    def _try(self, asked: str) -> SoundState:
        try:
            self._play(b"" if asked == TRY else load(Tone(asked)))
        except SoundGone:
            return SoundState.LOST
        except Exception as no:  # noqa: BLE001 - whatever a driver says, the desk goes on without sound
            log.info("no sound: %s", no)
            return SoundState.NONE
        return SoundState.READY

    def _on_told(self, told: tuple[str, SoundState]) -> None:
        asked, state = told
        self._waiting.discard(asked)
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
