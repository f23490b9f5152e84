"""The set-up of isolation: rooms by whoever manages them, plans by the director, each by keys alone."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import RoomCard
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.emergency_plans import CoreItem, EmergencyPlan
from feverclinic.domain.people import Duty
from feverclinic.domain.rooms import RoomId
from feverclinic.errors import ClinicError, Refused
from feverclinic.wording import wording
from tests.ui.hands import commit
from ui.isolation.set_up_page import PLANS, SetUpPage
from ui.isolation.set_up_presenter import SetUpDoor, SetUpPresenter
from ui.isolation.set_up_scenes import ENDED
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.requests import PlanAsked, PlanEnded, RoomSetUp
from ui.isolation.sheets.scene_case import NOON, PLAN, scene_rooms
from ui.theme import apply_theme, load_theme

ZH = wording("zh_CN")
BOTH = frozenset({Duty.MANAGE_ROOMS, Duty.DIRECT})
ENTER = Qt.Key.Key_Return


class House:
    """The records as the set-up sees them."""

    def __init__(self) -> None:
        self.rooms: tuple[RoomCard, ...] = scene_rooms()
        self.plans: tuple[EmergencyPlan, ...] = (PLAN, ENDED)
        self.heard: list[Filled] = []
        self.refusal: ClinicError | None = None

    def presenter(self, duties: frozenset[Duty] = BOTH) -> SetUpPresenter:
        door = SetUpDoor(
            lambda then, _failed: then(self.rooms),
            lambda then, _failed: then(self.plans),
            lambda filled, then, failed: (
                self.heard.append(filled),
                failed(self.refusal) if self.refusal is not None else then(None),
            ),
        )
        made = SetUpPresenter(door)
        made.allow(duties)
        return made


def opened(qtbot: QtBot, qapp: QApplication, presenter: SetUpPresenter) -> SetUpPage:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    page = SetUpPage(theme, ZH, presenter, lambda: NOON)
    presenter.setParent(page)
    qtbot.addWidget(page)
    page.resize(968, 614)
    page.show()
    page.setFocus()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def keys(page: SetUpPage, *pressed: Qt.Key | str) -> None:
    for one in pressed:
        held = page.focusWidget() or page
        if isinstance(one, str):
            commit(held, one)
        else:
            QTest.keyClick(held, one)


def save(page: SetUpPage) -> None:
    QTest.keyClick(page.focusWidget(), ENTER, Qt.KeyboardModifier.ControlModifier)


def test_a_room_is_added_by_keys_alone(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    page = opened(qtbot, qapp, house.presenter())

    keys(page, Qt.Key.Key_F2, "13", ENTER, "隔离 13")
    save(page)

    assert [one.request for one in house.heard] == [RoomSetUp("13", "隔离 13", 1)]
    assert not page.sheet.isVisible()
    assert page.answer.text() == "✓ 房间已保存"


def test_a_room_is_changed_with_all_that_it_was(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    page = opened(qtbot, qapp, house.presenter())
    page.rooms.setCurrentCell(2, 0)

    keys(page, Qt.Key.Key_F4)
    save(page)

    assert [one.request for one in house.heard] == [
        RoomSetUp("05", "隔离 05", 2, room_id=RoomId(5))
    ]


def test_a_refusal_stands_in_the_sheet_and_what_was_typed_stays(
    qtbot: QtBot, qapp: QApplication
) -> None:
    house = House()
    house.refusal = Refused("plan.reason_missing")
    page = opened(qtbot, qapp, house.presenter())
    keys(page, Qt.Key.Key_F2, "13")

    save(page)

    assert page.sheet.isVisible()
    assert page.sheet.note.text() == "▲ 请写明不能检查的原因。"
    assert page.sheet.form is not None
    assert page.sheet.form.answers()["room_code"] == "13"


def test_esc_leads_back_to_the_table(qtbot: QtBot, qapp: QApplication) -> None:
    page = opened(qtbot, qapp, House().presenter())

    keys(page, Qt.Key.Key_F2, Qt.Key.Key_Escape)

    assert not page.sheet.isVisible()
    assert page.focusWidget() is page.rooms


@pytest.mark.rule("WORK-2")
def test_the_director_signs_a_plan_with_its_end(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    page = opened(qtbot, qapp, house.presenter())
    page.tabs.setCurrentIndex(PLANS)

    keys(page, Qt.Key.Key_F2, Qt.Key.Key_3, "CT 停机", ENTER, "球管更换", ENTER)
    keys(page, "胸片", ENTER, "2020-02-29 08:00", ENTER)

    assert [one.request for one in house.heard] == [
        PlanAsked(
            CoreItem.CT,
            "CT 停机",
            "球管更换",
            "胸片",
            datetime(2020, 2, 29, 8, 0, tzinfo=CHINA),
        )
    ]


def test_a_plan_ends_early_with_its_reason(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    page = opened(qtbot, qapp, house.presenter())
    page.tabs.setCurrentIndex(PLANS)

    keys(page, Qt.Key.Key_F4, "已修好", ENTER)

    assert [one.request for one in house.heard] == [PlanEnded(PLAN.id, "已修好")]


@pytest.mark.parametrize(
    ("duties", "expected"),
    [
        (frozenset[Duty](), (False, False)),
        (frozenset({Duty.MANAGE_ROOMS}), (True, False)),
        (frozenset({Duty.DIRECT}), (False, True)),
    ],
    ids=["nobody", "rooms", "director"],
)
def test_only_who_may_change_something_sees_the_act(
    qtbot: QtBot, qapp: QApplication, duties: frozenset[Duty], expected: tuple[bool, bool]
) -> None:
    page = opened(qtbot, qapp, House().presenter(duties))

    shown: list[bool] = []
    for tab in range(2):
        page.tabs.setCurrentIndex(tab)
        shown.append(page.add.isVisible())

    assert tuple(shown) == expected


def test_the_key_does_nothing_for_who_may_not(qtbot: QtBot, qapp: QApplication) -> None:
    page = opened(qtbot, qapp, House().presenter(frozenset()))

    keys(page, Qt.Key.Key_F2)

    assert not page.sheet.isVisible()


def test_a_plan_says_whether_it_stands(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    house.plans = (PLAN, ENDED, replace(PLAN, withdrawn_at=NOON))
    page = opened(qtbot, qapp, house.presenter())

    states = [page.plans.item(at, 5) for at in range(3)]

    assert [one.text() if one else "" for one in states] == ["有效", "已到期", "已撤回"]


def test_a_new_house_is_told_what_to_do(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    house.rooms = ()
    page = opened(qtbot, qapp, house.presenter())

    shown = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "还没有隔离房间。按 F2 逐间添加：编号、床数、是否负压。" in shown


def test_lists_follow_the_records(qapp: QApplication) -> None:
    house = House()
    presenter = house.presenter()
    house.rooms = house.rooms[:1]

    presenter.on_changed(frozenset({Topic.ROOMS}))

    assert presenter.rooms == scene_rooms()[:1]
