"""What happened at many moments, told in one transaction: for a clinic that is made up from nothing."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from sqlalchemy import Engine

from feverclinic.domain.people import Staff, Station
from feverclinic.storage.engine import saying_no_in_words
from feverclinic.storage.store import Store

Moment = Callable[[Staff, datetime], AbstractContextManager[Store]]


@contextmanager
def chronicle(engine: Engine, station: Station) -> Generator[Moment]:
    """Yields `at(actor, now)`, which opens a store of that person at that instant.

    All of it is committed together, with one sync of the disk, or nothing of it.
    """
    with saying_no_in_words(), engine.begin() as connection:

        @contextmanager
        def at(actor: Staff, now: datetime) -> Generator[Store]:
            store = Store(connection, actor, now, station)
            yield store
            store.audit.write()

        yield at
