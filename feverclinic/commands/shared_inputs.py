"""The shared objects of contract 1.1 to 1.6 and the members of every topic (0.3), as pydantic models.

Each model stands beside the function that makes the domain's record of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from feverclinic.commands.field_types import (
    LIST_OR_OBJECT,
    WORD_OR_OBJECT,
    Between,
    Day,
    Instant,
    Pattern,
    Switch,
    Text,
    Tri,
    WholeBetween,
    answers_of,
    read_tri,
    wrong,
)
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.history import Answer, Antipyretic, Question, ReportedFever, Symptom
from feverclinic.domain.people import AgeUnit, Chronic, Person, Sex
from feverclinic.domain.readings import Reading, Scale, Site, Source
from feverclinic.domain.rulesets import HOME_REGION
from feverclinic.domain.temperature_rules import Comparator
from feverclinic.domain.ternary import UNKNOWN, YES, Ternary
from feverclinic.domain.thermometry import TemperatureProblem, TypedTemperature, read_temperature

OLDEST_YEARS = 150


class Strict(BaseModel):
    """A frozen object in which a member that is not declared is an error (0.2)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Settings(Strict):
    """Overrides of the keys that the rules print (0.3); every topic takes all of them."""

    fever_threshold_c: Annotated[Decimal, Between("35", "42")] | None = None
    fever_comparator: Comparator | None = None
    resp_only_route: Literal["FEVER_CLINIC", "RESPIRATORY_CLINIC_MASKED"] | None = None
    cbc_join: Literal["and", "or"] | None = None
    antipyretic_free_hours: Annotated[int, WholeBetween(0, 720)] | None = None
    elder_delta_c: Annotated[Decimal, Between("0.01", "10")] | None = None
    sari_unexplained: Switch | None = None
    imaging_max_age_days: Annotated[int, WholeBetween(0, 365)] | None = None
    pass_hours: Annotated[int, WholeBetween(1, 8784)] | None = None
    max_escort: Annotated[int, WholeBetween(0, 10)] | None = None
    max_escort_exception: Annotated[int, WholeBetween(0, 10)] | None = None
    min_spacing_h: Annotated[Decimal, Between("0", "24")] | None = None
    min_overlap_min: Annotated[int, WholeBetween(0, 1440)] | None = None
    recheck_min: Annotated[int, WholeBetween(1, 1440)] | None = None
    clear_after_min: Annotated[int, WholeBetween(0, 1440)] | None = None
    replace_min_hours: Annotated[int, WholeBetween(0, 720)] | None = None
    absence_hours: Annotated[Decimal, Between("0", "720")] | None = None
    am: (
        Annotated[
            str, Pattern(r"([01][0-9]|2[0-4]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]", "window")
        ]
        | None
    ) = None
    pm: (
        Annotated[
            str, Pattern(r"([01][0-9]|2[0-4]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]", "window")
        ]
        | None
    ) = None
    nat_window_hours: Annotated[int, WholeBetween(0, 8784)] | None = None
    daily_report_due: Annotated[str, Pattern(r"([01][0-9]|2[0-3]):[0-5][0-9]", "clock")] | None = (
        None
    )
    red_pair_fever_headache: Switch | None = None
    isolated_low_rate_uptriage: Switch | None = None

    def overrides(self) -> Mapping[str, object]:
        """The keys that were given, with their values."""
        return {
            name: getattr(self, name)
            for name in sorted(self.model_fields_set)
            if getattr(self, name) is not None
        }


class TopicInput(Strict):
    """The members of every topic (0.3)."""

    at: Instant
    id: Text | None = None
    region: Annotated[str, Pattern("[0-9]{6}", "region")] = HOME_REGION
    rule_set: Text | None = None
    settings: Settings = Settings()


class ReadingInput(Strict):
    """1.1; `raw_unit` stands first because the range of `raw_text` depends on it."""

    raw_unit: Scale | None = None
    raw_text: Text
    site: Site
    measured_at: Instant
    entered_at: Instant | None = None
    device_serial: Text | None = None
    method: Text | None = None
    operator: Text | None = None
    reason: Text | None = None
    calibration_due: Day | None = None
    ambient_c: Annotated[Decimal, Between("-60", "80")] | None = None
    source: Source = Source.MANUAL
    confirmed_by: Text | None = None

    @field_validator("raw_text")
    @classmethod
    def _is_read_exactly(cls, text: str, info: ValidationInfo) -> str:
        check_temperature(text, info)
        return text


def check_temperature(text: str, info: ValidationInfo) -> None:
    """F-3 as contract errors; a unit that could not be read itself is not held against the text."""
    unit = info.data.get("raw_unit")
    try:
        read_temperature(text, unit)
    except TemperatureProblem as problem:
        if problem.code == "UNIT":
            wrong("FORMAT", "unit", sibling="raw_unit", found=unit, **problem.facts)
        if problem.code == "FORMAT":
            wrong("FORMAT", "temperature")
        if "raw_unit" in info.data:
            wrong("RANGE", "temperature_between", **problem.facts)


def to_reading(given: ReadingInput) -> Reading:
    typed: TypedTemperature = read_temperature(given.raw_text, given.raw_unit)
    return Reading(
        raw_text=given.raw_text,
        celsius=typed.celsius,
        site=given.site,
        measured_at=given.measured_at,
        raw_unit=typed.scale,
        entered_at=given.entered_at,
        source=given.source,
        method=given.method or "",
        operator=given.operator or "",
        reason=given.reason or "",
        device_serial=given.device_serial or "",
        calibration_due=given.calibration_due,
        ambient_c=given.ambient_c,
        confirmed_by=given.confirmed_by or "",
    )


class AntipyreticInput(Strict):
    """1.2: one dose."""

    taken_at: Instant
    name: Text | None = None


def to_antipyretics(given: Iterable[AntipyreticInput] | None) -> tuple[Antipyretic, ...] | None:
    """None stays None: it was not asked."""
    if given is None:
        return None
    return tuple(Antipyretic(dose.taken_at, dose.name or "") for dose in given)


class ReportedFeverInput(Strict):
    """1.5: a fever that the patient measured."""

    raw_unit: Scale | None = None
    raw_text: Text
    measured_on: Day

    @field_validator("raw_text")
    @classmethod
    def _is_read_exactly(cls, text: str, info: ValidationInfo) -> str:
        check_temperature(text, info)
        return text


def read_not_measured(value: object) -> Ternary:
    """NO or UNKNOWN (or false, null); a YES is not enough, it needs its value and day (TEMP-10)."""
    read = read_tri(value)
    if read is YES:
        wrong("ENUM", "reported_fever")
    return read


NotMeasured = Annotated[
    Ternary,
    PlainValidator(read_not_measured),
    WithJsonSchema({"enum": ["NO", "UNKNOWN", False, None]}),
]
SelfReportedFever = Annotated[
    Annotated[NotMeasured, Tag("<word>")] | Annotated[ReportedFeverInput, Tag("<object>")],
    WORD_OR_OBJECT,
]


def to_reported_fever(given: Ternary | ReportedFeverInput) -> ReportedFever | Ternary:
    """What was measured, or NO or UNKNOWN."""
    if isinstance(given, Ternary):
        return given
    typed = read_temperature(given.raw_text, given.raw_unit)
    return ReportedFever(given.raw_text, typed.celsius, given.measured_on)


class PersonInput(Strict):
    """1.4; `age_unit` stands before `age` because the range depends on it."""

    birth_date: Day | None = None
    age_unit: AgeUnit = AgeUnit.YEAR
    age: Annotated[int, WholeBetween(0, 60000)] | None = None
    sex: Sex = Sex.UNKNOWN
    pregnant: Tri = UNKNOWN
    gestation_weeks: Annotated[int, WholeBetween(0, 45)] | None = None
    chronic_conditions: list[Chronic] | None = None
    health_worker: Tri = UNKNOWN
    vaccinated: Tri = UNKNOWN
    earlier_infection: Tri = UNKNOWN

    @field_validator("age")
    @classmethod
    def _is_an_age(cls, age: int | None, info: ValidationInfo) -> int | None:
        if age is not None and info.data.get("age_unit") is AgeUnit.YEAR and age > OLDEST_YEARS:
            wrong("RANGE", "whole_between", low=0, high=OLDEST_YEARS)
        return age


def to_person(given: PersonInput | None) -> Person:
    """A missing person is one of whom nothing is known."""
    if given is None:
        return Person()
    conditions = given.chronic_conditions
    return Person(
        birth_date=given.birth_date,
        age=given.age,
        age_unit=given.age_unit,
        sex=given.sex,
        pregnant=given.pregnant,
        gestation_weeks=given.gestation_weeks,
        chronic_conditions=None if conditions is None else tuple(conditions),
        health_worker=given.health_worker,
        vaccinated=given.vaccinated,
        earlier_infection=given.earlier_infection,
    )


def born_by(person: PersonInput | None, info: ValidationInfo) -> PersonInput | None:
    """Use as a field validator of `person`: nobody is born after the evaluation instant."""
    at = info.data.get("at")
    born = person.birth_date if person else None
    if at is not None and born is not None and born > local_day(at):
        wrong(
            "RANGE",
            "born_by",
            child="birth_date",
            found=born.isoformat(),
            latest=local_day(at).isoformat(),
        )
    return person


Symptoms = Annotated[
    Annotated[list[Symptom], Tag("<list>")] | Annotated[dict[Symptom, Tri], Tag("<object>")],
    LIST_OR_OBJECT,
]


def to_symptoms(given: list[Symptom] | dict[Symptom, Ternary] | None) -> dict[Symptom, Ternary]:
    """Nothing given: every symptom is UNKNOWN."""
    return {} if given is None else answers_of(given, Symptom)


class AnswerInput(Strict):
    """1.6: an answer with its details."""

    answer: Tri
    last_exposure_on: Day | None = None
    until: Day | None = None
    place_code: Text | None = None
    contact_name: Text | None = None


QuestionAnswer = Annotated[
    Annotated[Tri, Tag("<word>")] | Annotated[AnswerInput, Tag("<object>")], WORD_OR_OBJECT
]


def to_answer(given: Ternary | AnswerInput) -> Answer:
    if isinstance(given, Ternary):
        return Answer(given)
    return Answer(
        answer=given.answer,
        last_exposure_on=given.last_exposure_on,
        until=given.until,
        place_code=given.place_code or "",
        contact_name=given.contact_name or "",
    )


def to_questions(
    given: Mapping[Question, Ternary | AnswerInput | None],
) -> dict[Question, Answer]:
    """The questions that were answered; one that is missing is UNKNOWN to the rules."""
    return {question: to_answer(answer) for question, answer in given.items() if answer is not None}


def is_later(at: datetime, *facts: datetime | date | None) -> bool:
    """Whether one of these facts lies after `at` (F-1: the advisory LATER_FACTS_IGNORED)."""
    today = local_day(at)
    return any(
        fact > at if isinstance(fact, datetime) else fact > today
        for fact in facts
        if fact is not None
    )
