"""Settings: every key has its default; a wrong one is refused with its line and what may stand there."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from feverclinic.errors import Unavailable
from feverclinic.settings import load_settings
from feverclinic.settings_keys import DeviceSettings
from feverclinic.wording import LANGUAGES, wording

DEVICE = '[[device]]\nname = "蓝枪"\ncolour = "BLUE"\nprofile = "gy-614v3"\nport = "/dev/ttyUSB0"\n'


def _written(folder: Path, text: str) -> Path:
    file = folder / "settings.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_a_file_all_is_as_by_default(tmp_path: Path) -> None:
    settings = load_settings(None, tmp_path, {})

    assert (settings.language, settings.theme, settings.county) == ("zh_CN", "light", "370303")
    assert (settings.armed_seconds, settings.printer.paper) == (60, "A5")
    assert (settings.station.code, settings.station.number) == ("GATE", 1)
    assert (settings.devices, settings.rules, settings.database_url) == ((), {}, "")
    assert settings.file == tmp_path / "settings.toml"


def test_what_stands_in_the_file_holds(tmp_path: Path) -> None:
    _written(
        tmp_path,
        'language = "en"\n[station]\ncode = "LOBBY"\n[rules]\nfever_threshold_c = 37.50\n'
        + DEVICE
        + "calibration_due = 2020-12-31\n",
    )

    settings = load_settings(None, tmp_path, {})

    assert (settings.language, settings.station.code) == ("en", "LOBBY")
    assert settings.rules == {"fever_threshold_c": Decimal("37.50")}
    assert settings.devices == (
        DeviceSettings("蓝枪", "BLUE", "gy-614v3", "/dev/ttyUSB0", "", "", date(2020, 12, 31)),
    )


def test_the_command_line_comes_before_the_environment_and_that_before_the_file(
    tmp_path: Path,
) -> None:
    named, other, third = (tmp_path / name for name in ("named", "other", "third"))
    file = _written(tmp_path, f'data_dir = "{third}"\ndatabase_url = "postgresql://file/x"\n')
    environment = {
        "FEVERCLINIC_DATA": str(other),
        "FEVERCLINIC_DATABASE_URL": "postgresql://environment/x",
    }

    assert load_settings(file, named, environment).data_dir == named
    assert load_settings(file, None, environment).data_dir == other
    assert load_settings(file, None, {}).data_dir == third
    assert load_settings(file, None, environment).database_url == "postgresql://environment/x"
    assert load_settings(file, None, {}).database_url == "postgresql://file/x"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        pytest.param('\nlanguage = "de"', 2, "language", id="choice"),
        pytest.param("large_type = 1", 1, "large_type", id="switch"),
        pytest.param("armed_seconds = 4", 1, "armed_seconds", id="below-its-least"),
        pytest.param("armed_seconds = 601", 1, "armed_seconds", id="above-its-most"),
        pytest.param("armed_seconds = true", 1, "armed_seconds", id="truth-for-number"),
        pytest.param("armed_seconds = 60.0", 1, "armed_seconds", id="fraction-for-whole"),
        pytest.param('county = "3703"', 1, "county", id="digits"),
        pytest.param('database_url = "mysql://x"', 1, "database_url", id="address"),
        pytest.param("# x\n[station]\n# y\nnumber = 1024", 4, "station.number", id="in-a-table"),
        pytest.param('[station]\ncode = "gate"', 2, "station.code", id="small-letters"),
        pytest.param("station = 1", 1, "station", id="no-table"),
        pytest.param('[printer]\npaper = "A4"', 2, "printer.paper", id="paper"),
        pytest.param("\n[[device]]\n", 2, "device.0.name", id="missing-in-a-table"),
        pytest.param(
            DEVICE + "\n" + DEVICE.replace("蓝枪", "绿枪").replace("BLUE", "RED"),
            9,
            "device.1.colour",
            id="second-device",
        ),
        pytest.param(DEVICE + DEVICE, 7, "device.1.name", id="the-same-name-twice"),
        pytest.param("device = 1", 1, "device", id="no-list"),
        pytest.param(DEVICE + 'calibration_due = "soon"', 6, "device.0.calibration_due", id="day"),
        pytest.param("[rules]\nam = 2020-02-02", 2, "rules.am", id="rule-type"),
        pytest.param("rules = []", 1, "rules", id="no-rules"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, key: str
) -> None:
    file = _written(tmp_path, text)

    with pytest.raises(Unavailable) as refused:
        load_settings(None, tmp_path, {})

    facts = refused.value.facts
    assert refused.value.code == "settings.bad"
    assert (facts["file"], facts["line"], facts["key"]) == (str(file), line, key)
    assert facts["expected"]


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("\nlanguge = 'en'", 2, "languge"),
        ("[station]\nnr = 1", 2, "station.nr"),
        ("[extra]\nx = 1", 1, "extra"),
        (DEVICE + "baud = 9600", 6, "device.0.baud"),
        ("[rules]\n\nfever = 37", 3, "rules.fever"),
    ],
)
def test_a_key_that_is_none_is_refused_with_those_that_are(
    tmp_path: Path, text: str, line: int, key: str
) -> None:
    _written(tmp_path, text)

    with pytest.raises(Unavailable) as refused:
        load_settings(None, tmp_path, {})

    assert refused.value.code == "settings.unknown_key"
    assert (refused.value.facts["line"], refused.value.facts["key"]) == (line, key)


@pytest.mark.parametrize(("text", "line"), [("a = ", 1), ("x = 1\nx = 2", 2), ("\n\n= 3", 3)])
def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    _written(tmp_path, text)

    with pytest.raises(Unavailable) as refused:
        load_settings(None, tmp_path, {})

    assert (refused.value.code, refused.value.facts["line"]) == ("settings.not_toml", line)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes('\nfacility_name = "淄博市医院"'.encode("gb18030"))

    with pytest.raises(Unavailable, match=r"settings\.not_toml .*line=2"):
        load_settings(None, tmp_path, {})


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"settings\.missing"):
        load_settings(tmp_path / "none.toml", tmp_path, {})


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"settings\.unreadable"):
        load_settings(tmp_path, tmp_path, {})


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"settings\.bad_variable .*FEVERCLINIC_DATABASE_URL"):
        load_settings(None, tmp_path, {"FEVERCLINIC_DATABASE_URL": "oracle:x"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_refusal_is_one_sentence_with_all_of_it(tmp_path: Path, language: str) -> None:
    _written(tmp_path, "armed_seconds = 4")

    with pytest.raises(Unavailable) as refused:
        load_settings(None, tmp_path, {})
    sentence = wording(language).say("error.settings.bad", **refused.value.facts)

    assert "armed_seconds" in sentence
    assert "5–600" in sentence
    assert str(tmp_path) in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("written", "found"),
    [('"5"', '"5"'), ("0", "0"), ("true", "true"), ('"off"', '"off"'), ("5.5", "5.5")],
)
def test_a_wrong_value_is_told_as_it_is_written(tmp_path: Path, written: str, found: str) -> None:
    (tmp_path / "settings.toml").write_text(f"thermometer_minutes = {written}\n", "utf-8")

    with pytest.raises(Unavailable) as refused:
        load_settings(None, tmp_path, {})

    assert refused.value.facts["found"] == found
