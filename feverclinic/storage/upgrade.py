"""The schema to its newest revision: back up first, all or nothing, never a schema newer than the program."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from feverclinic.errors import Unavailable
from feverclinic.storage.backup import back_up_sqlite, put_back
from feverclinic.storage.engine import is_sqlite, saying_no_in_words, sqlite_file

MIGRATIONS = Path(__file__).parent / "migrations"
# The newest revision; a test holds it against the folder, so that a start need not load alembic.
HEAD = "0003"
# Any number that no other program on the server uses for its own lock.
UPGRADE_LOCK = 370_303_001


@dataclass(frozen=True, slots=True)
class Upgraded:
    """From which revision (None: an empty database) to which, and where the backup lies."""

    before: str | None
    after: str
    backup: Path | None = None


def known_revisions() -> frozenset[str]:
    """The revisions this program knows, by the names of their files."""
    return frozenset(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))


def revision_of(connection: Connection) -> str | None:
    """The revision of a database, None for an empty one.

    Raises Unavailable `database.newer` for one that this program does not know and
    `database.foreign` for a database with tables of another program.
    """
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise Unavailable("database.foreign")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found not in known_revisions():
        raise Unavailable("database.newer", found=found, known=HEAD)
    return found


def upgrade(engine: Engine, backups: Path, now: datetime) -> Upgraded:
    """Bring the schema to the newest revision; on failure the database is as it was.

    Raises Unavailable `database.upgrade_failed` with the path of the backup.
    """
    with saying_no_in_words(), engine.begin() as connection:
        before = revision_of(connection)
    if before == HEAD:
        return Upgraded(before, HEAD)
    file = sqlite_file(engine.url)
    backup: Path | None = None
    if before is not None and file is not None:
        backup = backups / f"{file.stem}-{before}-{now:%Y%m%d-%H%M%S}.db"
        back_up_sqlite(file, backup)
    try:
        with engine.begin() as connection:
            _run(connection)
    # Whatever a revision does wrong, the ward gets its database back and a sentence.
    except Exception as failed:
        engine.dispose()
        if backup is not None and file is not None:
            put_back(backup, file)
        raise Unavailable(
            "database.upgrade_failed", why=str(failed).partition("\n")[0], backup=str(backup or "—")
        ) from failed
    return Upgraded(before, HEAD, backup)


def _run(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - only when there is something to upgrade
    from alembic.config import Config  # noqa: PLC0415 - as above

    if not is_sqlite(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
