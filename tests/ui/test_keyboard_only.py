"""No mouse: every column by its key, Enter presses, Esc goes one step back."""

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.hands import Pair, find, key
from ui.triage.queue_list import QueueList
from ui.widgets.vital_field import VitalField


def test_alt_1_and_enter_open_a_row_of_the_list(busy_desk: Pair) -> None:
    desk, presenter = busy_desk

    desk.queue.take_focus()
    key(desk, Qt.Key.Key_Down)
    key(desk, Qt.Key.Key_Return)

    assert presenter.heard[-1][0] == "open_entry"


def test_the_arrow_under_an_empty_search_walks_the_list_of_the_day(busy_desk: Pair) -> None:
    desk, _ = busy_desk
    listing = find(desk, "queue")
    assert isinstance(listing, QueueList)
    listing.setCurrentIndex(QModelIndex())

    desk.queue.search.walked.emit(1)

    shown = listing.row_at(listing.currentIndex())
    assert shown is not None
    assert shown.is_current


def test_alt_3_leads_to_the_save_while_there_is_no_route(empty_desk: Pair) -> None:
    desk, _ = empty_desk

    desk.route.take_focus()

    assert desk.focusWidget() is desk.route.save


def test_alt_3_leads_to_the_change_of_a_route_that_stands(busy_desk: Pair) -> None:
    desk, _ = busy_desk

    desk.route.take_focus()

    assert desk.focusWidget() is desk.route.level.change


def test_enter_presses_the_button_that_has_the_keyboard(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    find(desk, "next_patient").setFocus()

    key(desk, Qt.Key.Key_Return)

    assert presenter.heard[-1] == ("new_form",)


def test_a_change_that_the_rules_refuse_says_why_and_keeps_what_was_typed(empty_desk: Pair) -> None:
    desk, _ = empty_desk
    pane = desk.route.override
    pane.by.show_text("王医生")

    pane.refuse("DOCTOR_REQUIRED")

    assert pane.note.text() == "未改判：降低去向须由医生改判"
    assert pane.by.text() == "王医生"


def test_esc_takes_an_end_back_that_waits_for_its_reason(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    desk.route.visit.show()
    button = find(desk, "visit.LEFT")
    button.setFocus()
    key(desk, Qt.Key.Key_Return)
    reason = find(desk, "visit.reason")
    assert isinstance(reason, VitalField)
    assert not reason.isHidden()

    key(desk, Qt.Key.Key_Escape)

    assert reason.isHidden()
    assert not any(heard[0] == "end_visit" for heard in presenter.heard)


def test_enter_held_down_does_not_send_anybody_to_resuscitation_twice(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    desk.route.ask_resuscitate()
    held = QKeyEvent(
        QEvent.Type.KeyPress,
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.NoModifier,
        "\r",
        autorep=True,
    )

    QApplication.sendEvent(desk.route.resuscitate, held)

    assert desk.route.resuscitate.asks
    assert presenter.heard == []
