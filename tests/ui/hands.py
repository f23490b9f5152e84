"""Hands for the tests of a desk: find by name, press, type a key, commit what an input method holds."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ui.triage.desk import TriageDesk
from ui.triage.scene_presenter import ScenePresenter

Pair = tuple[TriageDesk, ScenePresenter]


def find(desk: TriageDesk, name: str) -> QWidget:
    found = desk.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def press(desk: TriageDesk, name: str) -> None:
    button = find(desk, name)
    assert isinstance(button, QPushButton)
    button.click()


def key(desk: TriageDesk, key: Qt.Key) -> None:
    QTest.keyClick(desk.focusWidget() or desk, key)


def commit(widget: QWidget, text: str) -> None:
    """What an input method does when the nurse has chosen her characters."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
