"""`--demo`: a newcomer takes a patient from F4 to the paper, and nothing real is touched by it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import MetaData, select

from feverclinic.storage.opening import hold_folder, open_database
from tests.builders import NOON, a_patient
from tests.engines import Clinic
from ui.demo.program import run_demo

ROOT = Path(__file__).parents[2]
REAL_SETTINGS = 'facility_name = "真实医院"\nlanguage = "en"\n[printer]\nname = "real"\n'


def rows_of(clinic: Clinic) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    tables = MetaData()
    tables.reflect(clinic.engine)
    with clinic.engine.connect() as connection:
        return {
            table.name: sorted(str(row) for row in connection.execute(select(table)))
            for table in tables.sorted_tables
        }


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def a_real_place(folder: Path) -> Path:
    """The data folder of a clinic that works: settings, a database, a lock."""
    data = folder / "home" / "feverclinic"
    open_database("", data, NOON).engine.dispose()
    (data / "settings.toml").write_text(REAL_SETTINGS, "utf-8")
    return data


def demo_beside(folder: Path, data: Path, url: str) -> dict[str, object]:
    """Run the demo in an account whose real clinic is in `data` and at `url`; what was seen there."""
    temporary = folder / "tmp"
    temporary.mkdir()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.stories.at_the_demo"],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(folder / "home"),
            "XDG_DATA_HOME": str(folder / "home"),
            "TMPDIR": str(temporary),
            "FEVERCLINIC_DATA": str(data),
            "FEVERCLINIC_DATABASE_URL": url,
        },
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return {
        **json.loads(ended.stdout.splitlines()[-1]),
        "left": [path.name for path in temporary.glob("feverclinic*")],
    }


def test_a_newcomer_comes_to_the_paper_and_the_real_clinic_is_as_it_was(
    clinic: Clinic, tmp_path: Path
) -> None:
    data = a_real_place(tmp_path)
    with clinic.work() as store:
        store.patients.add(a_patient(name="真实的人"))
    rows, files = rows_of(clinic), bytes_of(data)

    seen = demo_beside(tmp_path, data, clinic.url)

    assert rows_of(clinic) == rows
    assert bytes_of(data) == files
    assert seen["left"] == []
    assert not Path(str(seen["folder"])).exists()
    assert seen["facility"] == "演示市第一人民医院(虚构)"
    assert (seen["language"], seen["database"]) == ("zh_CN", "")
    assert (seen["nurse"], seen["time"]) == ("张晓燕", "10:20")
    assert seen["ribbon"] == "演示 DEMO"
    assert seen["listed"] == 28
    # The frame of the blue gun: header, registers, 36.52 as 0E44, its sum.
    assert seen["number"] == "36.52"
    assert str(seen["raw_bytes"])[:8] == "a4030707"
    assert "0e44" in str(seen["raw_bytes"])
    for word in ("演示 DEMO", "张建国", "36.52", "普通门诊", "演示市第一人民医院"):
        assert word in str(seen["paper"])


def test_the_demo_opens_while_the_real_program_is_running(tmp_path: Path) -> None:
    data = a_real_place(tmp_path)
    lock = hold_folder(data)

    seen = demo_beside(tmp_path, data, "")

    lock.release()
    assert seen["number"] == "36.52"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_stopped_from_the_terminal_it_takes_its_folder_with_it(
    tmp_path: Path, number: signal.Signals
) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "ui", "--demo"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert program.stdout is not None
    said = program.stdout.readline()
    began = list(tmp_path.glob("feverclinic-demo-*"))

    program.send_signal(number)
    code = program.wait(timeout=30)

    program.stdout.close()
    assert "demo-2468" in said
    assert len(began) == 1
    assert code == 0
    assert list(tmp_path.glob("feverclinic-demo-*")) == []


def test_without_a_place_for_its_folder_it_says_so_and_what_it_does_not_touch(
    qapp: QApplication, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")

    code = run_demo(is_elsewhere=True)

    said = capsys.readouterr().err.splitlines()
    assert code == 1
    assert said == [
        "演示只用自己的临时文件夹，--data 和 --settings 不起作用",
        "演示不能建立临时文件夹：No such file or directory",
    ]
