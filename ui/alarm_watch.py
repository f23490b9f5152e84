"""Joins the alarms with the rest: facts of the desks in; chips, the sound and the page of alarms out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.alarm_events import AlarmEventId
from feverclinic.domain.alarm_facts import AWAY_LINKS
from feverclinic.domain.alarms import Alarm, Catalogue, Running, Start
from feverclinic.domain.boards import DeviceState, QueueEntry
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import DraftId, VisitId
from feverclinic.services import alarms, sending
from feverclinic.services.adoption import hospital_rules
from feverclinic.services.ward_alarms import facts_of_ward
from feverclinic.settings import Settings
from feverclinic.settings_keys import DeviceSettings
from feverclinic.wording import Wording
from ui.alarms.desk import AlarmsDesk
from ui.alarms.presenter import AlarmsDoor, AlarmsPresenter, Failed, Looked, OpenAlarm, Then
from ui.alarms.telling import chips
from ui.runner import Runner
from ui.sounds import SoundState, Speaker
from ui.theme import Theme
from ui.tones import Tone

if TYPE_CHECKING:
    from feverclinic.storage.store import Store
    from ui.desk_devices import DeskDevices
    from ui.main_window import MainWindow
    from ui.scans import Scans
    from ui.triage.presenter import TriagePresenter

PAGE = "alarms"
A_MINUTE = timedelta(minutes=1)
# What stands in the top line while no alarm can be heard; the reason is `alarms.<word>_why`.
SILENCES = {
    SoundState.OFF: "sound_off",
    SoundState.NONE: "sound_none",
    SoundState.LOST: "sound_none",
}
SOUND_WORDS = {
    SoundState.OFF: "sound_off_why",
    SoundState.NONE: "sound_none_why",
    SoundState.LOST: "sound_lost",
    SoundState.TRYING: "sound_trying",
    SoundState.READY: "sound_ready",
}


@dataclass(frozen=True, slots=True)
class Keeping:
    """What alarms are kept by: the catalogue, the rules, the settings and the two clocks."""

    catalogue: Catalogue
    rules: TriageRules
    settings: Settings
    now: Callable[[], datetime]
    monotonic: Callable[[], float]


class AlarmWatch(QObject):
    """Lives as long as the program, also while the desk is locked; its page as long as its window."""

    said = Signal(str, str)  # kind, sentence
    refused = Signal(object)  # ClinicError
    entry_asked = Signal(object)  # QueueEntry: the row of a patient or a form
    desk_asked = Signal(str)  # the key of a desk

    def __init__(
        self, runner: Runner, keeping: Keeping, words: Wording, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._window: MainWindow | None = None
        self._page: AlarmsDesk | None = None
        self._keeping = keeping
        self.presenter = AlarmsPresenter(
            alarms_door(self, runner, keeping),
            keeping.catalogue,
            keeping.now,
            keeping.monotonic,
            self,
        )
        self.speaker = Speaker(is_on=keeping.settings.sound, parent=self)
        self.presenter.changed.connect(self._on_changed)
        self.presenter.rang.connect(lambda: self.speaker.play(Tone.ACT_NOW))
        self.presenter.jumped.connect(self._on_jumped)
        self.presenter.asked_for.connect(self._on_asked)
        self.presenter.refused.connect(self.refused)
        self.speaker.state_changed.connect(self._on_sound)
        runner.changed.connect(self.presenter.on_changed)

    def follow(self, triage: TriagePresenter, devices: DeskDevices, scans: Scans) -> None:
        """Take the facts from where they are known."""
        triage.queue_changed.connect(self.presenter.show_queue)
        triage.tray_changed.connect(self.presenter.show_tray)
        devices.states_changed.connect(self.presenter.show_devices)
        scans.states_changed.connect(self._on_scanners)

    def start(self) -> None:
        self.show_calibrations(self._keeping.settings.devices)
        self.presenter.start()
        self.speaker.start()

    def stop(self) -> None:
        self.presenter.stop()
        self.speaker.close()

    def show_calibrations(self, devices: Iterable[DeviceSettings]) -> None:
        """Until when the thermometers of the settings are calibrated (TEMP-12)."""
        self.presenter.show_calibrations((one.name, one.calibration_due) for one in devices)

    def dress(self, window: MainWindow, theme: Theme, words: Wording) -> None:
        """Build the page into a window, in its theme and language."""
        self._window, self._words = window, words
        self._page = AlarmsDesk(theme, words, self.presenter, self._keeping.now)
        self._page.sound_tried.connect(lambda name: self.speaker.play(Tone(name)))
        window.add_desk(PAGE, "alarms.rail", "bell", self._page, is_tool=True)
        window.clock_opened.connect(self._on_clock)
        window.top.sound_opened.connect(lambda: window.open_desk(PAGE))
        self._on_changed(self.presenter.alarms)
        self._on_sound(self.speaker.state)
        self.presenter.show_week()

    # -- what happened --------------------------------------------------------------------

    def _on_scanners(self, states: tuple[DeviceState, ...]) -> None:
        away = [one.name for one in states if one.link in AWAY_LINKS]
        self.presenter.show_away(Start.SCANNER_LOST, away)

    def _on_changed(self, rows: tuple[OpenAlarm, ...]) -> None:
        if self._window is not None:
            self._window.set_clocks(chips((one.running for one in rows), self._words))
            self._window.set_count(PAGE, sum(one.running.is_urgent for one in rows))

    def _on_clock(self, alarm_id: str) -> None:
        if self._window is not None and self._page is not None:
            self._window.open_desk(PAGE)
            self._page.choose(alarm_id)

    def _on_sound(self, state: SoundState) -> None:
        words, silence = self._words, SILENCES.get(state)
        said = words.say(f"alarms.{SOUND_WORDS[state]}")
        if self._page is not None:
            self._page.show_sound(said, is_silent=silence is not None)
        if self._window is not None:
            word = words.say(f"alarms.{silence}") if silence else ""
            self._window.top.show_sound(word, said if silence else "")

    def _on_jumped(self, set_by: timedelta) -> None:
        key = "alarms.jumped_back" if set_by < timedelta(0) else "alarms.jumped_forward"
        minutes = round(abs(set_by) / A_MINUTE)
        self.said.emit("warning", self._words.say(key, minutes=minutes))

    def _on_asked(self, subject: str) -> None:
        """Open what an alarm is about: the row of a patient or a form, else the desk of its kind."""
        kind, _, name = subject.partition(":")
        if kind in ("visit", "draft"):
            entry = QueueEntry("", Sex.UNKNOWN, None, AgeUnit.YEAR, self._keeping.now())
            self.entry_asked.emit(_with_id(entry, kind, int(name)))
        elif kind in ("thermometer_lost", "scanner_lost", "device"):
            self.desk_asked.emit("devices")
        elif kind in ("server_away", "journal_waiting", "audit"):
            self.desk_asked.emit("settings")
        elif kind in ("case", "room"):
            self.desk_asked.emit("isolation")
        elif kind == "sign":
            self.desk_asked.emit("sign")
        else:
            self.desk_asked.emit("triage")


def _with_id(entry: QueueEntry, kind: str, number: int) -> QueueEntry:
    if kind == "visit":
        return replace(entry, visit_id=VisitId(number))
    return replace(entry, draft_id=DraftId(number))


def alarms_door(owner: QObject, runner: Runner, keeping: Keeping) -> AlarmsDoor:
    """What the alarms ask of the records, each on the records thread."""

    def look(then: Then, failed: Failed) -> None:
        runner.do(owner, lambda store: _looked(store, keeping), then, failed)

    def note(clocks: tuple[Running, ...], then: Then, failed: Failed) -> None:
        runner.do(owner, lambda store: alarms.note(store, clocks), then, failed)

    def acknowledge(alarm: Alarm, event_id: AlarmEventId, then: Then, failed: Failed) -> None:
        runner.do(owner, lambda store: alarms.acknowledge(store, alarm, event_id), then, failed)

    def weekly(day: date, then: Then, failed: Failed) -> None:
        runner.do(owner, lambda store: alarms.weekly(store, keeping.catalogue, day), then, failed)

    return AlarmsDoor(look, note, acknowledge, weekly)


def _looked(store: Store, keeping: Keeping) -> Looked:
    """The patients on the way are those that this desk sent: each alarm has one owner."""
    way = sending.on_the_way(store, keeping.rules)
    mine = tuple(one for one in way if one.station == store.station.code)
    ward = facts_of_ward(store, hospital_rules(keeping.settings))
    return Looked((*alarms.facts_of_records(store), *ward), mine)
