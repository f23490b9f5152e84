"""Backup and restore by address: pages of a file on SQLite, rows of one moment on PostgreSQL."""

from datetime import UTC, datetime
from pathlib import Path

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
    engine = open_engine(address)
    file = sqlite_file(engine.url)
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
    engine = open_engine(address)
    file = sqlite_file(engine.url)
    if file is not None:
        return restore_sqlite(backup, file, now)
    upgrade(engine, backup.parent, now)
    with saying_no_in_words(), open_copy(backup).connect() as source, engine.begin() as target:
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
    beside = to.with_name(f"{to.name}.part")
    beside.unlink(missing_ok=True)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        copy = open_engine(f"sqlite:///{beside.resolve().as_posix()}")
        upgrade(copy, to.parent, NO_BACKUP_NEEDED)
        server = open_engine(address)
        with saying_no_in_words(), reading_of_one_moment(server) as source, copy.begin() as target:
            _same_revision(revision_of(source))
            copy_rows(source, target)
        copy.dispose()
        server.dispose()
        return back_up_sqlite(beside, to)
    except OSError as failed:
        raise Unavailable("backup.failed", file=str(to), why=failed.strerror) from failed
    finally:
        for ending in ("", "-wal", "-shm"):
            beside.with_name(beside.name + ending).unlink(missing_ok=True)


def _same_revision(found: str | None) -> None:
    if found != HEAD:
        raise Unavailable("database.not_upgraded", found=found or "—", known=HEAD)
