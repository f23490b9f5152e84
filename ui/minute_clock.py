"""A clock that wakes once a minute, and each second only while somebody counts the last one down."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

MINUTE_MS, SECOND_MS = 60_000, 1_000
# A timer may fire a moment early; aiming just behind the full minute avoids a second wake-up.
BEHIND_MS = 20


def ms_to_next(moment: datetime, step_ms: int) -> int:
    """How long from `moment` until just behind the next full step."""
    gone = (moment.second * 1_000 + moment.microsecond // 1_000) % step_ms
    return step_ms - gone + BEHIND_MS


class MinuteClock(QObject):
    """`ticked` carries the time; it is emitted once at the start as well."""

    ticked = Signal(object)  # datetime

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._is_counting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        self.tick()

    def stop(self) -> None:
        self._timer.stop()

    def count_seconds(self, *, is_counting: bool) -> None:
        """Wake each second while a last minute runs (an armed thermometer, a clock at its end)."""
        if is_counting != self._is_counting:
            self._is_counting = is_counting
            self.tick()

    def tick(self) -> None:
        moment = self._now()
        self._timer.start(ms_to_next(moment, SECOND_MS if self._is_counting else MINUTE_MS))
        self.ticked.emit(moment)
