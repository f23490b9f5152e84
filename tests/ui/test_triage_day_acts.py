"""What the desk offers of the day's acts: buttons beside keys, rows that keep their mark."""

import pytest
from PySide6.QtCore import Qt

from feverclinic.domain.boards import Unclaimed
from feverclinic.domain.readings import ReadingId
from tests.builders import a_reading
from tests.ui.hands import Pair, find, press, saved
from ui.keys import key_for
from ui.triage.scenes import SCENES

ENTER = Qt.Key.Key_Return
NOBODYS = Unclaimed(a_reading("38.1", id=ReadingId(7)), "GATE")


def test_a_marked_row_stays_marked_when_rows_come_above_it(closed: Pair) -> None:
    desk, presenter = closed
    desk.queue.take_focus()
    listing = desk.queue.list
    wanted = next(at for at, row in enumerate(listing.rows.rows) if row.name == "孙桂英")
    listing.setCurrentIndex(listing.rows.index(wanted))
    entries = SCENES["busy"]().entries

    presenter.queue_changed.emit((entries[-1], *entries[:-1]), SCENES["busy"]().counts)

    marked = listing.row_at(listing.currentIndex())
    assert marked is not None
    assert marked.name == "孙桂英"


def test_who_was_here_before_is_quietly_said_under_the_name(closed: Pair) -> None:
    desk, presenter = closed
    shown = desk.form.banner.note

    presenter.returned.emit(None)

    assert shown == "3 天前来过：38.2 ℃ 发热诊室 · 当时建议隔离"
    assert desk.form.banner.note == ""


def test_every_act_of_a_key_is_a_button_too(closed: Pair) -> None:
    desk, presenter = closed
    saved(closed)
    opened: list[str] = []

    presenter.tray_changed.emit((NOBODYS,))
    for act in (
        "send",
        "receive",
        "hand_out",
        "end_form",
        "announce",
        "undo_count",
        "void_reading",
    ):
        press(desk, f"more.{act}")
        opened.append(desk.route.ask.kind)
    press(desk, "more.next_member")

    assert opened == ["send", "receive", "hand_out", "end", "announce", "undo", "void"]
    assert presenter.heard == [("next_member",)]


def test_a_guide_and_a_receipt_are_offered_for_who_is_saved(closed: Pair) -> None:
    desk, _ = closed
    before = find(desk, "more.send").isHidden()

    saved(closed)

    assert before
    assert not find(desk, "more.send").isHidden()


@pytest.mark.parametrize(
    ("act", "sequence"),
    [
        ("announce", "Shift+F2"),
        ("hand_out", "Shift+F4"),
        ("next_member", "Shift+F6"),
        ("void_reading", "Shift+F7"),
        ("end_form", "Shift+F8"),
        ("send", "Shift+F9"),
        ("receive", "Shift+F10"),
        ("undo_count", "Ctrl+Z"),
        ("on_the_way", "Alt+5"),
    ],
)
def test_the_keys_of_the_day_are_those_that_were_agreed(act: str, sequence: str) -> None:
    assert key_for(act) == sequence
