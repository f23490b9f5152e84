"""What must leave the house, written in the transaction of the fact: a broken line loses nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from feverclinic.errors import Refused
from feverclinic.storage.desk_tables import OutboxRow
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

OUTBOX = table_of(OutboxRow)
WAITING, DELIVERED = "WAITING", "DELIVERED"
# After the first failure; each one after it waits twice as long, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Message:
    """One message; its `id` is the message's own at every try, so that its receiver knows it again."""

    id: int
    station: str
    at: datetime
    kind: str
    address: str
    document: str
    state: str = WAITING
    tries: int = 0
    tried_at: datetime | None = None
    delivered_at: datetime | None = None
    problem: str = ""

    @property
    def due_at(self) -> datetime:
        """When it may be tried again; a message that was never tried is due when it was written."""
        if self.tried_at is None:
            return self.at
        return self.tried_at + pause_after(self.tries)


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries: 15 s, 30 s, 1 min … and half an hour at most."""
    doublings = min(max(tries - 1, 0), 16)
    return min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)


class Outbox:
    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, kind: str, address: str, document: str) -> Message:
        """A message to send, in the transaction of the fact that it tells."""
        work = self._work
        message = Message(work.new_id(), work.station.code, work.now, kind, address, document)
        values = {name: getattr(message, name) for name in Message.__slots__}
        work.connection.execute(insert(OUTBOX), {**values, "facility_id": work.station.facility_id})
        return message

    def due(self, now: datetime, most: int = 100) -> tuple[Message, ...]:
        """What may be sent now, the oldest first.

        A last try that lies in the future (a clock was set back) keeps nobody waiting.
        """
        asked = select(OUTBOX).where(OUTBOX.c.state != DELIVERED, self._is_mine())
        rows = self._work.connection.execute(asked.order_by(OUTBOX.c.id)).mappings()
        found = (_message(row) for row in rows)
        due = [
            one
            for one in found
            if one.due_at <= now or (one.tried_at is not None and one.tried_at > now)
        ]
        return tuple(due[:most])

    def get(self, message_id: int) -> Message:
        """The message; raises Refused `record.missing` for an id that none has."""
        asked = select(OUTBOX).where(OUTBOX.c.id == message_id, self._is_mine())
        row = self._work.connection.execute(asked).mappings().first()
        if row is None:
            raise Refused("record.missing", what="message", id=message_id)
        return _message(row)

    def tried(self, message_id: int) -> None:
        """A try begins: counted before it is made, so that one that never answers is counted too."""
        tries = OUTBOX.c.tries + 1
        self._set(message_id, tries=tries, tried_at=self._work.now)

    def failed(self, message_id: int, problem: str) -> None:
        """The last try ended badly; the next one is due after the pause."""
        self._set(message_id, problem=problem)

    def delivered(self, message_id: int) -> None:
        """The receiver has it; a second answer to the same message changes nothing."""
        self._set(message_id, state=DELIVERED, delivered_at=self._work.now, problem="")

    def _set(self, message_id: int, **values: Any) -> None:
        here = (OUTBOX.c.id == message_id) & self._is_mine() & (OUTBOX.c.state != DELIVERED)
        self._work.connection.execute(update(OUTBOX).where(here).values(**values))

    def _is_mine(self) -> Any:
        return OUTBOX.c.facility_id == self._work.station.facility_id


def _message(row: RowMapping) -> Message:
    return Message(**{name: row[name] for name in Message.__slots__})
