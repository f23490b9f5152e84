"""The register of arrivals: one row for each form that was begun, until and beyond its end."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, or_, select, update

from feverclinic.domain.arrivals import Arrival, ArrivalEnd
from feverclinic.domain.boards import Topic
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Refused
from feverclinic.storage.audit import difference
from feverclinic.storage.columns import columns_of, insert_once, insert_or_replace, record_of
from feverclinic.storage.desk_tables import ArrivalRow
from feverclinic.storage.ready import run
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

ARRIVALS = table_of(ArrivalRow)
# Made once: a form is kept with every pause in typing.
BY_ID = select(ARRIVALS.c.name, ARRIVALS.c.end).where(ARRIVALS.c.id == bindparam("arrival_id"))
RENAME = (
    update(ARRIVALS)
    .where(ARRIVALS.c.id == bindparam("arrival_id"))
    .values(name=bindparam("new_name"))
)


def arrival_of(row: RowMapping) -> Arrival:
    return record_of(Arrival, row, {})


class Arrivals:
    def __init__(self, work: Work) -> None:
        self._work = work

    def begin(self, arrival: Arrival) -> bool:
        """Note a form at its first keep, at a later one a name that has changed; whether it is open.

        A form that has ended stays as it ended: what is kept of it afterwards comes too late.
        """
        work = self._work
        put = insert_once(work.connection.dialect.name, ARRIVALS)
        if run(work.connection, put, self._values(arrival)).rowcount == 1:
            work.audit.note("ADDED", "arrival", arrival.id, self._told(arrival))
            work.touched.add(Topic.ARRIVALS)
            return True
        known = run(work.connection, BY_ID, {"arrival_id": arrival.id}).one()
        if known.end is None and known.name != arrival.name:
            run(work.connection, RENAME, {"arrival_id": arrival.id, "new_name": arrival.name})
            work.touched.add(Topic.ARRIVALS)
        return known.end is None

    def find(self, draft_id: DraftId) -> Arrival | None:
        """The arrival of a form, if it is in the register."""
        found = self._list(ARRIVALS.c.id == draft_id)
        return found[0] if found else None

    def end(self, arrival: Arrival) -> Arrival:
        """Keep how a form ended; raises Refused `arrival.has_ended` when it ended before."""
        before = self.find(arrival.id)
        if before is not None and before.end is not None:
            raise Refused("arrival.has_ended", name=before.name, end=before.end.value)
        self._put(arrival)
        change = difference(before, arrival) if before else self._told(arrival)
        self._work.audit.note("ENDED", "arrival", arrival.id, change, arrival.reason)
        return arrival

    def reopen(self, draft_id: DraftId, reason: str) -> Arrival:
        """The arrival as one that waits again; how it had ended stays in the audit."""
        before = self.find(draft_id)
        if before is None:
            raise Refused("record.missing", what="arrival", id=draft_id)
        again = replace(before, end=None, ended_at=None, reason="", intake=None)
        self._put(again)
        self._work.audit.note("REOPENED", "arrival", draft_id, difference(before, again), reason)
        return again

    def of_period(self, station: str, since: datetime, until: datetime) -> tuple[Arrival, ...]:
        """Whoever began at a station within `[since, until)`, in the order of their beginning."""
        began = (ARRIVALS.c.began_at >= since) & (ARRIVALS.c.began_at < until)
        return self._list(self._work.at_station(ARRIVALS, station) & began)

    def since(self, station: str, at: datetime) -> tuple[Arrival, ...]:
        """Everybody a station had to do with from `at` on: who began, and who still waited then."""
        ended_later = or_(ARRIVALS.c.ended_at.is_(None), ARRIVALS.c.ended_at >= at)
        concerned = or_(ARRIVALS.c.began_at >= at, ended_later)
        return self._list(self._work.at_station(ARRIVALS, station) & concerned)

    def ended(
        self, station: str, since: datetime, ends: frozenset[ArrivalEnd]
    ) -> tuple[Arrival, ...]:
        """Forms of a station that ended in one of these ways at `since` or later."""
        how = ARRIVALS.c.end.in_(sorted(ends)) & (ARRIVALS.c.ended_at >= since)
        return self._list(self._work.at_station(ARRIVALS, station) & how)

    def _values(self, arrival: Arrival) -> dict[str, Any]:
        return {**columns_of(arrival, {}), "facility_id": self._work.station.facility_id}

    def _put(self, arrival: Arrival) -> None:
        connection = self._work.connection
        put = insert_or_replace(connection.dialect.name, ARRIVALS)
        run(connection, put, self._values(arrival))
        self._work.touched.add(Topic.ARRIVALS)

    def _told(self, arrival: Arrival) -> dict[str, Any]:
        """Of a new row its facts; the form itself stands in the row."""
        told = columns_of(arrival, {})
        return {name: value for name, value in told.items() if name != "intake"}

    def _list(self, condition: Any) -> tuple[Arrival, ...]:
        order = (ARRIVALS.c.began_at, ARRIVALS.c.id)
        asked = select(ARRIVALS).where(condition).order_by(*order)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(arrival_of(row) for row in rows)
