import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.commands.decide_routing import RoutingInput
from feverclinic.domain.facts import as_input
from feverclinic.domain.prescreening import Prescreening, Routing
from feverclinic.domain.triage import route
from tests.commands.deciding import answered, decided, errors_of
from tests.domain.any_record import records
from tests.domain.records import RULES

EXAMPLE: dict[str, Any] = {
    "at": "2020-02-25T10:02",
    "arrived_at": "2020-02-25T09:55",
    "person": {"birth_date": "1978-06-01", "sex": "1"},
    "rr": 18,
    "hr": 84,
    "spo2": 98,
    "on_oxygen": "NO",
    "avpu": "A",
    "sbp": 124,
    "dbp": 78,
    "capillary_refill_s": "1",
    "signs": [],
    "symptoms": [],
    "readings": [{"raw_text": "37.25", "site": "AXILLARY", "measured_at": "2020-02-25T10:00"}],
    "antipyretic_last_6h": "NO",
    "self_reported_fever": "NO",
    "q1": "NO",
    "q2": "NO",
    "q3": "UNKNOWN",
    "q4": "NO",
    "q5": "NO",
    "health_code": "GREEN",
    "zone_colour": "YELLOW",
}
COOL = [{"raw_text": "36.5", "site": "AXILLARY", "measured_at": "2020-02-25T10:00"}]
HOT = [{"raw_text": "38.5", "site": "AXILLARY", "measured_at": "2020-02-25T10:00"}]
WELL = EXAMPLE | {"q3": "NO", "readings": COOL}
HERE = "370303001"


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in WELL.items() if name not in names}


@pytest.mark.rule("TRI-5", "TRI-7")
def test_the_example_of_the_contract() -> None:
    assert decided("routing", EXAMPLE) == {
        "result": "FEVER_CLINIC_SCREEN",
        "reasons": ["TRI-5", "TRI-7"],
        "advisories": ["RECHECK"],
        "rule_set": "triage-1",
        "evaluated_at": "2020-02-25T10:02:00+08:00",
        "evidence": ["Q3_UNKNOWN"],
        "facts": {"EM": "NO", "F": "NO", "R": "NO", "E": "UNKNOWN"},
        "acuity": "III",
        "proposed": "FEVER_CLINIC_SCREEN",
        "override": None,
        "override_reason": None,
        "tags": [],
        "undecided": [],
        "calls": [],
        "acuity_reasons": ["ACU-13"],
        "acuity_advisories": [],
        "symptomatic": "NO",
        "wait_limit_minutes": 30,
        "effective_c": "37.25",
        "recheck_at": "2020-02-25T10:05:00+08:00",
        "work_up": ["CBC", "CRP", "CHEST_CT", "SPO2", "NAT"],
    }


@pytest.mark.rule("TRI-8")
def test_a_well_adult_goes_to_the_general_clinic() -> None:
    found = decided("routing", WELL | {"id": "n-1", "registration": {"name": "王五", "n": 1}})

    assert (found["id"], found["result"], found["reasons"]) == ("n-1", "GENERAL_OPD", ["TRI-8"])
    assert (found["evidence"], found["acuity"]) == ([], "IV")


@pytest.mark.rule("TRI-6")
def test_a_setting_moves_where_symptoms_alone_lead() -> None:
    cough = WELL | {"symptoms": ["COUGH"]}
    masked = {"settings": {"resp_only_route": "RESPIRATORY_CLINIC_MASKED"}}

    assert decided("routing", cough)["result"] == "FEVER_CLINIC"
    assert decided("routing", cough | masked)["result"] == "RESPIRATORY_CLINIC_MASKED"


@pytest.mark.rule("TRI-4")
def test_settings_of_temperature_reach_the_route() -> None:
    above = {"settings": {"fever_threshold_c": "38.51"}}

    assert decided("routing", WELL | {"readings": HOT})["result"] == "FEVER_CLINIC"
    assert decided("routing", WELL | {"readings": HOT} | above)["result"] == "HOLD_RECHECK"


@pytest.mark.rule("TRI-6")
def test_symptoms_may_be_unknown_as_a_whole() -> None:
    unknown = decided("routing", WELL | {"symptoms": "UNKNOWN"})
    empty = decided("routing", WELL | {"symptoms": {}})

    assert (unknown["result"], unknown["facts"]["R"]) == ("FEVER_CLINIC", "UNKNOWN")
    assert empty == unknown


@pytest.mark.rule("TRI-5")
def test_a_question_that_is_missing_counts_as_unknown() -> None:
    assert decided("routing", without("q4"))["evidence"] == ["Q4_UNKNOWN"]


@pytest.mark.rule("TRI-5", "TRI-8")
def test_an_answer_with_details_is_held_against_its_window() -> None:
    inside = {"answer": "YES", "last_exposure_on": "2020-02-11", "contact_name": "赵六"}
    outside = inside | {"last_exposure_on": "2020-02-10"}

    assert decided("routing", WELL | {"q2": inside})["evidence"] == ["Q2_YES"]
    assert decided("routing", WELL | {"q2": outside})["result"] == "GENERAL_OPD"


@pytest.mark.rule("TRI-5")
def test_the_table_of_risk_zones_answers_for_address_and_stays() -> None:
    zones = [
        {"township_code": HERE, "colour": "ORANGE", "valid_from": "2020-02-20", "valid_to": None},
        {"township_code": "370303002", "colour": "RED", "valid_from": "2020-02-01"},
    ]
    stay = {"township_code": "370303002", "from": "2020-02-12", "to": "2020-02-13"}
    record = without("zone_colour") | {"township_code": HERE, "risk_zones": zones, "stays": [stay]}

    found = decided("routing", record)

    assert found["evidence"] == ["ZONE_ORANGE", "STAY_RED"]
    assert (found["tags"], found["advisories"]) == (["Q1_PROPOSED"], [])


@pytest.mark.rule("TRI-4")
def test_a_refused_override_is_a_decision() -> None:
    override = {
        "outcome": "GENERAL_OPD",
        "by": "李医生",
        "duty": "DOCTOR",
        "reason": "复测正常",
        "at": "2020-02-25T10:01",
    }
    record = WELL | {"readings": HOT, "override": override}
    again = [*HOT, COOL[0] | {"measured_at": "2020-02-25T10:01"}]

    refused, accepted = decided("routing", record), decided("routing", record | {"readings": again})

    assert (refused["result"], refused["override"]) == ("FEVER_CLINIC", "REFUSED")
    assert refused["override_reason"] == "CONTACT_REMEASUREMENT_REQUIRED"
    assert (accepted["result"], accepted["proposed"]) == ("GENERAL_OPD", "FEVER_CLINIC")
    assert (accepted["override"], accepted["override_reason"]) == ("ACCEPTED", None)


@pytest.mark.rule("TRI-6")
@pytest.mark.parametrize(
    ("override", "reason"),
    [
        ({"duty": "NURSE", "by": "王护士", "reason": "x"}, "DOCTOR_REQUIRED"),
        ({"duty": "DOCTOR", "by": "李医生"}, "REASON_REQUIRED"),
        ({"duty": "DOCTOR", "reason": "x"}, "DOCTOR_REQUIRED"),
    ],
)
def test_an_incomplete_override_is_refused_with_its_reason(
    override: dict[str, str], reason: str
) -> None:
    record = WELL | {"symptoms": ["COUGH"], "override": override | {"outcome": "GENERAL_OPD"}}

    found = decided("routing", record)

    assert (found["override"], found["override_reason"]) == ("REFUSED", reason)


@pytest.mark.parametrize(
    ("missing", "path"),
    [
        ("arrived_at", "/arrived_at"),
        ("person", "/person"),
        ("readings", "/readings"),
        ("symptoms", "/symptoms"),
        ("self_reported_fever", "/self_reported_fever"),
        ("antipyretic_last_6h", "/antipyretic_last_6h"),
        ("health_code", "/health_code"),
        ("zone_colour", "/zone_colour"),
        ("on_oxygen", "/on_oxygen"),
    ],
)
def test_a_missing_member_is_named(missing: str, path: str) -> None:
    assert errors_of("routing", without(missing)) == [(path, "REQUIRED")]


def test_doses_stand_for_the_question_and_the_table_for_the_colour() -> None:
    doses = without("antipyretic_last_6h") | {"antipyretics": []}
    table = without("zone_colour") | {"township_code": HERE, "risk_zones": []}
    half = without("zone_colour") | {"township_code": HERE}

    assert decided("routing", doses)["result"] == "GENERAL_OPD"
    assert decided("routing", table)["advisories"] == ["ZONE_UNKNOWN"]
    assert errors_of("routing", half) == [("/zone_colour", "REQUIRED")]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"health_code": "BLUE"}, [("/health_code", "ENUM")]),
        ({"zone_colour": "BLUE"}, [("/zone_colour", "ENUM")]),
        ({"zone_colour": None}, [("/zone_colour", "REQUIRED")]),
        ({"acuity": "V"}, [("/acuity", "ENUM")]),
        ({"acuity": 1}, [("/acuity", "TYPE")]),
        ({"township_code": "370303"}, [("/township_code", "FORMAT")]),
        ({"self_reported_fever": "YES"}, [("/self_reported_fever", "ENUM")]),
        ({"symptoms": ["SNEEZE"]}, [("/symptoms/0", "ENUM")]),
        ({"symptoms": "COUGH"}, [("/symptoms", "TYPE")]),
        ({"q1": "MAYBE"}, [("/q1", "ENUM")]),
        ({"q1": {}}, [("/q1/answer", "REQUIRED")]),
        ({"q9": "NO"}, [("/q9", "UNKNOWN_FIELD")]),
        (
            {"readings": [{"raw_text": "365"}]},
            [
                ("/readings/0/raw_text", "RANGE"),
                ("/readings/0/site", "REQUIRED"),
                ("/readings/0/measured_at", "REQUIRED"),
            ],
        ),
        (
            {"stays": [{"township_code": HERE, "from": "2020-02-03", "to": "2020-02-02"}]},
            [("/stays/0/to", "ORDER")],
        ),
        (
            {
                "risk_zones": [
                    {
                        "township_code": HERE,
                        "colour": "RED",
                        "valid_from": "2020-02-03",
                        "valid_to": "2020-02-02",
                    }
                ]
            },
            [("/risk_zones/0/valid_to", "ORDER")],
        ),
        ({"override": {}}, [("/override/outcome", "REQUIRED"), ("/override/duty", "REQUIRED")]),
        (
            {"override": {"outcome": "HOME", "duty": "CLERK"}},
            [("/override/outcome", "ENUM"), ("/override/duty", "ENUM")],
        ),
        ({"registration": "x"}, [("/registration", "TYPE")]),
    ],
)
def test_bad_members_are_named(change: dict[str, object], errors: list[tuple[str, str]]) -> None:
    assert errors_of("routing", WELL | change) == errors


def test_all_errors_of_one_record_are_told() -> None:
    given = {"at": "yesterday", "spo2": 95, "rr": 18}

    found = [path for path, _ in errors_of("routing", given)]

    assert found == [
        "/at",
        "/person",
        "/on_oxygen",
        "/arrived_at",
        "/readings",
        "/symptoms",
        "/self_reported_fever",
        "/antipyretic_last_6h",
        "/health_code",
        "/zone_colour",
    ]


def test_a_period_that_ends_first_is_explained() -> None:
    stay = {"township_code": HERE, "from": "2020-02-03", "to": "2020-02-02"}

    written, code = answered("routing", json.dumps(WELL | {"stays": [stay]}).encode())

    assert (json.loads(written)["errors"], code) == (
        [
            {
                "path": "/stays/0/to",
                "code": "ORDER",
                "found": "2020-02-02",
                "expected": "A date not before 2020-02-03.",
            }
        ],
        2,
    )


def told(routing: Routing) -> tuple[object, ...]:
    """All of a decision but the readings, of which an input keeps what the rules read."""
    temperature = routing.temperature
    return (
        routing.result,
        routing.reasons,
        routing.advisories,
        dict(routing.facts),
        routing.evidence,
        routing.acuity_detail,
        routing.proposed,
        routing.tags,
        routing.undecided,
        routing.calls,
        routing.override,
        routing.override_reason,
        temperature.result,
        temperature.effective_index,
        temperature.recheck_at,
    )


@given(records)
def test_a_stored_record_gives_the_same_decision_again(record: Prescreening) -> None:
    written = json.loads(json.dumps(as_input(record)))

    again = RoutingInput.model_validate(written).to_record()

    assert told(route(again, RULES)) == told(route(record, RULES))


@given(records, st.sampled_from(["zh_CN", "en"]))
def test_a_stored_record_is_a_good_input(record: Prescreening, language: str) -> None:
    written, code = answered("routing", json.dumps(as_input(record)).encode(), language)

    assert (code, json.loads(written)["rule_set"]) == (0, "triage-1")
