"""Topic `clinic-exit` (contract 2.21): who may leave the fever clinic (WORK-2)."""

from typing import Any

import pytest

from tests.commands.deciding import decided, errors_of

DONE = dict.fromkeys(("cbc", "crp", "ct", "spo2"), "DONE")
EXAMPLE: dict[str, Any] = {
    "at": "2020-02-25T16:00",
    "class": "NOT_SUSPECTED",
    "readings": [{"raw_text": "37.6", "site": "AXILLARY", "measured_at": "2020-02-25T14:00"}],
    **dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), "NO"),
    "core": DONE,
    "c1": "TRUE",
    "c2": "FALSE",
    "c3": "FALSE",
    "disposition": {"by": "D1", "at": "2020-02-25T15:55"},
}


def leaves(**more: Any) -> tuple[str, list[str]]:
    found = decided("clinic-exit", EXAMPLE | more)
    return found["result"], found["reasons"]


def test_with_all_met_the_exit_is_open() -> None:
    found = decided("clinic-exit", EXAMPLE)

    assert (found["result"], found["reasons"]) == ("PASS", [])
    assert [(one["code"], one["state"]) for one in found["conditions"]] == [
        ("TEMP_MISSING", "MET"),
        ("QUESTIONS_OPEN", "MET"),
        ("CORE_MISSING", "MET"),
        ("CRITERIA_UNKNOWN", "MET"),
        ("CLASS_HELD", "MET"),
        ("DISPOSITION_MISSING", "MET"),
    ]


@pytest.mark.rule("WORK-2")
def test_all_that_is_missing_is_told_in_its_order() -> None:
    nothing = {
        "readings": [],
        "q3": "UNKNOWN",
        "core": DONE | {"ct": "NOT_DONE"},
        "c2": "UNKNOWN",
        "class": "SUSPECTED",
        "disposition": None,
    }

    assert leaves(**nothing) == (
        "FAIL",
        [
            *("TEMP_MISSING", "QUESTIONS_OPEN", "CORE_MISSING", "CRITERIA_UNKNOWN"),
            *("CLASS_HELD", "DISPOSITION_MISSING"),
        ],
    )
    assert leaves(**nothing | {"class": "NOT_SUSPECTED"})[0] == "INCOMPLETE"


@pytest.mark.rule("WORK-2")
@pytest.mark.parametrize(
    "case_class",
    [
        *("CONFIRMED", "CLINICALLY_DIAGNOSED", "ASYMPTOMATIC"),
        *("POSITIVE_REVIEW", "SUSPECTED", "UNDETERMINED"),
    ],
)
def test_a_held_class_fails(case_class: str) -> None:
    assert leaves(**{"class": case_class}) == ("FAIL", ["CLASS_HELD"])


@pytest.mark.parametrize("case_class", ["NOT_SUSPECTED", "EXCLUDED"])
def test_whom_no_class_holds_may_leave(case_class: str) -> None:
    assert leaves(**{"class": case_class}) == ("PASS", [])


@pytest.mark.parametrize("item", ["cbc", "crp", "ct", "spo2"])
def test_each_item_of_the_core_is_asked(item: str) -> None:
    missing = ("INCOMPLETE", ["CORE_MISSING"])

    assert leaves(core=DONE | {item: "NOT_DONE"}) == missing
    assert leaves(core=DONE | {item: "REFUSED"}) == missing
    assert leaves(core=DONE | {item: "REFUSED"}, refusal_note_by="D1") == ("PASS", [])
    assert leaves(core=DONE | {item: "REFUSED"}, refusal_note_by=" ") == missing
    assert leaves(core=DONE | {item: "EMERGENCY_PLAN"}) == missing


@pytest.mark.parametrize(
    ("plan", "is_open"),
    [
        ({"by": "Y1", "valid_to": "2020-02-25T16:00:00"}, True),
        ({"by": "Y1", "valid_to": "2020-02-25T15:59:59"}, False),
        ({"by": " ", "valid_to": "2020-02-26T16:00:00"}, False),
    ],
)
def test_a_plan_needs_its_author_and_must_not_have_ended(
    plan: dict[str, str], *, is_open: bool
) -> None:
    result, _ = leaves(core=DONE | {"ct": "EMERGENCY_PLAN"}, emergency_plan=plan)

    assert (result == "PASS") is is_open


@pytest.mark.parametrize("question", ["q1", "q2", "q3", "q4", "q5"])
def test_each_question_of_the_routing_has_an_answer(question: str) -> None:
    assert leaves(**{question: "UNKNOWN"}) == ("INCOMPLETE", ["QUESTIONS_OPEN"])
    assert leaves(**{question: None}) == ("INCOMPLETE", ["QUESTIONS_OPEN"])
    assert leaves(**{question: "YES"}) == ("PASS", [])


@pytest.mark.parametrize("criterion", ["c1", "c2", "c3"])
def test_each_criterion_is_known(criterion: str) -> None:
    assert leaves(**{criterion: "UNKNOWN"}) == ("INCOMPLETE", ["CRITERIA_UNKNOWN"])


def test_a_reading_that_cannot_be_is_no_temperature() -> None:
    odd = [{"raw_text": "43.01", "site": "AXILLARY", "measured_at": "2020-02-25T14:00"}]

    assert leaves(readings=odd) == ("INCOMPLETE", ["TEMP_MISSING"])


def test_a_disposition_in_the_future_is_not_signed_yet() -> None:
    now = {"by": "D1", "at": "2020-02-25T16:00:00"}

    assert leaves(disposition=now) == ("PASS", [])
    late = decided("clinic-exit", EXAMPLE | {"disposition": now | {"at": "2020-02-25T16:00:01"}})
    assert (late["result"], late["reasons"]) == ("INCOMPLETE", ["DISPOSITION_MISSING"])
    assert late["advisories"] == ["LATER_FACTS_IGNORED"]


def test_the_core_is_required_item_by_item() -> None:
    without = {name: one for name, one in EXAMPLE.items() if name != "core"}

    assert errors_of("clinic-exit", without) == [("/core", "REQUIRED")]
    assert errors_of("clinic-exit", EXAMPLE | {"core": {"cbc": "DONE"}}) == [
        ("/core/crp", "REQUIRED"),
        ("/core/ct", "REQUIRED"),
        ("/core/spo2", "REQUIRED"),
    ]
