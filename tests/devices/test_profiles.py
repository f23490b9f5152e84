"""Profile files: what is wrong is told with file and line, and vectors prove a profile when it is read."""

from importlib.resources import files
from pathlib import Path

import pytest

from feverclinic.devices.profiles import find_profile, load_profiles, read_profile
from feverclinic.domain.readings import Site
from feverclinic.errors import Unavailable
from tests.devices.streams import ASCII_LINE, GY_614V3, GY_MCU90614, PROFILES

TEXT = files("resources").joinpath("devices", "gy-614v3.toml").read_text("utf-8")


def refusal(text: str) -> dict[str, object]:
    with pytest.raises(Unavailable) as refused:
        read_profile(text, "own.toml")
    assert refused.value.code == "device.profile_bad"
    assert refused.value.facts["file"] == "own.toml"
    return refused.value.facts


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_three_models_are_shipped() -> None:
    assert sorted(PROFILES) == ["ascii-line", "gy-614v3", "gy-mcu90614"]


def test_a_surface_value_is_never_offered() -> None:
    assert GY_MCU90614.offered(["object", "ambient"]) is None
    assert GY_614V3.offered(["emissivity", "object", "ambient", "body"]) == "body"
    assert ASCII_LINE.offered(["object"]) is None


def test_a_line_without_a_check_byte_needs_two_frames() -> None:
    assert (ASCII_LINE.frames_until_live, GY_614V3.frames_until_live) == (2, 1)


def test_the_forehead_module_knows_its_site_and_the_others_do_not() -> None:
    assert GY_614V3.device.site is Site.FOREHEAD_NC
    assert ASCII_LINE.device.site is Site.UNKNOWN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quiet_s = 3", "quiet_sec = 3"),
        ("interbyte_ms = 100", "interbyte_ms = 0"),
        ('check = "sum8"', 'check = "crc99"'),
        ("frozen_s = 20", 'frozen_s = "long"'),
        ('format = "8N1"', 'format = "9N1"'),
        ('type = "u8", scale = "0.01"', 'type = "u8", scale = 0.01'),
        ('header = "A4 03"', 'header = "A4 0"'),
    ],
)
def test_a_wrong_key_or_value_is_told_with_its_line(old: str, new: str) -> None:
    text = TEXT.replace(old, new, 1)

    assert refusal(text)["line"] == line_of(text, new)


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    assert refusal(TEXT.replace('id = "gy-614v3"', "id = gy"))["line"] == line_of(TEXT, "id = ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A4 03 07 07 61 0D DE 09 42 0E 42 9C", "A4 03 07 07 61 0D DE 09 42 0E 42 9D"),
        ('body = "36.50" }', 'body = "36.5" }'),
        ('invalid = "FIELD"', 'invalid = "TYPE"'),
    ],
)
def test_a_vector_that_says_otherwise_stops_the_profile(old: str, new: str) -> None:
    text = TEXT.replace(old, new, 1)
    vector = text.rindex("[[vectors]]", 0, text.index(new))

    assert refusal(text)["line"] == text[:vector].count("\n") + 1


def test_a_limit_of_a_field_that_is_none_is_refused() -> None:
    facts = refusal(TEXT.replace('require = ["body"', 'require = ["bodi"'))

    assert "bodi" in str(facts["problem"])


def test_a_field_behind_the_end_of_the_frame_is_refused() -> None:
    facts = refusal(TEXT.replace("at = 9", "at = 10"))

    assert "body" in str(facts["problem"])


def test_a_hospital_adds_a_model_by_a_file(tmp_path: Path) -> None:
    own = TEXT.replace('id = "gy-614v3"', 'id = "own-gun"')
    (tmp_path / "own.toml").write_text(own, "utf-8")

    assert sorted(load_profiles(tmp_path)) == ["ascii-line", "gy-614v3", "gy-mcu90614", "own-gun"]


def test_one_model_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "again.toml").write_text(TEXT, "utf-8")

    with pytest.raises(Unavailable, match=r"device\.profile_twice"):
        load_profiles(tmp_path)


def test_an_unknown_model_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unavailable) as refused:
        find_profile(PROFILES, "gy-999")

    assert refused.value.code == "device.profile_unknown"
    assert refused.value.facts["known"] == "ascii-line, gy-614v3, gy-mcu90614"


def test_an_encoder_refuses_a_number_that_does_not_fit() -> None:
    values = {"emissivity": "0.97", "object": "35.50", "ambient": "23.70", "body": "36.505"}

    with pytest.raises(ValueError, match="does not fit"):
        GY_614V3.wire.encode(values)


def test_an_encoder_writes_the_frame_of_the_contract() -> None:
    values = {"emissivity": "0.97", "object": "35.50", "ambient": "23.70", "body": "36.50"}

    assert GY_614V3.wire.encode(values).hex().upper() == "A4030707610DDE09420E429C"
