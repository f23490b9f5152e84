"""The schema: head equals the tables, an upgrade is all or nothing, a newer database is left alone."""

import ast
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from feverclinic.errors import Unavailable
from feverclinic.storage import upgrade as upgrading
from feverclinic.storage.engine import open_engine
from feverclinic.storage.schema import METADATA
from feverclinic.storage.store import transaction
from feverclinic.storage.upgrade import HEAD, MIGRATIONS, known_revisions, upgrade
from feverclinic.storage.verifying import verify_audit
from tests.builders import GATE, NOON, NURSE, a_patient
from tests.engines import Clinic

BAD_REVISION = """
from alembic import op
revision, down_revision = "0004", "0003"
def upgrade():
    op.execute("CREATE TABLE half_done (id INTEGER)")
    op.execute("CREATE TABLE patients (id INTEGER)")
"""


def test_head_equals_the_tables(clinic: Clinic) -> None:
    with clinic.engine.connect() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, METADATA) == []


def test_the_newest_revision_is_the_one_the_program_expects() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]
    assert HEAD in known_revisions()


def test_revisions_import_nothing_of_ours() -> None:
    files = sorted(MIGRATIONS.glob("versions/*.py"))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert [file.name for file in files] == [
        "0001_first.py",
        "0002_the_day.py",
        "0003_isolation.py",
    ]
    assert imported == {"alembic", "sqlalchemy"}


def test_an_empty_database_gets_its_tables(empty_url: str, tmp_path: Path) -> None:
    engine = open_engine(empty_url)

    first = upgrade(engine, tmp_path, NOON)
    second = upgrade(engine, tmp_path, NOON)

    assert (first.before, first.after, first.backup) == (None, "0003", None)
    assert second.before == "0003"
    engine.dispose()


def test_a_newer_database_is_left_alone(clinic: Clinic) -> None:
    with clinic.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Unavailable, match=r"database\.newer \(found=9999, known=0003\)"):
        upgrade(clinic.engine, clinic.folder, NOON)


def test_a_database_of_another_program_is_left_alone(empty_url: str, tmp_path: Path) -> None:
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))

    with pytest.raises(Unavailable, match=r"database\.foreign"):
        upgrade(engine, tmp_path, NOON)

    assert inspect(engine).get_table_names() == ["theirs"]
    engine.dispose()


@pytest.fixture
def bad_revision(clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A next revision that breaks half way; for a `clinic` that was made before it.

    Else the template of all clinics of the session would be built from it.
    """
    assert inspect(clinic.engine).has_table("patients")
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    kept = (
        *("env.py", "script.py.mako", "versions/0001_first.py"),
        *("versions/0002_the_day.py", "versions/0003_isolation.py"),
    )
    for file in kept:
        (folder / file).write_bytes((MIGRATIONS / file).read_bytes())
    (folder / "versions" / "0004_bad.py").write_text(BAD_REVISION, "utf-8")
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)
    monkeypatch.setattr(upgrading, "HEAD", "0004")


@pytest.mark.usefixtures("bad_revision")
def test_a_failed_upgrade_leaves_everything_and_the_backup(clinic: Clinic) -> None:
    patient = a_patient()
    with clinic.work() as store:
        store.patients.add(patient)

    with pytest.raises(Unavailable, match=r"database\.upgrade_failed"):
        upgrade(clinic.engine, clinic.folder / "backups", datetime(2020, 3, 1, tzinfo=UTC))

    backups = [path.name for path in (clinic.folder / "backups").glob("*")]
    assert backups == (["clinic-0003-20200301-000000.db"] if clinic.name == "sqlite" else [])
    assert "half_done" not in inspect(clinic.engine).get_table_names()
    with clinic.work() as store:
        assert store.patients.get(patient.id) == patient


def test_a_file_of_the_first_revision_keeps_all_that_was_in_it(tmp_path: Path) -> None:
    file = tmp_path / "clinic.db"
    with closing(sqlite3.connect(file)) as old:
        old.executescript((Path(__file__).parent / "files" / "0001.sql").read_text("utf-8"))

    engine = open_engine(f"sqlite:///{file}")
    upgraded = upgrade(engine, tmp_path / "backups", NOON)

    assert (upgraded.before, upgraded.after) == ("0001", "0003")
    with transaction(engine, NURSE, NOON, GATE) as store:
        patient = store.patients.find_by_id_no("01", "370399197903120016")
        assert patient is not None
        (visit,) = store.visits.of_patient(patient.id)
        assert (visit.visit_no, visit.guide, visit.received_at) == ("20200225-0001", "", None)
        assert [one.raw_text for one in store.readings.of_visit(visit.id)] == ["37.8"]
        assert [one.reading.raw_text for one in store.readings.unclaimed("GATE")] == ["36.9"]
        assert store.staff.find(NURSE.login) is not None
        assert verify_audit(store.connection).broken == ()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_a_server_of_the_first_revision_is_upgraded_with_its_rows(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(empty_url)
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako", "versions/0001_first.py"):
        (folder / name).write_bytes((MIGRATIONS / name).read_bytes())
    with monkeypatch.context() as first:
        first.setattr(upgrading, "MIGRATIONS", folder)
        first.setattr(upgrading, "HEAD", "0001")
        upgrade(engine, tmp_path, NOON)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO staff VALUES (1, 1, 'nurse', '张护士', '', 'triage_nurse', true, '-', 0)"
            )
        )

    upgrade(engine, tmp_path, NOON)

    with engine.connect() as connection:
        kept = connection.execute(text("SELECT name, pin_hash, badge_hash FROM staff")).all()
        assert [tuple(row) for row in kept] == [("张护士", "", "")]
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()
