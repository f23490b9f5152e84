"""Where the keyboard goes when a sheet of the form closes under the fingers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.hands import Pair, key


def focused() -> QWidget:
    held = QApplication.focusWidget()
    assert held is not None
    return held


def test_esc_out_of_the_companions_goes_to_the_first_open_question(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    key(desk, Qt.Key.Key_F6)
    was_in_the_card = desk.form.card.isAncestorOf(focused())

    key(desk, Qt.Key.Key_Escape)

    assert was_in_the_card
    assert focused() is desk.form.now.questions[0].toggle
    heard = list(presenter.heard)
    key(desk, Qt.Key.Key_Return)
    assert presenter.heard == heard
