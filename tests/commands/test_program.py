import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from feverclinic.commands.main import main
from tests.commands.deciding import NO_READING

OBJECT = json.dumps(NO_READING).encode()
NAMED = json.dumps(NO_READING | {"id": "c"}).encode()


def run(*arguments: str, data: bytes = b"") -> tuple[int, bytes, str]:
    """The program itself: exit code, standard output, standard error."""
    ended = subprocess.run(
        [sys.executable, "-m", "feverclinic", *arguments],
        input=data,
        capture_output=True,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr.decode()


def test_the_program_reads_standard_input_and_writes_utf_8() -> None:
    code, written, told = run(
        "decide", "temperature", "-", data=NAMED.replace(b'"c"', b'"\\u7532"')
    )

    assert (code, told) == (0, "")
    assert json.loads(written.decode())["id"] == "甲"
    assert "甲" in written.decode()


def test_the_program_reads_a_file_and_ends_with_2_for_bad_input(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(OBJECT + b"\n{}\n")

    code, written, told = run("decide", "temperature", str(file))

    assert (code, told, len(written.splitlines())) == (2, "", 2)


@pytest.mark.parametrize(
    "arguments",
    [("none.json",), (".",), ("-", "--rules", "none.toml"), ("-", "--rules", "README.md")],
)
def test_a_file_that_cannot_be_used_ends_with_1_and_one_sentence(arguments: Sequence[str]) -> None:
    code, written, told = run("--language", "en", "decide", "temperature", *arguments, data=OBJECT)

    assert (code, written, len(told.splitlines())) == (1, b"", 1)
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "arguments", [("decide", "temperature"), ("decode", "gy-614v3", "A4"), ("settings",)]
)
def test_a_full_disk_behind_the_output_ends_with_1_and_one_sentence(
    arguments: Sequence[str],
) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "feverclinic", "--language", "en", *arguments],
            input=OBJECT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert ended.returncode == 1
    assert ended.stderr.decode() == (
        "The operating system says: No space left on device."
        " Check disk space and rights, then try again.\n"
    )


def test_what_is_written_is_utf_8_whatever_the_terminal_says() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "feverclinic", "--help"],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )

    assert ended.returncode == 0
    assert "发热门诊工作站" in ended.stdout.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("temperature", "FILE", "--rules", "OWN"),
        ("temperature", "--rules", "OWN", "FILE"),
        ("--rules", "OWN", "temperature", "FILE"),
    ],
)
def test_options_may_stand_before_between_and_behind_the_other_arguments(
    arguments: Sequence[str], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    own, file = tmp_path / "own.toml", tmp_path / "case.json"
    shipped = Path("resources/rules/triage.toml").read_text("utf-8")
    own.write_text(shipped.replace("triage-1", "ours-1"), "utf-8")
    file.write_bytes(OBJECT)
    places = {"OWN": str(own), "FILE": str(file)}

    assert main(["decide", *(places.get(one, one) for one in arguments)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["rule_set"] == "ours-1"


@pytest.mark.parametrize("arguments", [[], ["temperature", "--schema", "temperature"]])
def test_a_topic_and_a_schema_are_asked_for_one_at_a_time(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--language", "en", "decide", *arguments])

    assert ended.value.code == 2
    assert "give either TOPIC or --schema TOPIC" in capsys.readouterr().err


def test_a_rule_file_of_ones_own_decides(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    shipped = Path("resources/rules/triage.toml").read_text("utf-8")
    own.write_text(shipped.replace("= 37.30", "= 36.00").replace("triage-1", "ours-1"), "utf-8")
    given = {"raw_text": "36.0", "site": "ORAL", "measured_at": "2020-02-25T08:00"}

    code, written, _ = run(
        "decide",
        "temperature",
        "--rules",
        str(own),
        data=json.dumps(NO_READING | {"readings": [given]}).encode(),
    )

    assert code == 0
    assert json.loads(written)["result"] == "FEVER"
    assert json.loads(written)["rule_set"] == "ours-1"


def test_a_named_settings_file_sets_the_rules_of_the_house(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[rules]\nfever_threshold_c = 36.00\n", "utf-8")
    reading = {"raw_text": "36.0", "site": "ORAL", "measured_at": "2020-02-25T08:00"}
    given = json.dumps(NO_READING | {"readings": [reading]}).encode()

    code, written, _ = run("decide", "temperature", "--settings", str(settings), data=given)

    assert code == 0
    assert json.loads(written)["result"] == "FEVER"


@pytest.mark.parametrize(
    "arguments",
    [("decide",), ("decide", "nothing"), ("decide", "temperature", "a", "b"), ("nothing",), ()],
)
def test_a_wrong_call_ends_with_2_and_says_how_to_call(
    arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_deciding_never_loads_qt() -> None:
    program = (
        "import sys; from feverclinic.commands.main import main;"
        "main(['decide', '--schema', 'temperature']);"
        "sys.exit(any(name.startswith(('PySide6', 'sqlalchemy', 'serial')) for name in sys.modules))"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert ended.returncode == 0


def test_help_lists_every_command() -> None:
    code, written, told = run("--help")

    assert (code, told) == (0, "")
    names = [line.split()[0] for line in written.decode().splitlines() if line.startswith("    ")]
    assert {"decide", "decode", "simulate", "settings", "database"} <= set(names)
