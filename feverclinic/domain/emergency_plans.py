"""Emergency plans of the director: named, dated, for an examination that cannot be done (WORK-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feverclinic.domain.civil_time import to_second
from feverclinic.domain.people import StaffId

PlanId = NewType("PlanId", int)


class CoreItem(StrEnum):
    """The items of F-core (section 3) for which a plan may stand."""

    CBC = "CBC"
    CRP = "CRP"
    CT = "CT"
    SPO2 = "SPO2"


@dataclass(frozen=True, slots=True)
class EmergencyPlan:
    """Who decided what is done instead of `item`, why, and until when; the instant itself included."""

    id: PlanId
    item: CoreItem
    name: str
    reason: str
    substitute: str
    by: str
    title: str
    signed_by: StaffId
    signed_at: datetime
    valid_to: datetime
    withdrawn_at: datetime | None = None

    def is_valid(self, at: datetime) -> bool:
        """Whether it stands at this instant (T-2, T-11): from its signature to `valid_to`."""
        is_withdrawn = self.withdrawn_at is not None and self.withdrawn_at <= at
        return (
            not is_withdrawn and self.signed_at <= at and to_second(at) <= to_second(self.valid_to)
        )


def plan_for(plans: Iterable[EmergencyPlan], item: CoreItem, at: datetime) -> EmergencyPlan | None:
    """The plan that stands for an item, the longest first; None when there is none."""
    standing = [one for one in plans if one.item is item and one.is_valid(at)]
    return max(standing, key=lambda one: (one.valid_to, one.id), default=None)
