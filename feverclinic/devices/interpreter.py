"""Frames of one device into samples: which field is offered, what is frozen, what came twice."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from feverclinic.devices.events import DeviceConfig, Sample
from feverclinic.devices.hunter import HeardReading
from feverclinic.devices.profiles import Profile
from feverclinic.domain.arming import AcceptLimits, Range

# TEMP-11: the same value of the same device within this many seconds is one reading.
DUPLICATE_WITHIN_S = 2.0


def accept_limits(profile: Profile) -> AcceptLimits:
    """The limits of a profile in the form in which acceptance reads them."""
    limits = profile.limits
    ranges = tuple((name, Range(low, high)) for name, (low, high) in limits.ranges.items())
    return AcceptLimits(float(profile.timing.max_age_s), limits.require, ranges)


class Interpreter:
    """Holds what one device said last; a new connection starts a new one."""

    def __init__(self, config: DeviceConfig, profile: Profile) -> None:
        self._config = config
        self._profile = profile
        self._frames = 0
        self._same_raw: bytes = b""
        self._same_since = 0.0

    def note(self, heard: HeardReading) -> None:
        """See a frame, whether or not it will be told."""
        self.count_frame()
        if heard.raw != self._same_raw:
            self._same_raw, self._same_since = heard.raw, heard.first_at

    def sample(self, heard: HeardReading, received_at: datetime, merged: int) -> Sample:
        """The sample of the frame noted last; every number stays as it was sent."""
        config, profile = self._config, self._profile
        return Sample(
            device=config.name,
            profile=profile.id,
            profile_version=profile.version,
            device_serial=config.serial,
            calibration_due=config.calibration_due,
            site=config.site or profile.device.site,
            values=heard.values,
            offered=profile.offered(value.name for value in heard.values),
            raw=heard.raw,
            first_byte_at=heard.first_at,
            last_byte_at=heard.last_at,
            received_at=received_at,
            is_confirmed=self.is_confirmed,
            is_frozen=self.is_frozen(heard),
            merged=merged,
        )

    def count_frame(self) -> None:
        """A good frame of any kind speaks for the link."""
        self._frames += 1

    def interrupt(self) -> None:
        """Bytes that were no frame: the good frames that make a link live must follow each other."""
        if self._frames < self._profile.frames_until_live:
            self._frames = 0

    @property
    def is_confirmed(self) -> bool:
        return self._frames >= self._profile.frames_until_live

    def is_frozen(self, heard: HeardReading) -> bool:
        """A live infrared sensor jitters in the hundredths; one that does not is stuck."""
        limit = self._profile.limits.frozen_s
        return limit is not None and heard.last_at - self._same_since > limit


class Duplicates:
    """TEMP-11 for one device: marks a sample whose value was told less than 2 s before."""

    def __init__(self) -> None:
        self._value: tuple[str, Decimal, str] | None = None
        self._at = 0.0

    def mark(self, sample: Sample) -> Sample:
        offered = sample.offered_value or (sample.values[0] if sample.values else None)
        if offered is None or not sample.is_confirmed:
            return sample
        value = (offered.name, Decimal(offered.text), offered.unit)
        age_s = sample.first_byte_at - self._at
        if value == self._value and age_s <= DUPLICATE_WITHIN_S:
            return replace(sample, is_duplicate=True)
        self._value, self._at = value, sample.first_byte_at
        return sample
