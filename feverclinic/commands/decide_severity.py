"""Topic `severity` (contract 2.7, section 2.5 of the rules)."""

from feverclinic.commands.severity_inputs import SeverityMembers
from feverclinic.commands.topics import LATER_FACTS_IGNORED, Desk, Topic, TopicOutput
from feverclinic.domain.severity import grade


class SeverityInput(SeverityMembers):
    """A case file with its class and what the severity asks."""


class SeverityOutput(TopicOutput):
    """The answer of 2.7."""

    provisional: bool
    tables: tuple[str, ...]
    early_warning: tuple[str, ...]


def decide(given: SeverityInput, desk: Desk) -> SeverityOutput:
    """Grade as of `at`."""
    found = grade(given.to_file(), desk.edition(given))
    ignored = (LATER_FACTS_IGNORED,) if given.has_later_facts else ()
    return SeverityOutput(
        id=given.id,
        result=found.result,
        reasons=found.reasons,
        advisories=(*found.advisories, *ignored),
        rule_set=found.rule_set,
        evaluated_at=given.at,
        evidence=found.reasons,
        provisional=found.is_provisional,
        tables=found.tables,
        early_warning=found.early_warning,
    )


TOPIC = Topic("severity", SeverityInput, decide, SeverityOutput)
