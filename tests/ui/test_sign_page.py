"""The signer's desk: what waits, with each condition's evidence; one key signs under the own sign-in."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseId, EntryId
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.errors import ClinicError, Refused
from feverclinic.wording import wording
from ui.isolation.sheets.scene_case import CASE_ID, EXCLUSION, NOON
from ui.isolation.sign_page import SignPage
from ui.isolation.sign_presenter import JointSignature, SignDoor, SignPresenter, ToSign, Waiting
from ui.isolation.sign_scenes import ASKED, JOINT, READY, sign_view
from ui.theme import apply_theme, load_theme

ZH = wording("zh_CN")


class Office:
    """The records as a signer's desk sees them: what is asked, and what became of a signature."""

    def __init__(self, gate: Gate, asked: tuple[Waiting, ...] = ASKED) -> None:
        self.gate, self.asked = gate, asked
        self.heard: list[ToSign] = []
        self.records: list[JointSignature] = []
        self.looked: list[CaseId] = []
        self.refusal: ClinicError | None = None
        self.is_slow = False
        self._late: list[Callable[[], object]] = []

    def door(self) -> SignDoor:
        return SignDoor(
            lambda then, _failed: then(self.asked),
            lambda case_id, then, _failed: self._look(case_id, then),
            self._sign,
            self._sign_joint,
        )

    def _sign_joint(
        self,
        wanted: JointSignature,
        then: Callable[[object], object],
        _failed: Callable[[ClinicError], object],
    ) -> None:
        self.records.append(wanted)
        self.asked = tuple(one for one in self.asked if one is not JOINT)
        then(None)

    def _look(self, case_id: CaseId, then: Callable[[CaseView], object]) -> None:
        self.looked.append(case_id)
        view = sign_view(self.gate)
        then(replace(view, book=replace(view.book, case=replace(view.book.case, id=case_id))))

    def _sign(
        self,
        wanted: ToSign,
        then: Callable[[object], object],
        failed: Callable[[ClinicError], object],
    ) -> None:
        self.heard.append(wanted)
        if self.is_slow:
            self._late.append(lambda: then(None))
        elif self.refusal is not None:
            failed(self.refusal)
        else:
            self.asked = tuple(one for one in self.asked if one.case_id != wanted.case_id)
            then(None)

    def answer(self) -> None:
        for late in self._late:
            late()


def seated(office: Office) -> SignPresenter:
    presenter = SignPresenter(office.door())
    presenter.seat("高院感")
    return presenter


def opened(qtbot: QtBot, qapp: QApplication, presenter: SignPresenter) -> SignPage:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    page = SignPage(theme, ZH, presenter, lambda: NOON)
    presenter.setParent(page)
    qtbot.addWidget(page)
    page.resize(968, 614)
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def said(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


# -- the thinking, without a widget ------------------------------------------------------------


@pytest.mark.rule("EXC-6")
def test_a_signature_names_the_gate_the_office_and_what_was_seen(qapp: QApplication) -> None:
    office = Office(READY)
    presenter = seated(office)
    presenter.choose(0)

    presenter.sign()

    assert office.heard == [
        ToSign(CASE_ID, GateKind.EXCLUSION, Role.INFECTION_CONTROL, seen=4),
    ]


def test_what_was_signed_is_no_longer_listed_and_no_longer_chosen(
    qtbot: QtBot, qapp: QApplication
) -> None:
    office = Office(READY)
    presenter = seated(office)
    presenter.choose(0)

    with qtbot.waitSignal(presenter.signed) as signed:
        presenter.sign()

    assert signed.args == [ASKED[0]]
    assert presenter.asked == ASKED[1:]
    assert presenter.chosen is None


def test_a_key_held_down_signs_once(qapp: QApplication) -> None:
    office = Office(READY)
    office.is_slow = True
    presenter = seated(office)
    presenter.choose(0)

    presenter.sign()
    presenter.sign()
    office.answer()

    assert len(office.heard) == 1


def test_nothing_is_signed_before_the_case_was_shown(qapp: QApplication) -> None:
    office = Office(READY)
    presenter = seated(office)

    presenter.sign()

    assert office.heard == []


def test_a_refused_signature_looks_at_the_case_again(qtbot: QtBot, qapp: QApplication) -> None:
    office = Office(EXCLUSION)
    office.refusal = Refused("signing.two_people", name="高院感")
    presenter = seated(office)
    presenter.choose(0)

    with qtbot.waitSignal(presenter.refused):
        presenter.sign()

    assert office.looked == [CASE_ID, CASE_ID]


def test_whoever_sits_down_next_sees_nobodys_case(qapp: QApplication) -> None:
    office = Office(READY)
    presenter = seated(office)
    presenter.choose(0)
    office.asked = ()

    presenter.seat("林教授")

    assert (presenter.chosen, presenter.asked, presenter.name) == (None, (), "林教授")


def test_the_chosen_request_stays_chosen_while_others_come_and_go(qapp: QApplication) -> None:
    office = Office(READY)
    presenter = seated(office)
    presenter.choose(1)
    office.asked = ASKED[1:]

    presenter.on_changed(frozenset({Topic.CASES}))

    assert presenter.chosen == ASKED[1]
    assert office.looked == [CaseId(704), CaseId(704)]


def test_another_topic_changes_nothing(qapp: QApplication) -> None:
    office = Office(READY)
    presenter = seated(office)
    office.asked = ()

    presenter.on_changed(frozenset({Topic.VISITS}))

    assert presenter.asked == ASKED


def test_a_record_of_a_joint_consultation_is_signed_as_it_was_seen(qapp: QApplication) -> None:
    office = Office(READY, (*ASKED, JOINT))
    presenter = seated(office)
    presenter.choose(2)

    presenter.sign()

    assert office.records == [JointSignature(CASE_ID, JOINT.entry_id, seen=4)]
    assert office.heard == []
    assert presenter.asked == ASKED


def test_a_record_stays_chosen_when_the_other_side_has_signed_it(qapp: QApplication) -> None:
    office = Office(READY, (*ASKED, JOINT))
    presenter = seated(office)
    presenter.choose(2)
    signed = replace(JOINT, entry_id=EntryId(95))
    office.asked = (*ASKED, signed)

    presenter.on_changed(frozenset({Topic.CASES}))

    assert presenter.chosen is signed


# -- the page ----------------------------------------------------------------------------------


def test_f10_signs_the_case_that_is_shown(qtbot: QtBot, qapp: QApplication) -> None:
    office = Office(READY)
    page = opened(qtbot, qapp, seated(office))

    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_F10)

    assert [one.case_id for one in office.heard] == [CaseId(704)]
    assert said(page, "sign.answer") == "✓ 已签：阿依古丽·买买提 解除隔离"


def test_a_joint_consultation_is_read_and_signed_by_the_keyboard(
    qtbot: QtBot, qapp: QApplication
) -> None:
    office = Office(EXCLUSION, (*ASKED, JOINT))
    page = opened(qtbot, qapp, seated(office))

    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Down)

    assert said(page, "joint.formula") == "清肺排毒汤，每日 1 剂，分 2 次服，3 日"
    assert said(page, "joint.tcm_experts") == "秦医师、高院感"
    assert page.sign.text() == "以 高院感 签名"
    assert said(page, "sign.asked") == (
        "中西医联合会诊 · 请您作为中医专家签名 · 李明 记录 · 已签：林教授"
    )
    QTest.keyClick(page.table, Qt.Key.Key_F10)
    assert [one.entry_id for one in office.records] == [JOINT.entry_id]
    assert said(page, "sign.answer") == "✓ 已签：何建平 中西医联合会诊"


def test_the_button_names_who_would_sign(qtbot: QtBot, qapp: QApplication) -> None:
    page = opened(qtbot, qapp, seated(Office(READY)))

    assert page.sign.text() == "以 高院感 签名"
    assert said(page, "sign.asked").endswith("已签：李明 主治医师")


@pytest.mark.rule("EXC-9")
def test_an_open_condition_locks_the_button_and_stands_first(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = opened(qtbot, qapp, seated(Office(EXCLUSION)))
    rows = [
        one.objectName()
        for one in page.checklist.findChildren(QWidget)
        if one.objectName().startswith("condition.")
    ]

    assert page.sign.property("kind") == "locked"
    assert page.sign.text() == "还差 1 项，暂不能签"
    assert rows == ["condition.N", "condition.SIGNOFF"]


def test_each_condition_says_state_evidence_and_what_is_missing(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = opened(qtbot, qapp, seated(Office(EXCLUSION)))
    nat = page.findChild(QWidget, "condition.N")

    assert nat is not None
    assert nat.accessibleName().startswith("未满足 ")
    assert "核酸 02-27 14:32 阴性" in nat.accessibleName()
    assert "最早 02-28 15:32" in nat.accessibleName()


def test_a_refusal_says_which_condition_is_open(qtbot: QtBot, qapp: QApplication) -> None:
    office = Office(EXCLUSION)
    office.refusal = Refused(
        "signing.condition_open", count=1, conditions=EXCLUSION.conditions[:1], gate=EXCLUSION
    )
    page = opened(qtbot, qapp, seated(office))

    page.sign.click()

    word = ZH.say("condition.N")
    assert said(page, "sign.answer").startswith("▲ 还有 1 项条件未满足或不详")
    assert said(page, "sign.answer").endswith(word)


def test_an_empty_list_says_what_will_stand_there(qtbot: QtBot, qapp: QApplication) -> None:
    page = opened(qtbot, qapp, seated(Office(READY, ())))

    shown = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "没有等您签名的条件核查。有人请您签时会列在这里。" in shown
