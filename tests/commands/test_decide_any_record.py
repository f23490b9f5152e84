import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.deciding import answered, decided
from tests.commands.test_decide_acuity import ADULT
from tests.commands.test_decide_routing import HERE, WELL

# Values that are wrong somewhere: huge, negative, of another kind, half characters, far days.
ODD: list[Any] = [
    *(None, True, 0, -1, 10**40, 1e308, "", " ", "YES", "\ud800", "37,5", "0001-01-01"),
    *("2020-02-30", "9999-12-31", "1800-01-01", "2020-02-25T10:00", "1e9", [], {}, [[]]),
    *([None], {"x": 1}, [{}], {"answer": "YES"}, {"": "NO"}, ["COUGH"], {"COUGH": "YES"}),
]
FULL = WELL | {
    "antipyretics": [{"taken_at": "2020-02-25T09:00"}],
    "self_reported_fever": {"raw_text": "38", "measured_on": "2020-02-24"},
    "q1": {"answer": "YES", "last_exposure_on": "2020-02-20", "until": "2020-03-01"},
    "township_code": HERE,
    "risk_zones": [{"township_code": HERE, "colour": "RED", "valid_from": "2020-02-01"}],
    "stays": [{"township_code": HERE, "from": "2020-02-01", "to": "2020-02-20"}],
    "onset_date": "2020-02-20",
    "baseline_c": "36.5",
    "override": {"outcome": "RESUS", "duty": "NURSE", "at": "2020-02-25T10:00"},
}
odd = st.sampled_from(ODD)


def spoiled(given: Any, data: st.DataObject) -> Any:
    """The same with one value, at any depth, replaced by an odd one."""
    if isinstance(given, dict) and given:
        members: dict[str, Any] = given
        name = data.draw(st.sampled_from(sorted(members)))
        return members | {name: spoiled(members[name], data)}
    if isinstance(given, list) and given:
        return [spoiled(given[0], data), *given[1:]]
    return data.draw(odd)


@pytest.mark.parametrize(("topic", "record"), [("routing", FULL), ("acuity", ADULT)])
@given(data=st.data())
def test_no_spoiled_record_ends_in_a_traceback(
    topic: str, record: dict[str, Any], data: st.DataObject
) -> None:
    written, code = answered(topic, json.dumps(spoiled(record, data)).encode())

    assert (code, "errors" in json.loads(written)) in [(0, False), (2, True)]


@given(st.dictionaries(st.sampled_from(sorted(FULL)), odd, max_size=8))
def test_no_number_of_odd_values_ends_in_a_traceback(changes: dict[str, Any]) -> None:
    written, code = answered("routing", json.dumps(FULL | changes).encode())

    assert (code, "errors" in json.loads(written)) in [(0, False), (2, True)]


def test_a_full_record_is_decided() -> None:
    assert decided("routing", FULL)["evidence"] == ["F_HISTORY", "Q1_YES", "ZONE_RED", "STAY_RED"]
