"""The director's plans for an examination that cannot be done: made, listed and withdrawn (WORK-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.emergency_plans import CoreItem, EmergencyPlan, PlanId
from feverclinic.domain.people import Duty
from feverclinic.errors import Refused, Unavailable

if TYPE_CHECKING:
    from datetime import datetime

    from feverclinic.storage.store import Store


def make_plan(
    store: Store, item: CoreItem, reason: str, substitute: str, valid_to: datetime, name: str = ""
) -> EmergencyPlan:
    """A plan under the own sign-in of the director; until `valid_to`, which is still valid.

    Raises Refused for another duty, without a reason or a substitute, and for an end that has passed.
    """
    store.actor.must(Duty.DIRECT)
    if store.way.is_offline:
        raise Unavailable("case.needs_server")
    if not reason.strip():
        raise Refused("plan.reason_missing")
    if not substitute.strip():
        raise Refused("plan.substitute_missing")
    if valid_to <= store.now:
        raise Refused("plan.ends_before_it_begins")
    actor = store.actor
    return store.emergency_plans.add(
        EmergencyPlan(
            PlanId(store.new_id()),
            item,
            name.strip(),
            reason.strip(),
            substitute.strip(),
            actor.name,
            actor.title,
            actor.id,
            store.now,
            valid_to,
        )
    )


def withdraw_plan(store: Store, plan_id: PlanId, reason: str) -> EmergencyPlan:
    """The plan ends now; whoever left under it left rightly. Raises Refused without a reason."""
    store.actor.must(Duty.DIRECT)
    if not reason.strip():
        raise Refused("record.reason_missing")
    return store.emergency_plans.withdraw(plan_id, reason.strip())


def plans_now(store: Store) -> tuple[EmergencyPlan, ...]:
    """The plans that stand now, the latest first."""
    return tuple(
        one for one in store.emergency_plans.standing(store.now) if one.is_valid(store.now)
    )


def all_plans(store: Store) -> tuple[EmergencyPlan, ...]:
    """The latest plans with those that have ended."""
    return store.emergency_plans.latest()
