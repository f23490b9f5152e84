"""Backup and restore: a whole copy that was checked, or none; what is replaced is kept beside it.

A backup is always one SQLite file. From PostgreSQL the rows are copied into one within a single
snapshot, so that it can be read anywhere; for large servers pg_dump is the faster tool.
"""

import os
import sqlite3
from collections.abc import Generator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select, text

from feverclinic.errors import Unavailable
from feverclinic.storage.engine import error_of, is_sqlite
from feverclinic.storage.schema import METADATA

COPY_ROWS = 5000
WAIT_S = 0.1
MOST_WAITS = 50
HEADER = b"SQLite format 3\x00"
BESIDE = ("-wal", "-shm")


@contextmanager
def _as_unavailable(file: Path) -> Generator[None]:
    try:
        yield
    except sqlite3.Error as failed:
        raise error_of(failed) or Unavailable("database.damaged", why=str(failed)) from failed
    except OSError as failed:
        raise Unavailable("backup.failed", file=str(file), why=failed.strerror) from failed


def back_up_sqlite(file: Path, to: Path) -> Path:
    """Copy a database, also while it is used; the copy is checked before it gets its name.

    Raises Unavailable `backup.exists`, `backup.failed` or what SQLite says; never overwrites.
    """
    if to.exists():
        raise Unavailable("backup.exists", file=str(to))
    beside = to.with_name(f"{to.name}.part")
    with _as_unavailable(to):
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            _forget(beside)
            _copy_pages(file, beside)
            check_file(beside)
            _sync(beside)
            beside.replace(to)
        finally:
            _forget(beside)
    return to


def check_file(file: Path) -> None:
    """Read a whole SQLite file; raises Unavailable `backup.not_a_database` or `database.damaged`."""
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(HEADER))
    except OSError as missing:
        raise Unavailable("backup.missing", file=str(file)) from missing
    if begins != HEADER:
        raise Unavailable("backup.not_a_database", file=str(file))
    with _as_unavailable(file), closing(sqlite3.connect(_uri(file), uri=True)) as connection:
        wrong = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if wrong != ["ok"]:
            raise Unavailable("database.damaged", why=str(wrong[0]))


def put_back(backup: Path, file: Path, kept: Path | None = None) -> None:
    """Replace a database by a backup; nobody may have it open. The old one moves to `kept`, if given."""
    beside = file.with_name(f"{file.name}.part")
    with _as_unavailable(file):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _forget(beside)
            _copy_pages(backup, beside)
            _sync(beside)
            for ending in ("", *BESIDE):
                _move_aside(file.with_name(file.name + ending), kept and f"{kept}{ending}")
            beside.replace(file)
        finally:
            _forget(beside)


def restore_sqlite(backup: Path, file: Path, now: datetime) -> Path | None:
    """Check a backup and put it in the place of the database, which is kept beside it.

    Returns where the replaced database lies now. Also a damaged one is kept, byte by byte.
    """
    check_file(backup)
    kept: Path | None = None
    if file.exists():
        kept = file.with_name(f"{file.stem}-replaced-{now:%Y%m%d-%H%M%S}{file.suffix}")
    put_back(backup, file, kept)
    return kept


def copy_rows(source: Connection, target: Connection) -> int:
    """All rows of all tables into an empty schema of the same revision; how many there were.

    Raises Unavailable `database.not_empty` when the target holds rows already.
    """
    copied = 0
    for table in METADATA.sorted_tables:
        if target.execute(select(func.count()).select_from(table)).scalar_one():
            raise Unavailable("database.not_empty")
        rows = source.execution_options(yield_per=COPY_ROWS).execute(select(table))
        for part in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])
            copied += len(part)
    return copied


def reading_of_one_moment(server: Engine) -> AbstractContextManager[Connection]:
    """A transaction on a server that sees the rows as of its beginning, whatever others write."""
    return server.execution_options(isolation_level="REPEATABLE READ").begin()


def check_integrity(engine: Engine) -> tuple[str, ...]:
    """What is wrong inside the database, in its own words; empty when nothing is."""
    if not is_sqlite(engine):
        # PostgreSQL checks its pages itself when data checksums are on.
        return ()
    with engine.connect() as connection:
        found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(20)"))]
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    wrong = [] if found == ["ok"] else found
    return (*wrong, *(f"{row[0]} {row[1]} → {row[2]}" for row in orphans[:20]))


def _copy_pages(file: Path, to: Path) -> None:
    to.touch(mode=0o600)
    with (
        closing(sqlite3.connect(_uri(file), uri=True)) as source,
        closing(sqlite3.connect(to)) as copy,
    ):
        source.backup(copy, progress=_Patience(), sleep=WAIT_S)
        # A copy is one file: it must not begin its life with a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


class _Patience:
    """Ends a copy that does not come forward: the driver itself would wait for a lock for ever."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._waits = 0

    def __call__(self, _status: int, remaining: int, _total: int) -> None:
        self._waits = self._waits + 1 if remaining == self._left else 0
        self._left = remaining
        if self._waits > MOST_WAITS:
            raise Unavailable("database.busy")


def _move_aside(file: Path, kept: str | None) -> None:
    if kept is None:
        file.unlink(missing_ok=True)
    elif file.exists():
        file.replace(kept)


def _uri(file: Path) -> str:
    return f"{file.resolve().as_uri()}?mode=ro"


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _forget(file: Path) -> None:
    for ending in ("", *BESIDE):
        file.with_name(file.name + ending).unlink(missing_ok=True)
