"""The desk's own database beside a server: what goes on here while the server is away."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, event, select, text

from feverclinic.errors import Unavailable
from feverclinic.storage.engine import open_engine, saying_no_in_words
from feverclinic.storage.journal import TOUCHED, remember_touched
from feverclinic.storage.opening import BACKUP_FOLDER, check_database, prepare_folder
from feverclinic.storage.tables import StaffRow, table_of
from feverclinic.storage.upgrade import upgrade

FILE_NAME = "desk.db"
STAFF = table_of(StaffRow)
# What cannot be read any more is kept under this ending, for whoever may rescue it.
SET_ASIDE = ".damaged"


def open_desk(data_dir: Path, now: datetime) -> Engine:
    """The desk's database in the data folder, made when there is none yet.

    A damaged one is set aside under its own name and a new one begun. Raises Unavailable when the
    folder takes none.
    """
    prepare_folder(data_dir)
    file = data_dir / FILE_NAME
    try:
        check_database(file)
    except Unavailable as damaged:
        if damaged.code != "database.damaged":
            raise
        file.rename(file.with_name(f"{file.name}{SET_ASIDE}-{now:%Y%m%d-%H%M%S}"))
    if not file.exists():
        file.touch(mode=0o600)
    bare = open_engine(f"sqlite:///{file.as_posix()}")
    try:
        upgrade(bare, data_dir / BACKUP_FOLDER, now)
        with saying_no_in_words(), bare.begin() as connection:
            # Copies of decisions go when the day is over; the decisions themselves stay on the server.
            connection.execute(text("DROP TRIGGER IF EXISTS assessments_no_delete"))
    finally:
        bare.dispose()
    engine = open_engine(f"sqlite:///{file.as_posix()}")
    event.listen(engine, "connect", _prepare)
    return engine


def knows_somebody(desk: Engine) -> bool:
    """Whether anyone can sign in here without the server."""
    with saying_no_in_words(), desk.connect() as connection:
        return connection.execute(select(STAFF.c.id).limit(1)).first() is not None


@contextmanager
def copying(desk: Engine) -> Generator[Connection]:
    """A transaction on the desk that leaves no trace in its journal: copies of the server's rows."""
    with saying_no_in_words(), desk.begin() as connection:
        yield connection
        connection.execute(text(f"DELETE FROM {TOUCHED}"))  # noqa: S608 - a constant


def _prepare(connection: SqliteConnection, _record: object) -> None:
    # A copy of one station's day points at people and visits that are not in it.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA temp_store=MEMORY")
    remember_touched(connection)
