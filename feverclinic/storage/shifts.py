"""Shifts of this station, and what the records know of everybody who was at its desk in one."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, text

from feverclinic.domain.balancing import (
    Arrived,
    Counted,
    Form,
    Routed,
    Witnesses,
    is_on_the_way,
)
from feverclinic.domain.boards import Topic
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.people import PatientId
from feverclinic.domain.shifts import Shift
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.waiting import first_sent_at, under_arm
from feverclinic.storage.assessments import Assessments
from feverclinic.storage.audit import difference
from feverclinic.storage.boards import DAYS_ON_THE_WAY, HOW_OFTEN
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.desk_tables import IS_GOING, ArrivalRow, QuickScreenRow, ShiftRow
from feverclinic.storage.drafts import Drafts
from feverclinic.storage.tables import AssessmentRow, PatientRow, VisitRow, table_of
from feverclinic.storage.work import Work

SHIFTS, ARRIVALS, SCREENS = table_of(ShiftRow), table_of(ArrivalRow), table_of(QuickScreenRow)
VISITS, PATIENTS, ASSESSMENTS = table_of(VisitRow), table_of(PatientRow), table_of(AssessmentRow)
# How long before a shift a form that ended in it may have begun; older ones have their draft.
LONGEST_OPEN = timedelta(days=30)


class Shifts:
    def __init__(self, work: Work) -> None:
        self._work = work

    def going(self) -> Shift | None:
        """The shift that goes on at this station; the program's end and start do not end it."""
        found = self._list(text(IS_GOING))
        return found[0] if found else None

    def last(self) -> Shift | None:
        """The shift that ended last at this station."""
        found = self._list(SHIFTS.c.taken_at.is_not(None))
        return found[0] if found else None

    def add(self, shift: Shift) -> Shift:
        """Begin a shift; raises Stale `record.already_there` while one goes on at this station."""
        work = self._work
        values = {**columns_of(shift, {}), "facility_id": work.station.facility_id}
        work.connection.execute(insert(SHIFTS), values)
        work.audit.note("ADDED", "shift", shift.id, shift)
        work.touched.add(Topic.SHIFTS)
        return shift

    def save(self, before: Shift, shift: Shift) -> Shift:
        """Keep a changed shift as the next version; raises Stale when another hand was faster."""
        work = self._work
        work.replace_row(SHIFTS, shift.id, shift.version, columns_of(shift, {}), "shift")
        saved = replace(shift, version=shift.version + 1)
        work.audit.note("CHANGED", "shift", shift.id, difference(before, saved), shift.note)
        work.touched.add(Topic.SHIFTS)
        return saved

    def witnesses(self, since: datetime) -> Witnesses:
        """The register and, beside it, the visits, forms and counted people of this station."""
        drafts = Drafts(self._work).of_station(self._work.station.code)
        forms = tuple(
            Form(
                draft.id,
                draft.intake.text("name"),
                draft.intake.arrived_at,
                draft.intake.visit_id,
                out.label if (out := under_arm(draft.intake)) else "",
            )
            for draft in drafts
            if not draft.intake.is_empty  # nobody stands at a form with nothing on it
        )
        arrivals = self._arrivals(since, tuple(form.id for form in forms))
        return Witnesses(since, arrivals, self._visits(since), forms, self._counted(since))

    def _arrivals(self, since: datetime, open_forms: tuple[DraftId, ...]) -> tuple[Arrived, ...]:
        known = or_(ARRIVALS.c.began_at >= since - LONGEST_OPEN, ARRIVALS.c.id.in_(open_forms))
        names = ("id", "name", "began_at", "end", "ended_at", "visit_id")
        asked = (
            select(*(ARRIVALS.c[name] for name in names))
            .where(self._here(ARRIVALS), known)
            .order_by(ARRIVALS.c.id)
        )
        return tuple(
            Arrived(DraftId(row.id), row.name, row.began_at, row.end, row.ended_at, row.visit_id)
            for row in self._work.connection.execute(asked)
        )

    def _visits(self, since: datetime) -> tuple[Routed, ...]:
        """Those of the shift's arrivals, those numbered on its days, known or not, and who is still here."""
        of_arrivals = select(ARRIVALS.c.visit_id).where(
            self._here(ARRIVALS),
            ARRIVALS.c.began_at >= since - LONGEST_OPEN,
            ARRIVALS.c.ended_at >= since,
        )
        # ':' follows '9' in the index of visit numbers, so a day and all after it are one range.
        numbered = and_(self._here(VISITS), VISITS.c.visit_no >= f"{local_day(since):%Y%m%d}-")
        # Sent or held before midnight, and not done with the desk by the shift that began after it.
        recent = local_day(self._work.now) - timedelta(days=DAYS_ON_THE_WAY - 1)
        still_here = and_(
            self._here(VISITS),
            VISITS.c.visit_no >= f"{recent:%Y%m%d}-",
            VISITS.c.stage.in_([Stage.TRIAGED, Stage.ON_THE_WAY]),
        )
        found: dict[int, Routed] = {}
        for condition in (numbered, still_here, VISITS.c.id.in_(of_arrivals)):
            for row in self._work.connection.execute(_routed(condition)):
                found[row.id] = self._routed_of(row)
        return tuple(found[key] for key in sorted(found))

    def _routed_of(self, row: Any) -> Routed:
        visit = _routed_of(row)
        if row.decisions == 1 or not is_on_the_way(visit):
            return visit
        decided = Assessments(self._work).of_visit(visit.id)
        return replace(visit, sent_at=first_sent_at(decided))

    def _counted(self, since: datetime) -> tuple[Counted, ...]:
        asked = (
            select(SCREENS.c.arrival_id, SCREENS.c.at)
            .where(self._here(SCREENS), SCREENS.c.at >= since, SCREENS.c.voided_at.is_(None))
            .order_by(SCREENS.c.at)
        )
        return tuple(
            Counted(row.arrival_id, row.at) for row in self._work.connection.execute(asked)
        )

    def _here(self, table: Any) -> Any:
        return self._work.at_station(table, self._work.station.code)

    def _list(self, condition: Any) -> list[Shift]:
        asked = (
            select(SHIFTS)
            .where(self._here(SHIFTS), condition)
            .order_by(SHIFTS.c.began_at.desc(), SHIFTS.c.id.desc())
            .limit(1)
        )
        rows = self._work.connection.execute(asked).mappings()
        return [record_of(Shift, row, {}) for row in rows]


def _routed(condition: Any) -> Any:
    decided = (
        select(func.max(ASSESSMENTS.c.id))
        .where(ASSESSMENTS.c.visit_id == VISITS.c.id)
        .correlate(VISITS)
        .scalar_subquery()
    )
    own = ("id", "patient_id", "visit_no", "stage", "outcome", "saved_at", "received_at")
    return (
        select(
            *(VISITS.c[name] for name in own),
            PATIENTS.c.name,
            ASSESSMENTS.c.recheck_at,
            HOW_OFTEN.label("decisions"),
        )
        .join(PATIENTS, PATIENTS.c.id == VISITS.c.patient_id)
        .outerjoin(ASSESSMENTS, ASSESSMENTS.c.id == decided)
        .where(condition)
    )


def _routed_of(row: Any) -> Routed:
    return Routed(
        VisitId(row.id),
        PatientId(row.patient_id),
        row.name,
        row.visit_no,
        row.stage,
        row.outcome,
        row.saved_at,
        row.received_at,
        row.recheck_at,
    )
