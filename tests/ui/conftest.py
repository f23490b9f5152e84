"""Windows of one test are gone before the next begins; one triage desk serves many tests."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from feverclinic.domain.intake import Intake
from feverclinic.services.rulebook import triage_rules
from feverclinic.wording import wording
from tests.ui.hands import Pair
from tests.ui.seated import seated_app, wall
from ui.pictures import settle
from ui.theme import apply_theme, load_theme
from ui.triage.desk import TriageDesk
from ui.triage.queue_rows import Part
from ui.triage.scene_presenter import NOON, ScenePresenter
from ui.triage.scenes import PLACES, SCENES

__all__ = ["seated_app", "wall"]  # fixtures of the whole program


@pytest.fixture(autouse=True)
def closed_windows() -> Iterator[None]:
    """Deletes that were put off are done now: a sheet set later would dress every window left."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module")
def shared_desk(qapp: QApplication) -> Iterator[Pair]:
    """One desk for all tests here; building one takes longer than any of them."""
    apply_theme(qapp, load_theme("light"))
    presenter = ScenePresenter(SCENES["empty"](), triage_rules())
    desk = TriageDesk(presenter, wording("zh_CN"), load_theme("light"), PLACES)
    desk.resize(1302, 686)
    desk.show()
    settle()
    yield desk, presenter
    desk.close()
    desk.deleteLater()
    settle()


def _staged(pair: Pair, state: str) -> Pair:
    """The desk with another form on it, in that state, and a presenter that has heard nothing."""
    desk, presenter = pair
    scene = SCENES[state]()
    presenter.open(Intake(NOON.replace(year=2019)), scene.outlook)
    desk.queue.choose(Part.TODAY)
    presenter.stage(scene)
    presenter.heard.clear()
    desk.activateWindow()
    settle()
    return desk, presenter


@pytest.fixture
def empty_desk(shared_desk: Pair) -> Pair:
    return _staged(shared_desk, "empty")


@pytest.fixture
def busy_desk(shared_desk: Pair) -> Pair:
    return _staged(shared_desk, "busy")


@pytest.fixture
def refused_desk(shared_desk: Pair) -> Pair:
    return _staged(shared_desk, "refused")


@pytest.fixture
def closed(busy_desk: Pair) -> Iterator[Pair]:
    """The busy desk, and whatever was asked is forgotten for the next test."""
    yield busy_desk
    busy_desk[0].route.leave_ask()
