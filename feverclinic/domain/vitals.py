"""Vital signs and emergency signs as observed at the desk; `None` means not measured."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from feverclinic.domain.ternary import UNKNOWN, Ternary


class Avpu(StrEnum):
    ALERT = "A"
    VOICE = "V"
    PAIN = "P"
    UNRESPONSIVE = "U"


@dataclass(frozen=True, slots=True)
class Vitals:
    """Units: rates per minute, SpO2 and FiO2 in percent, flow in l/min, pressure in mmHg, weight in kg."""

    rr: int | None = None
    hr: int | None = None
    spo2: int | None = None
    on_oxygen: Ternary = UNKNOWN
    fio2: Decimal | None = None
    flow: Decimal | None = None
    sbp: int | None = None
    dbp: int | None = None
    avpu: Avpu | None = None
    capillary_refill_s: Decimal | None = None
    pain: int | None = None
    weight: Decimal | None = None


class Level(StrEnum):
    """Urgency; I is at once. Compare by `rank`, never by the letters."""

    I = "I"  # noqa: E741 - the roman numeral
    II = "II"
    III = "III"
    IV = "IV"

    @property
    def rank(self) -> int:
        return ("I", "II", "III", "IV").index(self.value) + 1
