"""A scanner that types, at a real window: nothing of a code reaches a field, all of a person's keys do."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.wording import wording
from ui.theme import load_theme
from ui.wedge import Wedge
from ui.widgets.answer_toggle import AnswerToggle
from ui.widgets.symptom_chips import SymptomChips

CARD = "37039919900101116X"
GAP_MS = 50
SHIFT, NO_SHIFT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
SUFFIXES = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}


class Window(QWidget):
    """A name, a question, chips and a button, and what was heard of each."""

    def __init__(self) -> None:
        super().__init__()
        words, theme = wording("zh_CN"), load_theme("light")
        self.name = QLineEdit()
        self.toggle = AnswerToggle("q1", "接触", words, theme)
        self.chips = SymptomChips("symptoms", "症状", (("cough", "咳嗽"),), theme)
        self.button = QPushButton("保存")
        self.edited: list[str] = []
        self.answers: list[str] = []
        self.presses: list[str] = []
        column = QVBoxLayout(self)
        for widget in (self.name, self.toggle, self.chips, self.button):
            column.addWidget(widget)
        self.name.textEdited.connect(self.edited.append)
        self.name.returnPressed.connect(lambda: self.presses.append("Enter"))
        self.toggle.changed.connect(self.answers.append)
        self.toggle.moved_on.connect(lambda: self.presses.append("next"))
        self.button.clicked.connect(lambda: self.presses.append("save"))


class Keyboard:
    """Presses keys at the window as the window system does, each at its own time stamp."""

    def __init__(self, window: QWindow) -> None:
        self._window = window
        self.now_ms = 10_000

    def press(self, text: str, after_ms: int, modifiers: Qt.KeyboardModifier = NO_SHIFT) -> None:
        self.now_ms += after_ms
        key = SUFFIXES.get(text, ord(text.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, int(key), modifiers, text)
            event.setTimestamp(self.now_ms)
            QCoreApplication.sendEvent(self._window, event)

    def type(self, text: str, gap_ms: int = 150) -> None:
        for one in text:
            self.press(one, gap_ms)

    def scan(self, code: str, gap_ms: int = 8, end: str = "\r", first_ms: int = 300) -> None:
        for at, one in enumerate(code):
            self.press(one, gap_ms if at else first_ms, SHIFT if one.isupper() else NO_SHIFT)
        self.press(end, gap_ms)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    one = Window()
    qtbot.addWidget(one)
    one.show()
    one.activateWindow()
    qtbot.waitUntil(one.isActiveWindow)
    return one


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def clock() -> list[int]:
    """Milliseconds of the program's own clock, which stands still between two keys."""
    return [0]


@pytest.fixture
def wedge(window: Window, heard: list[str], clock: list[int]) -> Iterator[Wedge]:
    one = Wedge(GAP_MS, lambda: clock[0], lambda text: text == CARD, window)
    one.scanned.connect(heard.append)
    one.broken.connect(lambda: heard.append("broken"))
    one.start()
    yield one
    one.stop()


@pytest.fixture
def keyboard(window: Window, wedge: Wedge) -> Keyboard:
    assert wedge.parent() is window
    return Keyboard(window.windowHandle())


def test_a_scan_in_the_middle_of_a_name_leaves_the_name_and_its_caret(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.name.setFocus()
    keyboard.type("zhangsan")
    window.name.setCursorPosition(5)

    keyboard.scan(CARD)
    qtbot.waitUntil(lambda: heard == [CARD])
    keyboard.type("x")

    assert window.name.text() == "zhangxsan"
    assert window.presses == []


def test_a_scan_over_selected_text_brings_the_selection_back(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.name.setFocus()
    window.name.setText("张三丰")
    window.name.setSelection(1, 2)

    keyboard.scan(CARD)
    qtbot.waitUntil(lambda: heard == [CARD])

    assert (window.name.text(), window.name.selectedText()) == ("张三丰", "三丰")
    assert window.edited[-1] == "张三丰"


@pytest.mark.parametrize("code", ["1990X0-1", "0990X0-1", "9990X0-1"])
def test_a_scan_answers_no_question_although_its_first_key_is_an_answer(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str], code: str
) -> None:
    window.toggle.show_text("NO")
    window.toggle.setFocus()

    keyboard.scan(code)
    qtbot.waitUntil(lambda: heard == [code])

    assert window.toggle.text() == "NO"
    assert window.presses == []


def test_a_scan_answers_no_chip(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.chips.setFocus()

    keyboard.scan("1990X0-1")
    qtbot.waitUntil(lambda: heard == ["1990X0-1"])

    assert window.chips.chips["cough"].answer == ""


def test_a_digit_answers_a_question_before_any_time_has_passed(
    window: Window, keyboard: Keyboard
) -> None:
    window.toggle.setFocus()

    keyboard.press("1", 300)

    assert (window.toggle.text(), window.answers) == ("YES", ["YES"])


def test_enter_of_a_scan_presses_no_button(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.button.setFocus()
    window.button.setDefault(True)

    keyboard.scan(CARD)
    keyboard.press("\r", 8)
    qtbot.waitUntil(lambda: heard == [CARD])

    assert window.presses == []


def test_tab_of_a_scan_moves_no_focus(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.name.setFocus()

    keyboard.scan(CARD, end="\t")
    qtbot.waitUntil(lambda: heard == [CARD])

    assert QApplication.focusWidget() is window.name


def test_fast_typing_that_ends_in_nothing_arrives_in_its_order_after_the_gap(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.name.setFocus()

    keyboard.type("zhangsan", 20)

    qtbot.waitUntil(lambda: window.name.text() == "zhangsan")
    assert heard == []


def test_letters_of_a_code_keep_their_case(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.name.setFocus()

    keyboard.scan("GATE-a01B")

    qtbot.waitUntil(lambda: heard == ["GATE-a01B"])


def test_held_keys_go_before_a_function_key(window: Window, keyboard: Keyboard) -> None:
    seen: list[str] = []
    shortcut = QShortcut(QKeySequence("F9"), window)
    shortcut.activated.connect(lambda: seen.append(window.name.text()))
    window.name.setFocus()
    keyboard.type("ab", 20)

    override = QKeyEvent(QEvent.Type.ShortcutOverride, int(Qt.Key.Key_F9), NO_SHIFT)
    QCoreApplication.sendEvent(window.name, override)

    assert window.name.text() == "ab"


def test_a_shortcut_on_a_plain_key_does_not_fire_within_a_scan(
    window: Window, keyboard: Keyboard
) -> None:
    window.button.setFocus()
    keyboard.type("12", 8)

    override = QKeyEvent(QEvent.Type.ShortcutOverride, int(Qt.Key.Key_Equal), NO_SHIFT, "=")
    override.ignore()
    QCoreApplication.sendEvent(window.button, override)

    assert override.isAccepted()


def test_a_click_lets_go_what_is_held_first(
    qtbot: QtBot, window: Window, keyboard: Keyboard
) -> None:
    window.name.setFocus()
    keyboard.type("ab", 20)

    qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton)

    assert window.name.text() == "ab"


def committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def test_a_scan_into_an_open_input_method_is_said_to_be_broken_and_fills_nothing(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.name.setFocus()
    window.name.setText("欧阳")

    QCoreApplication.sendEvent(window.name, committed("掌握"))
    keyboard.scan(CARD[1:], first_ms=8)
    qtbot.waitUntil(lambda: heard == ["broken"])

    assert (window.name.text(), window.edited[-1]) == ("欧阳", "欧阳")


def test_capitals_that_an_input_method_hands_through_are_keys_of_the_code(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str]
) -> None:
    window.name.setFocus()

    keyboard.type(CARD[:-1], 8)
    QCoreApplication.sendEvent(window.name, committed("X"))
    keyboard.press("\r", 8)
    qtbot.waitUntil(lambda: heard == [CARD])

    assert window.name.text() == ""


def test_a_capital_typed_through_an_input_method_arrives(window: Window, wedge: Wedge) -> None:
    assert wedge.parent() is window
    window.name.setFocus()

    QCoreApplication.sendEvent(window.name, committed("X"))

    assert window.name.text() == "X"


def test_a_name_committed_by_an_input_method_stays_when_a_whole_scan_follows_later(
    qtbot: QtBot, window: Window, keyboard: Keyboard, heard: list[str], clock: list[int]
) -> None:
    window.name.setFocus()

    QCoreApplication.sendEvent(window.name, committed("张三"))
    clock[0] += 300
    keyboard.scan(CARD, first_ms=300)
    qtbot.waitUntil(lambda: heard == [CARD])

    assert window.name.text() == "张三"


def test_keys_sent_to_a_widget_and_not_by_a_keyboard_are_left_alone(
    qtbot: QtBot, window: Window, wedge: Wedge, heard: list[str]
) -> None:
    assert wedge.parent() is window
    window.name.setFocus()

    qtbot.keyClicks(window.name, CARD)
    qtbot.keyClick(window.name, Qt.Key.Key_Return)

    assert (window.name.text(), window.presses, heard) == (CARD, ["Enter"], [])
