"""A backup is whole or it is none; what a restore replaces is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from feverclinic.errors import Unavailable
from feverclinic.storage.backup import check_file, check_integrity
from feverclinic.storage.copying import back_up, restore, revision_of_file
from feverclinic.storage.engine import open_copy, open_engine
from feverclinic.storage.store import transaction
from feverclinic.storage.upgrade import upgrade
from feverclinic.storage.verifying import verify_audit
from tests.builders import GATE, NOON, NURSE, a_patient, a_reading, a_visit, an_assessment
from tests.engines import Clinic

PATIENT = a_patient("买买提·吐尔逊")


@pytest.fixture
def filled(clinic: Clinic) -> Clinic:
    """A clinic with a person, a visit, a reading and a decision."""
    visit = a_visit(PATIENT)
    with clinic.work() as store:
        store.patients.add(PATIENT)
        store.visits.add(visit)
        store.readings.add(a_reading(), visit.id)
        store.assessments.add(an_assessment(visit))
    return clinic


def _other_database(url: str, tmp_path: Path) -> str:
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'other.db'}"
    return url.replace("/clinic_", "/other_")


@pytest.fixture
def other_url(filled: Clinic, tmp_path: Path) -> Iterator[str]:
    """The address of another database, with nothing in it."""
    url = _other_database(filled.url, tmp_path)
    name = make_url(url).database
    if filled.name == "sqlite":
        yield url
        return
    server = open_engine(filled.url).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        yield url
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def test_a_backup_restored_elsewhere_is_the_same_clinic(
    filled: Clinic, other_url: str, tmp_path: Path
) -> None:
    copy = back_up(filled.url, tmp_path / "copies" / "clinic.db")
    restore(other_url, copy, NOON)

    other = open_engine(other_url)
    upgrade(other, tmp_path, NOON)
    with transaction(other, NURSE, NOON, GATE) as store:
        verified = verify_audit(store.connection)
        (visit,) = store.visits.of_patient(PATIENT.id)
        assert store.patients.get(PATIENT.id) == PATIENT
        assert [hit.name for hit in store.search.people("吐尔")] == ["买买提·吐尔逊"]
        assert len(store.readings.of_visit(visit.id)) == 1
        assert (verified.lines, verified.broken) == (4, ())
    other.dispose()


def test_a_backup_is_one_file_that_is_left_as_it_is(filled: Clinic, tmp_path: Path) -> None:
    copy = back_up(filled.url, tmp_path / "copies" / "clinic.db")
    before = copy.read_bytes()

    with open_copy(copy).connect() as connection:
        connection.execute(text("SELECT count(*) FROM patients"))

    assert revision_of_file(copy) == "0003"
    assert [path.name for path in copy.parent.iterdir()] == ["clinic.db"]
    assert copy.read_bytes() == before
    assert copy.stat().st_mode & 0o077 == 0


def test_a_file_that_is_there_is_not_overwritten(filled: Clinic, tmp_path: Path) -> None:
    taken = tmp_path / "mine.txt"
    taken.write_text("mine", "utf-8")

    with pytest.raises(Unavailable, match=r"backup\.exists"):
        back_up(filled.url, taken)

    assert taken.read_text("utf-8") == "mine"


def test_what_a_restore_replaces_is_kept(filled: Clinic, tmp_path: Path) -> None:
    if filled.name == "postgresql":
        copy = back_up(filled.url, tmp_path / "copy.db")
        with pytest.raises(Unavailable, match=r"database\.not_empty"):
            restore(filled.url, copy, NOON)
        return
    copy = back_up(filled.url, tmp_path / "copy.db")
    with filled.work() as store:
        store.patients.add(a_patient("后来的人"))
    filled.engine.dispose()

    kept = restore(filled.url, copy, NOON)

    assert kept is not None
    assert kept.name == "clinic-replaced-20200225-040000.db"
    with filled.work() as store:
        assert store.search.people("后来的人") == ()
    with open_copy(kept).connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM patients")).scalar_one()
    assert found == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "backup.missing"),
        (b"", "backup.not_a_database"),
        (b"x" * 4096, "backup.not_a_database"),
    ],
)
def test_a_file_that_is_no_backup_is_refused(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    file = tmp_path / "wrong.db"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(Unavailable, match=code):
        restore(f"sqlite:///{tmp_path / 'clinic.db'}", file, NOON)

    assert not (tmp_path / "clinic.db").exists()


def test_a_damaged_backup_is_refused_and_the_database_stays(filled: Clinic, tmp_path: Path) -> None:
    copy = back_up(filled.url, tmp_path / "copy.db")
    content = bytearray(copy.read_bytes())
    content[8192:40960] = b"\xff" * 32768
    copy.write_bytes(content)

    with pytest.raises(Unavailable, match=r"database\.damaged"):
        check_file(copy)
    with pytest.raises(Unavailable, match=r"database\.damaged"):
        restore(filled.url, copy, NOON)

    with filled.work() as store:
        assert store.patients.get(PATIENT.id) == PATIENT


def test_a_whole_database_has_nothing_wrong(filled: Clinic) -> None:
    assert check_integrity(filled.engine) == ()
