"""Leaving, handing over and closing: what nobody has claimed is named, and two people sign."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from feverclinic.domain.people import Proof
from feverclinic.storage.store import transaction
from tests.builders import GATE, HEAD, NOON, a_reading
from tests.ui.seated import (
    PASSWORD,
    SLOW,
    desk_of,
    name_of,
    page_of,
    switch_page,
    take_over,
    words_on,
)
from ui.app import App
from ui.shift.hand_over_page import HandOverPage
from ui.shift.leave_page import LeavePage

# -- leaving and handing over ---------------------------------------------------------------


def test_leaving_is_refused_with_each_thing_by_its_name(qtbot: QtBot, seated_app: App) -> None:
    desk_of(seated_app).set_field("name", "赵六")
    seated_app.window.shift_asked.emit()

    qtbot.keyClick(switch_page(qtbot, seated_app), Qt.Key.Key_F3)

    page = page_of(qtbot, seated_app, LeavePage)
    assert "还有 1 件没人认领" in words_on(page)
    assert "赵六 12:00" in words_on(page)
    assert "打开后保存，或记录离开、拒绝、非就诊。" in words_on(page)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert name_of(seated_app) == "张护士"


def test_whoever_leaves_a_clean_desk_leaves_it_empty(qtbot: QtBot, seated_app: App) -> None:
    seated_app.window.shift_asked.emit()
    page = switch_page(qtbot, seated_app)

    with qtbot.waitSignal(seated_app.seat.shift.left, timeout=SLOW):
        qtbot.keyClick(page, Qt.Key.Key_F3)

    assert seated_app.actor is None
    page = switch_page(qtbot, seated_app)
    assert "工位空闲" in words_on(page)
    take_over(qtbot, seated_app, page, Qt.Key.Key_1, PASSWORD)
    assert seated_app.actor is not None


def _sign(qtbot: QtBot, seated_app: App, taker_pin: str) -> HandOverPage:
    seated_app.window.shift_asked.emit()
    qtbot.keyClick(switch_page(qtbot, seated_app), Qt.Key.Key_F2)
    page = page_of(qtbot, seated_app, HandOverPage)
    assert isinstance(page, HandOverPage)
    qtbot.waitUntil(lambda: "当班人数" in words_on(page), timeout=SLOW)
    page.fields["giver"].edit.setText(PASSWORD)
    page.fields["taker_login"].edit.setText("1")
    page.fields["taker"].edit.setText(taker_pin)
    return page


def test_two_sign_and_the_second_sits_there_with_what_was_open(
    qtbot: QtBot, seated_app: App
) -> None:
    desk_of(seated_app).set_field("name", "赵六")
    page = _sign(qtbot, seated_app, "2468")
    qtbot.waitUntil(lambda: "已对平：筛查 1 人" in words_on(page), timeout=SLOW)

    with qtbot.waitSignal(seated_app.seat.seated, timeout=SLOW):
        qtbot.keyClick(page, Qt.Key.Key_F9)

    assert name_of(seated_app) == "李梅"
    assert desk_of(seated_app).intake.text("name") == "赵六"
    told = [notice.sentence for notice in seated_app.window.notices.history]
    assert "张护士 已交班，李梅 接班。" in told
    qtbot.waitUntil(
        lambda: any(isinstance(one, QDialog) for one in QApplication.topLevelWidgets()),
        timeout=SLOW,
    )


def test_a_wrong_signature_is_told_at_its_field_and_the_other_stays(
    qtbot: QtBot, seated_app: App
) -> None:
    page = _sign(qtbot, seated_app, "9753")

    with qtbot.waitSignal(seated_app.seat.shift.refused, timeout=SLOW):
        qtbot.keyClick(page, Qt.Key.Key_F9)

    assert "还可试 2 次" in page.refusal.text()
    assert page.fields["giver"].text() == PASSWORD
    assert page.fields["taker"].text() == ""
    assert name_of(seated_app) == "张护士"


def test_a_badge_signs_for_whoever_takes_over(qtbot: QtBot, seated_app: App) -> None:
    _sign(qtbot, seated_app, "")

    with qtbot.waitSignal(seated_app.seat.seated, timeout=SLOW):
        assert seated_app.seat.take_badge("NB-000123")

    assert name_of(seated_app) == "李梅"


@pytest.mark.parametrize(
    ("giver", "taker", "code"),
    [
        (Proof("zhang", ""), Proof("li", "2468"), "shift.giver_missing"),
        (Proof("zhang", PASSWORD), Proof("li", ""), "shift.taker_missing"),
        (Proof("zhang", PASSWORD), Proof("", "2468"), "shift.taker_missing"),
    ],
)
def test_a_signature_that_is_missing_asks_nobody(
    qtbot: QtBot, seated_app: App, giver: Proof, taker: Proof, code: str
) -> None:
    with qtbot.waitSignal(seated_app.seat.shift.refused) as refused:
        seated_app.seat.shift.hand_over(giver, taker, "")

    assert refused.args is not None
    assert refused.args[0].code == code


# -- closing --------------------------------------------------------------------------------


def _has_open(qtbot: QtBot, seated_app: App) -> None:
    """A form that is typed and kept, and a desk that knows it."""
    with qtbot.waitSignal(desk_of(seated_app).queue_changed, timeout=SLOW):
        desk_of(seated_app).set_field("name", "赵六")
        desk_of(seated_app).keep()
    qtbot.waitUntil(lambda: seated_app.seat._open_things > 0, timeout=SLOW)


def test_closing_says_what_is_left_behind_and_f8_closes_all_the_same(
    qtbot: QtBot, seated_app: App
) -> None:
    _has_open(qtbot, seated_app)
    seated_app.window.close()
    page = page_of(qtbot, seated_app, LeavePage)
    before = (seated_app.window.isVisible(), "关闭前：还有 1 件没人认领" in words_on(page))

    with qtbot.waitSignal(seated_app.window.closing, timeout=SLOW):
        qtbot.keyClick(page, Qt.Key.Key_F8)

    assert before == (True, True)
    assert seated_app.records is None


def test_the_second_time_the_window_closes_at_once(qtbot: QtBot, seated_app: App) -> None:
    _has_open(qtbot, seated_app)

    seated_app.window.close()
    with qtbot.waitSignal(seated_app.window.closing, timeout=SLOW):
        seated_app.window.close()

    assert seated_app.records is None


def test_a_clean_desk_closes_at_once(qtbot: QtBot, seated_app: App) -> None:
    with qtbot.waitSignal(seated_app.window.closing, timeout=SLOW):
        seated_app.window.close()


def test_a_reading_of_nobody_keeps_the_window_too(qtbot: QtBot, seated_app: App) -> None:
    assert seated_app.records is not None
    with transaction(seated_app.records.engine, HEAD, NOON, GATE) as store:
        store.readings.add(a_reading("36.8"), station=seated_app.keeper.now.station.code)
    desk_of(seated_app).refresh()
    qtbot.waitUntil(lambda: seated_app.seat._open_things > 0, timeout=SLOW)

    seated_app.window.close()

    assert "36.8 蓝枪 11:59" in words_on(page_of(qtbot, seated_app, LeavePage))
