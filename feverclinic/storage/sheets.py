"""Numbered blank sheets: each printed number once, and what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from feverclinic.domain.boards import Topic
from feverclinic.domain.sheets import Sheet, SheetState
from feverclinic.storage.audit import difference
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.desk_tables import SheetRow
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

SHEETS = table_of(SheetRow)


class Sheets:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
        """Record printed sheets; raises Stale `record.already_there` for a number used before."""
        work = self._work
        facility = work.station.facility_id
        rows = [{**columns_of(sheet, {}), "facility_id": facility} for sheet in sheets]
        add_rows(work.connection, SHEETS, rows)
        for sheet in sheets:
            work.audit.note("ADDED", "sheet", sheet.id, sheet)
        work.touched.add(Topic.SHEETS)
        return tuple(sheets)

    def find(self, kind: str, number: str) -> Sheet | None:
        """The sheet with this number, wherever in the hospital it was printed."""
        found = self._list(self._own(kind) & (SHEETS.c.number == number))
        return found[0] if found else None

    def count_of_day(self, kind: str, prefix: str) -> int:
        """How many numbers begin like that (station and day)."""
        condition = self._own(kind) & SHEETS.c.number.startswith(prefix, autoescape=True)
        asked = select(func.count()).select_from(SHEETS).where(condition)
        return self._work.connection.execute(asked).scalar_one()

    def since(self, kind: str, at: datetime) -> tuple[Sheet, ...]:
        """All sheets of this station printed since then, and all older ones still out."""
        still = or_(SHEETS.c.printed_at >= at, SHEETS.c.state == SheetState.OUT)
        mine = self._work.at_station(SHEETS, self._work.station.code)
        return self._list(mine & (SHEETS.c.kind == kind) & still)

    def save(self, sheet: Sheet) -> Sheet:
        """Keep a changed sheet as the next version; raises Stale when another desk was faster."""
        work = self._work
        (before,) = self._list(SHEETS.c.id == sheet.id)
        work.replace_row(SHEETS, sheet.id, sheet.version, columns_of(sheet, {}), "sheet")
        saved = replace(sheet, version=sheet.version + 1)
        work.audit.note("CHANGED", "sheet", sheet.id, difference(before, saved), sheet.reason)
        work.touched.add(Topic.SHEETS)
        return saved

    def _own(self, kind: str) -> Any:
        mine = SHEETS.c.facility_id == self._work.station.facility_id
        return mine & (SHEETS.c.kind == kind)

    def _list(self, condition: Any) -> tuple[Sheet, ...]:
        asked = select(SHEETS).where(condition).order_by(SHEETS.c.id)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(Sheet, row, {}) for row in rows)
