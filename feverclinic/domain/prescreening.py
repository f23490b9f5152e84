"""One whole pre-screening record as the routing rules read it (contract 2.4), and what they answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from feverclinic.domain.history import Answer, Antipyretic, Question, ReportedFever, Symptom
from feverclinic.domain.people import Person
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.vitals import Level, Vitals


class HealthCode(StrEnum):
    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    NONE = "NONE"
    FOREIGN_CODE = "FOREIGN_CODE"


class ZoneColour(StrEnum):
    RED = "RED"
    ORANGE = "ORANGE"
    YELLOW = "YELLOW"
    GREEN = "GREEN"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Stay:
    township_code: str
    first: date
    last: date
    zone_colour: ZoneColour | None = None


@dataclass(frozen=True, slots=True)
class RiskZone:
    """A township's colour, half-open `[valid_from, valid_to)`; `valid_to` None is open."""

    township_code: str
    colour: ZoneColour
    valid_from: date
    valid_to: date | None = None


class Outcome(StrEnum):
    """Where to, in the order of the rules TRI-1 to TRI-8; a smaller number is the stricter one."""

    RESUS_ISOLATION = "RESUS_ISOLATION"
    RESUS = "RESUS"
    FEVER_CLINIC_SINGLE_ROOM = "FEVER_CLINIC_SINGLE_ROOM"
    FEVER_CLINIC = "FEVER_CLINIC"
    FEVER_CLINIC_SCREEN = "FEVER_CLINIC_SCREEN"
    RESPIRATORY_CLINIC_MASKED = "RESPIRATORY_CLINIC_MASKED"
    HOLD_RECHECK = "HOLD_RECHECK"
    GENERAL_OPD = "GENERAL_OPD"


class OverrideDuty(StrEnum):
    NURSE = "NURSE"
    DOCTOR = "DOCTOR"


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision against the computed outcome, with name and reason."""

    outcome: Outcome
    by: str
    duty: OverrideDuty
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Prescreening:
    """All that is known of one arrival at `at`; a symptom or sign that is missing is UNKNOWN."""

    at: datetime
    arrived_at: datetime
    person: Person = field(default_factory=Person)
    vitals: Vitals = field(default_factory=Vitals)
    signs: Mapping[str, Ternary] = field(default_factory=dict[str, Ternary])
    symptoms: Mapping[Symptom, Ternary] = field(default_factory=dict[Symptom, Ternary])
    readings: tuple[Reading, ...] = ()
    antipyretics: tuple[Antipyretic, ...] | None = None
    antipyretic_last_6h: Ternary = UNKNOWN
    self_reported_fever: ReportedFever | Ternary = UNKNOWN
    baseline_c: Decimal | None = None
    questions: Mapping[Question, Answer] = field(default_factory=dict[Question, Answer])
    health_code: HealthCode | None = None
    zone_colour: ZoneColour | None = None
    township_code: str = ""
    stays: tuple[Stay, ...] = ()
    risk_zones: tuple[RiskZone, ...] | None = None
    onset_date: date | None = None
    ordinary_inpatient: Ternary = UNKNOWN
    acuity: Level | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Temperature:
    """Answer of `temperature` (contract 2.1), computed by `thermometry.judge`."""

    result: str
    reasons: tuple[str, ...]
    advisories: tuple[str, ...]
    effective: Reading | None
    fever_for_routing: Ternary
    tags: tuple[str, ...]
    recheck_at: datetime | None
    readings: tuple["JudgedReading", ...]
    effective_index: int | None = None


@dataclass(frozen=True, slots=True)
class JudgedReading:
    """One reading with what the rules say of it; `flags` as in contract 2.1, `index` its place."""

    reading: Reading
    is_usable: bool
    flags: tuple[str, ...]
    index: int = 0


@dataclass(frozen=True, slots=True)
class Acuity:
    """Answer of `acuity` (contract 2.3)."""

    result: Level
    reasons: tuple[str, ...]
    advisories: tuple[str, ...]
    symptomatic: Ternary
    undecided: tuple[str, ...]
    calls: tuple[str, ...]
    wait_limit_minutes: int


@dataclass(frozen=True, slots=True)
class Routing:
    """Answer of `routing` (contract 2.4); `result` is the outcome after the override."""

    result: Outcome
    reasons: tuple[str, ...]
    advisories: tuple[str, ...]
    facts: Mapping[str, Ternary]
    evidence: tuple[str, ...]
    acuity: Level
    acuity_detail: Acuity
    temperature: Temperature
    proposed: Outcome
    tags: tuple[str, ...]
    rule_set: str
    undecided: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    override: str | None = None
    override_reason: str | None = None
