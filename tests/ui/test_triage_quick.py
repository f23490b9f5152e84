"""Ten seconds: whoever passes is counted by seven keys, and a count that was wrong is taken back."""

import os
import tty
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.devices.events import LinkChanged, LinkState
from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.wording import wording
from tests.builders import NOON, a_reading
from tests.engines import Clinic
from tests.stories.workplace import WorkPlace, a_gun, real_time_work_place
from ui.theme import apply_theme, load_theme
from ui.triage.desk import TriageDesk
from ui.triage.queue_rows import Part
from ui.triage.scenes import PLACES

NORMAL = b"T=36.4C\r\n"
PASSES = (
    *(Qt.Key.Key_F4, Qt.Key.Key_Equal, Qt.Key.Key_1, Qt.Key.Key_1),
    *(Qt.Key.Key_3, Qt.Key.Key_5, Qt.Key.Key_F9),
)


@pytest.fixture
def place(qapp: QApplication, clinic: Clinic) -> Iterator[WorkPlace]:
    with real_time_work_place(clinic) as opened:
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, place: WorkPlace) -> TriageDesk:
    apply_theme(qapp, load_theme("light"))
    made = TriageDesk(place.desk, wording("zh_CN"), load_theme("light"), PLACES)
    qtbot.addWidget(made)
    made.resize(1302, 686)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def pressed(desk: TriageDesk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(desk.focusWidget() or desk, key)


def fill_passing(place: WorkPlace) -> None:
    place.desk.add_manual_reading("36.4", Site.FOREHEAD_NC, "OTHER_DEVICE")
    place.desk.all_clear()
    place.desk.set_fields({"mask": "SURGICAL", "health_code": "GREEN", "age": "35"})


def count(qtbot: QtBot, place: WorkPlace) -> None:
    with qtbot.waitSignal(place.desk.happened) as told:
        place.desk.count_passed()
    assert told.args == ["counted", {}]


@pytest.mark.rule("TRI-8")
def test_seven_keys_and_a_reading_count_whoever_passes(
    qtbot: QtBot, place: WorkPlace, desk: TriageDesk
) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    gun = a_gun(os.ttyname(slave), "ascii-line", site=Site.FOREHEAD_NC)
    place.devices.start([gun])
    qtbot.waitUntil(lambda: place.devices.has_live)
    os.write(master, NORMAL)
    qtbot.waitUntil(lambda: place.devices.states[0].last_value == "36.4")
    first, *rest = PASSES

    pressed(desk, first)
    with qtbot.waitSignal(place.devices.taken):
        os.write(master, b"T=36.5C\r\n")
    with qtbot.waitSignal(place.desk.happened) as told:
        pressed(desk, *rest)

    assert told.args == ["counted", {}]
    assert len(PASSES) == 7
    with place.clinic.work() as store:
        (screen,) = store.quick_screens.of_day("GATE", NOON.date())
        assert screen.arrival_id is not None
        arrival = store.arrivals.find(screen.arrival_id)
        drafts = store.drafts.of_station("GATE")
    assert (screen.outcome, screen.temperature) == (Outcome.GENERAL_OPD, "36.5")
    assert arrival is not None
    assert (arrival.end, drafts) == (ArrivalEnd.COUNTED, ())
    assert place.desk.intake.is_empty
    assert desk.form.now.age.text() == ""
    qtbot.waitUntil(lambda: desk.queue.counts[Part.PASSED].number == 1)


def test_the_save_button_says_that_it_counts(
    qtbot: QtBot, place: WorkPlace, desk: TriageDesk
) -> None:
    assert desk.route.save.text() == "保存并打印"

    fill_passing(place)
    counts = desk.route.save.text()
    place.desk.set_field("name", "张建国")

    assert counts == "通过 · 计数"
    assert desk.route.save.text() == "保存并打印"


def test_whoever_may_not_pass_is_not_counted_and_stays_on_the_desk(
    qtbot: QtBot, place: WorkPlace
) -> None:
    fill_passing(place)
    place.desk.set_field("symptoms.COUGH", "YES")

    with qtbot.waitSignal(place.desk.refused) as refused:
        place.desk.count_passed()

    assert refused.args is not None
    assert refused.args[0].code == "quick.may_not_pass"
    assert place.desk.intake.text("symptoms.COUGH") == "YES"
    with place.clinic.work() as store:
        assert store.quick_screens.of_day("GATE", NOON.date()) == ()


def test_the_last_count_is_taken_back_by_three_keys_and_its_form_is_there_again(
    qtbot: QtBot, place: WorkPlace, desk: TriageDesk
) -> None:
    fill_passing(place)
    count(qtbot, place)
    desk.form.now.questions[0].toggle.setFocus()

    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(place.desk.happened) as told:
        pressed(desk, Qt.Key.Key_2, Qt.Key.Key_Return)

    assert told.args == ["undone", {}]
    assert not desk.route.is_asking
    assert place.desk.intake.text("age") == "35"
    assert [one.raw_text for one in place.desk.intake.readings] == ["36.4"]
    with place.clinic.work() as store:
        assert store.quick_screens.of_day("GATE", NOON.date()) == ()
    qtbot.waitUntil(lambda: desk.queue.counts[Part.PASSED].number == 0)


def test_a_count_that_was_taken_back_becomes_a_visit_with_its_reading(
    qtbot: QtBot, place: WorkPlace
) -> None:
    fill_passing(place)
    count(qtbot, place)
    with qtbot.waitSignal(place.desk.happened):
        place.desk.undo_last_count("要登记")
    place.fill()

    with qtbot.waitSignals([place.desk.saved, place.desk.slips_changed]):
        place.desk.save_and_print()

    (visit,) = place.visits
    with place.clinic.work() as store:
        assert [one.raw_text for one in store.readings.of_visit(visit.id)] == ["36.4"]


def test_there_is_no_count_to_take_back(qtbot: QtBot, place: WorkPlace) -> None:
    with qtbot.waitSignal(place.desk.refused) as refused:
        place.desk.undo_last_count("误按")

    assert refused.args is not None
    assert refused.args[0].code == "quick.none_to_undo"


def test_a_reading_for_a_form_that_was_counted_goes_to_the_tray(
    qtbot: QtBot, place: WorkPlace
) -> None:
    fill_passing(place)
    counted = place.desk.draft_id
    count(qtbot, place)

    place.devices.taken.emit(a_reading("37.8"), counted)

    with qtbot.waitSignal(
        place.desk.tray_changed, check_params_cb=lambda tray: len(tray) == 1
    ) as shown:
        place.desk.refresh()
    assert shown.args is not None
    assert shown.args[0][0].reading.raw_text == "37.8"
    assert place.desk.intake.is_empty


def test_no_thermometer_waits_any_more_for_who_was_counted(qtbot: QtBot, place: WorkPlace) -> None:
    place.devices.start([a_gun("/dev/nowhere-blue", "ascii-line")])
    place.devices._on_event(LinkChanged("蓝枪", LinkState.LIVE, NOON, 0.0))
    fill_passing(place)
    place.desk.arm()
    assert place.devices.states[0].is_armed

    count(qtbot, place)

    assert not place.devices.states[0].is_armed


def test_a_reading_that_comes_while_the_form_is_being_counted_goes_to_the_tray(
    qtbot: QtBot, place: WorkPlace
) -> None:
    fill_passing(place)

    with qtbot.waitSignal(place.desk.happened):
        place.desk.count_passed()
        place.devices.taken.emit(a_reading("37.8"), place.desk.draft_id)

    with qtbot.waitSignal(
        place.desk.tray_changed, check_params_cb=lambda tray: len(tray) == 1
    ) as shown:
        place.desk.refresh()
    assert shown.args is not None
    assert [one.reading.raw_text for one in shown.args[0]] == ["37.8"]
    with place.clinic.work() as store:
        (screen,) = store.quick_screens.of_day("GATE", NOON.date())
        assert store.drafts.of_station("GATE") == ()
    assert screen.temperature == "36.4"
    assert place.desk.intake.is_empty


def test_the_list_behind_the_number_has_one_row_for_each(
    qtbot: QtBot, place: WorkPlace, desk: TriageDesk
) -> None:
    for _ in range(2):
        fill_passing(place)
        count(qtbot, place)
    qtbot.waitUntil(lambda: desk.queue.counts[Part.PASSED].number == 2)

    with qtbot.waitSignal(place.desk.passed_changed):
        desk.queue.counts[Part.PASSED].click()

    shown = [row for row in desk.queue.list.rows.rows if not row.is_head]
    assert [(row.number, row.line) for row in shown] == [("36.4", "普通门诊"), ("36.4", "普通门诊")]
