"""The script of a simulated device: `3 good; 1 bad sum; silence 4; unplug; replug`.

Steps are separated by `;`, `,` or line breaks. A step is `[COUNT] WORD [ARGUMENT …]`.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from feverclinic.devices.profiles import LinesTable, Profile
from feverclinic.errors import Unavailable

WORDS = (
    *("[N] good [BODY [AMBIENT]]", "[N] bad sum", "[N] cut [BYTES]", "silence SECONDS"),
    *("frozen VALUE SECONDS", "status LOW|HIGH|ERROR", "garbage [BYTES]", "flood [BYTES]"),
    *("foreign", "send HEX", "scan CODE", "unplug", "replug", "repeat"),
)
DEFAULT_RATE_HZ = 10.0
_BODY, _AMBIENT = 3650, 2400


@dataclass(frozen=True, slots=True)
class Send:
    """These bytes go out."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is sent for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unplug:
    """The line goes away."""


@dataclass(frozen=True, slots=True)
class Replug:
    """The line comes back, on a pseudo terminal under another name behind the same link."""


Act = Send | Wait | Unplug | Replug


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a script; `number` counts from 1."""

    number: int
    text: str
    count: int
    word: str
    arguments: tuple[str, ...]

    def wrong(self) -> Unavailable:
        known = "; ".join(WORDS)
        return Unavailable("device.script_bad", step=self.number, found=self.text, known=known)

    def whole(self, place: int, default: int) -> int:
        if place >= len(self.arguments):
            return default
        if not self.arguments[place].isdecimal():
            raise self.wrong()
        return int(self.arguments[place])

    def seconds(self, place: int) -> float:
        if place >= len(self.arguments):
            raise self.wrong()
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?s?", self.arguments[place]) is None:
            raise self.wrong()
        return float(self.arguments[place].removesuffix("s"))


class Actor:
    """Turns a script into acts of one simulated device, with frames from the device's own codec."""

    def __init__(
        self, profile: Profile, *, rate_hz: float = DEFAULT_RATE_HZ, seed: int = 614
    ) -> None:
        self._profile = profile
        self._gap_s = 1 / rate_hz
        # A repeatable jitter for a simulated sensor, no secret.
        self._random = random.Random(seed)  # noqa: S311

    def acts(self, script: str) -> Iterator[Act]:
        """All acts of a script; a step that is not understood is Unavailable `device.script_bad`."""
        steps = _read(script)
        if steps and steps[0].word == "repeat":
            raise steps[0].wrong()
        return _played(steps, [self._plan(step) for step in steps])

    def _plan(self, step: Step) -> "_Plan":
        """Check a step now, so that a wrong script is told before anything is sent."""
        plans: Mapping[str, Callable[[Step], _Plan]] = {
            "good": self._good,
            "bad-sum": self._bad_sum,
            "cut": self._cut,
            "silence": lambda step: _waits(step.seconds(0)),
            "frozen": self._frozen,
            "status": self._status,
            "garbage": lambda step: self._noise(step, 16),
            "flood": lambda step: self._noise(step, 1_000_000),
            "foreign": lambda _: self._sends(self._foreign(step)),
            "send": lambda step: self._sends(_hex(step)),
            "scan": lambda step: self._sends(_code(step)),
            "unplug": lambda _: lambda: iter((Unplug(),)),
            "replug": lambda _: lambda: iter((Replug(),)),
            "repeat": lambda _: lambda: iter(()),
        }
        if step.word not in plans:
            raise step.wrong()
        return plans[step.word](step)

    def _good(self, step: Step) -> "_Plan":
        if step.arguments:
            self._frame(step, *step.arguments[:2])

        def play() -> Iterator[Act]:
            for _ in range(step.count):
                yield Send(self._frame(step, *step.arguments[:2]))
                yield Wait(self._gap_s)

        return play

    def _frame(self, step: Step, body: str = "", ambient: str = "") -> bytes:
        """A frame with these numbers, or with numbers that jitter like a sensor's."""
        body = body or _hundredths(_BODY + self._random.randrange(-6, 7))
        ambient = ambient or _hundredths(_AMBIENT + self._random.randrange(-6, 7))
        values = {"body": body, "object": body, "ambient": ambient, "emissivity": "0.97"}
        try:
            return self._profile.wire.encode(values)
        except (ValueError, ArithmeticError) as wrong:
            raise step.wrong() from wrong

    def _bad_sum(self, step: Step) -> "_Plan":
        def play() -> Iterator[Act]:
            for _ in range(step.count):
                frame = bytearray(self._frame(step))
                frame[-1 if self._profile.codec.check != "none" else 0] ^= 0x80
                yield Send(bytes(frame))
                yield Wait(self._gap_s)

        return play

    def _cut(self, step: Step) -> "_Plan":
        kept = step.whole(0, 5)

        def play() -> Iterator[Act]:
            for _ in range(step.count):
                yield Send(self._frame(step)[:kept])
                yield Wait(self._gap_s)

        return play

    def _frozen(self, step: Step) -> "_Plan":
        seconds = step.seconds(1)
        frame = self._frame(step, step.arguments[0])

        def play() -> Iterator[Act]:
            for _ in range(max(1, round(seconds / self._gap_s))):
                yield Send(frame)
                yield Wait(self._gap_s)

        return play

    def _status(self, step: Step) -> "_Plan":
        codec = self._profile.codec
        words = {"LO": "LOW", "HI": "HIGH", "ERR": "ERROR"}
        asked = step.arguments[0].upper() if step.arguments else ""
        asked = words.get(asked, asked)
        if isinstance(codec, LinesTable):
            for status in codec.statuses:
                if status.code == asked:
                    return self._sends(status.example.encode(codec.encodings[0]) + b"\r\n")
        raise step.wrong()

    def _noise(self, step: Step, default: int) -> "_Plan":
        size = step.whole(0, default)

        def play() -> Iterator[Act]:
            left = size
            while left:
                part = min(left, 4096)
                yield Send(self._random.randbytes(part))
                left -= part

        return play

    def _foreign(self, step: Step) -> bytes:
        for vector in self._profile.vectors:
            if vector.invalid == "TYPE":
                return vector.bytes
        raise step.wrong()

    def _sends(self, data: bytes) -> "_Plan":
        return lambda: iter((Send(data), Wait(self._gap_s)))


_Plan = Callable[[], Iterator[Act]]


def _played(steps: Sequence[Step], plans: Sequence[_Plan]) -> Iterator[Act]:
    while True:
        for step, plan in zip(steps, plans, strict=True):
            if step.word == "repeat":
                break
            yield from plan()
        else:
            return


def _waits(seconds: float) -> _Plan:
    return lambda: iter((Wait(seconds),))


def _hex(step: Step) -> bytes:
    try:
        return bytes.fromhex("".join(step.arguments))
    except ValueError as wrong:
        raise step.wrong() from wrong


def _code(step: Step) -> bytes:
    """A code as a scanner on a serial line sends it, whatever device plays the script."""
    if not step.arguments:
        raise step.wrong()
    return " ".join(step.arguments).encode() + b"\r"


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"


def _read(script: str) -> tuple[Step, ...]:
    texts = [text.strip() for text in re.split(r"[;,\n]", script) if text.strip()]
    return tuple(_step(number, text) for number, text in enumerate(texts, 1))


def _step(number: int, text: str) -> Step:
    parts = re.sub(r"\bbad[ _]sum\b", "bad-sum", text, flags=re.IGNORECASE).split()
    has_count = parts[0].isdecimal() and len(parts) > 1
    count = int(parts[0]) if has_count else 1
    word, *arguments = parts[1:] if has_count else parts
    # «silence 4 s» reads like a sentence; the unit is its own word then.
    arguments = [argument for argument in arguments if argument != "s"]
    return Step(number, text, count, word.lower(), tuple(arguments))
