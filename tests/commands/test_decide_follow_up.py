"""Topic `follow-up` (contract 2.12): monitoring, revisits and recall after a discharge (FUP-1 to FUP-5)."""

from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

EXAMPLE: dict[str, Any] = {
    "at": "2020-03-20T09:00",
    "discharged_on": "2020-02-28",
    "visits": [{"on": "2020-03-06"}],
    "readings": [],
    "symptoms_since": [],
}


def after(at: str, *visits: str, **more: Any) -> dict[str, Any]:
    """A discharge on 20 February 2020, edition 6; day 14 is 5 March, day 28 is 19 March."""
    told = {"at": at, "discharged_on": "2020-02-20", "visits": [{"on": one} for one in visits]}
    return decided("follow-up", told | {"readings": [], "symptoms_since": []} | more)


def statuses(found: dict[str, Any]) -> list[str]:
    return [one["status"] for one in found["revisits"]]


def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    found = decided("follow-up", EXAMPLE)

    assert (found["result"], found["reasons"]) == ("OVERDUE", ["FUP-2"])
    assert (found["monitoring_from"], found["monitoring_to"]) == ("2020-02-29", "2020-03-13")
    assert found["monitoring_ends_at"] == "2020-03-14T00:00:00+08:00"
    assert found["isolation"] is False
    assert found["rule_set"] == "covid-dt-6"
    assert found["revisits"] == [
        {
            "week": 2,
            "window_from": "2020-03-07",
            "window_to": "2020-03-13",
            "due_on": "2020-03-13",
            "status": "OVERDUE",
        },
        {
            "week": 4,
            "window_from": "2020-03-21",
            "window_to": "2020-03-27",
            "due_on": "2020-03-27",
            "status": "BEFORE_WINDOW",
        },
    ]


@pytest.mark.rule("FUP-2")
@pytest.mark.parametrize(
    ("visit", "status"),
    [
        ("2020-02-27", "OVERDUE"),
        ("2020-02-28", "DONE"),
        ("2020-03-05", "DONE"),
        ("2020-03-06", "OVERDUE"),
    ],
)
def test_only_a_visit_from_day_8_to_day_14_counts_for_week_2(visit: str, status: str) -> None:
    assert statuses(after("2020-03-06T09:00", visit))[0] == status


@pytest.mark.rule("FUP-2")
@pytest.mark.parametrize(
    ("visit", "status"),
    [
        ("2020-03-12", "OVERDUE"),
        ("2020-03-13", "DONE"),
        ("2020-03-19", "DONE"),
        ("2020-03-20", "OVERDUE"),
    ],
)
def test_only_a_visit_from_day_22_to_day_28_counts_for_week_4(visit: str, status: str) -> None:
    assert statuses(after("2020-03-20T09:00", visit))[1] == status


@pytest.mark.rule("FUP-2")
@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2020-02-27T23:59:59", "BEFORE_WINDOW"),
        ("2020-02-28T00:00:00", "OPEN"),
        ("2020-03-05T23:59:59", "OPEN"),
        ("2020-03-06T00:00:00", "OVERDUE"),
    ],
)
def test_a_revisit_is_open_to_the_end_of_its_last_day(at: str, status: str) -> None:
    assert statuses(after(at))[0] == status


@pytest.mark.rule("FUP-2")
def test_a_late_visit_stays_overdue_and_is_told() -> None:
    found = after("2020-03-08T09:00", "2020-03-07")

    assert (found["result"], statuses(found)[0]) == ("OVERDUE", "OVERDUE")
    assert found["advisories"] == ["LATE_VISIT"]
    assert after("2020-03-08T09:00", "2020-03-05")["advisories"] == []


@pytest.mark.rule("FUP-1")
@pytest.mark.rule("FUP-5")
@pytest.mark.parametrize(
    ("discharged_on", "rule_set", "last", "isolation", "revisits"),
    [
        ("2020-02-05", "covid-dt-5", "2020-02-19", False, 2),
        ("2020-03-02", "covid-dt-6", "2020-03-16", False, 2),
        ("2020-03-03", "covid-dt-7", "2020-03-17", True, 2),
        ("2022-03-13", "covid-dt-8r", "2022-03-27", True, 2),
        ("2022-03-14", "covid-dt-9", "2022-03-21", False, 0),
        ("2023-02-01", "covid-dt-10", None, False, 0),
    ],
)
def test_the_edition_of_the_day_of_discharge_counts(
    discharged_on: str, rule_set: str, last: str | None, revisits: int, *, isolation: bool
) -> None:
    given = EXAMPLE | {"discharged_on": discharged_on, "visits": [], "at": "2023-03-01T09:00"}

    found = decided("follow-up", given)

    assert (found["rule_set"], found["monitoring_to"]) == (rule_set, last)
    assert (found["isolation"], len(found["revisits"])) == (isolation, revisits)


@pytest.mark.rule("FUP-1")
@pytest.mark.rule("T-5")
def test_monitoring_ends_at_24_hours_of_its_last_day() -> None:
    given = EXAMPLE | {"discharged_on": "2022-03-14", "visits": []}

    assert decided("follow-up", given | {"at": "2022-03-21T23:59:59"})["result"] == "MONITORING"
    assert decided("follow-up", given | {"at": "2022-03-22T00:00:00"})["result"] == "ENDED"


def test_a_follow_up_ends_when_both_revisits_are_done_and_the_days_are_over() -> None:
    assert after("2020-03-19T20:00", "2020-03-01", "2020-03-19")["result"] == "ENDED"
    assert after("2020-03-19T20:00", "2020-03-01")["result"] == "MONITORING"


def test_edition_10_asks_for_nothing() -> None:
    given = EXAMPLE | {"discharged_on": "2023-02-01", "visits": [], "at": "2023-02-10T09:00"}

    assert decided("follow-up", given)["result"] == "NOT_REQUIRED"


@pytest.mark.rule("FUP-4")
@pytest.mark.parametrize(
    ("text", "measured_at", "is_recalled"),
    [
        ("37.30", "2020-02-25T08:00", True),
        ("37.29", "2020-02-25T08:00", False),
        ("43.01", "2020-02-25T08:00", False),
        ("38.5", "2020-02-19T23:59:59", False),
        ("38.5", "2020-02-26T09:00:01", False),
    ],
)
def test_a_fever_after_the_discharge_recalls(
    text: str, measured_at: str, *, is_recalled: bool
) -> None:
    reading = {"raw_text": text, "site": "AXILLARY", "measured_at": measured_at}

    found = after("2020-02-26T09:00", readings=[reading])

    assert (found["result"] == "RECALL") is is_recalled
    assert found["reasons"] == (["FUP-4"] if is_recalled else ["FUP-1"])


@pytest.mark.rule("FUP-4")
def test_symptoms_recall_and_win_over_what_is_overdue() -> None:
    since = [{"on": "2020-03-10", "code": "COUGH"}]

    found = after("2020-03-10T09:00", symptoms_since=since)

    assert (found["result"], found["reasons"]) == ("RECALL", ["FUP-4", "FUP-2"])


def test_a_leap_day_is_a_day_of_monitoring() -> None:
    leap = decided("follow-up", EXAMPLE | {"discharged_on": "2020-02-16", "visits": []})
    common = decided(
        "follow-up",
        EXAMPLE | {"discharged_on": "2021-02-16", "visits": [], "at": "2021-03-20T09:00"},
    )

    assert (leap["monitoring_to"], common["monitoring_to"]) == ("2020-03-01", "2021-03-02")


def test_the_day_of_discharge_is_required() -> None:
    without = {name: one for name, one in EXAMPLE.items() if name != "discharged_on"}

    assert errors_of("follow-up", without) == [("/discharged_on", "REQUIRED")]
