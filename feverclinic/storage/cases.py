"""Cases with their entries: the case is where it stands now, the entries are what led there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, select

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_entries import KINDS, Document, Entry, Noted
from feverclinic.domain.cases import Case, CaseId, EntryId
from feverclinic.domain.people import PatientId, StaffId
from feverclinic.domain.recalling import RECALL
from feverclinic.domain.visits import VisitId
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabReported,
    SampleResult,
    SampleTaken,
)
from feverclinic.errors import Refused
from feverclinic.storage.audit import difference
from feverclinic.storage.case_tables import CaseEntryRow, CaseRow
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.documents import read_document, write_document
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

CASES, ENTRIES = table_of(CaseRow), table_of(CaseEntryRow)
# Tubes and messages stand in one column, each with its own letter before it; so do recalls.
TUBE, MESSAGE = "T:", "M:"
RECALLED = "R:"


def entry_of(row: RowMapping) -> Entry:
    """The entry whose document stands in a row as text."""
    return Entry(
        id=EntryId(row["id"]),
        case_id=CaseId(row["case_id"]),
        seq=row["seq"],
        document=read_document(KINDS[row["kind"]], row["document"]),
        at=row["at"],
        entered_at=row["entered_at"],
        entered_by=StaffId(row["entered_by"]),
        by_name=row["by_name"],
        station=row["station"],
        replaces=None if row["replaces"] is None else EntryId(row["replaces"]),
        origin=None if row["origin"] is None else EntryId(row["origin"]),
    )


class Cases:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, case: Case) -> Case:
        """Record a new case."""
        work = self._work
        facility = work.station.facility_id
        add_rows(work.connection, CASES, [{**columns_of(case, {}), "facility_id": facility}])
        work.audit.note("ADDED", "case", case.id, case)
        work.touched.add(Topic.CASES)
        return case

    def lock(self, case_id: CaseId) -> None:
        """Keep every other desk from writing into this case until this transaction ends."""
        asked = select(CASES.c.id).where(CASES.c.id == case_id).with_for_update()
        self._work.connection.execute(asked)

    def get(self, case_id: CaseId) -> Case:
        """The case; raises Refused `record.missing` for an id that no case has."""
        found = self._list(CASES.c.id == case_id)
        if not found:
            raise Refused("record.missing", what="case", id=case_id)
        return found[0]

    def find_by_visit(self, visit_id: VisitId) -> Case | None:
        """The case that was opened at this visit."""
        found = self._list(CASES.c.visit_id == visit_id)
        return found[-1] if found else None

    def of_patient(self, patient_id: PatientId) -> tuple[Case, ...]:
        """All cases of a person, the first opened first."""
        return self._list(CASES.c.patient_id == patient_id)

    def save(self, case: Case) -> Case:
        """Keep a changed case as the next version; raises Stale when another desk was faster."""
        work = self._work
        before = self.get(case.id)
        work.replace_row(CASES, case.id, case.version, columns_of(case, {}), "case")
        saved = replace(case, version=case.version + 1)
        work.audit.note("CHANGED", "case", case.id, difference(before, saved))
        work.touched.add(Topic.CASES)
        return saved

    def put(self, entries: Sequence[Entry]) -> None:
        """Write entries; raises Stale `record.already_there` for a number another desk has used."""
        work = self._work
        facility = work.station.facility_id
        add_rows(work.connection, ENTRIES, [_row(one, facility) for one in entries])
        for one in entries:
            told = {"case_id": one.case_id, "seq": one.seq, "kind": one.kind, "told": one.document}
            work.audit.note("ADDED", "case_entry", one.id, told)
        work.touched.add(Topic.CASES)

    def entries_of(self, case_id: CaseId) -> tuple[Entry, ...]:
        """All entries of a case in their order, those that were replaced or declared void included."""
        asked = select(ENTRIES).where(ENTRIES.c.case_id == case_id).order_by(ENTRIES.c.seq)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(entry_of(row) for row in rows)

    def of_tube(self, tube_no: str) -> tuple[Entry, ...]:
        """The takings of a sample with this tube number, in the order of writing."""
        return self._marked(f"{TUBE}{tube_no.strip()}")

    def of_message(self, message_id: str) -> tuple[Entry, ...]:
        """The results that a message of a laboratory brought already."""
        return self._marked(f"{MESSAGE}{message_id}")

    def _marked(self, mark: str) -> tuple[Entry, ...]:
        mine = ENTRIES.c.facility_id == self._work.station.facility_id
        asked = select(ENTRIES).where(mine, ENTRIES.c.mark == mark).order_by(ENTRIES.c.id)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(entry_of(row) for row in rows)

    def _list(self, condition: Any) -> tuple[Case, ...]:
        mine = CASES.c.facility_id == self._work.station.facility_id
        asked = select(CASES).where(mine & condition).order_by(CASES.c.id)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(Case, row, {}) for row in rows)


def _row(entry: Entry, facility_id: int) -> dict[str, Any]:
    return {
        **columns_of(entry, {}),
        "kind": entry.kind,
        "document": write_document(entry.document),
        "facility_id": facility_id,
        "mark": _mark_of(entry.document),
    }


def _mark_of(document: Document) -> str | None:
    """By what a laboratory names it: the tube of a sample, the message of a result; or a recall."""
    if isinstance(document, SampleTaken):
        return f"{TUBE}{document.tube_no.strip()}" if document.tube_no.strip() else None
    if isinstance(document, (SampleResult, BloodCountReported, LabReported, ImageRead)):
        return f"{MESSAGE}{document.message_id}" if document.message_id else None
    return RECALLED if isinstance(document, Noted) and document.code == RECALL else None
