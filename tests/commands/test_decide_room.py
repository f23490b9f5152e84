from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

CONFIRMED = {"class": "CONFIRMED", "disease": "COVID-19"}
SUSPECTED = {"class": "SUSPECTED", "disease": "COVID-19"}
EXAMPLE: dict[str, Any] = {
    "at": "2020-02-26T10:00",
    "room": {"state": "OCCUPIED", "occupants": [CONFIRMED]},
    "act": "OCCUPY",
    "patient": SUSPECTED,
}


@pytest.mark.rule("ISO-1")
def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    assert decided("room", EXAMPLE) == {
        "result": "REFUSE",
        "reasons": ["SINGLE_ROOM", "MIXED_CLASS"],
        "advisories": [],
        "rule_set": "covid-dt-6",
        "evaluated_at": "2020-02-26T10:00:00+08:00",
        "evidence": [],
        "next_state": "OCCUPIED",
    }


@pytest.mark.rule("ISO-4")
@pytest.mark.parametrize(
    ("state", "act", "result", "next_state"),
    [
        ("CLEAN", "RESERVE", "ALLOW", "RESERVED"),
        ("CLEAN", "OCCUPY", "REFUSE", "CLEAN"),
        ("RESERVED", "OCCUPY", "ALLOW", "OCCUPIED"),
        ("VERIFIED", "CLEAN", "ALLOW", "CLEAN"),
        ("AIRING", "CLEAN", "REFUSE", "AIRING"),
    ],
)
def test_the_order_of_the_states_is_kept(
    state: str, act: str, result: str, next_state: str
) -> None:
    found = decided("room", EXAMPLE | {"room": {"state": state, "occupants": []}, "act": act})

    assert (found["result"], found["next_state"]) == (result, next_state)


@pytest.mark.parametrize("act", ["RESERVE", "OCCUPY"])
def test_whoever_is_taken_in_must_be_named(act: str) -> None:
    nobody = {name: value for name, value in EXAMPLE.items() if name != "patient"}

    assert errors_of("room", nobody | {"act": act}) == [("/patient", "REQUIRED")]


def test_whoever_leaves_needs_no_name() -> None:
    nobody = {name: value for name, value in EXAMPLE.items() if name != "patient"}

    assert decided("room", nobody | {"act": "VACATE"})["next_state"] == "VACATED"


def test_a_wrong_state_and_a_wrong_act_are_both_told() -> None:
    wrong = EXAMPLE | {"room": {"state": "DIRTY"}, "act": "SLEEP"}

    assert errors_of("room", wrong) == [("/room/state", "ENUM"), ("/act", "ENUM")]


def test_a_room_that_is_out_of_use_says_so() -> None:
    found = decided("room", EXAMPLE | {"room": {"state": "OUT_OF_USE"}})

    assert found["reasons"] == ["OUT_OF_USE"]
