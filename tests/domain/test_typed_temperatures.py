from fractions import Fraction

import pytest

from feverclinic.domain.readings import Reading, Scale, Site
from feverclinic.domain.thermometry import (
    TemperatureProblem,
    celsius_text,
    likely_meant,
    read_temperature,
)
from tests.domain.taken import NOON, a_reading


@pytest.mark.rule("TEMP-3", "TEMP-4")
@pytest.mark.parametrize(
    ("typed", "celsius", "scale", "digits"),
    [
        ("37.25", "37.25", Scale.CELSIUS, "37.25"),
        ("３７．５", "37.5", Scale.CELSIUS, "37.5"),
        ("36,5", "36.5", Scale.CELSIUS, "36.5"),
        ("36，5", "36.5", Scale.CELSIUS, "36.5"),
        ("36。5", "36.5", Scale.CELSIUS, "36.5"),
        ("36．5", "36.5", Scale.CELSIUS, "36.5"),
        ("36", "36", Scale.CELSIUS, "36"),
        ("  36.55\u3000", "36.55", Scale.CELSIUS, "36.55"),
        ("37.3C", "37.3", Scale.CELSIUS, "37.3"),
        ("37.3 ℃", "37.3", Scale.CELSIUS, "37.3"),
        ("99.14F", "37.3", Scale.FAHRENHEIT, "99.14"),
        ("99.1F", "33550/900", Scale.FAHRENHEIT, "99.1"),
        ("99.1℉", "33550/900", Scale.FAHRENHEIT, "99.1"),
        ("0", "0", Scale.CELSIUS, "0"),
        ("60", "60", Scale.CELSIUS, "60"),
        ("32F", "0", Scale.FAHRENHEIT, "32"),
        ("140F", "60", Scale.FAHRENHEIT, "140"),
    ],
)
def test_a_temperature_is_read_exactly(typed: str, celsius: str, scale: Scale, digits: str) -> None:
    read = read_temperature(typed)

    assert (read.celsius, read.scale, read.digits) == (Fraction(celsius), scale, digits)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", "-36.5", "+36.5", "36.", ".5", "36.5.1", "36,5,1", "36..5", "1e2", "3 6"),
        *("36.5K", "36.5c", "FC", "F", "36.5CC", "٣٧", "³7", "36'5", "0x24", "NaN", "inf", "36_5"),
        "36." + "5" * 300,
    ],
)
def test_what_is_no_number_is_refused_by_its_form(typed: str) -> None:
    with pytest.raises(TemperatureProblem) as refusal:
        read_temperature(typed)

    assert refusal.value.code == "FORMAT"


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ("365", {"low": "0", "high": "60", "unit": "℃"}),
        ("60.01", {"low": "0", "high": "60", "unit": "℃"}),
        ("99.1", {"low": "0", "high": "60", "unit": "℃"}),
        ("31.99F", {"low": "32", "high": "140", "unit": "℉"}),
        ("140.01F", {"low": "32", "high": "140", "unit": "℉"}),
    ],
)
def test_a_number_no_body_can_have_is_refused_with_its_range(
    typed: str, facts: dict[str, str]
) -> None:
    with pytest.raises(TemperatureProblem) as refusal:
        read_temperature(typed)

    assert (refusal.value.code, refusal.value.facts) == ("RANGE", facts)


def test_a_unit_beside_the_text_must_be_the_unit_within_it() -> None:
    with pytest.raises(TemperatureProblem) as refusal:
        read_temperature("99.1F", Scale.CELSIUS)

    assert refusal.value.code == "UNIT"
    assert refusal.value.facts == {"written": "℉", "stated": "℃"}
    assert read_temperature("99.14", Scale.FAHRENHEIT).celsius == Fraction("37.3")
    assert read_temperature("99.14F", Scale.FAHRENHEIT).celsius == Fraction("37.3")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("365", "36.5"), ("3652", "36.52"), ("991", "99.1F"), ("1004F", "100.4F")),
        *(("991F", "99.1F"), ("365F", None), ("991C", None), ("36", None), ("-", None)),
        *(("55", None), ("12345", None)),
    ],
)
def test_a_forgotten_mark_is_asked_about_and_never_set(typed: str, meant: str | None) -> None:
    assert likely_meant(typed) == meant


@pytest.mark.rule("TEMP-1", "TEMP-4")
@pytest.mark.parametrize(
    ("typed", "shown", "centi"),
    [
        *(("37.25", "37.25", 3725), ("37.2", "37.2", 3720), ("36", "36", 3600)),
        *(("037,50", "37.50", 3750), ("37.299", "37.299", 3729), ("99.1F", "37.27", 3727)),
        *(("99.14F", "37.30", 3730), ("96.8F", "36.00", 3600), ("32.1F", "0.05", 5)),
    ],
)
def test_a_value_is_shown_as_sent_and_stored_in_hundredths_cut_down(
    typed: str, shown: str, centi: int
) -> None:
    reading = a_reading(typed)

    assert (celsius_text(reading), reading.value_centi) == (shown, centi)


@pytest.mark.rule("TEMP-1")
def test_a_reading_of_a_device_without_a_readable_text_shows_its_hundredths() -> None:
    reading = Reading("T body = 36.50 C", Fraction("36.5"), Site.WRIST_NC, NOON)

    assert celsius_text(reading) == "36.50"
