"""A digit with Alt or Ctrl leads somewhere; it never answers a question on the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.wording import wording
from ui.theme import load_theme
from ui.widgets.answer_toggle import AnswerToggle
from ui.widgets.symptom_chips import Chip

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
DIGITS = [Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_9]


@pytest.mark.parametrize("modifier", [ALT, CTRL])
@pytest.mark.parametrize("key", DIGITS)
def test_a_question_is_not_answered_by_a_command(
    qtbot: QtBot, qapp: QApplication, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    toggle = AnswerToggle("q1", "接触", wording("zh_CN"), load_theme("light"))
    qtbot.addWidget(toggle)
    answers: list[str] = []
    toggle.changed.connect(answers.append)

    QTest.keyClick(toggle, key, modifier)
    silent = list(answers)
    QTest.keyClick(toggle, key, Qt.KeyboardModifier.KeypadModifier)

    assert silent == []
    assert len(answers) == 1


@pytest.mark.parametrize("modifier", [ALT, CTRL])
@pytest.mark.parametrize("key", DIGITS)
def test_a_symptom_is_not_answered_by_a_command(
    qtbot: QtBot, qapp: QApplication, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    chip = Chip("COUGH", "咳嗽", load_theme("light"))
    qtbot.addWidget(chip)
    answers: list[str] = []
    chip.answered.connect(answers.append)

    QTest.keyClick(chip, key, modifier)
    silent = list(answers)
    QTest.keyClick(chip, key, Qt.KeyboardModifier.KeypadModifier)

    assert silent == []
    assert len(answers) == 1
