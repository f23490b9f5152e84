"""One rule file: read exactly, checked whole; a fault names its file and line (house 3.7.11)."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from feverclinic.domain.acuity_rules import AcuityRules
from feverclinic.domain.arrival_rules import ArrivalRules
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.edition_rules import (
    ClassificationRules,
    ConfirmationRules,
    CriteriaRules,
    DestinationRules,
    EditionRules,
    ExclusionRules,
    FollowUpRules,
    IcdRules,
    IsolationRules,
    ReleaseRules,
    SeverityRules,
)
from feverclinic.domain.routing_rules import RoutingRules
from feverclinic.domain.rulesets import Family, RuleSet, Statutory
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.work_up import WorkUpRules, WorkUpSet, WorkUpTimes
from feverclinic.errors import Unavailable

TRIAGE, WORK_UP = "TRIAGE", "WORK_UP"
DECODE_LINE = re.compile(r"at line (\d+)")
HEADER = re.compile(r"\s*(\[{1,2})\s*([\w.\-]+)\s*\]{1,2}\s*(?:#.*)?$")
KEY = re.compile(r"\s*([\w\-]+)\s*=")
# A table that is a record of the domain reports an unknown name in a form of its own.
FAULTS = {
    "missing": "rules.missing",
    "extra_forbidden": "rules.unknown_name",
    "unexpected_keyword_argument": "rules.unknown_name",
}

Evidence = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^(S\d+|[SVGD])$")]], Field(min_length=1)
]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.\-]*$")]
Model = TypeVar("Model", bound=BaseModel)
Steps = tuple[str | int, ...]
LONGEST_FOUND = 80


class Table(BaseModel):
    """A table in which every name must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Version(Table):
    """One rule set with its dates; `effective_from` missing is «from ever», `effective_to` open."""

    id: RuleId
    effective_from: date | None = None
    effective_to: date | None = None
    edition: str | None = None
    notice: str = ""
    made_public: str = ""
    disease_class: Literal["A", "B", "C"] | None = Field(default=None, alias="class")
    managed_as: Literal["A", "B", "C"] | None = None
    card_deadline_hours: Annotated[int, Field(ge=0)] | None = None
    evidence: Evidence


class EditionFile(Version):
    """A file of one edition: when it is in force, and the tables of `EditionRules`."""

    family: Literal["DIAGNOSIS"]
    disease: str
    region_scope: str
    criteria: CriteriaRules
    classification: ClassificationRules
    confirmation: ConfirmationRules
    severity: SeverityRules
    exclusion: ExclusionRules
    release: ReleaseRules
    follow_up: FollowUpRules
    destination: DestinationRules
    isolation: IsolationRules
    icd: IcdRules


class TimelineFile(Table):
    """A file of all the rule sets of one family."""

    family: Literal["DIAGNOSIS", "STATUTORY", "CONTACT_PLAN", "ESCORT_NAT"]
    disease: str
    region_scope: str
    version: Annotated[list[Version], Field(min_length=1)]


class TriageFile(Table):
    """The file of the pre-screening rules."""

    id: RuleId
    family: Literal["TRIAGE"]
    effective_from: date
    temperature: TemperatureRules
    acuity: AcuityRules
    routing: RoutingRules
    arrival: ArrivalRules


class TwoTargetsTable(Table):
    again_is_positive: bool


class SetsTable(Table):
    sets: Annotated[tuple[WorkUpSet, ...], Field(min_length=1)]


class WorkUpFile(Table):
    """The file of the work-up (section 3)."""

    id: RuleId
    family: Literal["WORK_UP"]
    effective_from: date
    times: WorkUpTimes
    two_targets: TwoTargetsTable
    work_up: SetsTable


@dataclass(frozen=True, slots=True)
class RuleText:
    """The text of a rule file with its name: what a fault is told by."""

    name: str
    text: str

    def fault(self, code: str, path: Sequence[str | int] = (), **facts: object) -> Unavailable:
        """A no that names the file and the line of `path`."""
        return Unavailable(code, file=self.name, line=line_of(self.text, path), **facts)

    def fault_at(self, rule_id: str, code: str, **facts: object) -> Unavailable:
        """A no that names the file and the line on which a rule set's id stands."""
        quoted = re.compile(rf"""\s*id\s*=\s*["']{re.escape(rule_id)}["']""")
        lines = enumerate(self.text.splitlines(), start=1)
        line = next((number for number, text in lines if quoted.match(text)), 1)
        return Unavailable(code, file=self.name, line=line, id=rule_id, **facts)


def read_text(path: Path) -> RuleText:
    """The text of a rule file, or Unavailable."""
    try:
        return RuleText(path.name, path.read_text("utf-8"))
    except OSError as fault:
        raise Unavailable("rules.unreadable", file=str(path), why=str(fault.strerror)) from fault
    except UnicodeDecodeError as fault:
        raise Unavailable("rules.unreadable", file=str(path), why="UTF-8") from fault


def parse(source: RuleText) -> dict[str, object]:
    """The tables of a rule file, numbers exactly; Unavailable where it is not TOML."""
    try:
        return tomllib.loads(source.text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
        found = DECODE_LINE.search(str(fault))
        line = int(found[1]) if found else source.text.count("\n") + 1
        raise Unavailable("rules.not_toml", file=source.name, line=line) from fault


def check(
    source: RuleText, model: type[Model], tables: Mapping[str, object], within: Steps = ()
) -> Model:
    """The tables as `model`, or Unavailable with one thing that is wrong and its place."""
    try:
        read = model.model_validate(tables)
    except ValidationError as refusal:
        raise _first_fault(source, refusal, within) from refusal
    for path, value in _changed_kinds(tables, read, within):
        raise source.fault("rules.wrong_value", path, name=_dotted(path), found=str(value))
    return read


def _first_fault(source: RuleText, refusal: ValidationError, within: Steps) -> Unavailable:
    """An unknown name before all others: it is most often why another one is missing."""
    errors = [
        (
            "rules.unknown_name" if "[key]" in error["loc"] else FAULTS.get(error["type"]),
            tuple(step for step in error["loc"] if step != "[key]"),
            str(error["input"])[:LONGEST_FOUND],
        )
        for error in refusal.errors(include_url=False)
    ]
    code, path, found = min(errors, key=lambda error: error[0] != "rules.unknown_name")
    path = (*within, *path)
    return source.fault(code or "rules.wrong_value", path, name=_dotted(path), found=found)


def _dotted(path: Steps) -> str:
    return ".".join(str(step) for step in path)


def _changed_kinds(raw: object, read: object, path: Steps) -> Iterator[tuple[Steps, object]]:
    """Where a truth or a text was taken for a number: pydantic would let both pass."""
    if isinstance(raw, Mapping):
        members: Mapping[str, object] = raw
        for name, value in members.items():
            yield from _changed_kinds(value, _member(read, name), (*path, name))
    elif isinstance(raw, list):
        entries: list[object] = raw
        inner: Sequence[object] = read if isinstance(read, Sequence) else ()
        for place, (value, one) in enumerate(zip(entries, inner, strict=False)):
            yield from _changed_kinds(value, one, (*path, place))
    elif isinstance(raw, bool | str) and type(read) in (int, Decimal):
        yield path, raw


def _member(read: object, name: str) -> object:
    if isinstance(read, Mapping):
        members: Mapping[object, object] = read
        return next((value for key, value in members.items() if str(key) == name), None)
    return getattr(read, name, None)


def without_evidence(source: RuleText, tables: Mapping[str, object]) -> dict[str, object]:
    """The tables of a rule file without their tags of evidence, which each of them must carry."""
    kept: dict[str, object] = {}
    for name, table in tables.items():
        if not isinstance(table, Mapping):
            kept[name] = table
            continue
        members: Mapping[str, object] = table
        if "evidence" not in members:
            raise source.fault("rules.missing", (name,), name=f"{name}.evidence")
        check(source, _Tagged, {"evidence": members["evidence"]}, (name,))
        kept[name] = {key: value for key, value in members.items() if key != "evidence"}
    return kept


class _Tagged(Table):
    evidence: Evidence


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line (from 1) on which a name of a TOML file stands, or that of its table."""
    wanted = [str(step) for step in path]
    arrays: dict[str, int] = {}
    here: list[str] = []
    best, found = 0, 1
    for number, line in enumerate(text.splitlines(), start=1):
        table, key = HEADER.match(line), KEY.match(line)
        if table:
            here = table[2].split(".")
            if table[1] == "[[":
                arrays[table[2]] = arrays.get(table[2], -1) + 1
                here.append(str(arrays[table[2]]))
        if not table and not key:
            continue
        name = [*here, key[1]] if key else here
        if len(name) > best and name == wanted[: len(name)]:
            best, found = len(name), number
    return found


def rule_sets_of(file: EditionFile | TimelineFile) -> tuple[RuleSet, ...]:
    """The domain's records of a file's versions."""
    family = Family(file.family)
    versions = file.version if isinstance(file, TimelineFile) else [file]
    return tuple(_rule_set(family, file.disease, version) for version in versions)


def edition_of(file: EditionFile) -> EditionRules:
    """The domain's record of an edition's tables."""
    return EditionRules(
        id=file.id,
        disease=file.disease,
        edition=file.edition or "",
        criteria=file.criteria,
        classification=file.classification,
        confirmation=file.confirmation,
        severity=file.severity,
        exclusion=file.exclusion,
        release=file.release,
        follow_up=file.follow_up,
        destination=file.destination,
        isolation=file.isolation,
        icd=file.icd,
    )


def work_up_of(file: WorkUpFile) -> WorkUpRules:
    """The domain's record of the work-up."""
    return WorkUpRules(file.id, file.times, file.two_targets.again_is_positive, file.work_up.sets)


def _rule_set(family: Family, disease: str, version: Version) -> RuleSet:
    statutory = None
    if version.disease_class and version.managed_as and version.card_deadline_hours is not None:
        statutory = Statutory(
            version.disease_class, version.managed_as, version.card_deadline_hours
        )
    return RuleSet(
        id=version.id,
        family=family,
        effective_from=_midnight(version.effective_from),
        effective_to=_midnight(version.effective_to),
        edition=version.edition,
        statutory=statutory,
        disease=disease,
    )


def _midnight(day: date | None) -> datetime | None:
    """00:00:00 local on the date on the notice (0.4 of the rules)."""
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=CHINA)
