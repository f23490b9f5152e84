"""Papers of cases: what was asked for, what is on paper, and whose papers a day has."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, text

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_papers import Printing
from feverclinic.domain.cases import CaseId
from feverclinic.errors import Refused
from feverclinic.storage.audit import difference
from feverclinic.storage.case_tables import IS_UNPRINTED, CasePaperRow, CaseRow
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

PAPERS, CASES = table_of(CasePaperRow), table_of(CaseRow)


class CasePapers:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, printing: Printing) -> Printing:
        """A paper that was asked for here; it waits until it is on paper."""
        work = self._work
        where = {"facility_id": work.station.facility_id, "station": work.station.code}
        add_rows(work.connection, PAPERS, [{**columns_of(printing, {}), **where}])
        work.audit.note("ADDED", "case_paper", printing.id, printing)
        work.touched.add(Topic.PAPERS)
        return printing

    def save(self, printing: Printing) -> Printing:
        """Keep a changed one as the next version; raises Stale when another desk was faster."""
        work = self._work
        before = self._list(PAPERS.c.id == printing.id)
        if not before:
            raise Refused("record.missing", what="case_paper", id=printing.id)
        work.replace_row(
            PAPERS, printing.id, printing.version, columns_of(printing, {}), "case_paper"
        )
        saved = replace(printing, version=printing.version + 1)
        work.audit.note("CHANGED", "case_paper", printing.id, difference(before[0], saved))
        work.touched.add(Topic.PAPERS)
        return saved

    def of_case(self, case_id: CaseId) -> tuple[Printing, ...]:
        """All printings of a case in the order in which they were asked for."""
        return self._list(PAPERS.c.case_id == case_id)

    def waiting(self) -> tuple[Printing, ...]:
        """What this station has asked for and is not on paper, the oldest first."""
        mine = self._work.at_station(PAPERS, self._work.station.code)
        return self._list(and_(mine, text(IS_UNPRINTED)))

    def observed(self, first: datetime, after: datetime) -> tuple[CaseId, ...]:
        """The cases isolated at any time from `first` until before `after`, the earliest first."""
        mine = CASES.c.facility_id == self._work.station.facility_id
        asked = (
            select(CASES.c.id)
            .where(
                mine,
                CASES.c.isolation_started_at < after,
                or_(CASES.c.isolation_ended_at.is_(None), CASES.c.isolation_ended_at >= first),
            )
            .order_by(CASES.c.isolation_started_at, CASES.c.id)
        )
        return tuple(CaseId(one) for one in self._work.connection.execute(asked).scalars())

    def _list(self, condition: Any) -> tuple[Printing, ...]:
        asked = select(PAPERS).where(condition).order_by(PAPERS.c.id)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(Printing, row, {}) for row in rows)
