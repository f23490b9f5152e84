"""The isolation desk over real records: first look, results, thermometers, gates, and another desk that is faster."""

from collections.abc import Generator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.devices.events import LinkState
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseClass, CaseId, Column, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.people import Staff
from feverclinic.domain.rooms import RoomState
from feverclinic.domain.work_up_entries import LabFlag, LabReported
from feverclinic.services import leaving, rooms
from feverclinic.wording import wording
from tests.builders import NOON
from tests.case_builders import DOCTOR, EXPERT, OFFICER
from tests.engines import Clinic
from tests.services.ward import CASE_RULES, Ward
from tests.stories.workplace import Clock
from tests.ui.thermometers import a_sample, link, two_thermometers
from tests.ui.wards import ward_of
from ui.desk_devices import DeskDevices
from ui.isolation.desk import IsolationDesk
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.reading import READING
from ui.isolation.sheets.requests import RoomAsked, RoomWish
from ui.isolation.sheets.shelf import Shelf
from ui.isolation_at_desk import IsolationAtDesk, IsolationPlace
from ui.main_window import MainWindow
from ui.runner import Runner
from ui.theme import load_theme

ZH = wording("zh_CN")


class Place:
    """One window with the isolation desk open, over a clinic's records; its clock is the ward's."""

    def __init__(self, clinic: Clinic, ward: Ward, devices: DeskDevices) -> None:
        self.ward, self.devices, self.staff = ward, devices, DOCTOR
        self.runner = Runner(lambda: clinic.work(self.staff, ward.at))
        self.opened: list[str] = []
        place = IsolationPlace(
            self.runner,
            lambda: CASE_RULES,
            self.now,
            lambda: ZH,
            devices,
            self.opened.append,
            Shelf(),
        )
        self.at = IsolationAtDesk(place)
        self.said: list[tuple[str, str]] = []
        self.at.said.connect(lambda kind, told: self.said.append((kind, told)))
        self.refused: list[str] = []
        self.at.refused.connect(lambda error: self.refused.append(error.code))
        theme = load_theme("light")
        self.window = MainWindow(theme, ZH, self.now)
        self.at.dress(self.window, theme, ZH)
        self.window.resize(1920, 1080)
        self.window.show()

    def now(self) -> datetime:
        return self.ward.at

    @property
    def desk(self) -> IsolationDesk:
        found = self.window.findChild(IsolationDesk)
        assert found is not None
        return found

    def sit(self, staff: Staff) -> None:
        self.staff = staff
        self.at.seat()


@pytest.fixture
def ward(clinic: Clinic) -> Ward:
    return ward_of(clinic)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(qapp: QApplication, clinic: Clinic, ward: Ward, clock: Clock) -> Generator[Place]:
    with two_thermometers(clock) as devices:
        made = Place(clinic, ward, devices)
        yield made
        made.window.may_close = lambda: True
        made.window.close()
        made.runner.close()


def opened(qtbot: QtBot, place: Place, case_id: CaseId) -> None:
    place.at.presenter.choose_case(case_id)
    qtbot.waitUntil(lambda: place.at.presenter.view is not None)


@pytest.mark.rule("ISO-2")
def test_the_doctor_s_first_look_opens_the_case_of_whoever_was_received(
    qtbot: QtBot, place: Place, ward: Ward
) -> None:
    visit_id = ward.visit()
    presenter = place.at.presenter
    presenter.refresh()
    qtbot.waitUntil(lambda: bool(presenter.lists.rows))
    (waiting,) = presenter.rows_of(Column.WAITING)
    presenter.choose(waiting)

    presenter.see()
    qtbot.waitUntil(lambda: presenter.view is not None)
    qtbot.waitUntil(lambda: presenter.rows_of(Column.WAITING) == ())

    assert presenter.view is not None
    assert presenter.view.book.case.visit_id == visit_id
    assert presenter.view.book.case.is_isolated


def test_a_result_by_one_key_stands_in_the_records_under_who_sits_here(
    qtbot: QtBot, place: Place, ward: Ward
) -> None:
    case_id = ward.case()
    opened(qtbot, place, case_id)

    with qtbot.waitSignal(place.at.presenter.done):
        place.at.presenter.report("CRP", LabFlag.HIGH)

    entry = ward.book(case_id).entries[-1]
    assert entry.by_name == DOCTOR.name
    assert entry.document == LabReported("CRP", LabFlag.HIGH, NOON)


@pytest.mark.rule("TEMP-1")
def test_the_reading_of_an_armed_thermometer_is_of_the_case_also_when_another_is_open(
    qtbot: QtBot, place: Place, ward: Ward, clock: Clock
) -> None:
    first, second = ward.case(), ward.case()
    opened(qtbot, place, first)
    link(place.devices, LinkState.LIVE)
    place.desk.acts.buttons["measure"].click()
    told = place.desk.case.banner.note
    opened(qtbot, place, second)
    ward.at = clock.wall

    place.devices._on_event(a_sample(clock))
    qtbot.waitUntil(lambda: bool(place.said))

    name = ward.book(first).patient.name
    assert told == f"蓝枪 待测 {name} · 剩 60 秒"
    assert [one.raw_text for one in ward.book(second).readings] == ["38.6"]
    assert ward.book(first).readings[-1].raw_text == "37.8"
    assert place.said == [("ok", f"{name} 的测量值 37.8 已记入。")]


def test_without_a_thermometer_the_sheet_to_type_a_temperature_opens(
    qtbot: QtBot, place: Place, ward: Ward
) -> None:
    opened(qtbot, place, ward.case())

    place.desk.acts.buttons["measure"].click()

    assert place.refused == ["device.none_ready"]
    assert place.desk.has_sheet
    assert place.desk.sheet.act == READING


@pytest.mark.rule("EXC-1")
def test_nobody_leaves_through_a_gate_that_is_shut(qtbot: QtBot, place: Place, ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    opened(qtbot, place, case_id)
    presenter = place.at.presenter

    with qtbot.waitSignal(presenter.refused) as refused:
        presenter.leave()

    assert refused.args is not None
    assert refused.args[0].code == "leaving.gate_shut"
    assert ward.book(case_id).case.is_isolated


@pytest.mark.rule("EXC-6")
def test_a_suspect_whose_gate_is_open_is_excluded_at_the_desk(
    qtbot: QtBot, place: Place, ward: Ward
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.later(1)
    ward.two_negatives(case_id)
    opened(qtbot, place, case_id)
    presenter = place.at.presenter
    with qtbot.waitSignal(presenter.done):
        presenter.ask_to_sign(Role.ATTENDING_DOCTOR)
    ward.sign(case_id, GateKind.EXCLUSION)
    presenter.refresh()
    qtbot.waitUntil(lambda: presenter.gate is not None and presenter.gate.is_open)

    with qtbot.waitSignal(presenter.done) as done:
        place.desk.gates.act.click()

    case = ward.book(case_id).case
    assert done.args == ["left_EXCLUDED"]
    assert (case.way_out, case.case_class) == (WayOut.EXCLUDED, CaseClass.EXCLUDED)
    assert not case.is_isolated


def test_when_another_desk_was_faster_its_entry_is_shown_and_the_act_goes_through_the_second_time(
    qtbot: QtBot, place: Place, ward: Ward
) -> None:
    case_id = ward.case()
    opened(qtbot, place, case_id)
    presenter = place.at.presenter
    ward.sample(case_id, None)
    newest = ward.book(case_id).case.last_seq

    with qtbot.waitSignal(presenter.changed_meanwhile):
        presenter.report("CRP", LabFlag.NORMAL)
    qtbot.waitUntil(
        lambda: presenter.view is not None and presenter.view.book.case.last_seq == newest
    )
    warned = place.desk.case.warning.text()
    with qtbot.waitSignal(presenter.done):
        presenter.report("CRP", LabFlag.NORMAL)

    assert DOCTOR.name in warned
    assert [one.kind for one in ward.book(case_id).entries][-1] == "LAB"


def test_a_room_is_acted_upon_without_a_case(qtbot: QtBot, place: Place, ward: Ward) -> None:
    room = ward.do(rooms.add_room, rooms.RoomPlan("13", "隔离 13"), actor=OFFICER)
    presenter = place.at.presenter
    presenter.refresh()
    qtbot.waitUntil(lambda: bool(presenter.lists.rooms))
    asked = RoomAsked(RoomWish.OUT_OF_USE, room.id, note="检修")

    with qtbot.waitSignal(presenter.done):
        presenter.act(None, Filled("room", request=asked), lambda: None, lambda _: None)
    qtbot.waitUntil(lambda: presenter.lists.rooms[0].room.state is RoomState.OUT_OF_USE)

    assert place.desk.rooms.current is None


def test_who_may_not_treat_is_refused_in_words_and_nothing_is_written(
    qtbot: QtBot, place: Place, ward: Ward
) -> None:
    case_id = ward.case()
    before = len(ward.book(case_id).entries)
    place.sit(EXPERT)
    opened(qtbot, place, case_id)

    with qtbot.waitSignal(place.at.presenter.refused) as refused:
        place.at.presenter.report("CRP", LabFlag.HIGH)

    assert refused.args is not None
    assert refused.args[0].code == "staff.duty_missing"
    assert len(ward.book(case_id).entries) == before


def test_who_sits_down_next_finds_nobody_s_case_open(
    qtbot: QtBot, place: Place, ward: Ward
) -> None:
    opened(qtbot, place, ward.case())

    place.sit(OFFICER)

    assert place.at.presenter.view is None
    assert place.desk.case.nobody.isVisible()


def test_what_is_late_is_counted_in_the_rail(qtbot: QtBot, place: Place, ward: Ward) -> None:
    case_id = ward.case()
    ward.tell(case_id, LabReported("CRP", LabFlag.NORMAL, ward.at))
    presenter = place.at.presenter
    presenter.refresh()
    qtbot.waitUntil(lambda: any(row.due is not None for row in presenter.lists.rows))
    before = place.window.rail.entries["isolation"].accessibleName()
    ward.later(48)

    place.at.tick()
    qtbot.waitUntil(
        lambda: place.window.rail.entries["isolation"].accessibleName() != before, timeout=5000
    )

    assert "1" in place.window.rail.entries["isolation"].accessibleName()


def test_f10_leads_to_the_signer_s_desk(qtbot: QtBot, place: Place, ward: Ward) -> None:
    opened(qtbot, place, ward.case())

    place.desk.sign_asked.emit()

    assert place.opened == ["sign"]


def test_whoever_died_elsewhere_meanwhile_is_shown_as_he_is_now(
    qtbot: QtBot, place: Place, ward: Ward
) -> None:
    case_id = ward.case()
    opened(qtbot, place, case_id)
    ward.do(leaving.died, case_id, CASE_RULES, "呼吸衰竭")

    place.at.presenter.refresh()
    presenter = place.at.presenter
    qtbot.waitUntil(
        lambda: presenter.view is not None and presenter.view.book.case.way_out is WayOut.DECEASED
    )

    with qtbot.waitSignal(presenter.refused) as refused:
        presenter.leave()
    assert refused.args is not None
    assert refused.args[0].code in {"leaving.has_left", "leaving.other_class"}
