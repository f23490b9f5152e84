"""One start of a window, told in JSON: run as a program of its own, `bare` or `ours FOLDER`.

Times are seconds of the system's monotonic clock, which the program that starts this one shares.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

LOOK_EVERY_MS = 1


class Painted(QObject):
    """Tells once when something of a window has been painted, with whatever belongs to that turn."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self._then = then
        self._is_told = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_first = event.type() is QEvent.Type.Paint and isinstance(watched, QWidget)
        if is_first and not self._is_told:
            self._is_told = True
            QTimer.singleShot(0, self._then)
        return False


class Stalls(QObject):
    """The longest time for which the window answered nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self.longest = 0.0
        self._last = perf_counter()
        self._timer.start(LOOK_EVERY_MS)

    def _look(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def memory_mib() -> float:
    """Resident memory of this process."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def bare(tell: Callable[[dict[str, float]], None]) -> QObject:
    qt = QApplication(sys.argv[:1])
    window = QWidget()
    label = QLabel("Fever Clinic", window)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    window.resize(1366, 768)
    watch = Painted(lambda: tell({"painted": perf_counter(), "memory": memory_mib()}))
    qt.installEventFilter(watch)
    window.show()
    qt.exec()
    return window


def ours(folder: Path, tell: Callable[[dict[str, float]], None]) -> QObject:
    """The product's own start up to the first page, then until records and desks are there."""
    from feverclinic.settings import load_settings  # noqa: PLC0415 - counted, as in ui.__main__
    from ui.app import App  # noqa: PLC0415 - as above

    settings = load_settings(None, folder)
    qt = QApplication(sys.argv[:1])
    app = App(qt, settings)
    stalls = Stalls()
    told: dict[str, float] = {}
    look = QTimer()

    def painted() -> None:
        told["painted"] = perf_counter()
        stalls.start()
        look.start(LOOK_EVERY_MS)

    def ready() -> None:
        if app.runner is None:
            return
        look.stop()
        told.update(ready=perf_counter(), stall=stalls.longest, memory=memory_mib())
        _open_desk(app, qt, stalls, told, tell)

    look.timeout.connect(ready)
    watch = Painted(painted)
    qt.installEventFilter(watch)
    app.start()
    qt.exec()
    app.close()
    return app


def _open_desk(
    app: object,
    qt: QApplication,
    stalls: Stalls,
    told: dict[str, float],
    tell: Callable[[dict[str, float]], None],
) -> None:
    """As after a password that was right: from there to the desk on the screen."""
    from tests.bench.people import NURSE  # noqa: PLC0415 - only now

    begun = perf_counter()
    stalls.start()

    def opened() -> None:
        told["desk"] = perf_counter() - begun
        told["desk_memory"] = memory_mib()
        tell(told)

    watch = Painted(opened)
    watch.setParent(qt)
    app._on_signed_in(NURSE)  # pyright: ignore[reportAttributeAccessIssue] - the sign-in itself is argon2
    qt.installEventFilter(watch)


def _tell(told: dict[str, float]) -> None:
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    QApplication.quit()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare(_tell)
    else:
        ours(Path(sys.argv[2]), _tell)
