"""The day of a station as the papers print it: read only, a few statements whatever its length."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from feverclinic.domain.arrivals import Arrival, ArrivalEnd
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.day_book import DayBook, DayEntry
from feverclinic.domain.people import Patient, PatientId
from feverclinic.domain.quick_screening import QuickScreen
from feverclinic.domain.visits import Assessment, VisitId
from feverclinic.domain.waiting import first_sent_at
from feverclinic.storage.assessments import ASSESSMENTS, assessment_of
from feverclinic.storage.columns import record_of
from feverclinic.storage.desk_tables import ArrivalRow, QuickScreenRow
from feverclinic.storage.patients import PATIENTS, patient_of
from feverclinic.storage.tables import StaffRow, table_of
from feverclinic.storage.visits import VISITS, visit_of
from feverclinic.storage.work import Work

ARRIVALS, SCREENS, STAFF = table_of(ArrivalRow), table_of(QuickScreenRow), table_of(StaffRow)
UNSAVED = (ArrivalEnd.LEFT, ArrivalEnd.REFUSED, ArrivalEnd.DID_NOT_ARRIVE)


def bounds(day: date) -> tuple[datetime, datetime]:
    """The local calendar day as instants, the second one outside (T-4)."""
    begins = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    return begins, begins + timedelta(days=1)


class DayBooks:
    def __init__(self, work: Work) -> None:
        self._work = work

    def of(self, day: date, station: str) -> DayBook:
        """Everybody who arrived at a station on a day, late entries included at their true time."""
        since, until = bounds(day)
        return DayBook(
            day,
            self._entries(station, since, until),
            self._passed(station, since, until),
            self._unsaved(station, since, until),
        )

    def _entries(self, station: str, since: datetime, until: datetime) -> tuple[DayEntry, ...]:
        arrived = and_(VISITS.c.arrived_at >= since, VISITS.c.arrived_at < until)
        return self._of_visits(and_(self._work.at_station(VISITS, station), arrived))

    def entry(self, visit_id: VisitId) -> DayEntry | None:
        """One visit of this hospital with its decision."""
        mine = VISITS.c.facility_id == self._work.station.facility_id
        found = self._of_visits(and_(mine, VISITS.c.id == visit_id))
        return found[0] if found else None

    def _of_visits(self, condition: Any) -> tuple[DayEntry, ...]:
        asked = select(VISITS).where(condition).order_by(VISITS.c.arrived_at, VISITS.c.id)
        visits = [visit_of(row) for row in self._work.connection.execute(asked).mappings()]
        people, decided = self._people(condition), self._decisions(condition)
        names = self._names({one.decided_by for listed in decided.values() for one in listed})
        entries: list[DayEntry] = []
        for visit in visits:
            # A visit without a decision was never saved by the desk; it has nothing to print.
            for last in decided.get(visit.id, [])[-1:]:
                first = decided[visit.id][0].decided_at
                nurse = names.get(last.decided_by, "")
                sent_at = first_sent_at(reversed(decided[visit.id]))
                entries.append(
                    DayEntry(people[visit.patient_id], visit, last, first, nurse, sent_at)
                )
        return tuple(entries)

    def _people(self, condition: Any) -> dict[PatientId, Patient]:
        visiting = PATIENTS.c.id == VISITS.c.patient_id
        asked = select(PATIENTS).join(VISITS, visiting).where(condition)
        people = map(patient_of, self._work.connection.execute(asked).mappings())
        return {one.id: one for one in people}

    def _decisions(self, condition: Any) -> dict[VisitId, list[Assessment]]:
        asked = (
            select(ASSESSMENTS)
            .join(VISITS, VISITS.c.id == ASSESSMENTS.c.visit_id)
            .where(condition)
            .order_by(ASSESSMENTS.c.id)
        )
        found: dict[VisitId, list[Assessment]] = {}
        for row in self._work.connection.execute(asked).mappings():
            assessment = assessment_of(row)
            found.setdefault(assessment.visit_id, []).append(assessment)
        return found

    def _names(self, ids: Iterable[int]) -> dict[int, str]:
        asked = select(STAFF.c.id, STAFF.c.name).where(STAFF.c.id.in_(list(ids)))
        return {row.id: row.name for row in self._work.connection.execute(asked)}

    def _passed(self, station: str, since: datetime, until: datetime) -> tuple[QuickScreen, ...]:
        asked = (
            select(SCREENS)
            .where(self._work.at_station(SCREENS, station), SCREENS.c.voided_at.is_(None))
            .where(SCREENS.c.at >= since, SCREENS.c.at < until)
            .order_by(SCREENS.c.at, SCREENS.c.id)
        )
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(QuickScreen, row, {}) for row in rows)

    def _unsaved(self, station: str, since: datetime, until: datetime) -> tuple[Arrival, ...]:
        # Somebody announced is nobody yet, until he is there or is known not to come.
        waits = and_(ARRIVALS.c.end.is_(None), ARRIVALS.c.is_announced.is_(False))
        asked = (
            select(ARRIVALS)
            .where(self._work.at_station(ARRIVALS, station))
            .where(ARRIVALS.c.began_at >= since, ARRIVALS.c.began_at < until)
            .where(or_(waits, ARRIVALS.c.end.in_(UNSAVED)))
            .order_by(ARRIVALS.c.began_at, ARRIVALS.c.id)
        )
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(Arrival, row, {}) for row in rows)
