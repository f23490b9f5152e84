"""Vital signs, signs, stays, zones and overrides as `acuity` and `routing` take them (2.3, 2.4)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import (
    ConfigDict,
    Field,
    JsonValue,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from feverclinic.commands.field_types import (
    LIST_OR_OBJECT,
    Between,
    Day,
    Instant,
    Pattern,
    Text,
    Tri,
    WholeBetween,
    text_of,
    wrong,
)
from feverclinic.commands.shared_inputs import PersonInput, Strict, TopicInput, born_by
from feverclinic.domain.acuity_rules import Sign
from feverclinic.domain.history import Symptom
from feverclinic.domain.prescreening import (
    Outcome,
    Override,
    OverrideDuty,
    RiskZone,
    Stay,
    ZoneColour,
)
from feverclinic.domain.ternary import UNKNOWN, YES, Ternary, ternary
from feverclinic.domain.vitals import Avpu, Vitals

# The table of 2.3 prints these symptoms among the signs; they may stand in either place.
SYMPTOMS_AMONG_SIGNS = (Symptom.HEADACHE, Symptom.RASH, Symptom.DIARRHOEA)
SIGN_CODES = (
    *(sign.value for sign in Sign),
    *(symptom.value for symptom in SYMPTOMS_AMONG_SIGNS),
)


class NotGiven:
    """Stands for a member that is missing, which is not the same as one that is null."""


NOT_GIVEN = NotGiven()


def required() -> PydanticCustomError:
    """A member that another one makes necessary is missing."""
    return PydanticCustomError("missing", "required")


def read_sign(value: object) -> str:
    """A code of a sign, or of a symptom that the rules name beside the signs."""
    code = text_of(value)
    if code not in SIGN_CODES:
        wrong("ENUM", "one_of", choices=", ".join(SIGN_CODES))
    return code


SignCode = Annotated[str, PlainValidator(read_sign), WithJsonSchema({"enum": list(SIGN_CODES)})]
Signs = Annotated[
    Annotated[list[SignCode], Tag("<list>")] | Annotated[dict[SignCode, Tri], Tag("<object>")],
    LIST_OR_OBJECT,
]


# A saturation says nothing without the oxygen that was breathed (2.3).
OXYGEN_SCHEMA: dict[str, JsonValue] = {
    "if": {"properties": {"spo2": {"type": "integer"}}, "required": ["spo2"]},
    "then": {"required": ["on_oxygen"]},
}


class VitalSignsInput(TopicInput):
    """The vital signs of 2.3; `spo2` stands before `on_oxygen`, which depends on it."""

    model_config = ConfigDict(json_schema_extra=OXYGEN_SCHEMA)

    rr: Annotated[int, WholeBetween(0, 200)] | None = None
    hr: Annotated[int, WholeBetween(0, 400)] | None = None
    spo2: Annotated[int, WholeBetween(0, 100)] | None = None
    on_oxygen: Tri = Field(default_factory=lambda: NOT_GIVEN, validate_default=True)
    fio2: Annotated[Decimal, Between("0", "100")] | None = None
    flow: Annotated[Decimal, Between("0", "100")] | None = None
    sbp: Annotated[int, WholeBetween(0, 400)] | None = None
    dbp: Annotated[int, WholeBetween(0, 300)] | None = None
    avpu: Avpu | None = None
    capillary_refill_s: Annotated[Decimal, Between("0", "60")] | None = None
    pain: Annotated[int, WholeBetween(0, 10)] | None = None
    weight: Annotated[Decimal, Between("0", "700")] | None = None

    @field_validator("on_oxygen", mode="before")
    @classmethod
    def _goes_with_spo2(cls, value: object, info: ValidationInfo) -> object:
        if value is not NOT_GIVEN:
            return value
        if info.data.get("spo2") is not None:
            raise required()
        return UNKNOWN.value

    def to_vitals(self) -> Vitals:
        return Vitals(
            rr=self.rr,
            hr=self.hr,
            spo2=self.spo2,
            on_oxygen=self.on_oxygen,
            fio2=self.fio2,
            flow=self.flow,
            sbp=self.sbp,
            dbp=self.dbp,
            avpu=self.avpu,
            capillary_refill_s=self.capillary_refill_s,
            pain=self.pain,
            weight=self.weight,
        )


class SomebodyInput(TopicInput):
    """A topic about one person."""

    person: PersonInput

    _born_by = field_validator("person")(born_by)


class VitalsInput(VitalSignsInput, SomebodyInput):
    """2.3: a person with vital signs and signs."""

    signs: Signs | None = None

    def to_signs(self) -> dict[str, Ternary]:
        """A list says of every sign whether it is there; nothing given says nothing."""
        if self.signs is None:
            return {}
        if isinstance(self.signs, dict):
            return {code: value for code, value in self.signs.items() if code in set(Sign)}
        return {sign.value: ternary(sign.value in self.signs) for sign in Sign}

    def with_signs(self, symptoms: dict[Symptom, Ternary]) -> dict[Symptom, Ternary]:
        """The symptoms, with those that were given among the signs; a YES in either place stands."""
        if self.signs is None:
            return symptoms
        given = self.signs if isinstance(self.signs, dict) else dict.fromkeys(self.signs, YES)
        merged = dict(symptoms)
        for symptom in SYMPTOMS_AMONG_SIGNS:
            told = given.get(symptom.value)
            if told is YES or (told is not None and symptom not in merged):
                merged[symptom] = told
        return merged


TownshipCode = Annotated[str, Pattern("[0-9]{9}", "township_code")]


def not_before(day: date | None, first: object) -> None:
    """Refuse a period that ends before it begins."""
    if day is not None and isinstance(first, date) and day < first:
        wrong("ORDER", "day_not_before", earliest=first.isoformat())


class StayInput(Strict):
    """A stay in a township; `from` and `to` both belong to it."""

    township_code: TownshipCode
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    zone_colour: ZoneColour | None = None

    @field_validator("last")
    @classmethod
    def _ends_after(cls, day: date, info: ValidationInfo) -> date:
        not_before(day, info.data.get("first"))
        return day


def to_stays(given: list[StayInput]) -> tuple[Stay, ...]:
    return tuple(Stay(one.township_code, one.first, one.last, one.zone_colour) for one in given)


class RiskZoneInput(Strict):
    """A row of the risk-zone table, half-open."""

    township_code: TownshipCode
    colour: ZoneColour
    valid_from: Day
    valid_to: Day | None = None

    @field_validator("valid_to")
    @classmethod
    def _ends_after(cls, day: date | None, info: ValidationInfo) -> date | None:
        not_before(day, info.data.get("valid_from"))
        return day


def to_zones(given: list[RiskZoneInput] | None) -> tuple[RiskZone, ...] | None:
    """None stays None: there is no table."""
    if given is None:
        return None
    return tuple(
        RiskZone(one.township_code, one.colour, one.valid_from, one.valid_to) for one in given
    )


class OverrideInput(Strict):
    """A decision against the computed outcome; without `at` it was taken at the evaluation instant."""

    outcome: Outcome
    by: Text = ""
    duty: OverrideDuty
    reason: Text = ""
    at: Instant | None = None


def to_override(given: OverrideInput | None, at: datetime) -> Override | None:
    if given is None:
        return None
    return Override(given.outcome, given.by, given.duty, given.reason, given.at or at)
