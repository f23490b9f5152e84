"""Room on the triage desk: nothing is cut, nothing leaves its place, gloves find every target."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.services.rulebook import triage_rules
from feverclinic.wording import Wording, wording
from ui.pictures import settle
from ui.theme import apply_theme, load_theme
from ui.triage.desk import TriageDesk
from ui.triage.scene_presenter import ScenePresenter
from ui.triage.scenes import PLACES, SCENES
from ui.widgets.key_cap import KeyButton
from ui.widgets.patient_banner import ElidedLabel

# What the shell leaves of the three screens, less title bar and task bar of the smallest one.
SIZES = {"1024": (968, 614), "1366": (1302, 686), "1920": (1848, 998)}
PAINTED = ("save_and_print", "resuscitate")
KEY_BUTTON_PADDING = 26


def _doubled(language: str) -> Wording:
    """Every string twice as long, with a place where it may break."""
    words = wording(language)
    kept = ("question_full.", "problem.", "outcome")
    return Wording(
        language,
        {
            key: said if key.startswith(kept) else f"{said} {said}"
            for key, said in words.sentences.items()
        },
    )


WORDS = {"zh_CN": wording("zh_CN"), "en": wording("en"), "doubled": _doubled("zh_CN")}


def _desk(qtbot: QtBot, qapp: QApplication, words: str, state: str, size: str) -> TriageDesk:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    presenter = ScenePresenter(SCENES[state](), triage_rules())
    desk = TriageDesk(presenter, WORDS[words], theme, PLACES)
    presenter.setParent(desk)
    qtbot.addWidget(desk)
    desk.resize(*SIZES[size])
    desk.show()
    qtbot.waitExposed(desk)
    presenter.play()
    desk.form.open_identity()
    desk.form.card.open()
    desk.form.now.manual.open()
    settle()
    return desk


def _shown(desk: TriageDesk) -> Iterator[QWidget]:
    for widget in desk.findChildren(QWidget):
        if widget.isVisibleTo(desk) and widget.width() > 0:
            yield widget


def _is_cut(widget: QWidget) -> bool:
    """Whether the words of a label or a button need more room than they have."""
    if isinstance(widget, ElidedLabel):
        return False
    if isinstance(widget, QLabel):
        if not widget.text() or widget.textFormat().name == "RichText":
            return False
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 2
        return widget.sizeHint().width() > widget.width() + 1
    if isinstance(widget, KeyButton):
        return widget.sizeHint().width() - KEY_BUTTON_PADDING > widget.width()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.fontMetrics().horizontalAdvance(widget.text()) > widget.width()
    return False


def _leaves_its_pane(desk: TriageDesk, widget: QWidget) -> bool:
    """Whether a widget reaches over the side of the pane in which it stands."""
    for pane in (desk.queue, desk.form, desk.route):
        if pane.isAncestorOf(widget):
            box = QRect(widget.mapTo(pane, QPoint(0, 0)), widget.size())
            return box.left() < 0 or box.right() >= pane.width()
    return False


@pytest.mark.parametrize(
    ("words", "size", "state"),
    [
        ("zh_CN", "1024", "refused"),
        ("en", "1024", "busy"),
        ("en", "1024", "refused"),
        ("en", "1366", "busy"),
        ("doubled", "1366", "busy"),
    ],
)
def test_no_words_are_cut_and_nothing_leaves_its_pane(
    qtbot: QtBot, qapp: QApplication, words: str, size: str, state: str
) -> None:
    desk = _desk(qtbot, qapp, words, state, size)

    cut = [(w.objectName(), getattr(w, "text", str)()) for w in _shown(desk) if _is_cut(w)]
    outside = [
        (type(w).__name__, w.objectName()) for w in _shown(desk) if _leaves_its_pane(desk, w)
    ]

    assert cut == []
    assert outside == []


@pytest.mark.parametrize("state", ["busy", "refused"])
def test_banner_route_and_acts_stay_in_sight_on_the_smallest_screen(
    qtbot: QtBot, qapp: QApplication, state: str
) -> None:
    desk = _desk(qtbot, qapp, "zh_CN", state, "1024")
    whole = QRect(QPoint(0, 0), desk.size())

    for widget in (desk.form.banner, desk.route.head, *desk.route.acts_of()):
        assert whole.contains(QRect(widget.mapTo(desk, QPoint(0, 0)), widget.size()))


def test_route_and_acts_have_the_same_place_in_every_state(
    qtbot: QtBot, qapp: QApplication
) -> None:
    desk = _desk(qtbot, qapp, "zh_CN", "empty", "1366")
    presenter = desk.findChild(ScenePresenter)
    assert presenter is not None
    places: set[tuple[object, ...]] = set()

    for state in SCENES.values():
        presenter.stage(state())
        settle()
        parts = (desk.route.head, *desk.route.acts_of())
        places.add(
            tuple(QRect(part.mapTo(desk, QPoint(0, 0)), part.size()).getRect() for part in parts)
        )

    assert len(places) == 1


def test_every_target_is_high_enough_for_gloves(qtbot: QtBot, qapp: QApplication) -> None:
    desk = _desk(qtbot, qapp, "zh_CN", "busy", "1024")

    low = [
        (widget.objectName(), widget.height())
        for widget in _shown(desk)
        if isinstance(widget, QAbstractButton) and widget.height() < 36
    ]

    assert low == []
    assert desk.route.save.height() == 52


def test_every_control_has_a_name_for_the_program_and_one_for_the_ear(
    qtbot: QtBot, qapp: QApplication
) -> None:
    desk = _desk(qtbot, qapp, "zh_CN", "busy", "1366")

    nameless = [
        type(stop).__name__
        for stop in desk.form.book.stops
        if not stop.objectName() or not stop.accessibleName()
    ]
    buttons = [
        widget.text()
        for widget in desk.findChildren(QAbstractButton)
        if not widget.objectName() or not widget.accessibleName()
    ]

    assert nameless == []
    assert buttons == []


def test_the_form_scrolls_down_and_never_across(qtbot: QtBot, qapp: QApplication) -> None:
    desk = _desk(qtbot, qapp, "en", "busy", "1024")

    for area in desk.findChildren(QScrollArea):
        inner = area.widget()
        assert inner is not None
        assert inner.width() <= area.viewport().width()


def test_the_scroll_bar_takes_no_room_from_the_answers(qtbot: QtBot, qapp: QApplication) -> None:
    desk = _desk(qtbot, qapp, "zh_CN", "busy", "1366")
    toggle = desk.form.now.questions[0].toggle
    long = toggle.mapTo(desk, QPoint(toggle.width(), 0)).x()
    desk.form.card.close_tier()
    desk.form.now.manual.close_pane()
    desk.resize(1302, 2000)
    settle()
    assert desk.form.area.verticalScrollBar().maximum() == 0

    assert toggle.mapTo(desk, QPoint(toggle.width(), 0)).x() == long
