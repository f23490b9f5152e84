"""A temperature typed at the desk is read exactly or refused in words; what was typed stays."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.stories.conftest import a_window
from tests.stories.workplace import WorkPlace
from ui.triage.desk import TriageDesk


def type_temperature(window: TriageDesk, text: str) -> None:
    """F4 without a thermometer, the number as an input method hands it over, Enter, Enter."""
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F4)
    typed = QInputMethodEvent()
    typed.setCommitString(text)
    QApplication.sendEvent(window.form.now.manual.number, typed)
    QTest.keyClick(window.form.now.manual.number, Qt.Key.Key_Return)
    QTest.keyClick(window.form.now.manual.site, Qt.Key.Key_Return)


@pytest.mark.rule("TEMP-3", "TEMP-4")
@pytest.mark.parametrize(
    ("typed", "celsius"),
    [
        ("37.25", Fraction(149, 4)),
        ("３７．５", Fraction(75, 2)),
        ("36,5", Fraction(73, 2)),
        ("99.1F", Fraction(671, 18)),
        ("36。5", Fraction(73, 2)),
        ("36", Fraction(36)),
        ("36.55", Fraction(731, 20)),
    ],
)
def test_a_temperature_is_read_exactly_and_kept_as_typed(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace, typed: str, celsius: Fraction
) -> None:
    window = a_window(qtbot, qapp, place)
    place.fill()

    type_temperature(window, typed)
    with qtbot.waitSignal(place.desk.slips_changed):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F9)

    (visit,) = place.visits
    with place.clinic.work() as store:
        (reading,) = store.readings.of_visit(visit.id)
    assert (reading.raw_text, reading.celsius) == (typed, celsius)


@pytest.mark.rule("TEMP-3")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("365", "体温少了小数点？是否为 36.5"),
        ("-", "读不出体温。写作 37.8,或 99.1F"),
        ("37.5.1", "读不出体温。写作 37.8,或 99.1F"),
        ("85", "体温应在 0–60 ℃"),
    ],
)
def test_a_text_that_is_no_temperature_is_refused_in_words_and_stays(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace, typed: str, words: str
) -> None:
    window = a_window(qtbot, qapp, place)
    place.fill()

    type_temperature(window, typed)

    sentence, is_warning = window.form.book.problems["temperature"]
    assert words in sentence
    assert not is_warning
    assert window.form.now.manual.number.text() == typed
    assert place.desk.intake.readings == ()

    with qtbot.waitSignal(place.desk.problems_shown):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F9)
    assert place.visits == ()
    assert window.form.now.manual.number.text() == typed


def test_a_refused_text_survives_a_crash_in_its_field(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace
) -> None:
    window = a_window(qtbot, qapp, place)
    type_temperature(window, "365")
    with qtbot.waitSignal(place.runner.rested):
        place.desk.keep()

    with place.clinic.work() as store:
        (draft,) = store.drafts.of_station("GATE")
    assert draft.intake.text("temperature") == "365"
