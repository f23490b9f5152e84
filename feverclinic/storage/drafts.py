"""Drafts: open forms, kept letter for letter; they belong to the station, not to the person."""

from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, select

from feverclinic.domain.boards import Topic
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Refused
from feverclinic.storage.columns import insert_or_replace
from feverclinic.storage.documents import read_document, write_document
from feverclinic.storage.ready import run
from feverclinic.storage.tables import DraftRow, table_of
from feverclinic.storage.work import Work

DRAFTS = table_of(DraftRow)
BY_ID = select(DRAFTS).where(DRAFTS.c.id == bindparam("draft_id"))
DROP = delete(DRAFTS).where(DRAFTS.c.id == bindparam("draft_id"))


def draft_of(row: RowMapping) -> Draft:
    return Draft(
        DraftId(row["id"]),
        row["station"],
        read_document(Intake, row["document"]),
        row["changed_at"],
        row["is_set_aside"],
    )


class Drafts:
    """No audit lines here: a draft is no record yet, and it is written every second."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, draft: Draft) -> None:
        """Keep the form as it stands, in the place of what was kept under its id."""
        values: dict[str, Any] = {
            "id": draft.id,
            "facility_id": self._work.station.facility_id,
            "station": draft.station,
            "document": write_document(draft.intake),
            "changed_at": draft.changed_at,
            "is_set_aside": draft.is_set_aside,
        }
        connection = self._work.connection
        run(connection, insert_or_replace(connection.dialect.name, DRAFTS), values)
        self._work.forms[draft.id] = values
        self._work.touched.add(Topic.DRAFTS)

    def get(self, draft_id: DraftId) -> Draft:
        """The draft; raises Refused `record.missing` when it was saved or dropped meanwhile."""
        row = self._work.connection.execute(BY_ID, {"draft_id": draft_id}).mappings().first()
        if row is None:
            raise Refused("record.missing", what="draft", id=draft_id)
        return draft_of(row)

    def of_station(self, station: str) -> tuple[Draft, ...]:
        """All drafts of a station, the oldest first."""
        mine = self._work.at_station(DRAFTS, station)
        asked = select(DRAFTS).where(mine).order_by(DRAFTS.c.id)
        return tuple(draft_of(row) for row in self._work.connection.execute(asked).mappings())

    def drop(self, draft_id: DraftId) -> None:
        """Forget a draft; one that is gone already is no error."""
        run(self._work.connection, DROP, {"draft_id": draft_id})
        self._work.forms[draft_id] = None
        self._work.touched.add(Topic.DRAFTS)
