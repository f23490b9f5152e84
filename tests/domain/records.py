"""Pre-screening records for tests: a man of 41 who is well, with a keyword for each difference."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from feverclinic.domain.acuity import assess
from feverclinic.domain.acuity_rules import Sign
from feverclinic.domain.history import Answer, Question, Symptom
from feverclinic.domain.people import AgeUnit, Person, Sex
from feverclinic.domain.prescreening import (
    Acuity,
    HealthCode,
    Prescreening,
    Routing,
    ZoneColour,
)
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import NO, Ternary, ternary
from feverclinic.domain.triage import route
from feverclinic.domain.vitals import Avpu, Vitals
from feverclinic.services.rulebook import triage_rules
from tests.domain.taken import NOON, a_reading

RULES = triage_rules()
MAN = Person(birth_date=date(1978, 6, 1), sex=Sex.MALE)
WOMAN = Person(birth_date=date(1990, 6, 1), sex=Sex.FEMALE, pregnant=NO)
WELL = Vitals(
    rr=18,
    hr=84,
    spo2=98,
    on_oxygen=NO,
    sbp=124,
    dbp=78,
    avpu=Avpu.ALERT,
    capillary_refill_s=Decimal(1),
)


def signs_of(present: Iterable[str]) -> dict[str, Ternary]:
    """Every sign was looked for."""
    return {sign.value: ternary(sign.value in present) for sign in Sign}


def symptoms_of(present: Iterable[str]) -> dict[Symptom, Ternary]:
    """Every symptom was asked for."""
    return {symptom: ternary(symptom.value in present) for symptom in Symptom}


def answers_of(**answers: Ternary) -> dict[Question, Answer]:
    """NO to all questions but those named."""
    return {one: Answer(answers.get(one.value, NO)) for one in Question}


def a_record(
    *,
    typed: str | Reading | None = "36.5",
    signs: Iterable[str] = (),
    symptoms: Iterable[str] = (),
    questions: Mapping[str, Ternary] | None = None,
    vitals: Mapping[str, object] | None = None,
    **changes: object,
) -> Prescreening:
    """`typed` is the one axillary reading, `signs` and `symptoms` are what is present."""
    reading = a_reading(typed) if isinstance(typed, str) else typed
    record = Prescreening(
        at=NOON,
        arrived_at=NOON,
        person=MAN,
        vitals=replace(WELL, **dict(vitals or {})),  # pyright: ignore[reportArgumentType] - keywords
        signs=signs_of(signs),
        symptoms=symptoms_of(symptoms),
        readings=(reading,) if reading else (),
        antipyretic_last_6h=NO,
        self_reported_fever=NO,
        questions=answers_of(**(questions or {})),
        health_code=HealthCode.GREEN,
        zone_colour=ZoneColour.GREEN,
    )
    return replace(record, **changes)  # pyright: ignore[reportArgumentType] - keywords


def born(text: str, sex: Sex = Sex.MALE) -> Person:
    return Person(birth_date=date.fromisoformat(text), sex=sex)


def aged(age: int, unit: AgeUnit = AgeUnit.YEAR, sex: Sex = Sex.MALE) -> Person:
    return Person(age=age, age_unit=unit, sex=sex)


def assessed(record: Prescreening, **overrides: object) -> Acuity:
    return assess(record, triage_rules(overrides=overrides))


def urgency(record: Prescreening, **overrides: object) -> tuple[str, tuple[str, ...]]:
    """Level and lines."""
    found = assessed(record, **overrides)
    return found.result.value, found.reasons


def routed(record: Prescreening, **overrides: object) -> Routing:
    return route(record, triage_rules(overrides=overrides))


def way(record: Prescreening, **overrides: object) -> tuple[str, tuple[str, ...]]:
    """Outcome and rules."""
    found = routed(record, **overrides)
    return found.result.value, found.reasons
