"""The shell: desks on the rail, names and clocks above, one notice and the keys below."""

from datetime import datetime
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.civil_time import CHINA
from feverclinic.errors import Refused
from feverclinic.wording import wording
from ui.main_window import MainWindow
from ui.minute_clock import MinuteClock, ms_to_next
from ui.notices import NoticeKind, Notices, sentence_of
from ui.theme import apply_theme, load_theme
from ui.widgets.clock_chip import ClockState
from ui.widgets.device_chip import (
    DeviceChipState,
    Readiness,
    ServerKind,
    ServerState,
)

AT = datetime(2020, 2, 28, 14, 31, 7, tzinfo=CHINA)


class Form(QWidget):
    """A desk with two fields."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        self.first.setObjectName("name")
        self.second.setObjectName("phone")
        self.second.move(0, 60)
        self.setFocusProxy(self.first)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> MainWindow:
    apply_theme(qapp, load_theme("light"))
    made = MainWindow(load_theme("light"), wording("zh_CN"), lambda: AT)
    qtbot.addWidget(made)
    made.add_desk("triage", "shell.desk_triage", "clipboard-list", Form())
    made.add_desk("devices", "shell.desk_devices", "thermometer-gun", Form(), is_tool=True)
    made.add_desk("settings", "shell.desk_settings", "settings", Form(), is_tool=True)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def _desk(window: MainWindow) -> Form:
    desk = window.desks.currentWidget()
    assert isinstance(desk, Form)
    return desk


def _said(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None
    return label.text()


def _foot(window: MainWindow) -> list[str]:
    return [
        name.removeprefix("footKey.")
        for name in (child.objectName() for child in window.foot.findChildren(QWidget))
        if name.startswith("footKey.")
    ]


def test_the_first_desk_is_open_and_marked(window: MainWindow) -> None:
    assert window.open_key == "triage"
    assert window.rail.entries["triage"].isChecked()


def test_only_desks_that_exist_are_on_the_rail(window: MainWindow) -> None:
    assert [entry.text() for entry in window.rail.entries.values()] == ["预检", "设备", "设置"]


def test_a_click_on_the_rail_opens_the_desk_and_says_so(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.desk_opened) as caught:
        qtbot.mouseClick(window.rail.entries["devices"], Qt.MouseButton.LeftButton)

    assert caught.args == ["devices"]
    assert window.open_key == "devices"


def test_a_desk_that_is_not_there_is_not_opened(window: MainWindow) -> None:
    window.open_desk("isolation")

    assert window.open_key == "triage"


def test_the_keyboard_is_where_it_was_left(qtbot: QtBot, window: MainWindow) -> None:
    phone = _desk(window).second
    phone.setFocus()

    window.open_desk("devices")
    window.open_desk("triage")

    assert QApplication.focusWidget() is phone


def test_f1_shows_the_guide_with_all_keys_and_once_more_goes_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = window.open_key
    window.help.open_page("keys")
    caps = window.help.findChild(QLabel, "helpKey.save_and_print")

    qtbot.keyClick(window, Qt.Key.Key_F1)

    assert shown == "help"
    assert caps is not None
    assert caps.text() == "保存并打印"
    assert window.open_key == "triage"


def test_esc_leaves_the_guide(qtbot: QtBot, window: MainWindow) -> None:
    window.open_help()

    qtbot.keyClick(window.help.reader, Qt.Key.Key_Escape)

    assert window.open_key == "triage"


def test_f12_asks_for_a_change_of_shift(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.shift_asked):
        qtbot.keyClick(window, Qt.Key.Key_F12)


def test_esc_that_nobody_had_a_use_for_goes_back_to_the_first_desk(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.open_desk("devices")

    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)

    assert window.open_key == "triage"


def test_ctrl_tab_walks_through_the_desks(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)

    assert window.open_key == "triage"


def test_the_foot_shows_the_open_desk_s_keys(window: MainWindow) -> None:
    assert _foot(window) == [
        *("yes", "no", "unknown", "next_question", "all_keys"),
        *("measure", "print_queue", "save_and_print", "back"),
    ]


def test_a_narrow_window_shows_six_keys(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 696)

    six = ["yes", "no", "unknown", "all_keys", "measure", "save_and_print"]
    qtbot.waitUntil(lambda: _foot(window) == six)


def test_a_done_notice_carries_its_time(window: MainWindow) -> None:
    window.notice(NoticeKind.DONE, "王秀兰 已到 隔离诊室 2")

    assert _said(window, "noticeText") == "14:31 王秀兰 已到 隔离诊室 2"


def test_an_error_notice_is_marked_in_words_icon_and_weight(window: MainWindow) -> None:
    window.notice(NoticeKind.ERROR, "服务器离线")

    label = window.findChild(QLabel, "noticeText")
    assert label is not None
    assert label.property("kind") == "error"
    assert label.accessibleDescription() == "服务器离线"


def test_a_notice_too_long_for_the_foot_is_whole_in_its_tooltip(window: MainWindow) -> None:
    sentence = "打印机卡纸，" * 30

    window.notice(NoticeKind.WARNING, sentence)

    label = window.findChild(QLabel, "noticeText")
    assert label is not None
    assert label.text().endswith("…")
    assert label.toolTip() == sentence


def test_older_notices_are_behind_f1_newest_first() -> None:
    notices = Notices()

    notices.add(NoticeKind.DONE, "一", AT)
    notices.add(NoticeKind.ERROR, "二", AT)

    assert [notice.sentence for notice in notices.history] == ["二", "一"]


def test_the_last_two_hundred_notices_are_kept() -> None:
    notices = Notices()

    for number in range(201):
        notices.add(NoticeKind.INFO, str(number), AT)

    assert len(notices.history) == 200
    assert notices.history[-1].sentence == "1"


def test_a_refusal_without_words_shows_its_code() -> None:
    said = sentence_of(Refused("nobody.wrote_this", bed=3), wording("en"))

    assert "nobody.wrote_this (bed=3)" in said


def test_names_and_time_stand_above(window: MainWindow) -> None:
    window.set_names("预检分诊 1 号点", "张护士")
    window.set_time("14:32")

    assert _said(window, "productName") == "发热门诊"
    assert _said(window, "stationName") == "预检分诊 1 号点"
    assert _said(window, "actorName") == "张护士"
    assert _said(window, "timeOfDay") == "14:32"


def test_a_long_name_is_cut_and_whole_in_its_tooltip(window: MainWindow) -> None:
    window.set_names("预检分诊 1 号点", "阿依古丽·买买提江·艾合买提·热合曼")

    label = window.findChild(QLabel, "actorName")
    assert label is not None
    assert label.text().endswith("…")
    assert label.toolTip() == "阿依古丽·买买提江·艾合买提·热合曼"


def test_a_badge_is_said_to_who_cannot_see_it(window: MainWindow) -> None:
    window.set_count("triage", 2)

    assert window.rail.entries["triage"].accessibleName() == "预检 2"


@pytest.mark.parametrize(
    ("width", "rail"), [(1024, 56), (1279, 56), (1280, 64), (1919, 64), (1920, 72)]
)
def test_the_rail_has_the_width_of_its_grid(
    qtbot: QtBot, window: MainWindow, width: int, rail: int
) -> None:
    window.resize(width, 768)

    qtbot.waitUntil(lambda: window.rail.width() == rail)
    assert (window.top.height(), window.foot.height()) == (48, 34)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_nothing_of_the_top_line_leaves_it(
    qtbot: QtBot, qapp: QApplication, language: str, width: int
) -> None:
    apply_theme(qapp, load_theme("light"))
    words = wording(language)
    made = MainWindow(load_theme("light"), words, lambda: AT)
    qtbot.addWidget(made)
    made.set_names("预检分诊 1 号点", "张护士")
    made.set_time("14:32")
    ready = words.say("shell.device_ready")
    made.set_devices(
        tuple(DeviceChipState("Yellow", "YELLOW", Readiness.READY, ready) for _ in "12")
    )
    made.set_server(ServerState(ServerKind.AWAY, 6))
    made.set_clocks((ClockState("a", "Recheck 孙桂英", "14:40"),))
    made.resize(width, 696)
    made.show()
    qtbot.waitExposed(made)

    seen = [child for child in made.top.findChildren(QWidget) if child.isVisible()]
    assert made.width() == width
    assert max(child.geometry().right() for child in seen) < made.top.width()
    assert not _overlapping(seen)


def _overlapping(widgets: list[QWidget]) -> list[tuple[str, str]]:
    ordered = sorted(widgets, key=lambda widget: widget.x())
    return [
        (left.objectName(), right.objectName())
        for left, right in pairwise(ordered)
        if left.geometry().right() >= right.geometry().left()
    ]


def test_every_control_has_a_name_and_an_accessible_name(window: MainWindow) -> None:
    window.set_clocks((ClockState("recheck", "复测", "14:40"),))
    controls = [*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)]

    ours = [one for one in controls if not one.objectName().startswith(("qt_", "name", "phone"))]
    nameless = [one for one in ours if not one.objectName() or not one.accessibleName()]
    assert [type(one).__name__ for one in nameless if type(one).__name__ != "QToolButton"] == []


def test_the_focus_frame_stands_three_pixels_outside(qtbot: QtBot, window: MainWindow) -> None:
    phone = _desk(window).second

    phone.setFocus()

    frame = window.focus_frame
    qtbot.waitUntil(frame.isVisible)
    origin = phone.mapTo(window, phone.rect().topLeft())
    assert frame.geometry().topLeft() == origin - phone.rect().topLeft().__class__(5, 5)
    assert frame.width() == phone.width() + 10


def test_the_focus_frame_follows_what_moves(qtbot: QtBot, window: MainWindow) -> None:
    phone = _desk(window).second
    phone.setFocus()
    before = window.focus_frame.y()

    phone.move(0, 160)

    assert window.focus_frame.y() == before + 100


def test_a_group_is_framed_as_one(qtbot: QtBot, window: MainWindow) -> None:
    desk = _desk(window)
    desk.setProperty("focusGroup", True)

    desk.second.setFocus()

    assert window.focus_frame.target is desk


def test_the_frame_goes_when_its_widget_goes(qtbot: QtBot, window: MainWindow) -> None:
    gone = QLineEdit(_desk(window))
    gone.show()
    gone.setFocus()

    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()

    assert window.focus_frame.target is not gone


def test_a_page_alone_hides_the_desks(qtbot: QtBot, window: MainWindow) -> None:
    page = Form()

    window.show_page(page)
    alone = (page.isVisible(), window.rail.isVisible())
    window.show_shell()

    assert alone == (True, False)
    assert window.rail.isVisible()


def test_closing_is_told(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()


@pytest.mark.parametrize(("second", "wait"), [(0, 60_020), (7, 53_020), (59, 1_020)])
def test_the_clock_wakes_just_behind_the_next_minute(second: int, wait: int) -> None:
    assert ms_to_next(AT.replace(second=second)) == wait


def test_the_clock_tells_the_time_at_its_start(qtbot: QtBot) -> None:
    clock = MinuteClock(lambda: AT)

    with qtbot.waitSignal(clock.ticked) as caught:
        clock.start()

    clock.stop()
    assert caught.args == [AT]
