"""Counted people: a decision without a name each, voided with a reason and never edited."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import RowMapping, func, select, update

from feverclinic.domain.boards import Topic
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.quick_screening import QuickScreen, QuickScreenId
from feverclinic.errors import Refused, Stale
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.desk_tables import QuickScreenRow
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

QUICK_SCREENS = table_of(QuickScreenRow)


def quick_screen_of(row: RowMapping) -> QuickScreen:
    return record_of(QuickScreen, row, {})


class QuickScreens:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, screen: QuickScreen) -> QuickScreen:
        work = self._work
        values = {**columns_of(screen, {}), "facility_id": work.station.facility_id}
        add_rows(work.connection, QUICK_SCREENS, [values])
        work.audit.note("ADDED", "quick_screen", screen.id, screen)
        work.touched.add(Topic.ARRIVALS)
        return screen

    def get(self, screen_id: QuickScreenId) -> QuickScreen:
        """The counted person; raises Refused `record.missing` for an id that nobody has."""
        found = self._list(QUICK_SCREENS.c.id == screen_id)
        if not found:
            raise Refused("record.missing", what="quick_screen", id=screen_id)
        return found[0]

    def void(self, screen_id: QuickScreenId, reason: str) -> QuickScreen:
        """Take a count back, with the reason; raises Stale when that was done already."""
        if not reason.strip():
            raise Refused("record.reason_missing")
        work = self._work
        voided = work.connection.execute(
            update(QUICK_SCREENS)
            .where(QUICK_SCREENS.c.id == screen_id, QUICK_SCREENS.c.voided_at.is_(None))
            .values(voided_at=work.now, void_reason=reason.strip())
        )
        if voided.rowcount != 1:
            raise Stale("quick.already_void")
        change = {"voided_at": [None, work.now]}
        work.audit.note("VOIDED", "quick_screen", screen_id, change, reason.strip())
        work.touched.add(Topic.ARRIVALS)
        return self.get(screen_id)

    def of_day(self, station: str, day: date) -> tuple[QuickScreen, ...]:
        """Whoever was counted at a station on a day and not taken back, in the order of counting."""
        return self._list(self._on(station, day))

    def count(self, station: str, day: date) -> int:
        """How many `of_day` are."""
        asked = select(func.count()).select_from(QUICK_SCREENS).where(self._on(station, day))
        return self._work.connection.execute(asked).scalar_one()

    def since(self, station: str, at: datetime) -> tuple[QuickScreen, ...]:
        """Whoever was counted at a station from `at` on, those taken back too."""
        later = QUICK_SCREENS.c.at >= at
        return self._list(self._work.at_station(QUICK_SCREENS, station) & later)

    def _on(self, station: str, day: date) -> Any:
        begins = datetime.combine(day, time(), tzinfo=CHINA)
        ends = datetime.combine(day, time.max, tzinfo=CHINA)
        return (
            self._work.at_station(QUICK_SCREENS, station)
            & QUICK_SCREENS.c.at.between(begins, ends)
            & QUICK_SCREENS.c.voided_at.is_(None)
        )

    def _list(self, condition: Any) -> tuple[QuickScreen, ...]:
        asked = select(QUICK_SCREENS).where(condition).order_by(QUICK_SCREENS.c.id)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(quick_screen_of(row) for row in rows)
