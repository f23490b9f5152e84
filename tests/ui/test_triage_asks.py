"""The sheets that ask: by digits alone, typed where no digit fits, refused in words, left by Esc."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.boards import Unclaimed
from feverclinic.domain.readings import ReadingId, Site
from feverclinic.domain.visits import Stage
from feverclinic.domain.waiting import ReceivedVia, announced, hand_out
from feverclinic.errors import Refused
from tests.builders import a_reading
from tests.ui.hands import Pair, commit, digits, find, key, press, saved, shift
from ui.triage.queue_rows import Part
from ui.triage.scene_presenter import NOON, minutes
from ui.triage.waiting_acts import Announcement

ENTER = Qt.Key.Key_Return
NOBODYS = Unclaimed(a_reading("38.1", id=ReadingId(7)), "GATE")


def test_a_form_ends_by_two_digits_and_enter(closed: Pair) -> None:
    desk, presenter = closed

    shift(desk, Qt.Key.Key_F8)
    digits(desk, Qt.Key.Key_1, Qt.Key.Key_1, ENTER)

    assert presenter.heard == [("end_form", ArrivalEnd.LEFT, "等太久")]


def test_a_saved_visit_ends_as_a_visit_and_is_a_patient(closed: Pair) -> None:
    desk, presenter = closed
    saved(closed)

    shift(desk, Qt.Key.Key_F8)
    digits(desk, Qt.Key.Key_3, Qt.Key.Key_2)
    commit(find(desk, "ask.why"), "市立医院")
    key(desk, ENTER)

    assert presenter.heard == [("end_visit", Stage.DID_NOT_ARRIVE, "去他院 市立医院")]
    assert desk.findChild(QWidget, "ask.end.NOT_A_PATIENT") is None


def test_an_end_without_a_reason_is_refused_in_the_sheet(closed: Pair) -> None:
    desk, presenter = closed

    shift(desk, Qt.Key.Key_F8)
    digits(desk, Qt.Key.Key_2, ENTER, ENTER)

    assert presenter.heard == []
    assert desk.route.ask.note.text() == "请填写「原因」"
    assert desk.route.is_asking


def test_an_empty_form_has_nothing_to_end(empty_desk: Pair) -> None:
    desk, _ = empty_desk

    shift(desk, Qt.Key.Key_F8)

    assert not desk.route.is_asking


def test_esc_leaves_the_sheet_and_the_keyboard_is_where_it_was(closed: Pair) -> None:
    desk, presenter = closed
    find(desk, "q3").setFocus()
    shift(desk, Qt.Key.Key_F8)

    key(desk, Qt.Key.Key_Escape)

    assert not desk.route.is_asking
    assert desk.focusWidget() is find(desk, "q3")
    assert presenter.heard == []


def test_a_guide_of_today_is_chosen_by_its_digit(closed: Pair) -> None:
    desk, presenter = closed
    saved(closed)

    shift(desk, Qt.Key.Key_F9)
    digits(desk, Qt.Key.Key_2, ENTER)

    assert presenter.heard == [("send", "赵护士")]


def test_an_enter_held_down_is_one_act_and_a_refusal_lets_it_be_tried_again(closed: Pair) -> None:
    desk, presenter = closed
    saved(closed)
    shift(desk, Qt.Key.Key_F9)
    digits(desk, Qt.Key.Key_2, ENTER, ENTER, ENTER)
    once = list(presenter.heard)

    presenter.refused.emit(Refused("sending.guide_missing"))
    key(desk, ENTER)

    assert once == [("send", "赵护士")]
    assert presenter.heard == [("send", "赵护士"), ("send", "赵护士")]


def test_another_guide_is_typed(closed: Pair) -> None:
    desk, presenter = closed
    saved(closed)

    shift(desk, Qt.Key.Key_F9)
    key(desk, ENTER)
    commit(find(desk, "ask.guide"), "欧阳·买买提")
    key(desk, ENTER)

    assert presenter.heard == [("send", "欧阳·买买提")]


def test_a_receipt_says_how_it_came_and_from_whom(closed: Pair) -> None:
    desk, presenter = closed
    saved(closed)

    shift(desk, Qt.Key.Key_F10)
    key(desk, Qt.Key.Key_2)
    commit(find(desk, "ask.by"), "周医生")
    key(desk, ENTER)

    assert presenter.heard == [("receive", "周医生", ReceivedVia.PHONE, "")]


def test_whoever_was_announced_is_here_by_the_same_key(closed: Pair) -> None:
    desk, presenter = closed
    presenter.open(announced(presenter.intake, minutes(-5)), presenter.outlook)

    shift(desk, Qt.Key.Key_F10)

    assert presenter.heard == [("is_here",)]
    assert not desk.route.is_asking


def test_a_thermometer_is_handed_out_by_its_colour(closed: Pair) -> None:
    desk, presenter = closed

    shift(desk, Qt.Key.Key_F4)
    digits(desk, Qt.Key.Key_3, ENTER)

    assert presenter.heard == [("hand_out", "YELLOW", "黄")]


def test_a_colour_that_is_typed_is_the_colour_of_the_keys(closed: Pair) -> None:
    desk, presenter = closed

    shift(desk, Qt.Key.Key_F4)
    key(desk, ENTER)
    commit(find(desk, "ask.other"), "黄")
    key(desk, ENTER)

    assert presenter.heard == [("hand_out", "YELLOW", "黄")]


def test_a_thermometer_with_another_label_is_typed(closed: Pair) -> None:
    desk, presenter = closed

    shift(desk, Qt.Key.Key_F4)
    key(desk, ENTER)
    commit(find(desk, "ask.other"), "12")
    key(desk, ENTER)

    assert presenter.heard == [("hand_out", "12", "12")]


def test_what_refuses_the_act_is_said_in_the_sheet_and_the_answers_stay(closed: Pair) -> None:
    desk, presenter = closed
    shift(desk, Qt.Key.Key_F4)
    digits(desk, Qt.Key.Key_1, ENTER)

    presenter.refused.emit(Refused("thermometer.already_out", label="蓝", who="李四", id=2))

    assert "李四" in desk.route.ask.note.text()
    assert desk.route.is_asking


def test_the_sheet_goes_when_its_act_is_done_and_it_is_said(qtbot: QtBot, closed: Pair) -> None:
    desk, presenter = closed
    shift(desk, Qt.Key.Key_F4)
    digits(desk, Qt.Key.Key_1, ENTER)

    with qtbot.waitSignal(desk.said) as said:
        presenter.happened.emit("handed_out", {"label": "蓝", "name": "", "time": NOON})

    assert said.args == ["ok", "体温计 蓝 已交 未登记，14:32 取回"]
    assert not desk.route.is_asking


def test_the_key_that_hands_out_takes_back_what_is_out(closed: Pair) -> None:
    desk, presenter = closed
    form = hand_out(presenter.intake, "BLUE", Site.AXILLARY, minutes(2), 5)
    presenter.open(form, presenter.outlook)

    shift(desk, Qt.Key.Key_F4)
    manual = desk.form.now.manual
    commit(manual.number, "37.1")
    presenter.heard.clear()
    key(desk, ENTER)

    assert presenter.heard == [("add_manual_reading", "37.1", Site.AXILLARY, "OTHER_DEVICE")]


def test_a_form_whose_thermometer_is_due_opens_on_its_number(closed: Pair) -> None:
    desk, presenter = closed
    form = hand_out(
        replace(presenter.intake, arrived_at=minutes(9)), "BLUE", Site.AXILLARY, minutes(6), 5
    )

    presenter.open(form, presenter.outlook)

    assert desk.focusWidget() is desk.form.now.manual.number
    assert desk.form.now.manual.site.text() == "AXILLARY"


def test_an_ambulance_is_announced_with_what_is_known(closed: Pair) -> None:
    desk, presenter = closed

    shift(desk, Qt.Key.Key_F2)
    digits(desk, Qt.Key.Key_3, ENTER, ENTER)
    commit(find(desk, "ask.said"), "胸痛 发热")
    digits(desk, ENTER, ENTER)

    assert presenter.heard == [("announce", Announcement(15, "", "胸痛 发热", ""))]


@pytest.mark.parametrize("typed", ["0", "601", "半小时", "-5", "1.5", "१०"])
def test_minutes_that_are_none_are_refused_and_stay(closed: Pair, typed: str) -> None:
    desk, presenter = closed
    shift(desk, Qt.Key.Key_F2)
    key(desk, ENTER)
    commit(find(desk, "ask.more"), typed)

    press(desk, "ask.take")

    assert presenter.heard == []
    assert desk.route.ask.note.text() == "分钟数填 1 到 600"


def test_the_last_count_is_taken_back_with_its_reason(closed: Pair) -> None:
    desk, presenter = closed
    find(desk, "q1").setFocus()

    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    digits(desk, Qt.Key.Key_1, ENTER)

    assert presenter.heard == [("undo_last_count", "误按")]


def test_a_reading_of_the_tray_is_void_with_its_reason(closed: Pair) -> None:
    desk, presenter = closed
    presenter.tray_changed.emit((NOBODYS,))

    shift(desk, Qt.Key.Key_F7)
    asked = desk.route.ask.findChild(QLabel, "ask.title")
    presenter.tray_changed.emit(())
    digits(desk, Qt.Key.Key_1, ENTER)

    assert asked is not None
    assert asked.text() == "作废未归属体温 38.1 蓝枪 11:59"
    assert presenter.heard == [("void_reading", 7, "38.1 蓝枪 11:59", "误触")]


def test_with_an_empty_tray_there_is_nothing_to_void(closed: Pair) -> None:
    desk, presenter = closed
    presenter.tray_changed.emit(())

    shift(desk, Qt.Key.Key_F7)

    assert not desk.route.is_asking


def test_in_a_field_the_same_key_takes_back_what_was_typed(closed: Pair) -> None:
    desk, _ = closed
    field = find(desk, "spo2")
    field.setFocus()
    QTest.keyClicks(field, "1")

    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert not desk.route.is_asking
    assert isinstance(field, QLineEdit)
    assert field.text() == "97"


def test_a_receipt_is_asked_for_from_within_a_field(closed: Pair) -> None:
    desk, _ = closed
    saved(closed)
    find(desk, "spo2").setFocus()

    shift(desk, Qt.Key.Key_F10)

    assert desk.route.ask.kind == "receive"


def test_who_is_on_the_way_is_one_key_away_and_back(closed: Pair) -> None:
    desk, _ = closed
    alt = Qt.KeyboardModifier.AltModifier

    QTest.keyClick(desk.focusWidget() or desk, Qt.Key.Key_5, alt)
    shown = [(row.name, row.line) for row in desk.queue.list.rows.rows if not row.is_head]
    QTest.keyClick(desk.focusWidget() or desk, Qt.Key.Key_5, alt)

    assert shown == [("王秀兰", "超时未到 3 分 · 李护士"), ("陈子昂", "途中 · 限 6 分 · 赵护士")]
    assert desk.queue.counts[Part.ON_THE_WAY].number == 2
    assert desk.queue.part is Part.TODAY
