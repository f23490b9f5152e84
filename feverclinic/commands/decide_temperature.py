"""Topic `temperature` (contract 2.1)."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, field_validator

from feverclinic.commands.field_types import Between, Tri
from feverclinic.commands.shared_inputs import (
    AntipyreticInput,
    PersonInput,
    ReadingInput,
    SelfReportedFever,
    TopicInput,
    born_by,
    is_later,
    to_antipyretics,
    to_person,
    to_reading,
    to_reported_fever,
)
from feverclinic.commands.topics import LATER_FACTS_IGNORED, Desk, InstantOut, Topic, TopicOutput
from feverclinic.domain.history import ReportedFever
from feverclinic.domain.prescreening import JudgedReading
from feverclinic.domain.ternary import UNKNOWN
from feverclinic.domain.thermometry import celsius_text, judge, known_at


class TemperatureInput(TopicInput):
    """One visit's readings with what may hide or replace a fever."""

    readings: list[ReadingInput]
    antipyretics: list[AntipyreticInput] | None = None
    antipyretic_last_6h: Tri = UNKNOWN
    self_reported_fever: SelfReportedFever = UNKNOWN
    person: PersonInput | None = None
    baseline_c: Annotated[Decimal, Between("25", "43")] | None = None

    _born_by = field_validator("person")(born_by)


class ReadingOut(BaseModel):
    """One reading with what the rules say of it."""

    index: int
    value_centi: int
    contact: bool
    usable: bool
    flags: tuple[str, ...]


class TemperatureOutput(TopicOutput):
    """The answer of 2.1."""

    effective_c: str | None
    effective_centi: int | None
    fever_for_routing: str
    tags: tuple[str, ...]
    recheck_at: InstantOut | None
    readings: tuple[ReadingOut, ...]


def reading_out(judged: JudgedReading) -> ReadingOut:
    return ReadingOut(
        index=judged.index,
        value_centi=judged.reading.value_centi,
        contact=judged.reading.site.is_contact,
        usable=judged.is_usable,
        flags=judged.flags,
    )


def decide(given: TemperatureInput, desk: Desk) -> TemperatureOutput:
    """Judge the readings as of `at`."""
    rules = desk.triage(given)
    readings = tuple(to_reading(reading) for reading in given.readings)
    antipyretics = to_antipyretics(given.antipyretics)
    reported = to_reported_fever(given.self_reported_fever)
    found = judge(
        readings,
        given.at,
        rules.temperature,
        antipyretics=antipyretics,
        antipyretic_last_6h=given.antipyretic_last_6h,
        self_reported_fever=reported,
        person=to_person(given.person),
        baseline_c=given.baseline_c,
    )
    ignored = is_later(
        given.at,
        *(known_at(reading) for reading in readings),
        *(dose.taken_at for dose in antipyretics or ()),
        reported.measured_on if isinstance(reported, ReportedFever) else None,
    )
    effective = found.effective
    return TemperatureOutput(
        id=given.id,
        result=found.result,
        reasons=found.reasons,
        advisories=(*found.advisories, LATER_FACTS_IGNORED) if ignored else found.advisories,
        rule_set=rules.id,
        evaluated_at=given.at,
        evidence=() if found.effective_index is None else (found.effective_index,),
        effective_c=celsius_text(effective) if effective else None,
        effective_centi=effective.value_centi if effective else None,
        fever_for_routing=found.fever_for_routing,
        tags=found.tags,
        recheck_at=found.recheck_at,
        readings=tuple(reading_out(judged) for judged in found.readings),
    )


TOPIC = Topic("temperature", TemperatureInput, decide, TemperatureOutput)
