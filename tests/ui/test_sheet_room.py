"""Room for the sheets: over a narrow desk and a wide one, in both languages and type sizes."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.wording import wording
from ui.isolation.sheets.catalogue import SHEETS
from ui.isolation.sheets.scenes import sheet_page
from ui.pictures import settle
from ui.theme import apply_theme, load_theme
from ui.widgets.key_cap import KeyButton

KEY_BUTTON_PADDING = 26


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("width", [480, 640, 900])
@pytest.mark.parametrize("act", SHEETS)
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_no_sheet_cuts_a_word_or_leaves_its_room(
    qtbot: QtBot, qapp: QApplication, act: str, width: int, language: str, large: bool
) -> None:
    theme = load_theme("light", is_large=large)
    apply_theme(qapp, theme)
    page = sheet_page(theme, wording(language), act, "refused")
    qtbot.addWidget(page)
    page.resize(width, 614)
    page.show()
    settle()
    settle()

    cut = [
        button.text()
        for button in page.findChildren(KeyButton)
        if button.isVisible() and button.sizeHint().width() - KEY_BUTTON_PADDING > button.width()
    ]
    cut += [
        said.text()
        for said in page.findChildren(QLabel)
        if said.isVisible()
        and not page.banner.isAncestorOf(said)
        and not said.wordWrap()
        and said.sizeHint().width() > said.width() + 1
    ]
    outside = [
        widget.objectName()
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.objectName()
        and QRect(widget.mapTo(page, QPoint(0, 0)), widget.size()).right() >= page.width()
    ]
    assert (cut, outside, page.width()) == ([], [], width)
