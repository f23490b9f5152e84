"""Lists of the isolation desk: a fixed number of SELECTs each, however many people are in the house."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select, text

from feverclinic.domain.case_entries import Entry
from feverclinic.domain.cases import Case, CaseId
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.people import AgeUnit, Patient, PatientId, Sex
from feverclinic.domain.readings import Reading
from feverclinic.domain.rooms import Room, RoomId, Stay
from feverclinic.domain.visits import Stage, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.domain.waiting import SENT
from feverclinic.storage.case_tables import (
    IS_FOLLOWED,
    IS_OPEN_CASE,
    IS_THERE,
    CaseEntryRow,
    CaseRow,
    StayRow,
)
from feverclinic.storage.cases import RECALLED, entry_of
from feverclinic.storage.columns import record_of
from feverclinic.storage.readings import READINGS
from feverclinic.storage.rooms import Rooms, Stays
from feverclinic.storage.tables import PatientRow, VisitRow, table_of
from feverclinic.storage.work import Work

CASES, ENTRIES, STAYS = table_of(CaseRow), table_of(CaseEntryRow), table_of(StayRow)
PATIENTS, VISITS = table_of(PatientRow), table_of(VisitRow)
# Whoever was received yesterday and not seen yet still stands in the list; older ones had a hand-over.
DAYS_WAITING = 2
ASKED = "SIGNATURE_ASKED"


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is, as every list shows him, with the last valid reading of the visit if there is one."""

    visit_id: VisitId
    visit_no: str
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    level: Level | None
    since: datetime
    phone: str = ""
    reading: Reading | None = None


class CaseBoards:
    def __init__(self, work: Work) -> None:
        self._work = work

    def waiting(self) -> tuple[Person, ...]:
        """Who was received and not seen by a doctor, the earliest receipt first (候诊)."""
        since = local_day(self._work.now) - timedelta(days=DAYS_WAITING - 1)
        has_case = select(CASES.c.id).where(CASES.c.visit_id == VISITS.c.id).exists()
        asked = (
            select(*_PERSON)
            .join(PATIENTS, PATIENTS.c.id == VISITS.c.patient_id)
            .where(
                VISITS.c.facility_id == self._facility,
                VISITS.c.visit_no >= f"{since:%Y%m%d}-",
                VISITS.c.outcome.in_(sorted(SENT)),
                VISITS.c.stage == Stage.ARRIVED,
                VISITS.c.received_at.is_not(None),
                ~has_case,
            )
            .order_by(VISITS.c.received_at, VISITS.c.id)
        )
        return self._with_readings(list(self._work.connection.execute(asked)))

    def open_cases(self) -> tuple[tuple[Case, Person], ...]:
        """Every case of somebody who is here, or should be; the earliest opened first."""
        return self._cases(and_(CASES.c.facility_id == self._facility, text(IS_OPEN_CASE)))

    def in_rooms(self) -> tuple[tuple[Case, Person], ...]:
        """The cases of whoever lies in a bed."""
        lying = select(STAYS.c.case_id).where(text(IS_THERE))
        return self._cases(and_(CASES.c.facility_id == self._facility, CASES.c.id.in_(lying)))

    def followed(self) -> tuple[tuple[Case, Person], ...]:
        """The cases in follow-up after their discharge."""
        return self._cases(and_(CASES.c.facility_id == self._facility, text(IS_FOLLOWED)))

    def ever_called_back(self) -> tuple[tuple[Case, Person], ...]:
        """The cases of whoever has gone and was called back at some time; whether still is in the entries."""
        called = select(ENTRIES.c.case_id).where(
            ENTRIES.c.facility_id == self._facility, ENTRIES.c.mark == RECALLED
        )
        gone = and_(CASES.c.facility_id == self._facility, text(f"NOT ({IS_OPEN_CASE})"))
        return self._cases(and_(gone, CASES.c.id.in_(called)))

    def named(self, case_ids: Iterable[CaseId]) -> dict[CaseId, str]:
        """The names of the people of these cases."""
        asked = (
            select(CASES.c.id, PATIENTS.c.name)
            .join(PATIENTS, PATIENTS.c.id == CASES.c.patient_id)
            .where(CASES.c.id.in_(sorted(case_ids)))
        )
        return {CaseId(row.id): row.name for row in self._work.connection.execute(asked)}

    def entries_of(
        self, case_ids: Iterable[CaseId], kinds: Iterable[str]
    ) -> dict[CaseId, tuple[Entry, ...]]:
        """The entries of some kinds of these cases, in their order."""
        asked = (
            select(ENTRIES)
            .where(ENTRIES.c.case_id.in_(sorted(case_ids)), ENTRIES.c.kind.in_(sorted(kinds)))
            .order_by(ENTRIES.c.case_id, ENTRIES.c.seq)
        )
        found: dict[CaseId, list[Entry]] = {}
        for row in self._work.connection.execute(asked).mappings():
            entry = entry_of(row)
            found.setdefault(entry.case_id, []).append(entry)
        return {case_id: tuple(entries) for case_id, entries in found.items()}

    def asked_to_sign(self) -> tuple[CaseId, ...]:
        """The open cases in which somebody was ever asked to sign."""
        asked = (
            select(CASES.c.id)
            .where(
                CASES.c.facility_id == self._facility,
                text(IS_OPEN_CASE),
                select(ENTRIES.c.id)
                .where(ENTRIES.c.case_id == CASES.c.id, ENTRIES.c.kind == ASKED)
                .exists(),
            )
            .order_by(CASES.c.id)
        )
        return tuple(CaseId(row.id) for row in self._work.connection.execute(asked))

    def rooms_and_stays(self) -> tuple[tuple[Room, ...], dict[RoomId, tuple[Stay, ...]]]:
        """All rooms, and who lies in each."""
        lying: dict[RoomId, list[Stay]] = {}
        for stay in Stays(self._work).open():
            lying.setdefault(stay.room_id, []).append(stay)
        rooms = Rooms(self._work).all()
        return rooms, {room_id: tuple(stays) for room_id, stays in lying.items()}

    @property
    def _facility(self) -> int:
        return self._work.station.facility_id

    def _cases(self, condition: Any) -> tuple[tuple[Case, Person], ...]:
        cases = self._work.connection.execute(
            select(CASES).where(condition).order_by(CASES.c.id)
        ).mappings()
        found = [record_of(Case, row, {}) for row in cases]
        people = (
            select(CASES.c.id.label("case_id"), *_PERSON)
            .join(VISITS, VISITS.c.id == CASES.c.visit_id)
            .join(PATIENTS, PATIENTS.c.id == CASES.c.patient_id)
            .where(condition)
            .order_by(CASES.c.id)
        )
        rows = list(self._work.connection.execute(people))
        return tuple(zip(found, self._with_readings(rows), strict=True))

    def _with_readings(self, rows: Sequence[Any]) -> tuple[Person, ...]:
        """The people of these rows, each with the reading measured last."""
        last = self._last_readings([row.visit_id for row in rows])
        return tuple(self._person(row, last.get(row.visit_id)) for row in rows)

    def _last_readings(self, visit_ids: list[int]) -> dict[int, Reading]:
        ranked = (
            select(
                READINGS.c.id,
                func.row_number()
                .over(
                    partition_by=READINGS.c.visit_id,
                    order_by=(READINGS.c.measured_at.desc(), READINGS.c.id.desc()),
                )
                .label("place"),
            )
            .where(READINGS.c.visit_id.in_(visit_ids), READINGS.c.voided_at.is_(None))
            .subquery()
        )
        asked = (
            select(READINGS).join(ranked, ranked.c.id == READINGS.c.id).where(ranked.c.place == 1)
        )
        rows = self._work.connection.execute(asked).mappings()
        return {row["visit_id"]: record_of(Reading, row, {}) for row in rows}

    def _person(self, row: Any, reading: Reading | None) -> Person:
        person = Patient(
            PatientId(0), row.name, birth_date=row.birth_date, age=row.age, age_unit=row.age_unit
        )
        today = local_day(self._work.now)
        age, unit = person.age_text_parts(today) or (None, person.age_unit)
        return Person(
            visit_id=VisitId(row.visit_id),
            visit_no=row.visit_no,
            name=row.name,
            sex=row.sex,
            age=age,
            age_unit=unit,
            level=row.level,
            since=row.received_at,
            phone=row.phone,
            reading=reading,
        )


_PERSON = (
    VISITS.c.id.label("visit_id"),
    VISITS.c.visit_no,
    VISITS.c.level,
    VISITS.c.received_at,
    PATIENTS.c.name,
    PATIENTS.c.sex,
    PATIENTS.c.birth_date,
    PATIENTS.c.age,
    PATIENTS.c.age_unit,
    PATIENTS.c.phone,
)
