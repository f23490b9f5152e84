"""Treat first: whoever goes to resuscitation is saved as he lies there, and completed later."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import Stage
from feverclinic.domain.vitals import Level
from tests.builders import ID_NO, WELL, a_patient
from tests.stories.conftest import a_window
from tests.stories.workplace import WorkPlace


def resuscitate(qtbot: QtBot, place: WorkPlace) -> None:
    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.resuscitate()


def open_first(qtbot: QtBot, place: WorkPlace) -> QueueEntry:
    with qtbot.waitSignal(place.desk.queue_changed) as caught:
        place.desk.refresh()
    assert caught.args is not None
    entry: QueueEntry = caught.args[0][0]
    with qtbot.waitSignal(place.desk.opened):
        place.desk.open_entry(entry)
    return entry


@pytest.mark.rule("TRI-1")
def test_f11_saves_with_what_is_known_and_the_rest_waits(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace
) -> None:
    window = a_window(qtbot, qapp, place)
    place.desk.set_fields({"name": "张建国", "spo2": "9700"})

    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F11)
    with qtbot.waitSignal(place.desk.slips_changed):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)

    (visit,) = place.visits
    assert (visit.outcome, visit.level) == (Outcome.RESUS_ISOLATION, Level.I)
    with place.clinic.work() as store:
        (draft,) = store.drafts.of_station("GATE")
    assert draft.is_set_aside
    assert draft.intake.visit_id == visit.id
    assert draft.intake.text("spo2") == "9700"
    assert "张建国" in place.printer.papers[0]


@pytest.mark.rule("TRI-1")
def test_a_later_completion_is_a_second_assessment_and_the_first_stays(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_field("name", "张建国")
    resuscitate(qtbot, place)
    (visit,) = place.visits
    with place.clinic.work() as store:
        (first,) = store.assessments.of_visit(visit.id)
        store.visits.save(store.visits.get(visit.id).moved_to(Stage.ARRIVED, store.now))
    place.clock.pass_by(600)

    open_first(qtbot, place)
    place.desk.set_fields(WELL)
    place.desk.add_manual_reading("38.5", Site.AXILLARY, "")
    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.save_and_print()

    (completed,) = place.visits
    with place.clinic.work() as store:
        both = store.assessments.of_visit(visit.id)
        drafts = store.drafts.of_station("GATE")
    assert len(both) == 2
    assert first in both
    assert (completed.id, completed.visit_no, completed.stage) == (
        visit.id,
        "20200225-0001",
        Stage.ARRIVED,
    )
    assert completed.level is Level.I
    assert completed.vitals.spo2 == 97
    assert drafts == ()


@pytest.mark.rule("TRI-1")
def test_a_temperature_that_was_refused_keeps_nobody_from_resuscitation(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.add_manual_reading("365", Site.AXILLARY, "")

    resuscitate(qtbot, place)

    (visit,) = place.visits
    with place.clinic.work() as store:
        assert store.patients.get(visit.patient_id).name == "无名氏-20200225-0001"
        (draft,) = store.drafts.of_station("GATE")
    assert draft.intake.text("temperature") == "365"


@pytest.mark.rule("TRI-1")
def test_who_is_known_by_the_number_alone_keeps_name_and_record(
    qtbot: QtBot, place: WorkPlace
) -> None:
    with place.clinic.work() as store:
        known = store.patients.add(a_patient("王五", id_no=ID_NO, employer="某厂"))
    place.desk.set_field("id_no", ID_NO)

    resuscitate(qtbot, place)

    (visit,) = place.visits
    with place.clinic.work() as store:
        patient = store.patients.get(visit.patient_id)
    assert (patient.id, patient.name, patient.employer) == (known.id, "王五", "某厂")


@pytest.mark.rule("TRI-1")
def test_a_resuscitated_visit_opened_again_keeps_its_confirmed_level(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("38.5")
    resuscitate(qtbot, place)

    entry = open_first(qtbot, place)

    assert entry.visit_id == place.visits[0].id
    assert place.desk.intake.text("acuity") == "I"
    assert place.desk.outlook.is_emergency
