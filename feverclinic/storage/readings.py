"""Readings: written once, exactly as they came; assigned by hand or voided, never edited."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select, update

from feverclinic.domain.boards import Topic, Unclaimed
from feverclinic.domain.quick_screening import QuickScreenId
from feverclinic.domain.readings import Reading, ReadingId
from feverclinic.domain.visits import DraftId, VisitId
from feverclinic.errors import Refused, Stale
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.desk_tables import QuickScreenRow
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import ReadingRow, table_of
from feverclinic.storage.work import Work

READINGS, QUICK_SCREENS = table_of(ReadingRow), table_of(QuickScreenRow)
IS_UNCLAIMED = (
    READINGS.c.visit_id.is_(None) & READINGS.c.quick_id.is_(None) & READINGS.c.voided_at.is_(None)
)


class Readings:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        reading: Reading,
        visit_id: VisitId | None = None,
        station: str = "",
        quick_id: QuickScreenId | None = None,
    ) -> Reading:
        """Record a reading, with its id; without a visit it waits unclaimed at the station.

        `quick_id` is the counted person whom it let pass.
        """
        work = self._work
        reading_id = reading.id or ReadingId(work.new_id())
        kept = replace(reading, id=reading_id)
        values = {
            **columns_of(kept, {}),
            "facility_id": work.station.facility_id,
            "station": station or work.station.code,
            "visit_id": visit_id,
            "quick_id": quick_id,
            "value_centi": kept.value_centi,
            "voided_at": None,
            "void_reason": "",
        }
        add_rows(work.connection, READINGS, [values])
        work.audit.note("ADDED", "reading", reading_id, {"visit_id": visit_id, "reading": kept})
        work.touched.add(Topic.READINGS)
        return kept

    def get(self, reading_id: ReadingId) -> Reading:
        """The reading; raises Refused `record.missing` for an id that no reading has."""
        asked = select(READINGS).where(READINGS.c.id == reading_id)
        row = self._work.connection.execute(asked).mappings().first()
        if row is None:
            raise Refused("record.missing", what="reading", id=reading_id)
        return record_of(Reading, row, {})

    def assign(
        self, reading_id: ReadingId, visit_id: VisitId, of_form: DraftId | None = None
    ) -> Reading:
        """Give an unclaimed reading to a visit by hand; raises Stale when it is claimed already.

        `of_form` is the form that holds it: one that was counted, or had ended, and is open again
        has its readings back.
        """
        self._claim(reading_id, of_form, {"visit_id": visit_id})
        self._note("ASSIGNED", reading_id, {"visit_id": [None, visit_id]})
        return self.get(reading_id)

    def keep_with(
        self, reading_id: ReadingId, quick_id: QuickScreenId, of_form: DraftId | None = None
    ) -> Reading:
        """Give an unclaimed reading to whoever went on or left without a visit; marked like `assign`.

        Raises Stale when it is claimed already.
        """
        self._claim(reading_id, of_form, {"quick_id": quick_id})
        self._note("ASSIGNED", reading_id, {"quick_id": quick_id})
        return self.get(reading_id)

    def _claim(
        self, reading_id: ReadingId, of_form: DraftId | None, values: dict[str, Any]
    ) -> None:
        """What lay in the tray is marked as given by hand; what a form has back stays as it was."""
        condition = (READINGS.c.id == reading_id) & _is_free_for(of_form)
        is_tray = READINGS.c.quick_id.is_(None)
        marked = case((is_tray, True), else_=READINGS.c.assigned_by_hand)
        given = update(READINGS).where(condition).values(**values, assigned_by_hand=marked)
        claimed = self._work.connection.execute(given)
        if claimed.rowcount != 1:
            raise Stale("reading.already_claimed")

    def void(self, reading_id: ReadingId, reason: str) -> None:
        """Declare a reading invalid, with the reason; it stays in the records."""
        if not reason.strip():
            raise Refused("record.reason_missing")
        work = self._work
        condition = (READINGS.c.id == reading_id) & READINGS.c.voided_at.is_(None)
        voided = work.connection.execute(
            update(READINGS).where(condition).values(voided_at=work.now, void_reason=reason.strip())
        )
        if voided.rowcount != 1:
            raise Stale("reading.already_void")
        self._note("VOIDED", reading_id, {"voided_at": [None, work.now]}, reason.strip())

    def visit_of(self, reading_id: ReadingId) -> VisitId | None:
        """The visit that a reading belongs to; None for one of the tray or of a counted person."""
        asked = select(READINGS.c.visit_id).where(READINGS.c.id == reading_id)
        found = self._work.connection.execute(asked).scalar()
        return None if found is None else VisitId(found)

    def of_visit(self, visit_id: VisitId) -> tuple[Reading, ...]:
        """The valid readings of a visit in the order of measuring."""
        condition = (READINGS.c.visit_id == visit_id) & READINGS.c.voided_at.is_(None)
        return tuple(reading for reading, _ in self._list(condition))

    def voided_of_visit(self, visit_id: VisitId) -> tuple[Reading, ...]:
        """The readings of a visit that were declared invalid, in the order of measuring."""
        condition = (READINGS.c.visit_id == visit_id) & READINGS.c.voided_at.is_not(None)
        return tuple(reading for reading, _ in self._list(condition))

    def unclaimed(self, station: str) -> tuple[Unclaimed, ...]:
        """The tray of a station: readings that nobody armed, the oldest first."""
        found = self._list(IS_UNCLAIMED & self._work.at_station(READINGS, station))
        return tuple(Unclaimed(reading, at) for reading, at in found)

    def _list(self, condition: Any) -> list[tuple[Reading, str]]:
        asked = select(READINGS).where(condition).order_by(READINGS.c.measured_at, READINGS.c.id)
        rows = self._work.connection.execute(asked).mappings()
        return [(record_of(Reading, row, {}), str(row["station"])) for row in rows]

    def _note(self, action: str, reading_id: int, change: object, reason: str = "") -> None:
        self._work.audit.note(action, "reading", reading_id, change, reason)
        self._work.touched.add(Topic.READINGS)


def _is_free_for(of_form: DraftId | None) -> ColumnElement[bool]:
    """In the tray, or with a form that had ended and is open again."""
    if of_form is None:
        return IS_UNCLAIMED
    owner = READINGS.c.quick_id
    taken_back = (
        select(QUICK_SCREENS.c.id)
        .where(QUICK_SCREENS.c.id == owner, QUICK_SCREENS.c.arrival_id == of_form)
        .where(QUICK_SCREENS.c.voided_at.is_not(None))
        .exists()
    )
    is_mine = or_(owner.is_(None), owner == of_form, taken_back)
    return READINGS.c.visit_id.is_(None) & READINGS.c.voided_at.is_(None) & is_mine
