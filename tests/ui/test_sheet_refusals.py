"""What a sheet does not take: told at its field, with what is wrong, and nothing is made of it."""

import pytest

from tests.ui.sheet_answers import read

REFUSED = [
    ("order", {}, {"items_0": "required"}),
    ("refuse", {"note_by": ""}, dict.fromkeys(("item", "reason", "note_by"), "required")),
    ("sample", {"collected_at": "14:40"}, {"collected_at": "moment_later"}),
    ("sample", {"collected_at": "25:00"}, {"collected_at": "moment"}),
    ("sample", {"specimen": ""}, {"specimen": "required"}),
    ("sample", {"collected_at": "14:00", "sent_at": "13:59"}, {"sent_at": "before_taken"}),
    ("lab", {"flag": "H"}, {"item": "required"}),
    ("lab", {"item": "CRP", "flag": "H", "value": "一八"}, {"value": "number"}),
    ("blood_count", {"wbc_flag": "N"}, {"lymphocyte_flag": "required"}),
    ("blood_count", {"wbc": "501", "lymphocyte_flag": "L"}, {"wbc": "range"}),
    (
        "image",
        {"features": "ABSENT", "compared": "IMPROVED", "read_by": ""},
        {"read_by": "reader_missing"},
    ),
    ("measured", {}, {"spo2": "nothing_filled"}),
    ("measured", {"spo2": "970"}, {"spo2": "range_guess"}),
    ("dose", {"none_given": "YES", "taken_at": "12:00"}, {"none_given": "none_and_some"}),
    ("dose", {}, {"taken_at": "required"}),
    ("consultation", {"keeps": "YES", "opinion": "是"}, {"experts": "required"}),
    (
        "joint",
        {"western_experts": "林", "tcm_experts": "方", "opinion": "可", "formula": "一"},
        {"contraindications_checked": "contraindications"},
    ),
    (
        "transport",
        {
            "to": "院",
            "reason": "因",
            "condition": "稳",
            "departed_at": "14:10",
            "arrived_at": "14:09",
        },
        {"arrived_at": "before_departure"},
    ),
    (
        "life_saving",
        {"to": "室", "reason": "因", "approved_by": "高", "under_isolation": "NO"},
        {"under_isolation": "under_isolation"},
    ),
    ("call", {"reached": "YES"}, {"answer": "required"}),
    ("room", {"room_id": "1"}, {"wish": "required"}),
    ("room_set_up", {"room_code": "1", "beds": "0"}, {"beds": "range"}),
    ("room_set_up", {"room_code": "1", "beds": "13"}, {"beds": "range"}),
    (
        "plan",
        {
            "item": "CBC",
            "plan_name": "一",
            "reason": "一",
            "substitute": "一",
            "valid_to": "14:32",
        },
        {"valid_to": "moment_past"},
    ),
]


@pytest.mark.parametrize(("act", "answers", "expected"), REFUSED)
def test_what_is_wrong_is_said_at_its_field(
    act: str, answers: dict[str, str], expected: dict[str, str]
) -> None:
    _, problems = read(act, answers)

    assert problems == expected
