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
from typing import TYPE_CHECKING, Any

from feverclinic.settings import Settings
from feverclinic.wording import wording

# Loaded with the records and not here: the first form is painted before them.
if TYPE_CHECKING:
    from sqlalchemy import Engine

    from feverclinic.domain.intake_reading import Surroundings
    from feverclinic.domain.people import Staff, Station
    from feverclinic.domain.triage_rules import TriageRules
    from feverclinic.storage.opening import FolderLock
    from feverclinic.storage.station_lock import StationLock
    from feverclinic.storage.store import Store


@dataclass(frozen=True, slots=True)
class Records:
    """The open records with what the desk works by; `lock` and `place` keep a second program out."""

    engine: Engine
    lock: FolderLock
    place: StationLock | None
    rules: TriageRules
    surroundings: Surroundings
    is_first_run: bool
    new_id: Callable[[], int]

    def close(self) -> None:
        gc.unfreeze()
        if self.place is not None:
            self.place.release()
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

    Raises Unavailable with a remedy; nothing that is there has been changed then.
    """
    # Loaded here and not at the top: the first form is painted before the database is known.
    import_module("ui.desks")
    from feverclinic.domain.intake_reading import Surroundings  # noqa: PLC0415
    from feverclinic.services.codes import known_areas, risk_zones  # noqa: PLC0415
    from feverclinic.services.rulebook import triage_rules  # noqa: PLC0415
    from feverclinic.services.signing_in import NOBODY, is_first_run  # noqa: PLC0415
    from feverclinic.storage.opening import hold_folder, open_database  # noqa: PLC0415
    from feverclinic.storage.station_lock import hold_station  # noqa: PLC0415
    from feverclinic.storage.store import reading  # noqa: PLC0415
    from feverclinic.storage.work import ids_of  # noqa: PLC0415

    len(wording(settings.language).sentences)  # read whole here, not on the window's thread
    rules = triage_rules(None, settings.rules)
    listed = risk_zones(settings.data_dir)
    lock = hold_folder(settings.data_dir)
    try:
        engine = open_database(settings.database_url, settings.data_dir, now).engine
        place = hold_station(engine, station_of(settings))
        with reading(engine, NOBODY, now, station_of(settings)) as store:
            zones = (*listed, *store.zones.all())
            first_run = is_first_run(store)
    except BaseException:
        lock.release()
        raise
    return Records(
        engine,
        lock,
        place,
        rules,
        Surroundings(known_areas(), zones),
        first_run,
        ids_of(settings.station.number).next,
    )


def transactions(
    records: Records, actor: Callable[[], Staff], now: Callable[[], datetime], station: Station
) -> Callable[[], AbstractContextManager[Any]]:
    """What the runner opens for each piece of work; who acts is asked when it is asked for."""
    from feverclinic.storage.store import transaction  # noqa: PLC0415 - loaded by open_records

    def open_store() -> AbstractContextManager[Store]:
        return transaction(records.engine, actor(), now(), station)

    return open_store
