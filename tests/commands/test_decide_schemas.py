import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from feverclinic.commands.decide import topic_of
from feverclinic.commands.main import main
from feverclinic.domain.facts import as_input
from feverclinic.domain.prescreening import Prescreening
from tests.commands import (
    test_decide,
    test_decide_acuity,
    test_decide_classification,
    test_decide_clinic_exit,
    test_decide_destination,
    test_decide_follow_up,
    test_decide_identity,
    test_decide_routing,
    test_decide_rule_set,
    test_decide_severity,
    test_decide_temperature,
    test_decide_transfer,
)
from tests.commands.deciding import decided
from tests.domain.any_record import records

EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    ("temperature", test_decide_temperature.EXAMPLE),
    ("identity", test_decide_identity.EXAMPLE),
    ("acuity", test_decide_acuity.EXAMPLE),
    ("routing", test_decide_routing.EXAMPLE),
    ("rule-set", test_decide_rule_set.EXAMPLE),
    ("classification", test_decide_classification.EXAMPLE),
    ("severity", test_decide_severity.EXAMPLE),
    ("transfer", test_decide_transfer.EXAMPLE),
    ("destination", test_decide_destination.EXAMPLE),
    ("follow-up", test_decide_follow_up.EXAMPLE),
    ("clinic-exit", test_decide_clinic_exit.EXAMPLE),
]


def faults(topic: str, side: str, value: Any) -> list[str]:
    schema: Any = topic_of(topic).schema()[side]
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.mark.parametrize(("topic", "example"), EXAMPLES, ids=[topic for topic, _ in EXAMPLES])
def test_the_examples_of_the_contract_fit_their_schemas(
    topic: str, example: dict[str, Any]
) -> None:
    assert faults(topic, "input", example) == []
    assert faults(topic, "output", decided(topic, example)) == []


@pytest.mark.parametrize(("topic", "example"), EXAMPLES, ids=[topic for topic, _ in EXAMPLES])
def test_a_schema_refuses_an_unknown_member_and_a_missing_one(
    topic: str, example: dict[str, Any]
) -> None:
    without_instant = {name: value for name, value in example.items() if name != "at"}

    assert faults(topic, "input", example | {"typo": 1})
    assert faults(topic, "input", without_instant)


def test_a_schema_takes_every_setting_and_refuses_a_wrong_one() -> None:
    example = test_decide_rule_set.EXAMPLE

    assert faults("rule-set", "input", example | {"settings": test_decide.SETTINGS}) == []
    assert faults("rule-set", "input", example | {"settings": {"fever_comparator": "<"}})
    assert faults("rule-set", "input", example | {"settings": {"pass_hours": 0}})


@given(records)
def test_every_stored_record_fits_the_schema_of_routing(record: Prescreening) -> None:
    assert faults("routing", "input", as_input(record)) == []


@pytest.mark.parametrize("topic", [topic for topic, _ in EXAMPLES])
def test_errors_in_the_place_of_a_decision_fit_the_schema_of_the_output(topic: str) -> None:
    assert faults(topic, "output", decided(topic, {"id": "a"})) == []
    assert faults(topic, "output", decided(topic, None)) == []
    assert faults(topic, "output", {"id": "a", "errors": []})
    assert faults(topic, "output", {"id": "a"})


@pytest.mark.parametrize(
    ("without", "instead", "fits"),
    [
        ("zone_colour", {}, False),
        ("zone_colour", {"township_code": "370303001", "risk_zones": []}, True),
        ("antipyretic_last_6h", {}, False),
        ("antipyretic_last_6h", {"antipyretics": []}, True),
        ("on_oxygen", {}, False),
        ("on_oxygen", {"spo2": None}, True),
    ],
)
def test_the_schema_of_routing_asks_for_what_the_program_asks_for(
    without: str, instead: dict[str, Any], *, fits: bool
) -> None:
    example = test_decide_routing.EXAMPLE
    given = {name: value for name, value in example.items() if name != without} | instead

    assert (faults("routing", "input", given) == []) is fits
    assert ("errors" not in decided("routing", given)) is fits


def test_symptoms_and_readings_of_routing_may_be_unknown() -> None:
    given = test_decide_routing.EXAMPLE | {"symptoms": "UNKNOWN", "readings": "UNKNOWN"}

    assert faults("routing", "input", given) == []
    assert decided("routing", given)["facts"]["R"] == "UNKNOWN"
    assert decided("routing", given)["facts"]["F"] == "UNKNOWN"


def test_a_schema_is_printed_for_each_topic(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["decide", "--schema", "temperature"]) == 0

    printed = json.loads(capsysbinary.readouterr().out)
    assert set(printed) == {"input", "output"}
    assert printed["input"]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
