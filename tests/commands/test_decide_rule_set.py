import pytest

from tests.commands.deciding import decided, errors_of

EXAMPLE = {"at": "2020-03-02T23:59:59", "region": "370300"}


def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    assert decided("rule-set", EXAMPLE) == {
        "result": "covid-dt-6",
        "reasons": [],
        "advisories": [],
        "rule_set": "covid-dt-6",
        "evaluated_at": "2020-03-02T23:59:59+08:00",
        "evidence": [],
        "edition": "6",
        "effective_from": "2020-02-18T00:00:00+08:00",
        "effective_to": "2020-03-03T00:00:00+08:00",
        "variant": "OTHER",
        "statutory": {"class": "B", "managed_as": "A", "card_deadline_hours": 2},
    }


def test_an_edition_begins_at_local_midnight() -> None:
    assert decided("rule-set", {"at": "2020-03-02T15:59:59Z"})["result"] == "covid-dt-6"
    assert decided("rule-set", {"at": "2020-03-02T16:00:00Z"})["result"] == "covid-dt-7"


@pytest.mark.parametrize(
    ("at", "edition", "effective_to"),
    [
        ("2020-02-05T00:00", "5", "2020-02-08T00:00:00+08:00"),
        ("2020-02-10T00:00", "5r", "2020-02-18T00:00:00+08:00"),
        ("2020-02-25T00:00", "6", "2020-03-03T00:00:00+08:00"),
        ("2020-05-01T00:00", "7", "2020-08-18T00:00:00+08:00"),
        ("2020-12-01T00:00", "8", "2021-04-14T00:00:00+08:00"),
        ("2021-12-01T00:00", "8r", "2022-03-14T00:00:00+08:00"),
        ("2022-12-01T00:00", "9", "2023-01-05T00:00:00+08:00"),
        ("2023-02-01T00:00", "10", None),
    ],
)
def test_every_edition_says_its_name_and_end(
    at: str, edition: str, effective_to: str | None
) -> None:
    found = decided("rule-set", {"at": at})

    assert (found["result"], found["edition"]) == (f"covid-dt-{edition}", edition)
    assert found["effective_to"] == effective_to


def test_the_region_tells_the_variant() -> None:
    at = {"at": "2020-02-05T00:00"}

    assert decided("rule-set", at | {"region": "420106"})["variant"] == "HUBEI"
    assert decided("rule-set", at)["variant"] == "OTHER"


@pytest.mark.parametrize(
    ("at", "statutory"),
    [
        ("2023-01-07T23:59:59", {"class": "B", "managed_as": "A", "card_deadline_hours": 2}),
        ("2023-01-08T00:00", {"class": "B", "managed_as": "B", "card_deadline_hours": 24}),
    ],
)
def test_the_statutory_class_has_a_timeline_of_its_own(
    at: str, statutory: dict[str, object]
) -> None:
    found = decided("rule-set", {"at": at})

    assert (found["result"], found["statutory"]) == ("covid-dt-10", statutory)


@pytest.mark.parametrize(
    ("family", "result", "effective_from"),
    [
        ("STATUTORY", None, None),
        ("CONTACT_PLAN", "contact-plan-4", None),
        ("ESCORT_NAT", "escort-nat-none-1", None),
    ],
)
def test_before_its_first_day_a_family_is_open_or_empty(
    family: str, result: str | None, effective_from: str | None
) -> None:
    found = decided("rule-set", {"at": "2020-01-19T23:59:59", "family": family})

    assert found.get("result") == result
    assert found.get("effective_from") == effective_from
    assert found.get("statutory") is None


@pytest.mark.parametrize(
    ("family", "at", "result"),
    [
        ("STATUTORY", "2020-01-20T00:00", "covid-b-as-a"),
        ("CONTACT_PLAN", "2022-11-11T00:00", "contact-plan-9a"),
        ("ESCORT_NAT", "2020-05-08T00:00", "escort-nat-168h"),
    ],
)
def test_every_family_can_be_asked(family: str, at: str, result: str) -> None:
    found = decided("rule-set", {"at": at, "family": family})

    assert (found["result"], found["rule_set"]) == (result, result)


def test_nothing_in_force_is_an_error_at_the_instant() -> None:
    assert errors_of("rule-set", {"at": "2020-02-03T23:59:59"}) == [("/at", "NO_RULE_SET")]
    assert errors_of("rule-set", {"at": "2020-01-19T23:59:59", "family": "STATUTORY"}) == [
        ("/at", "NO_RULE_SET")
    ]


def test_a_hospital_may_adopt_an_edition_late() -> None:
    adoption = {"local_adoption_from": {"covid-dt-7": "2020-03-04T08:00"}}

    before = decided("rule-set", {"at": "2020-03-04T07:59:59"} | adoption)
    after = decided("rule-set", {"at": "2020-03-04T08:00"} | adoption)

    assert (before["result"], before["effective_to"]) == ("covid-dt-6", "2020-03-04T08:00:00+08:00")
    assert (after["result"], after["effective_from"]) == ("covid-dt-7", "2020-03-04T08:00:00+08:00")


@pytest.mark.parametrize(
    ("adoption", "error"),
    [
        ({"covid-dt-7": "2020-03-02T23:59:59"}, ("/local_adoption_from/covid-dt-7", "ORDER")),
        ({"covid-dt-77": "2020-03-05T00:00"}, ("/local_adoption_from/covid-dt-77", "ENUM")),
        ({"covid-dt-7": "2020-03-05"}, ("/local_adoption_from/covid-dt-7", "FORMAT")),
        ([], ("/local_adoption_from", "TYPE")),
    ],
)
def test_a_bad_adoption_says_where_and_why(adoption: object, error: tuple[str, str]) -> None:
    assert errors_of("rule-set", EXAMPLE | {"local_adoption_from": adoption}) == [error]


def test_a_forced_edition_is_the_answer() -> None:
    assert decided("rule-set", EXAMPLE | {"rule_set": "covid-dt-9"})["result"] == "covid-dt-9"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"family": "PARENTS"}, ("/family", "ENUM")),
        ({"region": 370300}, ("/region", "TYPE")),
        ({"region": "37030"}, ("/region", "FORMAT")),
        ({"rule_set": "contact-plan-4"}, ("/rule_set", "ENUM")),
    ],
)
def test_a_bad_member_says_where_and_why(change: dict[str, object], error: tuple[str, str]) -> None:
    assert errors_of("rule-set", EXAMPLE | change) == [error]
