import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.wording import LANGUAGES, wording
from tests.commands.deciding import NO_READING, answered, decided, errors_of

OBJECT = json.dumps(NO_READING).encode()
NAMED = json.dumps(NO_READING | {"id": "c"}).encode()
TOPICS_HERE = ("temperature", "identity", "rule-set")


def outline(written: str) -> list[list[tuple[str, int | None]]]:
    """Of each answered line: code and line of its errors; a decision is an empty list."""
    answers = [json.loads(line) for line in written.splitlines()]
    return [
        [(error["code"], error.get("line")) for error in answer.get("errors", [])]
        for answer in answers
    ]


def test_an_object_is_answered_by_an_object() -> None:
    written, code = answered("temperature", OBJECT)

    assert (json.loads(written)["result"], code) == ("UNKNOWN", 0)
    assert "id" not in json.loads(written)


def test_an_array_is_answered_by_an_array_in_its_order() -> None:
    written, code = answered("temperature", b"[" + NAMED + b", 7, " + OBJECT + b"]")
    first, second, third = json.loads(written)

    assert (first["id"], third["result"], code) == ("c", "UNKNOWN", 2)
    assert [(error["path"], error["code"]) for error in second["errors"]] == [("", "TYPE")]


def test_an_empty_array_is_answered_by_an_empty_array() -> None:
    assert answered("temperature", b"[]") == ("[]\n", 0)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_lines_are_answered_by_lines_and_a_bad_line_spoils_no_other(
    mark: bytes, end: bytes
) -> None:
    lines = [OBJECT, b"not json", b"", b'{"at": "\xff"}', b"[1]", NAMED, b""]

    written, code = answered("temperature", mark + end.join(lines))

    assert code == 2
    assert outline(written) == [[], [("JSON", 2)], [("JSON", 4)], [("TYPE", None)], []]
    assert json.loads(written.splitlines()[4])["id"] == "c"


def test_a_damaged_first_line_spoils_no_other() -> None:
    written, _ = answered("temperature", b'{"at": \n' + OBJECT + b"\n")

    assert outline(written) == [[("JSON", 1)], []]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"  \n\n", 3),
        (b'{"at": "2020-02-25T08:10",\n "readings": [}\n', 2),
        (b'[\n {"at": 1},\n {"at": }\n]\n', 3),
        (b'{\n "readings": [\n  {"site": "ORAL"}\n ],\n}\n', 5),
        (b"\xff\xfe{\x00}\x00", 1),
        (b'{"at":\n "\xff"}', 2),
        (b'{"at": NaN}', 1),
        (b'{"at": Infinity}', 1),
        (b"[" * 100_000, 1),
    ],
    ids=["empty", "blank", "object", "array", "indented", "UTF-16", "bytes", "NaN", "inf", "deep"],
)
def test_what_is_no_json_names_its_line(data: bytes, line: int) -> None:
    written, code = answered("temperature", data)

    assert (outline(written), code) == ([[("JSON", line)]], 2)


@pytest.mark.parametrize("given", [5, "text", None, True, "\ud800"])
def test_an_input_that_is_no_object_is_refused(given: object) -> None:
    assert errors_of("temperature", given)[0][0] == ""


def test_the_id_is_echoed_with_a_decision_and_with_errors() -> None:
    assert decided("temperature", NO_READING | {"id": "甲-1"})["id"] == "甲-1"
    assert decided("temperature", {"id": "甲-1"})["id"] == "甲-1"
    assert decided("temperature", {"id": 7})["id"] is None


def test_the_instant_is_echoed_in_local_time_cut_to_the_second() -> None:
    def evaluated(at: str) -> str:
        return decided("temperature", NO_READING | {"at": at})["evaluated_at"]

    assert evaluated("2020-02-25T08:05") == "2020-02-25T08:05:00+08:00"
    assert evaluated("2020-02-25T08:05:30.999") == "2020-02-25T08:05:30+08:00"
    assert evaluated("2020-02-25T00:05:30Z") == "2020-02-25T08:05:30+08:00"
    assert evaluated("2020-02-24T22:35-01:30") == "2020-02-25T08:05:00+08:00"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        *(("2020-02-25", "FORMAT"), ("2020-02-25 08:05", "FORMAT"), ("2020-02-30T08:05", "FORMAT")),
        *(("2020-02-25T24:00", "FORMAT"), ("2020-02-25T08:05.5", "FORMAT"), ("", "FORMAT")),
        *(("2020-02-25T08:05+25:00", "FORMAT"), ("２０２０-02-25T08:05", "FORMAT")),
        *(("1799-12-31T08:05", "RANGE"), ("2200-01-01T08:05", "RANGE"), (20200225, "TYPE")),
        *((None, "TYPE"), ({}, "TYPE")),
    ],
)
def test_an_instant_of_another_form_is_refused(at: object, code: str) -> None:
    assert errors_of("temperature", NO_READING | {"at": at}) == [("/at", code)]


def test_every_error_of_an_input_is_listed_with_what_stands_there() -> None:
    given = {"readings": [{"raw_text": "365", "site": "NOSE"}], "region": "3703", "typo": "x" * 99}

    errors = decided("temperature", given)["errors"]

    assert [(error["path"], error["code"], error["found"]) for error in errors] == [
        ("/at", "REQUIRED", None),
        ("/region", "FORMAT", "3703"),
        ("/readings/0/raw_text", "RANGE", "365"),
        ("/readings/0/site", "ENUM", "NOSE"),
        ("/readings/0/measured_at", "REQUIRED", None),
        ("/typo", "UNKNOWN_FIELD", "x" * 80),
    ]
    assert errors[2]["expected"] == "A temperature from 0 to 60 ℃."


@pytest.mark.parametrize(
    ("member", "path"),
    [("a/b~c", "/a~1b~0c"), ("<list>", "/<list>"), ("", "/"), ("现住址", "/现住址")],
)
def test_a_path_is_a_json_pointer(member: str, path: str) -> None:
    assert errors_of("temperature", NO_READING | {member: 1}) == [(path, "UNKNOWN_FIELD")]


def test_a_member_that_stands_twice_is_refused_since_one_would_be_lost() -> None:
    written, _ = answered("temperature", b'{"at": "2020-02-25T08:10", "readings": [], "at": 1}')
    (error, *_) = json.loads(written)["errors"]

    assert (error["path"], error["code"]) == ("/at", "FORMAT")


@pytest.mark.parametrize("given", [{"id": "\ud800"}, {"\udfff": 1}], ids=["value", "name"])
def test_half_a_character_is_refused_and_can_still_be_written(given: dict[str, object]) -> None:
    written, code = answered("temperature", json.dumps(NO_READING | given).encode())

    assert code == 2
    assert json.loads(written.encode("utf-8", "backslashreplace"))["errors"][0]["code"] == "FORMAT"


@pytest.mark.parametrize(("levels", "code"), [(63, "TYPE"), (64, "FORMAT"), (900, "FORMAT")])
def test_a_bottomless_value_is_refused(levels: int, code: str) -> None:
    data = b'{"at": "2020-02-25T08:10", "readings": ' + b"[" * levels + b"0" + b"]" * levels + b"}"

    (error,) = json.loads(answered("temperature", data)[0])["errors"]

    assert error["code"] == code


SETTINGS = {
    "fever_threshold_c": "37.5",
    "fever_comparator": ">",
    "resp_only_route": "RESPIRATORY_CLINIC_MASKED",
    "cbc_join": "or",
    "antipyretic_free_hours": 24,
    "elder_delta_c": 1.1,
    "sari_unexplained": "on",
    "imaging_max_age_days": 7,
    "pass_hours": 168,
    "max_escort": 1,
    "max_escort_exception": 2,
    "min_spacing_h": 4,
    "min_overlap_min": 60,
    "recheck_min": 15,
    "clear_after_min": 30,
    "replace_min_hours": 24,
    "absence_hours": 4,
    "am": "05:00-12:00",
    "pm": "13:00-21:00",
    "nat_window_hours": 48,
    "daily_report_due": "08:00",
    "red_pair_fever_headache": "off",
    "isolated_low_rate_uptriage": False,
}
OTHERS = {"temperature": {"readings": []}, "identity": {"id_no": ""}, "rule-set": {}}


@pytest.mark.parametrize("topic", TOPICS_HERE)
def test_every_topic_takes_every_setting(topic: str) -> None:
    given = OTHERS[topic] | {"at": "2020-02-25T08:10", "settings": SETTINGS}

    assert "errors" not in decided(topic, given)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("fever_threshold_c", "34.99", "RANGE"),
        ("fever_threshold_c", "42.01", "RANGE"),
        ("fever_threshold_c", "warm", "FORMAT"),
        ("fever_threshold_c", True, "TYPE"),
        ("fever_comparator", "<", "ENUM"),
        ("fever_comparator", 1, "TYPE"),
        ("pass_hours", 0, "RANGE"),
        ("pass_hours", 8785, "RANGE"),
        ("pass_hours", 1.5, "TYPE"),
        ("pass_hours", "168", "TYPE"),
        ("sari_unexplained", "yes", "ENUM"),
        ("sari_unexplained", 1, "TYPE"),
        ("am", "5-12", "FORMAT"),
        ("daily_report_due", "24:00", "FORMAT"),
        ("fever_treshold_c", "37.3", "UNKNOWN_FIELD"),
    ],
)
def test_a_setting_has_its_type_and_range(name: str, value: object, code: str) -> None:
    given = NO_READING | {"settings": {name: value}}

    assert errors_of("temperature", given) == [(f"/settings/{name}", code)]


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        *(("36.0", None), ("3.6e1", None), ("36", None), ("24.999999999999999999999", "RANGE")),
        *(("43.000000000000000000001", "RANGE"), ("25", None), ("43", None)),
        *(("1e999999999", "RANGE"), ("-1e999999999999999999999", "RANGE"), ("1" * 9000, "RANGE")),
        *(('"36.0"', None), ('"3.6e1"', "FORMAT"), ('" 36"', "FORMAT"), ('"٣٦"', "FORMAT")),
        *(("true", "TYPE"), ("[]", "TYPE"), ("36." + "1" * 300, "FORMAT")),
    ],
)
def test_a_decimal_is_read_exactly_from_its_digits(digits: str, code: str | None) -> None:
    data = b'{"at": "2020-02-25T08:10", "readings": [], "baseline_c": ' + digits.encode() + b"}"

    answer = json.loads(answered("temperature", data)[0])

    assert [error["code"] for error in answer.get("errors", [])] == ([code] if code else [])


def test_an_unknown_edition_cannot_be_forced() -> None:
    assert errors_of("temperature", NO_READING | {"rule_set": "covid-dt-66"}) == [
        ("/rule_set", "ENUM")
    ]
    assert "errors" not in decided("temperature", NO_READING | {"rule_set": "covid-dt-7"})


@pytest.mark.parametrize("topic", TOPICS_HERE)
@given(data=st.binary(max_size=60))
def test_no_bytes_at_all_end_in_a_traceback(topic: str, data: bytes) -> None:
    _, code = answered(topic, data)

    assert code in {0, 2}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=9,
)
NAMES = st.sampled_from(
    [
        *("at", "id", "region", "settings", "readings", "antipyretics", "self_reported_fever"),
        *("person", "baseline_c", "id_no", "id_type", "sex", "birth_date", "family"),
        "local_adoption_from",
    ]
)


@pytest.mark.parametrize("topic", TOPICS_HERE)
@given(given=st.dictionaries(NAMES, JSON, max_size=6))
def test_no_value_at_all_ends_in_a_traceback(topic: str, given: dict[str, object]) -> None:
    _, code = answered(topic, json.dumps(given).encode())

    assert code in {0, 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_told_in_both_languages(language: str) -> None:
    written, _ = answered("temperature", b'{"readings": 1}', language)

    assert json.loads(written)["errors"][0]["expected"] == wording(language).say(
        "cli.expected.required"
    )
