"""Room on the isolation desk: nothing is cut or leaves its place, in both languages and type sizes."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.wording import wording
from ui.isolation.desk import IsolationDesk
from ui.isolation.scenes import isolation_desk
from ui.isolation.strip import CountStrip
from ui.pictures import settle
from ui.theme import apply_theme, load_theme
from ui.widgets.key_cap import KeyButton
from ui.widgets.patient_banner import ElidedLabel

TIGHT, USUAL = 14, 26
# Within a window of 1024x696, 1366x768 and 1920x1080.
SIZES = ((968, 614), (1302, 686), (1856, 998))


def built(
    qtbot: QtBot,
    qapp: QApplication,
    size: tuple[int, int],
    language: str,
    state: str,
    *,
    large: bool,
) -> IsolationDesk:
    theme = load_theme("light", is_large=large)
    apply_theme(qapp, theme)
    desk = isolation_desk(theme, wording(language), state)
    qtbot.addWidget(desk)
    desk.resize(*size)
    desk.show()
    settle()
    settle()
    return desk


def place(widget: QWidget, desk: QWidget) -> QRect:
    return QRect(widget.mapTo(desk, QPoint(0, 0)), widget.size())


def is_outside(widget: QWidget, desk: QWidget) -> bool:
    """Beside the desk, or below it unless it scrolls."""
    box = place(widget, desk)
    scrolls = any(one.isAncestorOf(widget) for one in desk.findChildren(QScrollArea))
    return box.right() >= desk.width() or (not scrolls and box.bottom() >= desk.height())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES, ids=["1024", "1366", "1920"])
@pytest.mark.parametrize("state", ["empty", "busy", "refused"])
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_no_word_is_cut_and_nothing_leaves_the_desk(
    qtbot: QtBot, qapp: QApplication, state: str, size: tuple[int, int], language: str, large: bool
) -> None:
    desk = built(qtbot, qapp, size, language, state, large=large)

    cut = [
        button.text()
        for button in desk.findChildren(KeyButton)
        if button.isVisible()
        and button.sizeHint().width() - (TIGHT if button.property("tight") == "true" else USUAL)
        > button.width()
    ]
    cut += [
        said.text()
        for said in desk.findChildren(QLabel)
        if said.isVisible()
        and not isinstance(said, ElidedLabel)
        and not said.wordWrap()
        and said.sizeHint().width() > said.width() + 1
    ]
    outside = [
        widget.objectName()
        for widget in desk.findChildren(QWidget)
        if widget.isVisible() and widget.objectName() and is_outside(widget, desk)
    ]
    assert (cut, outside, (desk.width(), desk.height())) == ([], [], size)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_buttons_of_the_strip_stand_beside_each_other_at_1024(
    qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    desk = built(qtbot, qapp, SIZES[0], language, "busy", large=False)
    strip = desk.findChild(CountStrip)
    assert strip is not None

    boxes = [place(one, desk) for one in (*strip.buttons.values(), strip.finder)]

    assert all(left.right() < right.left() for left, right in pairwise(boxes))


def test_the_whole_list_stands_above_where_the_window_is_wide(
    qtbot: QtBot, qapp: QApplication
) -> None:
    desk = built(qtbot, qapp, SIZES[2], "zh_CN", "busy", large=False)

    assert [one.isVisible() for one in desk.doctors.columns.values()] == [True] * 5
    assert desk.room_pane.isVisible()
    assert desk.case.isVisible()
    assert desk.gates.isVisible()
    assert not desk.strip.isVisible()
    assert desk.strip.finder.isVisible()


def test_at_1366_one_column_case_and_conditions_stand_side_by_side(
    qtbot: QtBot, qapp: QApplication
) -> None:
    desk = built(qtbot, qapp, SIZES[1], "zh_CN", "busy", large=False)

    assert sum(one.isVisible() for one in desk.doctors.columns.values()) == 1
    assert desk.case.isVisible()
    assert desk.gates.isVisible()


def test_at_1024_the_case_takes_the_place_of_the_list(qtbot: QtBot, qapp: QApplication) -> None:
    desk = built(qtbot, qapp, SIZES[0], "zh_CN", "busy", large=False)

    assert desk.case.isVisible()
    assert not desk.doctors.isVisible()
    assert desk.gates.isVisible()


def test_a_window_that_grows_and_shrinks_keeps_everything(qtbot: QtBot, qapp: QApplication) -> None:
    desk = built(qtbot, qapp, SIZES[0], "zh_CN", "busy", large=False)

    for size in (*SIZES[1:], *reversed(SIZES)):
        desk.resize(*size)
        settle()

    assert desk.strip.finder.isVisible()
    assert (desk.width(), desk.height()) == SIZES[0]
    assert desk.case.isVisible()
