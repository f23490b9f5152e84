"""What the rules say of a case, as values that explain themselves (contract 2.6, 2.7, 2.11, 2.12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.edition_rules import Destination
from feverclinic.domain.ternary import Ternary


@dataclass(frozen=True, slots=True)
class Icd:
    """Codes of 9.8; a suspicion is never the main diagnosis."""

    main: str
    secondary: str | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """2.6. `inputs` are E, C1, C2, C3 and M; `n_low` and `n_high` count the criteria (CLS-5)."""

    result: CaseClass
    inputs: Mapping[str, Ternary]
    n_low: int
    n_high: int
    low: bool
    high: bool
    reasons: tuple[str, ...]
    rule_set: str
    evaluated_at: datetime
    isolation_required: Ternary
    icd: Icd
    missing: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    by_edition: Mapping[str, CaseClass] = field(default_factory=dict[str, CaseClass])


@dataclass(frozen=True, slots=True)
class Grade:
    """2.7. `is_provisional` of a suspect; `tables` are ADULT, CHILD or both."""

    result: Severity
    reasons: tuple[str, ...]
    rule_set: str
    evaluated_at: datetime
    is_provisional: bool = False
    tables: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    early_warning: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Destined:
    """2.11. `due_at` of RTE-5 or RTE-8."""

    result: Destination
    reasons: tuple[str, ...]
    rule_set: str
    evaluated_at: datetime
    due_at: datetime | None = None


class FollowUpResult(StrEnum):
    NOT_REQUIRED = "NOT_REQUIRED"
    MONITORING = "MONITORING"
    OVERDUE = "OVERDUE"
    RECALL = "RECALL"
    ENDED = "ENDED"


class RevisitStatus(StrEnum):
    BEFORE_WINDOW = "BEFORE_WINDOW"
    OPEN = "OPEN"
    DONE = "DONE"
    OVERDUE = "OVERDUE"


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """FUP-2: one revisit with its window."""

    week: int
    window_from: date
    window_to: date
    due_on: date
    status: RevisitStatus


@dataclass(frozen=True, slots=True)
class FollowUp:
    """2.12: the plan of a discharged person and where it stands."""

    result: FollowUpResult
    reasons: tuple[str, ...]
    rule_set: str
    evaluated_at: datetime
    monitoring_from: date | None = None
    monitoring_to: date | None = None
    monitoring_ends_at: datetime | None = None
    isolation: bool = False
    revisits: tuple[PlannedVisit, ...] = ()
    advisories: tuple[str, ...] = ()
