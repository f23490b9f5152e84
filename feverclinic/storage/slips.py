"""Slips: what was printed, what waits for paper; saved and printed are two things."""

from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, and_, select, text

from feverclinic.domain.boards import Topic
from feverclinic.domain.visits import Slip, VisitId
from feverclinic.errors import Refused
from feverclinic.storage.audit import difference
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import IS_WAITING, SlipRow, table_of
from feverclinic.storage.work import Work

SLIPS = table_of(SlipRow)


def slip_of(row: RowMapping) -> Slip:
    return record_of(Slip, row, {})


class Slips:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, slip: Slip) -> Slip:
        work = self._work
        where = {"facility_id": work.station.facility_id, "station": work.station.code}
        add_rows(work.connection, SLIPS, [{**columns_of(slip, {}), **where}])
        work.audit.note("ADDED", "slip", slip.id, slip)
        work.touched.add(Topic.SLIPS)
        return slip

    def save(self, slip: Slip) -> Slip:
        """Keep a changed slip as the next version; raises Stale when another desk was faster."""
        work = self._work
        before = self._list(SLIPS.c.id == slip.id)
        if not before:
            raise Refused("record.missing", what="slip", id=slip.id)
        work.replace_row(SLIPS, slip.id, slip.version, columns_of(slip, {}), "slip")
        saved = replace(slip, version=slip.version + 1)
        work.audit.note("CHANGED", "slip", slip.id, difference(before[0], saved))
        work.touched.add(Topic.SLIPS)
        return saved

    def of_visit(self, visit_id: VisitId) -> tuple[Slip, ...]:
        """All slips of a visit in the order in which they were asked for."""
        return self._list(SLIPS.c.visit_id == visit_id)

    def waiting(self) -> tuple[Slip, ...]:
        """Slips of this station that are not on paper, the oldest first."""
        mine = self._work.at_station(SLIPS, self._work.station.code)
        return self._list(and_(mine, text(IS_WAITING)))

    def _list(self, condition: Any) -> tuple[Slip, ...]:
        asked = select(SLIPS).where(condition).order_by(SLIPS.c.id)
        return tuple(slip_of(row) for row in self._work.connection.execute(asked).mappings())
