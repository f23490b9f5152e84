"""Lists as desks see them: one SELECT each, and counts that come from the same conditions."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, select, text

from feverclinic.domain.arrivals import Arrival, ArrivalEnd
from feverclinic.domain.boards import DayCounts, QueueEntry
from feverclinic.domain.civil_time import CHINA, local_day
from feverclinic.domain.families import family_of
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.people import AgeUnit, Patient, PatientId
from feverclinic.domain.returning import ReturnVisit
from feverclinic.domain.visits import ENDED, Stage, VisitId
from feverclinic.domain.waiting import SENT, OnTheWay, expected, under_arm
from feverclinic.storage.arrivals import Arrivals
from feverclinic.storage.drafts import Drafts
from feverclinic.storage.quick_screens import QuickScreens
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
HOW_OFTEN = (
    select(func.count())
    .where(ASSESSMENTS.c.visit_id == VISITS.c.id)
    .correlate(VISITS)
    .scalar_subquery()
)
PAGE = 100
# Whoever was sent yesterday evening is still looked for; older ones were named at hand-overs.
DAYS_ON_THE_WAY = 2
ENDS = {
    Stage.LEFT: ArrivalEnd.LEFT,
    Stage.REFUSED: ArrivalEnd.REFUSED,
    Stage.DID_NOT_ARRIVE: ArrivalEnd.DID_NOT_ARRIVE,
}


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
        `readings.unclaimed`, `unprinted` of `slips.waiting`, `passed` of `quick_screens.of_day`,
        `on_the_way` of `on_the_way`.
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
            passed=QuickScreens(self._work).count(station, day),
            on_the_way=self._count(VISITS, self._is_on_the_way()),
        )

    def on_the_way(self) -> tuple[OnTheWay, ...]:
        """Everybody sent to the fever clinic and not received, of all stations of this hospital.

        The limits are those of the service: here `arrive_by` is the decision that holds.
        """
        asked = _visit_entries(self._is_on_the_way()).add_columns(HOW_OFTEN.label("decisions"))
        rows = self._work.connection.execute(asked)
        return tuple(self._on_the_way(row) for row in rows)

    def last_visit(self, patient_id: PatientId, but: VisitId | None = None) -> ReturnVisit | None:
        """The latest visit of a person, other than `but`."""
        of_person = VISITS.c.patient_id == patient_id
        if but is not None:
            of_person &= VISITS.c.id != but
        # Numbers of two stations do not follow each other in time; keys do.
        asked = _visit_entries(of_person).order_by(None).order_by(VISITS.c.id.desc()).limit(1)
        row = self._work.connection.execute(asked).first()
        if row is None:
            return None
        on = local_day(row.arrived_at)
        return ReturnVisit(
            visit_id=VisitId(row.id),
            visit_no=row.visit_no,
            station=row.station,
            on=on,
            days_ago=(local_day(self._work.now) - on).days,
            temperature=row.temperature or "",
            outcome=row.outcome,
            level=row.level,
        )

    def ended_forms(self, station: str, day: date) -> tuple[QueueEntry, ...]:
        """Whoever left, refused or did not come on a day before a visit was saved, the latest first."""
        ends = frozenset(ENDS.values())
        begins = datetime.combine(day, time(), tzinfo=CHINA)
        ended = Arrivals(self._work).ended(station, begins, ends)
        of_day = [one for one in ended if one.ended_at and local_day(one.ended_at) == day]
        return tuple(self._ended_entry(one) for one in reversed(of_day))

    def _is_on_the_way(self) -> Any:
        since = local_day(self._work.now) - timedelta(days=DAYS_ON_THE_WAY - 1)
        return and_(
            VISITS.c.facility_id == self._work.station.facility_id,
            VISITS.c.visit_no >= f"{since:%Y%m%d}-",
            VISITS.c.outcome.in_(sorted(SENT)),
            VISITS.c.stage.in_([Stage.TRIAGED, Stage.ON_THE_WAY]),
            VISITS.c.received_at.is_(None),
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
        held, family = under_arm(intake), family_of(intake)
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
            under_arm_label=held.label if held else "",
            under_arm_due_at=held.due_at if held else None,
            expected_at=expected(intake),
            is_family=family is not None,
            family_id=family,
        )

    def _ended_entry(self, arrival: Arrival) -> QueueEntry:
        intake = arrival.intake or Intake(arrival.began_at)
        entry = self._draft_entry(Draft(arrival.id, arrival.station, intake, arrival.began_at))
        return replace(
            entry,
            name=arrival.name,
            since=arrival.began_at,
            draft_id=None,
            expected_at=None,
            end=arrival.end,
        )

    def _on_the_way(self, row: Row[Any]) -> OnTheWay:
        age, unit = self._age(row)
        return OnTheWay(
            visit_id=VisitId(row.id),
            visit_no=row.visit_no,
            station=row.station,
            name=row.name,
            sex=row.sex,
            age=age,
            age_unit=unit,
            outcome=row.outcome,
            level=row.level,
            stage=row.stage,
            guide=row.guide,
            sent_at=row.sent_at,
            decided_at=row.decided_at or row.saved_at,
            arrive_by=row.decided_at or row.saved_at,
            decisions=row.decisions,
            is_from_paper=_is_from_paper(row),
        )

    def _age(self, row: Row[Any]) -> tuple[int | None, AgeUnit]:
        person = Patient(
            PatientId(0),
            row.name,
            birth_date=row.birth_date,
            age=row.age,
            age_unit=row.age_unit,
        )
        return person.age_text_parts(local_day(self._work.now)) or (None, person.age_unit)

    def _visit_entry(self, row: Row[Any]) -> QueueEntry:
        age, unit = self._age(row)
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
            is_masked_fever=bool(row.is_masked_fever) and row.stage not in ENDED,
            decided_at=row.decided_at,
            guide=row.guide,
            is_family=row.family_id is not None,
            family_id=row.family_id,
            end=ENDS.get(row.stage),
            is_from_paper=_is_from_paper(row),
        )


def _is_from_paper(row: Row[Any]) -> bool:
    """Entered from a sheet, and nobody was sent from the desk since: he went when it was written."""
    return bool(row.sheet_no) and row.sent_at is None


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
    sending = (VISITS.c.station, VISITS.c.saved_at, VISITS.c.guide, VISITS.c.sent_at)
    paper = (VISITS.c.family_id, VISITS.c.sheet_no)
    return (
        select(
            *people,
            PATIENTS.c.age_unit,
            *passage,
            *decision,
            *sending,
            *paper,
            ASSESSMENTS.c.recheck_at,
            ASSESSMENTS.c.decided_at,
            ASSESSMENTS.c.is_masked_fever,
            SLIPS.c.state.label("slip"),
        )
        .join(PATIENTS, PATIENTS.c.id == VISITS.c.patient_id)
        .outerjoin(ASSESSMENTS, ASSESSMENTS.c.id == decided)
        .outerjoin(SLIPS, SLIPS.c.id == printed)
        .where(condition)
        .order_by(VISITS.c.visit_no.desc())
    )
