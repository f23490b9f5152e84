"""The two sounds, written by `python -m ui.tones`: three rising high ones to act, two falling low ones for no.

They differ in pitch, rhythm and direction, so that nobody takes one for the other through a mask and
a glass pane.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

RATE_HZ = 16_000
LOUDEST = 26_000  # of 32,767: no small loudspeaker distorts it
RAMP_S = 0.008  # a tone that begins at once clicks


class Tone(StrEnum):
    """A sound by its meaning; its file is `resources/sounds/<value>.wav`."""

    ACT_NOW = "act-now"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Note:
    """A pure tone of so many hertz and seconds, and the silence behind it."""

    hertz: float
    seconds: float
    silence_s: float


THREE_RISING = (Note(988.0, 0.11, 0.05), Note(1319.0, 0.11, 0.05), Note(1760.0, 0.16, 0.22))
NOTES: dict[Tone, tuple[Note, ...]] = {
    Tone.ACT_NOW: THREE_RISING * 2,
    Tone.REFUSED: (Note(330.0, 0.34, 0.10), Note(247.0, 0.50, 0.05)),
}


def samples(tone: Tone) -> array[int]:
    """The sound as signed 16-bit samples of one channel at RATE_HZ."""
    made = array("h")
    for note in NOTES[tone]:
        count = round(note.seconds * RATE_HZ)
        ramp = RAMP_S * RATE_HZ
        for index in range(count):
            swell = min(1.0, index / ramp, (count - 1 - index) / ramp)
            turn = math.tau * note.hertz * index / RATE_HZ
            made.append(round(LOUDEST * swell * math.sin(turn)))
        made.extend([0] * round(note.silence_s * RATE_HZ))
    return made


def wave_file(tone: Tone) -> bytes:
    """The sound as a WAV file; the same tone gives the same bytes."""
    kept = io.BytesIO()
    with wave.open(kept, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE_HZ)
        found = samples(tone)
        if sys.byteorder == "big":
            found.byteswap()
        writer.writeframes(found.tobytes())
    return kept.getvalue()


def load(tone: Tone) -> bytes:
    """The samples of the shipped file: signed 16-bit little endian, one channel, RATE_HZ."""
    kept = files("resources").joinpath("sounds", f"{tone.value}.wav").read_bytes()
    with wave.open(io.BytesIO(kept), "rb") as reader:
        return reader.readframes(reader.getnframes())


def main() -> int:
    """Write the files anew."""
    folder = Path(str(files("resources").joinpath("sounds")))
    folder.mkdir(exist_ok=True)
    for tone in Tone:
        (folder / f"{tone.value}.wav").write_bytes(wave_file(tone))
    return 0


if __name__ == "__main__":
    sys.exit(main())
