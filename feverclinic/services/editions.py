"""Which edition of a disease's rules decides: by instant and place, with a hospital's own dates and keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from feverclinic.domain.edition_rules import EditionRules, Join
from feverclinic.domain.rulesets import HOME_DISEASE, HOME_REGION, Family, select
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.errors import Unavailable
from feverclinic.services.rulebook import Rules, overridden

# The keys of contract 0.3 that change an edition, each with its table and the type of its value.
EDITION_KEYS: dict[str, tuple[str, ...]] = {
    "cbc_join": ("criteria", "blood_count", "join"),
    "sari_unexplained": ("classification", "sari_unexplained"),
    "antipyretic_free_hours": ("release", "antipyretic_free_hours"),
    "imaging_max_age_days": ("release", "imaging_max_age_days"),
}
KINDS: dict[str, type] = {
    "cbc_join": Join,
    "sari_unexplained": bool,
    "antipyretic_free_hours": int,
    "imaging_max_age_days": int,
}


@dataclass(frozen=True, slots=True)
class CaseRules:
    """The rules as this hospital works by them: its region, its dates of adoption, its keys."""

    rules: Rules
    region: str = HOME_REGION
    local_adoption_from: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    overrides: Mapping[str, object] = field(default_factory=dict[str, object])

    def edition(self, at: datetime, disease: str = HOME_DISEASE) -> EditionRules:
        """The edition in force at an instant; raises Unavailable `rules.none_in_force`."""
        return edition_at(
            self.rules,
            at,
            disease,
            local_adoption_from=self.local_adoption_from,
            overrides=self.overrides,
        )

    def edition_called(self, rule_set: str) -> EditionRules | None:
        """The edition with this id, whenever it was in force."""
        found = self.rules.editions.get(rule_set)
        return None if found is None else with_keys(found, self.overrides)

    @property
    def temperature(self) -> TemperatureRules:
        return overridden(self.rules.triage, self.overrides).temperature


def edition_at(
    rules: Rules,
    at: datetime,
    disease: str = HOME_DISEASE,
    *,
    rule_set: str = "",
    local_adoption_from: Mapping[str, datetime] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> EditionRules:
    """The edition in force at `at`, or the one that is forced by its id (0.4 of the rules).

    Raises Unavailable `rules.none_in_force` when none is, `rules.wrong_setting` for a key whose
    value cannot be.
    """
    named = rule_set
    if not named:
        timeline = rules.rulebook.family(Family.DIAGNOSIS, disease)
        chosen = select(timeline, at, local_adoption_from)
        named = chosen.id if chosen else ""
    found = rules.editions.get(named)
    if found is None:
        raise Unavailable("rules.none_in_force", disease=disease, at=at.isoformat())
    return with_keys(found, overrides or {})


def with_keys(edition: EditionRules, overrides: Mapping[str, object]) -> EditionRules:
    """The edition with other values for some keys; keys of other rules change nothing here."""
    changed: EditionRules = edition
    for key, path in EDITION_KEYS.items():
        if key in overrides:
            changed = _with(changed, path, _typed(key, overrides[key]))
    return changed


def _typed(key: str, value: object) -> object:
    """A value as its rule's type; a switch may stand as `on` and `off`."""
    if KINDS[key] is bool and isinstance(value, str) and value in ("on", "off"):
        return value == "on"
    try:
        return TypeAdapter[object](KINDS[key]).validate_python(value)
    except ValidationError as refusal:
        raise Unavailable("rules.wrong_setting", name=key, found=str(value)[:80]) from refusal


def _with(table: Any, path: tuple[str, ...], value: object) -> Any:
    first, *rest = path
    inner = _with(getattr(table, first), tuple(rest), value) if rest else value
    return replace(table, **{first: inner})
