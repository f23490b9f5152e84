"""Before the first transaction: the right place, the only program, a database that is whole."""

import errno
import os
import re
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Engine

from feverclinic.errors import Unavailable
from feverclinic.storage.backup import HEADER
from feverclinic.storage.engine import error_of, open_engine, sqlite_file
from feverclinic.storage.upgrade import Upgraded, upgrade

FILE_NAME = "feverclinic.db"
LOCK_NAME = "feverclinic.lock"
# Stands beside the database once there is one, so that a database that is gone is noticed.
MARK_NAME = "feverclinic.made"
BACKUP_FOLDER = "backups"
# Locks of these do not hold across computers; SQLite loses records on them.
SHARES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "ceph"}
    | {"fuse.sshfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs"}
)
# A small database is read wholly at each start; a large one by `feverclinic database status`.
LARGEST_CHECKED = 16 * 1024 * 1024
REMOTE_DRIVE = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """An engine that is ready, and what was upgraded on the way."""

    engine: Engine
    upgraded: Upgraded


def database_address(url: str, data_dir: Path) -> str:
    """The address to open: the given one, or the file in the data folder."""
    return url or f"sqlite:///{(data_dir / FILE_NAME).as_posix()}"


def open_database(url: str, data_dir: Path, now: datetime) -> Opened:
    """Check the place, open the database, bring its schema up to date.

    Raises Unavailable with a code and a remedy; what is there is then as it was.
    """
    engine = open_engine(database_address(url, data_dir))
    file = sqlite_file(engine.url)
    if file is not None:
        prepare_folder(file.parent)
        refuse_share(file.parent)
        check_database(file)
        if not file.exists():
            file.touch(mode=0o600)
    upgraded = upgrade(engine, data_dir / BACKUP_FOLDER, now)
    if file is not None:
        mark = file.with_name(MARK_NAME)
        if not mark.exists():
            mark.write_text(f"{file.name}\n", "utf-8")
    return Opened(engine, upgraded)


def look_at_database(url: str, data_dir: Path) -> Engine:
    """An engine on a database that is there, after the same checks, and nothing upgraded or made.

    Raises Unavailable `database.not_made` when there is none yet.
    """
    engine = open_engine(database_address(url, data_dir))
    file = sqlite_file(engine.url)
    if file is not None:
        refuse_share(file.parent)
        check_database(file)
        if not file.exists() or file.stat().st_size == 0:
            raise Unavailable("database.not_made")
    return engine


def prepare_folder(folder: Path) -> None:
    """Make the data folder, for this user only; raises Unavailable `folder.not_writable`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as failed:
        raise Unavailable(
            "folder.not_writable", folder=str(folder), why=failed.strerror
        ) from failed
    if not os.access(folder, os.W_OK):
        raise Unavailable("folder.not_writable", folder=str(folder), why=os.strerror(errno.EACCES))


def refuse_share(folder: Path, mounts: str | None = None) -> None:
    """Raise Unavailable `database.on_share` when the folder lies on another computer."""
    if sys.platform == "win32":
        kind = "smb" if _is_remote_drive(folder) else ""
    else:
        kind = file_system_of(folder.resolve(), _mounts() if mounts is None else mounts)
    if kind in SHARES or kind == "smb":
        raise Unavailable("database.on_share", folder=str(folder), kind=kind)


def file_system_of(path: Path, mounts: str) -> str:
    """The kind of file system a path lies on, by the text of /proc/mounts; the nearest mount counts."""
    nearest, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < len(("device", "point", "kind")):
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1])
        if path.is_relative_to(point) and len(point) >= len(nearest):
            nearest, kind = point, parts[2]
    return kind


class FolderLock:
    """The data folder held by one program; the system lets go of it also when the program is killed."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def release(self) -> None:
        self._file.close()


def hold_folder(folder: Path) -> FolderLock:
    """Hold the data folder; raises Unavailable `database.in_use` with the number of the other program."""
    prepare_folder(folder)
    path = folder / LOCK_NAME
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as failed:
        raise Unavailable(
            "folder.not_writable", folder=str(folder), why=failed.strerror
        ) from failed
    file.seek(0)
    holder = file.read().strip()
    if not _lock(file):
        file.close()
        raise Unavailable("database.in_use", folder=str(folder), pid=holder or "?")
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return FolderLock(file)


def _lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists only there

            # The byte lies behind the text, so that others can still read who holds the folder.
            file.seek(1024)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl  # noqa: PLC0415 - exists only there

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def check_database(file: Path) -> None:
    """Look before opening, so that a damaged file is not touched."""
    mark = file.with_name(MARK_NAME)
    size = file.stat().st_size if file.exists() else 0
    if size == 0:
        if mark.exists():
            raise Unavailable("database.missing", file=str(file), mark=str(mark))
        return
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(HEADER))
    except OSError as denied:
        raise Unavailable("database.cannot_open", why=denied.strerror) from denied
    if begins != HEADER:
        raise Unavailable("database.damaged", why=file.name)
    if not os.access(file, os.W_OK):
        raise Unavailable("database.read_only", why=file.name)
    if size <= LARGEST_CHECKED:
        _quick_check(file)


def _quick_check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file, timeout=5)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as failed:
        raise error_of(failed) or Unavailable("database.damaged", why=str(failed)) from failed
    if found[0] != "ok":
        raise Unavailable("database.damaged", why=str(found[0]))


def _mounts() -> str:
    table = Path("/proc/mounts")
    return table.read_text("utf-8", "surrogateescape") if table.exists() else ""


def _is_remote_drive(folder: Path) -> bool:
    resolved = folder.resolve()
    if str(resolved).startswith("\\\\"):
        return True
    import ctypes  # noqa: PLC0415 - only on Windows

    kernel = getattr(ctypes, "windll", None)
    return kernel is not None and kernel.kernel32.GetDriveTypeW(resolved.anchor) == REMOTE_DRIVE
