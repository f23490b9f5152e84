"""The buffer between a port and a codec: finds frames in any cut and names what is none."""

from dataclasses import dataclass

from feverclinic.devices.codecs import Codec, Frame, Need, Reason, Reject, Value


@dataclass(frozen=True, slots=True)
class HeardReading:
    """A whole frame with values; `at` is the offset of its first byte in the stream.

    `first_at` and `last_at` are monotonic seconds of its first and last byte.
    """

    at: int
    raw: bytes
    values: tuple[Value, ...]
    first_at: float
    last_at: float


@dataclass(frozen=True, slots=True)
class HeardStatus:
    """A whole frame that tells a state instead of a value: LOW, HIGH, ERROR, ECHO."""

    at: int
    raw: bytes
    code: str
    values: tuple[Value, ...]
    first_at: float
    last_at: float


@dataclass(frozen=True, slots=True)
class HeardInvalid:
    """Bytes that are no frame, up to the next header, with the first reason (contract 3)."""

    at: int
    raw: bytes
    reason: Reason


# A line that ends with a bare carriage return waits so long for a line feed before it is told.
LINE_FEED_WAIT_S = 0.01

Heard = HeardReading | HeardStatus | HeardInvalid


@dataclass(frozen=True, slots=True)
class Counts:
    """What came through since the port was opened."""

    bytes_heard: int = 0
    readings: int = 0
    statuses: int = 0
    rejected: int = 0
    skipped_bytes: int = 0


class _Invalid:
    """An invalid event that further bytes may still join."""

    def __init__(self, at: int, reason: Reason) -> None:
        self.at = at
        self.reason = reason
        self.raw = bytearray()


class Hunter:
    """Feed it bytes in any cut; it resynchronises one byte at a time (a text line: at its end).

    `interbyte_s`: a beginning whose next byte comes later than this is given up (None: never).
    `invalid_cap`: an invalid event is told at this many bytes, so that a flood of noise cannot fill
    the memory (None: one event, however long).
    """

    def __init__(
        self, codec: Codec, *, interbyte_s: float | None = None, invalid_cap: int | None = None
    ) -> None:
        self._codec = codec
        self._interbyte_s = interbyte_s
        self._invalid_cap = invalid_cap
        self._buffer = bytearray()
        self._offset = 0
        self._marks: list[tuple[int, float]] = []
        self._invalid: _Invalid | None = None
        self._is_skipping_line = False
        self._heard: list[Heard] = []
        self._bytes = self._readings = self._statuses = self._rejected = self._skipped = 0

    @property
    def left(self) -> bytes:
        """The beginning that could still become a frame."""
        return bytes(self._buffer)

    @property
    def counts(self) -> Counts:
        return Counts(self._bytes, self._readings, self._statuses, self._rejected, self._skipped)

    @property
    def wants_tick_at(self) -> float | None:
        """Monotonic second at which `tick` has something to do; None when nothing is open."""
        if self._interbyte_s is None or not self._marks:
            return None
        if not self._buffer and self._invalid is None:
            return None
        is_ended = bool(self._codec.line_ends) and self._buffer.endswith(b"\r")
        wait_s = LINE_FEED_WAIT_S if is_ended else self._interbyte_s
        return self._marks[-1][1] + wait_s

    def feed(self, data: bytes, now: float) -> tuple[Heard, ...]:
        """Add bytes that came at `now` (monotonic seconds) and tell what they completed."""
        if data:
            self._give_up_if_late(now)
            self._marks.append((self._offset + len(self._buffer), now))
            self._buffer += data
            self._bytes += len(data)
            self._hunt(is_all=False)
        return self._told()

    def tick(self, now: float) -> tuple[Heard, ...]:
        """Let time pass: a beginning that got no further in time is told as LENGTH."""
        self._give_up_if_late(now)
        return self._told()

    def finish(self) -> tuple[Heard, ...]:
        """No more bytes: close what is open; `left` keeps what could have become a frame."""
        self._hunt(is_all=True)
        self._close_invalid()
        return self._told()

    def _told(self) -> tuple[Heard, ...]:
        told = tuple(self._heard)
        self._heard.clear()
        return told

    def _give_up_if_late(self, now: float) -> None:
        due = self.wants_tick_at
        if due is None or now < due:
            return
        self._hunt(is_all=True)
        while self._buffer:
            self._reject(Reject(Reason.LENGTH, whole_line=bool(self._codec.line_ends)))
            self._hunt(is_all=True)
        self._close_invalid()

    def _hunt(self, *, is_all: bool) -> None:
        while self._buffer:
            if self._is_skipping_line:
                self._skip_line()
                continue
            noise = self._noise_ahead()
            if noise:
                self._skip(noise, Reason.NOISE)
                continue
            answer = self._codec.probe(bytes(self._buffer[: self._codec.longest]), is_all=is_all)
            if isinstance(answer, Need):
                return
            if isinstance(answer, Frame):
                self._take(answer)
            else:
                self._reject(answer)

    def _noise_ahead(self) -> int:
        """How many bytes at the front are before any header; skipped at once, a flood stays cheap."""
        headers = self._codec.headers
        if not headers or any(self._buffer.startswith(header) for header in headers):
            return 0
        return min(_before(header, self._buffer) for header in headers)

    def _take(self, frame: Frame) -> None:
        self._close_invalid()
        at, raw = self._offset, bytes(self._buffer[: frame.length])
        first_at, last_at = self._came_at(at), self._came_at(at + frame.length - 1)
        if frame.status:
            self._statuses += 1
            self._heard.append(HeardStatus(at, raw, frame.status, frame.values, first_at, last_at))
        else:
            self._readings += 1
            self._heard.append(HeardReading(at, raw, frame.values, first_at, last_at))
        self._drop(frame.length)

    def _reject(self, answer: Reject) -> None:
        if answer.reason is not Reason.NOISE:
            self._rejected += 1
        self._is_skipping_line = answer.whole_line
        self._skip(1, answer.reason)

    def _skip_line(self) -> None:
        ends = [self._buffer.find(end) for end in self._codec.line_ends]
        end = min((place for place in ends if place >= 0), default=None)
        self._is_skipping_line = end is None
        self._skip(len(self._buffer) if end is None else end + 1, Reason.NOISE)

    def _skip(self, count: int, reason: Reason) -> None:
        """Bytes without a header join the open event; a rejected header opens one of its own."""
        if self._invalid is None or reason is not Reason.NOISE:
            self._close_invalid()
            self._invalid = _Invalid(self._offset, reason)
        self._invalid.raw += self._buffer[:count]
        self._skipped += count
        self._drop(count)
        if self._invalid_cap is not None and len(self._invalid.raw) >= self._invalid_cap:
            self._close_invalid()

    def _close_invalid(self) -> None:
        if self._invalid is not None:
            invalid, self._invalid = self._invalid, None
            self._heard.append(HeardInvalid(invalid.at, bytes(invalid.raw), invalid.reason))

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._offset += count
        while len(self._marks) > 1 and self._marks[1][0] <= self._offset:
            del self._marks[0]

    def _came_at(self, offset: int) -> float:
        came = self._marks[0][1]
        for start, moment in self._marks:
            if start > offset:
                break
            came = moment
        return came


def _before(header: bytes, buffer: bytearray) -> int:
    """How many bytes stand before a header, or before what may become one at the end."""
    place = buffer.find(header)
    if place >= 0:
        return place
    for size in range(min(len(header) - 1, len(buffer)), 0, -1):
        if buffer.endswith(header[:size]):
            return len(buffer) - size
    return len(buffer)
