from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

EXAMPLE: dict[str, Any] = {
    "at": "2020-02-25T09:30",
    "person": {"birth_date": "2015-12-10", "sex": "2"},
    "rr": 41,
    "hr": 150,
    "spo2": 91,
    "on_oxygen": "NO",
    "avpu": "A",
    "capillary_refill_s": "2",
    "signs": [],
    "readings": [{"raw_text": "38.4", "site": "AXILLARY", "measured_at": "2020-02-25T09:28"}],
}
ADULT: dict[str, Any] = {
    "at": "2020-02-25T09:30",
    "person": {"birth_date": "1978-06-01", "sex": "1"},
    "rr": 18,
    "hr": 84,
    "spo2": 98,
    "on_oxygen": "NO",
    "sbp": 124,
    "dbp": 78,
    "avpu": "A",
    "capillary_refill_s": 1,
    "signs": [],
    "symptoms": [],
    "antipyretics": [],
    "readings": [{"raw_text": "36.5", "site": "AXILLARY", "measured_at": "2020-02-25T09:28"}],
}


@pytest.mark.rule("ACU-4", "ACU-9")
def test_the_example_of_the_contract() -> None:
    assert decided("acuity", EXAMPLE) == {
        "result": "II",
        "reasons": ["ACU-4", "ACU-9"],
        "advisories": [],
        "rule_set": "triage-1",
        "evaluated_at": "2020-02-25T09:30:00+08:00",
        "evidence": ["ACU-4", "ACU-9"],
        "symptomatic": "NO",
        "undecided": [],
        "calls": [],
        "wait_limit_minutes": 10,
    }


@pytest.mark.rule("ACU-14")
def test_a_well_adult_is_level_four() -> None:
    found = decided("acuity", ADULT)

    assert (found["result"], found["reasons"], found["undecided"]) == ("IV", ["ACU-14"], [])
    assert found["wait_limit_minutes"] == 60


@pytest.mark.rule("ACU-1", "ACU-3")
def test_the_two_keys_of_the_settings_change_their_lines() -> None:
    meningism = ADULT | {
        "symptoms": ["HEADACHE"],
        "readings": [{"raw_text": "38", "site": "ORAL", "measured_at": "2020-02-25T09:00"}],
    }
    slow = ADULT | {"hr": 55}

    assert decided("acuity", meningism)["advisories"] == ["CHECK_MENINGISM"]
    assert (
        decided("acuity", meningism | {"settings": {"red_pair_fever_headache": "on"}})["result"]
        == "I"
    )
    assert decided("acuity", slow)["advisories"] == ["LOW_RATE_CHECK"]
    assert (
        decided("acuity", slow | {"settings": {"isolated_low_rate_uptriage": "on"}})["result"]
        == "II"
    )


@pytest.mark.rule("ACU-1", "ACU-6")
def test_signs_stand_as_a_list_or_as_answers() -> None:
    listed = decided("acuity", ADULT | {"signs": ["STRIDOR"]})
    answered = decided("acuity", ADULT | {"signs": {"STRIDOR": True}})
    open_signs = decided("acuity", ADULT | {"signs": {"STRIDOR": "NO"}})
    nothing = {name: value for name, value in ADULT.items() if name != "signs"}

    assert (listed["result"], answered["result"]) == ("I", "I")
    assert (open_signs["result"], open_signs["undecided"]) == ("IV", ["ACU-1"])
    assert decided("acuity", nothing)["undecided"] == ["ACU-1"]


@pytest.mark.rule("ACU-1", "ACU-6")
def test_symptoms_that_the_table_prints_among_the_signs_may_stand_there() -> None:
    child = ADULT | {"person": {"birth_date": "2012-02-01"}}
    dry = ["DIARRHOEA", "LETHARGY", "SUNKEN_EYES"]
    unasked = {name: value for name, value in child.items() if name != "symptoms"}

    assert decided("acuity", child | {"signs": dry})["result"] == "I"
    assert decided("acuity", unasked | {"signs": dry})["result"] == "I"
    assert decided("acuity", unasked | {"signs": dict.fromkeys(dry, "YES")})["result"] == "I"
    assert (
        decided("acuity", unasked | {"signs": dict.fromkeys(dry, "YES") | {"DIARRHOEA": "NO"}})[
            "result"
        ]
        == "IV"
    )


@pytest.mark.rule("ACU-13")
def test_later_readings_are_left_out() -> None:
    later = ADULT | {
        "readings": [{"raw_text": "39.5", "site": "AXILLARY", "measured_at": "2020-02-25T09:31"}]
    }

    assert decided("acuity", later)["advisories"] == ["VITALS_MISSING", "LATER_FACTS_IGNORED"]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"rr": "18"}, [("/rr", "TYPE")]),
        ({"rr": 18.5}, [("/rr", "TYPE")]),
        ({"rr": True}, [("/rr", "TYPE")]),
        ({"hr": -1}, [("/hr", "RANGE")]),
        ({"spo2": 101}, [("/spo2", "RANGE")]),
        ({"pain": 11}, [("/pain", "RANGE")]),
        ({"avpu": "X"}, [("/avpu", "ENUM")]),
        ({"on_oxygen": "MAYBE"}, [("/on_oxygen", "ENUM")]),
        ({"capillary_refill_s": "slow"}, [("/capillary_refill_s", "FORMAT")]),
        ({"signs": ["STRIDOR", "NOISE"]}, [("/signs/1", "ENUM")]),
        ({"signs": {"NOISE": "YES"}}, [("/signs/NOISE", "UNKNOWN_FIELD")]),
        ({"signs": {"STRIDOR": "X"}}, [("/signs/STRIDOR", "ENUM")]),
        ({"signs": "STRIDOR"}, [("/signs", "TYPE")]),
        ({"signs": [1]}, [("/signs/0", "TYPE")]),
        ({"person": {"birth_date": "2020-02-26"}}, [("/person/birth_date", "RANGE")]),
        ({"arrived_at": "2020-02-25T09:00"}, [("/arrived_at", "UNKNOWN_FIELD")]),
        (
            {"rr": 300, "hr": 500, "x": 1},
            [("/rr", "RANGE"), ("/hr", "RANGE"), ("/x", "UNKNOWN_FIELD")],
        ),
    ],
)
def test_bad_members_are_named(change: dict[str, object], errors: list[tuple[str, str]]) -> None:
    assert errors_of("acuity", ADULT | change) == errors


@pytest.mark.parametrize(
    ("missing", "errors"),
    [
        ("person", [("/person", "REQUIRED")]),
        ("on_oxygen", [("/on_oxygen", "REQUIRED")]),
        ("at", [("/at", "REQUIRED")]),
    ],
)
def test_missing_members_are_named(missing: str, errors: list[tuple[str, str]]) -> None:
    given = {name: value for name, value in ADULT.items() if name != missing}

    assert errors_of("acuity", given) == errors


def test_on_oxygen_may_be_unknown_and_is_not_needed_without_oxygen_saturation() -> None:
    unmeasured = {name: value for name, value in ADULT.items() if name not in {"spo2", "on_oxygen"}}

    assert decided("acuity", ADULT | {"on_oxygen": None})["result"] == "IV"
    assert decided("acuity", unmeasured)["undecided"] == ["ACU-3", "ACU-12"]
