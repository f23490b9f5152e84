"""The scanners' part of the devices page: what is configured, how each link is, what a trial read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import DeviceState
from feverclinic.domain.scans import Scan
from feverclinic.errors import ClinicError

BAUDS = (9600, 19200, 38400, 57600, 115200)
ENCODINGS = ("gbk", "utf-8")

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class ConfiguredScanner:
    """A scanner on a serial line as the settings name it."""

    name: str
    port: str = ""
    baud: int = BAUDS[0]
    encoding: str = ENCODINGS[0]


@dataclass(frozen=True, slots=True)
class ScannersDoor:
    """What the program gives: `save` writes the settings and opens the port, `remove` takes it out."""

    save: Callable[[ConfiguredScanner, Then, Failed], None]
    remove: Callable[[str, Then, Failed], None]


class ScannersPresenter(QObject):
    """Holds the scanners of the settings; `wedge_gap_ms` None: the keyboard is not listened to."""

    scanners_changed = Signal()
    states_changed = Signal()
    tried = Signal(object)  # Scan: read while this page is open, and used for nothing else
    saved = Signal(object)  # ConfiguredScanner
    wrong_fields = Signal(object)  # tuple[field name, ...]
    refused = Signal(object)  # ClinicError

    def __init__(
        self, door: ScannersDoor, wedge_gap_ms: int | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._door = door
        self.wedge_gap_ms = wedge_gap_ms
        self.scanners: tuple[ConfiguredScanner, ...] = ()
        self._states: dict[str, DeviceState] = {}

    def state_of(self, name: str) -> DeviceState | None:
        return self._states.get(name)

    def show_scanners(self, scanners: tuple[ConfiguredScanner, ...]) -> None:
        """Take what the settings name."""
        self.scanners = scanners
        self.scanners_changed.emit()

    def show_states(self, states: tuple[DeviceState, ...]) -> None:
        """Take how the links are."""
        self._states = {state.name: state for state in states}
        self.states_changed.emit()

    def show_trial(self, scan: Scan) -> None:
        """Say what was read, by its kind and length alone."""
        self.tried.emit(scan)

    def save(self, scanner: ConfiguredScanner) -> None:
        """Write a scanner into the settings: one of the same name is replaced."""
        wrong = tuple(name for name in ("name", "port") if not getattr(scanner, name).strip())
        if wrong:
            self.wrong_fields.emit(wrong)
            return
        self._door.save(scanner, self._on_saved, self.refused.emit)

    def remove(self, name: str) -> None:
        """Take a scanner out of the settings."""
        self._door.remove(name, self._on_removed, self.refused.emit)

    def _on_saved(self, scanner: ConfiguredScanner) -> None:
        kept = tuple(one for one in self.scanners if one.name != scanner.name)
        self.show_scanners((*kept, scanner))
        self.saved.emit(scanner)

    def _on_removed(self, name: str) -> None:
        self.show_scanners(tuple(one for one in self.scanners if one.name != name))
