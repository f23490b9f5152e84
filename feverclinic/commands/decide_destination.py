"""Topic `destination` (contract 2.11, RTE-1 to RTE-8)."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from feverclinic.commands.destination_inputs import DestinationMembers
from feverclinic.commands.topics import (
    LATER_FACTS_IGNORED,
    Desk,
    InstantOut,
    Topic,
    TopicOutput,
)
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.destination import destination


class DestinationInput(DestinationMembers):
    """A case file with its class."""

    case_class: Annotated[CaseClass, Field(alias="class")]  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - required here


class DestinationOutput(TopicOutput):
    """The answer of 2.11."""

    due_at: InstantOut | None


def decide(given: DestinationInput, desk: Desk) -> DestinationOutput:
    """Decide where the person belongs as of `at`."""
    file = replace(given.to_case_file(), **given.destination_members())
    found = destination(file, desk.edition(given), given.to_facts())
    return DestinationOutput(
        id=given.id,
        result=found.result,
        reasons=found.reasons,
        advisories=(LATER_FACTS_IGNORED,) if given.has_later_facts else (),
        rule_set=found.rule_set,
        evaluated_at=given.at,
        evidence=found.reasons,
        due_at=found.due_at,
    )


TOPIC = Topic("destination", DestinationInput, decide, DestinationOutput)
