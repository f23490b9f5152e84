"""Where the patient's screen is shown: on a second screen by itself, in a window by Ctrl+P."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.wording import wording
from tests.ui.followed_desk import HOSPITAL, FollowedDesk
from ui.main_window import MainWindow
from ui.patient_window.telling import Kind
from ui.patient_window.windows import PatientWindows, second_of
from ui.theme import load_theme
from ui.triage.scene_presenter import NOON

ROOT = Path(__file__).parents[2]
LIGHT = load_theme("light")
A_SCREEN = {"y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
TWO_SCREENS = {
    "screens": [
        {**A_SCREEN, "name": "nurse", "x": 0, "width": 1366, "height": 768},
        {**A_SCREEN, "name": "patient", "x": 1366, "width": 1920, "height": 1080},
    ]
}


@pytest.fixture
def at(qapp: QApplication) -> FollowedDesk:
    return FollowedDesk()


@pytest.fixture
def windows(qtbot: QtBot, at: FollowedDesk) -> Iterator[PatientWindows]:
    """The nurse's window with a field of the form in it, on the only screen."""
    main, desk = QMainWindow(), QWidget()
    field = QLineEdit(desk)
    field.setObjectName("q2")
    main.setCentralWidget(desk)
    qtbot.addWidget(main)
    made = PatientWindows(at.patient, "auto", lambda: HOSPITAL)
    made.dress(desk, LIGHT, wording("zh_CN"))
    yield made
    made.close()


def placed(folder: Path, setting: str) -> list[list[object] | None]:
    """Where it stood in a program that has two screens: at first, without the second, with it again."""
    file = folder / "screens.json"
    file.write_text(json.dumps(TWO_SCREENS), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ui.at_two_screens", setting],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={file}"},
        capture_output=True,
        text=True,
        timeout=50,
        check=True,
    )
    return json.loads(ended.stdout)


def test_it_fills_the_second_screen_goes_with_it_and_comes_back(tmp_path: Path) -> None:
    whole = [1366, 0, 1920, 1080, "patient"]

    assert placed(tmp_path, "auto") == [whole, None, whole]


def test_switched_off_it_stays_away_from_a_second_screen(tmp_path: Path) -> None:
    assert placed(tmp_path, "off") == [None, None, None]


def test_with_one_screen_it_waits_to_be_asked_for(windows: PatientWindows) -> None:
    windows.look_for_screen()
    before = windows.screen

    windows.toggle()

    assert before is None
    assert windows.screen is not None
    assert windows.screen.isVisible()


def test_asked_for_again_it_goes(windows: PatientWindows) -> None:
    windows.toggle()

    windows.toggle()

    assert windows.screen is None


def test_ctrl_p_asks_for_it(qtbot: QtBot) -> None:
    main = MainWindow(LIGHT, wording("zh_CN"), lambda: NOON)
    desk = QLineEdit()
    main.add_desk("triage", "shell.desk_triage", "clipboard-list", desk)
    qtbot.addWidget(main)
    with qtbot.waitActive(main):
        main.show()
        main.activateWindow()
    main.show_shell()

    with qtbot.waitSignal(main.patient_asked):
        QTest.keyClick(desk, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def test_the_window_says_when_the_desks_are_covered_and_when_they_are_not(qtbot: QtBot) -> None:
    main, said = MainWindow(LIGHT, wording("zh_CN"), lambda: NOON), list[bool]()
    qtbot.addWidget(main)
    main.alone_changed.connect(said.append)

    main.show_page(QWidget())
    main.show_shell()

    assert said == [True, False]


def test_it_shows_what_is_asked_at_the_field_with_the_keyboard(
    qtbot: QtBot, at: FollowedDesk, windows: PatientWindows
) -> None:
    windows.toggle()
    at.type(q1="NO")
    assert windows._desk is not None
    main = windows._desk.window()
    field = main.findChild(QLineEdit, "q2")
    assert isinstance(field, QLineEdit)
    with qtbot.waitActive(main):
        main.show()
        main.activateWindow()

    field.setFocus()

    qtbot.waitUntil(lambda: at.page.kind is Kind.QUESTION)
    assert windows.screen is not None
    assert "14 天内，接触过检测阳性的人吗？" in windows.screen.words


def test_another_look_keeps_it_open_with_its_page(
    at: FollowedDesk, windows: PatientWindows
) -> None:
    windows.toggle()
    at.arm()
    desk = windows._desk
    assert desk is not None

    windows.dress(desk, load_theme("dark"), wording("en"))

    assert windows.screen is not None
    assert windows.screen.windowTitle() == "Patient's screen"
    assert "请测体温" in windows.screen.words


@pytest.mark.parametrize(
    ("screens", "own", "second"),
    [
        (("a",), "a", None),
        (("a", "b"), "a", "b"),
        (("a", "b"), "b", "a"),
        (("a", "b", "c"), "a", "b"),
        ((), None, None),
        (("a",), None, None),
    ],
)
def test_the_second_screen_is_never_the_nurses_own(
    screens: tuple[str, ...], own: str | None, second: str | None
) -> None:
    assert second_of(screens, own) == second
