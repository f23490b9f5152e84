"""Temperature readings as recorded (TEMP-1): the number exactly as it came, beside its origin."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NewType

ReadingId = NewType("ReadingId", int)


class Site(StrEnum):
    """Where it was measured; contact sites are all but the `_NC` ones and UNKNOWN."""

    AXILLARY = "AXILLARY"
    ORAL = "ORAL"
    RECTAL = "RECTAL"
    TYMPANIC = "TYMPANIC"
    FOREHEAD_NC = "FOREHEAD_NC"
    WRIST_NC = "WRIST_NC"
    TEMPORAL = "TEMPORAL"
    CORE = "CORE"
    UNKNOWN = "UNKNOWN"

    @property
    def is_contact(self) -> bool:
        return self not in (Site.FOREHEAD_NC, Site.WRIST_NC, Site.UNKNOWN)


class Scale(StrEnum):
    CELSIUS = "C"
    FAHRENHEIT = "F"


class Source(StrEnum):
    SERIAL = "SERIAL"
    MANUAL = "MANUAL"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. `raw_text` is never changed; `celsius` is its exact value (TEMP-3, TEMP-4)."""

    raw_text: str
    celsius: Fraction
    site: Site
    measured_at: datetime
    raw_unit: Scale = Scale.CELSIUS
    entered_at: datetime | None = None
    received_at: datetime | None = None
    source: Source = Source.MANUAL
    method: str = ""
    operator: str = ""
    reason: str = ""
    device_serial: str = ""
    device_name: str = ""
    profile: str = ""
    profile_version: str = ""
    raw_bytes: bytes = b""
    calibration_due: date | None = None
    ambient_c: Decimal | None = None
    confirmed_by: str = ""
    id: ReadingId | None = None
    assigned_by_hand: bool = False

    @property
    def value_centi(self) -> int:
        """Hundredths of a degree Celsius, cut toward minus infinity (TEMP-4)."""
        return (self.celsius * 100).__floor__()
