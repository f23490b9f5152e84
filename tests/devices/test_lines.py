"""Lines of text as thermometers send them: the whole line is a reading, or nothing of it is."""

import pytest

from feverclinic.devices.hunter import HeardReading
from tests.devices.streams import ASCII_LINE, heard, line, words


def reading(data: bytes) -> list[tuple[str, str, str]]:
    (event,) = heard(ASCII_LINE, data)
    assert isinstance(event, HeardReading)
    return [(value.name, value.text, value.unit) for value in event.values]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("T=36.7C", [("body", "36.7", "C")]),
        ("t = 36.70 ℃", [("body", "36.70", "C")]),
        ("Temp: 98.6F", [("body", "98.6", "F")]),
        ("T=309.9K", [("body", "309.9", "K")]),
        ("T=36.7", [("body", "36.7", "")]),
        ("body:36.5,amb:25.1", [("body", "36.5", ""), ("ambient", "25.1", "")]),
        (
            "T body = 36.5 C, ambient = 25.1 C",
            [("body", "36.5", "C"), ("ambient", "25.1", "C")],
        ),
        (
            "body:36.5C;obj:34.2C;amb:25.1C",
            [("body", "36.5", "C"), ("object", "34.2", "C"), ("ambient", "25.1", "C")],
        ),
        ("TO=33.1C,TA=24.9C", [("object", "33.1", "C"), ("ambient", "24.9", "C")]),
        ("体温：36.5℃，环温：25.1℃", [("body", "36.5", "C"), ("ambient", "25.1", "C")]),
        ("T=-2.5C", [("body", "-2.5", "C")]),
    ],
)
def test_a_line_gives_its_numbers_as_they_were_sent(
    text: str, values: list[tuple[str, str, str]]
) -> None:
    assert reading(line(text)) == values


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_each_usual_end_of_line_ends_a_line(end: str) -> None:
    assert words(heard(ASCII_LINE, line("T=36.7C", end) + line("T=36.8C", end))) == ["36.7", "36.8"]


def test_a_degree_sign_in_the_encoding_of_chinese_windows_is_read() -> None:
    assert reading(line("体温=36.7℃", encoding="gbk")) == [("body", "36.7", "C")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LO", "LOW"),
        ("low", "LOW"),
        ("HI", "HIGH"),
        ("Err", "ERROR"),
        ("Err.3", "ERROR"),
        ("ERROR", "ERROR"),
        ("T=LO", "LOW"),
        ("T=HI C", "HIGH"),
    ],
)
def test_a_word_of_the_device_is_a_state_and_never_a_number(text: str, code: str) -> None:
    assert words(heard(ASCII_LINE, line(text))) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "T=--.-C",
        "T=36..7C",
        "T=36,7C",
        "T=1e2C",
        "T=C",
        "T=３６.5C",
        "T=85.00C",
        "T=-127C",
        "T=36.7X",
    ],
)
def test_a_known_line_without_a_number_is_a_field_error(text: str) -> None:
    assert words(heard(ASCII_LINE, line(text))) == [f"FIELD:{line(text).hex().upper()}"]


@pytest.mark.parametrize(
    "text", ["36.7", "xT=36.7C", "hello", "AT", "T 36.7C", "ZT=36.7C T=36.7C", "\x00T=36.7C"]
)
def test_a_number_found_inside_other_text_is_no_reading(text: str) -> None:
    assert words(heard(ASCII_LINE, line(text))) == [f"NOISE:{line(text).hex().upper()}"]


def test_an_85_degree_fahrenheit_is_not_a_power_on_value() -> None:
    assert reading(line("T=85.00F")) == [("body", "85.00", "F")]


def test_seven_bits_read_as_eight_are_no_reading() -> None:
    data = bytes.fromhex("543D33362EB7430D0A")

    assert words(heard(ASCII_LINE, data)) == ["FIELD:543D33362EB7430D0A"]


def test_bytes_of_no_encoding_are_noise_up_to_the_end_of_the_line() -> None:
    data = b"\xff\xfeT=36.7C\r\n" + line("T=36.8C")

    assert words(heard(ASCII_LINE, data)) == ["NOISE:FFFE543D33362E37430D0A", "36.8"]


def test_a_line_of_120_bytes_may_be_one_and_a_longer_one_is_told_as_length() -> None:
    fits = "T=" + " " * 113 + "36.7C"

    assert reading(line(fits)) == [("body", "36.7", "C")]
    assert words(heard(ASCII_LINE, line(fits.replace("=", "= ")))) == [
        f"LENGTH:{line(fits.replace('=', '= ')).hex().upper()}"
    ]


def test_the_end_of_a_line_that_is_too_long_is_no_line_of_its_own() -> None:
    data = b"A" * 200 + b"\x0a" + line("T=36.7C")
    hidden = b"A" * 121 + b"T=36.7C\n" + line("T=36.8C")

    assert words(heard(ASCII_LINE, data))[1:] == ["36.7"]
    assert words(heard(ASCII_LINE, hidden))[1:] == ["36.8"]


def test_a_line_without_its_end_is_left() -> None:
    assert heard(ASCII_LINE, b"T=36.7C") == ()


def test_a_carriage_return_at_the_end_of_all_bytes_ends_the_line() -> None:
    assert words(heard(ASCII_LINE, b"T=36.7C\r")) == ["36.7"]


def test_an_encoder_writes_the_line_that_the_codec_reads() -> None:
    assert ASCII_LINE.wire.encode({"body": "36.50"}) == b"T=36.50C\r\n"
