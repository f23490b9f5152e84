"""How long nobody has touched the program: by the wall and by the running clock, whichever is longer.

Only the windows themselves are listened to, not every widget in them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

TOUCHES = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove),
        *(QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TabletPress),
    }
)


class Idle(QObject):
    """`gone` is emitted once, after `minutes` without a touch; 0 minutes is never.

    A computer that slept wakes by a key: that key locks and reaches no field.
    """

    gone = Signal()

    def __init__(
        self,
        minutes: int,
        now: Callable[[], datetime],
        running: Callable[[], float] = monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._limit = timedelta(minutes=minutes)
        self._now = now
        self._running = running
        self._is_watching = False
        self._heard: list[QWindow] = []
        self._touch()

    def watch(self) -> None:
        """Somebody has just sat down: listen from now on."""
        self._touch()
        self._is_watching = bool(self._limit)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and not self._heard:
            app.focusWindowChanged.connect(self._hear)
        self._hear(QGuiApplication.focusWindow())

    def rest(self) -> None:
        """Nobody sits there: nothing to listen for."""
        self._is_watching = False

    def hear(self, window: QWindow | None) -> None:
        """Listen to a window; one that comes to the front later is heard by itself."""
        self._hear(window)

    def check(self) -> None:
        """A minute has passed."""
        if self._is_watching and self._is_over():
            self._is_watching = False
            self.gone.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self._is_watching or event.type() not in TOUCHES:
            return False
        if self._is_over():
            self.check()
            return True
        self._touch()
        return False

    def _is_over(self) -> bool:
        by_wall = self._now() - self._touched_at
        by_running = timedelta(seconds=self._running() - self._touched_running)
        return max(by_wall, by_running) >= self._limit

    def _touch(self) -> None:
        self._touched_at, self._touched_running = self._now(), self._running()

    def _hear(self, window: QWindow | None) -> None:
        self._heard = [one for one in self._heard if isValid(one)]
        if window is not None and window not in self._heard:
            window.installEventFilter(self)
            self._heard.append(window)
