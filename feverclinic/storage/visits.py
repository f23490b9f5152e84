"""Visits: numbered within a station's day, one row each, every change with its before and after."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from feverclinic.domain.boards import Topic
from feverclinic.domain.people import PatientId
from feverclinic.domain.visits import Registration, Visit, VisitId
from feverclinic.domain.vitals import Vitals
from feverclinic.errors import Refused
from feverclinic.storage.audit import difference
from feverclinic.storage.columns import columns_of, insert_or_count, record_of
from feverclinic.storage.ready import add_rows, run
from feverclinic.storage.tables import VisitCounterRow, VisitRow, table_of
from feverclinic.storage.work import Work

VISITS, COUNTERS = table_of(VisitRow), table_of(VisitCounterRow)
FIRST_OFFLINE_NO = 9001
INSIDE = {"registration": "", "vitals": ""}
INNER: dict[str, tuple[str, type]] = {"registration": ("", Registration), "vitals": ("", Vitals)}


def visit_of(row: RowMapping) -> Visit:
    return record_of(Visit, row, INNER)


class Visits:
    def __init__(self, work: Work) -> None:
        self._work = work

    def next_no(self, station: str, day: date) -> str:
        """The next `YYYYMMDD-NNNN` of a station's day; it is used up only if this transaction ends well.

        Numbers given while the server is away have a range of their own: they stay as printed.
        """
        key = {"facility_id": self._work.station.facility_id, "station": station, "day": day}
        connection = self._work.connection
        first = FIRST_OFFLINE_NO if self._work.way.is_offline else 1
        put = insert_or_count(connection.dialect.name, COUNTERS.c.last)
        last = run(connection, put, {**key, "last": first}).scalar_one()
        return f"{day:%Y%m%d}-{last:04d}"

    def add(self, visit: Visit) -> Visit:
        """Record a new visit; raises Stale `record.already_there` for a number used before."""
        work = self._work
        values = {**columns_of(visit, INSIDE), "facility_id": work.station.facility_id}
        add_rows(work.connection, VISITS, [values])
        work.audit.note("ADDED", "visit", visit.id, visit)
        work.touched.add(Topic.VISITS)
        return visit

    def get(self, visit_id: VisitId) -> Visit:
        """The visit; raises Refused `record.missing` for an id that no visit has."""
        found = self._find(VISITS.c.id == visit_id)
        if found is None:
            raise Refused("record.missing", what="visit", id=visit_id)
        return found

    def find_by_no(self, visit_no: str, station: str = "") -> Visit | None:
        """The visit with this number at a station; without one, at the station of this desk."""
        mine = station or self._work.station.code
        facility = VISITS.c.facility_id == self._work.station.facility_id
        return self._find(facility & (VISITS.c.station == mine) & (VISITS.c.visit_no == visit_no))

    def numbered(self, visit_no: str) -> tuple[Visit, ...]:
        """The visits with this number, of all stations: each counts its own."""
        mine = VISITS.c.facility_id == self._work.station.facility_id
        asked = select(VISITS).where(mine & (VISITS.c.visit_no == visit_no)).order_by(VISITS.c.id)
        return tuple(visit_of(row) for row in self._work.connection.execute(asked).mappings())

    def save(self, visit: Visit, reason: str = "") -> Visit:
        """Keep a changed visit as the next version; raises Stale when another desk was faster."""
        work = self._work
        before = self.get(visit.id)
        work.replace_row(VISITS, visit.id, visit.version, columns_of(visit, INSIDE), "visit")
        saved = replace(visit, version=visit.version + 1)
        work.audit.note("CHANGED", "visit", visit.id, difference(before, saved), reason)
        work.touched.add(Topic.VISITS)
        return saved

    def of_patient(self, patient_id: PatientId) -> tuple[Visit, ...]:
        """All visits of a person, the latest first."""
        asked = select(VISITS).where(VISITS.c.patient_id == patient_id).order_by(VISITS.c.id.desc())
        return tuple(visit_of(row) for row in self._work.connection.execute(asked).mappings())

    def of_family(self, family_id: int) -> tuple[Visit, ...]:
        """The visits of the members of a family, the first saved first."""
        mine = VISITS.c.facility_id == self._work.station.facility_id
        asked = select(VISITS).where(mine & (VISITS.c.family_id == family_id))
        rows = self._work.connection.execute(asked.order_by(VISITS.c.id)).mappings()
        return tuple(visit_of(row) for row in rows)

    def _find(self, condition: Any) -> Visit | None:
        row = self._work.connection.execute(select(VISITS).where(condition)).mappings().first()
        return None if row is None else visit_of(row)
