"""`feverclinic simulate`: where it listens, what it sends, how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import serial

from feverclinic.commands.main import main

ROOT = Path(__file__).parents[2]


def started(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from feverclinic.commands.main import main; sys.exit(main(sys.argv[1:]))",
            "simulate",
            *arguments,
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_simulated_device_says_where_it_is_sends_and_ends_when_told(
    tmp_path: Path, stop: signal.Signals
) -> None:
    link = tmp_path / "gun"
    with started(
        "gy-614v3", "--pty", "--link", str(link), "--script", "good 36.50; repeat"
    ) as twin:
        assert twin.stdout is not None
        said = twin.stdout.readline()
        with serial.Serial(str(link), timeout=20) as port:
            frame = port.read_until(b"\xa4\x03\x07\x07") + port.read(8)
        twin.send_signal(stop)
        rest, errors = twin.communicate(timeout=20)

    assert str(link) in said
    assert frame[-8:-1].hex().upper()[10:] == "0E42"
    assert (twin.returncode, errors) == (0, "")
    assert rest.count("\n") == 1
    assert not link.is_symlink()


def test_an_unknown_model_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["simulate", "gy-999", "--tcp", "0"])

    assert code == 1
    assert "ascii-line, gy-614v3, gy-mcu90614" in capfd.readouterr().err


def test_a_wrong_script_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["simulate", "gy-614v3", "--tcp", "0", "--script", "good; dance"])

    out, err = capfd.readouterr()
    assert (code, out) == (1, "")
    assert "dance" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["--pty", "--tcp", "0"], ["--tcp", "99999"], ["--tcp", "x"], ["--pty", "--rate", "0"]],
)
def test_arguments_that_cannot_be_are_refused(
    arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["simulate", "gy-614v3", *arguments])

    assert refused.value.code == 2
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--tcp", "65536"), "端口应为 0 到 65535 之间的整数"),
        (("--tcp", "x"), "端口应为 0 到 65535 之间的整数"),
        (("--pty", "--rate", "0"), "每秒帧数应大于 0，不超过 10000"),
        (("--pty", "--rate", "fast"), "每秒帧数应大于 0，不超过 10000"),
    ],
)
def test_a_port_or_a_rate_that_is_none_is_refused_in_words(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", "gy-614v3", *arguments])

    assert ended.value.code == 2
    assert told in capsys.readouterr().err
