"""`feverclinic decode` as the contract prints it."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from feverclinic.commands.main import main

STREAM = "00FF 5A5A45040E6A09C442 5A5A45040E6A09C443 5A5A4504"
GOOD_614 = "A4030707610DDE09420E429C"


class Command:
    """Runs the command with something on its standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capfd = capfd
        self.code = -1
        self.err = ""

    def text(self, *arguments: str, stdin: bytes = b"") -> str:
        with io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8") as given:
            self._monkeypatch.setattr(sys, "stdin", given)
            self.code = main(["decode", *arguments])
        out, self.err = self._capfd.readouterr()
        return out

    def lines(self, *arguments: str, stdin: bytes = b"") -> list[dict[str, Any]]:
        return [json.loads(one) for one in self.text(*arguments, stdin=stdin).splitlines()]

    def one(self, *arguments: str, stdin: bytes = b"") -> dict[str, Any]:
        (answer,) = self.lines(*arguments, stdin=stdin)
        return answer


@pytest.fixture
def decode(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capfd)


def test_the_first_example_of_the_contract(decode: Command) -> None:
    assert decode.one("gy-mcu90614", STREAM) == {
        "profile": "gy-mcu90614",
        "events": [
            {"kind": "invalid", "at": 0, "raw": "00FF", "reason": "NOISE"},
            {
                "kind": "reading",
                "at": 2,
                "raw": "5A5A45040E6A09C442",
                "fields": {"object": "36.90", "ambient": "25.00"},
                "units": {"object": "C", "ambient": "C"},
                "offered": None,
            },
            {"kind": "invalid", "at": 11, "raw": "5A5A45040E6A09C443", "reason": "CHECK"},
        ],
        "left": "5A5A4504",
    }
    assert decode.code == 0


def test_the_second_example_of_the_contract(decode: Command) -> None:
    answer = decode.one("gy-614v3", GOOD_614)

    assert answer["events"] == [
        {
            "kind": "reading",
            "at": 0,
            "raw": GOOD_614,
            "fields": {
                "emissivity": "0.97",
                "object": "35.50",
                "ambient": "23.70",
                "body": "36.50",
            },
            "units": {"object": "C", "ambient": "C", "body": "C"},
            "offered": "body",
        }
    ]
    assert answer["left"] == ""


def test_a_state_has_its_code(decode: Command) -> None:
    answer = decode.one("ascii-line", "4C4F0D0A")

    assert answer["events"] == [{"kind": "status", "at": 0, "raw": "4C4F0D0A", "code": "LOW"}]


def test_a_number_without_a_stated_unit_has_none(decode: Command) -> None:
    answer = decode.one("ascii-line", b"T=98.6\n".hex())

    assert answer["events"][0]["fields"] == {"body": "98.6"}
    assert answer["events"][0]["units"] == {}


@pytest.mark.parametrize(
    "arguments",
    [
        (GOOD_614.lower(),),
        ("A4 03 07 07 61 0D\nDE 09\t42 0E 42 9C",),
        ("A403", "0707610", "DDE09420E429C"),
    ],
)
def test_digits_in_any_case_spacing_and_number_of_arguments_are_joined(
    decode: Command, arguments: tuple[str, ...]
) -> None:
    assert decode.one("gy-614v3", *arguments)["events"][0]["raw"] == GOOD_614


def test_a_dash_reads_standard_input(decode: Command) -> None:
    answer = decode.one("gy-614v3", "-", stdin=b"A4 03 07 07 61\n0D DE 09 42 0E 42 9C\n")

    assert answer["events"][0]["raw"] == GOOD_614


def test_nothing_but_invalid_bytes_is_still_an_answer(decode: Command) -> None:
    answer = decode.one("gy-614v3", "0000")

    assert answer["events"] == [{"kind": "invalid", "at": 0, "raw": "0000", "reason": "NOISE"}]
    assert decode.code == 0


def test_no_bytes_are_no_events(decode: Command) -> None:
    assert decode.one("gy-614v3", "") == {"profile": "gy-614v3", "events": [], "left": ""}
    assert decode.code == 0


def test_the_request_that_was_answered_is_an_echo(decode: Command) -> None:
    answer = decode.one("--sent", "A4 03 07 07 B5", "gy-614v3", "A4030707B5" + GOOD_614)

    assert [event.get("code") for event in answer["events"]] == ["ECHO", None]
    assert answer["events"][1]["at"] == 5


def test_the_request_may_stand_between_the_profile_and_the_bytes(decode: Command) -> None:
    answer = decode.one("gy-614v3", "--sent", "A4030707B5", "A4030707B5", GOOD_614)

    assert [event.get("code") for event in answer["events"]] == ["ECHO", None]


def test_the_ids_of_all_profiles_are_listed(decode: Command) -> None:
    assert decode.text("--profiles") == "ascii-line\ngy-614v3\ngy-mcu90614\n"
    assert decode.code == 0


def test_a_profile_that_is_none_and_hex_that_is_none_are_both_told(decode: Command) -> None:
    answer = decode.one("gy-999", "5A5")

    assert [(one["path"], one["code"], one["found"]) for one in answer["errors"]] == [
        ("/profile", "ENUM", "gy-999"),
        ("/hex", "FORMAT", "5A5"),
    ]
    assert answer["id"] is None
    assert "gy-614v3" in answer["errors"][0]["expected"]
    assert decode.code == 2


@pytest.mark.parametrize("text", ["5A5", "0x5A", "5G", "５Ａ", "5A,5A"])
def test_text_that_is_no_hex_is_a_format_error(decode: Command, text: str) -> None:
    (error,) = decode.one("gy-614v3", text)["errors"]

    assert (error["path"], error["code"], error["found"]) == ("/hex", "FORMAT", text)
    assert decode.code == 2


def test_standard_input_that_is_no_text_is_a_format_error(decode: Command) -> None:
    (error,) = decode.one("gy-614v3", "-", stdin=b"\xff\xfe")["errors"]

    assert (error["path"], error["code"]) == ("/hex", "FORMAT")


def test_missing_arguments_are_told(decode: Command) -> None:
    answer = decode.one()

    assert [(one["path"], one["code"]) for one in answer["errors"]] == [
        ("/profile", "REQUIRED"),
        ("/hex", "REQUIRED"),
    ]
    assert decode.code == 2


def test_a_long_wrong_text_is_cut_at_80_characters(decode: Command) -> None:
    (error,) = decode.one("gy-614v3", "X" * 200)["errors"]

    assert error["found"] == "X" * 80


def test_an_error_is_told_in_the_asked_language(decode: Command) -> None:
    (error,) = decode.one("--language", "en", "gy-614v3", "X")["errors"]

    assert error["expected"] == "hex digits, two a byte, spaces and line breaks allowed"


def test_pieces_of_a_line_give_the_same_events_however_they_are_cut(decode: Command) -> None:
    pieces = [
        [GOOD_614],
        ["A403", "0707610D", "DE09420E42", "9C"],
        ["A", "4030707610DDE0942", "0E429C"],
    ]
    given = "\n".join(
        json.dumps({"id": f"c{n}", "profile": "gy-614v3", "hex": cut})
        for n, cut in enumerate(pieces)
    )

    answers = decode.lines("--jsonl", stdin=given.encode())

    assert [answer.pop("id") for answer in answers] == ["c0", "c1", "c2"]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["events"][0]["fields"]["body"] == "36.50"
    assert decode.code == 0


def test_a_bad_line_is_told_and_the_others_are_answered(decode: Command) -> None:
    given = (
        b'\xef\xbb\xbf{"id": "a", "profile": "gy-614v3", "hex": ["00"]}\n'
        b"\n"
        b"not json\n"
        b'{"id": "b", "profile": "nope", "hex": ["zz"]}\n'
        b'{"id": "c", "profile": "gy-614v3", "hex": ["00"]}\n'
    )

    first, damaged, wrong, last = decode.lines("--jsonl", stdin=given)

    assert (first["id"], last["id"]) == ("a", "c")
    assert [(one["path"], one["code"], one["line"]) for one in damaged["errors"]] == [
        ("", "JSON", 3)
    ]
    assert wrong["id"] == "b"
    assert [(one["path"], one["code"]) for one in wrong["errors"]] == [
        ("/profile", "ENUM"),
        ("/hex/0", "FORMAT"),
    ]
    assert decode.code == 2


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, [("/profile", "REQUIRED"), ("/hex", "REQUIRED")]),
        ({"profile": 7, "hex": "00"}, [("/profile", "TYPE"), ("/hex", "TYPE")]),
        ({"profile": "gy-614v3", "hex": ["00", 7]}, [("/hex/1", "TYPE")]),
        ({"profile": "gy-614v3", "hex": ["0"]}, [("/hex", "FORMAT")]),
        ({"profile": "gy-614v3", "hex": [], "bytes": 1}, [("/bytes", "UNKNOWN_FIELD")]),
        ({"id": 7, "profile": "gy-614v3", "hex": []}, [("/id", "TYPE")]),
        ([1], [("", "TYPE")]),
    ],
)
def test_each_wrong_member_of_a_line_has_its_place_and_code(
    decode: Command, given: object, errors: list[tuple[str, str]]
) -> None:
    answer = decode.one("--jsonl", stdin=json.dumps(given).encode())

    assert [(one["path"], one["code"]) for one in answer["errors"]] == errors


def test_half_a_character_in_a_line_is_a_format_error(decode: Command) -> None:
    answer = decode.one("--jsonl", stdin=b'{"id": "\\ud800", "profile": "gy-614v3", "hex": []}')

    assert [(one["path"], one["code"]) for one in answer["errors"]] == [("/id", "FORMAT")]


def test_a_damaged_profile_of_the_hospital_is_one_sentence(decode: Command, tmp_path: Path) -> None:
    (tmp_path / "devices").mkdir()
    (tmp_path / "devices" / "own.toml").write_text("offer = 1\n", "utf-8")

    out = decode.text("--data", str(tmp_path), "gy-614v3", "00")

    assert out == ""
    assert decode.err.count("\n") == 1
    assert "own.toml" in decode.err
    assert decode.code == 1
