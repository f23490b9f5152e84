"""The audit: who changed what, when and where, from what to what, in a chain of hashes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from feverclinic.domain.people import Staff, Station
from feverclinic.storage.columns import insert_if_missing
from feverclinic.storage.documents import plain, write_document
from feverclinic.storage.ready import add_rows, run
from feverclinic.storage.tables import AuditHeadRow, AuditRow, table_of

AUDIT, HEADS = table_of(AuditRow), table_of(AuditHeadRow)
NO_LINE = "0" * 64
HEAD = (
    select(HEADS.c.seq, HEADS.c.hash)
    .where(HEADS.c.facility_id == bindparam("facility"))
    .with_for_update()
)
MOVE_HEAD = (
    update(HEADS)
    .where(HEADS.c.facility_id == bindparam("facility"))
    .values(seq=bindparam("last_seq"), hash=bindparam("last_hash"))
)


# action, what, what_id, change, reason
Change = tuple[str, str, int, str, str]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line; `change` is JSON: all fields of what was added, `[before, after]` of what changed."""

    facility_id: int
    seq: int
    at: datetime
    actor_id: int
    actor: str
    station: str
    action: str
    what: str
    what_id: int
    change: str
    reason: str
    previous: str
    hash: str


def line_hash(fields: Iterable[object]) -> str:
    """SHA-256 over a line's fields in their order, instants as UTC text, the previous hash last."""
    return hashlib.sha256(write_document(list(fields)).encode("utf-8")).hexdigest()


def at_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def difference(before: object, after: object) -> dict[str, Any]:
    """The fields that changed, each with what it was and what it is."""
    old, new = plain(before), plain(after)
    return {name: [old.get(name), new[name]] for name in new if old.get(name) != new[name]}


class Audit:
    """Collects the lines of one transaction; they are chained and written just before it ends.

    They are written last, because the head of the chain is a lock that all desks of a facility wait for.
    """

    def __init__(
        self, connection: Connection, actor: Staff, now: datetime, station: Station
    ) -> None:
        self._connection = connection
        self._facility = station.facility_id
        self._now = now
        self._where = (actor.id, actor.login, station.code)
        self._waiting: list[Change] = []

    def note(self, action: str, what: str, what_id: int, change: object, reason: str = "") -> None:
        """One change of one record; `change` is anything a document holds."""
        text = change if isinstance(change, str) else write_document(change)
        self._waiting.append((action, what, what_id, text, reason))

    @property
    def waiting(self) -> tuple[Change, ...]:
        """The lines of this transaction that are not written yet."""
        return tuple(self._waiting)

    def write(self) -> None:
        """Chain and store the lines of this transaction."""
        if not self._waiting:
            return
        seq, previous = self._head()
        at = at_text(self._now)
        names = AUDIT.columns.keys()
        rows: list[Mapping[str, Any]] = []
        for change in self._waiting:
            seq += 1
            fields = (self._facility, seq, at, *self._where, *change, previous)
            previous = line_hash(fields)
            values = (*fields[:2], self._now, *fields[3:], previous)
            rows.append(dict(zip(names, values, strict=True)))
        add_rows(self._connection, AUDIT, rows)
        moved = {"facility": self._facility, "last_seq": seq, "last_hash": previous}
        run(self._connection, MOVE_HEAD, moved)
        self._waiting = []

    def of(self, what_id: int) -> tuple[AuditLine, ...]:
        """The history of one record, oldest first."""
        found = self._connection.execute(
            select(AUDIT).where(AUDIT.c.what_id == what_id).order_by(AUDIT.c.seq)
        )
        return tuple(AuditLine(**row) for row in found.mappings())

    def _head(self) -> tuple[int, str]:
        asked = {"facility": self._facility}
        head = run(self._connection, HEAD, asked).one_or_none()
        if head is None:
            first = {"facility_id": self._facility, "seq": 0, "hash": NO_LINE}
            self._connection.execute(insert_if_missing(self._connection, HEADS, first))
            head = run(self._connection, HEAD, asked).one()
        return head.seq, head.hash
