"""The journal of a desk: what was saved while the server was away, in the order of saving.

A line is written in the transaction of the fact, so that whatever was called saved is in it.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Table,
    func,
    insert,
    select,
    text,
    update,
)

from feverclinic.domain.boards import Topic
from feverclinic.domain.people import Staff, StaffId, Station
from feverclinic.errors import Refused
from feverclinic.storage.audit import Change
from feverclinic.storage.columns import insert_or_replace
from feverclinic.storage.desk_tables import JournalRow
from feverclinic.storage.documents import read_document, write_document
from feverclinic.storage.engine import READS_ONLY
from feverclinic.storage.rows import Key, Plain, plain_rows, with_key
from feverclinic.storage.schema import METADATA
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

JOURNAL = table_of(JournalRow)
WAITING, DELIVERED, REFUSED = "WAITING", "DELIVERED", "REFUSED"
# A form that was kept or dropped: the form itself stands in `drafts`, one line for each.
FORM = "form"
# What is of this desk alone, or is made anew on the server.
LOCAL = frozenset(
    {"audit", "audit_heads", "alembic_version", "journal", "deliveries", "drafts"}
    | {"patient_keys", "sign_in_tries", "sign_ins", "visit_counters"}
)
# What all desks of a hospital work by is changed where all of them see it.
# Isolation is among it: two desks must never lay two people in one bed or let one go unseen.
ON_SERVER_ONLY = frozenset(
    {"staff", "risk_zones", "cases", "case_entries", "rooms", "stays"}
    | {"emergency_plans", "merged_patients", "rule_trials"}
)
# In the order in which rows point at each other.
DELIVERABLE: tuple[Table, ...] = tuple(
    table for table in METADATA.sorted_tables if table.name not in LOCAL | ON_SERVER_ONLY
)
MAY_BE_DELIVERED = frozenset(table.name for table in DELIVERABLE) | {"drafts"}
# What an entry is called by: the first of these that it holds.
LEADING = ("visits", "quick_screens", "arrivals", "shifts", "sheets", "comparisons", "readings")
TOUCHED = "touched"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after; `before` None was added, `after` None is gone."""

    table: str
    key: tuple[int, ...]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Deed:
    """One piece of work as it was done at the desk: who, whose name it is called by, rows, audit lines."""

    login: str
    name: str
    rows: tuple[RowChange, ...]
    audit: tuple[list[Any], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal. `problem` says why it was refused, or why it could not be sent yet."""

    id: int
    seq: int
    facility_id: int
    station: str
    at: datetime
    actor_id: int
    kind: str
    document: str
    state: str
    tried_at: datetime | None = None
    problem: str = ""

    @property
    def deed(self) -> Deed:
        return read_document(Deed, self.document)

    @property
    def actor(self) -> Staff:
        return Staff(StaffId(self.actor_id), self.deed.login, "")

    def at_station(self, number: int) -> Station:
        return Station(self.station, number, "", self.facility_id)


def remember_touched(connection: Any) -> None:
    """Note every row that is written on this connection of a desk, whoever writes it (SQLite)."""
    connection.execute(f"CREATE TEMP TABLE {TOUCHED} (name TEXT, one INTEGER, other INTEGER)")
    for table in (*DELIVERABLE, *(METADATA.tables[name] for name in (*ON_SERVER_ONLY, "drafts"))):
        for act, side in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
            keys = [f'{side}."{column.name}"' for column in table.primary_key.columns]
            one, other = (*keys, "NULL")[:2]
            noting = f"INSERT INTO {TOUCHED} VALUES ('{table.name}', {one}, {other})"  # noqa: S608 - our own names
            connection.execute(
                f"CREATE TEMP TRIGGER {TOUCHED}_{table.name}_{act.lower()}"
                f' AFTER {act} ON main."{table.name}" BEGIN {noting}; END'
            )


class Journal:
    """Lines are numbered by `seq`; a form that is still open is no line that a person counts."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def note(self, changes: tuple[Change, ...]) -> None:
        """Write down what this transaction did, with its audit lines; nothing for one that did nothing.

        Raises Refused `journal.needs_server` for what is changed on the server only.
        """
        touched = self._touched()
        if any(name in ON_SERVER_ONLY for name, _ in touched):
            raise Refused("journal.needs_server")
        rows = self._changed(touched)
        for name, key in touched:
            if name == "drafts":
                self._put_form(key)
        if rows or changes:
            audit = tuple([*change] for change in changes)
            deed = Deed(self._work.actor.login, self._name(rows), rows, audit)
            key = self._work.way.key or self._work.new_id()
            self._put(key, _kind(rows), write_document(deed))

    def waiting(self, most: int = 100) -> tuple[Entry, ...]:
        """What has still to be delivered, in the order of saving."""
        asked = select(JOURNAL).where(JOURNAL.c.state == WAITING).order_by(JOURNAL.c.seq)
        return self._list(asked.limit(most))

    def refused(self) -> tuple[Entry, ...]:
        """What the server did not take, with the reason; it stays here."""
        asked = select(JOURNAL).where(JOURNAL.c.state == REFUSED).order_by(JOURNAL.c.seq)
        return self._list(asked)

    def count(self) -> int:
        """How many saves wait; open forms are not counted."""
        mine = (JOURNAL.c.state == WAITING) & (JOURNAL.c.kind != FORM)
        return self._work.connection.execute(
            select(func.count()).select_from(JOURNAL).where(mine)
        ).scalar_one()

    def mark(self, entry: Entry, state: str, problem: str = "") -> None:
        """What became of a delivery; its document stays only where it was not delivered."""
        values: dict[str, Any] = {"state": state, "problem": problem, "tried_at": self._work.now}
        if state == DELIVERED:
            values["document"] = ""
        changed = (
            update(JOURNAL).where(JOURNAL.c.id == entry.id, JOURNAL.c.seq == entry.seq)
        ).values(values)
        self._work.connection.execute(changed)
        self._work.touched.add(Topic.JOURNAL)

    def _put_form(self, key: Key) -> None:
        """Its document is when the form was last changed on the server, "" for a new one."""
        asked = select(JOURNAL.c.document).where(JOURNAL.c.id == key[0], JOURNAL.c.state == WAITING)
        known = self._work.connection.execute(asked).scalar()
        if known is None:
            with self._earlier() as earlier:
                before = _one(earlier, METADATA.tables["drafts"], key)
            known = str(before["changed_at"]) if before else ""
        self._put(key[0], FORM, known)

    def _put(self, key: int, kind: str, document: str) -> None:
        work = self._work
        last = work.connection.execute(select(func.max(JOURNAL.c.seq))).scalar() or 0
        values = {
            "id": key,
            "seq": last + 1,
            "facility_id": work.station.facility_id,
            "station": work.station.code,
            "at": work.now,
            "actor_id": work.actor.id,
            "kind": kind,
            "document": document,
            "state": WAITING,
            "tried_at": None,
            "problem": "",
        }
        put = insert_or_replace("sqlite", JOURNAL) if kind == FORM else insert(JOURNAL)
        work.connection.execute(put, values)
        work.touched.add(Topic.JOURNAL)

    def _touched(self) -> list[tuple[str, Key]]:
        """The rows that this transaction wrote, each once."""
        connection = self._work.connection
        found = connection.execute(text(f"SELECT DISTINCT name, one, other FROM {TOUCHED}"))  # noqa: S608 - a constant
        touched = [
            (str(name), (one,) if other is None else (one, other)) for name, one, other in found
        ]
        connection.execute(text(f"DELETE FROM {TOUCHED}"))  # noqa: S608 - a constant
        return touched

    def _changed(self, touched: Iterable[tuple[str, Key]]) -> tuple[RowChange, ...]:
        by_table: dict[str, list[Key]] = {}
        for name, key in touched:
            by_table.setdefault(name, []).append(key)
        connection = self._work.connection
        with self._earlier() as earlier:
            found = [
                RowChange(table.name, key, _one(earlier, table, key), _one(connection, table, key))
                for table in DELIVERABLE
                for key in by_table.get(table.name, ())
            ]
        return tuple(change for change in found if change.before != change.after)

    @contextmanager
    def _earlier(self) -> Generator[Connection]:
        """Another connection: it sees the desk as it was before this transaction."""
        engine = self._work.connection.engine
        with (
            engine.connect().execution_options(**{READS_ONLY: True}) as earlier,
            earlier.begin(),
        ):
            yield earlier

    def _name(self, rows: tuple[RowChange, ...]) -> str:
        """Whose record it is, as far as the desk knows; "" for nobody's."""
        visits, patients = METADATA.tables["visits"], METADATA.tables["patients"]
        for change in rows:
            row = change.after or change.before or {}
            if change.table in ("patients", "arrivals") and row.get("name"):
                return str(row["name"])
            visit_id = change.key[0] if change.table == "visits" else row.get("visit_id")
            if visit_id is not None:
                named = self._work.connection.execute(
                    select(patients.c.name)
                    .join(visits, visits.c.patient_id == patients.c.id)
                    .where(visits.c.id == visit_id)
                ).scalar()
                if named:
                    return str(named)
        return ""

    def _list(self, asked: Any) -> tuple[Entry, ...]:
        return tuple(_entry(row) for row in self._work.connection.execute(asked).mappings())


def _entry(row: RowMapping) -> Entry:
    return Entry(**row)


def _one(connection: Connection, table: Table, key: Key) -> dict[str, Any] | None:
    found = plain_rows(connection, table, with_key(table, key))
    return found[0] if found else None


def _kind(rows: tuple[RowChange, ...]) -> str:
    names = {change.table for change in rows}
    return next((name for name in LEADING if name in names), min(names, default="audit"))


def changed_columns(before: Plain, after: Plain) -> dict[str, tuple[Any, Any]]:
    """The columns that differ, each with what it was and what it is; versions are counted anew."""
    return {
        name: (before.get(name), after[name])
        for name in after
        if name not in ("version", "changed_at") and before.get(name) != after[name]
    }
