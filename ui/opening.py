"""Opening the records of a work place, off the window's thread: everything that is slow to load.

A door: besides ui/app.py the only file of the window that knows storage.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any

from feverclinic.errors import Unavailable
from feverclinic.settings import Settings
from feverclinic.wording import wording

# Loaded with the records and not here: the first form is painted before them.
if TYPE_CHECKING:
    from sqlalchemy import Engine

    from feverclinic.domain.alarms import Catalogue
    from feverclinic.domain.intake_reading import Surroundings
    from feverclinic.domain.people import Staff, Station
    from feverclinic.domain.triage_rules import TriageRules
    from feverclinic.storage.line import Line
    from feverclinic.storage.opening import FolderLock
    from feverclinic.storage.station_lock import StationLock
    from feverclinic.storage.store import Store


@dataclass(frozen=True, slots=True)
class Records:
    """The open records with what the desk works by; `lock` keeps a second program out.

    `line` is the one to a server, with the desk's own records behind it; None where the records of
    the hospital are on this computer.
    """

    engine: Engine
    lock: FolderLock
    line: Line | None
    rules: TriageRules
    alarms: Catalogue
    surroundings: Surroundings
    is_first_run: bool
    new_id: Callable[[], int]

    def close(self) -> None:
        gc.unfreeze()
        if self.line is not None:
            self.line.close()
        self.engine.dispose()
        self.lock.release()


def station_of(settings: Settings) -> Station:
    from feverclinic.domain.people import Station  # noqa: PLC0415 - as above

    place = settings.station
    return Station(place.code, place.number, place.name, settings.facility_id)


@contextmanager
def _collecting_nothing() -> Generator[None]:
    """What is loaded here stays; to look through all of it for rubbish holds up the window."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@_collecting_nothing()
def open_records(settings: Settings, now: datetime) -> Records:
    """Hold the data folder, bring the database up to date, read the rules.

    Raises Unavailable with a remedy; nothing that is there has been changed then. A server that is
    away stops only a desk at which nobody has signed in yet.
    """
    # Loaded here and not at the top: the first form is painted before the database is known.
    import_module("ui.desks")
    from feverclinic.domain.intake_reading import Surroundings  # noqa: PLC0415
    from feverclinic.services.alarm_catalogue import load_catalogue  # noqa: PLC0415
    from feverclinic.services.codes import known_areas, risk_zones  # noqa: PLC0415
    from feverclinic.services.rulebook import triage_rules  # noqa: PLC0415
    from feverclinic.services.signing_in import NOBODY, is_first_run  # noqa: PLC0415
    from feverclinic.storage.opening import hold_folder, open_database  # noqa: PLC0415
    from feverclinic.storage.store import reading  # noqa: PLC0415
    from feverclinic.storage.work import ids_of  # noqa: PLC0415

    len(wording(settings.language).sentences)  # read whole here, not on the window's thread
    rules = triage_rules(None, settings.rules)
    catalogue = load_catalogue(rules, settings)
    listed = risk_zones(settings.data_dir)
    lock = hold_folder(settings.data_dir)
    try:
        line = _line(settings, now)
        if line is None:
            engine = open_database(settings.database_url, settings.data_dir, now).engine
        else:
            engine = line.server
        looked_at = line.desk if line is not None and not line.is_online else engine
        with reading(looked_at, NOBODY, now, station_of(settings)) as store:
            zones = (*listed, *store.zones.all())
            first_run = is_first_run(store)
    except BaseException:
        lock.release()
        raise
    return Records(
        engine,
        lock,
        line,
        rules,
        catalogue,
        Surroundings(known_areas(), zones),
        first_run,
        ids_of(settings.station.number).next,
    )


def _line(settings: Settings, now: datetime) -> Line | None:
    """The line to the hospital's server, with all that waited delivered; None without a server."""
    if not settings.database_url.startswith("postgresql"):
        return None
    from feverclinic.services.delivering import deliver_all  # noqa: PLC0415 - only with a server
    from feverclinic.storage.desk_file import knows_somebody, open_desk  # noqa: PLC0415 - as above
    from feverclinic.storage.engine import open_engine  # noqa: PLC0415 - as above
    from feverclinic.storage.line import AWAY, Line  # noqa: PLC0415 - as above

    server = open_engine(settings.database_url)
    line = Line(server, open_desk(settings.data_dir, now), station_of(settings))
    try:
        line.place = reach(line, settings, now)
        deliver_all(line, now)
    except Unavailable as held:
        # A server that was reached and takes nothing now stops nobody from working either.
        can_wait = held.code == AWAY or line.place is not None
        if not can_wait or not knows_somebody(line.desk):
            line.close()
            raise
        line.go_offline()
    return line


def reach(line: Line, settings: Settings, now: datetime) -> StationLock:
    """The server at the newest revision and this station held on it.

    Raises Unavailable `database.unreachable` while it is away, `station.in_use` while another
    program is this station.
    """
    from feverclinic.storage.opening import BACKUP_FOLDER  # noqa: PLC0415 - loaded by open_records
    from feverclinic.storage.station_lock import hold_station  # noqa: PLC0415 - as above
    from feverclinic.storage.upgrade import upgrade  # noqa: PLC0415 - as above

    upgrade(line.server, settings.data_dir / BACKUP_FOLDER, now)
    place = hold_station(line.server, line.station)
    assert place is not None, "a line leads to a server"
    return place


def desk_accidents(settings: Settings) -> tuple[str, ...]:
    """Files of the desk that were damaged or lost and that nobody has taken away yet."""
    from feverclinic.storage.desk_file import accidents  # noqa: PLC0415 - loaded by open_records

    return accidents(settings.data_dir)


class Opening(AbstractContextManager["Store"]):
    """One piece of work: who and when are of the click; it may be entered again when the server went."""

    def __init__(self, line: Line, actor: Staff, now: datetime, key: int) -> None:
        self._line = line
        self._of_click = (actor, now, key)
        self._entered: AbstractContextManager[Store] | None = None

    def __enter__(self) -> Store:
        # Where the records go is decided now: what was clicked before may have found the server away.
        self._entered = self._line.work(*self._of_click)
        return self._entered.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        assert self._entered is not None
        return self._entered.__exit__(kind, raised, trace)


def transactions(
    records: Records, actor: Callable[[], Staff], now: Callable[[], datetime], station: Station
) -> Callable[[], AbstractContextManager[Any]]:
    """What the runner opens for each piece of work; who acts is asked when it is asked for."""
    from feverclinic.storage.store import transaction  # noqa: PLC0415 - loaded by open_records

    def open_store() -> AbstractContextManager[Store]:
        if records.line is not None:
            return Opening(records.line, actor(), now(), records.new_id())
        return transaction(records.engine, actor(), now(), station)

    return open_store
