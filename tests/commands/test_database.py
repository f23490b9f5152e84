"""`feverclinic database`: what an administrator does without the window."""

from pathlib import Path

import pytest
from sqlalchemy import text

from feverclinic.commands.main import main
from feverclinic.storage.engine import open_engine
from feverclinic.storage.opening import hold_folder
from feverclinic.storage.store import transaction
from tests.builders import GATE, NOON, NURSE, a_patient


def _run(folder: Path, *argv: str) -> int:
    return main(["--data", str(folder), "--language", "en", "database", *argv])


@pytest.fixture
def clinic_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A data folder with a database and one person in it."""
    assert _run(tmp_path, "upgrade") == 0
    assert capsys.readouterr().out == "The database went from version — to 0003.\n"
    engine = open_engine(f"sqlite:///{tmp_path / 'feverclinic.db'}")
    with transaction(engine, NURSE, NOON, GATE) as store:
        store.patients.add(a_patient())
    engine.dispose()
    return tmp_path


def test_before_the_first_start_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [_run(tmp_path, act) for act in ("status", "backup", "verify-audit")] == [1, 1, 1]

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("There is no database yet.") == 3
    assert list(tmp_path.iterdir()) == []


def test_the_status_tells_version_numbers_and_that_it_is_whole(
    clinic_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(clinic_folder, "status") == 0

    lines = capsys.readouterr().out.splitlines()
    assert {"Version: 0003", "Patients: 1", "Visits: 0", "Lines of audit: 1"} <= set(lines)
    assert lines[-1] == "Integrity: good"


def test_an_upgrade_of_the_newest_does_nothing(
    clinic_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(clinic_folder, "upgrade") == 0
    assert capsys.readouterr().out == "The database has version 0003 already.\n"


def test_a_backup_is_restored_and_the_replaced_one_kept(
    clinic_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = clinic_folder / "copy.db"
    assert _run(clinic_folder, "backup", str(copy)) == 0
    assert _run(clinic_folder, "restore", str(copy)) == 0

    said = capsys.readouterr().out
    assert f"Backup made: {copy}\n" in said
    assert f"Restored from {copy}.\n" in said
    assert len(list(clinic_folder.glob("feverclinic-replaced-*.db"))) == 1
    assert _run(clinic_folder, "status") == 0


def test_a_backup_without_a_name_lies_in_the_data_folder(clinic_folder: Path) -> None:
    assert _run(clinic_folder, "backup") == 0
    assert len(list((clinic_folder / "backups").glob("feverclinic-*.db"))) == 1


def test_nothing_is_replaced_while_the_program_runs(
    clinic_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = clinic_folder / "copy.db"
    assert _run(clinic_folder, "backup", str(copy)) == 0
    lock = hold_folder(clinic_folder)

    assert _run(clinic_folder, "restore", str(copy)) == 1
    assert _run(clinic_folder, "upgrade") == 1

    assert capsys.readouterr().err.count("The program is running already") == 2
    lock.release()


def test_a_whole_audit_is_told_with_its_last_hash(
    clinic_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(clinic_folder, "verify-audit") == 0
    assert capsys.readouterr().out.startswith(
        "Audit: 1 lines, all as they were written. Last hash: "
    )


def test_a_changed_line_of_audit_is_named(
    clinic_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_engine(f"sqlite:///{clinic_folder / 'feverclinic.db'}")
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET actor = 'somebody'"))
    engine.dispose()

    assert _run(clinic_folder, "verify-audit") == 1
    assert "Facility 1: line 1 was changed\n" in capsys.readouterr().out


def test_a_damaged_database_is_told_in_one_sentence(
    clinic_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clinic_folder / "feverclinic.db").write_bytes(b"no database" * 1000)

    assert [_run(clinic_folder, act) for act in ("status", "upgrade", "backup")] == [1, 1, 1]

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("The database is damaged") == 3
    assert "Traceback" not in said.err


def test_a_file_that_is_no_backup_is_told_so(
    clinic_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(clinic_folder, "restore", str(clinic_folder / "none.db")) == 1
    assert "There is no backup" in capsys.readouterr().err


def test_settings_with_a_wrong_key_touch_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text("armed_secnds = 60\n", "utf-8")

    assert _run(tmp_path, "upgrade") == 1

    assert "line 1: there is no key armed_secnds" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]
