"""Topic `destination` (contract 2.11): where a class belongs (RTE-1 to RTE-8)."""

from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

EXAMPLE = {
    "at": "2020-02-26T10:00",
    "class": "CONFIRMED",
    "acuity": "III",
    "on_support": "NO",
    "severity": "ORDINARY",
}
NINE = {"at": "2022-04-01T10:00"}


def where(**given: Any) -> tuple[str, list[str]]:
    found = decided("destination", {"at": "2020-02-26T10:00"} | given)
    return found["result"], found["reasons"]


def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    found = decided("destination", EXAMPLE)

    assert (found["result"], found["reasons"], found["rule_set"]) == (
        "PROVINCIAL_DESIGNATED_HOSPITAL",
        ["RTE-1"],
        "covid-dt-6",
    )


@pytest.mark.rule("RTE-2")
@pytest.mark.parametrize("case_class", ["SUSPECTED", "CLINICALLY_DIAGNOSED"])
def test_a_suspect_goes_only_after_the_consultation(case_class: str) -> None:
    kept = {"class": case_class, "consultation_kept_suspected": "YES"}

    assert where(**kept) == ("MUNICIPAL_DESIGNATED_HOSPITAL", ["RTE-2"])
    assert where(**kept | {"consultation_kept_suspected": "NO"})[0] == "LOCAL_ISOLATION"
    assert where(**{"class": case_class})[0] == "LOCAL_ISOLATION"


@pytest.mark.rule("RTE-3")
@pytest.mark.rule("RTE-4")
@pytest.mark.parametrize(
    ("symptomatic", "result", "rule"),
    [
        ("NO", "CENTRALISED_QUARANTINE", "RTE-3"),
        ("YES", "FEVER_CLINIC_ISOLATION", "RTE-4"),
        ("UNKNOWN", "FEVER_CLINIC_ISOLATION", "RTE-4"),
    ],
)
def test_a_close_contact_without_symptoms_is_quarantined(
    symptomatic: str, result: str, rule: str
) -> None:
    contact = {"class": "NOT_SUSPECTED", "close_contact": "YES"}

    assert where(**contact, symptomatic=symptomatic) == (result, [rule])
    assert where(**{"class": "NOT_SUSPECTED", "close_contact": "NO"}) == ("NONE", [])


@pytest.mark.rule("RTE-5")
@pytest.mark.parametrize("case_class", ["UNDETERMINED", "POSITIVE_REVIEW"])
def test_a_doubt_stays_here_and_is_settled_within_24_hours(case_class: str) -> None:
    given = {"at": "2020-02-26T10:00", "class": case_class, "class_since": "2020-02-28T18:30:15"}

    found = decided("destination", given | {"at": "2020-02-29T10:00"})

    assert (found["result"], found["reasons"]) == ("LOCAL_ISOLATION", ["RTE-5"])
    assert found["due_at"] == "2020-02-29T18:30:15+08:00"
    assert decided("destination", {"at": "2020-02-26T10:00", "class": case_class})["due_at"] is None


@pytest.mark.rule("RTE-6")
@pytest.mark.parametrize(
    ("at", "result"),
    [
        ("2020-02-26T10:00", "DESIGNATED_INSTITUTION"),
        ("2022-03-13T23:59:59", "DESIGNATED_INSTITUTION"),
        ("2022-03-14T00:00:00", "CENTRALISED_ISOLATION_SITE"),
        ("2023-02-01T10:00", "CENTRALISED_ISOLATION_SITE"),
    ],
)
def test_who_has_no_symptoms_goes_where_the_edition_says(at: str, result: str) -> None:
    assert where(**{"class": "ASYMPTOMATIC", "at": at, "high_risk": "NO"})[0] == result


@pytest.mark.rule("RTE-7")
@pytest.mark.parametrize(
    ("severity", "high_risk", "result"),
    [
        ("MILD", "NO", "CENTRALISED_ISOLATION_SITE"),
        ("MILD", "YES", "DESIGNATED_HOSPITAL"),
        ("ORDINARY", "NO", "DESIGNATED_HOSPITAL"),
        ("SEVERE", "NO", "DESIGNATED_HOSPITAL"),
        ("CRITICAL", "NO", "DESIGNATED_HOSPITAL"),
    ],
)
def test_edition_9_routes_by_severity(severity: str, high_risk: str, result: str) -> None:
    given = NINE | {"class": "CONFIRMED", "severity": severity, "high_risk": high_risk}

    assert where(**given) == (result, ["RTE-7", "RTE-1"])


@pytest.mark.rule("RTE-7")
@pytest.mark.parametrize(
    ("person", "result"),
    [
        ({"age": 60, "age_unit": "岁"}, "CENTRALISED_ISOLATION_SITE"),
        ({"age": 61, "age_unit": "岁"}, "DESIGNATED_HOSPITAL"),
        ({"birth_date": "1961-04-02"}, "CENTRALISED_ISOLATION_SITE"),
        ({"birth_date": "1961-04-01"}, "DESIGNATED_HOSPITAL"),
        ({}, "CENTRALISED_ISOLATION_SITE"),
    ],
)
def test_over_sixty_a_mild_case_goes_to_the_hospital_in_edition_9(
    person: dict[str, Any], result: str
) -> None:
    at = {"at": "2022-04-01T10:00", "person": person}
    given = NINE | {"class": "CONFIRMED", "severity": "MILD", "high_risk": "NO"} | at

    assert where(**given) == (result, ["RTE-7", "RTE-1"])


@pytest.mark.rule("RTE-8")
@pytest.mark.parametrize(
    ("unstable", "is_kept"),
    [
        ({"acuity": "I"}, True),
        ({"acuity": "II"}, False),
        ({"severity": "CRITICAL", "on_support": "YES"}, True),
        ({"severity": "CRITICAL", "on_support": "NO"}, False),
        ({"severity": "SEVERE", "on_support": "YES"}, False),
    ],
)
def test_who_is_too_unstable_is_treated_on_site(unstable: dict[str, str], *, is_kept: bool) -> None:
    result, reasons = where(**{"class": "CONFIRMED"} | unstable)

    assert (result == "TREAT_ON_SITE") is is_kept
    assert reasons == (["RTE-8", "RTE-1"] if is_kept else ["RTE-1"])


@pytest.mark.rule("RTE-8")
def test_the_reason_is_written_again_every_12_hours() -> None:
    given = {"at": "2020-02-26T10:00", "class": "CONFIRMED", "acuity": "I"}

    found = decided("destination", given | {"on_site_since": "2020-02-26T09:00:01"})

    assert found["due_at"] == "2020-02-26T21:00:01+08:00"


def test_the_class_is_required() -> None:
    assert errors_of("destination", {"at": "2020-02-26T10:00"}) == [("/class", "REQUIRED")]
