"""Hands for the tests of a desk: find by name, press, type a key, commit what an input method holds."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from feverclinic.domain.visits import VisitId
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


def shift(desk: TriageDesk, pressed: Qt.Key) -> None:
    QTest.keyClick(desk.focusWidget() or desk, pressed, Qt.KeyboardModifier.ShiftModifier)


def digits(desk: TriageDesk, *pressed: Qt.Key) -> None:
    for one in pressed:
        key(desk, one)


def saved(pair: Pair) -> None:
    """The form on the desk is one of a saved visit, and the presenter has heard nothing."""
    _, presenter = pair
    presenter.open(replace(presenter.intake, visit_id=VisitId(9)), replace(presenter.outlook))
    presenter.heard.clear()


def commit(widget: QWidget, text: str) -> None:
    """What an input method does when the nurse has chosen her characters."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
