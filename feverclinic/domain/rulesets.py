"""Versioned rule sets (0.4 of the rules): which one is in force at an instant, in a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

HUBEI = "42"
HOME_REGION = "370300"
HOME_DISEASE = "COVID-19"


class Family(StrEnum):
    """Timelines that run independently of each other."""

    DIAGNOSIS = "DIAGNOSIS"
    STATUTORY = "STATUTORY"
    CONTACT_PLAN = "CONTACT_PLAN"
    ESCORT_NAT = "ESCORT_NAT"


class Variant(StrEnum):
    """The two regional forms of edition 5; later editions print one text for both."""

    HUBEI = "HUBEI"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Statutory:
    """The statutory class of the disease, how it is managed, and how soon its card is due."""

    disease_class: str
    managed_as: str
    card_deadline_hours: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of a family, in force in `[effective_from, effective_to)`; None is open."""

    id: str
    family: Family
    effective_from: datetime | None
    effective_to: datetime | None
    edition: str | None = None
    statutory: Statutory | None = None
    disease: str = HOME_DISEASE

    def is_in_force(self, at: datetime) -> bool:
        begins = self.effective_from is None or self.effective_from <= at
        return begins and (self.effective_to is None or at < self.effective_to)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rule sets with dates, each family of a disease in the order of its time."""

    families: Mapping[tuple[Family, str], tuple[RuleSet, ...]] = field(
        default_factory=dict[tuple[Family, str], tuple[RuleSet, ...]]
    )

    def family(self, family: Family, disease: str = HOME_DISEASE) -> tuple[RuleSet, ...]:
        return self.families.get((family, disease), ())

    def every(self, family: Family) -> tuple[RuleSet, ...]:
        """The rule sets of a family, of all diseases."""
        return tuple(
            one for (mine, _), sets in self.families.items() if mine is family for one in sets
        )

    @property
    def diseases(self) -> tuple[str, ...]:
        """All diseases that have rules of diagnosis, that of the house first."""
        named = dict.fromkeys(one.disease for one in self.every(Family.DIAGNOSIS))
        return tuple(sorted(named, key=lambda name: (name != HOME_DISEASE, name)))

    def find(self, rule_set_id: str) -> RuleSet | None:
        every = (one for sets in self.families.values() for one in sets)
        return next((one for one in every if one.id == rule_set_id), None)


def variant_of(region: str) -> Variant:
    """Hubei (420000) and every division within it, or elsewhere."""
    return Variant.HUBEI if region.startswith(HUBEI) else Variant.OTHER


def too_early(rulebook: Rulebook, local_adoption_from: Mapping[str, datetime]) -> tuple[str, ...]:
    """Ids that a hospital would adopt before the notice: later is allowed, earlier never."""
    early: list[str] = []
    for rule_set_id, adopted in local_adoption_from.items():
        rule_set = rulebook.find(rule_set_id)
        begins = rule_set.effective_from if rule_set else None
        if begins is not None and adopted < begins:
            early.append(rule_set_id)
    return tuple(early)


def adopted(
    rule_sets: Sequence[RuleSet], local_adoption_from: Mapping[str, datetime]
) -> tuple[RuleSet, ...]:
    """The timeline of a hospital that adopts some sets late: the one before goes on until then.

    A set that is adopted only when its successor is already in force is never in force here.
    """
    timeline: list[RuleSet] = []
    ends: datetime | None = None
    has_successor = False
    for one in reversed(rule_sets):
        begins = local_adoption_from.get(one.id, one.effective_from)
        if has_successor and begins is not None and ends is not None and begins >= ends:
            continue
        last = ends if has_successor else one.effective_to
        timeline.append(replace(one, effective_from=begins, effective_to=last))
        ends, has_successor = begins, True
    return tuple(reversed(timeline))


def select(
    rule_sets: Sequence[RuleSet],
    at: datetime,
    local_adoption_from: Mapping[str, datetime] | None = None,
) -> RuleSet | None:
    """The rule set in force at the moment of the decision, or None."""
    timeline = adopted(rule_sets, local_adoption_from or {})
    return next((one for one in timeline if one.is_in_force(at)), None)
