"""Administration: staff is added in place, the records answer in sentences, the look is chosen."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.errors import ClinicError, Refused
from feverclinic.wording import wording
from ui.admin.desk import AdminDesk
from ui.admin.presenter import (
    AdminDoor,
    AdminFacts,
    AdminPresenter,
    Change,
    Fact,
    NewStaff,
    SettingRow,
    StaffAct,
    check_new_staff,
)
from ui.admin.staff_page import StaffPage
from ui.theme import apply_theme, load_theme

FACTS = AdminFacts(
    roles=(("TRIAGE_NURSE", "分诊护士"), ("DOCTOR", "医生")),
    settings=(SettingRow("theme", "light", "light", "外观"),),
    settings_file="settings.toml",
    about=(Fact("admin.about_version", "0.1.0"),),
    language="zh_CN",
    theme="light",
)
NEW = NewStaff("李梅", "护师", "n0200", "TRIAGE_NURSE", "12345678")
Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]


@dataclass
class Program:
    """The other side of the door."""

    staff: list[Staff] = field(default_factory=list[Staff])
    added: list[NewStaff] = field(default_factory=list[NewStaff])
    changes: list[Change] = field(default_factory=list[Change])
    refusal: ClinicError | None = None

    def door(self) -> AdminDoor:
        return AdminDoor(
            self._list,
            self._add,
            self._state,
            lambda then, failed: self._answer("12 条审计记录，链条完整", then, failed),
            lambda then, failed: self._answer("已备份", then, failed),
            self._change,
        )

    def _change(self, asked: Change, then: Then, failed: Failed) -> None:
        if self.refusal is not None:
            failed(self.refusal)
            return
        self.changes.append(asked)
        then(replace(asked.person, has_badge=True))

    def _list(self, then: Then, _failed: Failed) -> None:
        then(tuple(self.staff))

    def _state(self, then: Then, _failed: Failed) -> None:
        then((Fact("admin.database_engine", "SQLite"),))

    def _add(self, asked: NewStaff, then: Then, failed: Failed) -> None:
        if self.refusal is not None:
            failed(self.refusal)
            return
        self.added.append(asked)
        made = Staff(StaffId(len(self.staff) + 1), asked.login, asked.name, role=asked.role)
        self.staff.append(made)
        then(made)

    def _answer(self, sentence: str, then: Then, failed: Failed) -> None:
        if self.refusal is not None:
            failed(self.refusal)
            return
        then(sentence)


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, program: Program) -> AdminDesk:
    apply_theme(qapp, load_theme("light"))
    presenter = AdminPresenter(program.door(), FACTS)
    made = AdminDesk(load_theme("light"), wording("zh_CN"), presenter)
    presenter.setParent(made)
    qtbot.addWidget(made)
    made.resize(1302, 686)
    made.show()
    presenter.refresh()
    return made


def _fill(desk: AdminDesk) -> None:
    typed = {"name": "李梅", "title": "护师", "login": "n0200", "password": "12345678"}
    for name, text in typed.items():
        desk.staff.fields[name].edit.setText(text)


def _button(desk: AdminDesk, name: str) -> QPushButton:
    found = desk.findChild(QPushButton, name)
    assert found is not None
    return found


def test_a_person_is_added_and_listed(qtbot: QtBot, desk: AdminDesk, program: Program) -> None:
    _fill(desk)

    qtbot.mouseClick(desk.staff.add, Qt.MouseButton.LeftButton)

    assert program.added == [NEW]
    assert desk.staff.table.rowCount() == 1
    assert desk.staff.answer.text() == "✓ 已添加 李梅"
    assert desk.staff.fields["password"].text() == ""


def test_a_login_that_is_taken_keeps_what_was_typed(
    qtbot: QtBot, desk: AdminDesk, program: Program
) -> None:
    program.refusal = Refused("nobody.wrote_this", login="n0200")
    _fill(desk)

    qtbot.mouseClick(desk.staff.add, Qt.MouseButton.LeftButton)

    assert "nobody.wrote_this" in desk.staff.answer.text()
    assert desk.staff.fields["login"].text() == "n0200"


def test_what_is_missing_is_said_at_its_field(
    qtbot: QtBot, desk: AdminDesk, program: Program
) -> None:
    desk.staff.fields["name"].edit.setText("李梅")

    qtbot.mouseClick(desk.staff.add, Qt.MouseButton.LeftButton)

    assert program.added == []
    assert desk.staff.fields["login"].below.text() == "▲ 此处不能空着"


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (NEW, set[str]()),
        (NewStaff("李梅", "", "n0200", "DOCTOR", "12345678"), set[str]()),
        (NewStaff("李梅", "", "n0200", "DOCTOR", "1234567"), {"password"}),
        (NewStaff(" ", "", "", "", ""), {"name", "login", "role", "password"}),
    ],
    ids=["complete", "without a title", "seven characters", "empty"],
)
def test_a_new_person_needs_all_but_a_title(asked: NewStaff, wrong: set[str]) -> None:
    assert set(check_new_staff(asked)) == wrong


def test_who_has_left_is_listed_as_such(desk: AdminDesk) -> None:
    desk.staff.show_staff((Staff(StaffId(4), "n0090", "孙敏", role="DOCTOR", is_active=False),))

    row = [desk.staff.table.item(0, column) for column in range(5)]
    assert [item.text() for item in row if item] == ["孙敏", "", "n0090", "医生", "停用"]


def test_the_audit_chain_answers_in_a_sentence(qtbot: QtBot, desk: AdminDesk) -> None:
    desk.tabs.setCurrentIndex(3)

    qtbot.mouseClick(_button(desk, "admin.verify"), Qt.MouseButton.LeftButton)

    assert desk.answer.text() == "✓ 12 条审计记录，链条完整"


def test_a_backup_that_fails_says_why_where_it_was_asked(
    qtbot: QtBot, desk: AdminDesk, program: Program
) -> None:
    desk.tabs.setCurrentIndex(3)
    program.refusal = Refused("nobody.wrote_this")

    qtbot.mouseClick(_button(desk, "admin.backUp"), Qt.MouseButton.LeftButton)

    assert "nobody.wrote_this" in desk.answer.text()
    assert desk.answer.property("tone") == "danger"


@pytest.mark.parametrize(
    ("button", "look"),
    [
        ("admin.language.en", ["en", "light", False]),
        ("admin.theme.high-contrast", ["zh_CN", "high-contrast", False]),
        ("admin.size.large", ["zh_CN", "light", True]),
    ],
)
def test_the_look_is_chosen_by_one_click(
    qtbot: QtBot, desk: AdminDesk, button: str, look: list[object]
) -> None:
    desk.tabs.setCurrentIndex(1)
    presenter = desk.findChild(AdminPresenter)
    assert presenter is not None

    with qtbot.waitSignal(presenter.look_chosen) as caught:
        qtbot.mouseClick(_button(desk, button), Qt.MouseButton.LeftButton)

    assert caught.args == look


def test_each_setting_stands_with_its_meaning(desk: AdminDesk) -> None:
    table = desk.findChild(QTableWidget, "settingsTable")

    assert table is not None
    row = [table.item(0, column) for column in range(4)]
    assert [item.text() for item in row if item] == ["theme", "light", "light", "外观"]


def test_f2_leads_to_the_form(qtbot: QtBot, desk: AdminDesk) -> None:
    desk.tabs.setCurrentIndex(2)

    qtbot.keyClick(desk, Qt.Key.Key_F2)

    assert desk.tabs.currentWidget() is desk.staff


def test_what_comes_for_a_closed_page_is_dropped(
    qtbot: QtBot, qapp: QApplication, program: Program
) -> None:
    presenter = AdminPresenter(program.door(), FACTS)
    closed = AdminDesk(load_theme("light"), wording("zh_CN"), presenter)
    with qtbot.waitSignal(closed.destroyed):
        closed.deleteLater()

    presenter.refresh()
    presenter.add_staff(NEW)

    assert program.added == [NEW]


def test_f5_shows_the_page_where_the_answer_stands(qtbot: QtBot, desk: AdminDesk) -> None:
    desk.show()
    desk.activateWindow()
    desk.tabs.setFocus()

    qtbot.keyClick(desk.tabs, Qt.Key.Key_F5)

    assert desk.tabs.tabText(desk.tabs.currentIndex()) == "数据库"
    assert desk.answer.isVisible()


def test_whoever_is_added_is_a_triage_nurse_until_something_else_is_chosen(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = StaffPage(
        load_theme("light"),
        wording("zh_CN"),
        (("head_administrator", "系统管理员"), ("triage_nurse", "分诊护士")),
    )
    qtbot.addWidget(page)

    assert page.role.currentText() == "分诊护士"


LI = Staff(StaffId(7), "n0200", "李梅", "护师", "TRIAGE_NURSE", has_pin=True)


def _chosen(qtbot: QtBot, desk: AdminDesk, program: Program) -> None:
    """The list with nurse Li chosen by the keyboard."""
    program.staff.append(LI)
    desk._presenter.refresh()
    desk.staff.table.setFocus()
    qtbot.keyClick(desk.staff.table, Qt.Key.Key_Down)
    desk.staff.table.selectRow(0)


def test_a_chosen_person_stands_beside_the_list_with_pin_and_badge(
    qtbot: QtBot, desk: AdminDesk, program: Program
) -> None:
    _chosen(qtbot, desk, program)

    assert desk.staff.person.isVisible()
    assert desk.staff.person.title.text() == "李梅"
    assert desk.staff.person.state.text() == "n0200 · 已设 PIN · 未登记工牌 · 在用"


def test_a_badge_is_scanned_into_its_field_and_enter_registers_it(
    qtbot: QtBot, desk: AdminDesk, program: Program
) -> None:
    _chosen(qtbot, desk, program)
    badge = desk.staff.person.fields["badge"].edit

    qtbot.keyClicks(badge, "NB-000123")
    qtbot.keyClick(badge, Qt.Key.Key_Return)

    assert program.changes == [Change(StaffAct.SET_BADGE, LI, "NB-000123")]
    assert desk.staff.person.answer.text() == "✓ 李梅 的工牌已保存"
    assert badge.text() == ""


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (StaffAct.SET_ROLE, "DOCTOR"),
        (StaffAct.RESET_PASSWORD, "12345678"),
        (StaffAct.RESET_PIN, ""),
        (StaffAct.SET_ACTIVE, ""),
    ],
)
def test_each_act_says_what_it_does_and_why(
    qtbot: QtBot, desk: AdminDesk, program: Program, act: StaffAct, text: str
) -> None:
    _chosen(qtbot, desk, program)
    person = desk.staff.person
    person.fields["reason"].edit.setText("调岗")
    person.fields["password"].edit.setText("12345678")
    person.role.setCurrentIndex(1)

    qtbot.mouseClick(person.buttons[act], Qt.MouseButton.LeftButton)

    assert program.changes == [Change(act, LI, text, "调岗")]


def test_a_refusal_stands_at_the_person_and_keeps_what_was_typed(
    qtbot: QtBot, desk: AdminDesk, program: Program
) -> None:
    _chosen(qtbot, desk, program)
    program.refusal = Refused("staff.last_administrator", name="李梅")
    desk.staff.person.fields["reason"].edit.setText("离职")

    qtbot.mouseClick(desk.staff.person.buttons[StaffAct.SET_ACTIVE], Qt.MouseButton.LeftButton)

    assert "最后一位" in desk.staff.person.answer.text()
    assert desk.staff.person.fields["reason"].text() == "离职"


def test_a_short_password_is_not_asked_for(qtbot: QtBot, desk: AdminDesk, program: Program) -> None:
    _chosen(qtbot, desk, program)
    desk.staff.person.fields["password"].edit.setText("1234567")

    qtbot.mouseClick(desk.staff.person.buttons[StaffAct.RESET_PASSWORD], Qt.MouseButton.LeftButton)

    assert program.changes == []
    assert "8" in desk.staff.person.answer.text()


@pytest.mark.parametrize(
    ("duties", "pages"),
    [
        ({Duty.TRIAGE}, ["外观", "关于"]),
        ({Duty.MANAGE_STAFF}, ["人员", "外观", "关于"]),
        ({Duty.MANAGE_SYSTEM}, ["外观", "设置项", "数据库", "关于"]),
        ({Duty.READ_AUDIT}, ["外观", "数据库", "关于"]),
    ],
    ids=["nurse", "security", "system", "auditor"],
)
def test_pages_are_there_for_who_may(desk: AdminDesk, duties: set[Duty], pages: list[str]) -> None:
    desk._presenter.allow(frozenset(duties))

    tabs = desk.tabs
    assert [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)] == pages
    assert _button(desk, "admin.verify").isVisibleTo(desk._database) is (Duty.READ_AUDIT in duties)
    assert _button(desk, "admin.backUp").isVisibleTo(desk._database) is (
        Duty.MANAGE_SYSTEM in duties
    )
