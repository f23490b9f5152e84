"""What 2.9 adds to a case file: the course in edition 10, and the experts of REL-8."""

from dataclasses import replace

from feverclinic.commands.case_inputs import CaseFileInput
from feverclinic.commands.field_types import Instant, Text, Tri
from feverclinic.commands.shared_inputs import Strict
from feverclinic.domain.case_facts import CaseFile, Infectivity, InfectivityReview
from feverclinic.domain.ternary import UNKNOWN


class ReviewInput(Strict):
    """REL-8."""

    decision: Infectivity
    signed_by: Text
    at: Instant


class ReleaseMembers(CaseFileInput):
    """A case file with what the release asks."""

    condition_better: Tri = UNKNOWN
    vital_signs_stable: Tri = UNKNOWN
    oral_drugs_possible: Tri = UNKNOWN
    complication_needs_care: Tri = UNKNOWN
    expert_infectivity_review: ReviewInput | None = None

    def to_file(self) -> CaseFile:
        """The case file with the members of 2.9."""
        review = self.expert_infectivity_review
        is_known = review is not None and review.at <= self.at
        return replace(
            self.to_case_file(),
            condition_better=self.condition_better,
            vital_signs_stable=self.vital_signs_stable,
            oral_drugs_possible=self.oral_drugs_possible,
            complication_needs_care=self.complication_needs_care,
            infectivity_review=InfectivityReview(review.decision, review.signed_by, review.at)
            if review is not None and is_known
            else None,
        )
