"""The desk's own database beside a server: what goes on here while the server is away."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, event, select, text

from feverclinic.errors import Unavailable
from feverclinic.storage.desk_rescue import note_missing, remembered, rescue, set_aside
from feverclinic.storage.engine import open_engine, saying_no_in_words
from feverclinic.storage.journal import TOUCHED, remember_touched
from feverclinic.storage.opening import BACKUP_FOLDER, check_database, prepare_folder
from feverclinic.storage.tables import StaffRow, table_of
from feverclinic.storage.upgrade import upgrade

FILE_NAME = "desk.db"
STAFF = table_of(StaffRow)
# Stands beside the file once there is one, so that a desk whose records are gone is noticed.
MARK_NAME = "desk.made"


def open_desk(data_dir: Path, now: datetime) -> Engine:
    """The desk's database in the data folder, made when there is none yet.

    A damaged one is set aside, a new one begun, and what waited in it put there as far as it can be
    read; `accidents` names it from then on. Raises Unavailable when the folder takes none.
    """
    prepare_folder(data_dir)
    file, mark = data_dir / FILE_NAME, data_dir / MARK_NAME
    kept = _set_aside_if_damaged(file, now)
    if kept is None and mark.exists() and not _holds_something(file):
        note_missing(file, now)
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
    mark.touch(mode=0o600)
    engine = open_engine(f"sqlite:///{file.as_posix()}")
    event.listen(engine, "connect", _prepare)
    if kept is not None:
        with copying(engine) as connection:
            rescue(kept, connection)
    return engine


def accidents(data_dir: Path) -> tuple[str, ...]:
    """Files of this desk that were damaged or lost, until an administrator takes them away."""
    return remembered(data_dir / FILE_NAME)


def _set_aside_if_damaged(file: Path, now: datetime) -> Path | None:
    if not _holds_something(file):
        # The mark of records on this computer, from before there was a server, asks for none here.
        return None
    try:
        check_database(file)
    except Unavailable as damaged:
        if damaged.code != "database.damaged":
            raise
        return set_aside(file, now)
    return None


def _holds_something(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


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
