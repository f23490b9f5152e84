"""Topic `routing` (contract 2.4, TRI-1 to TRI-8): one whole pre-screening record."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationInfo,
    field_validator,
)

from feverclinic.commands.field_types import Between, Day, Instant, Tri
from feverclinic.commands.shared_inputs import (
    AntipyreticInput,
    QuestionAnswer,
    ReadingInput,
    SelfReportedFever,
    Symptoms,
    to_antipyretics,
    to_person,
    to_questions,
    to_reading,
    to_reported_fever,
    to_symptoms,
)
from feverclinic.commands.topics import Desk, InstantOut, Topic, TopicOutput
from feverclinic.commands.triage_inputs import (
    NOT_GIVEN,
    OXYGEN_SCHEMA,
    OverrideInput,
    RiskZoneInput,
    StayInput,
    TownshipCode,
    VitalsInput,
    required,
    to_override,
    to_stays,
    to_zones,
)
from feverclinic.domain.history import Question
from feverclinic.domain.prescreening import HealthCode, Prescreening, Routing, ZoneColour
from feverclinic.domain.ternary import UNKNOWN
from feverclinic.domain.thermometry import celsius_text
from feverclinic.domain.triage import route, work_up
from feverclinic.domain.vitals import Level


def nothing_known(value: object) -> object:
    """UNKNOWN for a whole group of symptoms: nothing is known of any of them."""
    return {} if value == UNKNOWN.value else value


def none_known(value: object) -> object:
    """UNKNOWN for the readings: nobody knows of one (2.4)."""
    return [] if value == UNKNOWN.value else value


SymptomsOrUnknown = Annotated[
    Symptoms,
    BeforeValidator(nothing_known, json_schema_input_type=Symptoms | Literal["UNKNOWN"]),
]
ReadingsOrUnknown = Annotated[
    list[ReadingInput],
    BeforeValidator(none_known, json_schema_input_type=list[ReadingInput] | Literal["UNKNOWN"]),
]


# What may be answered by another member is required only without it.
EITHER_SCHEMA: dict[str, JsonValue] = {
    "allOf": [
        {"anyOf": [{"required": ["antipyretic_last_6h"]}, {"required": ["antipyretics"]}]},
        {"anyOf": [{"required": ["zone_colour"]}, {"required": ["township_code", "risk_zones"]}]},
    ]
}


class RoutingInput(VitalsInput):
    """Everything of 2.1 and 2.3 with history, places and an override.

    `antipyretics`, `township_code` and `risk_zones` stand before the members that they replace.
    """

    model_config = ConfigDict(json_schema_extra=OXYGEN_SCHEMA | EITHER_SCHEMA)

    arrived_at: Instant
    readings: ReadingsOrUnknown
    symptoms: SymptomsOrUnknown
    self_reported_fever: SelfReportedFever
    antipyretics: list[AntipyreticInput] | None = None
    antipyretic_last_6h: Tri = Field(default_factory=lambda: NOT_GIVEN, validate_default=True)
    baseline_c: Annotated[Decimal, Between("25", "43")] | None = None
    q1: QuestionAnswer | None = None
    q2: QuestionAnswer | None = None
    q3: QuestionAnswer | None = None
    q4: QuestionAnswer | None = None
    q5: QuestionAnswer | None = None
    q6: QuestionAnswer | None = None
    q7: QuestionAnswer | None = None
    q8: QuestionAnswer | None = None
    health_code: HealthCode
    township_code: TownshipCode | None = None
    risk_zones: list[RiskZoneInput] | None = None
    zone_colour: ZoneColour | None = Field(default_factory=lambda: NOT_GIVEN, validate_default=True)
    stays: list[StayInput] = Field(default_factory=list[StayInput])
    onset_date: Day | None = None
    ordinary_inpatient: Tri = UNKNOWN
    acuity: Level | None = None
    override: OverrideInput | None = None
    registration: dict[str, object] | None = None

    @field_validator("antipyretic_last_6h", mode="before")
    @classmethod
    def _or_antipyretics(cls, value: object, info: ValidationInfo) -> object:
        if value is not NOT_GIVEN:
            return value
        if info.data.get("antipyretics", ()) is None:
            raise required()
        return UNKNOWN.value

    @field_validator("zone_colour", mode="before")
    @classmethod
    def _or_table(cls, value: object, info: ValidationInfo) -> object:
        if value is not NOT_GIVEN and value is not None:
            return value
        if info.data.get("township_code", "") is None or info.data.get("risk_zones", ()) is None:
            raise required()
        return None

    def to_record(self) -> Prescreening:
        """The record that the domain decides."""
        return Prescreening(
            at=self.at,
            arrived_at=self.arrived_at,
            person=to_person(self.person),
            vitals=self.to_vitals(),
            signs=self.to_signs(),
            symptoms=self.with_signs(to_symptoms(self.symptoms)),
            readings=tuple(to_reading(one) for one in self.readings),
            antipyretics=to_antipyretics(self.antipyretics),
            antipyretic_last_6h=self.antipyretic_last_6h,
            self_reported_fever=to_reported_fever(self.self_reported_fever),
            baseline_c=self.baseline_c,
            questions=to_questions(
                {question: getattr(self, question.value) for question in Question}
            ),
            health_code=self.health_code,
            zone_colour=self.zone_colour,
            township_code=self.township_code or "",
            stays=to_stays(self.stays),
            risk_zones=to_zones(self.risk_zones),
            onset_date=self.onset_date,
            ordinary_inpatient=self.ordinary_inpatient,
            acuity=self.acuity,
            override=to_override(self.override, self.at),
        )


class FactsOut(BaseModel):
    """The inputs of 1.7, each YES, NO or UNKNOWN."""

    EM: str
    F: str
    R: str
    E: str


class RoutingOutput(TopicOutput):
    """The answer of 2.4; the urgency and the temperature behind it stand beside it."""

    facts: FactsOut
    acuity: str
    proposed: str
    override: str | None
    override_reason: str | None
    tags: tuple[str, ...]
    undecided: tuple[str, ...]
    calls: tuple[str, ...]
    acuity_reasons: tuple[str, ...]
    acuity_advisories: tuple[str, ...]
    symptomatic: str
    wait_limit_minutes: int
    effective_c: str | None
    recheck_at: InstantOut | None
    work_up: tuple[str, ...]


def decide(given: RoutingInput, desk: Desk) -> RoutingOutput:
    """Decide the route as of `at`."""
    rules = desk.triage(given)
    found: Routing = route(given.to_record(), rules)
    effective = found.temperature.effective
    return RoutingOutput(
        id=given.id,
        result=found.result,
        reasons=found.reasons,
        advisories=found.advisories,
        rule_set=found.rule_set,
        evaluated_at=given.at,
        evidence=found.evidence,
        facts=FactsOut(**found.facts),
        acuity=found.acuity,
        proposed=found.proposed,
        override=found.override,
        override_reason=found.override_reason,
        tags=found.tags,
        undecided=found.undecided,
        calls=found.calls,
        acuity_reasons=found.acuity_detail.reasons,
        acuity_advisories=found.acuity_detail.advisories,
        symptomatic=found.acuity_detail.symptomatic,
        wait_limit_minutes=found.acuity_detail.wait_limit_minutes,
        effective_c=celsius_text(effective) if effective else None,
        recheck_at=found.temperature.recheck_at,
        work_up=work_up(found, rules),
    )


TOPIC = Topic("routing", RoutingInput, decide, RoutingOutput)
