"""The devices page's thinking: configured thermometers, the ports that are there, a new one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import DeviceState
from feverclinic.domain.civil_time import local_day
from feverclinic.errors import ClinicError

CALIBRATION_SOON_DAYS = 30

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class PortRow:
    """A port of this computer; `place` is the USB socket for adapters without a serial number."""

    device: str
    description: str = ""
    adapter: str = ""
    serial: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A model that the program speaks, with its facts as pairs of words."""

    id: str
    title: str
    site: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ConfiguredDevice:
    """A thermometer as the settings name it; `site` empty is the profile's own."""

    name: str
    colour: str = "BLUE"
    profile: str = ""
    port: str = ""
    site: str = ""
    serial: str = ""
    calibration_due: date | None = None


@dataclass(frozen=True, slots=True)
class DevicesDoor:
    """What the program gives; each call comes home to `then` or `failed`.

    `find_ports` answers with a tuple of PortRow; `save` writes the settings and starts the device;
    `remove` takes a thermometer out of the settings.
    """

    find_ports: Callable[[Then, Failed], None]
    save: Callable[[ConfiguredDevice, Then, Failed], None]
    remove: Callable[[str, Then, Failed], None]


def calibration(device: ConfiguredDevice, today: date) -> tuple[str, int]:
    """How it is with the calibration: none, good, soon or over, and the days left (or over)."""
    if device.calibration_due is None:
        return "none", 0
    left = (device.calibration_due - today).days
    if left < 0:
        return "over", -left
    return ("soon" if left <= CALIBRATION_SOON_DAYS else "good"), left


@dataclass(slots=True)
class _Shown:
    devices: tuple[ConfiguredDevice, ...] = ()
    states: dict[str, DeviceState] = field(default_factory=dict[str, DeviceState])


class DevicesPresenter(QObject):
    """Holds what is configured and what each device last said."""

    devices_changed = Signal()
    states_changed = Signal()
    ports_found = Signal(object)  # tuple[PortRow, ...]
    saved = Signal(object)  # ConfiguredDevice
    wrong_fields = Signal(object)  # dict[field name, wording key]
    refused = Signal(object)  # ClinicError

    def __init__(
        self,
        door: DevicesDoor,
        profiles: tuple[ProfileRow, ...],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._now = now
        self._shown = _Shown()
        self.profiles = profiles

    @property
    def devices(self) -> tuple[ConfiguredDevice, ...]:
        return self._shown.devices

    def state_of(self, name: str) -> DeviceState | None:
        """What the device of that name last said; None while its thread has not begun."""
        return self._shown.states.get(name)

    def profile_of(self, device: ConfiguredDevice) -> ProfileRow | None:
        return next((row for row in self.profiles if row.id == device.profile), None)

    def calibration_of(self, device: ConfiguredDevice) -> tuple[str, int]:
        return calibration(device, local_day(self._now()))

    def show_devices(self, devices: tuple[ConfiguredDevice, ...]) -> None:
        """Take what the settings name."""
        self._shown.devices = devices
        self.devices_changed.emit()

    def show_states(self, states: tuple[DeviceState, ...]) -> None:
        """Take what the devices say."""
        self._shown.states = {state.name: state for state in states}
        self.states_changed.emit()

    def find_ports(self) -> None:
        """Look which ports are there now."""
        self._door.find_ports(self.ports_found.emit, self.refused.emit)

    def save(self, device: ConfiguredDevice) -> None:
        """Write a thermometer into the settings: one of the same name is replaced."""
        wrong = {
            name: "devices.wrong_empty"
            for name in ("name", "profile", "port")
            if not getattr(device, name).strip()
        }
        if wrong:
            self.wrong_fields.emit(wrong)
            return
        self._door.save(device, self._on_saved, self.refused.emit)

    def remove(self, name: str) -> None:
        """Take a thermometer out of the settings; what it measured stays."""
        self._door.remove(name, self._on_removed, self.refused.emit)

    def _on_saved(self, device: ConfiguredDevice) -> None:
        kept = tuple(one for one in self._shown.devices if one.name != device.name)
        self.show_devices((*kept, device))
        self.saved.emit(device)

    def _on_removed(self, name: str) -> None:
        self.show_devices(tuple(one for one in self._shown.devices if one.name != name))
