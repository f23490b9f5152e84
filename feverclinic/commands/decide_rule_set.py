"""Topic `rule-set` (contract 2.5): which version is in force at an instant, in a place."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from feverclinic.commands.field_types import Instant
from feverclinic.commands.problems import BadInput, Problem, pointer
from feverclinic.commands.shared_inputs import TopicInput
from feverclinic.commands.topics import Desk, InstantOut, Topic, TopicOutput
from feverclinic.domain.civil_time import iso
from feverclinic.domain.rulesets import (
    Family,
    RuleSet,
    Statutory,
    adopted,
    select,
    too_early,
    variant_of,
)


class RuleSetInput(TopicInput):
    """`local_adoption_from`: rule-set id to the instant from which this hospital works by it."""

    family: Family = Family.DIAGNOSIS
    local_adoption_from: dict[str, Instant] = Field(default_factory=dict)


class StatutoryOut(BaseModel):
    """The statutory status at `at`."""

    model_config = ConfigDict(populate_by_name=True)

    disease_class: str = Field(serialization_alias="class")
    managed_as: str
    card_deadline_hours: int


class RuleSetOutput(TopicOutput):
    """The answer of 2.5; a bound that is null is open."""

    edition: str | None
    effective_from: InstantOut | None
    effective_to: InstantOut | None
    variant: str
    statutory: StatutoryOut | None


def decide(given: RuleSetInput, desk: Desk) -> RuleSetOutput:
    """Select by the moment of the decision; nothing in force is a NO_RULE_SET error."""
    _check_adoption(given, desk)
    chosen = _chosen(given, desk)
    if chosen is None:
        raise BadInput([Problem("/at", "NO_RULE_SET", iso(given.at), "rule_set_in_force")])
    status = select(desk.rulebook.family(Family.STATUTORY), given.at, _adoption(given, desk))
    return RuleSetOutput(
        id=given.id,
        result=chosen.id,
        reasons=(),
        advisories=(),
        rule_set=chosen.id,
        evaluated_at=given.at,
        edition=chosen.edition,
        effective_from=chosen.effective_from,
        effective_to=chosen.effective_to,
        variant=variant_of(given.region),
        statutory=_statutory(status.statutory if status else None),
    )


def _chosen(given: RuleSetInput, desk: Desk) -> RuleSet | None:
    """The set in force, or the edition that the input forces (0.3)."""
    timeline = adopted(desk.rulebook.family(given.family), _adoption(given, desk))
    if given.rule_set and given.family is Family.DIAGNOSIS:
        return desk.rulebook.find(given.rule_set)
    return select(timeline, given.at)


def _adoption(given: RuleSetInput, desk: Desk) -> dict[str, datetime]:
    """The dates of the settings, and those of the input before them."""
    return {**desk.local_adoption_from, **given.local_adoption_from}


def _check_adoption(given: RuleSetInput, desk: Desk) -> None:
    problems = [
        Problem(
            pointer(("local_adoption_from", rule_set_id)),
            "ENUM",
            rule_set_id,
            "rule_set_id",
        )
        for rule_set_id in given.local_adoption_from
        if desk.rulebook.find(rule_set_id) is None
    ]
    for rule_set_id in too_early(desk.rulebook, given.local_adoption_from):
        rule_set = desk.rulebook.find(rule_set_id)
        begins = rule_set.effective_from if rule_set else None
        problems.append(
            Problem(
                pointer(("local_adoption_from", rule_set_id)),
                "ORDER",
                iso(given.local_adoption_from[rule_set_id]),
                "not_before",
                {"earliest": iso(begins) if begins else ""},
            )
        )
    if problems:
        raise BadInput(problems)


def _statutory(status: Statutory | None) -> StatutoryOut | None:
    if status is None:
        return None
    return StatutoryOut(
        disease_class=status.disease_class,
        managed_as=status.managed_as,
        card_deadline_hours=status.card_deadline_hours,
    )


TOPIC = Topic("rule-set", RuleSetInput, decide, RuleSetOutput)
