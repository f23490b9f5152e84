"""Barcode scanners on a serial line (devices.md 6): bytes to whole codes, never to parts of one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feverclinic.devices.events import LinkChanged, LinkState, Notice
from feverclinic.devices.hunter import Counts
from feverclinic.devices.link import Link, Speech
from feverclinic.domain.scans import Repeats, is_clean

# A scanner without a suffix says by silence that its code is over; USB hands bytes on in portions
# of up to 16 ms, so that the middle of 50 to 100 ms keeps clear of both.
IDLE_S = 0.08
# A QR code holds at most 2,953 bytes; whatever is longer is noise.
LONGEST = 3000
ENDS = b"\r\n\t"
# What scanners answer to a setting: GM65 «done», GM72 «acknowledged» and «not acknowledged».
ANSWERS = (
    bytes.fromhex("02000001003331"),
    bytes.fromhex("04D00000FF2C"),
    bytes.fromhex("05D1000006FF24"),
)
LINE_FORMAT = "8N1"


@dataclass(frozen=True, slots=True)
class ScannerConfig:
    """One scanner as the settings name it; `encoding` (gbk, utf-8) is tried after UTF-8."""

    name: str
    port: str
    baud: int = 9600
    encoding: str = "gbk"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A whole code, as text. `monotonic` seconds of its end, `at` the host's wall time."""

    device: str
    text: str
    at: datetime
    monotonic: float


class ScanProblem:
    """Codes of a Notice of a scanner, in words under `scan.notice.<code>`."""

    NOT_TEXT = "NOT_TEXT"
    TOO_LONG = "TOO_LONG"


Heard = Scanned | Notice
ScannerEvent = Scanned | Notice | LinkChanged


class ScannerEar:
    """One connection of a scanner: a code ends with CR, LF, TAB or silence.

    Codes in no known encoding, with control characters or too long are told by a notice without
    their content; the same code again within 1.5 s is one scan; answers to settings are no code.
    """

    def __init__(self, config: ScannerConfig, wall: Callable[[], datetime]) -> None:
        self._config = config
        self._wall = wall
        self._buffer = bytearray()
        self._last_byte_at = 0.0
        self._is_too_long = False
        self._repeats = Repeats()
        self._bytes = self._codes = self._rejected = 0

    @property
    def link(self) -> LinkState:
        """A scanner is silent until somebody scans, and that is no fault of its link."""
        return LinkState.LIVE if self._codes else LinkState.LISTENING

    @property
    def counts(self) -> Counts:
        return Counts(self._bytes, self._codes, rejected=self._rejected)

    @property
    def has_no_valid_frame(self) -> bool:
        return False

    @property
    def wants_look_at(self) -> float | None:
        return self._last_byte_at + IDLE_S if self._is_open else None

    def hear(self, data: bytes, now: float) -> tuple[Heard, ...]:
        heard: list[Heard] = []
        # Only an empty read is silence: bytes that a busy computer fetched late belong together.
        if not data and self._is_open and now >= self._last_byte_at + IDLE_S:
            self._end(now, heard)
        for byte in data:
            if byte in ENDS:
                self._end(now, heard)
            elif len(self._buffer) < LONGEST:
                self._buffer.append(byte)
            else:
                self._is_too_long = True
        if data:
            self._bytes += len(data)
            self._last_byte_at = now
        return tuple(heard)

    def close(self, now: float) -> tuple[Heard, ...]:
        """The line was lost: what had not ended is part of a code, and a part is never told."""
        del now
        self._buffer.clear()
        self._is_too_long = False
        return ()

    @property
    def _is_open(self) -> bool:
        return bool(self._buffer)

    def _end(self, now: float, heard: list[Heard]) -> None:
        raw = _without_answers(bytes(self._buffer))
        is_too_long, self._is_too_long = self._is_too_long, False
        self._buffer.clear()
        if is_too_long:
            heard.append(self._problem(ScanProblem.TOO_LONG, now))
            return
        if not raw.strip():
            return
        text = self._decode(raw)
        if text is None or not is_clean(text):
            heard.append(self._problem(ScanProblem.NOT_TEXT, now))
            return
        self._codes += 1
        if not self._repeats.is_repeat(text, now):
            heard.append(Scanned(self._config.name, text, self._wall(), now))

    def _decode(self, raw: bytes) -> str | None:
        for encoding in ("utf-8", self._config.encoding):
            try:
                return raw.decode(encoding).strip(" ")
            except UnicodeDecodeError:
                continue
        return None

    def _problem(self, code: str, now: float) -> Notice:
        """Without the bytes: a code may be a person's, and no log needs it."""
        self._rejected += 1
        return Notice(self._config.name, code, self._wall(), now)


def _without_answers(raw: bytes) -> bytes:
    while raw.startswith(ANSWERS):
        raw = next(raw.removeprefix(answer) for answer in ANSWERS if raw.startswith(answer))
    return raw


def scanner_link(
    config: ScannerConfig,
    on_event: Callable[[ScannerEvent], None],
    now: Callable[[], datetime],
    *,
    back_off_s: tuple[float, ...] | None = None,
) -> Link[Heard]:
    """The link of a configured scanner: the same thread, states and patience as a thermometer's."""
    speech: Speech[Heard] = Speech(
        title=config.name,
        kind="scanner",
        speeds=(config.baud,),
        line_format=LINE_FORMAT,
        may_try_speeds=False,
        ear=lambda _opened_at: ScannerEar(config, now),
    )
    if back_off_s is None:
        return Link(config.name, config.port, speech, on_event, now)
    return Link(config.name, config.port, speech, on_event, now, back_off_s=back_off_s)
