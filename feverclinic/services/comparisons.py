"""The comparison log of thermometers: what is written down, judged by limits that are data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.comparisons import (
    Comparison,
    ComparisonId,
    ComparisonLimits,
    Verdict,
    verdicts,
)
from feverclinic.domain.intake import Problem
from feverclinic.domain.people import Duty
from feverclinic.domain.readings import Scale, Site
from feverclinic.domain.thermometry import TemperatureProblem, read_temperature
from feverclinic.errors import Refused

if TYPE_CHECKING:
    from feverclinic.storage.store import Store

COLDEST_ROOM_C, HOTTEST_ROOM_C = Decimal(0), Decimal(50)
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class TypedComparison:
    """One comparison as typed; temperatures are text, `ambient` may be empty."""

    device_name: str
    site: str
    reference_name: str
    reference: str
    reading: str
    device_serial: str = ""
    ambient: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A comparison with its verdict."""

    comparison: Comparison
    verdict: Verdict


@cache
def comparison_limits() -> ComparisonLimits:
    """The limits of resources/codes/comparison_limits.toml."""
    file = files("resources").joinpath("codes", "comparison_limits.toml")
    table = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    return ComparisonLimits(
        {Site(code): limit for code, limit in table["limit_c"].items()},
        table["outside_in_a_row"],
        table["least_c"],
        table["most_c"],
    )


def add_comparison(store: Store, typed: TypedComparison) -> LogLine:
    """Write one comparison down, judged at once; raises Refused `comparison.wrong` with all problems."""
    _must_measure(store)
    limits = comparison_limits()
    problems: list[Problem] = []
    texts = {
        name: _text(typed, name, problems)
        for name in ("device_name", "reference_name", "device_serial", "note")
    }
    site = next((one for one in Site if one.value == typed.site), None)
    if site is None:
        problems.append(Problem("site", "required"))
    bath = (limits.least_c, limits.most_c)
    reference = _degrees(typed.reference, "reference", bath, problems)
    read = _degrees(typed.reading, "reading", bath, problems)
    room = (COLDEST_ROOM_C, HOTTEST_ROOM_C)
    ambient = _degrees(typed.ambient, "ambient", room, problems) if typed.ambient.strip() else None
    if problems or site is None or reference is None or read is None:
        raise Refused("comparison.wrong", problems=tuple(problems), count=len(problems))
    added = store.comparisons.add(
        Comparison(
            id=ComparisonId(store.new_id()),
            station=store.station.code,
            at=store.now,
            by=store.actor.name,
            reference_c=reference,
            reading_c=read,
            ambient_c=ambient,
            site=site,
            limit_c=limits.of(site),
            **texts,
        )
    )
    return next(one for one in comparisons(store, added.at) if one.comparison.id == added.id)


def comparisons(
    store: Store, since: datetime, until: datetime | None = None
) -> tuple[LogLine, ...]:
    """The log of this station in `[since, until)`, each with its verdict, in the order of time.

    What went out of use before `since` is still out of use: verdicts look at the whole log.
    """
    _must_measure(store)
    whole = store.comparisons.between(LONG_AGO, until or store.now + timedelta(seconds=1))
    judged = verdicts(whole, comparison_limits().outside_in_a_row)
    return tuple(
        LogLine(one, verdict) for one, verdict in zip(whole, judged, strict=True) if one.at >= since
    )


def of_month(store: Store, day: date) -> tuple[LogLine, ...]:
    """The log of the month in which the day lies."""
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    since, until = (datetime(one.year, one.month, 1, tzinfo=CHINA) for one in (first, after))
    return comparisons(store, since, until)


def _must_measure(store: Store) -> None:
    """A nurse compares, and whoever looks after the devices."""
    if Duty.MANAGE_DEVICES not in store.actor.duties:
        store.actor.must(Duty.TRIAGE)


def _text(typed: TypedComparison, name: str, problems: list[Problem]) -> str:
    text = str(getattr(typed, name)).strip()
    if not text and name in ("device_name", "reference_name"):
        problems.append(Problem(name, "required"))
    if len(text) > LONGEST_TEXT:
        problems.append(
            Problem(name, "too_long", text, {"count": str(len(text)), "most": str(LONGEST_TEXT)})
        )
    return text


def _degrees(
    typed: str, where: str, within: tuple[Decimal, Decimal], problems: list[Problem]
) -> Decimal | None:
    """The number as typed, with all its decimals; comparisons are written in degrees Celsius."""
    if not typed.strip():
        problems.append(Problem(where, "required"))
        return None
    try:
        value = Decimal(read_temperature(typed, Scale.CELSIUS).digits)
    except TemperatureProblem as wrong:
        problems.append(Problem(where, f"temperature_{wrong.code}", typed, wrong.facts))
        return None
    least, most = within
    if not least <= value <= most:
        facts = {"low": f"{least}", "high": f"{most}"}
        problems.append(Problem(where, "range", typed, facts))
        return None
    return value
