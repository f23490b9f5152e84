"""Firings of alarms: one open for an alarm and its subject, with who acted and how it ended."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, update

from feverclinic.domain.alarm_events import AlarmEvent, AlarmEventId
from feverclinic.domain.boards import Topic
from feverclinic.errors import Refused
from feverclinic.storage.columns import columns_of, insert_if_missing, record_of
from feverclinic.storage.desk_tables import IS_GOING, IS_UNENDED, AlarmEventRow, ShiftRow
from feverclinic.storage.tables import AuditRow, table_of
from feverclinic.storage.work import Work

EVENTS, SHIFTS, AUDIT = table_of(AlarmEventRow), table_of(ShiftRow), table_of(AuditRow)
# The line of the audit that says that its chain was looked through.
VERIFIED, WHOLE_AUDIT = "VERIFIED", 1


class AlarmEvents:
    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, event_id: AlarmEventId) -> AlarmEvent:
        """The firing; raises Refused `record.missing` for an id that there is not."""
        found = self._list(EVENTS.c.id == event_id)
        if not found:
            raise Refused("record.missing", what="alarm", id=event_id)
        return found[0]

    def open_ones(self) -> tuple[AlarmEvent, ...]:
        """All firings of the hospital that have not ended, in the order in which they fired."""
        here = EVENTS.c.facility_id == self._work.station.facility_id
        return self._list(here & text(IS_UNENDED))

    def fired_between(self, since: datetime, until: datetime) -> tuple[AlarmEvent, ...]:
        """What fired at this station from `since` on and before `until`."""
        mine = self._work.at_station(EVENTS, self._work.station.code)
        return self._list(mine & (EVENTS.c.fired_at >= since) & (EVENTS.c.fired_at < until))

    def fire(self, alarm: str, subject: str) -> None:
        """An alarm fired now; one that is open for this subject already stays as it is."""
        work = self._work
        event = AlarmEvent(
            AlarmEventId(work.new_id()), work.station.code, alarm, subject, fired_at=work.now
        )
        values = {**columns_of(event, {}), "facility_id": work.station.facility_id}
        put = work.connection.execute(insert_if_missing(work.connection, EVENTS, values))
        if put.rowcount:
            work.touched.add(Topic.ALARMS)

    def escalate(self, events: Iterable[AlarmEventId]) -> None:
        """It has gone on to the next person; the first time stands."""
        self._set("escalated_at", events)

    def end(self, events: Iterable[AlarmEventId]) -> None:
        """The fact is no longer so; the first time stands."""
        self._set("ended_at", events)

    def act(self, event: AlarmEvent) -> AlarmEvent:
        """The actor has said that he goes; raises Stale when somebody else was faster."""
        work = self._work
        changes = {"acted_at": work.now, "acted_by": work.actor.id}
        work.replace_row(EVENTS, event.id, event.version, changes, "alarm")
        told = {"alarm": event.alarm, "subject": event.subject}
        work.audit.note("ACKNOWLEDGED", "alarm", event.id, told)
        work.touched.add(Topic.ALARMS)
        return replace(event, acted_at=work.now, acted_by=work.actor.id, version=event.version + 1)

    def _set(self, column: str, events: Iterable[AlarmEventId]) -> None:
        """Set an instant to now where none stands."""
        ids = list(events)
        if not ids:
            return
        empty = EVENTS.c[column].is_(None)
        values = {column: self._work.now, "version": EVENTS.c.version + 1}
        self._work.connection.execute(
            update(EVENTS).where(EVENTS.c.id.in_(ids), empty).values(**values)
        )
        self._work.touched.add(Topic.ALARMS)

    def _list(self, condition: Any) -> tuple[AlarmEvent, ...]:
        asked = select(EVENTS).where(condition).order_by(EVENTS.c.id)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(AlarmEvent, row, {}) for row in rows)


def shift_began_at(work: Work) -> datetime | None:
    """When the shift that goes on at this station began; None between shifts."""
    mine = work.at_station(SHIFTS, work.station.code)
    asked = select(SHIFTS.c.began_at).where(mine, text(IS_GOING))
    return work.connection.execute(asked).scalar_one_or_none()


def note_verified(work: Work) -> None:
    """Somebody has looked through the chain of the audit: a line of it says so."""
    work.audit.note(VERIFIED, "audit", WHOLE_AUDIT, {})


def audit_verified_at(work: Work) -> datetime | None:
    """When the audit was last looked through, else when it began; None while it is empty."""
    here = AUDIT.c.facility_id == work.station.facility_id
    is_of_it = (AUDIT.c.what_id == WHOLE_AUDIT) & (AUDIT.c.what == "audit")
    asked = select(func.max(AUDIT.c.at)).where(here, is_of_it, AUDIT.c.action == VERIFIED)
    found: datetime | None = work.connection.execute(asked).scalar_one()
    if found is not None:
        return found
    first = select(AUDIT.c.at).where(here, AUDIT.c.seq == 1)
    return work.connection.execute(first).scalar_one_or_none()
