"""What every gate answers (contract 0.4): conditions with their states, evidence and earliest instant."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal

from pydantic import BaseModel

from feverclinic.commands.topics import LATER_FACTS_IGNORED, InstantOut, TopicOutput
from feverclinic.domain.gates import Condition, Gate

SECONDS_AN_HOUR = 3600


class ConditionOut(BaseModel):
    """One condition."""

    code: str
    state: str
    reasons: tuple[str, ...]
    earliest_at: InstantOut | None


class GateOutput(TopicOutput):
    """The members of every gate."""

    conditions: tuple[ConditionOut, ...]
    earliest_at: InstantOut | None


def conditions_out(conditions: Sequence[Condition]) -> tuple[ConditionOut, ...]:
    return tuple(
        ConditionOut(
            code=one.code, state=one.state, reasons=one.reasons, earliest_at=one.earliest_at
        )
        for one in conditions
    )


def evidence_out(gate: Gate) -> tuple[str, ...]:
    """What carried the gate: codes, each once."""
    codes = (one.code for condition in gate.conditions for one in condition.evidence)
    return tuple(dict.fromkeys(codes))


def advisories_out(gate: Gate, *, has_later_facts: bool) -> tuple[str, ...]:
    return (*gate.advisories, LATER_FACTS_IGNORED) if has_later_facts else gate.advisories


def pair_out(gate: Gate, places: Sequence[int]) -> tuple[int, int] | None:
    """The two samples by their places in the input."""
    pair = gate.facts.get("pair")
    if not isinstance(pair, tuple):
        return None
    first, last = pair  # pyright: ignore[reportUnknownVariableType] - two whole numbers
    return places[int(first)], places[int(last)]  # pyright: ignore[reportUnknownArgumentType] - as above


def instant_of(gate: Gate, name: str) -> datetime | None:
    found = gate.facts.get(name)
    return found if isinstance(found, datetime) else None


def hours_text(gate: Gate, name: str) -> str | None:
    """A span in hours, cut after two places."""
    span = gate.facts.get(name)
    if not isinstance(span, timedelta):
        return None
    seconds = span.days * 86400 + span.seconds
    hours = Decimal(seconds) / SECONDS_AN_HOUR
    return str(hours.quantize(Decimal("0.01"), rounding=ROUND_DOWN))
