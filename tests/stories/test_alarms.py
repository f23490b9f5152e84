"""A patient who was sent and does not arrive: the desk rings, somebody goes, the receipt ends it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.domain.alarm_events import AlarmEvent
from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.visits import Visit
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.services import sending
from feverclinic.services.alarm_catalogue import load_catalogue
from feverclinic.settings import load_settings
from feverclinic.wording import wording
from tests.builders import MINUTE, NOON
from tests.stories.workplace import RULES, WorkPlace
from ui.alarm_watch import AlarmWatch, Keeping
from ui.alarms.desk import AlarmsDesk
from ui.main_window import MainWindow
from ui.scans import Scans
from ui.theme import apply_theme, load_theme
from ui.triage.desk import TriageDesk
from ui.widgets.clock_chip import ClockChip

WORDS = wording("zh_CN")


class Watched:
    """A work place with its window, its alarms and the page of alarms."""

    def __init__(self, place: WorkPlace, window: MainWindow, watch: AlarmWatch) -> None:
        self.place, self.window, self.watch = place, window, watch
        self.rings = 0
        watch.presenter.rang.connect(self._ring)

    def _ring(self) -> None:
        self.rings += 1

    @property
    def page(self) -> AlarmsDesk:
        found = self.window.findChild(AlarmsDesk)
        assert found is not None
        return found

    def passes(self, minutes: float) -> None:
        self.place.clock.pass_by(minutes * 60)
        self.place.desk.tick()
        self.watch.presenter.tick()

    def sends(self, qtbot: QtBot) -> Visit:
        """A man with fever goes through the desk and is sent with a guide."""
        place = self.place
        place.fill("38.6")
        with qtbot.waitSignal(place.desk.saved):
            place.desk.save_and_print()
        (visit,) = place.visits
        until(qtbot, self._is_printed)
        with qtbot.waitSignal(place.desk.queue_changed):
            place.runner.do(place.desk, lambda store: sending.send(store, visit.id, "李红"))
        until(qtbot, self._knows_only_the_patient)
        return visit

    def _is_printed(self) -> bool:
        with self.place.clinic.work() as store:
            return not store.slips.waiting()

    def _knows_only_the_patient(self) -> bool:
        names = [row[1] for row in self.shown()]
        return "已送出，待签收" in names and "已保存，未打印" not in names

    def shown(self) -> list[list[str]]:
        table = self.page.table
        return [
            [cell.text() if (cell := table.item(line, column)) else "" for column in range(3)]
            for line in range(table.rowCount())
        ]

    def events(self) -> tuple[AlarmEvent, ...]:
        with self.place.clinic.work(at=self.place.clock.now()) as store:
            return store.alarms.fired_between(NOON, NOON + timedelta(hours=2))


@pytest.fixture
def watched(
    qtbot: QtBot, qapp: QApplication, place: WorkPlace, tmp_path: Path
) -> Iterator[Watched]:
    settings = replace(load_settings(None, tmp_path, {}), sound=False)
    theme = load_theme("light")
    apply_theme(qapp, theme)
    keeping = Keeping(
        load_catalogue(RULES, settings), RULES, settings, place.clock.now, place.clock.monotonic
    )
    watch = AlarmWatch(place.runner, keeping, WORDS, place.desk)
    scans = Scans(place.bench, place.clock.now, place.clock.monotonic, place.desk)
    watch.follow(place.desk, place.devices, scans)
    window = MainWindow(theme, WORDS, place.clock.now)
    qtbot.addWidget(window)
    window.add_desk(
        "triage", "shell.desk_triage", "clipboard-list", TriageDesk(place.desk, WORDS, theme)
    )
    watch.dress(window, theme, WORDS)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    watch.start()
    place.desk.start()
    yield Watched(place, window, watch)
    watch.stop()


def until(qtbot: QtBot, happened: Callable[[], bool]) -> None:
    qtbot.waitUntil(happened, timeout=10_000)


@pytest.mark.rule("ISO-2")
def test_a_patient_who_does_not_arrive_rings_after_ten_minutes_and_the_receipt_ends_it(
    qtbot: QtBot, watched: Watched
) -> None:
    visit = watched.sends(qtbot)
    until(qtbot, lambda: watched.shown()[:1] == [["计时中", "已送出，待签收", "张建国"]])
    watched.passes(10)
    quiet = (watched.rings, watched.events())
    watched.passes(0.05)
    until(qtbot, lambda: len(watched.events()) == 1)
    rang = watched.rings
    chip = watched.window.top.findChild(ClockChip, "clock.NOT_ARRIVED")

    watched.place.runner.do(
        watched.place.desk,
        lambda store: sending.receive(store, visit.id, "李医生", ReceivedVia.PHONE),
    )
    until(qtbot, lambda: watched.events()[0].ended_at is not None)

    assert quiet == (0, ())
    assert rang == 1
    assert chip is not None
    assert watched.events()[0].alarm == "NOT_ARRIVED"


def test_alt_0_and_enter_lead_from_the_alarm_to_the_patient(qtbot: QtBot, watched: Watched) -> None:
    visit = watched.sends(qtbot)
    watched.passes(10.1)
    until(qtbot, lambda: len(watched.events()) == 1)
    asked: list[QueueEntry] = []
    watched.watch.entry_asked.connect(asked.append)

    QTest.keyClick(watched.window, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    opened = watched.window.open_key
    until(qtbot, watched.page.detail.know.isEnabled)
    QTest.keyClick(watched.page.table, Qt.Key.Key_Return)
    until(qtbot, lambda: watched.events()[0].acted_at is not None)

    assert opened == "alarms"
    assert [entry.visit_id for entry in asked] == [visit.id]
    assert watched.events()[0].ended_at is None
    until(qtbot, lambda: "张护士" in watched.page.detail.acted.text())


def test_f2_says_that_one_goes_and_stays_on_the_page(qtbot: QtBot, watched: Watched) -> None:
    watched.sends(qtbot)
    watched.passes(10.1)
    until(qtbot, lambda: len(watched.events()) == 1)
    watched.window.open_desk("alarms")
    until(qtbot, watched.page.detail.know.isEnabled)

    QTest.keyClick(watched.page.table, Qt.Key.Key_F2)

    until(qtbot, lambda: not watched.page.detail.know.isEnabled())
    assert watched.window.open_key == "alarms"
    assert watched.events()[0].acted_by == watched.place.actor.id


def test_a_chip_leads_to_its_row(qtbot: QtBot, watched: Watched) -> None:
    watched.sends(qtbot)
    watched.passes(1)
    until(qtbot, lambda: bool(watched.window.top.findChildren(ClockChip)))
    (chip,) = watched.window.top.findChildren(ClockChip)

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert watched.window.open_key == "alarms"
    assert watched.page.chosen.startswith("NOT_ARRIVED|visit:")


def test_a_muted_desk_says_so_on_top_and_on_the_page(watched: Watched) -> None:
    assert watched.window.top.sound.isVisible()
    assert watched.window.top.sound.accessibleName().startswith("静音")
    assert "sound = false" in watched.page.detail.sound.text()


def test_the_rail_counts_what_calls_to_act_now(qtbot: QtBot, watched: Watched) -> None:
    watched.sends(qtbot)
    watched.passes(10.1)

    entry = watched.window.rail.entries["alarms"]

    until(qtbot, lambda: entry.accessibleName() == "报警 1")


def test_a_form_that_is_still_open_at_noon_the_next_day_is_said(
    qtbot: QtBot, watched: Watched
) -> None:
    watched.place.desk.set_field("name", "王小明")
    watched.place.desk.keep()
    watched.passes(24 * 60)
    until(qtbot, lambda: ["请留意", "预检单未完成", "王小明"] in watched.shown())

    assert watched.rings == 0


def test_the_count_of_the_week_stands_on_the_page(qtbot: QtBot, watched: Watched) -> None:
    watched.sends(qtbot)
    watched.passes(10.1)
    until(qtbot, lambda: len(watched.events()) == 1)

    watched.watch.presenter.show_week()

    table = watched.page.week.table
    until(qtbot, lambda: table.rowCount() == 1)
    cells = [cell.text() if (cell := table.item(0, n)) else "" for n in range(5)]
    assert cells == ["已送出，待签收", "1", "0", "0", "1"]


@pytest.mark.parametrize("minutes", [-60, 60])
def test_a_clock_that_jumps_is_said_in_one_line(
    qtbot: QtBot, watched: Watched, minutes: int
) -> None:
    said: list[str] = []
    watched.watch.said.connect(lambda _kind, sentence: said.append(sentence))
    watched.passes(1)

    watched.place.clock.wall += minutes * MINUTE
    watched.passes(1)

    assert len(said) == 1
    assert "60 分钟" in said[0]
