"""Engines for SQLite and PostgreSQL, and the errors of both as Stale and Unavailable."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import connect
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.pool import NullPool

from feverclinic.errors import ClinicError, Refused, Stale, Unavailable

BUSY_MS = 5000
CACHE_KIB = 16384
# A desk goes on alone when the server does not answer: it must not wait for long to find out.
NOTICE_LOSS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
# A connection that rested so long is asked whether it still lives before it is used.
LONG_PAUSE_S = 5.0
# Execution option of a transaction that only reads: SQLite then takes no write lock.
READS_ONLY = "clinic_reads_only"

# Result codes of SQLite (the low byte) and classes or codes of PostgreSQL, as our codes.
SQLITE_CODES = {
    5: "database.busy",
    6: "database.busy",
    8: "database.read_only",
    10: "database.disk_failed",
    11: "database.damaged",
    13: "database.disk_full",
    14: "database.cannot_open",
    26: "database.damaged",
}
POSTGRES_CODES = {
    "53100": "database.disk_full",
    "55P03": "database.busy",
    "40P01": "database.busy",
    "40001": "database.busy",
    "25006": "database.read_only",
    "42501": "database.denied",
    "XX001": "database.damaged",
    "XX002": "database.damaged",
    "3D000": "database.missing_on_server",
    "28P01": "database.denied",
    "28000": "database.denied",
    "22021": "text.not_storable",
}


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql://…`; nothing is opened before the first use.

    Raises Unavailable `database.bad_url` for any other address.
    """
    try:
        address = make_url(url)
    except ArgumentError as wrong:
        raise Unavailable("database.bad_url") from wrong
    if address.get_backend_name() == "sqlite" and address.database:
        engine = create_engine(
            address.set(drivername="sqlite"), connect_args={"timeout": BUSY_MS / 1000}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if address.get_backend_name() == "postgresql":
        engine = create_engine(
            address.set(drivername="postgresql+psycopg"),
            connect_args={**NOTICE_LOSS, "options": "-c lock_timeout=10s -c timezone=UTC"},
        )
        _look_after_pauses(engine)
        return engine
    raise Unavailable("database.bad_url")


def open_copy(file: Path) -> Engine:
    """An engine that reads a backup and leaves it, byte by byte, as it is."""
    uri = f"{file.resolve().as_uri()}?mode=ro"
    return create_engine("sqlite://", creator=lambda: connect(uri, uri=True), poolclass=NullPool)


def is_sqlite(bind: Engine | Connection) -> bool:
    return bind.dialect.name == "sqlite"


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    # Without this the driver begins transactions itself, and never an immediate one.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


def _look_after_pauses(engine: Engine) -> None:
    """A server that was started anew while nobody worked is no lost server."""
    failed = engine.dialect.loaded_dbapi.Error

    def note_use(_connection: object, record: Any) -> None:
        record.info["used_s"] = monotonic()

    def look(connection: Any, record: Any, _proxy: object) -> None:
        now_s = monotonic()
        if now_s - record.info.get("used_s", now_s) < LONG_PAUSE_S:
            return
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except failed as gone:
            raise DisconnectionError from gone

    event.listen(engine, "checkin", note_use)
    event.listen(engine, "checkout", look)


def _begin_sqlite(connection: Connection) -> None:
    # Two desks that both read and then write would otherwise fail half way with "busy".
    reads_only = connection.get_execution_options().get(READS_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@contextmanager
def saying_no_in_words() -> Generator[None]:
    """Turn what the database says into Stale, Unavailable or Refused; a bug stays a bug."""
    try:
        yield
    except IntegrityError as clash:
        if _is_unique_clash(clash.orig):
            raise Stale("record.already_there") from clash
        raise
    except DBAPIError as failed:
        known = error_of(failed.orig)
        if known is None:
            raise
        raise known from failed
    except UnicodeEncodeError as broken:
        # Half of a character pair, as some input methods leave it behind.
        raise Refused("text.not_storable") from broken


def error_of(original: BaseException | None) -> ClinicError | None:
    """The error of ours that a driver's error means, or None when it is a bug."""
    number: Any = getattr(original, "sqlite_errorcode", None)
    if isinstance(number, int):
        code = SQLITE_CODES.get(number & 0xFF)
        return Unavailable(code, why=str(original)) if code else None
    state: Any = getattr(original, "sqlstate", None)
    code = POSTGRES_CODES.get(str(state)) or _lost_server(original, state)
    if code == "text.not_storable":
        return Refused(code)
    return Unavailable(code, why=str(original).partition("\n")[0]) if code else None


def _lost_server(original: BaseException | None, state: object) -> str | None:
    """Connection errors carry no state, or one of class 08 or 57P; NUL in a text has none either."""
    name = type(original).__name__
    if name == "DataError" and "NUL" in str(original):
        return "text.not_storable"
    if name in ("OperationalError", "ConnectionTimeout") and state is None:
        text = str(original)
        if "does not exist" in text:
            return "database.missing_on_server"
        return "database.denied" if "authentication" in text else "database.unreachable"
    return "database.unreachable" if str(state)[:3] in ("080", "57P") else None


def _is_unique_clash(original: BaseException | None) -> bool:
    name: Any = getattr(original, "sqlite_errorname", "")
    if name in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        return True
    return getattr(original, "sqlstate", None) == "23505"


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite address, None for a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def masked_address(url: str) -> str:
    """An address as it may be shown: without its password; empty stays empty."""
    return make_url(url).render_as_string(hide_password=True) if url else ""
