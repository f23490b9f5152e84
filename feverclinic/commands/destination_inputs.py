"""What 2.11 adds to a case file: symptoms, support, risk, consultation, since when."""

from typing import Any

from feverclinic.commands.case_inputs import CaseFileInput
from feverclinic.commands.field_types import Instant, Tri
from feverclinic.domain.destination import DestinationFacts
from feverclinic.domain.ternary import UNKNOWN
from feverclinic.domain.vitals import Level


class DestinationMembers(CaseFileInput):
    """A case file with what the destination asks."""

    symptomatic: Tri = UNKNOWN
    high_risk: Tri = UNKNOWN
    acuity: Level | None = None
    on_support: Tri = UNKNOWN
    consultation_kept_suspected: Tri = UNKNOWN
    class_since: Instant | None = None
    on_site_since: Instant | None = None

    def destination_members(self) -> dict[str, Any]:
        """The members of the case file that stand here."""
        return {
            "high_risk": self.high_risk,
            "acuity": self.acuity,
            "on_support": self.on_support,
        }

    def to_facts(self) -> DestinationFacts:
        return DestinationFacts(
            symptomatic=self.symptomatic,
            consultation_kept_suspected=self.consultation_kept_suspected,
            class_since=self.class_since,
            on_site_since=self.on_site_since,
        )
