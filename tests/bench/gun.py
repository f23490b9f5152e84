"""A thermometer on a pseudo terminal at the real desk: run as a program of its own, `desk FOLDER`
or `stations`; told in JSON."""

import json
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from feverclinic.devices.events import DeviceConfig, DeviceEvent
from feverclinic.devices.profiles import find_profile, load_profiles
from feverclinic.devices.station import Station
from feverclinic.devices.twin import PtyLine
from feverclinic.settings import load_settings
from feverclinic.settings_keys import DeviceSettings
from tests.bench.people import NURSE
from tests.bench.timing import share
from ui.widgets.temperature_tile import TemperatureTile

PROFILE = "gy-614v3"
HEAD = bytes.fromhex("A4 03 07 07 61 0D DE 09 42")
ROUNDS, WARM_UP = 60, 6
# Longer than the time in which a rush of samples is one: each measurement stands alone.
BETWEEN_MS = 40
HIGH = 1  # Qt.HighEventPriority
PAINTED = QEvent.Type(QEvent.registerEventType())
READINGS_A_FORM = 5
IDLE_S, IDLE_STATIONS = 20, 8
FLOOD_FRAMES, FRAMES_AT_ONCE = 150_000, 100


def frame(centi: int) -> bytes:
    """What the module sends for a body temperature in hundredths of a degree."""
    told = HEAD + centi.to_bytes(2, "big")
    return told + bytes([sum(told) % 256])


class Measuring(QObject):
    """Arms, sends, waits for the number on the tile; one measurement after the other."""

    def __init__(self, app: QObject, line: PtyLine, ended: Callable[[], None]) -> None:
        super().__init__()
        self._app = app
        desks = app.desk  # pyright: ignore[reportAttributeAccessIssue] - the App of the product
        self._presenter, self._devices = desks.triage, desks.devices
        self._line = line
        self._ended = ended
        self._number = 0
        self._expected = ""
        self._sent_at = self._called_at = 0.0
        for tile in app.window.findChildren(TemperatureTile):  # pyright: ignore[reportAttributeAccessIssue] - as above
            tile.installEventFilter(self)
        self.called: list[float] = []
        self.painted: list[float] = []
        self._on_event = self._devices._on_event
        self._devices._on_event = self._note

    def begin(self) -> None:
        """The first frames only show the desk who talks there."""
        for value in range(5):
            self._line.send(frame(3600 + value))
        QTimer.singleShot(1000, self._next)

    def _next(self) -> None:
        if self._number == ROUNDS + WARM_UP:
            self._ended()
            return
        if self._number % READINGS_A_FORM == 0:
            self._presenter.new_form()
        self._number += 1
        self._presenter.arm()
        QTimer.singleShot(BETWEEN_MS, self._measure)

    def _measure(self) -> None:
        centi = 3610 + self._number
        self._expected = f"{centi // 100}.{centi % 100:02d}"
        sent = frame(centi)
        self._line.send(sent[:-1])
        self._sent_at = perf_counter()
        self._line.send(sent[-1:])

    def _note(self, event: DeviceEvent) -> None:
        self._called_at = perf_counter()
        self._on_event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._expected and self._shows(watched):
            self._expected = ""
            # Before all that waits: after it the whole window has been painted.
            QCoreApplication.postEvent(self, QEvent(PAINTED), HIGH)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() is PAINTED:
            self._painted()
            return True
        return super().event(event)

    def _shows(self, watched: QObject) -> bool:
        return isinstance(watched, TemperatureTile) and watched.facts.number == self._expected

    def _painted(self) -> None:
        if self._number > WARM_UP:
            self.called.append(self._called_at - self._sent_at)
            self.painted.append(perf_counter() - self._sent_at)
        QTimer.singleShot(BETWEEN_MS, self._next)


def desk(folder: Path) -> dict[str, float]:
    """The program with one thermometer: how soon the number stands there, then how it idles."""
    from ui.app import App  # noqa: PLC0415 - Qt first

    line = PtyLine()
    _write_settings(folder, line.where)
    qt = QApplication(sys.argv[:1])
    app = App(qt, load_settings(None, folder))
    told: dict[str, float] = {}
    look = QTimer()

    def opened() -> None:
        if app.runner is None:
            return
        look.stop()
        app._on_signed_in(NURSE)
        measuring = Measuring(app, line, lambda: idle(measuring))
        measuring.begin()

    def idle(measuring: Measuring) -> None:
        for name, taken in (("called", measuring.called), ("painted", measuring.painted)):
            told[f"{name}_p50"], told[f"{name}_p95"] = share(taken, 0.5), share(taken, 0.95)
        app.desk.triage.new_form()  # pyright: ignore[reportOptionalMemberAccess] - signed in above
        QTimer.singleShot(3000, rest)

    def rest() -> None:
        begun = process_time()
        QTimer.singleShot(IDLE_S * 1000, lambda: end(begun))

    def end(begun: float) -> None:
        told["idle_program"] = (process_time() - begun) / IDLE_S
        qt.quit()

    look.timeout.connect(opened)
    look.start(5)
    app.start()
    qt.exec()
    app.close()
    return told


def _write_settings(folder: Path, port: str) -> None:
    from dataclasses import replace  # noqa: PLC0415 - only here

    from feverclinic.settings_writing import save_settings  # noqa: PLC0415 - only here

    gun = DeviceSettings("蓝枪", "BLUE", PROFILE, f"{port}?baud=9600", "", "GY-0001", None)
    save_settings(replace(load_settings(None, folder), devices=(gun,)))


def stations() -> dict[str, float]:
    """Stations alone: what they cost when nothing comes, and how much they can hear."""
    return {"idle_station": _idle(), **_flood()}


def _station(line: PtyLine) -> Station:
    config = DeviceConfig("蓝枪", "BLUE", PROFILE, f"{line.where}?baud=115200")
    profile = find_profile(load_profiles(), PROFILE)
    return Station(config, profile, lambda _: None, lambda: datetime.now(UTC))


def _idle() -> float:
    """The share of one core that one station takes, open and without a byte."""
    lines = [PtyLine() for _ in range(IDLE_STATIONS)]
    all_stations = [_station(line) for line in lines]
    for one in all_stations:
        one.start()
    never = threading.Event()
    never.wait(2)
    begun = process_time()
    never.wait(IDLE_S)
    taken = process_time() - begun
    for one in all_stations:
        one.stop()
    return taken / IDLE_S / IDLE_STATIONS


def _flood() -> dict[str, float]:
    """As fast as the station reads: bytes a second, and frames that did not arrive."""
    line = PtyLine()
    one = _station(line)
    one.start()
    never = threading.Event()
    never.wait(1)
    begun = perf_counter()
    for first in range(0, FLOOD_FRAMES, FRAMES_AT_ONCE):
        values = range(first, first + FRAMES_AT_ONCE)
        line.send(b"".join(frame(3500 + value % 500) for value in values))
    while one.counts.readings < FLOOD_FRAMES and perf_counter() - begun < 120:
        before = one.counts.readings
        never.wait(0.05)
        if one.counts.readings == before:
            break
    taken = perf_counter() - begun
    heard = one.counts.readings
    one.stop()
    return {"flood_rate": FLOOD_FRAMES * len(frame(0)) / taken, "lost": FLOOD_FRAMES - heard}


if __name__ == "__main__":
    found = desk(Path(sys.argv[2])) if sys.argv[1] == "desk" else stations()
    sys.stdout.write(json.dumps(found))
