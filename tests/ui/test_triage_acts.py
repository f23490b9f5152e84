"""The acts of the triage desk: each key and button, and what its presenter hears of it."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import DayCounts, Likeness, PersonHit
from feverclinic.domain.people import AgeUnit, PatientId, Sex
from feverclinic.domain.prescreening import Outcome, OverrideDuty
from feverclinic.domain.readings import ReadingId, Site
from feverclinic.domain.visits import Stage, VisitId
from feverclinic.services.rulebook import triage_rules
from feverclinic.wording import wording
from tests.ui.hands import Pair, commit, key, press
from ui.theme import load_theme
from ui.triage.desk import TriageDesk
from ui.triage.scene_presenter import ScenePresenter
from ui.triage.scenes import PLACES, SCENES


def test_the_keys_of_the_desk_are_its_acts(busy_desk: Pair) -> None:
    desk, presenter = busy_desk

    for pressed in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F8, Qt.Key.Key_F9):
        key(desk, pressed)

    assert presenter.heard == [
        ("new_form",),
        ("arm", ""),
        ("print_waiting",),
        ("set_aside",),
        ("save_and_print",),
    ]


def test_the_reading_of_nobody_is_assigned_by_its_key(refused_desk: Pair) -> None:
    desk, presenter = refused_desk

    key(desk, Qt.Key.Key_F10)

    assert presenter.heard == [("assign", ReadingId(9))]


def test_a_reading_of_nobody_is_assigned_from_its_list(refused_desk: Pair) -> None:
    desk, presenter = refused_desk
    press(desk, "count.unassigned")

    desk.queue.list.activated.emit(desk.queue.list.rows.index(1))

    assert presenter.heard == [("assign", ReadingId(9))]


def test_resuscitation_asks_once_more_and_enter_sends(refused_desk: Pair) -> None:
    desk, presenter = refused_desk
    key(desk, Qt.Key.Key_F11)
    assert presenter.heard == []

    key(desk, Qt.Key.Key_Return)

    assert presenter.heard == [("resuscitate",)]


def test_resuscitation_that_is_not_confirmed_is_forgotten(refused_desk: Pair) -> None:
    desk, presenter = refused_desk
    key(desk, Qt.Key.Key_F11)

    key(desk, Qt.Key.Key_Escape)

    assert presenter.heard == []
    assert desk.route.resuscitate.text() == "立即送抢救室"


def test_a_temperature_by_hand_goes_out_with_site_and_reason(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    press(desk, "cannot_measure")
    manual = desk.form.now.manual
    QTest.keyClicks(manual.number, "37,25")
    manual.site.show_text("ORAL")
    manual.reason.show_text("DEVICE_FAULT")

    press(desk, "manual.take")

    assert ("set_field", "temperature", "37,25") in presenter.heard
    assert presenter.heard[-1] == ("add_manual_reading", "37,25", Site.ORAL, "DEVICE_FAULT")
    assert manual.number.text() == "37,25"


def test_another_route_needs_duty_name_and_reason(busy_desk: Pair) -> None:
    desk, presenter = busy_desk
    press(desk, "override.open")
    sheet = desk.route.override
    sheet.outcome.show_text("FEVER_CLINIC")
    sheet.duty.show_text("DOCTOR")
    sheet.by.show_text("周医生")
    press(desk, "override.take")
    refusal = sheet.note.text()

    sheet.reason.show_text("接触史经核实不成立")
    press(desk, "override.take")

    assert refusal == "请填写「理由」"
    assert presenter.heard == [
        ("override", Outcome.FEVER_CLINIC, "周医生", OverrideDuty.DOCTOR, "接触史经核实不成立")
    ]


def test_a_likeness_is_taken_over_or_put_aside_for_good(busy_desk: Pair) -> None:
    desk, presenter = busy_desk
    hit = PersonHit(
        PatientId(7), "张建国", Sex.MALE, None, 42, AgeUnit.YEAR, "3703 **** **** 0117", ""
    )
    presenter.likenesses_changed.emit((Likeness(hit, ("ID_NO",)),))

    press(desk, "likeness.0.same")
    press(desk, "likeness.0.not_same")

    assert presenter.heard == [("use_patient", PatientId(7)), ("not_the_same", PatientId(7))]


def test_a_found_person_is_taken_with_enter(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    hit = PersonHit(
        PatientId(5), "单文静", Sex.FEMALE, None, 30, AgeUnit.YEAR, "3703 **** **** 4426", ""
    )
    QTest.keyClicks(desk.queue.search.edit, "swj")
    presenter.found.emit((hit,))

    QTest.keyClick(desk.queue.search.edit, Qt.Key.Key_Return)

    assert presenter.heard[-1] == ("open_person", PatientId(5))


def test_the_numbers_over_the_list_are_those_of_the_day(busy_desk: Pair) -> None:
    desk, presenter = busy_desk

    presenter.queue_changed.emit((), DayCounts(41, 3, 2, 0, 1, passed=120, on_the_way=4))

    assert [button.number for button in desk.queue.counts.values()] == [41, 3, 2, 0, 120, 4]


def test_the_end_of_a_visit_asks_for_its_reason_before_it_is_one(busy_desk: Pair) -> None:
    desk, presenter = busy_desk
    presenter.open(replace(presenter.intake, visit_id=VisitId(9)), presenter.outlook)
    press(desk, "visit.REFUSED")
    assert presenter.heard == []

    commit(desk.route.acts.reason, "家属要求转院")
    QTest.keyClick(desk.route.acts.reason, Qt.Key.Key_Return)

    assert presenter.heard == [("end_visit", Stage.REFUSED, "家属要求转院")]


def test_a_printer_that_fails_is_said_while_triage_goes_on(busy_desk: Pair) -> None:
    desk, presenter = busy_desk

    presenter.slips_changed.emit(2, "卡纸")
    jammed = desk.route.printer.isHidden()
    presenter.slips_changed.emit(0, "")

    assert not jammed
    assert desk.route.printer.isHidden()


def test_a_desk_that_is_gone_hears_no_more(qtbot: QtBot, qapp: QApplication) -> None:
    presenter = ScenePresenter(SCENES["busy"](), triage_rules())
    desk = TriageDesk(presenter, wording("zh_CN"), load_theme("light"), PLACES)
    desk.show()
    qtbot.waitExposed(desk)

    with qtbot.waitSignal(desk.destroyed):
        desk.close()
        desk.deleteLater()
    presenter.play()

    assert presenter.heard == []
