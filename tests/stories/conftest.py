"""What all stories share: a work place on each database, with or without a thermometer on a line."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.wording import wording
from tests.engines import Clinic
from tests.stories.workplace import WorkPlace, real_time_work_place, work_place
from ui.theme import apply_theme, load_theme
from ui.triage.desk import TriageDesk


@pytest.fixture(autouse=True)
def closed_windows() -> Iterator[None]:
    """Windows of one story are gone before the next begins."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def place(qapp: QApplication, clinic: Clinic) -> Iterator[WorkPlace]:
    """A work place whose clock is moved by hand."""
    with work_place(clinic) as opened:
        yield opened


@pytest.fixture
def live_place(qapp: QApplication, clinic: Clinic) -> Iterator[WorkPlace]:
    """A work place that listens to real lines."""
    with real_time_work_place(clinic) as opened:
        yield opened


def a_window(qtbot: QtBot, qapp: QApplication, place: WorkPlace) -> TriageDesk:
    """The triage desk of the place on the screen."""
    apply_theme(qapp, load_theme("light"))
    desk = TriageDesk(place.desk, wording("zh_CN"), load_theme("light"))
    qtbot.addWidget(desk)
    desk.resize(1302, 686)
    with qtbot.waitActive(desk):
        desk.show()
        desk.activateWindow()
    return desk
