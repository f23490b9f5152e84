"""Backup and restore by address: pages of a file on SQLite, rows of one moment on PostgreSQL."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from feverclinic.errors import Unavailable
from feverclinic.storage.backup import (
    back_up_sqlite,
    check_file,
    copy_rows,
    reading_of_one_moment,
    restore_sqlite,
)
from feverclinic.storage.engine import open_copy, open_engine, saying_no_in_words, sqlite_file
from feverclinic.storage.upgrade import HEAD, revision_of, upgrade

# A fresh copy has nothing to back up, so its upgrade never names a file by this instant.
NO_BACKUP_NEEDED = datetime(2020, 1, 1, tzinfo=UTC)


def back_up(address: str, to: Path) -> Path:
    """Copy the database at an address into a new file, also while it is used.

    Raises Unavailable `database.not_made`, `backup.exists`, `backup.failed` or what the database says.
    """
    file = sqlite_file(open_engine(address).url)
    if file is None:
        return _back_up_server(address, to)
    if not file.exists():
        raise Unavailable("database.not_made")
    return back_up_sqlite(file, to)


def restore(address: str, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the database; where the replaced one lies now, if there was one.

    A server's database must be empty: its rows are copied in. Nobody else may use the database.
    """
    revision_of_file(backup)
    file = sqlite_file(open_engine(address).url)
    if file is not None:
        return restore_sqlite(backup, file, now)
    with _opened(address) as server, open_copy(backup).connect() as source:
        upgrade(server, backup.parent, now)
        with server.begin() as target:
            _same_revision(revision_of(source))
            copy_rows(source, target)
    return None


def revision_of_file(backup: Path) -> str:
    """Check a backup wholly and tell its revision; raises Unavailable when it cannot be used here."""
    check_file(backup)
    with saying_no_in_words(), open_copy(backup).connect() as connection:
        found = revision_of(connection)
    if found is None:
        raise Unavailable("backup.not_a_database", file=str(backup))
    return found


def _back_up_server(address: str, to: Path) -> Path:
    if to.exists():
        raise Unavailable("backup.exists", file=str(to))
    beside = to.with_name(f"{to.name}.rows")
    beside.unlink(missing_ok=True)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with _opened(address) as server, _opened(_address_of(beside)) as copy:
            upgrade(copy, to.parent, NO_BACKUP_NEEDED)
            with reading_of_one_moment(server) as source, copy.begin() as target:
                _same_revision(revision_of(source))
                copy_rows(source, target)
        return back_up_sqlite(beside, to)
    except OSError as failed:
        raise Unavailable("backup.failed", file=str(to), why=failed.strerror) from failed
    finally:
        for ending in ("", "-wal", "-shm"):
            beside.with_name(beside.name + ending).unlink(missing_ok=True)


@contextmanager
def _opened(address: str) -> Generator[Engine]:
    """An engine for this work alone."""
    engine = open_engine(address)
    try:
        with saying_no_in_words():
            yield engine
    finally:
        engine.dispose()


def _address_of(file: Path) -> str:
    return f"sqlite:///{file.resolve().as_posix()}"


def _same_revision(found: str | None) -> None:
    if found != HEAD:
        raise Unavailable("database.not_upgraded", found=found or "—", known=HEAD)
