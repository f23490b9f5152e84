"""One shape for every gate (EXC, REL, TRF, WORK-2): conditions with their state, evidence and time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Unknown is not met: a gate with an unknown stays shut (T-9)."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    UNKNOWN = "UNKNOWN"


class GateKind(StrEnum):
    EXCLUSION = "EXCLUSION"
    RELEASE = "RELEASE"
    TRANSFER = "TRANSFER"
    CLINIC_EXIT = "CLINIC_EXIT"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that carried a condition: what it is, which of its list (index), when, and its value."""

    code: str
    index: int | None = None
    at: datetime | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a gate. `earliest_at`: when time alone would meet it; None otherwise (F-2)."""

    code: str
    state: State
    reasons: tuple[str, ...] = ()
    earliest_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate at one instant; `result` is the word of the contract and `is_open` whether it lets through.

    `facts` are the further members of the contract's answer (`pair`, `anchor_at`, `basis` …).
    """

    kind: GateKind
    result: str
    is_open: bool
    reasons: tuple[str, ...]
    conditions: tuple[Condition, ...]
    rule_set: str
    evaluated_at: datetime
    earliest_at: datetime | None = None
    advisories: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict[str, object])

    def condition(self, code: str) -> Condition | None:
        return next((one for one in self.conditions if one.code == code), None)

    @property
    def unmet(self) -> tuple[Condition, ...]:
        """What is not met or unknown, not met first."""
        shut = [one for one in self.conditions if one.state is not State.MET]
        return tuple(sorted(shut, key=lambda one: one.state is State.UNKNOWN))


def is_all_met(conditions: Iterable[Condition], but: str = "") -> bool:
    """Whether all conditions are met, that of `but` (the signatures) left aside."""
    return all(one.state is State.MET for one in conditions if one.code != but)
