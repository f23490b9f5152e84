"""Lists as desks see them: one SELECT each, and counts that come from the same conditions."""

from datetime import date
from typing import Any

from sqlalchemy import Row, and_, func, select, text

from feverclinic.domain.boards import DayCounts, QueueEntry
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.intake import Draft
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.people import Patient, PatientId
from feverclinic.domain.visits import ENDED, VisitId
from feverclinic.storage.drafts import Drafts
from feverclinic.storage.readings import IS_UNCLAIMED, READINGS
from feverclinic.storage.tables import (
    IS_WAITING,
    AssessmentRow,
    DraftRow,
    PatientRow,
    SlipRow,
    VisitRow,
    table_of,
)
from feverclinic.storage.work import Work

PATIENTS, VISITS = table_of(PatientRow), table_of(VisitRow)
ASSESSMENTS, SLIPS, DRAFTS = table_of(AssessmentRow), table_of(SlipRow), table_of(DraftRow)
PAGE = 100


class Boards:
    def __init__(self, work: Work) -> None:
        self._work = work

    def queue(self, station: str, day: date) -> tuple[QueueEntry, ...]:
        """The list of a station's day: open forms, then people to measure again, then all others.

        Forms stand in the order in which they were begun, visits with the latest first.
        """
        drafts = [self._draft_entry(draft) for draft in Drafts(self._work).of_station(station)]
        visits = [self._visit_entry(row) for row in self._visits(station, day)]
        again = [entry for entry in visits if entry.recheck_at is not None]
        others = [entry for entry in visits if entry.recheck_at is None]
        return (*drafts, *again, *others)

    def page(self, station: str, before_no: str = "") -> tuple[QueueEntry, ...]:
        """The next hundred visits of a station below a visit number, the latest first."""
        asked = _visit_entries(self._at(station))
        if before_no:
            asked = asked.where(VISITS.c.visit_no < before_no)
        rows = self._work.connection.execute(asked.limit(PAGE))
        return tuple(self._visit_entry(row) for row in rows)

    def counts(self, station: str, day: date) -> DayCounts:
        """The numbers over the list; each equals the length of the list that it opens.

        `today` and `rechecks` are of `queue`, `drafts` of `drafts.of_station`, `unassigned` of
        `readings.unclaimed`, `unprinted` of `slips.waiting`.
        """
        visits = self._visits(station, day)
        at_station = self._work.at_station
        unprinted = and_(at_station(SLIPS, station), text(IS_WAITING))
        return DayCounts(
            today=len(visits),
            drafts=self._count(DRAFTS, at_station(DRAFTS, station)),
            rechecks=sum(_recheck_at(row) is not None for row in visits),
            unassigned=self._count(READINGS, IS_UNCLAIMED & at_station(READINGS, station)),
            unprinted=self._count(SLIPS, unprinted),
        )

    def _visits(self, station: str, day: date) -> list[Row[Any]]:
        # Numbers of a day are neighbours in the index of visit numbers: ':' follows '9' there.
        begins, ends = f"{day:%Y%m%d}-", f"{day:%Y%m%d}-:"
        of_day = and_(self._at(station), VISITS.c.visit_no >= begins, VISITS.c.visit_no < ends)
        return list(self._work.connection.execute(_visit_entries(of_day)))

    def _at(self, station: str) -> Any:
        return self._work.at_station(VISITS, station)

    def _count(self, table: Any, condition: Any) -> int:
        asked = select(func.count()).select_from(table).where(condition)
        return self._work.connection.execute(asked).scalar_one()

    def _draft_entry(self, draft: Draft) -> QueueEntry:
        intake, now = draft.intake, self._work.now
        person = read_intake(intake, now, Surroundings()).patient
        age, unit = person.age_text_parts(local_day(now)) or (None, person.age_unit)
        return QueueEntry(
            name=intake.text("name").strip(),
            sex=person.sex,
            age=age,
            age_unit=unit,
            since=intake.arrived_at,
            temperature=intake.readings[-1].raw_text if intake.readings else "",
            draft_id=draft.id,
        )

    def _visit_entry(self, row: Row[Any]) -> QueueEntry:
        person = Patient(
            PatientId(0),
            row.name,
            birth_date=row.birth_date,
            age=row.age,
            age_unit=row.age_unit,
        )
        age, unit = person.age_text_parts(local_day(self._work.now)) or (None, person.age_unit)
        return QueueEntry(
            name=row.name,
            sex=row.sex,
            age=age,
            age_unit=unit,
            since=row.arrived_at,
            temperature=row.temperature or "",
            visit_id=VisitId(row.id),
            visit_no=row.visit_no,
            stage=row.stage,
            level=row.level,
            outcome=row.outcome,
            slip=row.slip,
            recheck_at=_recheck_at(row),
        )


def _recheck_at(row: Row[Any]) -> Any:
    """When to measure again; nobody measures people who have left."""
    return None if row.stage in ENDED else row.recheck_at


def _visit_entries(condition: Any) -> Any:
    """Visits with the person, the decision that holds and the last slip, the latest first."""
    decided = (
        select(func.max(ASSESSMENTS.c.id))
        .where(ASSESSMENTS.c.visit_id == VISITS.c.id)
        .correlate(VISITS)
        .scalar_subquery()
    )
    printed = (
        select(func.max(SLIPS.c.id))
        .where(SLIPS.c.visit_id == VISITS.c.id)
        .correlate(VISITS)
        .scalar_subquery()
    )
    people = (PATIENTS.c.name, PATIENTS.c.sex, PATIENTS.c.birth_date, PATIENTS.c.age)
    passage = (VISITS.c.id, VISITS.c.visit_no, VISITS.c.arrived_at, VISITS.c.stage)
    decision = (VISITS.c.level, VISITS.c.outcome, ASSESSMENTS.c.temperature)
    return (
        select(
            *people,
            PATIENTS.c.age_unit,
            *passage,
            *decision,
            ASSESSMENTS.c.recheck_at,
            SLIPS.c.state.label("slip"),
        )
        .join(PATIENTS, PATIENTS.c.id == VISITS.c.patient_id)
        .outerjoin(ASSESSMENTS, ASSESSMENTS.c.id == decided)
        .outerjoin(SLIPS, SLIPS.c.id == printed)
        .where(condition)
        .order_by(VISITS.c.visit_no.desc())
    )
