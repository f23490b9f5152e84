"""The tools over real records: a room set up at the page stands in the database, a trial names who differs."""

from collections.abc import Generator
from contextlib import AbstractContextManager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from feverclinic.domain.case_facts import Role
from feverclinic.domain.clinical_entries import JointConsulted
from feverclinic.domain.emergency_plans import CoreItem
from feverclinic.domain.gates import GateKind
from feverclinic.domain.people import Duty, Staff
from feverclinic.domain.rooms import RoomState
from feverclinic.domain.trial import Changed
from feverclinic.services import joint_consultation, signing_off
from feverclinic.services.papers import Letterhead
from feverclinic.storage.store import Store, reading
from feverclinic.wording import wording
from tests.builders import GATE, MINUTE, NOON
from tests.case_builders import DIRECTOR, DOCTOR, EXPERT, OFFICER
from tests.engines import Clinic
from tests.services.ward import CASE_RULES, Ward
from tests.ui.wards import ward_of
from ui.bench import Bench
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.requests import PlanAsked, RoomSetUp
from ui.isolation_tools import IsolationTools, ToolPlace
from ui.runner import Runner

ZH = wording("zh_CN")
SIX = "covid-dt-6.toml"


class Seat:
    """Who sits at the desk; the test moves somebody else there."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff


class Desk:
    """One work place with its runner and bench over a clinic's records."""

    def __init__(self, clinic: Clinic, folder: Path) -> None:
        self.seat = Seat(OFFICER)
        self.now = NOON
        self.printed: list[bytes] = []
        self.runner = Runner(lambda: clinic.work(self.seat.staff, self.now))
        self.bench = Bench()

        def read(actor: Staff) -> AbstractContextManager[Store]:
            return reading(clinic.engine, actor, NOON + MINUTE, GATE)

        place = ToolPlace(
            self.runner,
            self.bench,
            lambda: CASE_RULES,
            read,
            lambda: self.now,
            lambda: ZH,
            lambda: Letterhead("某市中心医院", "院感科"),
            folder,
            self.printed.append,
        )
        self.tools = IsolationTools(place)

    def sit(self, staff: Staff) -> None:
        self.seat.staff = staff
        self.tools.allow(staff.duties)


@pytest.fixture
def desk(clinic: Clinic, tmp_path: Path, qapp: QApplication) -> Generator[Desk]:
    made = Desk(clinic, tmp_path / "exports")
    yield made
    made.runner.close()
    made.bench.close()


@pytest.fixture
def ward(clinic: Clinic) -> Ward:
    return ward_of(clinic)


def test_a_room_that_is_set_up_stands_in_the_records_and_in_the_list(
    qtbot: QtBot, desk: Desk, clinic: Clinic
) -> None:
    desk.sit(OFFICER)

    with qtbot.waitSignal(desk.tools.set_up.done):
        desk.tools.set_up.take(Filled("room_set_up", request=RoomSetUp("13", "隔离 13", 2)))
    qtbot.waitUntil(lambda: bool(desk.tools.set_up.rooms))

    with clinic.work(OFFICER) as store:
        rooms = store.rooms.all()
    assert [(one.code, one.beds, one.state) for one in rooms] == [("13", 2, RoomState.CLEAN)]
    assert [one.room for one in desk.tools.set_up.rooms] == list(rooms)


def test_the_same_code_twice_is_refused_in_words(qtbot: QtBot, desk: Desk) -> None:
    desk.sit(OFFICER)
    with qtbot.waitSignal(desk.tools.set_up.done):
        desk.tools.set_up.take(Filled("room_set_up", request=RoomSetUp("13", "")))

    with qtbot.waitSignal(desk.tools.set_up.refused) as refused:
        desk.tools.set_up.take(Filled("room_set_up", request=RoomSetUp("13", "")))

    assert first(refused).code == "room.code_used"


@pytest.mark.rule("WORK-2")
def test_only_the_director_signs_a_plan(qtbot: QtBot, desk: Desk) -> None:
    asked = PlanAsked(CoreItem.CT, "CT 停机", "球管更换", "胸片", NOON + 60 * MINUTE)
    desk.sit(OFFICER)
    with qtbot.waitSignal(desk.tools.set_up.refused) as refused:
        desk.tools.set_up.take(Filled("plan", request=asked))

    desk.sit(DIRECTOR)
    with qtbot.waitSignal(desk.tools.set_up.done):
        desk.tools.set_up.take(Filled("plan", request=asked))
    qtbot.waitUntil(lambda: bool(desk.tools.set_up.plans))

    assert first(refused).code == "staff.duty_missing"
    assert [(one.item, one.by) for one in desk.tools.set_up.plans] == [(CoreItem.CT, "于院长")]


def first(blocker: SignalBlocker) -> Any:
    """What the signal carried."""
    assert blocker.args
    return blocker.args[0]


def changed_file(folder: Path, before: str, after: str) -> Path:
    shipped = files("resources").joinpath("rules", SIX).read_text("utf-8")
    assert shipped.count(before) == 1
    path = folder / SIX
    path.write_text(shipped.replace(before, after), "utf-8")
    return path


def test_a_trial_says_who_would_be_classed_differently_and_is_kept(
    qtbot: QtBot, desk: Desk, ward: Ward, tmp_path: Path
) -> None:
    ward.suspect(ward.case())
    desk.sit(OFFICER)
    path = changed_file(tmp_path, "criteria_at_least = 2", "criteria_at_least = 3")

    with qtbot.waitSignal(desk.tools.trial.ended) as ended:
        desk.tools.trial.start(str(path), "14")
    trial = first(ended)

    assert trial.looked_at == 1
    assert Changed.CLASSED in {one.changed for one in trial.rows}


def test_a_trial_of_who_may_not_is_refused(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.sit(DOCTOR)
    path = changed_file(tmp_path, "criteria_at_least = 2", "criteria_at_least = 3")

    with qtbot.waitSignal(desk.tools.trial.refused) as refused:
        desk.tools.trial.start(str(path), "14")

    assert first(refused).code == "staff.duty_missing"
    assert first(refused).facts["duty"] == Duty.TRY_RULES.value


@pytest.mark.parametrize("text", ["id = ", "", None], ids=["damaged", "empty", "missing"])
def test_a_file_that_is_none_is_refused_and_never_a_crash(
    qtbot: QtBot, desk: Desk, tmp_path: Path, text: str | None
) -> None:
    desk.sit(OFFICER)
    path = tmp_path / "draft.toml"
    if text is not None:
        path.write_text(text, "utf-8")

    with qtbot.waitSignal(desk.tools.trial.refused) as refused:
        desk.tools.trial.start(str(path), "14")

    assert ZH.knows(f"error.{first(refused).code}")
    assert not desk.tools.trial.is_running


def test_the_table_is_written_as_a_file_and_printed(
    qtbot: QtBot, desk: Desk, ward: Ward, tmp_path: Path
) -> None:
    ward.suspect(ward.case())
    desk.sit(OFFICER)
    path = changed_file(tmp_path, "criteria_at_least = 2", "criteria_at_least = 3")
    with qtbot.waitSignal(desk.tools.trial.ended):
        desk.tools.trial.start(str(path), "14")

    with qtbot.waitSignal(desk.tools.trial.kept) as kept:
        desk.tools.trial.save()
    with qtbot.waitSignal(desk.tools.trial.sent):
        desk.tools.trial.send()

    assert Path(first(kept)).read_text("utf-8").count("\n") >= 2
    assert desk.printed[0].startswith(b"%PDF")


@pytest.mark.rule("EXC-6")
def test_whoever_is_asked_sees_it_at_the_own_desk_and_signs_there(
    qtbot: QtBot, desk: Desk, ward: Ward
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.do(
        signing_off.ask_to_sign,
        case_id,
        GateKind.EXCLUSION,
        Role.INFECTION_CONTROL,
        CASE_RULES,
    )
    desk.now = ward.at
    desk.sit(OFFICER)
    qtbot.waitUntil(lambda: bool(desk.tools.sign.asked))

    with qtbot.waitSignal(desk.tools.sign.shown):
        desk.tools.sign.choose(0)
    with qtbot.waitSignal(desk.tools.sign.signed):
        desk.tools.sign.sign()

    signed = [one for one in ward.book(case_id).entries if one.kind == "SIGNATURE"]
    assert [one.by_name for one in signed] == ["高院感"]
    assert desk.tools.sign.name == "高院感"
    qtbot.waitUntil(lambda: not desk.tools.sign.asked)


def test_an_expert_of_a_joint_consultation_signs_it_at_the_own_desk(
    qtbot: QtBot, desk: Desk, ward: Ward
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    held = JointConsulted(ward.at, (EXPERT.name,), ("秦医师",), opinion="同意")
    ward.do(joint_consultation.record_joint, case_id, held, CASE_RULES)
    desk.now = ward.at
    desk.sit(EXPERT)
    qtbot.waitUntil(lambda: bool(desk.tools.sign.asked))

    with qtbot.waitSignal(desk.tools.sign.shown):
        desk.tools.sign.choose(0)
    with qtbot.waitSignal(desk.tools.sign.signed):
        desk.tools.sign.sign()

    record = ward.book(case_id).entries[-1].document
    assert isinstance(record, JointConsulted)
    assert record.signed_by == (EXPERT.name,)
    qtbot.waitUntil(lambda: not desk.tools.sign.asked)


def test_whoever_has_no_office_is_asked_for_nothing(qtbot: QtBot, desk: Desk, ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.do(signing_off.ask_to_sign, case_id, GateKind.EXCLUSION, Role.EXPERT_GROUP, CASE_RULES)

    with qtbot.waitSignal(desk.tools.sign.listed):
        desk.sit(OFFICER)

    assert desk.tools.sign.asked == ()
