"""The state of a database in a few facts."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from feverclinic.errors import Unavailable
from feverclinic.storage.engine import is_sqlite, masked_address, sqlite_file
from feverclinic.storage.tables import AuditHeadRow, PatientRow, VisitRow, table_of
from feverclinic.storage.upgrade import HEAD, revision_of

HEADS = table_of(AuditHeadRow)


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """`address` without its password; `lines` and `last_hash` are of the audit of all facilities."""

    address: str
    server: str
    revision: str
    size_bytes: int
    patients: int
    visits: int
    lines: int
    last_hash: str


def state_of(connection: Connection) -> DatabaseState:
    """Look at an open database; raises Unavailable when it is not at the newest revision."""
    found = revision_of(connection)
    if found is None:
        raise Unavailable("database.not_made")
    if found != HEAD:
        raise Unavailable("database.not_upgraded", found=found, known=HEAD)
    heads = connection.execute(select(HEADS.c.seq, HEADS.c.hash).order_by(HEADS.c.facility_id))
    chains = heads.all()
    return DatabaseState(
        masked_address(str(connection.engine.url.render_as_string(hide_password=False))),
        _server(connection),
        found,
        _size(connection),
        _count(connection, PatientRow),
        _count(connection, VisitRow),
        sum(chain.seq for chain in chains),
        chains[-1].hash if chains else "",
    )


def _server(connection: Connection) -> str:
    asked = "SELECT sqlite_version()" if is_sqlite(connection) else "SHOW server_version"
    name = "SQLite" if is_sqlite(connection) else "PostgreSQL"
    return f"{name} {connection.execute(text(asked)).scalar_one()}"


def _size(connection: Connection) -> int:
    file = sqlite_file(connection.engine.url)
    if file is not None:
        return file.stat().st_size
    size = text("SELECT pg_database_size(current_database())")
    return int(connection.execute(size).scalar_one())


def _count(connection: Connection, row: type[PatientRow | VisitRow]) -> int:
    return connection.execute(select(func.count()).select_from(table_of(row))).scalar_one()
