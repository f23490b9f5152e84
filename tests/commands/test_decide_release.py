from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of


def reading(text: str, at: str) -> dict[str, str]:
    return {"raw_text": text, "site": "AXILLARY", "measured_at": at}


def sputum(at: str, **members: object) -> dict[str, object]:
    return {"kind": "NAT", "specimen": "SPUTUM", "collected_at": at, "result": "NEG"} | members


EXAMPLE: dict[str, Any] = {
    "at": "2020-03-01T12:00",
    "class": "CONFIRMED",
    "antipyretics": [],
    "respiratory_improved": "YES",
    "readings": [
        reading("37.6", "2020-02-27T08:00"),
        reading("37.2", "2020-02-27T20:00"),
        reading("36.8", "2020-02-28T08:00"),
        reading("36.9", "2020-02-28T20:00"),
        reading("36.7", "2020-02-29T08:00"),
        reading("36.6", "2020-02-29T20:00"),
        reading("36.6", "2020-03-01T08:00"),
    ],
    "imaging": [{"done_at": "2020-02-29T10:00", "compared": "IMPROVED", "read_by": "R1"}],
    "samples": [sputum("2020-02-28T09:00"), sputum("2020-02-29T09:00")],
    "signatures": [
        {"by": "D1", "role": "ATTENDING_DOCTOR", "signed_at": "2020-03-01T11:00"},
        {"by": "I1", "role": "INFECTION_CONTROL", "signed_at": "2020-03-01T11:30"},
    ],
}


@pytest.mark.rule("REL-1", "REL-10", "F-2")
def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    found = decided("release", EXAMPLE)

    assert {name: value for name, value in found.items() if name != "evidence"} == {
        "result": "FAIL",
        "reasons": ["TEMP_NOT_LONG_ENOUGH"],
        "advisories": [],
        "rule_set": "covid-dt-6",
        "evaluated_at": "2020-03-01T12:00:00+08:00",
        "conditions": [
            {
                "code": "T",
                "state": "NOT_MET",
                "reasons": ["TEMP_NOT_LONG_ENOUGH"],
                "earliest_at": "2020-03-01T20:00:00+08:00",
            },
            *(
                {"code": code, "state": "MET", "reasons": [], "earliest_at": None}
                for code in ("R", "I", "N", "SIGNOFF")
            ),
        ],
        "earliest_at": "2020-03-01T20:00:00+08:00",
        "anchor_at": "2020-02-27T20:00:00+08:00",
        "elapsed_hours": "64.00",
        "pair": [0, 1],
    }


@pytest.mark.rule("REL-1")
@pytest.mark.parametrize(
    ("at", "result", "elapsed"),
    [
        ("2020-03-01T19:59:59", "FAIL", "71.99"),
        ("2020-03-01T20:00:00", "PASS", "72.00"),
    ],
)
def test_it_opens_at_the_printed_instant_and_not_a_second_before(
    at: str, result: str, elapsed: str
) -> None:
    found = decided("release", EXAMPLE | {"at": at})

    assert (found["result"], found["elapsed_hours"]) == (result, elapsed)


@pytest.mark.rule("REL-1")
def test_while_the_last_reading_is_abnormal_there_is_neither_anchor_nor_hours() -> None:
    fever = reading("38.1", "2020-03-01T09:00")
    found = decided("release", EXAMPLE | {"readings": [*EXAMPLE["readings"], fever]})

    assert (found["anchor_at"], found["elapsed_hours"]) == (None, None)
    assert found["reasons"] == ["TEMP_ABNORMAL", "IMG_MISSING"]


@pytest.mark.rule("REL-3")
def test_the_key_of_the_antipyretics_changes_the_hours() -> None:
    late = EXAMPLE | {
        "at": "2020-03-01T20:00:00",
        "antipyretics": [{"taken_at": "2020-03-01T07:59:59"}],
    }

    assert decided("release", late)["reasons"] == ["ANTIPYRETIC_24H"]
    twelve = late | {"settings": {"antipyretic_free_hours": 12}}
    assert decided("release", twelve)["result"] == "PASS"


@pytest.mark.rule("REL-7")
def test_the_key_of_the_image_changes_only_an_advisory() -> None:
    late = EXAMPLE | {"at": "2020-03-01T20:00:00", "settings": {"imaging_max_age_days": 1}}
    found = decided("release", late)

    assert (found["result"], found["advisories"]) == ("PASS", ["IMAGE_OLD"])


@pytest.mark.rule("REL-6")
def test_edition_9_reads_ct_values_as_text_and_numbers() -> None:
    samples = [
        sputum("2022-04-01T08:00", quantitative="YES", ct_n="UNDETECTED", ct_orf=35, cut_off=40),
        sputum("2022-04-02T08:00", quantitative="YES", ct_n="35.0", ct_orf="34.99", cut_off="40"),
    ]
    mild = EXAMPLE | {"at": "2022-04-03T08:00", "severity": "MILD", "samples": samples}
    found = decided("release", mild)

    assert (found["result"], found["reasons"]) == ("FAIL", ["NAT_CT"])
    assert [one["code"] for one in found["conditions"]] == ["N", "SIGNOFF"]


@pytest.mark.rule("REL-8")
@pytest.mark.parametrize(
    ("review_at", "result"), [("2020-10-01T11:00", "PASS"), ("2020-10-01T12:00:01", "FAIL")]
)
def test_the_experts_decide_on_whoever_is_still_positive(review_at: str, result: str) -> None:
    given = EXAMPLE | {
        "at": "2020-10-01T12:00",
        "readings": [
            *(
                reading("36.5", f"2020-09-{day}T{hour}:00")
                for day in (28, 29, 30)
                for hour in ("08", "20")
            ),
            reading("36.5", "2020-10-01T08:00"),
        ],
        "imaging": [{"done_at": "2020-09-29T10:00", "compared": "IMPROVED", "read_by": "R1"}],
        "samples": [
            sputum("2020-09-03T11:59:59", result="POS"),
            sputum("2020-09-30T09:00", result="POS"),
        ],
        "expert_infectivity_review": {
            "decision": "RELEASE",
            "signed_by": "X1",
            "at": review_at,
        },
    }
    found = decided("release", given)

    assert found["result"] == result
    assert "EXPERT_INFECTIVITY_REVIEW" in found["advisories"]


@pytest.mark.parametrize("missing", ["class", "readings", "antipyretics"])
def test_what_the_contract_requires_is_required(missing: str) -> None:
    without = {name: value for name, value in EXAMPLE.items() if name != missing}

    assert errors_of("release", without) == [(f"/{missing}", "REQUIRED")]


def test_all_errors_of_a_case_are_listed_with_their_paths() -> None:
    wrong = EXAMPLE | {
        "class": "WELL",
        "readings": [reading("hot", "2020-02-27T08:00")],
        "signatures": [{"by": "D1", "role": "BOSS", "signed_at": "2020-03-01T11:00"}],
    }

    assert set(errors_of("release", wrong)) == {
        ("/class", "ENUM"),
        ("/readings/0/raw_text", "FORMAT"),
        ("/signatures/0/role", "ENUM"),
    }
