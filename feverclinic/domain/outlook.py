"""What the desk knows while the nurse types: a route that stands, or the questions still open."""

from dataclasses import dataclass

from feverclinic.domain.intake import Problem
from feverclinic.domain.prescreening import Acuity, Outcome, Routing, Temperature


@dataclass(frozen=True, slots=True)
class Turn:
    """What would change the route: these answers, to these values, lead there."""

    changes: tuple[tuple[str, str], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Outlook:
    """`routing` is None while an open question could still change the route («还差 n 问»).

    `open_questions` are field names in the order of work; `missing` are fields that saving asks
    for (nothing in an emergency: treat first); `checks` are meningism checks and the like that come before saving (ACU-13).
    """

    routing: Routing | None
    acuity: Acuity
    temperature: Temperature
    open_questions: tuple[str, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]
    known_evidence: tuple[str, ...]
    work_up: tuple[str, ...]
    turns: tuple[Turn, ...]
    checks: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    is_emergency: bool = False
