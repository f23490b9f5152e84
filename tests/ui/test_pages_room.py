"""Room for the pages of isolation: on the smallest screen, in both languages and type sizes."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.wording import Wording, wording
from ui.isolation.after_scenes import after_page
from ui.isolation.merge_scenes import merge_page
from ui.isolation.set_up_scenes import set_up_page
from ui.isolation.sign_scenes import sign_page
from ui.pictures import settle
from ui.theme import Theme, apply_theme, load_theme
from ui.trial.scenes import trial_desk
from ui.widgets.key_cap import KeyButton

KEY_BUTTON_PADDING = 26
WIDE, HIGH = 968, 614
PAGES: dict[str, Callable[[Theme, Wording, str], QWidget]] = {
    "after": after_page,
    "merge": merge_page,
    "set_up": set_up_page,
    "sign": sign_page,
    "trial": trial_desk,
}
STATES = [(name, state) for name in PAGES for state in ("empty", "busy", "refused")]


@pytest.mark.parametrize(("name", "state"), [*STATES, ("sign", "record")])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_nothing_is_cut_on_the_smallest_screen(
    qtbot: QtBot, qapp: QApplication, name: str, state: str, language: str, large: bool
) -> None:
    theme = load_theme("light", is_large=large)
    apply_theme(qapp, theme)
    page = PAGES[name](theme, wording(language), state)
    qtbot.addWidget(page)
    page.resize(WIDE, HIGH)
    page.show()
    settle()

    cut = [
        one.text()
        for one in page.findChildren(KeyButton)
        if one.isVisible() and one.sizeHint().width() - KEY_BUTTON_PADDING > one.width()
    ]
    nameless = [
        one
        for one in page.findChildren(QPushButton)
        if not one.objectName() or not one.accessibleName()
    ]
    assert (cut, nameless) == ([], [])
    assert (page.width(), page.height()) == (WIDE, HIGH)
