"""The top line's chips: clocks by urgency, devices and records in words."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import DeviceState
from feverclinic.domain.civil_time import CHINA
from feverclinic.wording import wording
from ui.main_window import MainWindow
from ui.theme import apply_theme, load_theme
from ui.widgets.clock_chip import ClockChip, ClockState, Rank
from ui.widgets.device_chip import (
    DeviceChipState,
    Readiness,
    ServerKind,
    ServerState,
    chip_state,
)

AT = datetime(2020, 2, 28, 14, 31, 7, tzinfo=CHINA)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> MainWindow:
    apply_theme(qapp, load_theme("light"))
    made = MainWindow(load_theme("light"), wording("zh_CN"), lambda: AT)
    qtbot.addWidget(made)
    made.add_desk("triage", "shell.desk_triage", "clipboard-list", QWidget())
    made.add_desk("devices", "shell.desk_devices", "thermometer-gun", QWidget(), is_tool=True)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def _chips(window: MainWindow) -> list[str]:
    return sorted(chip.objectName() for chip in window.top.findChildren(ClockChip))


def test_the_most_urgent_clocks_are_shown_first(window: MainWindow) -> None:
    window.set_clocks(
        (
            ClockState("a", "复测 甲", "14:40"),
            ClockState("b", "复测 乙", "14:41"),
            ClockState("c", "报卡 超时", "00:07", Rank.ACT),
        )
    )

    assert _chips(window) == ["clock.a", "clock.c"]


def test_a_clock_that_goes_on_keeps_its_chip(window: MainWindow) -> None:
    window.set_clocks((ClockState("a", "报卡 剩", "00:02", Rank.SOON),))
    before = window.top.findChild(ClockChip, "clock.a")

    window.set_clocks((ClockState("a", "报卡 超时", "00:01", Rank.ACT),))

    after = window.top.findChild(ClockChip, "clock.a")
    assert after is before
    assert after is not None
    assert after.accessibleName() == "报卡 超时 00:01"


def test_a_click_on_a_clock_opens_its_list(qtbot: QtBot, window: MainWindow) -> None:
    window.set_clocks((ClockState("recheck", "复测 孙桂英", "14:40"),))
    chip = window.top.findChild(ClockChip, "clock.recheck")
    assert chip is not None

    with qtbot.waitSignal(window.clock_opened) as caught:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert caught.args == ["recheck"]


def test_the_chip_of_a_clock_keeps_its_width_while_figures_change(window: MainWindow) -> None:
    window.set_clocks((ClockState("a", "报卡 剩", "00:41", Rank.SOON),))
    chip = window.top.findChild(ClockChip, "clock.a")
    assert chip is not None
    before = chip.sizeHint()

    window.set_clocks((ClockState("a", "报卡 剩", "11:11", Rank.SOON),))

    assert chip.sizeHint() == before


def test_devices_are_said_in_words(window: MainWindow) -> None:
    window.set_devices(
        (
            DeviceChipState("蓝", "BLUE", Readiness.READY, "就绪"),
            DeviceChipState("黄", "YELLOW", Readiness.LOST, "断开"),
        )
    )

    assert window.top.devices.accessibleName() == "蓝 就绪; 黄 断开"


@pytest.mark.parametrize(
    ("link", "is_armed", "readiness", "word"),
    [
        ("LIVE", False, Readiness.READY, "就绪"),
        ("LISTENING", False, Readiness.READY, "就绪"),
        ("LIVE", True, Readiness.ARMED, "待测"),
        ("OPENING", True, Readiness.WAITING, "等待"),
        ("LOST", True, Readiness.LOST, "断开"),
        ("BLOCKED", False, Readiness.LOST, "断开"),
        ("NEW_LINK", False, Readiness.LOST, "断开"),
    ],
)
def test_a_link_is_told_in_one_word(
    link: str, is_armed: bool, readiness: Readiness, word: str
) -> None:
    device = DeviceState("蓝枪", "BLUE", link, is_armed=is_armed)

    told = chip_state(device, wording("zh_CN"))

    assert told == DeviceChipState("蓝枪", "BLUE", readiness, word)


def test_no_thermometer_is_said_too(window: MainWindow) -> None:
    window.set_devices(())

    assert window.top.devices.accessibleName() == "未配置体温枪"


def test_the_devices_lead_to_their_page(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.top.devices, Qt.MouseButton.LeftButton)

    assert window.open_key == "devices"


def test_a_server_that_is_away_says_what_waits(window: MainWindow) -> None:
    window.set_server(ServerState(ServerKind.AWAY, 6))

    assert window.top.server.accessibleName() == "离线 · 待上传 6 条"


def test_the_most_urgent_chip_stands_left(qtbot: QtBot, window: MainWindow) -> None:
    window.set_clocks((ClockState("a", "复测 甲", "14:40"),))
    window.set_clocks(
        (ClockState("a", "复测 甲", "14:40"), ClockState("c", "未到", "00:07", Rank.ACT))
    )

    chips = {chip.objectName(): chip for chip in window.top.findChildren(ClockChip)}

    qtbot.waitUntil(lambda: 0 < chips["clock.c"].x() < chips["clock.a"].x())


def test_a_clock_that_calls_to_act_inverts_and_one_more_inverts_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.set_clocks((ClockState("a", "未到", "00:01", Rank.SOON),))
    chip = window.top.findChild(ClockChip, "clock.a")
    assert chip is not None
    calm = chip.is_inverting

    window.set_clocks((ClockState("a", "未到", "00:00", Rank.ACT, loud=1),))
    called = chip.is_inverting
    qtbot.waitUntil(lambda: not chip.is_inverting, timeout=5_000)
    window.set_clocks((ClockState("a", "未到", "00:01", Rank.ACT, loud=1),))
    stands = chip.is_inverting
    window.set_clocks((ClockState("a", "未到 2", "00:01", Rank.ACT, loud=2),))

    assert (calm, called, stands, chip.is_inverting) == (False, True, False, True)


def test_a_chip_that_is_new_and_urgent_inverts_at_once(window: MainWindow) -> None:
    window.set_clocks((ClockState("a", "未到", "00:00", Rank.ACT, loud=1),))

    chip = window.top.findChild(ClockChip, "clock.a")
    assert chip is not None
    assert chip.is_inverting


def test_without_sound_what_is_urgent_goes_on_calling_the_eye(window: MainWindow) -> None:
    window.set_clocks(
        (ClockState("a", "未到", "00:01", Rank.ACT, loud=1), ClockState("b", "乙", ""))
    )
    urgent = window.top.findChild(ClockChip, "clock.a")
    calm = window.top.findChild(ClockChip, "clock.b")
    assert urgent is not None
    assert calm is not None

    window.top.show_sound("无声音", "请接上音箱")
    silent = (urgent.is_insisting, calm.is_insisting, window.top.sound.isVisible())
    window.top.show_sound("", "")
    heard = (urgent.is_insisting, calm.is_insisting, window.top.sound.isVisible())

    assert silent == (True, False, True)
    assert heard == (False, False, False)


def test_what_is_no_longer_urgent_stops_calling(window: MainWindow) -> None:
    window.top.show_sound("无声音", "请接上音箱")
    window.set_clocks((ClockState("a", "未到", "00:01", Rank.ACT, loud=1),))
    chip = window.top.findChild(ClockChip, "clock.a")
    assert chip is not None

    window.set_clocks((ClockState("a", "未到", "", Rank.CALM),))

    assert not chip.is_insisting


def test_a_missing_sound_says_what_to_do(window: MainWindow) -> None:
    window.top.show_sound("无声音", "请接上音箱")

    assert window.top.sound.accessibleName() == "无声音: 请接上音箱"
