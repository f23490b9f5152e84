"""The house as it is wired: first run, signing in, another look, a page that says why it stops."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.errors import Unavailable
from feverclinic.settings import load_settings
from feverclinic.storage.opening import hold_folder
from feverclinic.storage.store import transaction
from tests.builders import GATE, NOON, NURSE, WELL
from ui.app import App
from ui.sign_in.presenter import FirstRun
from ui.stop_page import StopPage
from ui.triage.presenter import TriagePresenter

Start = Callable[[], App]
PASSWORD = "correct horse"
ZHANG = FirstRun("市立医院", "预检分诊 1 号点", "张护士", "zhang", PASSWORD, PASSWORD)


def noon() -> datetime:
    return NOON


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, data: Path) -> Iterator[Start]:
    """Starts the program on the test's own data folder; all are closed at the end."""
    started: list[App] = []

    def begin() -> App:
        app = App(qapp, load_settings(None, data, {}), noon)
        started.append(app)
        app.start()
        return app

    yield begin
    for app in started:
        app.window.may_close = lambda: True  # nobody reads the page that says what is left behind
        app.window.close()
        app.window.deleteLater()
        app.deleteLater()


@pytest.fixture
def signed_in(qtbot: QtBot, start: Start) -> App:
    """The program after its first run, with nurse Zhang at the desk."""
    app = start()
    with qtbot.waitSignal(app.sign_in.signed_in, timeout=20_000):
        app.sign_in.make_administrator(ZHANG)
    return app


def desk_of(app: App) -> TriagePresenter:
    assert app.desk is not None
    return app.desk.triage


def said(app: App) -> list[str]:
    return [notice.sentence for notice in app.window.notices.history]


def stopped(qtbot: QtBot, app: App) -> str:
    """The sentence of the page on which the program stops."""
    qtbot.waitUntil(lambda: bool(app.window.findChildren(StopPage)), timeout=20_000)
    (page,) = app.window.findChildren(StopPage)
    return page.sentence.text()


def test_a_bare_computer_asks_for_the_administrator_and_opens_the_desk(
    signed_in: App, data: Path
) -> None:
    app = signed_in

    assert app.window.open_key == "triage"
    assert app.actor is not None
    assert app.actor.name == "张护士"
    assert app.keeper.now.facility_name == "市立医院"
    assert 'facility_name = "市立医院"' in (data / "settings.toml").read_text("utf-8")


def test_who_signs_in_after_that_needs_the_password(
    qtbot: QtBot, signed_in: App, start: Start
) -> None:
    signed_in.window.close()

    app = start()
    with qtbot.waitSignal(app.sign_in.refused, timeout=20_000) as refused:
        app.sign_in.sign_in("zhang", "wrong horse")
    with qtbot.waitSignal(app.sign_in.signed_in, timeout=20_000):
        app.sign_in.sign_in("zhang", PASSWORD)

    assert refused.args is not None
    assert refused.args[0].code == "sign_in.wrong"
    assert app.window.open_key == "triage"


def test_another_language_and_theme_keep_the_open_form(qtbot: QtBot, signed_in: App) -> None:
    app = signed_in
    before = app.window
    desk_of(app).set_field("name", "欧阳·买买提")

    app.change_look(language="en", theme="dark")
    qtbot.waitUntil(lambda: not isValid(before))

    assert app.window is not before
    assert app.window.windowTitle() == app.words.say("shell.window_title")
    assert app.words.language == "en"
    assert desk_of(app).intake.text("name") == "欧阳·买买提"
    assert not app.window.isHidden()


def test_whoever_lives_in_a_red_zone_of_the_hospital_s_list_goes_to_the_single_room(
    data: Path, start: Start, qtbot: QtBot
) -> None:
    data.mkdir()
    (data / "risk_zones.csv").write_text(
        "township_code,colour,valid_from,valid_to\n370303004,RED,2020-02-20,\n", "utf-8"
    )
    app = start()
    with qtbot.waitSignal(app.sign_in.signed_in, timeout=20_000):
        app.sign_in.make_administrator(ZHANG)

    desk_of(app).set_fields(WELL)
    desk_of(app).add_manual_reading("37.8", Site.AXILLARY, "")

    routing = desk_of(app).outlook.routing
    assert routing is not None
    assert routing.result is Outcome.FEVER_CLINIC_SINGLE_ROOM
    assert routing.evidence == ("F_MEASURED", "ZONE_RED")


def test_a_list_of_zones_with_a_fault_stops_before_the_records(
    qtbot: QtBot, data: Path, start: Start
) -> None:
    data.mkdir()
    (data / "risk_zones.csv").write_text("township_code,colour\n370303004,RED\n", "utf-8")

    told = stopped(qtbot, start())

    assert "第 2 行" in told
    assert not (data / "feverclinic.db").exists()


def test_a_change_of_shift_leaves_the_form_at_the_desk(qtbot: QtBot, signed_in: App) -> None:
    app = signed_in
    desk_of(app).set_field("name", "李四")

    with qtbot.waitSignal(desk_of(app).draft_kept):
        app.sign_out()
    with qtbot.waitSignal(app.sign_in.signed_in, timeout=20_000):
        app.sign_in.sign_in("zhang", PASSWORD)

    assert desk_of(app).intake.text("name") == "李四"


def test_a_save_is_that_of_the_nurse_who_pressed_f9_also_when_the_shift_changes_at_once(
    qtbot: QtBot, signed_in: App
) -> None:
    app = signed_in
    desk_of(app).set_fields(WELL)
    desk_of(app).add_manual_reading("36.5", Site.AXILLARY, "")

    with qtbot.waitSignal(desk_of(app).saved) as saved:
        desk_of(app).save_and_print()
        app.sign_out()

    assert saved.args is not None
    assert app.records is not None
    with transaction(app.records.engine, NURSE, NOON, GATE) as store:
        (assessment,) = store.assessments.of_visit(saved.args[0].visit_id)
        assert store.staff.get(assessment.decided_by).name == "张护士"


def test_a_bug_is_said_in_one_line_and_the_program_stays(
    signed_in: App, caplog: pytest.LogCaptureFixture
) -> None:
    signed_in.say_crashed(ZeroDivisionError("a bug"))

    assert "程序出错，已记入日志" in said(signed_in)[0]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert not signed_in.window.isHidden()


def test_a_damaged_database_stops_on_a_page_and_is_not_touched(
    qtbot: QtBot, start: Start, data: Path
) -> None:
    data.mkdir()
    (data / "feverclinic.db").write_bytes(b"not a database at all")

    app = start()

    assert "已损坏" in stopped(qtbot, app)
    assert (data / "feverclinic.db").read_bytes() == b"not a database at all"
    assert app.records is None


def test_a_database_that_is_gone_is_not_made_anew(
    qtbot: QtBot, signed_in: App, start: Start, data: Path
) -> None:
    signed_in.window.close()
    (data / "feverclinic.db").rename(data / "elsewhere.db")

    app = start()

    assert "不见了" in stopped(qtbot, app)
    assert not (data / "feverclinic.db").exists()


def test_when_the_file_is_back_trying_again_opens_it(
    qtbot: QtBot, signed_in: App, start: Start, data: Path
) -> None:
    signed_in.window.close()
    (data / "feverclinic.db").rename(data / "elsewhere.db")
    app = start()
    stopped(qtbot, app)

    (data / "elsewhere.db").rename(data / "feverclinic.db")
    button = app.window.findChild(QPushButton, "tryAgain")
    assert isinstance(button, QPushButton)
    button.click()

    qtbot.waitUntil(lambda: app.records is not None, timeout=20_000)


def test_a_second_copy_says_that_the_program_is_running(
    qtbot: QtBot, signed_in: App, start: Start
) -> None:
    app = start()

    assert "本程序已在运行" in stopped(qtbot, app)
    assert signed_in.records is not None


def test_the_page_that_stops_has_words_and_two_ways_out(
    qtbot: QtBot, start: Start, data: Path
) -> None:
    data.mkdir()
    (data / "feverclinic.db").write_bytes(b"not a database at all")

    app = start()
    stopped(qtbot, app)

    (page,) = app.window.findChildren(StopPage)
    names = {button.objectName() for button in page.findChildren(QPushButton)}
    assert {"tryAgain", "leave"} <= names
    assert "程序无法打开记录" in [label.text() for label in page.findChildren(QLabel)]


def test_a_window_closed_while_the_records_open_lets_the_folder_go(
    qtbot: QtBot, start: Start, data: Path
) -> None:
    app = start()

    with qtbot.waitSignal(app.window.closing):
        app.window.close()

    qtbot.waitUntil(lambda: is_free(data), timeout=20_000)
    assert app.records is None


def is_free(data: Path) -> bool:
    try:
        hold_folder(data).release()
    except Unavailable:
        return False
    return True
