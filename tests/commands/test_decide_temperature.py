from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

EXAMPLE: dict[str, Any] = {
    "at": "2020-02-25T08:10",
    "readings": [
        {"raw_text": "37.4", "site": "FOREHEAD_NC", "measured_at": "2020-02-25T08:00"},
        {"raw_text": "37.25", "site": "AXILLARY", "measured_at": "2020-02-25T08:07"},
    ],
    "antipyretics": [],
    "self_reported_fever": "NO",
}


def with_reading(**members: object) -> dict[str, Any]:
    reading = {"raw_text": "36.5", "site": "ORAL", "measured_at": "2020-02-25T08:00"}
    return EXAMPLE | {"readings": [reading | members]}


@pytest.mark.rule("TEMP-3", "TEMP-5", "TEMP-7")
def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    assert decided("temperature", EXAMPLE) == {
        "result": "NO_FEVER",
        "reasons": ["TEMP-3"],
        "advisories": ["RECHECK"],
        "rule_set": "triage-1",
        "evaluated_at": "2020-02-25T08:10:00+08:00",
        "evidence": [1],
        "effective_c": "37.25",
        "effective_centi": 3725,
        "fever_for_routing": "NO",
        "tags": [],
        "recheck_at": "2020-02-25T08:12:00+08:00",
        "readings": [
            {"index": 0, "value_centi": 3740, "contact": False, "usable": True, "flags": ["FEVER"]},
            {
                "index": 1,
                "value_centi": 3725,
                "contact": True,
                "usable": True,
                "flags": ["RECHECK"],
            },
        ],
    }


def test_without_a_reading_nothing_is_known() -> None:
    found = decided("temperature", {"at": "2020-02-25T08:10", "readings": []})

    assert (found["result"], found["reasons"]) == ("UNKNOWN", ["NO_READING"])
    assert (found["effective_c"], found["effective_centi"]) == (None, None)
    assert (found["recheck_at"], found["fever_for_routing"]) == (None, "UNKNOWN")


@pytest.mark.rule("TEMP-4")
def test_fahrenheit_is_cut_to_hundredths_for_show_and_compared_exactly() -> None:
    below = decided("temperature", with_reading(raw_text="99.1F"))
    sharp = decided("temperature", with_reading(raw_text="99.14", raw_unit="F"))

    assert (below["result"], below["effective_c"], below["effective_centi"]) == (
        "NO_FEVER",
        "37.27",
        3727,
    )
    assert (sharp["result"], sharp["effective_c"]) == ("FEVER", "37.30")


@pytest.mark.rule("TEMP-2")
def test_the_threshold_and_its_comparator_can_be_set() -> None:
    given = with_reading(raw_text="37.3")

    assert decided("temperature", given)["result"] == "FEVER"
    assert (
        decided("temperature", given | {"settings": {"fever_comparator": ">"}})["result"]
        == "NO_FEVER"
    )
    assert (
        decided("temperature", given | {"settings": {"fever_threshold_c": 37.31}})["result"]
        == "NO_FEVER"
    )


@pytest.mark.rule("TEMP-9", "TEMP-10", "TEMP-12")
def test_every_member_reaches_its_rule() -> None:
    given = with_reading(calibration_due="2020-02-24", raw_text="37.0") | {
        "antipyretics": [{"taken_at": "2020-02-25T02:10", "name": "布洛芬"}],
        "self_reported_fever": {"raw_text": "99.2", "raw_unit": "F", "measured_on": "2020-02-11"},
        "person": {"birth_date": "1950-01-01", "sex": "2", "chronic_conditions": ["COPD"]},
        "baseline_c": 35.9,
    }

    found = decided("temperature", given)

    assert found["reasons"] == ["TEMP-12", "TEMP-10"]
    assert found["advisories"] == ["UNCALIBRATED", "MASKED_FEVER_POSSIBLE"]
    assert (found["tags"], found["fever_for_routing"]) == (["HISTORY"], "YES")


@pytest.mark.rule("TEMP-11")
def test_a_repeated_frame_is_marked() -> None:
    frame = {"raw_text": "36.5", "site": "WRIST_NC", "source": "SERIAL", "device_serial": "A1"}
    given = EXAMPLE | {
        "readings": [
            frame | {"measured_at": "2020-02-25T08:00:00"},
            frame | {"measured_at": "2020-02-25T08:00:02"},
        ]
    }

    assert [one["flags"] for one in decided("temperature", given)["readings"]] == [
        [],
        ["DUPLICATE"],
    ]


@pytest.mark.rule("TEMP-11")
def test_a_repeated_value_of_one_device_is_marked_whoever_entered_it() -> None:
    value = {"raw_text": "36.5", "site": "WRIST_NC", "device_serial": "A1"}
    given = EXAMPLE | {
        "readings": [
            value | {"measured_at": "2020-02-25T08:00:02", "source": "MANUAL"},
            value | {"measured_at": "2020-02-25T08:00:00", "source": "SERIAL"},
            value | {"measured_at": "2020-02-25T08:00:05"},
        ]
    }

    assert [one["flags"] for one in decided("temperature", given)["readings"]] == [
        ["DUPLICATE"],
        [],
        [],
    ]


@pytest.mark.parametrize(
    "later",
    [
        {"readings": [{"raw_text": "38", "site": "ORAL", "measured_at": "2020-02-25T08:10:01"}]},
        {"antipyretics": [{"taken_at": "2020-02-25T08:11"}]},
        {"self_reported_fever": {"raw_text": "38", "measured_on": "2020-02-26"}},
    ],
    ids=["reading", "dose", "fever at home"],
)
def test_a_fact_later_than_the_instant_is_ignored_and_said_so(later: dict[str, Any]) -> None:
    found = decided("temperature", with_reading() | later)

    assert found["advisories"] == ["LATER_FACTS_IGNORED"]
    assert found["result"] != "FEVER"
    assert found["tags"] == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"raw_text": "365"}, ("/readings/0/raw_text", "RANGE")),
        ({"raw_text": "-"}, ("/readings/0/raw_text", "FORMAT")),
        ({"raw_text": 36.55}, ("/readings/0/raw_text", "TYPE")),
        ({"raw_text": "99.1F", "raw_unit": "C"}, ("/readings/0/raw_unit", "FORMAT")),
        ({"raw_unit": "K"}, ("/readings/0/raw_unit", "ENUM")),
        ({"site": "oral"}, ("/readings/0/site", "ENUM")),
        ({"site": None}, ("/readings/0/site", "TYPE")),
        ({"source": "GUESS"}, ("/readings/0/source", "ENUM")),
        ({"calibration_due": "2020-02-25T00:00"}, ("/readings/0/calibration_due", "FORMAT")),
        ({"calibration_due": "2019-02-29"}, ("/readings/0/calibration_due", "FORMAT")),
        ({"ambient_c": "warm"}, ("/readings/0/ambient_c", "FORMAT")),
        ({"temperature": "36.5"}, ("/readings/0/temperature", "UNKNOWN_FIELD")),
        ({"operator": "x" * 4001}, ("/readings/0/operator", "RANGE")),
    ],
)
def test_a_bad_reading_says_where_and_why(
    change: dict[str, object], error: tuple[str, str]
) -> None:
    assert errors_of("temperature", with_reading(**change)) == [error]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"readings": {}}, ("/readings", "TYPE")),
        ({"readings": None}, ("/readings", "TYPE")),
        ({"antipyretics": [{}]}, ("/antipyretics/0/taken_at", "REQUIRED")),
        ({"antipyretic_last_6h": "MAYBE"}, ("/antipyretic_last_6h", "ENUM")),
        ({"antipyretic_last_6h": 1}, ("/antipyretic_last_6h", "TYPE")),
        ({"self_reported_fever": "YES"}, ("/self_reported_fever", "ENUM")),
        (
            {"self_reported_fever": {"raw_text": "38"}},
            ("/self_reported_fever/measured_on", "REQUIRED"),
        ),
        ({"person": {"age": 151}}, ("/person/age", "RANGE")),
        ({"person": {"age": -1}}, ("/person/age", "RANGE")),
        ({"person": {"age_unit": "years"}}, ("/person/age_unit", "ENUM")),
        ({"person": {"sex": 1}}, ("/person/sex", "TYPE")),
        ({"person": {"birth_date": "2020-02-26"}}, ("/person/birth_date", "RANGE")),
        ({"person": {"chronic_conditions": ["COLD"]}}, ("/person/chronic_conditions/0", "ENUM")),
        ({"baseline_c": "44"}, ("/baseline_c", "RANGE")),
        ({"spo2": 97}, ("/spo2", "UNKNOWN_FIELD")),
    ],
)
def test_a_bad_member_says_where_and_why(change: dict[str, object], error: tuple[str, str]) -> None:
    assert errors_of("temperature", EXAMPLE | change) == [error]


@pytest.mark.parametrize(("age", "unit"), [(150, "岁"), (151, "月"), (400, "天"), (0, "天")])
def test_an_age_is_bounded_by_its_unit(age: int, unit: str) -> None:
    given = EXAMPLE | {"person": {"age": age, "age_unit": unit}}

    assert "errors" not in decided("temperature", given)


@pytest.mark.parametrize(
    ("word", "fever"), [("NO", "NO"), (False, "NO"), ("UNKNOWN", "UNKNOWN"), (None, "UNKNOWN")]
)
def test_a_truth_of_json_is_a_word_of_the_contract(word: object, fever: str) -> None:
    given = with_reading() | {"self_reported_fever": word}

    assert decided("temperature", given)["fever_for_routing"] == fever


def test_an_antipyretic_asked_for_masks_a_fever() -> None:
    for yes in ("YES", True):
        given = with_reading() | {"antipyretic_last_6h": yes}
        del given["antipyretics"]

        assert decided("temperature", given)["advisories"] == ["MASKED_FEVER_POSSIBLE"]
