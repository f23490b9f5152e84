"""The real program where it cannot start: a sentence that helps, no traceback, nothing touched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from feverclinic.storage.opening import hold_folder

ROOT = Path(__file__).parents[2]


def started(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end where no screen is."""
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if "FEVERCLINIC" not in name},
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """What lies in the data folder, but for the log and the lock."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.suffix != ".lock"
    }


def refusal(ended: subprocess.CompletedProcess[str]) -> str:
    """The one sentence that is said; the exit code says that it did not start."""
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    (sentence,) = [line for line in ended.stderr.splitlines() if "plugin" not in line]
    return sentence


def test_a_damaged_database(tmp_path: Path) -> None:
    (tmp_path / "feverclinic.db").write_bytes(b"not a database at all")
    before = files_of(tmp_path)

    sentence = refusal(started("--data", str(tmp_path)))

    assert "数据库文件已损坏" in sentence
    assert "feverclinic database restore" in sentence
    assert files_of(tmp_path) == before


def test_a_second_copy_of_the_program(tmp_path: Path) -> None:
    lock = hold_folder(tmp_path)
    before = files_of(tmp_path)

    sentence = refusal(started("--data", str(tmp_path)))

    lock.release()
    assert f"进程 {os.getpid()}" in sentence
    assert files_of(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('language = "zh_CN"\nlangauge = "en"\n', ("第 2 行", "langauge", "language")),
        ("armed_seconds = 2\n", ("第 1 行", "armed_seconds", "5–600")),
        ("[rules]\nfever_threshold_c = 37.3\nfever = 1\n", ("第 3 行", "rules.fever")),
    ],
    ids=["a wrong key", "a wrong value", "a rule that is none"],
)
def test_settings_with_an_error(tmp_path: Path, text: str, said: tuple[str, ...]) -> None:
    (tmp_path / "settings.toml").write_text(text, "utf-8")

    sentence = refusal(started("--data", str(tmp_path)))

    assert [word for word in said if word not in sentence] == []
    assert files_of(tmp_path) == {"settings.toml": text.encode()}


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")

    sentence = refusal(started("--data", str(tmp_path / "data")))

    assert str(tmp_path / "data") in sentence
    assert (tmp_path / "data").read_text("utf-8") == "a file"
