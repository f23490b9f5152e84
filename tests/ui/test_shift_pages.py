"""The pages of the shift on the smallest screen, in both languages and in large type."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.wording import wording
from ui.pictures import Build
from ui.shift.scenes import hand_over_page, leave_page, switch_page
from ui.theme import apply_theme, load_theme

WIDTH, HEIGHT = 1024, 696


@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("state", ["empty", "busy", "refused"])
@pytest.mark.parametrize("build", [switch_page, hand_over_page, leave_page])
def test_each_page_fits_the_smallest_screen(
    qtbot: QtBot, qapp: QApplication, build: Build, state: str, language: str, is_large: bool
) -> None:
    theme = load_theme("light", is_large=is_large)
    apply_theme(qapp, theme)
    page = build(theme, wording(language), state)
    qtbot.addWidget(page)
    page.resize(WIDTH, HEIGHT)
    page.show()
    qtbot.waitExposed(page)

    assert (page.width(), page.height()) == (WIDTH, HEIGHT)
    assert _cut(page) == []


def _cut(page: QWidget) -> list[str]:
    """Buttons and lines that are narrower than their words."""
    buttons = [
        one.text()
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and one.text() and one.width() < one.minimumSizeHint().width()
    ]
    labels = [
        one.text()
        for one in page.findChildren(QLabel)
        if one.isVisible() and not one.wordWrap() and one.width() < one.sizeHint().width()
    ]
    return buttons + labels
