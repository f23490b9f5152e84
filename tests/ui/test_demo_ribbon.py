"""The strip of the demo: where a newcomer is, what gives way in a narrow window, and the twins' numbers."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.intake import Intake
from feverclinic.domain.quick_screening import all_clear
from feverclinic.wording import LANGUAGES, wording
from tests.ui.followed_desk import ZHANG, measured, outlook_of
from ui.demo.guns import number_for
from ui.demo.program import secrets
from ui.demo.ribbon import Ribbon
from ui.demo.steps import FirstSteps, Step, step_of
from ui.main_window import MainWindow
from ui.pictures import settle
from ui.theme import THEMES, apply_theme, load_theme
from ui.triage.scene_presenter import NOON

MEASURED = Intake(NOON).with_reading(measured("36.5"))
ASKED = all_clear(MEASURED)
MAY_PASS = ASKED.with_fields({"mask": "SURGICAL", "health_code": "GREEN", "sex": "1", "age": "35"})
FEVER = all_clear(Intake(NOON).with_reading(measured("38.4"))).with_fields(
    {"mask": "SURGICAL", "health_code": "GREEN", **ZHANG}
)


@pytest.mark.parametrize(
    ("intake", "step"),
    [
        (Intake(NOON), Step.MEASURE),
        (MEASURED, Step.ASK),
        (ASKED, Step.ASK),
        (MAY_PASS, Step.SAVE),
        (FEVER, Step.WHO),
        (Intake(NOON, {"acuity": "I"}).with_reading(measured("36.5")), Step.SAVE),
    ],
    ids=["nothing", "measured", "no to all", "may pass", "a fever", "an emergency"],
)
def test_the_strip_says_what_comes_next(intake: Intake, step: Step) -> None:
    assert step_of(intake, outlook_of(intake)) is step


def dressed(
    qtbot: QtBot, qapp: QApplication, width: int, language: str, theme: str = "light"
) -> tuple[MainWindow, Ribbon, FirstSteps]:
    """The window of the demo with its strip."""
    look, words, steps = load_theme(theme), wording(language), FirstSteps()
    apply_theme(qapp, look)
    window = MainWindow(look, words, lambda: NOON)
    ribbon = Ribbon(look, words, steps, secrets(words))
    window.set_ribbon(ribbon)
    window.resize(width, 768)
    qtbot.addWidget(window)
    window.show_shell()
    window.show()
    settle()
    return window, ribbon, steps


def shown(ribbon: Ribbon) -> list[str]:
    return [one.objectName() for one in ribbon.findChildren(QWidget) if one.isVisible()]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_it_is_no_wider_than_the_window_and_always_says_demo(
    qtbot: QtBot, qapp: QApplication, width: int, language: str, theme: str
) -> None:
    window, ribbon, _ = dressed(qtbot, qapp, width, language, theme)

    assert window.width() == width
    assert "DEMO" in ribbon.mark.text()
    assert {"demo.mark", "demo.step.MEASURE", "demo.step.SAVE"} <= set(shown(ribbon))
    assert ribbon.close_steps.geometry().right() < width


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_page_alone_it_says_how_to_sign_in_and_still_that_it_is_a_demo(
    qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    window, ribbon, _ = dressed(qtbot, qapp, 1024, language)

    window.show_page(QWidget())

    assert {"demo.mark", "demo.secrets"} <= set(shown(ribbon))
    assert "demo.step.MEASURE" not in shown(ribbon)
    assert "demo-2468" in ribbon.sign_in.text()


def test_the_steps_can_be_put_away_and_the_mark_stays(qtbot: QtBot, qapp: QApplication) -> None:
    _, ribbon, _ = dressed(qtbot, qapp, 1366, "zh_CN")

    ribbon.close_steps.click()

    assert "demo.step.MEASURE" not in shown(ribbon)
    assert "demo.mark" in shown(ribbon)


def test_after_the_first_patient_it_says_so(qtbot: QtBot, qapp: QApplication) -> None:
    _, ribbon, steps = dressed(qtbot, qapp, 1366, "zh_CN")

    steps.on_happened("counted", {})
    steps.on_saved(None)

    assert ribbon.done.text() == "已完成 2 位。下一位直接按 F4 开始"
    assert "demo.step.MEASURE" not in shown(ribbon)


@pytest.mark.parametrize(
    ("earlier", "place", "is_contact", "number"),
    [
        ("", 0, False, "36.52"),
        ("", 1, False, "38.16"),
        ("", 3, False, "37.24"),
        ("", 8, False, "36.52"),
        ("37.24", 4, True, "37.4"),
        ("38.16", 2, False, "38.28"),
    ],
    ids=["well", "a fever", "near the limit", "from the beginning", "the contact one", "again"],
)
def test_each_measurement_has_its_number(
    earlier: str, place: int, is_contact: bool, number: str
) -> None:
    assert number_for(earlier, place, is_contact=is_contact) == number
