from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

EXAMPLE: dict[str, Any] = {
    "at": "2020-02-25T15:00",
    "onset_date": "2020-02-24",
    "e1": "NO",
    "e2": "NO",
    "e3": "NO",
    "e4": "NO",
    "symptoms": ["COUGH"],
    "self_reported_fever": "NO",
    "readings": [
        {"raw_text": "38.1", "site": "AXILLARY", "measured_at": "2020-02-25T14:10"},
    ],
    "imaging": [],
    "samples": [],
    "blood_counts": [
        {"collected_at": "2020-02-25T14:30", "wbc_flag": "N", "lymphocyte_flag": "L"},
    ],
}
AT = {"at": "2020-02-26T12:00"}
SUSPECT = AT | {"e": "TRUE", "c1": "TRUE", "c2": "FALSE", "c3": "TRUE"}
POSITIVE = {
    "kind": "NAT",
    "specimen": "SPUTUM",
    "collected_at": "2020-02-26T08:00",
    "reported_at": "2020-02-26T13:00",
    "result": "POS",
}


@pytest.mark.rule("CLS-1", "CLS-5")
def test_the_example_of_the_contract() -> None:
    assert decided("classification", EXAMPLE) == {
        "result": "UNDETERMINED",
        "reasons": ["CLS-1", "CLS-5"],
        "advisories": [],
        "rule_set": "covid-dt-6",
        "evaluated_at": "2020-02-25T15:00:00+08:00",
        "evidence": ["CLS-1", "CLS-5"],
        "inputs": {"E": "FALSE", "C1": "TRUE", "C2": "UNKNOWN", "C3": "TRUE", "M": "FALSE"},
        "n_low": 2,
        "n_high": 3,
        "low": False,
        "high": True,
        "missing": ["C2"],
        "tags": [],
        "by_edition": None,
        "isolation_required": "YES",
        "icd": {"main": "R50.900", "secondary": "Z03.800x001"},
    }


@pytest.mark.parametrize(
    ("at", "edition"),
    [
        ("2020-02-04T00:00:00", "covid-dt-5"),
        ("2020-02-07T23:59:59", "covid-dt-5"),
        ("2020-02-08T00:00:00", "covid-dt-5r"),
        ("2020-02-17T23:59:59", "covid-dt-5r"),
        ("2020-02-18T00:00:00", "covid-dt-6"),
        ("2020-03-02T23:59:59", "covid-dt-6"),
        ("2020-03-03T00:00:00", "covid-dt-7"),
        ("2020-08-17T23:59:59", "covid-dt-7"),
        ("2020-08-18T00:00:00", "covid-dt-8"),
        ("2021-04-13T23:59:59", "covid-dt-8"),
        ("2021-04-14T00:00:00", "covid-dt-8r"),
        ("2022-03-13T23:59:59", "covid-dt-8r"),
        ("2022-03-14T00:00:00", "covid-dt-9"),
        ("2023-01-04T23:59:59", "covid-dt-9"),
        ("2023-01-05T00:00:00", "covid-dt-10"),
    ],
)
def test_the_instant_chooses_the_edition(at: str, edition: str) -> None:
    assert decided("classification", {"at": at})["rule_set"] == edition


def test_before_the_first_edition_there_is_no_rule_set() -> None:
    given = {"at": "2020-02-03T23:59:59"}

    assert errors_of("classification", given) == [("/at", "NO_RULE_SET")]


def test_an_edition_can_be_forced_at_any_time() -> None:
    found = decided("classification", {"at": "2019-12-31", "rule_set": "covid-dt-7"} | SUSPECT)

    assert (found["rule_set"], found["result"]) == ("covid-dt-7", "SUSPECTED")
    assert errors_of("classification", AT | {"rule_set": "nope"}) == [("/rule_set", "ENUM")]


@pytest.mark.rule("CLS-2")
def test_the_region_chooses_the_table_of_hubei() -> None:
    given = {"at": "2020-02-10T12:00", "c1": "TRUE", "c2": "TRUE", "c3": "TRUE"}

    at_home = decided("classification", given | {"e": "TRUE"})
    in_hubei = decided("classification", given | {"region": "420106"})
    assert (at_home["result"], at_home["reasons"]) == ("SUSPECTED", ["CLS-1"])
    assert (in_hubei["result"], in_hubei["reasons"]) == ("CLINICALLY_DIAGNOSED", ["CLS-2"])
    assert in_hubei["icd"] == {"main": "R50.900", "secondary": None}


def test_a_report_later_than_now_is_pending_and_told() -> None:
    later = decided("classification", SUSPECT | {"samples": [POSITIVE]})
    now = decided("classification", SUSPECT | {"at": "2020-02-26T13:00", "samples": [POSITIVE]})

    assert (later["result"], later["advisories"]) == ("SUSPECTED", ["LATER_FACTS_IGNORED"])
    assert (now["result"], now["advisories"]) == ("CONFIRMED", [])
    assert now["reasons"] == ["CLS-1", "NAT_POSITIVE"]


def test_a_result_without_a_report_is_known_from_its_collection_on() -> None:
    sample = {name: value for name, value in POSITIVE.items() if name != "reported_at"}

    assert decided("classification", SUSPECT | {"samples": [sample]})["result"] == "CONFIRMED"


@pytest.mark.parametrize(
    "later",
    [
        {"onset_date": "2020-02-27"},
        {"readings": [{"raw_text": "38", "site": "ORAL", "measured_at": "2020-02-26T12:00:01"}]},
        {"antipyretics": [{"taken_at": "2020-02-26T12:00:01"}]},
        {"samples": [POSITIVE | {"collected_at": "2020-02-26T12:00:01"}]},
        {"imaging": [{"features": "PRESENT", "done_at": "2020-02-26T12:00:01"}]},
        {"blood_counts": [{"collected_at": "2020-02-26T12:00:01", "wbc": "5"}]},
        {"signatures": [{"by": "D1", "role": "DOCTOR", "signed_at": "2020-02-26T12:00:01"}]},
        {"self_reported_fever": {"raw_text": "38", "measured_on": "2020-02-27"}},
        {"e1": {"answer": "YES", "last_exposure_on": "2020-02-27"}},
    ],
)
def test_what_lies_after_the_decision_is_left_out_and_told(later: dict[str, Any]) -> None:
    assert decided("classification", AT | later)["advisories"] == ["LATER_FACTS_IGNORED"]


def test_truths_given_directly_replace_what_would_be_derived() -> None:
    truths = {"e": "TRUE", "c1": "FALSE", "c2": "FALSE", "c3": "UNKNOWN", "m": "UNKNOWN"}

    found = decided("classification", EXAMPLE | truths)
    assert found["inputs"] == {
        "E": "TRUE",
        "C1": "FALSE",
        "C2": "FALSE",
        "C3": "UNKNOWN",
        "M": "UNKNOWN",
    }
    assert (found["result"], found["n_low"], found["n_high"]) == ("NOT_SUSPECTED", 0, 1)


@pytest.mark.rule("CLS-11")
def test_the_edition_of_the_opening_is_told_beside_the_one_in_force() -> None:
    given = AT | {"open_under": "covid-dt-5r", "e": "TRUE", "c1": "TRUE", "c2": "FALSE"}
    counts = [{"collected_at": "2020-02-25T14:30", "wbc_flag": "N", "lymphocyte_flag": "N"}]

    found = decided("classification", given | {"blood_counts": counts})
    assert found["result"] == "NOT_SUSPECTED"
    assert found["by_edition"] == {"covid-dt-5r": "SUSPECTED", "covid-dt-6": "NOT_SUSPECTED"}
    assert found["isolation_required"] == "YES"
    assert found["advisories"] == ["CBC_PARTIAL", "CONSULT_BEFORE_CLEARING", "EDITION_CHANGED"]


def test_the_edition_of_the_opening_must_exist() -> None:
    assert errors_of("classification", AT | {"open_under": "x"}) == [("/open_under", "ENUM")]


def test_the_severe_item_is_derived_from_the_vital_signs() -> None:
    given = AT | {"e": "FALSE", "c1": "FALSE", "c2": "TRUE", "c3": "FALSE", "person": {"age": 50}}

    severe = decided("classification", given | {"spo2": 93, "on_oxygen": "NO"})
    switched_off = decided(
        "classification",
        given | {"spo2": 93, "on_oxygen": "NO", "settings": {"sari_unexplained": "off"}},
    )
    assert (severe["result"], severe["tags"]) == ("UNDETERMINED", ["SARI_UNEXPLAINED"])
    assert severe["reasons"] == ["CLS-1", "SARI_UNEXPLAINED"]
    assert decided("classification", given)["result"] == "NOT_SUSPECTED"
    assert switched_off["result"] == "NOT_SUSPECTED"


def test_the_join_of_the_blood_count_is_a_setting() -> None:
    counts = [{"collected_at": "2020-02-25T14:30", "wbc_flag": "H", "lymphocyte_flag": "L"}]
    given = AT | {"e": "TRUE", "c1": "TRUE", "c2": "FALSE", "blood_counts": counts}

    assert decided("classification", given)["inputs"]["C3"] == "FALSE"
    by_or = decided("classification", given | {"settings": {"cbc_join": "or"}})
    assert (by_or["inputs"]["C3"], by_or["result"]) == ("TRUE", "SUSPECTED")


def test_all_errors_of_a_case_file_are_listed() -> None:
    given = AT | {
        "rr": 500,
        "spo2": 93,
        "samples": [
            {"kind": "NAT"},
            {
                "kind": "ANTIBODY",
                "collected_at": "2020-02-26T12:00",
                "reported_at": "2020-02-26T11:59:59",
                "igg_titre": "-1",
            },
        ],
        "imaging": [
            {"features": "PRESENT"},
            {"features": "ABSENT", "done_at": "2020-02-25T08:00", "compared": "IMPROVED"},
            {"features": "NOT_DONE"},
        ],
        "blood_counts": [{"wbc": "1001"}],
        "signatures": [{"by": "D1", "role": "KING", "signed_at": "2020-02-26"}],
        "class": "ILL",
        "severity_items": ["COLD"],
        "e": "YES",
        "typo": 1,
    }

    assert set(errors_of("classification", given)) == {
        ("/rr", "RANGE"),
        ("/on_oxygen", "REQUIRED"),
        ("/samples/0/specimen", "REQUIRED"),
        ("/samples/0/collected_at", "REQUIRED"),
        ("/samples/0/result", "REQUIRED"),
        ("/samples/1/reported_at", "ORDER"),
        ("/samples/1/igg_titre", "RANGE"),
        ("/imaging/0/done_at", "REQUIRED"),
        ("/imaging/1/read_by", "REQUIRED"),
        ("/blood_counts/0/collected_at", "REQUIRED"),
        ("/blood_counts/0/wbc", "RANGE"),
        ("/signatures/0/role", "ENUM"),
        ("/signatures/0/signed_at", "FORMAT"),
        ("/class", "ENUM"),
        ("/severity_items/0", "ENUM"),
        ("/e", "ENUM"),
        ("/typo", "UNKNOWN_FIELD"),
    }


@pytest.mark.parametrize(
    ("settings", "path", "code"),
    [
        ({"cbc_join": "xor"}, "/settings/cbc_join", "ENUM"),
        ({"sari_unexplained": "maybe"}, "/settings/sari_unexplained", "ENUM"),
        ({"imaging_max_age_days": -1}, "/settings/imaging_max_age_days", "RANGE"),
        ({"antipyretic_free_hours": "x"}, "/settings/antipyretic_free_hours", "TYPE"),
    ],
)
def test_a_setting_that_cannot_be_is_an_error(
    settings: dict[str, object], path: str, code: str
) -> None:
    assert errors_of("classification", AT | {"settings": settings}) == [(path, code)]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("samples", {}),
        ("imaging", "none"),
        ("blood_counts", 3),
        ("severity_items", 5),
        ("consultation", []),
        ("e", True),
    ],
)
def test_a_member_of_the_wrong_shape_is_an_error_of_type(member: str, value: object) -> None:
    assert errors_of("classification", AT | {member: value}) == [(f"/{member}", "TYPE")]
