"""A station held by one program on a server: two programs with one code would share open forms."""

from contextlib import suppress
from hashlib import sha256

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from feverclinic.domain.people import Station
from feverclinic.errors import Unavailable
from feverclinic.storage.engine import is_sqlite, saying_no_in_words

# The server notices within a minute that a computer lost its power, and lets go of its station.
NOTICE_LOSS = (
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)


class StationLock:
    """Held by a connection of its own; the server lets go also when the program is killed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self) -> None:
        """Ask the server whether it is there; raises Unavailable when it, and the lock, are gone."""
        try:
            with saying_no_in_words():
                self._connection.execute(text("SELECT 1"))
        except InvalidRequestError as closed:
            # Let go while it was being asked: whoever let go found the server away.
            raise Unavailable("database.unreachable", why=str(closed)) from closed

    def release(self) -> None:
        # A connection that is lost already lets go by itself.
        with suppress(DBAPIError):
            self._connection.close()


def hold_station(engine: Engine, station: Station) -> StationLock | None:
    """Hold the station's code and its number for keys; None on SQLite, where the folder is held.

    Raises Unavailable `station.in_use` while another program on the server holds one of them.
    """
    if is_sqlite(engine):
        return None
    with saying_no_in_words():
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # Not back into the pool: closing it is what lets go.
        connection.detach()
        for statement in NOTICE_LOSS:
            connection.execute(text(statement))
        for what in (f"code {station.code}", f"number {station.number}"):
            asked = text("SELECT pg_try_advisory_lock(:key)")
            key = _key(f"feverclinic {station.facility_id} {what}")
            if not connection.execute(asked, {"key": key}).scalar_one():
                connection.close()
                raise Unavailable("station.in_use", station=station.code, number=station.number)
    return StationLock(connection)


def _key(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
