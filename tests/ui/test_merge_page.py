"""Two records of one person made one by keyboard: side by side, told before, refused in words; over real records."""

from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import PersonHit
from feverclinic.domain.case_boards import MergeSide
from feverclinic.domain.people import PatientId, Staff
from feverclinic.errors import ClinicError, Refused
from feverclinic.wording import wording
from tests.builders import NURSE
from tests.case_builders import DOCTOR
from tests.engines import Clinic
from tests.services.ward import CASE_RULES, Ward
from tests.ui.wards import ward_of
from ui.isolation.merge_page import MergePage
from ui.isolation.merge_presenter import MergeAsked, MergeDoor, MergePresenter
from ui.isolation.merge_scenes import OTHER, SIDES, STAYS, hit_of
from ui.isolation.sheets.scene_case import NOON
from ui.isolation_merging import MergingAtDesk
from ui.runner import Runner
from ui.theme import apply_theme, load_theme

ZH = wording("zh_CN")


class House:
    """The records as the page sees them."""

    def __init__(self) -> None:
        self.heard: list[MergeAsked] = []
        self.refusal: ClinicError | None = None

    def presenter(self) -> MergePresenter:
        return MergePresenter(MergeDoor(self._find, self._look, self._merge))

    def _find(
        self, _text: str, then: Callable[[tuple[PersonHit, ...]], object], _failed: object
    ) -> None:
        then((hit_of(STAYS), hit_of(OTHER)))

    def _look(
        self, patient_id: PatientId, then: Callable[[MergeSide], object], _failed: object
    ) -> None:
        then(SIDES[patient_id])

    def _merge(
        self,
        asked: MergeAsked,
        then: Callable[[object], object],
        failed: Callable[[ClinicError], object],
    ) -> None:
        self.heard.append(asked)
        if self.refusal is not None:
            failed(self.refusal)
        else:
            then(None)


def opened(qtbot: QtBot, qapp: QApplication, house: House) -> MergePage:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    presenter = house.presenter()
    page = MergePage(theme, ZH, presenter, lambda: NOON)
    presenter.setParent(page)
    qtbot.addWidget(page)
    page.resize(968, 614)
    page.show()
    page.setFocus()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def press(key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def choose_both(page: MergePage) -> None:
    """Type, Enter takes the first, down and Enter the second."""
    QTest.keyClicks(page.search.edit, "hjp")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)


def said(page: MergePage, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_both_stand_side_by_side_and_what_differs_is_marked(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = opened(qtbot, qapp, House())

    choose_both(page)

    assert said(page, "merge.into.who") == "≠ 何建平 男 41 岁"
    assert said(page, "merge.merged.who") == "≠ 何建坪 男 41 岁"
    assert said(page, "merge.into.birth") == said(page, "merge.merged.birth") == "1979-01-05"
    assert said(page, "merge.into.id") == "≠ 3703 **** **** 3315"
    assert said(page, "merge.into.cases") == "20200226-0012 · 疑似病例 · 隔离中 · 隔离 03"


def test_what_will_happen_is_said_before(qtbot: QtBot, qapp: QApplication) -> None:
    page = opened(qtbot, qapp, House())
    choose_both(page)

    assert said(page, "merge.will").split("\n")[:2] == [
        "何建坪 的 1 次就诊、1 个病例归到 何建平 名下。",
        "2 处隔离照旧，一处也不解除；每个病例里记一条。",
    ]


def test_nothing_is_merged_without_a_reason_and_the_two_may_change_places(
    qtbot: QtBot, qapp: QApplication
) -> None:
    house = House()
    page = opened(qtbot, qapp, house)
    choose_both(page)

    press(Qt.Key.Key_F9)
    assert house.heard == []
    assert page.reason.hasFocus()
    QTest.keyClicks(page.reason, "twice")
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F9)

    assert house.heard == [MergeAsked(STAYS.patient.id, OTHER.patient.id, "twice")]
    assert said(page, "merge.answer") == "✓ 已合并，以后都在 何建坪 名下"


def test_a_refusal_is_said_and_all_stays(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    house.refusal = Refused("merging.two_numbers", name="何建平", merged="何建坪")
    page = opened(qtbot, qapp, house)
    choose_both(page)
    page.reason.setText("同一人")

    press(Qt.Key.Key_F9)

    assert said(page, "merge.answer").startswith("▲ 何建平 与 何建坪 的证件号码不同")
    assert page.reason.text() == "同一人"
    assert said(page, "merge.into.who") == "≠ 何建平 男 41 岁"


# -- over real records ---------------------------------------------------------------------------


class Seat:
    """Who sits at the desk."""

    def __init__(self) -> None:
        self.staff: Staff = DOCTOR


@pytest.fixture
def ward(clinic: Clinic) -> Ward:
    return ward_of(clinic)


@pytest.fixture
def seat() -> Seat:
    return Seat()


@pytest.fixture
def desk(clinic: Clinic, ward: Ward, seat: Seat, qapp: QApplication) -> Generator[MergingAtDesk]:
    runner = Runner(lambda: clinic.work(seat.staff, ward.at))
    yield MergingAtDesk(runner, lambda: CASE_RULES, lambda: ward.at)
    runner.close()


@pytest.mark.rule("TRF-1")
def test_two_records_become_one_and_both_isolations_go_on(
    qtbot: QtBot, desk: MergingAtDesk, ward: Ward
) -> None:
    older = ward.case()
    ward.suspect(older)
    newer = ward.case(id_no="", no_id_reason="未带", name="张建果")
    presenter = desk.presenter
    for name in (ward.book(older).patient.name, "张建果"):
        with qtbot.waitSignal(presenter.found):
            presenter.find(name)
        with qtbot.waitSignal(presenter.compared):
            presenter.take(0)
    assert presenter.into is not None
    assert [one.is_isolated for one in presenter.into.open_cases] == [True]

    with qtbot.waitSignal(presenter.merged):
        presenter.merge("同一人，两次登记")

    cases = [ward.book(one).case for one in (older, newer)]
    assert cases[0].patient_id == cases[1].patient_id
    assert [one.is_isolated for one in cases] == [True, True]


def test_who_may_not_merge_sees_no_record(
    qtbot: QtBot, desk: MergingAtDesk, ward: Ward, seat: Seat
) -> None:
    case_id = ward.case()
    seat.staff = NURSE
    with qtbot.waitSignal(desk.presenter.found):
        desk.presenter.find(ward.book(case_id).patient.name)

    with qtbot.waitSignal(desk.presenter.refused) as refused:
        desk.presenter.take(0)

    assert refused.args is not None
    assert refused.args[0].code == "staff.duty_missing"
