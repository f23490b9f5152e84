"""64-bit keys made at the station: milliseconds, station number, counter; rising, never from the database."""

import secrets
import time
from collections.abc import Callable
from threading import Lock

EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
STATION_BITS, COUNTER_BITS = 10, 12
COUNTERS = 1 << COUNTER_BITS
STATIONS = 1 << STATION_BITS


class Ids:
    """Keys of one station; a clock that goes back does not make a key twice.

    The counter begins anywhere, so that computers cloned with their station number do not meet.
    """

    def __init__(self, station_number: int, clock_ns: Callable[[], int] = time.time_ns) -> None:
        if not 0 <= station_number < STATIONS:
            raise ValueError("a station number is 0 to 1023")
        self._station = station_number
        self._clock_ns = clock_ns
        self._lock = Lock()
        self._last_ms = 0
        self._counter = COUNTERS - 1

    def next(self) -> int:
        """The next key: larger than every one before."""
        with self._lock:
            now_ms = self._clock_ns() // 1_000_000 - EPOCH_MS
            if now_ms > self._last_ms:
                self._start(now_ms)
            elif self._counter == COUNTERS - 1:
                self._start(self._last_ms + 1)
            else:
                self._counter += 1
            return (
                (self._last_ms << (STATION_BITS + COUNTER_BITS))
                | (self._station << COUNTER_BITS)
                | self._counter
            )

    def _start(self, at_ms: int) -> None:
        """A new millisecond begins low, with room for the keys of one click."""
        self._last_ms = at_ms
        self._counter = secrets.randbelow(COUNTERS // 2)
