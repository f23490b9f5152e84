"""旅居史 under the first question: rows by township and date, one more than there are stays."""

from dataclasses import replace

from PySide6.QtCore import Qt

from feverclinic.domain.intake import Intake
from tests.ui.hands import Pair, find, key, press
from ui.triage.scene_presenter import NOON
from ui.triage.scenes import SCENES
from ui.triage.stay_rows import stay_count, without_stay

TWO_STAYS = {
    "q1": "YES",
    "stays.0.township_code": "370303001",
    "stays.0.from": "2-20",
    "stays.0.to": "2-22",
    "stays.1.township_code": "370303004",
    "stays.1.from": "2-23",
}


def _with(pair: Pair, fields: dict[str, str]) -> Pair:
    desk, presenter = pair
    presenter.stage(replace(SCENES["empty"](), intake=Intake(NOON, fields)))
    presenter.heard.clear()
    return desk, presenter


def test_places_are_asked_when_the_answer_is_yes(empty_desk: Pair) -> None:
    desk, _ = _with(empty_desk, {"q1": "YES"})

    assert desk.form.now.stays.isVisible()
    assert find(desk, "stays.0.township_code").isVisible()
    assert not find(desk, "stays.1.township_code").isVisible()


def test_places_are_asked_when_the_answer_is_unknown(empty_desk: Pair) -> None:
    desk, _ = _with(empty_desk, {"q1": "UNKNOWN"})

    assert desk.form.now.stays.isVisible()


def test_nobody_is_asked_for_places_after_a_no(empty_desk: Pair) -> None:
    desk, _ = _with(empty_desk, {"q1": "NO"})

    assert not desk.form.now.stays.isVisible()


def test_what_was_written_of_a_stay_stays_in_sight(empty_desk: Pair) -> None:
    desk, _ = _with(empty_desk, {**TWO_STAYS, "q1": "NO"})

    assert find(desk, "stays.1.from").isVisible()


def test_there_is_always_one_row_more(empty_desk: Pair) -> None:
    desk, _ = _with(empty_desk, TWO_STAYS)

    assert find(desk, "stays.2.township_code").isVisible()
    assert not find(desk, "stays.3.township_code").isVisible()
    assert find(desk, "stays.1.remove").isEnabled()
    assert not find(desk, "stays.2.remove").isEnabled()


def test_enter_passes_over_the_dates_of_a_row_without_a_place(empty_desk: Pair) -> None:
    desk, _ = _with(empty_desk, {"q1": "YES"})
    find(desk, "stays.0.township_code").setFocus()

    key(desk, Qt.Key.Key_Return)

    assert desk.focusWidget() is find(desk, "q2")


def test_a_row_taken_out_lets_those_below_move_up(empty_desk: Pair) -> None:
    desk, presenter = _with(empty_desk, TWO_STAYS)

    press(desk, "stays.0.remove")

    assert presenter.heard == [
        (
            "set_fields",
            {
                "stays.0.township_code": "370303004",
                "stays.0.from": "2-23",
                "stays.0.to": "",
                "stays.1.township_code": "",
                "stays.1.from": "",
                "stays.1.to": "",
            },
        )
    ]


def test_taking_out_the_last_row_leaves_the_others() -> None:
    assert without_stay(TWO_STAYS, 1) == {
        "stays.1.township_code": "",
        "stays.1.from": "",
        "stays.1.to": "",
    }


def test_a_row_counts_as_soon_as_anything_stands_in_it() -> None:
    assert stay_count({"stays.2.to": "2-22"}) == 3
    assert stay_count({}) == 0
