"""换班 by digit, PIN and badge, and the lock: the desk stays, nothing of a patient is in sight."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.domain.readings import Site
from feverclinic.services.admin import add_staff, set_active, set_role
from feverclinic.storage.store import Store, transaction
from feverclinic.wording import wording
from tests.builders import GATE, HEAD, NOON
from tests.ui.seated import (
    PASSWORD,
    SLOW,
    Wall,
    desk_of,
    name_of,
    page_of,
    switch_page,
    take_over,
    words_on,
)
from ui.app import App
from ui.seat import DUTIES_OF, desks_for
from ui.shift.own_page import OwnPage
from ui.shift.switch_page import SwitchPage

# -- 换班 -----------------------------------------------------------------------------------


def test_a_digit_a_pin_and_enter_take_over_and_the_form_stays(
    qtbot: QtBot, seated_app: App
) -> None:
    desk_of(seated_app).set_field("name", "赵六")
    seated_app.window.shift_asked.emit()
    page = switch_page(qtbot, seated_app)

    number = next(
        key
        for key, row in zip((Qt.Key.Key_1, Qt.Key.Key_2), page.rows, strict=True)
        if "李梅" in row.text()
    )
    take_over(qtbot, seated_app, page, number, "2468")

    assert name_of(seated_app) == "李梅"
    assert seated_app.window.top.actor.text() == "李梅"
    assert desk_of(seated_app).intake.text("name") == "赵六"
    assert seated_app.window.open_key == "triage"


def test_a_badge_takes_over_wherever_the_keyboard_is(qtbot: QtBot, seated_app: App) -> None:
    assert seated_app.desk is not None
    seated_app.window.shift_asked.emit()
    switch_page(qtbot, seated_app).login.setFocus()

    with qtbot.waitSignal(seated_app.seat.seated, timeout=SLOW):
        seated_app.desk.scan_acts.badge_scanned.emit("NB-000123")

    assert name_of(seated_app) == "李梅"


def test_a_badge_at_the_open_desk_changes_nobody(seated_app: App) -> None:
    assert not seated_app.seat.take_badge("NB-000123")

    assert name_of(seated_app) == "张护士"


def test_esc_goes_back_to_the_desk_as_the_same_person(qtbot: QtBot, seated_app: App) -> None:
    seated_app.window.shift_asked.emit()
    page = switch_page(qtbot, seated_app)

    qtbot.keyClick(page, Qt.Key.Key_Escape)

    assert not seated_app.window.has_page_alone
    assert name_of(seated_app) == "张护士"


def test_a_wrong_pin_is_told_with_the_tries_left_and_three_need_the_password(
    qtbot: QtBot, seated_app: App
) -> None:
    seated_app.window.shift_asked.emit()
    page = switch_page(qtbot, seated_app)
    said: list[str] = []
    for _ in range(3):
        with qtbot.waitSignal(seated_app.seat.shift.refused, timeout=SLOW):
            seated_app.seat.shift.sit_down("li", "9753")
        said.append(page.refusal.text())
    qtbot.waitUntil(lambda: any("李梅   用密码" in row.text() for row in page.rows), timeout=SLOW)

    assert said == [
        "▲ PIN 不对，还可试 2 次；之后须用密码。",
        "▲ PIN 不对，还可试 1 次；之后须用密码。",
        "▲ 李梅 的 PIN 已连错 3 次，请用密码登录。",
    ]
    assert name_of(seated_app) == "张护士"


def test_the_same_person_sets_a_pin_on_the_own_page(qtbot: QtBot, seated_app: App) -> None:
    seated_app.window.shift_asked.emit()
    qtbot.keyClick(switch_page(qtbot, seated_app), Qt.Key.Key_F4)
    page = page_of(qtbot, seated_app, OwnPage)
    assert isinstance(page, OwnPage)
    for name, text in (("now", PASSWORD), ("pin", "90417"), ("pin_again", "90417")):
        page.fields[name].edit.setText(text)

    with qtbot.waitSignal(seated_app.seat.shift.own_changed, timeout=SLOW):
        qtbot.keyClick(page.fields["pin_again"].edit, Qt.Key.Key_Return)

    assert page.answer.text() == "✓ PIN 已保存。"
    assert page.fields["now"].text() == ""


def test_two_pins_that_differ_ask_nobody(qtbot: QtBot, seated_app: App) -> None:
    with qtbot.waitSignal(seated_app.seat.shift.refused) as refused:
        seated_app.seat.shift.set_pin(PASSWORD, "90417", "90471")

    assert refused.args is not None
    assert refused.args[0].code == "shift.differs"


# -- the lock -------------------------------------------------------------------------------


def test_nothing_of_a_patient_is_readable_under_the_lock(qtbot: QtBot, seated_app: App) -> None:
    desk_of(seated_app).set_field("name", "赵六")
    paper = QDialog(seated_app.window)
    paper.open()

    seated_app.window.lock_asked.emit()
    page = switch_page(qtbot, seated_app)

    assert "赵六" not in words_on(page)
    assert "张护士 离开，12:00 起锁定" in words_on(page)
    assert not seated_app.window.desks.isVisible()
    assert not paper.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert seated_app.window.has_page_alone


def test_ten_minutes_without_a_touch_lock_and_a_touch_begins_them_anew(
    qtbot: QtBot, seated_app: App, wall: Wall
) -> None:
    wall.at += timedelta(minutes=9)
    QTest.keyClick(seated_app.window.windowHandle(), Qt.Key.Key_Shift)
    wall.at += timedelta(minutes=9)
    seated_app.clock.tick()
    before = seated_app.window.has_page_alone
    wall.at += timedelta(minutes=1)

    seated_app.clock.tick()

    assert (before, seated_app.window.has_page_alone) == (False, True)
    assert seated_app.seat.is_locked


def test_the_key_that_wakes_a_pc_after_a_night_locks_and_reaches_no_field(
    qtbot: QtBot, seated_app: App, wall: Wall
) -> None:
    desk_of(seated_app).set_field("name", "赵六")
    wall.at += timedelta(hours=9)

    QTest.keyClick(seated_app.window.windowHandle(), Qt.Key.Key_7)

    assert seated_app.seat.is_locked
    page = switch_page(qtbot, seated_app)
    assert page.login.text() == ""
    take_over(qtbot, seated_app, page, Qt.Key.Key_1, PASSWORD)
    assert desk_of(seated_app).intake.text("name") == "赵六"


def test_a_clock_that_goes_back_an_hour_locks_nobody(seated_app: App, wall: Wall) -> None:
    wall.at -= timedelta(hours=1)

    seated_app.clock.tick()

    assert not seated_app.seat.is_locked


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda store, person: set_active(store, person, "离职", is_active=False),
            "▲ 李梅 的登录名已停用，请另一位登录。",
        ),
        (
            lambda store, person: set_role(store, person, "doctor", "换岗"),
            "▲ 李梅 的岗位已变更，请重新登录。",
        ),
    ],
    ids=["switched off", "another role"],
)
def test_whom_an_administrator_switches_off_or_moves_elsewhere_is_locked_within_a_minute(
    qtbot: QtBot, seated_app: App, change: Callable[[Store, StaffId], object], told: str
) -> None:
    assert seated_app.records is not None
    with qtbot.waitSignal(seated_app.seat.seated, timeout=SLOW):
        seated_app.sign_in.sign_in("li", PASSWORD)
    li = seated_app.actor
    assert li is not None
    desk_of(seated_app).set_field("name", "赵六")
    with transaction(seated_app.records.engine, HEAD, NOON, GATE) as store:
        change(store, li.id)

    seated_app.clock.tick()

    qtbot.waitUntil(lambda: seated_app.seat.is_locked, timeout=SLOW)
    page = page_of(qtbot, seated_app, SwitchPage)
    assert isinstance(page, SwitchPage)
    assert page.refusal.text() == told
    assert desk_of(seated_app).intake.text("name") == "赵六"


def test_a_minute_locks_nobody_who_is_as_before(qtbot: QtBot, seated_app: App) -> None:
    assert seated_app.runner is not None

    with qtbot.waitSignal(seated_app.runner.rested, timeout=SLOW):
        seated_app.clock.tick()

    assert not seated_app.seat.is_locked


def test_a_reading_reaches_whom_it_was_taken_for_also_under_the_lock(
    qtbot: QtBot, seated_app: App
) -> None:
    desk_of(seated_app).set_field("name", "赵六")
    seated_app.window.lock_asked.emit()

    desk_of(seated_app).add_manual_reading("38.1", Site.AXILLARY, "")

    assert [one.raw_text for one in desk_of(seated_app).intake.readings] == ["38.1"]
    assert "38.1" not in words_on(switch_page(qtbot, seated_app))


def test_alarms_show_under_the_lock_as_a_number_without_names(
    qtbot: QtBot, seated_app: App
) -> None:
    seated_app.window.lock_asked.emit()
    page = switch_page(qtbot, seated_app)

    seated_app.window.acts_counted.emit(2)
    two = page.alarms.text()
    seated_app.window.acts_counted.emit(0)

    assert two == "▲ 有 2 项须立即处理，请登录查看"
    assert not page.alarms.isVisible()


def test_another_language_leaves_the_lock_where_it_is(qtbot: QtBot, seated_app: App) -> None:
    seated_app.window.lock_asked.emit()

    seated_app.change_look(language="en")

    page = switch_page(qtbot, seated_app)
    assert "Locked" in words_on(page)
    assert seated_app.seat.is_locked


# -- who may open what ----------------------------------------------------------------------


KEYS = ("triage", "alarms", "papers", "devices", "settings")


@pytest.mark.parametrize(
    ("duties", "desks"),
    [
        ({Duty.TRIAGE}, {"triage", "alarms", "papers", "settings"}),
        ({Duty.MANAGE_DEVICES, Duty.MANAGE_SYSTEM}, {"devices", "settings"}),
        ({Duty.MANAGE_STAFF}, {"settings"}),
        ({Duty.READ_AUDIT}, {"settings"}),
        ({Duty.READ_IDENTITY}, {"papers", "settings"}),
        (set(), set()),
    ],
    ids=["nurse", "system", "security", "audit", "public health", "none"],
)
def test_each_duty_opens_its_desks_and_no_other(duties: set[Duty], desks: set[str]) -> None:
    assert desks_for(frozenset(duties), KEYS) == desks


@pytest.mark.parametrize(
    ("duties", "desks"),
    [
        ({Duty.TRIAGE}, {"after"}),
        ({Duty.TREAT}, {"isolation", "after", "merge"}),
        ({Duty.ENTER_RESULTS}, {"isolation", "after"}),
        ({Duty.MANAGE_ROOMS}, {"isolation", "set_up"}),
        ({Duty.DIRECT}, {"isolation", "set_up"}),
        ({Duty.SIGN_EXPERT}, {"isolation", "sign"}),
        ({Duty.TRY_RULES}, {"isolation", "trial"}),
        ({Duty.READ_IDENTITY}, set()),
    ],
    ids=["nurse", "doctor", "results", "rooms", "director", "expert", "trial", "reader"],
)
def test_the_desks_of_isolation_open_for_whoever_may_act_there(
    duties: set[Duty], desks: set[str]
) -> None:
    keys = ("isolation", "sign", "after", "set_up", "merge", "trial")

    assert desks_for(frozenset(duties), keys) - {"settings"} == desks


def test_every_desk_of_the_window_says_whose_it_is(seated_app: App) -> None:
    assert set(seated_app.window.desk_keys) - set(DUTIES_OF) == {"triage", "settings"}


@pytest.mark.parametrize(("role", "opened"), [("security_administrator", "settings"), ("gone", "")])
def test_a_role_without_a_desk_sees_whom_to_ask_and_one_with_another_sees_that(
    qtbot: QtBot, seated_app: App, role: str, opened: str
) -> None:
    assert seated_app.records is not None
    with transaction(seated_app.records.engine, HEAD, NOON, GATE) as store:
        person = add_staff(store, Staff(StaffId(0), "zhou", "周立", "", "auditor"), PASSWORD)
        store.staff.save(Staff(person.id, "zhou", "周立", "", role), "换岗")

    with qtbot.waitSignal(seated_app.seat.seated, timeout=SLOW):
        seated_app.sign_in.sign_in("zhou", PASSWORD)

    shown = seated_app.window.desks.currentWidget()
    assert shown is not None
    assert seated_app.window.open_key == opened
    assert shown.objectName() == ("adminDesk" if opened else "emptyState")
    assert seated_app.window.rail.entries["triage"].isHidden()
    seated_app.window.open_desk("triage")
    assert seated_app.window.open_key == opened


def test_the_words_of_the_lock_are_there_in_english_too() -> None:
    assert wording("en").say("shift.title_LOCKED") == "Locked"
