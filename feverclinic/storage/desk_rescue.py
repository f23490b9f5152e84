"""A desk's database that was damaged or lost: kept for whoever may rescue more, read as far as it goes."""

import shutil
import sqlite3
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from feverclinic.domain.intake import Intake
from feverclinic.storage.documents import read_document
from feverclinic.storage.journal import DELIVERED, FORM, Deed
from feverclinic.storage.rows import values_of
from feverclinic.storage.schema import METADATA

# What cannot be read any more, or is not there, is remembered under these endings.
DAMAGED, MISSING = ".damaged", ".missing"
Raw = dict[str, Any]


def set_aside(file: Path, now: datetime) -> Path:
    """Keep a damaged file with its write-ahead log, in which the newest records may stand; its new place."""
    kept = file.with_name(f"{file.name}{DAMAGED}-{now:%Y%m%d-%H%M%S}")
    # Left beside a new file the log would be thrown away, or played into it.
    for end in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + end).rename(kept.with_name(kept.name + end))
    return kept


def note_missing(file: Path, now: datetime) -> None:
    """Remember that a desk's file that had been there was gone or empty."""
    file.with_name(f"{file.name}{MISSING}-{now:%Y%m%d-%H%M%S}").touch(mode=0o600)


def remembered(file: Path) -> tuple[str, ...]:
    """The files of such accidents that nobody has taken away yet, oldest first."""
    found = [
        *file.parent.glob(f"{file.name}{DAMAGED}-*"),
        *file.parent.glob(f"{file.name}{MISSING}-*"),
    ]
    return tuple(sorted(one.name for one in found if not one.name.endswith(("-wal", "-shm"))))


def rescue(kept: Path, desk: Connection) -> int:
    """Put what had not been delivered, as far as it can be read, into the new desk; how many lines."""
    lines: list[Raw] = []
    forms: dict[int, Raw] = {}
    # A disk without room for a copy rescues nothing now; the file is kept.
    with suppress(OSError), _copy_of(kept) as copy:
        lines = [row for row in _rows(copy, "journal") if _is_whole_line(row)]
        forms = {row["id"]: row for row in _rows(copy, "drafts") if _is_whole_form(row)}
    rescued = 0
    for row in lines:
        if row["kind"] == FORM and row["id"] in forms:
            _put(desk, "drafts", forms[row["id"]])
        _put(desk, "journal", row)
        if row["kind"] != FORM:
            _put_deed(desk, read_document(Deed, row["document"]))
        rescued += 1
    return rescued


@contextmanager
def _copy_of(kept: Path) -> Generator[Path]:
    """A copy to read: SQLite changes what it opens, and throws the log of a damaged file away."""
    with tempfile.TemporaryDirectory(prefix="rescue-", dir=kept.parent) as folder:
        copy = Path(folder) / kept.name
        for end in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(kept.with_name(kept.name + end), copy.with_name(copy.name + end))
        yield copy


def _rows(kept: Path, table: str) -> Iterator[Raw]:
    """From both ends up to the page that cannot be read; each row once."""
    seen: set[int] = set()
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error), closing(sqlite3.connect(kept)) as connection:
            connection.row_factory = sqlite3.Row
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY id {order}"):  # noqa: S608 - our own names
                if row["id"] not in seen:
                    seen.add(row["id"])
                    yield dict(row)


def _is_whole_line(row: Raw) -> bool:
    if row["state"] == DELIVERED:
        return False
    if row["kind"] == FORM:
        return True
    return _reads(Deed, row["document"])


def _is_whole_form(row: Raw) -> bool:
    return _reads(Intake, row["document"])


def _reads(kind: type[Any], document: object) -> bool:
    try:
        read_document(kind, str(document))
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _put_deed(desk: Connection, deed: Deed) -> None:
    """The records of a line stand on the desk again, for its lists and for what comes after it."""
    for change in deed.rows:
        table = METADATA.tables[change.table]
        if change.after is not None:
            put = insert(table).prefix_with("OR REPLACE")
            desk.execute(put, values_of(table, change.after))


def _put(desk: Connection, table: str, row: Raw) -> None:
    names, places = ", ".join(row), ", ".join("?" * len(row))
    put = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - our own names
    desk.exec_driver_sql(put, tuple(row.values()))
