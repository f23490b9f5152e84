"""A person's decision against the computed outcome (1.7): who may raise, who may lower, and when."""

from datetime import datetime

from feverclinic.domain.civil_time import to_second
from feverclinic.domain.prescreening import Outcome, Override, OverrideDuty, Temperature

STRICTEST_FIRST = tuple(Outcome)
# Lowering these needs a second measurement by contact on record.
NEEDS_REMEASUREMENT = frozenset({"TRI-1", "TRI-3", "TRI-4"})


def is_lower(outcome: Outcome, proposed: Outcome) -> bool:
    """Whether `outcome` belongs to a rule with a larger number (F-9)."""
    return STRICTEST_FIRST.index(outcome) > STRICTEST_FIRST.index(proposed)


def refusal(
    override: Override, proposed: Outcome, decided_by: str, temperature: Temperature
) -> str | None:
    """Why an override is refused, the first of the three reasons of contract 2.4; None if it stands."""
    if not is_lower(override.outcome, proposed):
        return None
    if override.duty is not OverrideDuty.DOCTOR or not override.by.strip():
        return "DOCTOR_REQUIRED"
    if not override.reason.strip():
        return "REASON_REQUIRED"
    if decided_by in NEEDS_REMEASUREMENT and not _is_remeasured(temperature, override.at):
        return "CONTACT_REMEASUREMENT_REQUIRED"
    return None


def _is_remeasured(temperature: Temperature, until: datetime) -> bool:
    """Whether a usable contact reading follows another reading, before the decision was taken."""
    readings = temperature.readings
    earliest = min((one.reading.measured_at for one in readings), default=None)
    return earliest is not None and any(
        one.is_usable
        and one.reading.site.is_contact
        and "DUPLICATE" not in one.flags
        and earliest < one.reading.measured_at <= to_second(until)
        for one in readings
    )
