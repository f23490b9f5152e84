"""Firings of alarms as recorded, and the weekly count of what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from feverclinic.domain.alarms import Catalogue
from feverclinic.domain.people import StaffId

AlarmEventId = NewType("AlarmEventId", int)


@dataclass(frozen=True, slots=True)
class AlarmEvent:
    """One alarm fired for one subject; open until `ended_at`, whoever has acknowledged it."""

    id: AlarmEventId
    station: str
    alarm: str
    subject: str
    fired_at: datetime
    escalated_at: datetime | None = None
    acted_at: datetime | None = None
    acted_by: StaffId | None = None
    ended_at: datetime | None = None
    version: int = 0

    @property
    def key(self) -> str:
        """As `Clock.key`."""
        return f"{self.alarm}|{self.subject}"


@dataclass(frozen=True, slots=True)
class Fired:
    """An open firing as the page shows it: since when, and who said that he goes."""

    event: AlarmEvent
    acted_by: str = ""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """How often an alarm fired in a week, how often somebody acted and how often nobody did.

    `open` are those whose time to act is still running: fired = acted + ignored + open.
    """

    alarm: str
    fired: int
    acted: int
    ignored: int
    open: int


def was_acted_on(event: AlarmEvent, within: timedelta) -> bool:
    """Somebody acknowledged it, or what it called for was done within its time."""
    if event.acted_at is not None:
        return True
    return event.ended_at is not None and event.ended_at - event.fired_at <= within


def week_rows(
    events: Iterable[AlarmEvent], catalogue: Catalogue, now: datetime
) -> tuple[WeekRow, ...]:
    """One row for each alarm that fired, in the order of the catalogue; unknown ids come last."""
    by_alarm: dict[str, list[AlarmEvent]] = {}
    for event in events:
        by_alarm.setdefault(event.alarm, []).append(event)
    order = [alarm.id for alarm in catalogue.alarms if alarm.id in by_alarm]
    order += sorted(set(by_alarm) - set(order))
    return tuple(_week_row(alarm, by_alarm[alarm], catalogue, now) for alarm in order)


def _week_row(
    alarm_id: str, events: Sequence[AlarmEvent], catalogue: Catalogue, now: datetime
) -> WeekRow:
    alarm = catalogue.of(alarm_id)
    own = alarm.escalates_after if alarm else None
    within = catalogue.ignored_after if own is None else own
    acted = sum(was_acted_on(event, within) for event in events)
    open_ones = sum(
        not was_acted_on(event, within)
        and event.ended_at is None
        and now - event.fired_at <= within
        for event in events
    )
    return WeekRow(alarm_id, len(events), acted, len(events) - acted - open_ones, open_ones)
