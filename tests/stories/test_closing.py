"""The window goes while work is under way: what was asked for is done, nothing is said, nothing breaks."""

import logging

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.stories.conftest import a_window
from tests.stories.workplace import WorkPlace


def test_a_desk_that_goes_while_a_save_is_under_way_leaves_a_whole_record(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    crashes: list[object] = []
    place.runner.crashed.connect(crashes.append)
    place.bench.crashed.connect(crashes.append)
    window = a_window(qtbot, qapp, place)
    place.fill("37.8")
    place.desk.save_and_print()
    place.desk.search("张")
    place.desk.refresh()

    window.deleteLater()
    place.desk.deleteLater()
    qtbot.waitUntil(lambda: not isValid(place.desk))
    with qtbot.waitSignal(place.runner.rested):
        place.slips.refresh()

    assert len(place.visits) == 1
    assert crashes == []
    assert caplog.records == []


def test_a_place_that_closes_keeps_what_was_typed_last(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace
) -> None:
    window = a_window(qtbot, qapp, place)
    place.desk.set_field("name", "李四")

    place.desk.keep()
    place.runner.close()
    window.close()

    with place.clinic.work() as store:
        (draft,) = store.drafts.of_station("GATE")
    assert draft.intake.text("name") == "李四"
