"""All scanners of this desk on the window's side, on a serial line or typing: one code, one `Scan`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from feverclinic.devices.events import LinkChanged, LinkState, Notice
from feverclinic.devices.link import Link
from feverclinic.devices.scanner import Heard, Scanned, ScannerConfig, ScannerEvent, scanner_link
from feverclinic.domain.boards import DeviceState
from feverclinic.domain.scans import Repeats, Scan, ScanKind, is_clean, read_scan
from ui.bench import Bench
from ui.wedge import Wedge

AWAY = frozenset({LinkState.LOST, LinkState.WAITING, LinkState.BLOCKED})
THERE = frozenset({LinkState.LIVE, LinkState.LISTENING})
MEANT_FOR_US = frozenset({ScanKind.CITIZEN_ID, ScanKind.VISIT, ScanKind.SHEET})


class Scans(QObject):
    """Opens the scanners of the settings and listens to the keyboard; says what was scanned.

    `monotonic` gives seconds. What a code does is not decided here.
    """

    scanned = Signal(object)  # Scan
    broken = Signal()  # a scan of which an input method ate a part
    noticed = Signal(str, str)  # scanner, wording key: a code that could not be read
    states_changed = Signal(object)  # tuple[DeviceState, ...]
    lost = Signal(str, str)  # scanner, the reason as it ends a key of device.remedy
    back = Signal(str)

    def __init__(
        self,
        bench: Bench,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._now = now
        self._monotonic = monotonic
        self._links: list[Link[Heard]] = []
        self._states: dict[str, DeviceState] = {}
        self._away: set[str] = set()
        self._wedge: Wedge | None = None
        self._repeats = Repeats()
        self._is_for_staff: Callable[[], bool] = lambda: False

    @property
    def states(self) -> tuple[DeviceState, ...]:
        return tuple(self._states.values())

    def use_for_staff(self, is_for_staff: Callable[[], bool]) -> None:
        """Ask at each scan whether staff sign in now: then every code is a badge."""
        self._is_for_staff = is_for_staff

    def start(self, scanners: Sequence[ScannerConfig], wedge_gap_ms: int | None) -> None:
        """Open every scanner on its own thread; `wedge_gap_ms` None leaves the keyboard alone."""
        for config in scanners:
            self._states[config.name] = DeviceState(config.name, "", LinkState.CLOSED.value)
            link = scanner_link(config, self._from_thread, self._now)
            self._links.append(link)
            link.start()
        if wedge_gap_ms is not None:
            self._wedge = Wedge(wedge_gap_ms, self._milliseconds, self._is_meant_for_us, self)
            self._wedge.scanned.connect(self._on_text)
            self._wedge.broken.connect(self.broken)
            self._wedge.start()
        self.states_changed.emit(self.states)

    def stop(self) -> None:
        for link in self._links:
            link.stop()
        if self._wedge is not None:
            self._wedge.stop()
            self._wedge.deleteLater()
            self._wedge = None
        self._links.clear()
        self._states.clear()
        self._away.clear()
        self.states_changed.emit(self.states)

    # -- what comes ---------------------------------------------------------------------------

    def _from_thread(self, event: ScannerEvent) -> None:
        self._bench.post(self, event, self._on_event)

    def _on_event(self, event: ScannerEvent) -> None:
        if event.device not in self._states:
            return
        if isinstance(event, Scanned):
            self._on_text(event.text)
        elif isinstance(event, Notice):
            self.noticed.emit(event.device, f"scan.notice.{event.code}")
        else:
            self._on_link(event)

    def _on_link(self, event: LinkChanged) -> None:
        note = f"device.remedy.{event.reason}" if event.reason else ""
        before = self._states[event.device]
        self._states[event.device] = replace(before, link=event.state.value, note=note)
        self.states_changed.emit(self.states)
        if event.state in AWAY and event.device not in self._away:
            self._away.add(event.device)
            self.lost.emit(event.device, event.reason)
        elif event.state in THERE and event.device in self._away:
            self._away.remove(event.device)
            self.back.emit(event.device)

    def _on_text(self, text: str) -> None:
        """The same code from two scanners, or held under one, is one scan."""
        if self._repeats.is_repeat(text, self._monotonic()):
            return
        scan = read_scan(text, self._now(), is_for_staff=self._is_for_staff())
        self.scanned.emit(scan if is_clean(text) else Scan(ScanKind.OTHER, "", len(text)))

    def _milliseconds(self) -> int:
        return int(self._monotonic() * 1000)

    def _is_meant_for_us(self, text: str) -> bool:
        return not self._is_for_staff() and read_scan(text, self._now()).kind in MEANT_FOR_US
