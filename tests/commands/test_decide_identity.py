import pytest

from tests.commands.deciding import decided, errors_of

EXAMPLE = {"at": "2020-02-28T09:00", "id_no": " 37039919080229017x", "sex": "2"}


@pytest.mark.rule("COD-1", "COD-3", "COD-6")
def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    assert decided("identity", EXAMPLE) == {
        "result": "INVALID",
        "reasons": ["SEX_CONFLICT"],
        "advisories": ["AREA_UNKNOWN"],
        "rule_set": "triage-1",
        "evaluated_at": "2020-02-28T09:00:00+08:00",
        "evidence": [],
        "id_no": "37039919080229017X",
        "birth_date": "1908-02-29",
        "sex": "1",
        "age": 111,
        "area": "370399",
    }


@pytest.mark.rule("COD-2")
def test_the_age_is_completed_on_the_local_day() -> None:
    day_before = decided("identity", EXAMPLE | {"at": "2021-02-28T15:59:59Z"})
    new_day = decided("identity", EXAMPLE | {"at": "2021-02-28T16:00:00Z"})

    assert (day_before["age"], new_day["age"]) == (112, 113)


@pytest.mark.rule("COD-3")
def test_a_county_of_the_code_table_is_known() -> None:
    found = decided("identity", {"at": "2020-02-28T09:00", "id_no": "370303199001010017"})

    assert (found["result"], found["advisories"]) == ("VALID", [])


@pytest.mark.rule("COD-7")
def test_a_broken_number_leaves_its_holder_unknown() -> None:
    found = decided("identity", EXAMPLE | {"id_no": "370399190802290171"})

    assert (found["result"], found["reasons"]) == ("INVALID", ["CHECKSUM"])
    assert (found["birth_date"], found["sex"], found["age"], found["area"]) == (
        None,
        None,
        None,
        None,
    )


def test_another_document_is_not_checked() -> None:
    found = decided("identity", EXAMPLE | {"id_type": "03"})

    assert (found["result"], found["reasons"], found["id_no"]) == ("NOT_CHECKED", [], None)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"id_no": 370399190802290171}, ("/id_no", "TYPE")),
        ({"id_no": None}, ("/id_no", "TYPE")),
        ({"id_type": "1"}, ("/id_type", "FORMAT")),
        ({"id_type": 1}, ("/id_type", "TYPE")),
        ({"sex": "M"}, ("/sex", "ENUM")),
        ({"birth_date": "1908-02-30"}, ("/birth_date", "FORMAT")),
        ({"name": "王小明"}, ("/name", "UNKNOWN_FIELD")),
    ],
)
def test_a_bad_member_says_where_and_why(change: dict[str, object], error: tuple[str, str]) -> None:
    assert errors_of("identity", EXAMPLE | change) == [error]
