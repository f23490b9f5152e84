"""`feverclinic settings`: every key with its value, default and meaning."""

import json
from pathlib import Path

import pytest

from feverclinic.commands.main import main
from feverclinic.settings_keys import (
    DEVICE_KEYS,
    KEYS,
    PRINTER_KEYS,
    RULE_KEYS,
    SCANNER_KEYS,
    STATION_KEYS,
)


def test_every_key_is_printed_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "settings"]) == 0

    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    keys = [line[0] for line in lines[2:]]
    count = sum(map(len, (KEYS, STATION_KEYS, PRINTER_KEYS, DEVICE_KEYS, SCANNER_KEYS, RULE_KEYS)))
    assert len(keys) == len(set(keys)) == count + 3
    assert {len(line) for line in lines[1:]} == {4}
    assert ["armed_seconds", "60", "60"] in [line[:3] for line in lines]


def test_as_json_it_is_one_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.toml").write_text('facility_name = "市一院"\n', "utf-8")

    assert main(["--data", str(tmp_path), "--language", "en", "settings", "--json"]) == 0

    told = {one["key"]: one for one in json.loads(capsys.readouterr().out)}
    assert told["facility_name"] == {
        "key": "facility_name",
        "value": "市一院",
        "default": "",
        "meaning": "name of the hospital, printed on papers",
    }


def test_a_file_is_named_by_its_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.toml"
    file.write_text("armed_seconds = 90\n", "utf-8")

    assert main(["settings", "--data", str(tmp_path), "--settings", str(file)]) == 0
    assert "armed_seconds\t90\t60\t" in capsys.readouterr().out


def test_a_wrong_file_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text("theme = 'pink'\n", "utf-8")

    assert main(["--data", str(tmp_path), "settings"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "theme" in said.err
