"""Follow-up and recall by keyboard: who stands there, what is offered, what was typed stays; over real records too."""

from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import CaseView, FollowedRow
from feverclinic.domain.cases import CaseId
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.gates import GateKind
from feverclinic.domain.leaving_entries import Called, FollowedUp
from feverclinic.errors import ClinicError, Refused
from feverclinic.services import leaving
from feverclinic.wording import wording
from tests.case_builders import DOCTOR
from tests.engines import Clinic
from tests.services.ward import CASE_RULES, Ward
from tests.ui.wards import ward_of
from ui.isolation.after_page import AfterPage
from ui.isolation.after_presenter import AfterDoor, AfterPresenter
from ui.isolation.after_scenes import ROWS, after_view
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.requests import NoticeGiven
from ui.isolation.sheets.scene_case import NOON
from ui.isolation.sheets.shelf import Shelf
from ui.isolation_after import AfterAtDesk
from ui.runner import Runner
from ui.theme import apply_theme, load_theme

ZH = wording("zh_CN")


class House:
    """The records as the page sees them."""

    def __init__(self, rows: tuple[FollowedRow, ...] = ROWS) -> None:
        self.rows = rows
        self.heard: list[tuple[CaseId, Filled]] = []
        self.refusal: ClinicError | None = None

    def presenter(self) -> AfterPresenter:
        made = AfterPresenter(
            AfterDoor(
                lambda then, _failed: then(self.rows),
                lambda case_id, then, _failed: then(after_view(case_id)),
                self._act,
            )
        )
        made.seat()
        return made

    def _act(
        self,
        case_id: CaseId,
        filled: Filled,
        then: Callable[[CaseView], object],
        failed: Callable[[ClinicError], object],
    ) -> None:
        self.heard.append((case_id, filled))
        if self.refusal is not None:
            failed(self.refusal)
        else:
            then(after_view(case_id))


def opened(qtbot: QtBot, qapp: QApplication, house: House) -> AfterPage:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    presenter = house.presenter()
    page = AfterPage(theme, ZH, presenter, lambda: NOON)
    presenter.setParent(page)
    qtbot.addWidget(page)
    page.resize(968, 614)
    page.show()
    page.setFocus()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, held)


def said(page: AfterPage, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_the_first_of_the_list_is_open_with_the_recall_and_its_calls(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = opened(qtbot, qapp, House())

    assert said(page, "after.plan") == (
        "电话  13900000417\n▲ 召回：离诊后结果转阳  02-28 09:32\n   02-28 10:32 李医生  没打通"
    )


def test_only_what_can_be_done_of_the_case_is_offered(qtbot: QtBot, qapp: QApplication) -> None:
    page = opened(qtbot, qapp, House())

    def offered() -> set[str]:
        return {act for act, one in page.buttons.items() if one.isEnabled()}

    assert offered() == {"call", "recall_end"}
    press(Qt.Key.Key_Down)
    assert offered() == {"follow_up", "follow_end", "recall"}
    press(Qt.Key.Key_Down)
    assert offered() == {"follow_up", "notice", "follow_end", "recall"}


@pytest.mark.rule("FUP-3")
def test_a_notice_is_given_by_keys_alone(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    page = opened(qtbot, qapp, house)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)

    press(Qt.Key.Key_F6)
    assert page.sheet.form is not None
    page.sheet.form.show_answers({"to_tell": "PRIMARY_CARE", "told_how": "电话 王医生"})
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    case_id, filled = house.heard[0]
    assert case_id == ROWS[2].case_id
    assert isinstance(filled.request, NoticeGiven)
    assert filled.request.how == "电话 王医生"
    assert said(page, "after.answer") == "✓ 已记录：告知已出院"


def test_a_sheet_without_a_field_is_confirmed_by_its_key(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    page = opened(qtbot, qapp, house)
    press(Qt.Key.Key_Down)

    press(Qt.Key.Key_F7)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert [filled.act for _, filled in house.heard] == ["follow_end"]
    assert page.table.hasFocus()


def test_a_refusal_keeps_what_was_typed(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    house.refusal = Refused("recall.phone_missing")
    page = opened(qtbot, qapp, house)

    press(Qt.Key.Key_F4)
    assert page.sheet.form is not None
    page.sheet.form.show_answers({"phone": "13900000417", "reached": "NO"})
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert page.sheet.note.text().startswith("▲ ")
    assert page.sheet.form.answers()["phone"] == "13900000417"


def test_whoever_leaves_the_list_is_no_longer_open(qtbot: QtBot, qapp: QApplication) -> None:
    house = House()
    presenter = house.presenter()
    presenter.choose(0)
    house.rows = ROWS[1:]

    with qtbot.waitSignal(presenter.shown) as shown:
        presenter.on_changed(frozenset({Topic.CASES}))

    assert shown.args == [None]
    assert presenter.view is None


def test_another_topic_changes_nothing(qapp: QApplication) -> None:
    house = House()
    presenter = house.presenter()
    house.rows = ()

    presenter.on_changed(frozenset({Topic.VISITS}))

    assert presenter.rows == ROWS


# -- over real records ---------------------------------------------------------------------------


@pytest.fixture
def ward(clinic: Clinic) -> Ward:
    return ward_of(clinic)


@pytest.fixture
def desk(clinic: Clinic, ward: Ward, qapp: QApplication) -> Generator[AfterAtDesk]:
    runner = Runner(lambda: clinic.work(DOCTOR, ward.at))
    made = AfterAtDesk(runner, lambda: CASE_RULES, lambda: ward.at, Shelf())
    yield made
    runner.close()


@pytest.mark.rule("FUP-4")
def test_a_fever_told_in_the_follow_up_turns_into_a_recall_and_its_calls_are_kept(
    qtbot: QtBot, desk: AfterAtDesk, ward: Ward
) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, GateKind.RELEASE)
    ward.do(leaving.release, case_id, CASE_RULES)
    ward.later(48)
    presenter = desk.presenter
    presenter.seat()
    qtbot.waitUntil(lambda: len(presenter.rows) == 1)
    with qtbot.waitSignal(presenter.shown):
        presenter.choose(0)
    assert presenter.view is not None

    told = FollowedUp(local_day(ward.at), readings=("38.2",))
    with qtbot.waitSignal(presenter.done):
        presenter.act(Filled("follow_up", (told,), seen=presenter.view.book.case.last_seq))
    qtbot.waitUntil(lambda: presenter.rows[0].is_called_back)
    seen = ward.book(case_id).case.last_seq
    with qtbot.waitSignal(presenter.done):
        presenter.act(Filled("call", (Called("13700000001", reached=True),), seen=seen))

    qtbot.waitUntil(lambda: presenter.rows[0].calls == 1)
    assert presenter.rows[0].is_reached
