from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

FIRST = {
    "kind": "NAT",
    "specimen": "OROPHARYNGEAL_SWAB",
    "collected_at": "2020-03-10T08:00:00",
    "reported_at": "2020-03-10T15:00",
    "result": "NEG",
}
LAST = {
    "kind": "NAT",
    "specimen": "SPUTUM",
    "collected_at": "2020-03-11T07:59:59",
    "reported_at": "2020-03-11T15:00",
    "result": "NEG",
}
ANTIBODY = {
    "kind": "ANTIBODY",
    "collected_at": "2020-03-12T09:00",
    "reported_at": "2020-03-12T12:00",
    "igm": "NEG",
    "igg": "NEG",
}
EXAMPLE: dict[str, Any] = {
    "at": "2020-03-14T10:00",
    "class": "SUSPECTED",
    "onset_date": "2020-03-05",
    "samples": [FIRST, LAST, ANTIBODY],
    "signatures": [
        {"by": "D1", "role": "ATTENDING_DOCTOR", "signed_at": "2020-03-14T09:00"},
        {"by": "X1", "role": "EXPERT_GROUP", "signed_at": "2020-03-14T09:30"},
    ],
}
A_DAY_APART = LAST | {"collected_at": "2020-03-11T08:00:00"}


@pytest.mark.rule("EXC-1", "EXC-9")
def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    assert decided("exclusion", EXAMPLE) == {
        "result": "NOT_EXCLUDED",
        "reasons": ["NAT_INTERVAL"],
        "advisories": [],
        "rule_set": "covid-dt-7",
        "evaluated_at": "2020-03-14T10:00:00+08:00",
        "evidence": [
            *("SAMPLE", "NEXT_SAMPLE", "ANTIBODY"),
            *("SIGNED_ATTENDING_DOCTOR", "SIGNED_EXPERT_GROUP"),
        ],
        "conditions": [
            {"code": "N", "state": "NOT_MET", "reasons": ["NAT_INTERVAL"], "earliest_at": None},
            {"code": "AB", "state": "MET", "reasons": [], "earliest_at": None},
            {"code": "SIGNOFF", "state": "MET", "reasons": [], "earliest_at": None},
        ],
        "earliest_at": None,
        "pair": None,
        "card_revision_due_at": None,
    }


@pytest.mark.rule("EXC-6")
def test_a_second_more_excludes_and_starts_the_clock_of_the_card() -> None:
    found = decided("exclusion", EXAMPLE | {"samples": [A_DAY_APART, ANTIBODY, FIRST]})

    assert (found["result"], found["reasons"]) == ("EXCLUDED", [])
    assert found["pair"] == [2, 0]
    assert found["card_revision_due_at"] == "2020-03-15T09:30:00+08:00"


@pytest.mark.rule("F-1")
def test_a_result_that_is_reported_later_is_still_out() -> None:
    later = A_DAY_APART | {"reported_at": "2020-03-14T10:00:01"}
    found = decided("exclusion", EXAMPLE | {"samples": [FIRST, later, ANTIBODY]})

    assert (found["result"], found["reasons"]) == ("NOT_EXCLUDED", ["NAT_LT2"])
    assert found["advisories"] == ["LATER_FACTS_IGNORED"]


@pytest.mark.rule("F-1")
def test_the_pair_names_places_of_the_input_past_samples_of_the_future() -> None:
    future = FIRST | {"collected_at": "2020-03-15T08:00", "reported_at": "2020-03-15T12:00"}
    found = decided("exclusion", EXAMPLE | {"samples": [future, FIRST, A_DAY_APART, ANTIBODY]})

    assert (found["result"], found["pair"]) == ("EXCLUDED", [1, 2])


@pytest.mark.rule("F-11")
def test_edition_10_has_no_exclusion() -> None:
    found = decided("exclusion", EXAMPLE | {"rule_set": "covid-dt-10"})

    assert (found["result"], found["reasons"]) == ("NEEDS_CONSULT", [])
    assert found["advisories"] == ["NO_EXCLUSION_RULE"]


def test_a_case_without_its_samples_is_bad_input() -> None:
    without = {name: value for name, value in EXAMPLE.items() if name != "samples"}

    assert errors_of("exclusion", without) == [("/samples", "REQUIRED")]


def test_samples_that_are_known_to_be_none_are_decided() -> None:
    assert decided("exclusion", EXAMPLE | {"samples": []})["reasons"] == ["NAT_LT2", "AB_MISSING"]
