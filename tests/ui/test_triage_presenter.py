"""The desk's thinking part over a real clinic, without a widget: nothing typed is lost, one F9 is one visit."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import DayCounts, QueueEntry
from feverclinic.domain.intake import Problem
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site, Source
from feverclinic.domain.visits import SlipState
from feverclinic.domain.vitals import Level
from feverclinic.services.signing_in import NOBODY
from tests.builders import ID_NO, WELL, a_patient
from tests.engines import Clinic
from tests.stories.workplace import WorkPlace, work_place
from ui.triage.open_form import KEEP_AFTER_MS


@pytest.fixture
def place(qapp: QApplication, clinic: Clinic) -> Iterator[WorkPlace]:
    with work_place(clinic) as opened:
        yield opened


def save(qtbot: QtBot, place: WorkPlace) -> None:
    """F9, and the slip on paper."""
    with qtbot.waitSignals([place.desk.saved, place.desk.slips_changed]):
        place.desk.save_and_print()


def first_entry(qtbot: QtBot, place: WorkPlace) -> QueueEntry:
    """The first row of the day's list as it is now."""
    with qtbot.waitSignal(place.desk.queue_changed) as caught:
        place.desk.refresh()
    assert caught.args is not None
    return caught.args[0][0]


def test_results_arrive_on_the_window_s_thread(qtbot: QtBot, place: WorkPlace) -> None:
    threads: list[QThread] = []
    application = QCoreApplication.instance()
    assert application is not None
    place.desk.queue_changed.connect(lambda *_: threads.append(QThread.currentThread()))

    with qtbot.waitSignal(place.desk.queue_changed):
        place.desk.refresh()

    assert threads == [application.thread()]


def test_a_form_is_on_disk_within_a_second_of_the_last_key(qtbot: QtBot, place: WorkPlace) -> None:
    with qtbot.waitSignal(place.desk.draft_kept, timeout=1000):
        place.desk.set_field("name", "李")
        place.desk.set_field("name", "李四")

    with place.clinic.work() as store:
        (draft,) = store.drafts.of_station("GATE")
    assert KEEP_AFTER_MS <= 500
    assert draft.intake.fields == {"name": "李四"}
    assert not draft.is_set_aside


def test_a_saved_form_is_a_visit_with_its_reading_its_decision_and_its_slip(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("37.8", q2="YES")

    save(qtbot, place)

    (visit,) = place.visits
    with place.clinic.work() as store:
        (reading,) = store.readings.of_visit(visit.id)
        (slip,) = store.slips.of_visit(visit.id)
        drafts = store.drafts.of_station("GATE")
    assert (visit.visit_no, visit.outcome, visit.level) == (
        "20200225-0001",
        Outcome.FEVER_CLINIC_SINGLE_ROOM,
        Level.III,
    )
    assert (reading.raw_text, reading.source, reading.operator) == ("37.8", Source.MANUAL, "张护士")
    assert slip.state is SlipState.PRINTED
    assert drafts == ()
    assert place.desk.intake.is_empty


def test_f9_twice_is_one_visit(qtbot: QtBot, place: WorkPlace) -> None:
    place.fill("36.5")

    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.save_and_print()
        place.desk.save_and_print()
    with qtbot.waitSignal(place.runner.rested):
        place.desk.refresh()

    assert len(place.visits) == 1
    assert len(place.printer.papers) == 1


def test_what_is_typed_during_a_save_stays_open_as_a_part_of_the_visit(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("36.5")

    with qtbot.waitSignal(place.desk.saved):
        place.desk.save_and_print()
        place.desk.set_field("occupation", "07")

    (visit,) = place.visits
    assert place.desk.intake.visit_id == visit.id
    assert place.desk.intake.text("occupation") == "07"

    save(qtbot, place)

    (again,) = place.visits
    with place.clinic.work() as store:
        assert store.patients.get(again.patient_id).occupation == "07"
        assert len(store.assessments.of_visit(again.id)) == 2
        assert len(store.readings.of_visit(again.id)) == 1


def test_the_next_patient_begun_during_a_save_is_not_mixed_with_the_last(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("37.8")

    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.save_and_print()
        place.desk.new_form()
        place.desk.set_field("name", "李四")

    (visit,) = place.visits
    with place.clinic.work() as store:
        assert store.patients.get(visit.patient_id).name == "张建国"
    assert place.desk.intake.fields == {"name": "李四"}
    assert place.desk.intake.readings == ()
    assert place.desk.intake.visit_id is None


def test_what_was_added_during_a_save_and_left_waits_in_the_list(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("37.8")

    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.save_and_print()
        place.desk.set_field("occupation", "07")
        place.desk.new_form()

    (visit,) = place.visits
    with place.clinic.work() as store:
        (draft,) = store.drafts.of_station("GATE")
    assert draft.is_set_aside
    assert draft.intake.visit_id == visit.id
    assert draft.intake.text("occupation") == "07"
    assert [reading.raw_text for reading in draft.intake.readings] == ["37.8"]


def test_a_save_that_is_refused_leaves_everything_in_its_place(
    qtbot: QtBot, place: WorkPlace
) -> None:
    with place.clinic.work() as store:
        store.patients.add(a_patient("王五", id_no=ID_NO))
    place.fill("36.5")

    with qtbot.waitSignal(place.desk.problems_shown) as caught:
        place.desk.save_and_print()

    assert caught.args == [(Problem("id_no", "id_belongs_to", ID_NO, {"name": "王五"}),)]
    assert place.visits == ()
    assert place.desk.intake.fields == WELL
    with qtbot.waitSignal(place.desk.draft_kept):
        pass
    with place.clinic.work() as store:
        (draft,) = store.drafts.of_station("GATE")
    assert draft.intake.fields == WELL


def test_a_save_refused_after_the_form_was_left_waits_in_the_list_and_is_said(
    qtbot: QtBot, place: WorkPlace
) -> None:
    with place.clinic.work() as store:
        store.patients.add(a_patient("王五", id_no=ID_NO))
    place.fill("36.5")

    with qtbot.waitSignal(place.desk.refused) as caught:
        place.desk.save_and_print()
        place.desk.new_form()

    assert caught.args is not None
    assert caught.args[0].code == "triage.incomplete"
    with qtbot.waitSignal(place.runner.rested):
        place.desk.refresh()
    with place.clinic.work() as store:
        (draft,) = store.drafts.of_station("GATE")
    assert draft.is_set_aside
    assert draft.intake.fields == WELL


def test_who_acts_is_who_sat_there_when_the_key_was_pressed(qtbot: QtBot, place: WorkPlace) -> None:
    place.fill("36.5")

    with qtbot.waitSignal(place.desk.saved):
        place.desk.save_and_print()
        place.actor = NOBODY

    (visit,) = place.visits
    with place.clinic.work() as store:
        (assessment,) = store.assessments.of_visit(visit.id)
    assert assessment.decided_by == 11


def test_a_form_left_open_by_a_crash_opens_again_letter_for_letter(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace
) -> None:
    place.desk.set_fields({"name": "  欧阳·买买提", "spo2": "9", "temperature": "37。"})
    with qtbot.waitSignal(place.desk.draft_kept):
        place.desk.keep()

    with work_place(place.clinic) as after, qtbot.waitSignal(after.desk.opened):
        after.desk.start()

    assert after.desk.intake.fields == {
        "name": "  欧阳·买买提",
        "spo2": "9",
        "temperature": "37。",
    }


def test_a_form_that_was_put_aside_stays_in_the_list(qtbot: QtBot, place: WorkPlace) -> None:
    place.desk.set_field("name", "赵六")
    place.desk.set_aside()

    lists: list[tuple[tuple[QueueEntry, ...], DayCounts]] = []
    place.desk.queue_changed.connect(lambda *both: lists.append(both))
    with qtbot.waitSignal(place.runner.rested):
        place.desk.start()

    entries, counts = lists[-1]
    assert [entry.name for entry in entries] == ["赵六"]
    assert counts.drafts == 1
    assert place.desk.intake.is_empty


def test_a_draft_of_the_list_opens_again_under_its_own_number(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_field("name", "赵六")
    place.desk.set_aside()
    entry = first_entry(qtbot, place)

    with qtbot.waitSignal(place.desk.opened):
        place.desk.open_entry(entry)
    place.fill("36.5", name="赵六")
    save(qtbot, place)

    with place.clinic.work() as store:
        assert store.drafts.of_station("GATE") == ()


def test_a_saved_visit_that_is_only_looked_at_leaves_no_draft(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("37.8")
    save(qtbot, place)
    entry = first_entry(qtbot, place)

    with qtbot.waitSignal(place.desk.opened):
        place.desk.open_entry(entry)
    assert place.desk.intake.text("name") == "张建国"
    place.desk.new_form()
    with qtbot.waitSignal(place.runner.rested):
        place.desk.refresh()

    with place.clinic.work() as store:
        assert store.drafts.of_station("GATE") == ()


def test_a_form_that_misses_something_is_not_saved_and_says_what(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("36.5", q3="", phone="", spo2="970", symptoms__RASH="")

    with qtbot.waitSignal(place.desk.problems_shown) as caught:
        place.desk.save_and_print()

    assert caught.args is not None
    assert [(one.where, one.code) for one in caught.args[0]] == [
        ("spo2", "range_guess"),
        ("q3", "required"),
        ("phone", "required"),
    ]
    assert place.visits == ()


def test_a_symptom_that_could_still_turn_the_route_is_asked_before_saving(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("36.5", symptoms__COUGH="")

    with qtbot.waitSignal(place.desk.problems_shown) as caught:
        place.desk.save_and_print()

    assert caught.args == [(Problem("symptoms", "required"),)]


@pytest.mark.rule("TEMP-1")
def test_a_temperature_that_was_refused_stays_and_keeps_the_form_from_being_saved(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill()
    with qtbot.waitSignal(place.desk.problems_shown) as caught:
        place.desk.add_manual_reading("365", Site.AXILLARY, "")
    wrong = Problem("temperature", "temperature_guess", "365", {"guess": "36.5"})
    assert caught.args == [(wrong,)]
    assert place.desk.intake.text("temperature") == "365"
    assert wrong in place.desk.outlook.problems

    with qtbot.waitSignal(place.desk.problems_shown) as again:
        place.desk.save_and_print()
    assert again.args == [(wrong,)]

    place.desk.add_manual_reading("36.5", Site.AXILLARY, "")
    save(qtbot, place)
    assert len(place.visits) == 1


def test_a_temperature_that_stands_in_its_field_is_not_forgotten_by_f9(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("36.5")
    place.desk.temperature_typed("38.2")

    with qtbot.waitSignal(place.desk.problems_shown) as caught:
        place.desk.save_and_print()

    assert caught.args == [(Problem("temperature", "not_taken", "38.2"),)]
    assert place.visits == ()


def test_the_refused_temperature_of_one_patient_does_not_follow_to_the_next(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill()
    place.desk.add_manual_reading("365", Site.AXILLARY, "")

    place.desk.new_form()
    place.fill("36.5", name="李四", id_no="", no_id_reason="NOT_CARRIED")
    save(qtbot, place)

    assert len(place.visits) == 1


def test_who_cannot_be_measured_is_saved_with_the_reason(qtbot: QtBot, place: WorkPlace) -> None:
    place.fill()
    place.desk.add_manual_reading("365", Site.AXILLARY, "")

    place.desk.cannot_measure("REFUSED")
    save(qtbot, place)

    (visit,) = place.visits
    assert visit.registration.not_measured_reason == "REFUSED"
    assert visit.outcome is Outcome.HOLD_RECHECK
