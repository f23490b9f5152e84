"""The whole program with nurse Zhang at the desk, and what its shift pages show."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.people import Staff, StaffId
from feverclinic.services.admin import add_staff, set_badge
from feverclinic.services.signing_in import set_own_pin, sign_in
from feverclinic.settings import load_settings
from feverclinic.storage.store import transaction
from tests.builders import GATE, HEAD, NOON
from ui.app import App
from ui.shift.switch_page import SwitchPage
from ui.sign_in.presenter import FirstRun
from ui.triage.presenter import TriagePresenter

PASSWORD = "correct horse"
ZHANG = FirstRun("市立医院", "预检分诊 1 号点", "张护士", "zhang", PASSWORD, PASSWORD)
SLOW = 20_000


class Wall:
    """The wall of this work place, moved by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def seated_app(qtbot: QtBot, qapp: QApplication, tmp_path: Path, wall: Wall) -> Iterator[App]:
    """The program with nurse Zhang at the desk; nurse Li has a PIN and a badge of this station."""
    app = App(qapp, load_settings(None, tmp_path, {}), wall)
    app.start()
    with qtbot.waitSignal(app.seat.seated, timeout=SLOW):
        app.sign_in.make_administrator(ZHANG)
    assert app.records is not None
    with transaction(app.records.engine, HEAD, NOON, GATE) as store:
        new = Staff(StaffId(0), "li", "李梅", "护师", "triage_nurse")
        added = add_staff(store, new, PASSWORD)
        set_badge(store, added.id, "NB-000123")
        sign_in(store, "li", PASSWORD)
    with transaction(app.records.engine, added, NOON, GATE) as store:
        set_own_pin(store, PASSWORD, "2468")
    yield app
    app.window.may_close = lambda: True
    app.window.close()
    app.window.deleteLater()
    app.deleteLater()


def desk_of(app: App) -> TriagePresenter:
    assert app.desk is not None
    return app.desk.triage


def page_of(qtbot: QtBot, app: App, kind: type[QWidget]) -> QWidget:
    """The page of that kind that stands in the place of the desk now."""

    def shown() -> bool:
        return any(one.isVisible() for one in app.window.findChildren(kind))

    qtbot.waitUntil(shown, timeout=SLOW)
    return next(one for one in app.window.findChildren(kind) if one.isVisible())


def switch_page(qtbot: QtBot, app: App) -> SwitchPage:
    page = page_of(qtbot, app, SwitchPage)
    assert isinstance(page, SwitchPage)
    qtbot.waitUntil(lambda: len(page.rows) == 2, timeout=SLOW)
    return page


def words_on(widget: QWidget) -> str:
    """All that can be read on a page."""
    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return "\n".join((*labels, *(one.text() for one in widget.findChildren(QPushButton))))


def take_over(qtbot: QtBot, app: App, page: SwitchPage, number: Qt.Key, pin: str) -> None:
    page.setFocus()
    qtbot.keyClick(page, number)
    qtbot.keyClicks(page.secret.edit, pin)
    with qtbot.waitSignal(app.seat.seated, timeout=SLOW):
        qtbot.keyClick(page.secret.edit, Qt.Key.Key_Return)


def name_of(app: App) -> str:
    assert app.actor is not None
    return app.actor.name
