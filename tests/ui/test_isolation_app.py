"""The whole program at the isolation desk, by keys alone: from the doctor's first look to an exclusion signed by two."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.cases import CaseClass, Column, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.visits import DraftId
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.services import sending, triage
from feverclinic.services.admin import add_staff
from feverclinic.services.signing_in import sign_in
from feverclinic.storage.store import transaction
from tests.builders import GATE, HEAD, NOON, NURSE, a_reading
from tests.services.forms import a_form
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME
from tests.ui.seated import PASSWORD, SLOW, Wall, name_of, page_of, words_on
from ui.app import App
from ui.isolation.desk import IsolationDesk
from ui.isolation.presenter import IsolationPresenter
from ui.isolation.sign_page import SignPage
from ui.shift.switch_page import SwitchPage

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier
DOCTOR, OFFICER = ("chen", "陈医生", "doctor"), ("gao", "高院感", "infection_control")


class Hands:
    """A keyboard before the program, and eyes; nothing else touches it."""

    def __init__(self, qtbot: QtBot, app: App, wall: Wall) -> None:
        self.qtbot, self.app, self.wall = qtbot, app, wall

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.app.window, key, modifier)

    def until(self, seen: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(seen, timeout=SLOW)

    def sits_down(self, login: str, name: str) -> None:
        """换班: F12, Tab to the login, the password: a PIN is too old the next day."""
        self.press(Qt.Key.Key_F12)
        page = page_of(self.qtbot, self.app, SwitchPage)
        assert isinstance(page, SwitchPage)
        for _ in range(20):
            if page.login.edit.hasFocus():
                break
            self.press(Qt.Key.Key_Tab)
        self.qtbot.keyClicks(QApplication.focusWidget(), login)
        self.press(Qt.Key.Key_Return)
        self.qtbot.keyClicks(QApplication.focusWidget(), PASSWORD)
        with self.qtbot.waitSignal(self.app.seat.seated, timeout=SLOW):
            self.press(Qt.Key.Key_Return)
        assert name_of(self.app) == name

    def opens(self, key: str) -> None:
        """Ctrl+Tab, until the desk is in sight."""
        for _ in self.app.window.desk_keys:
            if self.app.window.open_key == key:
                return
            self.press(Qt.Key.Key_Tab, CTRL)
        assert self.app.window.open_key == key

    @property
    def desk(self) -> IsolationDesk:
        found = self.app.window.findChild(IsolationDesk)
        assert isinstance(found, IsolationDesk)
        return found

    @property
    def presenter(self) -> IsolationPresenter:
        assert self.app.desk is not None
        return self.app.desk.isolation.presenter

    @property
    def view(self) -> CaseView:
        view = self.presenter.view
        assert view is not None
        return view

    def kinds(self) -> list[str]:
        return [one.kind for one in self.view.book.entries]

    def said(self) -> list[str]:
        return [notice.sentence for notice in self.app.window.notices.history]

    def takes_sheet(self, kind: str) -> None:
        """Ctrl+Enter, and the case has one entry more of this kind."""
        before = self.kinds().count(kind)
        self.press(Qt.Key.Key_Return, CTRL)
        self.until(lambda: self.kinds().count(kind) > before)
        assert not self.desk.has_sheet

    def reads(self, *told: str) -> None:
        """All this stands under the conditions."""
        self.until(lambda: all(one in words_on(self.desk.gates) for one in told))

    def asks(self, office: str) -> None:
        """Alt+8: the conditions; back from the act to the request, Space asks."""
        self.press(Qt.Key.Key_8, ALT)
        for _ in range(12):
            held = QApplication.focusWidget()
            if isinstance(held, QPushButton) and held.text() == office:
                break
            self.press(Qt.Key.Key_Backtab, SHIFT)
        before = self.kinds().count("SIGNATURE_ASKED")
        self.press(Qt.Key.Key_Space)
        self.until(lambda: self.kinds().count("SIGNATURE_ASKED") > before)

    def opens_row(self, place: int) -> None:
        """Alt+7: the results; down to the row of this place; Enter opens its sheet."""
        self.press(Qt.Key.Key_7, ALT)
        self.press(Qt.Key.Key_Home, CTRL)
        for _ in range(place):
            self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)
        assert self.desk.has_sheet


@pytest.fixture
def hands(qtbot: QtBot, seated_app: App, wall: Wall) -> Hands:
    """The program with a doctor and an officer on its staff, and one feverish contact received."""
    app = seated_app
    assert app.records is not None
    engine = app.records.engine
    for login, name, role in (DOCTOR, OFFICER):
        with transaction(engine, HEAD, NOON, GATE) as store:
            add_staff(store, Staff(StaffId(0), login, name, "主治医师", role), PASSWORD)
            sign_in(store, login, PASSWORD)
    form = a_form(a_reading("38.6"), q2="YES", name="陈留", id_no="370399197806010018")
    with transaction(engine, NURSE, NOON, GATE) as store:
        saved = triage.save_prescreening(
            store, form, DraftId(77), RULES, SURROUNDINGS, UNKNOWN_NAME
        )
        sending.receive(store, saved.visit.id, "陈医生", ReceivedVia.DESK)
    with qtbot.waitActive(app.window):
        app.window.activateWindow()
    return Hands(qtbot, app, wall)


def sees_the_patient(hands: Hands) -> None:
    """Alt+1: who waits; Enter: 接诊."""
    hands.opens("isolation")
    hands.until(lambda: len(hands.presenter.rows_of(Column.WAITING)) == 1)
    hands.press(Qt.Key.Key_1, ALT)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: hands.presenter.view is not None)


def orders(hands: Hands) -> None:
    """F5, where what he must have is ticked already; Ctrl+Enter orders it in one act."""
    hands.press(Qt.Key.Key_F5)
    assert hands.desk.has_sheet
    hands.takes_sheet("ORDER")


def takes_a_negative_sample(hands: Hands) -> None:
    """F8 and what stands there; then 1 in its row, which stands behind what is still open."""
    hands.press(Qt.Key.Key_F8)
    hands.takes_sheet("SAMPLE")
    hands.opens_row(len(hands.view.waits_for))
    hands.press(Qt.Key.Key_1)
    hands.takes_sheet("RESULT")


def signs(hands: Hands, name: str) -> None:
    """At the own desk: whose sign-in it is stands on the button; F10 signs."""
    page = page_of(hands.qtbot, hands.app, SignPage)
    assert isinstance(page, SignPage)
    hands.until(lambda: page.sign.isVisible() and page.sign.text() == f"以 {name} 签名")
    hands.press(Qt.Key.Key_F10)
    hands.until(lambda: page.answer.text().startswith("✓ 已签：陈留"))


def finds(hands: Hands, visit_no: str) -> None:
    """F3, the last digits of the visit's number, Enter."""
    hands.opens("isolation")
    hands.until(lambda: bool(hands.presenter.lists.rows))
    hands.press(Qt.Key.Key_F3)
    hands.qtbot.keyClicks(QApplication.focusWidget(), visit_no)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: hands.presenter.view is not None)


@pytest.mark.timeout(120)
@pytest.mark.rule("EXC-1", "EXC-6", "EXC-9")
def test_a_suspicion_is_excluded_by_keys_alone_and_only_when_two_have_signed(hands: Hands) -> None:
    hands.sits_down("chen", "陈医生")
    sees_the_patient(hands)
    assert hands.view.book.case.case_class is CaseClass.UNDETERMINED
    orders(hands)
    assert hands.view.waits_for == (
        *("CBC", "CRP", "CHEST_CT", "NAT", "FLU_ANTIGEN", "RESP_PANEL"),
    )
    takes_a_negative_sample(hands)
    assert hands.presenter.gate_kind is GateKind.EXCLUSION

    hands.press(Qt.Key.Key_F9, SHIFT)
    assert hands.said()[0].startswith("还差 2 项条件，不能执行")
    hands.reads("合格的核酸阴性不足两次", "最早可采 02-26 12:00", "签名未齐")

    hands.wall.at = NOON + timedelta(hours=24)
    takes_a_negative_sample(hands)
    for office in ("请院感签名", "请主治医师签名"):  # the own last: then nothing comes after it
        hands.asks(office)
    hands.press(Qt.Key.Key_F10)
    signs(hands, "陈医生")
    hands.sits_down("gao", "高院感")
    hands.opens("sign")
    signs(hands, "高院感")

    hands.sits_down("chen", "陈医生")
    finds(hands, "0001")
    assert hands.view.gates[GateKind.EXCLUSION].is_open
    hands.press(Qt.Key.Key_F9, SHIFT)
    hands.until(lambda: hands.view.book.case.way_out is WayOut.EXCLUDED)

    case = hands.view.book.case
    assert (case.case_class, case.isolation_ended_at) == (
        CaseClass.EXCLUDED,
        NOON + timedelta(hours=24),
    )
    left = [one for one in hands.view.book.entries if one.kind == "LEFT"]
    assert [one.by_name for one in left] == ["陈医生"]
