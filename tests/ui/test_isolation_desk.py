"""The isolation desk by keyboard: places, four keys, gates, sheets; what is told and what stays."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from feverclinic.domain.cases import CaseId, Column, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.work_up_entries import LabFlag, LabReported
from feverclinic.errors import Refused, Stale
from feverclinic.services.rulebook import load_rules
from feverclinic.wording import wording
from tests.ui.isolation_house import House
from ui.isolation.case_rows import Part
from ui.isolation.desk import IsolationDesk
from ui.isolation.presenter import IsolationPresenter, Lists
from ui.isolation.sheets.scene_case import NEGATIVE
from ui.isolation.sheets.scenes import scene_occasion
from ui.pictures import settle
from ui.theme import apply_theme, load_theme

ZH = wording("zh_CN")
FIRST, SECOND = CaseId(805), CaseId(806)
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


class Ward:
    """A desk over a house of the test, in a window that has the keyboard."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.presenter: IsolationPresenter = house.presenter()
        self.desk = IsolationDesk(
            self.presenter,
            ZH,
            load_theme("light"),
            load_rules().triage.temperature,
            lambda _view, _entry, _room: scene_occasion(ZH),
        )
        self.said: list[tuple[str, str]] = []
        self.desk.said.connect(lambda kind, told: self.said.append((kind, told)))

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        target = QApplication.focusWidget() or self.desk
        QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def house() -> House:
    return House()


def shown(qtbot: QtBot, qapp: QApplication, house: House, width: int = 1302) -> Ward:
    apply_theme(qapp, load_theme("light"))
    ward = Ward(house)
    qtbot.addWidget(ward.desk)
    ward.desk.resize(width, 686)
    ward.desk.show()
    qtbot.waitExposed(ward.desk)
    ward.desk.activateWindow()
    ward.desk.setFocus()
    qtbot.waitUntil(ward.desk.isActiveWindow)
    settle()
    return ward


@pytest.fixture
def ward(qtbot: QtBot, qapp: QApplication, house: House) -> Iterator[Ward]:
    made = shown(qtbot, qapp, house)
    made.presenter.choose_case(FIRST)
    settle()
    yield made
    made.desk.hide()


def test_alt_and_a_digit_open_each_column_and_its_first_person(ward: Ward) -> None:
    opened: list[tuple[Column, CaseId | None]] = []
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_5):
        ward.press(key, ALT)
        opened.append((ward.presenter.column, ward.presenter.case_id))

    assert opened == [
        (Column.EXAMINED, CaseId(805)),
        (Column.RESULTS, CaseId(809)),
        (Column.OBSERVED, CaseId(703)),
    ]


def test_enter_sees_whoever_was_received(ward: Ward) -> None:
    ward.press(Qt.Key.Key_1, ALT)
    assert ward.desk.case.see.isVisible()

    ward.press(Qt.Key.Key_Return)

    assert ward.house.opened == [500]


def test_enter_on_a_row_leads_into_the_case(ward: Ward) -> None:
    ward.press(Qt.Key.Key_2, ALT)

    ward.press(Qt.Key.Key_Return)

    assert (ward.house.opened, ward.presenter.case_id) == ([], CaseId(805))
    assert ward.desk.case.table.hasFocus()


def test_the_arrows_walk_the_rooms_and_open_who_lies_there(ward: Ward) -> None:
    ward.press(Qt.Key.Key_6, ALT)
    assert ward.desk.left.currentWidget() is ward.desk.room_pane
    before = ward.presenter.case_id

    ward.press(Qt.Key.Key_Down)
    ward.press(Qt.Key.Key_Down)

    assert ward.desk.rooms.current is not None
    assert ward.presenter.case_id != before


@pytest.mark.parametrize(
    ("key", "flag"),
    [
        (Qt.Key.Key_8, LabFlag.HIGH),
        (Qt.Key.Key_5, LabFlag.NORMAL),
        (Qt.Key.Key_2, LabFlag.LOW),
        (Qt.Key.Key_0, LabFlag.NOT_DONE),
    ],
)
def test_four_keys_on_an_open_item_say_its_result(
    ward: Ward, key: Qt.Key, flag: LabFlag, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.isolation.desk.SAMPLED", frozenset[str]())
    ward.press(Qt.Key.Key_7, ALT)
    ward.press(key)

    ((case_id, filled),) = ward.house.acts
    (told,) = filled.documents
    assert isinstance(told, LabReported)
    assert (case_id, told.item, told.flag) == (FIRST, "FLU_ANTIGEN", flag)


def test_a_sampled_item_asks_for_its_sample_and_not_for_a_key(ward: Ward) -> None:
    ward.press(Qt.Key.Key_7, ALT)
    ward.press(Qt.Key.Key_8)

    assert ward.house.acts == []
    assert ward.desk.has_sheet
    assert ward.desk.sheet.act == "sample"


@pytest.mark.parametrize(
    ("key", "held", "act"),
    [
        (Qt.Key.Key_F5, None, "order"),
        (Qt.Key.Key_F8, None, "sample"),
        (Qt.Key.Key_F11, None, "consultation"),
        (Qt.Key.Key_F2, SHIFT, "room"),
        (Qt.Key.Key_F3, SHIFT, "measured"),
        (Qt.Key.Key_F4, SHIFT, "dose"),
        (Qt.Key.Key_F5, SHIFT, "class"),
        (Qt.Key.Key_F6, SHIFT, "call"),
        (Qt.Key.Key_F7, SHIFT, "progress"),
        (Qt.Key.Key_F8, SHIFT, "away"),
    ],
)
def test_each_act_of_the_catalogue_opens_its_sheet_and_esc_leads_back(
    ward: Ward, key: Qt.Key, held: Qt.KeyboardModifier | None, act: str
) -> None:
    ward.press(key, held)
    opened = (ward.desk.has_sheet, ward.desk.sheet.act)
    ward.press(Qt.Key.Key_Escape)

    assert (opened, ward.desk.has_sheet) == ((True, act), False)


def test_f4_asks_for_a_thermometer_for_the_case_that_is_open(ward: Ward) -> None:
    asked: list[CaseId] = []
    ward.desk.measure_asked.connect(lambda view: asked.append(view.book.case.id))

    ward.press(Qt.Key.Key_F4)

    assert asked == [FIRST]


def test_the_sheet_of_one_case_never_stands_before_another(ward: Ward) -> None:
    ward.press(Qt.Key.Key_F7, SHIFT)
    assert ward.desk.has_sheet

    ward.presenter.choose_case(SECOND)

    assert not ward.desk.has_sheet


def test_what_was_typed_for_one_case_is_there_when_his_sheet_is_opened_again(ward: Ward) -> None:
    ward.press(Qt.Key.Key_F4, SHIFT)
    form = ward.desk.sheet.form
    assert form is not None
    form.show_answers({"drug": "布洛芬"})
    form.edited.emit()
    ward.presenter.choose_case(SECOND)
    ward.press(Qt.Key.Key_F4, SHIFT)
    other = ward.desk.sheet.form
    assert other is not None
    assert other.answers().get("drug", "") == ""
    ward.press(Qt.Key.Key_Escape)

    ward.presenter.choose_case(FIRST)
    ward.press(Qt.Key.Key_F4, SHIFT)

    again = ward.desk.sheet.form
    assert again is not None
    assert again.answers()["drug"] == "布洛芬"


@pytest.mark.rule("EXC-1")
def test_a_shut_gate_is_not_walked_through_and_says_how_many_are_open(ward: Ward) -> None:
    ward.press(Qt.Key.Key_F9, SHIFT)

    assert ward.house.left == []
    assert ward.said == [("warning", ZH.say("isolation.shut", count=2))]
    assert ward.desk.gates.act.text() == "排除疑似 · 还差 2 项"


def test_f7_shows_the_next_gate_with_its_own_act(ward: Ward) -> None:
    ward.press(Qt.Key.Key_F7)

    assert ward.presenter.gate_kind is GateKind.TRANSFER
    assert ward.desk.gates.act.text() == "转运定点医院 · 还差 3 项"
    assert not ward.desk.gates.first.isVisible()


def test_f6_shows_everything_that_was_ever_written(ward: Ward) -> None:
    ward.press(Qt.Key.Key_F6)

    assert ward.desk.case.part is Part.TRACE
    assert ward.desk.case.table.rowCount() == 7 + 14  # entries and readings


def test_f9_prints_the_gate_that_is_shown(ward: Ward) -> None:
    asked: list[tuple[CaseId, GateKind]] = []
    ward.desk.print_asked.connect(lambda view, kind: asked.append((view.book.case.id, kind)))

    ward.press(Qt.Key.Key_F9)

    assert asked == [(FIRST, GateKind.EXCLUSION)]


def test_what_another_desk_wrote_stays_above_the_case_until_something_is_done(ward: Ward) -> None:
    ward.house.refusal = Stale("case.changed", entries=(NEGATIVE,), count=1, by="检验科")
    ward.presenter.leave()
    warned = ward.desk.case.warning.text()
    ward.presenter.refresh()
    after_a_minute = ward.desk.case.warning.text()
    ward.house.refusal = None

    ward.presenter.leave()

    assert "检验科" in warned
    assert after_a_minute == warned
    assert "检验科" not in ward.desk.case.warning.text()
    assert ward.house.left == [(FIRST, WayOut.EXCLUDED, 4)] * 2


def test_what_a_sheet_was_refused_for_stands_in_the_sheet_with_all_that_was_typed(
    ward: Ward,
) -> None:
    ward.press(Qt.Key.Key_F4, SHIFT)
    form = ward.desk.sheet.form
    assert form is not None
    form.show_answers({"taken_at": "14:00", "drug": "布洛芬"})
    ward.house.refusal = Refused("leaving.has_left", name="何建平")

    ward.desk.sheet.take.click()

    assert ward.desk.has_sheet
    assert "何建平" in ward.desk.sheet.note.text()
    assert form.answers()["drug"] == "布洛芬"


def test_f3_finds_by_the_end_of_the_number_and_opens_the_case(ward: Ward) -> None:
    ward.press(Qt.Key.Key_F3)
    QTest.keyClicks(ward.desk.strip.finder, "0007")
    ward.press(Qt.Key.Key_Return)

    assert ward.presenter.case_id == SECOND


def test_whom_nobody_finds_is_marked_and_nobody_s_case_is_opened(ward: Ward) -> None:
    ward.press(Qt.Key.Key_F3)
    ward.desk.strip.finder.setText("无此人")
    ward.press(Qt.Key.Key_Return)

    assert ward.desk.strip.finder.property("state") == "error"
    assert ward.presenter.case_id == FIRST


def test_the_banner_carries_the_class_as_a_word_with_its_sign(ward: Ward) -> None:
    tag = ward.desk.case.banner.findChild(QLabel, "bannerTag")

    assert isinstance(tag, QLabel)
    assert tag.text() == "▲ 疑似病例"


def test_the_course_is_spoken_point_by_point(ward: Ward) -> None:
    spoken = ward.desk.case.chart.accessibleDescription().split("；")

    assert spoken[0] == "02-26 22:32 38.6"
    assert "02-27 11:32 退热药 11:32" in spoken
    assert "02-27 14:32 核酸 阴性" in spoken


def test_an_empty_house_says_what_will_stand_there(qtbot: QtBot, qapp: QApplication) -> None:
    ward = shown(qtbot, qapp, House(Lists()), 1856)

    assert ward.desk.case.nobody.isVisible()
    assert ward.desk.rooms.empty.isVisible()
    assert ward.desk.gates.nobody.isVisible()
    assert ward.desk.acts.buttons["room"].isEnabled()
    assert not ward.desk.acts.buttons["order"].isEnabled()
