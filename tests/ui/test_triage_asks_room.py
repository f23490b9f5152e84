"""Room for the sheets that ask: on the smallest screen, in both languages and type sizes."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.services.rulebook import triage_rules
from feverclinic.wording import wording
from ui.pictures import settle
from ui.theme import apply_theme, load_theme
from ui.triage.desk import TriageDesk
from ui.triage.scene_presenter import ScenePresenter
from ui.triage.scenes import PLACES, SCENES
from ui.widgets.key_cap import KeyButton

KEY_BUTTON_PADDING = 26


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", ["end", "hand_out", "announce", "receive", "send", "undo"])
def test_no_sheet_cuts_a_word_or_leaves_its_pane(
    qtbot: QtBot, qapp: QApplication, kind: str, language: str, large: bool
) -> None:
    theme = load_theme("light", is_large=large)
    apply_theme(qapp, theme)
    presenter = ScenePresenter(SCENES["busy"](), triage_rules())
    desk = TriageDesk(presenter, wording(language), theme, PLACES)
    presenter.setParent(desk)
    qtbot.addWidget(desk)
    desk.resize(968, 614)
    desk.show()
    qtbot.waitExposed(desk)
    presenter.play()

    getattr(desk.acts.asks, kind)()
    settle()

    sheet = desk.route.ask
    cut = [
        button.text()
        for button in sheet.findChildren(KeyButton)
        if button.sizeHint().width() - KEY_BUTTON_PADDING > button.width()
    ]
    cut += [
        said.text()
        for said in sheet.findChildren(QLabel)
        if said.isVisible() and not said.wordWrap() and said.sizeHint().width() > said.width() + 1
    ]
    outside = [
        widget.objectName()
        for widget in sheet.findChildren(QWidget)
        if widget.isVisible()
        and QRect(widget.mapTo(desk.route, QPoint(0, 0)), widget.size()).right()
        >= desk.route.width()
    ]
    assert (cut, outside) == ([], [])
