"""What is typed and not saved outlives the program: killed in the middle, damaged, a full disk."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.isolation.sheets.shelf_file import ShelfFile

PROGRAM = """
import sys
from pathlib import Path
from ui.isolation.sheets.shelf_file import ShelfFile
shelf = ShelfFile(Path(sys.argv[1])).shelf()
shelf.keep(("progress", "703"), {"note": "咳嗽减轻"})
sys.stdout.write("kept\\n")
sys.stdout.flush()
sys.stdin.read()
"""


def test_what_was_typed_outlives_a_killed_program(tmp_path: Path) -> None:
    path = tmp_path / "sheets.json"
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"kept\n"

    running.send_signal(signal.SIGKILL)
    running.communicate()

    shelf = ShelfFile(path).shelf()
    assert shelf.find(("progress", "703")) == {"note": "咳嗽减轻"}


def test_what_was_taken_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sheets.json"
    shelf = ShelfFile(path).shelf()
    shelf.keep(("progress", "703"), {"note": "a"})
    shelf.keep(("dose", "703"), {"drug": "b"})

    shelf.forget(("progress", "703"))

    assert ShelfFile(path).shelf().keys == (("dose", "703"),)


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sheets.json"

    ShelfFile(path).shelf().keep(("dose", "703"), {"drug": "b"})

    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", [b"", b"[", b"\xff\xfe", b'{"a": 1}', b'[{"act": "x"}]', b"[3]"])
def test_a_damaged_file_is_set_aside_and_a_new_one_begins(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "sheets.json"
    path.write_bytes(damage)

    shelf = ShelfFile(path).shelf()
    shelf.keep(("dose", "703"), {"drug": "b"})

    assert (tmp_path / "sheets.json.damaged").read_bytes() == damage
    assert ShelfFile(path).shelf().keys == (("dose", "703"),)


def test_a_folder_that_takes_nothing_is_told_and_typing_goes_on(tmp_path: Path) -> None:
    kept = ShelfFile(tmp_path / "nowhere" / "sheets.json")
    shelf = kept.shelf()

    shelf.keep(("dose", "703"), {"drug": "b"})

    assert kept.trouble is not None
    assert kept.trouble.code == "sheet.not_kept"
    assert shelf.find(("dose", "703")) == {"drug": "b"}


@given(
    st.dictionaries(
        st.tuples(st.text(max_size=8), st.text(max_size=8)),
        st.dictionaries(st.text(max_size=8), st.text(max_size=20), min_size=1, max_size=3),
        max_size=4,
    )
)
def test_every_text_comes_back_letter_for_letter(
    tmp_path_factory: pytest.TempPathFactory,
    answers: dict[tuple[str, str], dict[str, str]],
) -> None:
    path = tmp_path_factory.mktemp("shelf") / "sheets.json"
    shelf = ShelfFile(path).shelf()

    for key, one in answers.items():
        shelf.keep(key, one)

    again = ShelfFile(path).shelf()
    assert {key: again.find(key) for key in again.keys} == answers
