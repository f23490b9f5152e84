"""The schema: head equals the tables, an upgrade is all or nothing, a newer database is left alone."""

import ast
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
from feverclinic.storage.upgrade import HEAD, MIGRATIONS, known_revisions, upgrade
from tests.builders import NOON, a_patient
from tests.engines import Clinic

BAD_REVISION = """
from alembic import op
revision, down_revision = "0002", "0002"
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

    assert len(files) == 1
    assert imported == {"alembic", "sqlalchemy"}


def test_an_empty_database_gets_its_tables(empty_url: str, tmp_path: Path) -> None:
    engine = open_engine(empty_url)

    first = upgrade(engine, tmp_path, NOON)
    second = upgrade(engine, tmp_path, NOON)

    assert (first.before, first.after, first.backup) == (None, "0002", None)
    assert second.before == "0002"
    engine.dispose()


def test_a_newer_database_is_left_alone(clinic: Clinic) -> None:
    with clinic.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Unavailable, match=r"database\.newer \(found=9999, known=0002\)"):
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
def bad_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second revision that breaks half way."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for file in ("env.py", "script.py.mako", "versions/0001_first.py"):
        (folder / file).write_bytes((MIGRATIONS / file).read_bytes())
    (folder / "versions" / "0002_bad.py").write_text(BAD_REVISION, "utf-8")
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)
    monkeypatch.setattr(upgrading, "HEAD", "0002")


@pytest.mark.usefixtures("bad_revision")
def test_a_failed_upgrade_leaves_everything_and_the_backup(clinic: Clinic) -> None:
    patient = a_patient()
    with clinic.work() as store:
        store.patients.add(patient)

    with pytest.raises(Unavailable, match=r"database\.upgrade_failed"):
        upgrade(clinic.engine, clinic.folder / "backups", datetime(2020, 3, 1, tzinfo=UTC))

    backups = [path.name for path in (clinic.folder / "backups").glob("*")]
    assert backups == (["clinic-0001-20200301-000000.db"] if clinic.name == "sqlite" else [])
    assert "half_done" not in inspect(clinic.engine).get_table_names()
    with clinic.work() as store:
        assert store.patients.get(patient.id) == patient
