"""What a thermometer tells the desk: frozen records that may cross threads."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from feverclinic.devices.codecs import Value
from feverclinic.domain.arming import SampleFacts
from feverclinic.domain.readings import Site


@dataclass(frozen=True, slots=True)
class DeviceConfig:
    """One thermometer as the settings name it.

    `name` is unique at the desk, `colour` is its label (BLUE, GREEN, YELLOW), `profile` the id of
    its model. `port`: a device path or symlink, `COM3`, `usb:VID:PID[:SERIAL]`, `socket://host:port`,
    `rfc2217://host:port` or `replay:FILE`; a device path may end in `?baud=115200`, else the speeds
    of the profile are tried by listening. `site` overrides the site of the profile.
    """

    name: str
    colour: str
    profile: str
    port: str
    site: Site | None = None
    serial: str = ""
    calibration_due: date | None = None


class LinkState(StrEnum):
    """From the plug to the number; the top line shows it in words (`link.<STATE>`)."""

    CLOSED = "CLOSED"
    OPENING = "OPENING"
    LISTENING = "LISTENING"
    LIVE = "LIVE"
    QUIET = "QUIET"
    LOST = "LOST"
    WAITING = "WAITING"
    BLOCKED = "BLOCKED"


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link is in another state.

    `reason` (`gone busy denied missing settings` or empty) has its remedy in words under
    `device.remedy.<reason>`; `port` is where the device was found.
    """

    device: str
    state: LinkState
    at: datetime
    monotonic: float
    reason: str = ""
    port: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading of a device, exactly as it said it, with its bytes.

    `first_byte_at` and `last_byte_at` are monotonic seconds, `received_at` is the host's wall time.
    `merged`: how many later-replaced samples of the same rush this one stands for.
    """

    device: str
    profile: str
    profile_version: str
    device_serial: str
    calibration_due: date | None
    site: Site
    values: tuple[Value, ...]
    offered: str | None
    raw: bytes
    first_byte_at: float
    last_byte_at: float
    received_at: datetime
    is_confirmed: bool = True
    is_duplicate: bool = False
    is_frozen: bool = False
    merged: int = 0

    def value(self, name: str) -> Value | None:
        """The number of a field as sent, or None when this frame has none."""
        return next((value for value in self.values if value.name == name), None)

    @property
    def offered_value(self) -> Value | None:
        """The number that may become a patient's temperature (F-19: never a surface value)."""
        return self.value(self.offered) if self.offered else None

    @property
    def ambient_c(self) -> Decimal | None:
        """Temperature of the device's own surroundings; None when not sent or not in Celsius."""
        ambient = self.value("ambient")
        return Decimal(ambient.text) if ambient is not None and ambient.unit in ("C", "") else None

    def facts(self) -> SampleFacts:
        """What `domain.arming.accept` needs to know."""
        offered = self.offered_value
        return SampleFacts(
            device=self.device,
            taken_at=self.first_byte_at,
            values=tuple((value.name, Decimal(value.text)) for value in self.values),
            offered=self.offered,
            unit=offered.unit if offered else "",
            is_confirmed=self.is_confirmed,
            is_duplicate=self.is_duplicate,
            is_frozen=self.is_frozen,
        )


class NoticeCode(StrEnum):
    """What the station itself has to say; codes of the device (LOW, HIGH, ERROR …) stand beside."""

    FROZEN = "FROZEN"
    NO_VALID_FRAME = "NO_VALID_FRAME"
    FOREIGN_DEVICE = "FOREIGN_DEVICE"
    OTHER_DEVICE_ON_PORT = "OTHER_DEVICE_ON_PORT"
    PROGRAM_FAULT = "PROGRAM_FAULT"


@dataclass(frozen=True, slots=True)
class Notice:
    """A word instead of a number (`device.notice.<code>`): LOW, HIGH, FROZEN and so on."""

    device: str
    code: str
    at: datetime
    monotonic: float
    raw: bytes = b""


DeviceEvent = Sample | LinkChanged | Notice
