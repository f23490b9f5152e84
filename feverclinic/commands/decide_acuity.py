"""Topic `acuity` (contract 2.3, ACU-1 to ACU-14)."""

from feverclinic.commands.shared_inputs import (
    AntipyreticInput,
    ReadingInput,
    Symptoms,
    to_antipyretics,
    to_person,
    to_reading,
    to_symptoms,
)
from feverclinic.commands.topics import LATER_FACTS_IGNORED, Desk, Topic, TopicOutput
from feverclinic.commands.triage_inputs import VitalsInput
from feverclinic.domain.acuity import assess
from feverclinic.domain.known_facts import as_known
from feverclinic.domain.prescreening import Prescreening


class AcuityInput(VitalsInput):
    """Vital signs and signs of one person, with temperature and symptoms as far as they are known."""

    readings: list[ReadingInput] | None = None
    symptoms: Symptoms | None = None
    antipyretics: list[AntipyreticInput] | None = None


class AcuityOutput(TopicOutput):
    """The answer of 2.3."""

    symptomatic: str
    undecided: tuple[str, ...]
    calls: tuple[str, ...]
    wait_limit_minutes: int


def decide(given: AcuityInput, desk: Desk) -> AcuityOutput:
    """Judge the urgency as of `at`."""
    rules = desk.triage(given)
    record, has_later_facts = as_known(
        Prescreening(
            at=given.at,
            arrived_at=given.at,
            person=to_person(given.person),
            vitals=given.to_vitals(),
            signs=given.to_signs(),
            symptoms=given.with_signs(to_symptoms(given.symptoms)),
            readings=tuple(to_reading(one) for one in given.readings or ()),
            antipyretics=to_antipyretics(given.antipyretics),
        )
    )
    found = assess(record, rules)
    ignored = (LATER_FACTS_IGNORED,) if has_later_facts else ()
    return AcuityOutput(
        id=given.id,
        result=found.result,
        reasons=found.reasons,
        advisories=(*found.advisories, *ignored),
        rule_set=rules.id,
        evaluated_at=given.at,
        evidence=found.reasons,
        symptomatic=found.symptomatic,
        undecided=found.undecided,
        calls=found.calls,
        wait_limit_minutes=found.wait_limit_minutes,
    )


TOPIC = Topic("acuity", AcuityInput, decide, AcuityOutput)
