"""One version of the pre-screening rules: every number that a triage decision used (T-10)."""

from dataclasses import dataclass
from datetime import date

from feverclinic.domain.acuity_rules import AcuityRules
from feverclinic.domain.arrival_rules import ArrivalRules
from feverclinic.domain.routing_rules import RoutingRules
from feverclinic.domain.temperature_rules import TemperatureRules


@dataclass(frozen=True, slots=True)
class TriageRules:
    """`id` stands in every decision; a published version is never edited, the next gets a new id."""

    id: str
    effective_from: date
    temperature: TemperatureRules
    acuity: AcuityRules
    routing: RoutingRules
    arrival: ArrivalRules
