"""What one topic of `decide` is, and what it may ask: the contract between the frame and the topics."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

from feverclinic.commands.problems import CODES, LONGEST_FOUND, BadInput, Problem
from feverclinic.commands.shared_inputs import TopicInput
from feverclinic.domain.civil_time import iso
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.rulesets import Rulebook
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.errors import Unavailable
from feverclinic.services.editions import edition_at, with_keys
from feverclinic.services.rulebook import Rules, overridden

LATER_FACTS_IGNORED = "LATER_FACTS_IGNORED"

# Contract 0.5; `line` stands beside text that is not JSON.
ERRORS_SCHEMA: dict[str, object] = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {
            "path": {"type": "string"},
            "code": {"enum": list(CODES)},
            "found": {"type": ["string", "null"], "maxLength": LONGEST_FOUND},
            "expected": {"type": "string"},
            "line": {"type": "integer", "minimum": 1},
        },
        "required": ["path", "code", "found", "expected"],
    },
}

Given = TypeVar("Given", bound=TopicInput)

InstantOut = Annotated[
    datetime,
    PlainSerializer(iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class TopicOutput(BaseModel):
    """The members of every answer (0.4); more may follow."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str | None = None
    result: str
    reasons: tuple[str, ...]
    advisories: tuple[str, ...]
    rule_set: str
    evaluated_at: InstantOut
    evidence: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Desk:
    """What a topic may ask while it decides: the rules, and the area codes that are known."""

    rules: Rules
    areas: Callable[[], frozenset[str]]
    local_adoption_from: Mapping[str, datetime] = field(default_factory=dict[str, datetime])

    @cached_property
    def rulebook(self) -> Rulebook:
        return self.rules.rulebook

    def edition(self, given: TopicInput) -> EditionRules:
        """The edition of this input: the forced one, or the one in force at `at` (0.3).

        Nothing in force is a NO_RULE_SET error.
        """
        try:
            return edition_at(
                self.rules,
                given.at,
                rule_set=given.rule_set or "",
                local_adoption_from=self.local_adoption_from,
                overrides=given.settings.overrides(),
            )
        except Unavailable as none:
            if none.code != "rules.none_in_force":
                raise
            problem = Problem("/at", "NO_RULE_SET", iso(given.at), "rule_set_in_force")
            raise BadInput([problem]) from none

    def edition_called(self, rule_set: str, given: TopicInput) -> EditionRules | None:
        """The edition with this id, with the settings of this input; None for an unknown id."""
        found = self.rules.editions.get(rule_set)
        return None if found is None else with_keys(found, given.settings.overrides())

    def triage(self, given: TopicInput) -> TriageRules:
        """The pre-screening rules with the settings of this input."""
        return overridden(self.rules.triage, given.settings.overrides())


@dataclass(frozen=True, slots=True)
class Topic(Generic[Given]):
    """A topic: its name, its input model, the function that decides, its output model."""

    name: str
    given: type[Given]
    decide: Callable[[Given, Desk], TopicOutput]
    answer: type[TopicOutput]

    def schema(self) -> Mapping[str, object]:
        """Two JSON Schemas (2020-12), of input and output."""
        dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        return {
            "input": dialect | self.given.model_json_schema(),
            "output": dialect | _or_errors(self.answer.model_json_schema(mode="serialization")),
        }


def _or_errors(decision: dict[str, Any]) -> dict[str, object]:
    """The schema of a decision or of the errors in its place; either may carry more members (0.4)."""
    schema = {name: part for name, part in decision.items() if name != "additionalProperties"}
    schema["properties"] = decision["properties"] | {"errors": ERRORS_SCHEMA}
    schema["if"] = {"required": ["errors"]}
    schema["then"] = {"required": ["id", "errors"]}
    schema["else"] = {"required": schema.pop("required")}
    return schema
