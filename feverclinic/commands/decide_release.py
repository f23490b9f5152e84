"""Topic `release` (contract 2.9, REL-1 to REL-11)."""

from pydantic import Field

from feverclinic.commands.gate_answers import (
    GateOutput,
    advisories_out,
    conditions_out,
    evidence_out,
    hours_text,
    instant_of,
    pair_out,
)
from feverclinic.commands.release_inputs import ReleaseMembers
from feverclinic.commands.shared_inputs import AntipyreticInput, ReadingInput
from feverclinic.commands.topics import Desk, InstantOut, Topic
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.release import release


class ReleaseInput(ReleaseMembers):
    """A case file with its class, its readings and its antipyretics (`[]`: none was given)."""

    case_class: CaseClass = Field(alias="class")  # pyright: ignore[reportIncompatibleVariableOverride] - required here
    readings: list[ReadingInput]  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - as above
    antipyretics: list[AntipyreticInput]  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - as above


class ReleaseOutput(GateOutput):
    """The answer of 2.9."""

    anchor_at: InstantOut | None
    elapsed_hours: str | None
    pair: tuple[int, int] | None


def decide(given: ReleaseInput, desk: Desk) -> ReleaseOutput:
    """Decide the gate as of `at`."""
    gate = release(given.to_file(), desk.edition(given), desk.triage(given).temperature)
    return ReleaseOutput(
        id=given.id,
        result=gate.result,
        reasons=gate.reasons,
        advisories=advisories_out(gate, has_later_facts=given.has_later_facts),
        rule_set=gate.rule_set,
        evaluated_at=given.at,
        evidence=evidence_out(gate),
        conditions=conditions_out(gate.conditions),
        earliest_at=gate.earliest_at,
        anchor_at=instant_of(gate, "anchor_at"),
        elapsed_hours=hours_text(gate, "elapsed"),
        pair=pair_out(gate, given.known_samples),
    )


TOPIC = Topic("release", ReleaseInput, decide, ReleaseOutput)
