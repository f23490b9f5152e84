"""The desks of this work place with their presenters, built once and dressed for each window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import DeviceState, QueueEntry
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Duty
from feverclinic.domain.readings import Reading, Scale
from feverclinic.errors import ClinicError, Unavailable
from feverclinic.services.adoption import hospital_rules
from feverclinic.services.delivering import KNOWN_NAME, NOT_DELIVERED, PRINTED_NO
from feverclinic.services.papers import Letterhead
from feverclinic.wording import Wording, wording
from ui.admin.desk import AdminDesk
from ui.admin.presenter import AdminPresenter
from ui.alarm_watch import AlarmWatch, Keeping
from ui.bench import Bench
from ui.desk_devices import DeskDevices
from ui.device_chips import chip_of
from ui.devices.desk import DevicesDesk
from ui.devices.presenter import DevicesPresenter
from ui.doors import (
    admin_door,
    admin_facts,
    configured,
    device_configs,
    devices_door,
    profile_rows,
    scanner_configs,
)
from ui.isolation_at_desk import isolation_at
from ui.isolation_papers import papers_at
from ui.isolation_tools import tools_at
from ui.main_window import MainWindow
from ui.notices import sentence_of
from ui.occasion import USUAL, Occasion
from ui.opening import Records
from ui.paper_preview import PaperPreview
from ui.papers_at_desk import PaperPlace, PapersAtDesk
from ui.patient_window.presenter import Followed, PatientPresenter
from ui.patient_window.windows import PatientWindows
from ui.places import places
from ui.printing import SYSTEM_PRINTERS, PrintDoor
from ui.runner import Runner
from ui.scan_acts import ScanActs
from ui.scan_trial import ScanTrial
from ui.scans import Scans
from ui.settings_keeper import SettingsKeeper
from ui.theme import Theme
from ui.triage.desk import TriageDesk
from ui.triage.presenter import DeskFacts, TriagePresenter
from ui.triage.slips import Press, SlipPress
from ui.widgets.device_chip import ServerKind, ServerState


@dataclass(frozen=True, slots=True)
class House:
    """What the desks stand on."""

    runner: Runner
    bench: Bench
    records: Records
    keeper: SettingsKeeper
    now: Callable[[], datetime]
    say: Callable[[str, str], None]
    occasion: Occasion = USUAL


class Desks(QObject):
    """Presenters live as long as the program; widgets as long as their window."""

    look_chosen = Signal(str, str, bool)
    refused = Signal(object)  # ClinicError

    def __init__(self, house: House, version: str, parent: QObject) -> None:
        super().__init__(parent)
        self._house = house
        self._version = version
        self._window: MainWindow | None = None
        self._theme: Theme | None = None
        self._words = wording(house.keeper.now.language)
        self._preview: PaperPreview | None = None
        self._duties: frozenset[Duty] = frozenset()
        self._admin: AdminPresenter | None = None
        self._server = ServerState(ServerKind.ONLINE if house.records.line else ServerKind.LOCAL)
        self.devices = DeskDevices(
            house.bench, house.keeper.now.armed_seconds, house.now, monotonic, self
        )
        self.slips = SlipPress(house.runner, house.bench, house.records.rules, self._press(), self)
        self.triage = TriagePresenter(
            house.runner,
            self.devices,
            self.slips,
            DeskFacts(
                house.records.rules,
                house.records.surroundings,
                house.keeper.now.station.code,
                self._words.sentences["triage.unknown_name"],
                house.keeper.now.thermometer_minutes,
            ),
            house.now,
            house.records.new_id,
            self,
        )
        self.scans = Scans(house.bench, house.now, monotonic, self)
        self.scan_acts = ScanActs(self.triage, house.runner, self._tell_words, self)
        self.papers = self._papers()
        self.tools = tools_at(house, lambda: self._words, lambda: self.letterhead, self._send, self)
        self.tools.refused.connect(self.refused)
        self.isolation = isolation_at(
            house, self.devices, lambda: self._words, self._open_desk, self
        )
        self.isolation.said.connect(house.say)
        self.isolation.refused.connect(self.refused)
        self.case_papers = papers_at(house, self.isolation, self, lambda: self._words, self._send)
        self._connect_scans()
        self.patient = PatientPresenter(self._followed(), self)
        self.patient_windows = PatientWindows(
            self.patient,
            house.keeper.now.patient_screen,
            lambda: house.keeper.now.facility_name,
            house.occasion.mark,
            self,
        )
        self.triage.happened.connect(self._on_happened)
        self.alarms = self._watch_alarms()
        self.triage.refused.connect(self.refused)
        self.triage.opened_slip.connect(self.show_paper)
        self.devices.states_changed.connect(self._on_states)
        self.devices.lost.connect(self._on_lost)
        self.devices.back.connect(self._on_back)
        self.devices.taken.connect(self._on_taken)

    def _followed(self) -> Followed:
        triage = self.triage
        return Followed(
            triage.opened,
            triage.outlook_changed,
            triage.saved,
            triage.armed,
            triage.armed_changed,
            lambda: (triage.intake, triage.outlook),
        )

    def _connect_scans(self) -> None:
        scans, acts = self.scans, self.scan_acts
        acts.sheet_scanned.connect(self._on_sheet)
        scans.use_for_staff(lambda: self._window is not None and self._window.has_page_alone)
        self._trial = ScanTrial(scans, acts, lambda: self._is_seen("devices"), self)
        self._trial.refused.connect(self.refused)
        scans.noticed.connect(lambda name, key: self._tell_words("warning", key, {"device": name}))
        scans.lost.connect(lambda name, reason: self._on_lost(name, reason, "scan.link.lost"))
        scans.back.connect(lambda name: self._tell_words("ok", "scan.link.back", {"device": name}))
        acts.desk_asked.connect(self._open_desk)

    def _watch_alarms(self) -> AlarmWatch:
        house = self._house
        records = house.records
        keeping = Keeping(records.alarms, records.rules, house.keeper.now, house.now, monotonic)
        watch = AlarmWatch(house.runner, keeping, self._words, self)
        watch.follow(self.triage, self.devices, self.scans)
        watch.said.connect(house.say)
        watch.refused.connect(self.refused)
        watch.desk_asked.connect(self._open_desk)
        watch.entry_asked.connect(self._open_entry)
        return watch

    def _open_entry(self, entry: QueueEntry) -> None:
        self._open_desk("triage")
        self.triage.open_entry(entry)

    def _is_seen(self, key: str) -> bool:
        window = self._window
        return window is not None and not window.has_page_alone and window.open_key == key

    def start(self) -> None:
        self.alarms.start()
        self.triage.start()
        self.restart_devices()

    def stop(self) -> None:
        self.patient_windows.close()
        self.alarms.stop()
        self.devices.stop()
        self.scans.stop()

    def keep(self) -> None:
        self.triage.keep()

    def tick(self) -> None:
        self.triage.tick()
        self.isolation.tick()

    def restart_devices(self) -> None:
        """Open the devices that the settings name; a wrong entry is said, the rest goes on."""
        self.scans.stop()
        settings = self._house.keeper.now
        self.alarms.show_calibrations(settings.devices)
        self.scans.start(
            scanner_configs(settings), settings.wedge_gap_ms if settings.wedge else None
        )
        self.devices.stop()
        try:
            self.devices.start(device_configs(self._house.keeper.now))
        except Unavailable as error:
            self.refused.emit(error)

    def show_server(self, state: ServerState) -> None:
        """On the server or not, and what waits to be delivered."""
        self._server = state
        is_away = state.kind in (ServerKind.AWAY, ServerKind.TROUBLE)
        self.alarms.presenter.show_server(is_away=is_away, waiting=state.waiting)
        if self._window is not None:
            self._window.set_server(state)

    # -- the window -----------------------------------------------------------------------

    def dress(self, window: MainWindow, theme: Theme, words: Wording) -> None:
        """Build the desks' widgets into a window, in its theme and language."""
        self._window, self._theme, self._words = window, theme, words
        self.slips.use(self._press())
        house = self._house
        desk = TriageDesk(self.triage, words, theme, places(house.now(), words))
        desk.said.connect(house.say)
        self.patient_windows.dress(desk, theme, words)
        window.patient_asked.connect(self.patient_windows.toggle)
        window.alone_changed.connect(lambda is_alone: self.patient.set_away(is_away=is_alone))
        window.add_desk("triage", "shell.desk_triage", "clipboard-list", desk)
        self.isolation.dress(window, theme, words)
        self.case_papers.dress(window, theme, words)
        papers = self.papers.page(theme, words)
        window.add_desk("papers", "shell.desk_papers", "file-text", papers)
        window.add_desk(
            "devices",
            "shell.desk_devices",
            "thermometer-gun",
            self._devices_desk(theme, words),
            is_tool=True,
        )
        window.add_desk(
            "settings",
            "shell.desk_settings",
            "settings",
            self._admin_desk(theme, words),
            is_tool=True,
        )
        self.tools.dress(window, theme, words)
        self.alarms.dress(window, theme, words)
        window.set_server(self._server)
        self.triage.refresh()
        self.slips.refresh()
        self._on_states(self.devices.states)

    def _papers(self) -> PapersAtDesk:
        house = self._house
        place = PaperPlace(
            house.runner,
            house.bench,
            house.records.rules,
            house.now,
            lambda: self._words,
            lambda: self.letterhead,
            self._send,
            lambda: hospital_rules(house.keeper.now),
        )
        papers = PapersAtDesk(place, self)
        papers.open_form.connect(self.triage.open_form)
        papers.open_form.connect(lambda _intake: self._open_desk("triage"))
        papers.asked_to_look.connect(self.show_paper)
        return papers

    def _send(self, pdf: bytes) -> None:
        self._printers.send(pdf, self._house.keeper.now.printer.name)

    def _on_sheet(self, number: str) -> None:
        self._open_desk("papers")
        self.papers.enter_sheet(number)

    def _devices_desk(self, theme: Theme, words: Wording) -> DevicesDesk:
        keeper, house = self._house.keeper, self._house
        presenter = DevicesPresenter(
            devices_door(self, house.bench, keeper, self.restart_devices),
            profile_rows(keeper.now.data_dir, words),
            house.now,
        )
        scanners = self._trial.presenter(keeper, self.restart_devices)
        desk = DevicesDesk(theme, words, presenter, scanners)
        presenter.setParent(desk)
        scanners.setParent(desk)
        presenter.show_devices(configured(keeper.now))
        presenter.show_states(self.devices.states)
        presenter.refused.connect(self.refused)
        self.devices.states_changed.connect(presenter.show_states)
        return desk

    def _admin_desk(self, theme: Theme, words: Wording) -> AdminDesk:
        house = self._house
        presenter = AdminPresenter(
            admin_door(self, house.runner, house.bench, house.keeper, words, house.now),
            admin_facts(house.keeper.now, words, self._version),
        )
        desk = AdminDesk(theme, words, presenter)
        presenter.setParent(desk)
        presenter.look_chosen.connect(self.look_chosen)
        presenter.refused.connect(self.refused)
        presenter.allow(self._duties)
        self._admin = presenter
        return desk

    def allow(self, duties: frozenset[Duty]) -> None:
        """Who sits here now may do this; the pages of administration follow."""
        self._duties = duties
        self.tools.allow(duties)
        self.isolation.seat()
        if self._admin is not None:
            self._admin.allow(duties)

    @property
    def letterhead(self) -> Letterhead:
        """The head of every paper that is printed here."""
        settings, mark = self._house.keeper.now, self._house.occasion.mark
        return Letterhead(settings.facility_name, settings.station.name, bool(mark), mark)

    @property
    def _printers(self) -> PrintDoor:
        return self._house.occasion.printers or SYSTEM_PRINTERS

    def _press(self) -> Press:
        settings = self._house.keeper.now
        return Press(
            self._words,
            settings.printer.paper,
            settings.printer.name,
            self.letterhead,
            self._printers.send,
        )

    def _on_form(self, intake: Intake) -> None:
        """A form that the server refused says so when it is opened, and why."""
        code = intake.text(NOT_DELIVERED)
        if code:
            facts = {"name": intake.text(KNOWN_NAME), "typed": intake.text("name")}
            why = sentence_of(ClinicError(code, **facts), self._words)
            number = intake.text(PRINTED_NO)
            self._tell("warning", self._words.say("journal.form_is_back", why=why, number=number))

    # -- what happened --------------------------------------------------------------------

    def _on_happened(self, what: str, _facts: object) -> None:
        if what == "counted":
            self.patient.passed()

    def _tell(self, kind: str, sentence: str) -> None:
        self._house.say(kind, sentence)

    def _tell_words(self, kind: str, key: str, facts: Mapping[str, object]) -> None:
        self._tell(kind, self._words.say(key, **facts))

    def _open_desk(self, key: str) -> None:
        if self._window is not None:
            self._window.open_desk(key)

    def _on_lost(self, device: str, reason: str, sentence: str = "triage.said.lost") -> None:
        key = f"device.remedy.{reason}"
        remedy = self._words.say(key) if self._words.knows(key) else ""
        said = self._words.say(sentence, device=device, remedy=remedy)
        self._tell("error", said.strip())

    def _on_back(self, device: str) -> None:
        self._tell("ok", self._words.say("triage.said.back", device=device))

    def _on_taken(self, reading: Reading, _draft_id: object) -> None:
        """What was said of a number that was held is no longer so."""
        facts = {"device": reading.device_name, "number": reading.raw_text}
        unit = "℉" if reading.raw_unit is Scale.FAHRENHEIT else "℃"
        self._tell("ok", self._words.say("triage.said.taken", unit=unit, **facts))

    def show_paper(self, pdf: bytes) -> None:
        """Open a paper to be looked at, printed or kept."""
        assert self._window is not None
        assert self._theme is not None
        self._preview = PaperPreview(
            pdf,
            self._words,
            self._theme,
            self._house.bench,
            self._window,
            printer=self._house.keeper.now.printer.name,
            door=self._printers,
        )
        self._preview.open()

    def _on_states(self, states: tuple[DeviceState, ...]) -> None:
        if self._window is not None:
            self._window.set_devices(tuple(chip_of(state, self._words) for state in states))
