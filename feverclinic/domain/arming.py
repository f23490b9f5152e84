"""Whose reading it is: a thermometer is armed for one patient, and the arming ends with the reading."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

# A number without a unit in this range may be Fahrenheit (95.9 °F is 35.5 °C): never guessed.
_UNSTATED_FAHRENHEIT_FROM = Decimal(96)
_UNSTATED_FAHRENHEIT_TO = Decimal(105)


class HoldReason(StrEnum):
    """Shown at the desk with its number, given to nobody; the arming stays."""

    UNIT_UNKNOWN = "UNIT_UNKNOWN"
    UNIT_NOT_HANDLED = "UNIT_NOT_HANDLED"
    NOT_CONFIRMED = "NOT_CONFIRMED"
    FROZEN = "FROZEN"
    FIELD_MISSING = "FIELD_MISSING"
    AMBIENT_OUTSIDE = "AMBIENT_OUTSIDE"
    OUTSIDE_LIMITS = "OUTSIDE_LIMITS"


class RefuseReason(StrEnum):
    """No reading for a patient at all."""

    NOT_OFFERED = "NOT_OFFERED"
    DUPLICATE = "DUPLICATE"
    STALE = "STALE"


class TrayReason(StrEnum):
    """Why a good reading belongs to nobody yet (未归属)."""

    NOBODY_ARMED = "NOBODY_ARMED"
    BEFORE_ARMED = "BEFORE_ARMED"
    ARMING_EXPIRED = "ARMING_EXPIRED"


@dataclass(frozen=True, slots=True)
class Armed:
    """The next reading of `device` is this patient's. Times are monotonic seconds of this program.

    `patient` is the caller's own mark (a draft or a form); `label` stands beside the number.
    """

    device: str
    patient: str
    armed_at: float
    expires_at: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Both limits belong to the range."""

    low: Decimal
    high: Decimal

    def holds(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class AcceptLimits:
    """What the device's profile says about a usable reading; `ranges` by field, `max_age_s` seconds."""

    max_age_s: float
    require: tuple[str, ...] = ()
    ranges: tuple[tuple[str, Range], ...] = ()


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """What acceptance needs of one sample. `values` are the numbers as sent, `unit` that of `offered`.

    `taken_at`: monotonic second of its first byte. `is_confirmed`: the link has shown enough good
    frames. `is_duplicate`: the same value of the same device within 2 s (TEMP-11).
    """

    device: str
    taken_at: float
    values: tuple[tuple[str, Decimal], ...]
    offered: str | None
    unit: str
    is_confirmed: bool = True
    is_duplicate: bool = False
    is_frozen: bool = False

    def value(self, name: str) -> Decimal | None:
        return dict(self.values).get(name)


@dataclass(frozen=True, slots=True)
class Accept:
    """The reading is this patient's; the arming has ended with it."""

    armed: Armed


@dataclass(frozen=True, slots=True)
class Tray:
    """A good reading that nobody was armed for: to be assigned by hand, and marked so."""

    reason: TrayReason


@dataclass(frozen=True, slots=True)
class Hold:
    """Show it with the reason; `field` is the one that is missing or outside."""

    reason: HoldReason
    field: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Not a reading of anybody."""

    reason: RefuseReason


Verdict = Accept | Tray | Hold | Refuse


def accept(
    sample: SampleFacts, armed: Armed | None, limits: AcceptLimits, *, now: float
) -> Verdict:
    """Decide about one sample; the number itself is never changed. `now` is monotonic seconds."""
    refusal = _refusal(sample, limits, now)
    if refusal is not None:
        return Refuse(refusal)
    hold = _hold(sample, limits)
    if hold is not None:
        return hold
    if armed is None or armed.device != sample.device:
        return Tray(TrayReason.NOBODY_ARMED)
    if sample.taken_at < armed.armed_at:
        return Tray(TrayReason.BEFORE_ARMED)
    if sample.taken_at > armed.expires_at:
        return Tray(TrayReason.ARMING_EXPIRED)
    return Accept(armed)


def _refusal(sample: SampleFacts, limits: AcceptLimits, now: float) -> RefuseReason | None:
    if sample.offered is None:
        return RefuseReason.NOT_OFFERED
    if sample.is_duplicate:
        return RefuseReason.DUPLICATE
    if now - sample.taken_at > limits.max_age_s:
        return RefuseReason.STALE
    return None


def _hold(sample: SampleFacts, limits: AcceptLimits) -> Hold | None:
    assert sample.offered is not None
    for name in limits.require:
        if sample.value(name) is None:
            return Hold(HoldReason.FIELD_MISSING, name)
    if not sample.is_confirmed:
        return Hold(HoldReason.NOT_CONFIRMED)
    if sample.is_frozen:
        return Hold(HoldReason.FROZEN)
    offered = sample.value(sample.offered)
    assert offered is not None
    if sample.unit == "K":
        return Hold(HoldReason.UNIT_NOT_HANDLED)
    if not sample.unit and _UNSTATED_FAHRENHEIT_FROM <= offered <= _UNSTATED_FAHRENHEIT_TO:
        return Hold(HoldReason.UNIT_UNKNOWN)
    return _outside(sample, limits)


def _outside(sample: SampleFacts, limits: AcceptLimits) -> Hold | None:
    for name, limit in limits.ranges:
        value = sample.value(name)
        if value is not None and not limit.holds(value):
            is_ambient = name == "ambient"
            return Hold(
                HoldReason.AMBIENT_OUTSIDE if is_ambient else HoldReason.OUTSIDE_LIMITS, name
            )
    return None
