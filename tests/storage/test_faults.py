"""Nothing that was called saved is lost: kills, full and broken disks, locks, damaged files."""

import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from feverclinic.domain.people import PatientId
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Unavailable
from feverclinic.storage.backup import check_integrity
from feverclinic.storage.engine import open_engine
from feverclinic.storage.store import reading, transaction
from feverclinic.storage.verifying import verify_audit
from tests.builders import GATE, NOON, NURSE, a_patient
from tests.engines import Clinic

ROOT = Path(__file__).resolve().parent.parent.parent
ENOUGH = 25


class Desk:
    """A second program at work, that promises record after record."""

    def __init__(self, url: str, first_id: int) -> None:
        self.first_id = first_id
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.storage.saving_for_ever", url, str(first_id)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def promises(self, how_many: int) -> list[int]:
        assert self._process.stdout is not None
        return [int(self._process.stdout.readline()) for _ in range(how_many)]

    def die(self) -> list[int]:
        """Killed in the middle of its work; what it promised until then."""
        assert self._process.stdout is not None
        if self._process.stdout.closed:
            return []
        self._process.send_signal(signal.SIGKILL)
        rest = [int(line) for line in self._process.stdout.read().split()]
        self._process.stdout.close()
        self._process.wait()
        return rest


@pytest.fixture
def desks(clinic: Clinic) -> Iterator[tuple[Desk, Desk]]:
    """Two programs that write into one database."""
    both = Desk(clinic.url, 100_000), Desk(clinic.url, 200_000)
    yield both
    for desk in both:
        desk.die()


def test_what_two_killed_programs_had_saved_is_there(
    clinic: Clinic, desks: tuple[Desk, Desk]
) -> None:
    promised = [number for desk in desks for number in desk.promises(ENOUGH)]
    killed = [number for desk in desks for number in desk.die()]

    with clinic.work() as store:
        people = {hit.patient_id for hit in store.search.people("王", 10_000)}
        last = [store.drafts.get(DraftId(desk.first_id)).intake.text("name") for desk in desks]
        verified = verify_audit(store.connection)
        found = [store.patients.get(PatientId(number)).name for number in [*promised, *killed]]

    assert found == [f"王{number}" for number in [*promised, *killed]]
    assert len(people) > 0
    assert [text.split(" ")[0] for text in last] == ["下一位", "下一位"]
    assert verified.broken == ()
    assert verified.lines >= len(found)
    assert check_integrity(clinic.engine) == ()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite clinic with one person in it, closed."""
    from tests.engines import _make  # noqa: PLC0415 - only for files

    path = tmp_path / "clinic.db"
    _make(f"sqlite:///{path}", tmp_path)
    engine = open_engine(f"sqlite:///{path}")
    with transaction(engine, NURSE, NOON, GATE) as store:
        store.patients.add(a_patient("王小明", id=PatientId(1)))
    engine.dispose()
    return path


def _people(file: Path) -> int:
    connection = sqlite3.connect(file)
    counted = connection.execute("SELECT count(*) FROM patients").fetchone()[0]
    connection.close()
    return counted


def _save_many(url: str, how_many: int = 400) -> None:
    engine = open_engine(url)
    try:
        with transaction(engine, NURSE, NOON, GATE) as store:
            for number in range(2, how_many):
                store.patients.add(a_patient(f"钱{number}" * 20, id=PatientId(number)))
    finally:
        engine.dispose()


def test_a_full_database_refuses_in_words_and_keeps_what_it_has(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feverclinic.storage import engine as engines  # noqa: PLC0415 - to limit it

    prepare = engines._prepare_sqlite

    def with_little_room(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA max_page_count=60")

    monkeypatch.setattr(engines, "_prepare_sqlite", with_little_room)

    with pytest.raises(Unavailable, match=r"database\.disk_full"):
        _save_many(f"sqlite:///{file}")

    assert _people(file) == 1


def test_a_disk_that_takes_no_more_refuses_in_words(file: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limit[1]))
    try:
        with pytest.raises(Unavailable, match=r"database\.disk_(failed|full)"):
            _save_many(f"sqlite:///{file}", 4000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)

    assert _people(file) == 1


def test_a_file_damaged_while_it_is_used_is_named_so(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 4096 * 20)
    engine = open_engine(f"sqlite:///{file}")

    damaged = pytest.raises(Unavailable, match=r"database\.damaged")
    with damaged, transaction(engine, NURSE, NOON, GATE) as store:
        store.patients.add(a_patient(id=PatientId(2)))
    engine.dispose()


def test_a_database_held_by_another_is_busy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from feverclinic.storage import engine as engines  # noqa: PLC0415 - to wait less

    monkeypatch.setattr(engines, "BUSY_MS", 10)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    engine = open_engine(f"sqlite:///{file}")

    busy = pytest.raises(Unavailable, match=r"database\.busy")
    with busy, transaction(engine, NURSE, NOON, GATE):
        pass
    with reading(engine, NURSE, NOON, GATE) as store:
        assert store.patients.get(PatientId(1)).name == "王小明"

    other.close()
    engine.dispose()


def test_a_server_that_is_away_is_told_so(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://nobody@/nowhere?host={tmp_path}")

    away = pytest.raises(Unavailable, match=r"database\.unreachable")
    with away, transaction(engine, NURSE, NOON, GATE):
        pass
    engine.dispose()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://a/b", "sqlite://", "http://x/y"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Unavailable, match=r"database\.bad_url"):
        open_engine(url)
