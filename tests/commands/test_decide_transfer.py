"""Topic `transfer` (contract 2.10): who may be moved where (TRF-1 to TRF-5, RTE-8)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.deciding import decided, errors_of

EXAMPLE = {
    "at": "2020-03-01T12:00",
    "class": "SUSPECTED",
    "gate": "INCOMPLETE",
    "to": "DEPARTMENT",
}
READY = {
    "dedicated_ambulance": "YES",
    "closed_route": "YES",
    "transport_record": "YES",
    "receiver_confirmed": "YES",
}
TO_SITE: dict[str, Any] = {
    "at": "2020-03-01T12:00",
    "class": "CONFIRMED",
    "to": "DESIGNATED_SITE",
    "site_class": "PROVINCIAL_DESIGNATED_HOSPITAL",
    "transport": READY,
    "acuity": "III",
}
HELD = (
    *("UNDETERMINED", "SUSPECTED", "CLINICALLY_DIAGNOSED"),
    *("CONFIRMED", "ASYMPTOMATIC", "POSITIVE_REVIEW"),
)
NEGATIVE = {"kind": "NAT", "specimen": "SPUTUM", "result": "NEG"}


def answer(given: dict[str, Any], **more: Any) -> tuple[str, list[str], str | None]:
    found = decided("transfer", given | more)
    return found["result"], found["reasons"], found["basis"]


def test_the_example_of_the_contract_is_decided_as_printed() -> None:
    assert answer(EXAMPLE) == ("REFUSE", ["TRF-1"], None)
    assert decided("transfer", EXAMPLE)["rule_set"] == "covid-dt-6"


@pytest.mark.rule("TRF-1")
@pytest.mark.parametrize("to", ["DEPARTMENT", "HOME"])
@pytest.mark.parametrize("case_class", HELD)
def test_a_held_class_goes_nowhere_without_its_gate(case_class: str, to: str) -> None:
    held = {"at": "2020-03-01T12:00", "class": case_class, "to": to}

    assert answer(held, gate="FAIL") == ("REFUSE", ["TRF-1"], None)
    assert answer(held, gate="INCOMPLETE") == ("REFUSE", ["TRF-1"], None)
    assert answer(held, gate="PASS") == ("ALLOW", [], "GATE")


@pytest.mark.parametrize("case_class", ["NOT_SUSPECTED", "EXCLUDED"])
def test_whom_no_class_holds_goes_freely(case_class: str) -> None:
    given = {"at": "2020-03-01T12:00", "class": case_class, "to": "HOME"}

    assert answer(given) == ("ALLOW", [], "GATE")


def test_an_exclusion_counts_as_a_pass() -> None:
    assert answer(EXAMPLE, gate="EXCLUDED") == ("ALLOW", [], "GATE")
    assert answer(EXAMPLE, gate="NOT_EXCLUDED") == ("REFUSE", ["TRF-1"], None)


def test_a_missing_gate_is_decided_from_the_file() -> None:
    signed = [
        {"by": "D1", "role": "ATTENDING_DOCTOR", "signed_at": "2020-03-01T11:00"},
        {"by": "X1", "role": "EXPERT_GROUP", "signed_at": "2020-03-01T11:30"},
    ]
    pair = [
        NEGATIVE | {"collected_at": "2020-02-28T09:00"},
        NEGATIVE | {"collected_at": "2020-02-29T09:00"},
    ]
    given = {name: one for name, one in EXAMPLE.items() if name != "gate"}

    assert answer(given, samples=pair, signatures=signed) == ("ALLOW", [], "GATE")
    assert answer(given, samples=pair[:1], signatures=signed) == ("REFUSE", ["TRF-1"], None)
    assert answer(given, samples=pair, signatures=signed[:1]) == ("REFUSE", ["TRF-1"], None)


def test_what_decides_a_missing_gate_is_required() -> None:
    given = {"at": "2020-03-01T12:00", "to": "HOME"}

    assert errors_of("transfer", given | {"class": "SUSPECTED"}) == [("/samples", "REQUIRED")]
    assert errors_of("transfer", given | {"class": "CONFIRMED"}) == [
        ("/readings", "REQUIRED"),
        ("/antipyretics", "REQUIRED"),
    ]
    assert errors_of("transfer", {"at": "2020-03-01T12:00"}) == [
        ("/class", "REQUIRED"),
        ("/to", "REQUIRED"),
    ]


@pytest.mark.rule("TRF-2")
def test_the_designated_site_needs_no_gate_but_all_of_the_transport() -> None:
    assert answer(TO_SITE) == ("ALLOW", [], "TRF-2")
    nothing = {"transport": dict.fromkeys(READY, "NO")}
    assert answer(TO_SITE, **nothing) == (
        "REFUSE",
        ["AMBULANCE", "ROUTE", "RECORD", "RECEIVER"],
        None,
    )


@pytest.mark.rule("TRF-2")
@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("dedicated_ambulance", "AMBULANCE"),
        ("closed_route", "ROUTE"),
        ("transport_record", "RECORD"),
        ("receiver_confirmed", "RECEIVER"),
    ],
)
def test_what_is_unknown_of_the_transport_leaves_it_incomplete(member: str, code: str) -> None:
    assert answer(TO_SITE, transport=READY | {member: "UNKNOWN"}) == ("INCOMPLETE", [code], None)
    assert answer(TO_SITE, transport=READY | {member: "NO"}) == ("REFUSE", [code], None)


@pytest.mark.rule("TRF-2")
def test_only_the_site_of_the_class_is_the_designated_one() -> None:
    municipal = {"site_class": "MUNICIPAL_DESIGNATED_HOSPITAL"}
    suspect = TO_SITE | municipal | {"class": "SUSPECTED"}

    assert answer(TO_SITE, **municipal) == ("REFUSE", ["NOT_DESIGNATED_SITE"], None)
    assert answer(suspect, consultation_kept_suspected="YES") == ("ALLOW", [], "TRF-2")
    assert answer(suspect, consultation_kept_suspected="NO")[0] == "REFUSE"
    assert answer(suspect)[:2] == ("INCOMPLETE", ["NOT_DESIGNATED_SITE"])
    staying = {"class": "UNDETERMINED", "site_class": "LOCAL_ISOLATION"}
    assert answer(TO_SITE, **staying) == ("REFUSE", ["NOT_DESIGNATED_SITE"], None)


@pytest.mark.rule("RTE-8")
def test_who_is_too_unstable_is_moved_for_nothing_but_to_save_the_life() -> None:
    critical = {"severity": "CRITICAL", "on_support": "YES"}
    to_save = {"under_isolation": "YES", "approved_by": "I1", "reason": "手术"}

    assert answer(TO_SITE, acuity="I") == ("REFUSE", ["RTE-8"], None)
    assert answer(TO_SITE, acuity="II") == ("ALLOW", [], "TRF-2")
    assert answer(TO_SITE, **critical) == ("REFUSE", ["RTE-8"], None)
    assert answer(TO_SITE, severity="CRITICAL", on_support="NO")[0] == "ALLOW"
    assert answer(TO_SITE, acuity="I", to="LIFE_SAVING", life_saving=to_save) == (
        "ALLOW",
        [],
        "TRF-3",
    )


@pytest.mark.rule("TRF-3")
def test_a_life_is_saved_under_isolation_with_approval_and_the_status_travels() -> None:
    given = {"at": "2020-03-01T12:00", "class": "CONFIRMED", "to": "LIFE_SAVING"}
    ready = {"under_isolation": "YES", "approved_by": "I1"}

    allowed = decided("transfer", given | {"life_saving": ready})
    assert (allowed["result"], allowed["status_travels"]) == ("ALLOW", True)
    assert answer(given, life_saving=ready | {"under_isolation": "NO"}) == (
        "REFUSE",
        ["NOT_UNDER_ISOLATION"],
        None,
    )
    assert answer(given, life_saving={"under_isolation": "YES"})[:2] == (
        "REFUSE",
        ["APPROVAL_MISSING"],
    )
    refused = decided("transfer", given)
    assert refused["reasons"] == ["NOT_UNDER_ISOLATION", "APPROVAL_MISSING"]
    assert refused["status_travels"] is False


@pytest.mark.rule("TRF-4")
def test_editions_5_and_5r_name_the_department_after_a_release() -> None:
    given = {"class": "CONFIRMED", "gate": "PASS", "to": "DEPARTMENT"}

    assert answer(given | {"at": "2020-02-06T12:00"}) == ("ALLOW", [], "TRF-4")
    assert answer(given | {"at": "2020-02-10T12:00"}) == ("ALLOW", [], "TRF-4")
    assert answer(given | {"at": "2020-02-20T12:00"}) == ("ALLOW", [], "GATE")
    assert answer(given | {"at": "2020-02-06T12:00", "to": "HOME"}) == ("ALLOW", [], "GATE")
    assert answer(given | {"at": "2020-02-06T12:00", "class": "SUSPECTED"})[2] == "GATE"


@pytest.mark.rule("TRF-5")
def test_a_possible_exposure_ends_by_clean_findings_by_time_or_by_two_negatives() -> None:
    def tagged(at: str, **tag: str) -> dict[str, Any]:
        told = {"since": "2020-02-15"} | tag
        return {
            "at": at,
            "class": "NOT_SUSPECTED",
            "to": "DEPARTMENT",
            "possible_exposure": told,
        }

    clean = {"f_core_clean": "YES", "questions_clean": "YES"}
    assert answer(tagged("2020-02-20T12:00", **clean)) == ("ALLOW", [], "TRF-5")
    assert answer(tagged("2020-02-20T12:00")) == ("INCOMPLETE", ["TRF-5"], None)
    assert answer(tagged("2020-02-20T12:00", **clean | {"f_core_clean": "NO"})) == (
        "REFUSE",
        ["TRF-5"],
        None,
    )
    # 2020 is a leap year: day 0 is 15 February, the last observed day 29 February.
    assert answer(tagged("2020-02-29T23:59:59"))[0] == "INCOMPLETE"
    assert answer(tagged("2020-03-01T00:00:00")) == ("ALLOW", [], "TRF-5")
    shut = decided("transfer", tagged("2020-02-29T23:59:59"))
    assert shut["earliest_at"] == "2020-03-01T00:00:00+08:00"

    def pair(second: str) -> list[dict[str, Any]]:
        first = NEGATIVE | {"collected_at": "2020-02-18T09:00:00"}
        return [first, NEGATIVE | {"collected_at": second}]

    apart = tagged("2020-02-20T12:00") | {"samples": pair("2020-02-19T09:00:00")}
    close = tagged("2020-02-20T12:00") | {"samples": pair("2020-02-19T08:59:59")}
    assert (answer(apart)[0], answer(close)[0]) == ("ALLOW", "INCOMPLETE")


def test_time_alone_opens_a_department_when_nothing_else_is_missing() -> None:
    readings = [
        {"raw_text": "37.5", "site": "AXILLARY", "measured_at": "2020-03-01T08:00"},
        *(
            {"raw_text": "36.6", "site": "AXILLARY", "measured_at": f"2020-03-{day:02d}T{hour}:00"}
            for day in (1, 2, 3)
            for hour in ("12", "23")
        ),
    ]
    samples = [
        NEGATIVE | {"collected_at": "2020-02-29T09:00"},
        NEGATIVE | {"collected_at": "2020-03-01T09:00"},
    ]
    given = {
        "at": "2020-03-04T08:00",
        "class": "CONFIRMED",
        "to": "HOME",
        "readings": readings,
        "antipyretics": [],
        "respiratory_improved": "YES",
        "imaging": [
            {
                "done_at": "2020-03-03T10:00",
                "features": "ABSENT",
                "compared": "IMPROVED",
                "read_by": "R1",
            }
        ],
        "samples": samples,
        "signatures": [
            {"by": "D1", "role": "ATTENDING_DOCTOR", "signed_at": "2020-03-04T07:00"},
            {"by": "I1", "role": "INFECTION_CONTROL", "signed_at": "2020-03-04T07:30"},
        ],
    }

    found = decided("transfer", given)

    assert (found["result"], found["reasons"]) == ("REFUSE", ["TRF-1"])
    assert found["earliest_at"] == "2020-03-04T12:00:00+08:00"
    assert answer(given, at="2020-03-04T11:59:59")[0] == "REFUSE"
    assert answer(given, at="2020-03-04T12:00:00") == ("ALLOW", [], "GATE")


tris = st.sampled_from(["YES", "NO", "UNKNOWN"])


@pytest.mark.rule("TRF-1")
@given(
    case_class=st.sampled_from(HELD),
    to=st.sampled_from(["DEPARTMENT", "HOME"]),
    gate=st.sampled_from(["FAIL", "INCOMPLETE", "NOT_EXCLUDED", "NEEDS_CONSULT"]),
    at=st.sampled_from(["2020-02-06", "2020-02-25", "2020-03-10", "2021-05-01", "2022-04-01"]),
    transport=st.fixed_dictionaries(dict.fromkeys(READY, tris)),
    tag=st.fixed_dictionaries(
        {"since": st.just("2020-01-01"), "f_core_clean": tris, "questions_clean": tris}
    ),
)
def test_nothing_but_a_pass_lets_a_held_class_go(
    case_class: str,
    to: str,
    gate: str,
    at: str,
    transport: dict[str, str],
    tag: dict[str, str],
) -> None:
    given = {"class": case_class, "to": to, "gate": gate, "at": f"{at}T12:00"}

    found = answer(given, transport=transport, possible_exposure=tag)

    assert found[0] == "REFUSE"
    assert found[1][0] == "TRF-1"
