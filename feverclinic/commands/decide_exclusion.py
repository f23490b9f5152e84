"""Topic `exclusion` (contract 2.8, EXC-1 to EXC-9)."""

from dataclasses import replace

from feverclinic.commands.case_inputs import CaseFileInput
from feverclinic.commands.field_types import Day
from feverclinic.commands.gate_answers import (
    GateOutput,
    advisories_out,
    conditions_out,
    evidence_out,
    instant_of,
    pair_out,
)
from feverclinic.commands.sample_inputs import SampleInput
from feverclinic.commands.topics import Desk, InstantOut, Topic
from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.exclusion import exclusion


class ExclusionInput(CaseFileInput):
    """A case file with its samples; `first_criterion_on` stands for an onset that never was (EXC-8)."""

    samples: list[SampleInput]  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - required here
    first_criterion_on: Day | None = None

    def to_file(self) -> CaseFile:
        return replace(self.to_case_file(), first_criterion_on=self.first_criterion_on)


class ExclusionOutput(GateOutput):
    """The answer of 2.8."""

    pair: tuple[int, int] | None
    card_revision_due_at: InstantOut | None


def decide(given: ExclusionInput, desk: Desk) -> ExclusionOutput:
    """Decide the gate as of `at`."""
    gate = exclusion(given.to_file(), desk.edition(given))
    return ExclusionOutput(
        id=given.id,
        result=gate.result,
        reasons=gate.reasons,
        advisories=advisories_out(gate, has_later_facts=given.has_later_facts),
        rule_set=gate.rule_set,
        evaluated_at=given.at,
        evidence=evidence_out(gate),
        conditions=conditions_out(gate.conditions),
        earliest_at=gate.earliest_at,
        pair=pair_out(gate, given.known_samples),
        card_revision_due_at=instant_of(gate, "card_revision_due_at"),
    )


TOPIC = Topic("exclusion", ExclusionInput, decide, ExclusionOutput)
