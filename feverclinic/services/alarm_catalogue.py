"""The catalogue of alarms: read, checked against rules, settings, roles and words, or the program stops."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from feverclinic.domain.alarms import Alarm, Catalogue, End, Rank, Shows, Start
from feverclinic.domain.people import Duty
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.services.rule_files import Evidence, RuleText, Table, check, parse, read_text
from feverclinic.services.signing_in import roles
from feverclinic.settings import Settings
from feverclinic.wording import LANGUAGES, wording

FILE_NAME = "alarms.toml"
RECORD = "record"
# Numbers of time by the ends of their names.
UNITS = {
    "seconds": timedelta(seconds=1),
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}
TIMED = re.compile(r"(?:^|_)(ms|seconds|minutes|hours|days)$")
# Families of which every disease and edition has files: their numbers are named alike.
SHARED = {"DIAGNOSIS": "edition", "STATUTORY": "statutory"}
# The words that each alarm has in both languages: its name, its chip, and what to do.
WORDS = ("alarm", "alarm_short", "alarm_do")

AlarmId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
Minutes = Annotated[int, Field(ge=0, strict=True)]


class AlarmTable(Table):
    """One `[[alarm]]` of the file."""

    id: AlarmId
    rules: Annotated[list[str], Field(min_length=1)]
    duty: Duty
    desk: Literal["triage", "isolation", "sign", "devices", "settings"]
    rank: Rank
    starts: Start
    after: str = ""
    numbers: list[str] = Field(default_factory=list)
    after_minutes: Minutes | None = None
    warn_before_minutes: Minutes = 0
    shows: Shows
    escalates_after_minutes: Minutes | None = None
    to: list[str] = Field(default_factory=list)
    ends: End
    sound: bool = False
    evidence: Evidence


class SilentTable(Table):
    """One number of time that starts no alarm, and why."""

    key: str
    reason: Annotated[str, Field(min_length=1)]


class CatalogueFile(Table):
    """The whole file."""

    ignored_after_minutes: Annotated[int, Field(ge=1, strict=True)]
    sound_again_minutes: Annotated[int, Field(ge=1, strict=True)]
    alarm: Annotated[list[AlarmTable], Field(min_length=1)]
    not_an_alarm: list[SilentTable]


def shipped() -> RuleText:
    """The file that comes with the program."""
    entry = files("resources").joinpath("alarms", FILE_NAME)
    return RuleText(FILE_NAME, entry.read_text("utf-8"))


def load_catalogue(rules: TriageRules, settings: Settings, own: Path | None = None) -> Catalogue:
    """The alarms with their numbers from the rules and the settings in force.

    Raises Unavailable `rules.*` (wrong or unknown name, wrong value) or `alarms.*`, each with file and
    line: an alarm that is not right would be one that never rings.
    """
    return catalogue_of(read_text(own) if own else shipped(), rules, settings)


def catalogue_of(source: RuleText, rules: TriageRules, settings: Settings) -> Catalogue:
    """As `load_catalogue`, from a text."""
    file = check(source, CatalogueFile, parse(source))
    alarms: list[Alarm] = []
    for place, row in enumerate(file.alarm):
        if any(row.id == one.id for one in alarms):
            raise source.fault("alarms.twice", ("alarm", place, "id"), id=row.id)
        _check_row(source, place, row)
        alarms.append(_alarm(source, place, row, (rules, settings)))
    return Catalogue(
        tuple(alarms),
        timedelta(minutes=file.ignored_after_minutes),
        timedelta(minutes=file.sound_again_minutes),
    )


def _check_row(source: RuleText, place: int, row: AlarmTable) -> None:
    """What holds between the members of a row."""
    for name, is_wrong in (
        ("after", bool(row.after) is (row.after_minutes is not None)),
        ("numbers", bool(row.numbers) and row.after != RECORD),
        ("to", (row.escalates_after_minutes is None) is bool(row.to)),
        ("sound", row.sound and row.rank is not Rank.ACT),
        ("shows", row.rank is Rank.ACT and row.shows is not Shows.TOP),
    ):
        if is_wrong:
            raise source.fault(
                f"alarms.row_{name}",
                ("alarm", place, name),
                id=row.id,
                name=f"alarm.{place}.{name}",
            )
    for role in row.to:
        if role not in roles():
            raise source.fault("alarms.no_role", ("alarm", place, "to"), id=row.id, found=role)
    for language in LANGUAGES:
        keys = [f"{family}.{row.id}" for family in WORDS]
        for key in (*keys, f"alarm_duty.{row.duty}", f"alarm_end.{row.ends}"):
            if not wording(language).knows(key):
                raise source.fault(
                    "alarms.no_words", ("alarm", place, "id"), id=row.id, key=key, language=language
                )


def _alarm(
    source: RuleText, place: int, row: AlarmTable, numbers: tuple[TriageRules, Settings]
) -> Alarm:
    escalates = row.escalates_after_minutes
    return Alarm(
        id=row.id,
        rules=tuple(row.rules),
        duty=row.duty,
        desk=row.desk,
        rank=row.rank,
        starts=row.starts,
        ends=row.ends,
        shows=row.shows,
        after=_after(source, place, row, numbers),
        after_key=row.after if row.after != RECORD else "",
        warn_before=timedelta(minutes=row.warn_before_minutes),
        escalates_after=None if escalates is None else timedelta(minutes=escalates),
        escalates_to=tuple(row.to),
        has_sound=row.sound,
    )


def _after(
    source: RuleText, place: int, row: AlarmTable, numbers: tuple[TriageRules, Settings]
) -> timedelta | None:
    """How long after its fact the alarm is due; None when the record carries the instant."""
    if row.after == RECORD:
        return None
    if row.after_minutes is not None:
        return timedelta(minutes=row.after_minutes)
    rules, settings = numbers
    root, _, rest = row.after.partition(".")
    found: object = {"triage": rules, "settings": settings}.get(root)
    for name in rest.split("."):
        found = _member(found, name)
    unit = next((match[1] for step in row.after.split(".") if (match := TIMED.search(step))), "")
    if not isinstance(found, int) or isinstance(found, bool) or unit not in UNITS:
        raise source.fault("alarms.no_number", ("alarm", place, "after"), id=row.id, key=row.after)
    return found * UNITS[unit]


def _member(table: object, name: str) -> object:
    if isinstance(table, Mapping):
        members: Mapping[object, object] = table
        return next((value for key, value in members.items() if str(key) == name), None)
    return getattr(table, name, None)


def without_row(
    source: RuleText, rule_files: Mapping[str, Mapping[str, object]], settings_keys: tuple[str, ...]
) -> tuple[str, ...]:
    """Numbers of time of the rule files and the settings that neither a row nor a reason names.

    `rule_files` are parsed files by name without ending; a key is `<file>.<table>.<name>`, or
    `settings.<name>`. All editions of all diseases have the same keys, `edition.<table>.<name>`.
    """
    known = names_in(source)
    timed = timed_numbers(rule_files, settings_keys)
    return tuple(key for key in timed if key not in known)


def names_in(source: RuleText) -> frozenset[str]:
    """The numbers of time that the catalogue names: by a row, by its record, or as no alarm."""
    file = check(source, CatalogueFile, parse(source))
    rows = {row.after for row in file.alarm} | {key for row in file.alarm for key in row.numbers}
    return frozenset(rows | {one.key for one in file.not_an_alarm})


def timed_numbers(
    rule_files: Mapping[str, Mapping[str, object]], settings_keys: tuple[str, ...]
) -> tuple[str, ...]:
    """Every number of time that there is, each once."""
    timed = [
        key
        for name, tables in rule_files.items()
        for key in _timed(SHARED.get(str(tables.get("family")), name), tables)
    ]
    timed += [f"settings.{name}" for name in settings_keys if TIMED.search(name)]
    return tuple(dict.fromkeys(timed))


def _timed(prefix: str, tables: Mapping[str, object]) -> Iterator[str]:
    """Dotted names of numbers of time; those of a list of tables stand below the list's owner."""
    for name, value in tables.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            members: Mapping[str, object] = value
            if TIMED.search(name):
                yield from (f"{key}.{inner}" for inner in members)
            else:
                yield from _timed(key, members)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, Mapping):
                    inside: Mapping[str, object] = one
                    yield from _timed(prefix, inside)
        elif TIMED.search(name):
            yield key
