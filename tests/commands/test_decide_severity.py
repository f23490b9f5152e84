from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

EXAMPLE: dict[str, Any] = {
    "at": "2020-02-26T09:00",
    "class": "CONFIRMED",
    "person": {"age": 41, "age_unit": "岁"},
    "rr": 24,
    "spo2": 93,
    "on_oxygen": "NO",
    "severity_items": [],
    "imaging": [{"done_at": "2020-02-25T20:00", "features": "PRESENT", "pneumonia": "YES"}],
}


def test_the_example_of_the_contract() -> None:
    assert decided("severity", EXAMPLE) == {
        "result": "SEVERE",
        "reasons": ["SPO2", "PNEUMONIA"],
        "advisories": [],
        "rule_set": "covid-dt-6",
        "evaluated_at": "2020-02-26T09:00:00+08:00",
        "evidence": ["SPO2", "PNEUMONIA"],
        "provisional": False,
        "tables": ["ADULT"],
        "early_warning": [],
    }


def test_edition_10_calls_the_middle_grade_moderate() -> None:
    found = decided("severity", EXAMPLE | {"at": "2023-01-05T00:00", "spo2": 94})

    assert (found["result"], found["reasons"]) == ("MODERATE", ["PNEUMONIA"])


def test_a_suspect_is_graded_provisionally_and_others_are_not_graded() -> None:
    suspect = decided("severity", EXAMPLE | {"class": "SUSPECTED"})
    carrier = decided("severity", EXAMPLE | {"class": "ASYMPTOMATIC"})

    assert (suspect["result"], suspect["provisional"]) == ("SEVERE", True)
    assert (carrier["result"], carrier["reasons"]) == ("UNGRADED", ["CLASS_NOT_GRADED"])


@pytest.mark.parametrize(
    ("items", "result", "advisories"),
    [
        (["SHOCK"], "CRITICAL", []),
        ({"SHOCK": "YES"}, "CRITICAL", ["ITEMS_UNKNOWN"]),
        (["LESION_PROGRESS_OVER_50"], "SEVERE", ["MANAGE_AS_SEVERE"]),
        ([], "ORDINARY", []),
    ],
)
def test_items_are_a_list_of_what_is_present_or_an_answer_for_each(
    items: object, result: str, advisories: list[str]
) -> None:
    found = decided("severity", EXAMPLE | {"spo2": 98, "severity_items": items})

    assert (found["result"], found["advisories"]) == (result, advisories)


def test_a_saturation_on_oxygen_is_not_graded() -> None:
    found = decided("severity", EXAMPLE | {"on_oxygen": "YES"})

    assert (found["result"], found["advisories"]) == ("ORDINARY", ["SPO2_UNKNOWN_ON_OXYGEN"])


def test_values_of_a_trend_later_than_now_do_not_warn() -> None:
    def points(*instants: str) -> list[dict[str, str]]:
        return [{"at": at, "value": str(10 + 2 * n)} for n, at in enumerate(instants)]

    rising = points("2020-02-24T08:00", "2020-02-25T08:00", "2020-02-26T09:00")
    later = points("2020-02-24T08:00", "2020-02-25T08:00", "2020-02-26T09:00:01")
    found = [
        decided("severity", EXAMPLE | {"trends": {"CRP": one}})["early_warning"]
        for one in (rising, later)
    ]
    assert found == [["CRP_RISING"], []]


@pytest.mark.parametrize(
    ("member", "value", "path", "code"),
    [
        ("pao2_fio2", "1001", "/pao2_fio2", "RANGE"),
        ("altitude_m", 9001, "/altitude_m", "RANGE"),
        ("atmospheric_pressure_mmhg", "199", "/atmospheric_pressure_mmhg", "RANGE"),
        ("high_fever_days", -1, "/high_fever_days", "RANGE"),
        ("at_rest", "SITTING", "/at_rest", "ENUM"),
        ("severity_items", {"SHOCK": "MAYBE"}, "/severity_items/SHOCK", "ENUM"),
        ("trends", {"CRP": [{"at": "x", "value": "1"}]}, "/trends/CRP/0/at", "FORMAT"),
        ("severity", "BAD", "/severity", "ENUM"),
    ],
)
def test_bad_values_are_named_with_their_place(
    member: str, value: object, path: str, code: str
) -> None:
    assert errors_of("severity", EXAMPLE | {member: value}) == [(path, code)]


def test_a_trend_that_the_topic_does_not_know_is_an_error() -> None:
    (error,) = errors_of("severity", EXAMPLE | {"trends": {"MOOD": []}})

    assert error[1] in ("ENUM", "UNKNOWN_FIELD")
