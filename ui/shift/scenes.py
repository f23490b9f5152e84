"""Invented people for the pictures of the shift's pages."""

from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.people import Colleague, StaffId
from feverclinic.domain.shifts import Balance, BalanceLine, HandOver, Shift, ShiftId
from feverclinic.errors import Refused
from feverclinic.wording import Wording
from ui.shift.hand_over_page import HandOverPage
from ui.shift.leave_page import LeavePage
from ui.shift.own_page import OwnPage
from ui.shift.presenter import Failed, ShiftDoor, ShiftPresenter, Then
from ui.shift.switch_page import Cover, Mode, SwitchPage
from ui.theme import Theme

NOON = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
PLACE = "预检分诊 1 号点"
PEOPLE = (
    Colleague("n0102", "张燕", "主管护师", is_quick=True, has_badge=True),
    Colleague("n0200", "李梅", "护师", is_quick=True),
    Colleague("d0007", "阿依古丽·买买提", "主治医师"),
)
LINES = (
    BalanceLine("COUNTED", 41),
    BalanceLine("GENERAL_OPD", 18),
    BalanceLine("FEVER_CLINIC_SCREEN", 2),
    BalanceLine("FEVER_CLINIC", 12),
    BalanceLine("FEVER_CLINIC_SINGLE_ROOM", 4),
    BalanceLine("RESUS", 1),
    BalanceLine("LEFT", 2, ("李四 09:10", "王五 10:02")),
)
WAITING = BalanceLine("WAITING", 3, ("赵六 14:08", "欧阳娜 14:21", "陈七 14:30"))
UNCLAIMED = (
    BalanceLine("FORM", 3, WAITING.people),
    BalanceLine("UNDER_ARM", 1, ("欧阳娜 14:21 · 蓝",)),
    BalanceLine("ON_THE_WAY", 1, ("孙立国 14:26",)),
    BalanceLine("TRAY", 1, ("36.8 绿枪 14:29",)),
    BalanceLine("UNPRINTED", 2, ("20200228-0071", "20200228-0074")),
)
CLEAN = Balance(80, LINES)
OPEN = Balance(83, (*LINES, WAITING), (), UNCLAIMED)
ODD = Balance(
    84,
    (*LINES, WAITING),
    (
        BalanceLine("FORM_GONE", 1, ("钱九 11:31",)),
        BalanceLine("NOT_RECEIVED", 1, ("孙立国 14:16",)),
        BalanceLine("NOT_MEASURED", 1, ("周八 13:40",)),
    ),
    UNCLAIMED,
)


def _nothing(*_asked: object) -> None:
    """A door that leads nowhere: pictures ask nothing."""


def _presenter(*, has_people: bool = True) -> ShiftPresenter:
    def colleagues(then: Then, _failed: Failed) -> None:
        then(PEOPLE if has_people else ())

    presenter = ShiftPresenter(ShiftDoor(colleagues, *(_nothing,) * 7))
    presenter.refresh()
    return presenter


def switch_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nobody sits there; F12 with three people; locked, with a PIN that was wrong."""
    mode = {"empty": Mode.VACANT, "busy": Mode.SWITCH, "refused": Mode.LOCKED}[state]
    presenter = _presenter(has_people=state != "empty")
    page = SwitchPage(theme, words, presenter, Cover(mode, PLACE, "张燕", "14:20"))
    presenter.setParent(page)
    page.show_alarms(2 if state == "refused" else 0)
    if state != "empty":
        page.choose(2)
    if state == "refused":
        presenter.refused.emit(Refused("pin.wrong", left=2))
    return page


def hand_over_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """It adds up and nothing is left; it adds up with much to hand over; it does not, and is refused."""
    presenter = _presenter()
    page = HandOverPage(theme, words, presenter, ("n0102", "张燕"))
    presenter.setParent(page)
    balance = {"empty": CLEAN, "busy": OPEN, "refused": ODD}[state]
    shift = Shift(ShiftId(1), "GATE", NOON - timedelta(hours=7), StaffId(1))
    page.show_over(HandOver(shift, balance, "张燕", NOON))
    if state != "empty":
        page.fields["giver"].edit.setText("2468")
        page.fields["taker_login"].edit.setText("n0200")
    if state == "refused":
        presenter.refused.emit(Refused("shift.note_missing"))
    return page


def leave_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """One's own PIN, just set; leaving that was refused; the window that is about to close."""
    if state == "empty":
        presenter = _presenter()
        page = OwnPage(theme, words, presenter, "张燕")
        presenter.setParent(page)
        presenter.own_changed.emit("shift.pin_set")
        return page
    return LeavePage(theme, words, OPEN, is_closing=state == "refused")
