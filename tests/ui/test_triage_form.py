"""The triage form: what one types and answers, where Enter and F7 lead, what stands under a field."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from feverclinic.domain.intake import Intake, Problem
from tests.ui.hands import Pair, commit, find, key, press
from ui.triage.scene_presenter import NOON
from ui.triage.scenes import SCENES


def test_a_new_form_shows_no_route_and_waits_at_the_first_question(empty_desk: Pair) -> None:
    desk, _ = empty_desk

    assert desk.route.head.accessibleName() == "去向 还差 9 问  问完之前不给去向"
    assert desk.route.level.isHidden()
    assert desk.route.save.property("kind") == "locked"
    assert desk.focusWidget() is find(desk, "q1")


def test_the_digits_answer_the_question_under_the_fingers(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    find(desk, "q1").setFocus()

    for pressed in (Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_9, Qt.Key.Key_Delete):
        key(desk, pressed)

    assert presenter.heard == [
        ("set_field", "q1", "YES"),
        ("set_field", "q1", "NO"),
        ("set_field", "q1", "UNKNOWN"),
        ("set_field", "q1", ""),
    ]


def test_letters_never_answer(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    find(desk, "q1").setFocus()

    QTest.keyClicks(desk.focusWidget(), "yYnNx")

    assert presenter.heard == []


def test_enter_goes_to_the_next_question(empty_desk: Pair) -> None:
    desk, _ = empty_desk
    find(desk, "q1").setFocus()

    key(desk, Qt.Key.Key_Return)

    assert desk.focusWidget() is find(desk, "q2")


def test_enter_walks_from_the_first_question_through_the_desk_to_the_save(empty_desk: Pair) -> None:
    desk, _ = empty_desk
    find(desk, "q1").setFocus()
    met: list[str] = []

    for _ in range(40):
        focused = desk.focusWidget()
        met.append(focused.objectName())
        if focused is desk.route.save:
            break
        QTest.keyClick(focused, Qt.Key.Key_Return)

    assert met[:8] == [
        "q1",
        "q2",
        "q3",
        "q4",
        "q5",
        "self_reported_fever",
        "mask",
        "mask_given",
    ]
    assert met[8:15] == ["health_code", "spo2", "rr", "hr", "bp", "avpu", "on_oxygen"]
    assert met[-1] == "save_and_print"


def test_the_equals_key_denies_every_symptom_not_asked_in_one_act(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    find(desk, "symptoms.COUGH").setFocus()
    key(desk, Qt.Key.Key_1)

    key(desk, Qt.Key.Key_Equal)

    verb, changes = presenter.heard[-1]
    assert verb == "set_fields"
    assert isinstance(changes, dict)
    assert len(changes) == 17
    assert set(changes.values()) == {"NO"}
    assert "symptoms.COUGH" not in changes
    assert "self_reported_fever" in changes


def test_a_click_on_a_chip_says_yes_then_no_then_unknown_then_not_asked(empty_desk: Pair) -> None:
    desk, presenter = empty_desk

    for _ in range(4):
        press(desk, "symptoms.RASH")

    assert [heard[2] for heard in presenter.heard] == ["YES", "NO", "UNKNOWN", ""]


def test_every_key_stroke_reaches_the_presenter_as_typed(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    desk.form.open_identity()

    commit(find(desk, "name"), "欧阳·𠮷")

    assert presenter.heard[-1] == ("set_field", "name", "欧阳·𠮷")


def test_a_refused_save_says_how_many_places_and_f7_leads_to_each(refused_desk: Pair) -> None:
    desk, _ = refused_desk
    assert not desk.form.refused.isHidden()
    assert desk.form.refused.accessibleName() == "未能保存：还有 2 处要改"

    key(desk, Qt.Key.Key_F7)
    first = desk.focusWidget()
    key(desk, Qt.Key.Key_F7)

    assert first is find(desk, "measure")
    assert desk.focusWidget() is find(desk, "spo2")


def test_a_wrong_field_says_what_may_stand_there_and_keeps_what_was_typed(
    refused_desk: Pair,
) -> None:
    desk, _ = refused_desk
    field = find(desk, "spo2")
    assert isinstance(field, QLineEdit)

    assert field.text() == "970"
    assert field.property("state") == "error"
    assert "是否为 97" in field.accessibleDescription()
    assert not find(desk, "note.spo2").isHidden()


def test_the_strip_goes_when_the_last_place_was_put_right(refused_desk: Pair) -> None:
    desk, presenter = refused_desk

    presenter.show(
        presenter.intake.with_field("spo2", "97"),
        replace(presenter.outlook, problems=(), missing=(), open_questions=()),
    )

    assert desk.form.refused.isHidden()
    assert find(desk, "spo2").property("state") == ""


def test_a_field_is_not_blamed_while_it_is_being_typed(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    find(desk, "spo2").setFocus()
    low = Problem("spo2", "range", "9", {"low": "50", "high": "100"})

    presenter.show(
        presenter.intake.with_field("spo2", "9"), replace(presenter.outlook, problems=(low,))
    )
    blamed_at_once = find(desk, "spo2").property("state")
    find(desk, "rr").setFocus()

    assert blamed_at_once != "error"
    assert find(desk, "spo2").property("state") == "error"


def test_a_question_in_the_route_pane_leads_to_its_answers(empty_desk: Pair) -> None:
    desk, _ = empty_desk

    QTest.mouseClick(find(desk, "ask.q3"), Qt.MouseButton.LeftButton)

    assert desk.focusWidget() is find(desk, "q3")


def test_the_decided_route_stands_with_level_reasons_tests_and_turns(busy_desk: Pair) -> None:
    desk, _ = busy_desk

    assert "隔离诊室 (单人)" in desk.route.head.accessibleName()
    assert desk.route.level.badge.accessibleName() == "Ⅲ 级 急症"
    assert find(desk, "line.TEMP-2").accessibleName() == "腋温 37.8 ≥ 37.3 ℃ TEMP-2"
    assert find(desk, "work_up.CHEST_CT").accessibleName() == "胸部 CT"
    assert desk.route.save.property("kind") == "primary"


def test_another_form_starts_at_the_top_with_nothing_of_the_last_one(busy_desk: Pair) -> None:
    desk, presenter = busy_desk
    desk.form.open_identity()
    desk.form.now.manual.open()

    presenter.open(Intake(NOON), SCENES["empty"]().outlook)

    name = find(desk, "name")
    assert isinstance(name, QLineEdit)
    assert name.text() == ""
    assert desk.form.identity.isHidden()
    assert desk.form.now.manual.isHidden()
    assert desk.focusWidget() is find(desk, "q1")


def test_the_same_form_filled_in_from_outside_keeps_the_keyboard_where_it_is(
    busy_desk: Pair,
) -> None:
    desk, presenter = busy_desk
    desk.form.open_identity()
    find(desk, "id_no").setFocus()

    presenter.open(presenter.intake.with_field("birth_date", "1978-06-01"), presenter.outlook)

    born = find(desk, "birth_date")
    assert isinstance(born, QLineEdit)
    assert born.text() == "1978-06-01"
    assert desk.focusWidget() is find(desk, "id_no")
    assert not desk.form.identity.isHidden()


def test_a_click_on_the_banner_opens_who_it_is(busy_desk: Pair) -> None:
    desk, _ = busy_desk

    QTest.mouseClick(desk.form.banner, Qt.MouseButton.LeftButton)

    assert not desk.form.identity.isHidden()
    assert desk.focusWidget() is find(desk, "name")
