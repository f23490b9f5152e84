"""The comparison log of thermometers: appended, never edited."""

from datetime import datetime

from sqlalchemy import select

from feverclinic.domain.boards import Topic
from feverclinic.domain.comparisons import Comparison
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.desk_tables import ComparisonRow
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

COMPARISONS = table_of(ComparisonRow)


class Comparisons:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, comparison: Comparison) -> Comparison:
        work = self._work
        values = {**columns_of(comparison, {}), "facility_id": work.station.facility_id}
        add_rows(work.connection, COMPARISONS, [values])
        work.audit.note("ADDED", "comparison", comparison.id, comparison)
        work.touched.add(Topic.COMPARISONS)
        return comparison

    def between(self, since: datetime, until: datetime) -> tuple[Comparison, ...]:
        """The log of this station in `[since, until)`, in the order of time."""
        mine = self._work.at_station(COMPARISONS, self._work.station.code)
        asked = (
            select(COMPARISONS)
            .where(mine, COMPARISONS.c.at >= since, COMPARISONS.c.at < until)
            .order_by(COMPARISONS.c.at, COMPARISONS.c.id)
        )
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(Comparison, row, {}) for row in rows)
