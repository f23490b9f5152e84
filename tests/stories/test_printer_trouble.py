"""Saved is not printed: a jam stops nobody, what is missing is printed later, a second paper says so."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import Slip, SlipState
from feverclinic.services.signing_in import NOBODY
from tests.builders import NURSE
from tests.stories.conftest import a_window
from tests.stories.workplace import WorkPlace


def slips_of(place: WorkPlace, number: int = 0) -> tuple[Slip, ...]:
    visit = place.visits[number]
    with place.clinic.work() as store:
        return store.slips.of_visit(visit.id)


def save(qtbot: QtBot, place: WorkPlace) -> None:
    place.clock.pass_by(60)
    with qtbot.waitSignals([place.desk.saved, place.desk.slips_changed]):
        place.desk.save_and_print()


def reopen_first(qtbot: QtBot, place: WorkPlace) -> QueueEntry:
    """Open the first row of the day's list, as it was in the list."""
    with qtbot.waitSignal(place.desk.queue_changed) as caught:
        place.desk.refresh()
    assert caught.args is not None
    entry: QueueEntry = caught.args[0][0]
    with qtbot.waitSignal(place.desk.opened):
        place.desk.open_entry(entry)
    return entry


def test_a_printer_that_fails_leaves_the_record_and_says_why_on_the_desk(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace
) -> None:
    window = a_window(qtbot, qapp, place)
    place.printer.trouble = "printer.no_paper"
    place.fill("37.8")

    with qtbot.waitSignal(place.desk.refused) as refused:
        save(qtbot, place)

    assert refused.args is not None
    assert refused.args[0].code == "printer.no_paper"
    (slip,) = slips_of(place)
    assert (slip.state, slip.problem) == (SlipState.FAILED, "printer.no_paper")
    assert place.desk.intake.is_empty
    said = [label.text() for label in window.route.printer.findChildren(QLabel)]
    assert [words for words in said if "1 张" in words and "缺纸" in words] != []
    assert [words for words in said if "「」" in words] == []


def test_the_nurse_goes_on_and_prints_later_what_is_missing(qtbot: QtBot, place: WorkPlace) -> None:
    place.printer.trouble = "printer.jammed"
    place.fill("37.8")
    save(qtbot, place)
    place.fill("36.5", name="李四", id_no="", no_id_reason="NOT_CARRIED")
    save(qtbot, place)
    assert place.printer.papers == []

    place.printer.trouble = ""
    with qtbot.waitSignal(place.desk.slips_changed, check_params_cb=lambda left, _: left == 0):
        place.desk.print_waiting()

    assert [("张建国" in paper, "李四" in paper) for paper in place.printer.papers] == [
        (True, False),
        (False, True),
    ]
    assert [slips_of(place, at)[0].state for at in (0, 1)] == [SlipState.PRINTED] * 2
    assert [paper for paper in place.printer.papers if "副本" in paper] == []


def test_pressing_the_print_key_twice_prints_once(qtbot: QtBot, place: WorkPlace) -> None:
    place.printer.trouble = "printer.jammed"
    place.fill("37.8")
    save(qtbot, place)
    place.printer.trouble = ""

    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.print_waiting()
        place.desk.print_waiting()
    with qtbot.waitSignal(place.runner.rested):
        place.desk.refresh()

    assert len(place.printer.papers) == 1


def test_a_second_printing_is_marked_as_a_copy(qtbot: QtBot, place: WorkPlace) -> None:
    place.fill("37.8")
    save(qtbot, place)

    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.print_again(place.visits[0].id)

    first, second = place.printer.papers
    assert "副本" not in first
    assert "副本" in second
    assert [slip.copy_no for slip in slips_of(place)] == [1, 2]


def test_printing_again_what_never_came_out_is_the_original(qtbot: QtBot, place: WorkPlace) -> None:
    place.printer.trouble = "printer.jammed"
    place.fill("37.8")
    save(qtbot, place)
    place.printer.trouble = ""

    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.print_again(place.visits[0].id)

    (slip,) = slips_of(place)
    assert (slip.copy_no, slip.state) == (1, SlipState.PRINTED)
    assert "副本" not in place.printer.papers[0]


@pytest.mark.rule("TRI-4")
def test_a_second_decision_before_the_first_slip_came_out_is_one_original(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.printer.trouble = "printer.jammed"
    place.fill("36.5")
    save(qtbot, place)
    entry = reopen_first(qtbot, place)

    place.printer.trouble = ""
    place.desk.add_manual_reading("38.0", Site.AXILLARY, "")
    save(qtbot, place)

    assert entry.outcome is Outcome.GENERAL_OPD
    (paper,) = place.printer.papers
    assert "发热诊室" in paper
    assert [slip.state for slip in slips_of(place)] == [SlipState.PRINTED]


def test_a_second_decision_after_the_first_slip_is_an_original_of_its_own(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("36.5")
    save(qtbot, place)
    reopen_first(qtbot, place)

    place.desk.add_manual_reading("38.0", Site.AXILLARY, "")
    save(qtbot, place)

    assert [slip.copy_no for slip in slips_of(place)] == [1, 1]
    assert "副本" not in place.printer.papers[1]


def test_a_slip_comes_out_also_when_the_shift_changes_right_after_f9(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("37.8")

    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.save_and_print()
        place.actor = NOBODY

    place.actor = NURSE
    assert "张建国" in place.printer.papers[0]
    assert [slip.state for slip in slips_of(place)] == [SlipState.PRINTED]


def test_a_trouble_without_its_facts_is_still_a_sentence(qtbot: QtBot, place: WorkPlace) -> None:
    place.printer.trouble = "paper.not_saved"
    place.fill("37.8")

    save(qtbot, place)
    with qtbot.waitSignal(place.desk.slips_changed) as told:
        place.slips.refresh()

    assert told.args is not None
    assert (told.args[0], "未能存为" in told.args[1]) == (1, True)


def test_a_preview_shows_the_slip_and_prints_nothing(qtbot: QtBot, place: WorkPlace) -> None:
    place.fill("37.8")
    save(qtbot, place)
    reopen_first(qtbot, place)

    with qtbot.waitSignal(place.desk.opened_slip) as shown:
        place.desk.preview_slip()

    assert shown.args is not None
    assert shown.args[0].startswith(b"%PDF")
    assert len(place.printer.papers) == 1
