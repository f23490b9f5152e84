"""The line of a desk to its server: on it, records go there; without it, to the desk's own database.

All methods are of the records thread, but for `is_online`, which anybody may look at.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from feverclinic.domain.boards import Topic
from feverclinic.domain.people import Staff, StaffId, Station
from feverclinic.errors import ClinicError
from feverclinic.storage.desk_file import copying
from feverclinic.storage.engine import READS_ONLY, saying_no_in_words
from feverclinic.storage.journal import Entry, Journal
from feverclinic.storage.mirror import Mirror, Written, keep, written_by
from feverclinic.storage.ready import NOTED, Noted
from feverclinic.storage.station_lock import StationLock
from feverclinic.storage.store import Store, transaction
from feverclinic.storage.wires import Wires
from feverclinic.storage.work import Way, Work

AWAY = "database.unreachable"
NOBODY = Staff(StaffId(0), "", "")
LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class LineState:
    """What the top line says: `waiting` saves are still to be delivered, `refused` were not taken."""

    is_online: bool
    waiting: int = 0
    refused: tuple[Entry, ...] = ()


class Line:
    """`place` is the station held on the server; None while the server is away."""

    # What a change of the line touches: the lists of the desk are other lists now.
    everything = frozenset(Topic)

    def __init__(self, server: Engine, desk: Engine, station: Station) -> None:
        self.server = server
        self.desk = desk
        self.station = station
        self.place: StationLock | None = None
        self.is_online = False
        self._written: list[Written] = []
        self._wires = Wires(server)

    @contextmanager
    def work(self, actor: Staff, now: datetime, key: int) -> Generator[Store]:
        """One transaction where the records go now; `key` is that of the piece of work."""
        if not self.is_online:
            way = Way(key, is_offline=True)
            with transaction(self.desk, actor, now, self.station, way) as store:
                yield store
            return
        noted: list[Noted] = []
        with transaction(self.server, actor, now, self.station, Way(key)) as store:
            # Held here: a connection that was lost has no such place any more.
            info = store.connection.info
            info[NOTED] = noted
            try:
                yield store
            finally:
                info.pop(NOTED, None)
        self._written.append(written_by(store, noted))

    def lost(self, error: ClinicError) -> bool:
        """Whether an error says that the server is away; records go to the desk from now on."""
        if error.code != AWAY or not self.is_online:
            return False
        self.go_offline()
        return True

    def hang_up(self) -> None:
        """The server stands still: whoever waits for it, on any thread, is told that it is away."""
        self._wires.hang_up()

    def go_offline(self) -> None:
        """The server is away; whoever holds the station there does so until it is back."""
        self.is_online = False
        self._written.clear()
        if self.place is not None:
            self.place.release()
            self.place = None
        self.server.dispose()

    def close(self) -> None:
        """The program ends, or could not begin."""
        if self.place is not None:
            self.place.release()
        self.server.dispose()
        self.desk.dispose()

    def follow(self) -> None:
        """Copy to the desk what was written on the server since the last time."""
        written, self._written = self._written, []
        if not any(one.noted or one.forms or one.rows or one.staff for one in written):
            return
        with copying(self.desk) as desk:
            for one in written:
                keep(desk, one)
        with self._mirror() as mirror:
            for one in written:
                mirror.follow(one)

    def go_online(self, now: datetime) -> None:
        """Everything is delivered: the desk begins anew as a copy of the server."""
        with self._mirror() as mirror:
            mirror.begin_anew(now)
        self.is_online = True

    def state(self) -> LineState:
        """Look up what waits; raises Unavailable when the desk's own disk fails."""
        with (
            saying_no_in_words(),
            self.desk.connect().execution_options(**{READS_ONLY: True}) as connection,
            connection.begin(),
        ):
            journal = Journal(Work(connection, NOBODY, LONG_AGO, self.station))
            return LineState(self.is_online, journal.count(), journal.refused())

    @contextmanager
    def _mirror(self) -> Generator[Mirror]:
        with (
            saying_no_in_words(),
            self.server.begin() as server,
            copying(self.desk) as desk,
        ):
            yield Mirror(server, desk, self.station)
