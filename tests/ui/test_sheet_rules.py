"""What the sheets know of the rules: criteria as a whole, corrections, classes, rooms; and the laws of reading."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.case_facts import (
    Criterion,
    Result,
)
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.clinical_entries import (
    Criteria,
)
from feverclinic.domain.history import Answer, Symptom
from feverclinic.domain.rooms import RoomId, RoomState
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.work_up_entries import (
    SampleResult,
)
from tests.ui.sheet_answers import ZH, at, read
from ui.isolation.sheets.catalogue import sheet_for
from ui.isolation.sheets.requests import RoomAsked, RoomWish
from ui.isolation.sheets.scene_case import (
    NEGATIVE,
    NOON,
    SAMPLE,
    never_suspected,
    scene_rooms,
    scene_view,
)
from ui.isolation.sheets.scenes import scene_occasion
from ui.isolation.sheets.typed import Typed

# -- criteria, results, classes ---------------------------------------------------------------


@pytest.mark.rule("CLS-1")
def test_confirming_one_criterion_keeps_the_others() -> None:
    made, problems = read("criteria", {"e3": "YES", "e3_last_exposure_on": "02-21"})

    assert problems == {}
    assert made == (
        Criteria(
            {
                "e1": Answer(NO),
                "e2": Answer(YES, date(2020, 2, 20)),
                "e3": Answer(YES, date(2020, 2, 21)),
            },
            onset_date=date(2020, 2, 25),
            symptoms={Symptom.COUGH: YES, Symptom.DIARRHOEA: NO},
        ),
    )


def test_a_cluster_names_the_dates_of_onset_in_their_order() -> None:
    made, problems = read("criteria", {"e4": "YES", "onset_dates": "02-26、2020-02-14"})

    assert problems == {}
    assert isinstance(made, tuple)
    criteria = made[0].criteria[Criterion.E4.value]
    assert criteria == Answer(YES, onset_dates=(date(2020, 2, 14), date(2020, 2, 26)))


@pytest.mark.parametrize("day", ["02-30", "2020-13-01", "明天", "2020-02-29"])
def test_a_day_that_is_none_or_has_not_come_is_refused(day: str) -> None:
    _, problems = read("criteria", {"e4": "YES", "onset_dates": day})

    assert list(problems) == ["onset_dates"]


@pytest.mark.rule("WORK-3")
def test_a_result_belongs_to_its_sample() -> None:
    typed = {"result": "POS", "ct_n": "28.4", "ct_orf": "29.1", "reported_at": "14:20"}

    made, problems = read("result", typed, entry=SAMPLE)

    assert problems == {}
    assert made == (
        SampleResult(
            SAMPLE.id, at("14:20"), Result.POS, ct_n=Decimal("28.4"), ct_orf=Decimal("29.1")
        ),
    )


def test_a_correction_is_a_new_entry_and_shows_the_old_value_at_each_field() -> None:
    sheet = sheet_for("result", scene_occasion(ZH, "result"))
    hints = {one.name: one.hint for one in sheet.fields}

    assert sheet.replaces == NEGATIVE.id
    assert sheet.title == "更正检验结果"
    assert hints["result"] == "原为 阴性"
    assert hints["ct_orf"] == "原为 39.2"
    assert hints["ct_n_undetected"] == "原为 是"
    assert hints["method"] == "原为 —"


def test_a_first_result_shows_no_old_value() -> None:
    sheet = sheet_for("result", replace(scene_occasion(ZH, "result"), entry=SAMPLE))

    assert sheet.replaces is None
    assert {one.hint for one in sheet.fields} == {""}


def test_a_target_with_a_ct_is_not_undetected() -> None:
    _, problems = read("result", {"result": "NEG", "ct_n": "38", "ct_n_undetected": "YES"})

    assert problems == {"ct_n": "ct_twice"}


def test_no_result_is_older_than_its_sample() -> None:
    _, problems = read("result", {"result": "NEG", "reported_at": "02-27 14:31"}, entry=SAMPLE)

    assert problems == {"reported_at": "before_taken"}


@pytest.mark.rule("TRF-1")
@pytest.mark.parametrize("chosen", ["NOT_SUSPECTED", "UNDETERMINED"])
def test_whoever_was_suspected_is_not_lowered_by_choosing(chosen: str) -> None:
    _, problems = read("class", {"case_class": chosen, "reason": "好转"})

    assert problems == {"case_class": "class_by_gate"}


def test_excluded_cannot_be_chosen_at_all() -> None:
    sheet = sheet_for("class", scene_occasion(ZH, "class"))
    offered = {code for one in sheet.fields for code, _word in one.options}

    assert offered == {
        *("CONFIRMED", "CLINICALLY_DIAGNOSED", "ASYMPTOMATIC", "POSITIVE_REVIEW"),
        *("SUSPECTED", "UNDETERMINED", "NOT_SUSPECTED"),
    }


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        (CaseClass.NOT_SUSPECTED, {}),
        (CaseClass.UNDETERMINED, {"case_class": "class_not_computed"}),
    ],
)
def test_whoever_was_never_suspected_is_lowered_only_as_the_rules_say(
    computed: CaseClass, expected: dict[str, str]
) -> None:
    view = never_suspected(scene_view())
    view = replace(view, classification=replace(view.classification, result=computed))

    _, problems = read("class", {"case_class": "NOT_SUSPECTED", "reason": "依据齐全"}, view=view)

    assert problems == expected


# -- rooms ------------------------------------------------------------------------------------


@pytest.mark.rule("ISO-4")
@pytest.mark.parametrize(
    ("place", "wishes"),
    [
        (0, ["OUT_OF_USE"]),
        (1, []),
        (2, ["DISINFECT", "OUT_OF_USE"]),
    ],
)
def test_a_room_without_a_case_offers_what_its_state_allows(place: int, wishes: list[str]) -> None:
    asked = replace(scene_occasion(ZH), view=None, room=scene_rooms()[place])

    offered = [code for code, _ in sheet_for("room", asked).fields[1].options]

    assert offered == wishes


def test_leaving_a_room_out_of_use_needs_its_reason() -> None:
    _, closing = read("room", {"wish": "OUT_OF_USE"}, view=None, room=scene_rooms()[2])

    assert closing == {"room_note": "required"}


def test_a_room_that_is_kept_can_be_given_free() -> None:
    card = scene_rooms()[0]
    kept = replace(card, room=replace(card.room, state=RoomState.RESERVED))

    made, problems = read("room", {"wish": "FREE"}, view=None, room=kept)

    assert problems == {}
    assert made == RoomAsked(RoomWish.FREE, RoomId(1))


def test_only_rooms_that_could_take_somebody_are_offered() -> None:
    sheet = sheet_for("room", scene_occasion(ZH, "room"))

    assert [code for code, _ in sheet.fields[0].options] == ["1"]


# -- laws of reading ---------------------------------------------------------------------------


@given(st.integers(0, 60 * 24 * 400))
def test_an_instant_that_a_sheet_shows_is_read_as_the_same_minute(minutes: int) -> None:
    moment = NOON - timedelta(minutes=minutes)
    asked = scene_occasion(ZH)

    typed = Typed({"at": asked.moment(moment)}, NOON)

    assert typed.moment("at") == moment
    assert typed.problems == ()


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_raises(text: str) -> None:
    names = ("a", "b", "c", "d", "e", "f", "g")
    typed = Typed(dict.fromkeys(names, text), NOON)

    typed.moment("a")
    typed.moment("b", may_be_later=True)
    typed.day("c")
    typed.day("d", may_be_later=True)
    typed.number("e", "0", "60", places=2)
    typed.names("f")
    typed.days("g")

    assert {one.where for one in typed.problems} <= set(names)


def test_what_was_not_asked_is_unknown() -> None:
    assert Typed({}, NOON).truth("e1") is UNKNOWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [("03-02", date(2020, 3, 2)), ("01-05", date(2021, 1, 5)), ("2020-02-29", date(2020, 2, 29))],
)
def test_a_day_to_come_without_its_year_is_the_next_such_day(text: str, expected: date) -> None:
    assert Typed({"on": text}, NOON).day("on", may_be_later=True) == expected
