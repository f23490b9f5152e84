"""One open transaction as the records see it: who acts, when, where, and what was touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, update

from feverclinic.domain.boards import Topic
from feverclinic.domain.people import Staff, Station
from feverclinic.errors import Stale
from feverclinic.storage.audit import Audit
from feverclinic.storage.ids import Ids
from feverclinic.storage.ready import NOTED

KEPT = ("id", "version")

_ids: dict[int, Ids] = {}


def ids_of(station_number: int) -> Ids:
    """One source of keys for each station of this process, so that keys rise across transactions."""
    return _ids.setdefault(station_number, Ids(station_number))


@dataclass(frozen=True, slots=True)
class Way:
    """How a piece of work is kept: `key` is that of its delivery, 0 for none.

    `is_offline` keeps it on the desk alone, with a line of the journal, until the server is back.
    """

    key: int = 0
    is_offline: bool = False


USUAL = Way()


class Work:
    """What every kind of record needs of the transaction it is written in."""

    def __init__(
        self,
        connection: Connection,
        actor: Staff,
        now: datetime,
        station: Station,
        way: Way = USUAL,
    ) -> None:
        self.connection = connection
        self.actor = actor
        self.now = now
        self.station = station
        self.way = way
        self.touched: set[Topic] = set()
        # Forms have no audit lines by which it could be told what became of them; None is dropped.
        self.forms: dict[int, Mapping[str, Any] | None] = {}
        self.audit = Audit(connection, actor, now, station)
        self._ids = ids_of(station.number)

    def new_id(self) -> int:
        """A key made here: known before the record is stored, larger than every one before."""
        return self._ids.next()

    def at_station(self, table: Table, station: str) -> ColumnElement[bool]:
        """The rows of one station; another hospital on the same server may have one of that code."""
        is_here = table.c.facility_id == self.station.facility_id
        return and_(is_here, table.c.station == station)

    def replace_row(
        self, table: Table, key: int, version: int, values: Mapping[str, Any], what: str
    ) -> None:
        """Update one row at the version that was read; raises Stale `record.changed` at any other."""
        # Setting the key, even to itself, makes the database look for all that points at it.
        changed_values = {name: one for name, one in values.items() if name not in KEPT}
        changed = self.connection.execute(
            update(table)
            .where(table.c.id == key, table.c.version == version)
            .values(**changed_values, version=version + 1)
        )
        if changed.rowcount != 1:
            raise Stale("record.changed", what=what)
        noted = self.connection.info.get(NOTED)
        if noted is not None:
            row = {**changed_values, "id": key, "version": version + 1}
            noted.append((table, [row], True))
