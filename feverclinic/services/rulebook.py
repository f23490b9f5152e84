"""All rule files together: found, read, checked for gaps and overlaps, and ready to be asked."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.rulesets import Family, Rulebook, RuleSet
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.work_up import WorkUpRules
from feverclinic.errors import Unavailable
from feverclinic.services.rule_files import (
    TRIAGE,
    WORK_UP,
    EditionFile,
    RuleText,
    TimelineFile,
    TriageFile,
    WorkUpFile,
    check,
    edition_of,
    parse,
    read_text,
    rule_sets_of,
    without_evidence,
    work_up_of,
)
from feverclinic.services.rule_limits import contradictions


@dataclass(frozen=True, slots=True)
class Rules:
    """What a program works with: pre-screening, every dated family, the editions by id, the work-up."""

    triage: TriageRules
    rulebook: Rulebook
    editions: Mapping[str, EditionRules]
    work_up: WorkUpRules


def load_rules(own: Path | None = None) -> Rules:
    """The shipped rule files; `own` takes the place of the shipped file with its family and id.

    Raises Unavailable (`rules.*`) with file and line of the first fault. A file of one's own is read
    each time: it may have been changed since.
    """
    return _shipped_rules() if own is None else rules_of(_shipped_texts(), read_text(own))


@cache
def _shipped_rules() -> Rules:
    return rules_of(_shipped_texts())


@cache
def _shipped_texts() -> tuple[RuleText, ...]:
    with as_file(files("resources").joinpath("rules")) as folder:
        return tuple(read_text(path) for path in sorted(folder.glob("*.toml")))


def load_rulebook(own: Path | None = None) -> Rulebook:
    """The dated families alone."""
    return load_rules(own).rulebook


def triage_rules(
    path: Path | None = None, overrides: Mapping[str, object] | None = None
) -> TriageRules:
    """The pre-screening rules, from a file of one's own if given, with overridden keys (0.3)."""
    return overridden(load_rules(path).triage, overrides or {})


def overridden(rules: TriageRules, overrides: Mapping[str, object]) -> TriageRules:
    """The rules with other values for some keys; a key of another topic changes nothing here.

    Raises Unavailable `rules.wrong_setting` for a value of the wrong type, or one that cannot be.
    """
    if not overrides:
        return rules
    changed = rules
    for part in dataclasses.fields(rules):
        table: object = getattr(rules, part.name)
        if not dataclasses.is_dataclass(table) or isinstance(table, type):
            continue
        types = get_type_hints(type(table))
        mine = {
            key: _typed(key, value, types[key]) for key, value in overrides.items() if key in types
        }
        if mine:
            changed = dataclasses.replace(
                changed, **{part.name: dataclasses.replace(table, **mine)}
            )
    for path, value in contradictions(changed.temperature, changed.acuity, changed.arrival):
        raise Unavailable("rules.wrong_setting", name=str(path[-1]), found=str(value))
    return changed


def _typed(name: str, value: object, kind: Any) -> object:
    """A setting as its rule's type: a settings file knows no enumerations."""
    try:
        return TypeAdapter[object](kind).validate_python(value)
    except ValidationError as refusal:
        raise Unavailable("rules.wrong_setting", name=name, found=str(value)[:80]) from refusal


def rules_of(shipped: Sequence[RuleText], own: RuleText | None = None) -> Rules:
    """Check and join rule files; what `own` holds stands for the shipped version of its id."""
    triage: TriageRules | None = None
    work_up: WorkUpRules | None = None
    placed: dict[str, Placed] = {}
    editions: dict[str, EditionRules] = {}
    for source in [*shipped, own] if own else shipped:
        tables = parse(source)
        if tables.get("family") == TRIAGE:
            triage = _triage(source, tables)
            continue
        if tables.get("family") == WORK_UP:
            known = without_evidence(source, tables)
            work_up = work_up_of(check(source, WorkUpFile, known))
            continue
        file = _dated(source, tables)
        if isinstance(file, EditionFile):
            editions[file.id] = edition_of(file)
        for rule_set in rule_sets_of(file):
            if rule_set.id in placed and source is not own:
                raise source.fault_at(rule_set.id, "rules.twice")
            placed[rule_set.id] = Placed(rule_set, source, is_own=source is own)
    if triage is None:
        raise Unavailable("rules.no_triage")
    if work_up is None:
        raise Unavailable("rules.no_work_up")
    return Rules(triage, Rulebook(_timelines(placed)), editions, work_up)


def _dated(source: RuleText, tables: Mapping[str, object]) -> EditionFile | TimelineFile:
    if "version" in tables:
        return check(source, TimelineFile, tables)
    return check(source, EditionFile, without_evidence(source, tables))


def _timelines(placed: Mapping[str, "Placed"]) -> dict[tuple[Family, str], tuple[RuleSet, ...]]:
    """Each family of each disease in the order of its time."""
    kinds = {(one.rule_set.family, one.rule_set.disease) for one in placed.values()}
    return {
        (family, disease): _in_order(family, disease, placed) for family, disease in sorted(kinds)
    }


def _triage(source: RuleText, tables: Mapping[str, object]) -> TriageRules:
    file = check(source, TriageFile, without_evidence(source, tables))
    for path, value in contradictions(file.temperature, file.acuity, file.arrival):
        name = ".".join(str(step) for step in path)
        raise source.fault("rules.wrong_value", path, name=name, found=str(value))
    return TriageRules(
        file.id, file.effective_from, file.temperature, file.acuity, file.routing, file.arrival
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule set with the file it stands in."""

    rule_set: RuleSet
    source: RuleText
    is_own: bool


def _in_order(family: Family, disease: str, placed: Mapping[str, Placed]) -> tuple[RuleSet, ...]:
    """A family in the order of its time; a gap or an overlap stops the program."""
    kind = (family, disease)
    sets = placed.values()
    mine = [one for one in sets if (one.rule_set.family, one.rule_set.disease) == kind]
    mine.sort(key=_begins)
    for one in mine:
        begins, ends = one.rule_set.effective_from, one.rule_set.effective_to
        if begins is not None and ends is not None and ends <= begins:
            raise one.source.fault_at(one.rule_set.id, "rules.ends_first")
    for before, after in pairwise(mine):
        begins, ends = after.rule_set.effective_from, before.rule_set.effective_to
        if begins is not None and begins == ends:
            continue
        is_gap = begins is not None and ends is not None and ends < begins
        told = before if before.is_own else after
        other = after if told is before else before
        raise told.source.fault_at(
            told.rule_set.id,
            "rules.gap" if is_gap else "rules.overlap",
            other=other.rule_set.id,
        )
    return tuple(one.rule_set for one in mine)


def _begins(one: Placed) -> tuple[bool, datetime]:
    begins = one.rule_set.effective_from
    return begins is not None, begins or datetime.min.replace(tzinfo=UTC)
