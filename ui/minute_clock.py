"""A clock that wakes once a minute."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

MINUTE_MS = 60_000
# A timer may fire a moment early; aiming just behind the full minute avoids a second wake-up.
BEHIND_MS = 20


def ms_to_next(moment: datetime) -> int:
    """How long from `moment` until just behind the next full minute."""
    gone = moment.second * 1_000 + moment.microsecond // 1_000
    return MINUTE_MS - gone + BEHIND_MS


class MinuteClock(QObject):
    """`ticked` carries the time; it is emitted once at the start as well."""

    ticked = Signal(object)  # datetime

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        self.tick()

    def stop(self) -> None:
        self._timer.stop()

    def tick(self) -> None:
        moment = self._now()
        self._timer.start(ms_to_next(moment))
        self.ticked.emit(moment)
