"""Settings are written whole or not at all, and read back as they were."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from feverclinic.errors import Unavailable
from feverclinic.settings import Settings, load_settings
from feverclinic.settings_keys import DeviceSettings
from feverclinic.settings_writing import save_settings, settings_text

BLUE = DeviceSettings(
    "蓝枪", "BLUE", "gy-614v3", "/dev/ttyUSB0", "AXILLARY", 'S"1\\2', date(2020, 12, 31)
)
GREEN = DeviceSettings("绿枪", "GREEN", "ascii-line", "socket://10.0.0.5:4001", "", "", None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(None, tmp_path, {})


def test_what_is_written_is_read_back_the_same(settings: Settings, tmp_path: Path) -> None:
    changed = replace(
        settings,
        language="en",
        theme="dark",
        large_type=True,
        facility_name='市立医院 "东院"\\',
        facility_id=3,
        armed_seconds=90,
        station=replace(settings.station, code="LOBBY", number=2, name="2 号点"),
        printer=replace(settings.printer, name="slip", paper="ROLL80"),
        devices=(BLUE, GREEN),
        rules={
            "fever_threshold_c": Decimal("37.5"),
            "recheck_min": 10,
            "red_pair_fever_headache": "on",
            "am": ("06:00", "10:00"),
        },
    )

    save_settings(changed)

    assert load_settings(None, tmp_path, {}) == changed


def test_a_file_that_is_not_there_yet_is_made_with_its_folder(
    settings: Settings, tmp_path: Path
) -> None:
    named = replace(settings, file=tmp_path / "new" / "settings.toml")

    save_settings(named)

    assert [path.name for path in (tmp_path / "new").iterdir()] == ["settings.toml"]


def test_what_the_command_line_or_the_environment_said_does_not_become_the_file_s_own(
    settings: Settings, tmp_path: Path
) -> None:
    url = "postgresql://clinic@db/clinic"
    from_outside = load_settings(None, tmp_path, {"FEVERCLINIC_DATABASE_URL": url})

    save_settings(from_outside)

    text = (tmp_path / "settings.toml").read_text("utf-8")
    assert "postgresql" not in text
    assert str(tmp_path) not in text


def test_what_the_file_itself_said_of_them_stays(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        'database_url = "postgresql://db/clinic"\ndata_dir = "/srv/clinic"\n', "utf-8"
    )
    loaded = load_settings(None, tmp_path, {})

    save_settings(replace(loaded, theme="dark"))

    text = (tmp_path / "settings.toml").read_text("utf-8")
    assert 'database_url = "postgresql://db/clinic"' in text
    assert 'data_dir = "/srv/clinic"' in text
    assert 'theme = "dark"' in text


def test_a_file_with_an_error_is_not_written_over(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('langauge = "en"\n', "utf-8")

    with pytest.raises(Unavailable, match=r"settings\.unknown_key"):
        save_settings(settings)

    assert file.read_text("utf-8") == 'langauge = "en"\n'


def test_a_folder_that_takes_no_file_is_said_and_the_old_settings_stay(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("", "utf-8")
    nowhere = replace(settings, file=tmp_path / "a file" / "settings.toml")

    with pytest.raises(Unavailable) as refused:
        save_settings(nowhere)

    assert refused.value.code == "settings.not_saved"
    assert refused.value.facts["file"] == str(nowhere.file)
    assert refused.value.facts["why"]


def test_an_empty_field_of_a_device_is_not_written(settings: Settings) -> None:
    text = settings_text(replace(settings, devices=(GREEN,)), {})

    assert text.endswith(
        "\n[[device]]\n"
        'name = "绿枪"\n'
        'colour = "GREEN"\n'
        'profile = "ascii-line"\n'
        'port = "socket://10.0.0.5:4001"\n'
    )
