"""The desk standing still, for the program's own pictures and the tests of the view: invented people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.boards import (
    ArmedFor,
    DayCounts,
    DeviceState,
    Likeness,
    QueueEntry,
    Unclaimed,
)
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.intake import Intake, Problem
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.people import PatientId
from feverclinic.domain.prescreening import (
    Outcome,
    OverrideDuty,
)
from feverclinic.domain.quick_screening import may_pass
from feverclinic.domain.readings import ReadingId, Site
from feverclinic.domain.returning import ReturnVisit
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.waiting import OnTheWay, ReceivedVia
from ui.triage.waiting_acts import Announcement

NOON = datetime(2020, 2, 28, 14, 32, 8, tzinfo=CHINA)
SYMPTOMS = [
    "COUGH",
    "SPUTUM",
    "SORE_THROAT",
    "NASAL_CONGESTION",
    "RUNNY_NOSE",
    "SHORTNESS_OF_BREATH",
    "CHEST_TIGHTNESS",
    "FATIGUE",
    "MYALGIA",
    "DIARRHOEA",
    "SMELL_TASTE_LOSS",
    "CONJUNCTIVITIS",
    "HEADACHE",
    "NAUSEA_VOMITING",
    "ANOREXIA",
    "RASH",
    "CHILLS",
]


# The form that is open in a scene.
OWN = DraftId(100)


def minutes(count: float) -> datetime:
    """That many minutes before the moment of the pictures."""
    return NOON - timedelta(minutes=count)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that the desk shows at one moment."""

    intake: Intake
    outlook: Outlook
    now: datetime = NOON
    entries: tuple[QueueEntry, ...] = ()
    counts: DayCounts = field(default_factory=lambda: DayCounts(0, 0, 0, 0, 0))
    devices: tuple[DeviceState, ...] = ()
    armed: tuple[ArmedFor, ...] = ()
    draft_id: DraftId = OWN
    tray: tuple[Unclaimed, ...] = ()
    likenesses: tuple[Likeness, ...] = ()
    problems: tuple[Problem, ...] = ()
    slips: tuple[int, str] = (0, "")
    going: tuple[OnTheWay, ...] = ()
    returned: ReturnVisit | None = None


class ScenePresenter(QObject):
    """Shows a scene and writes down what it was asked to do; it has no records behind it."""

    opened = Signal(object)
    outlook_changed = Signal(object)
    queue_changed = Signal(object, object)
    devices_changed = Signal(object)
    armed_changed = Signal(object)
    armed = Signal(object, str)
    tray_changed = Signal(object)
    found = Signal(object)
    likenesses_changed = Signal(object)
    saved = Signal(object)
    problems_shown = Signal(object)
    draft_kept = Signal(object)
    slips_changed = Signal(int, str)
    refused = Signal(object)
    opened_slip = Signal(object)
    on_the_way_changed = Signal(object)
    passed_changed = Signal(object)
    returned = Signal(object)
    happened = Signal(str, object)

    def __init__(self, scene: Scene, rules: TriageRules, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._rules = scene, rules
        self._intake, self._outlook = scene.intake, scene.outlook
        self.heard: list[tuple[object, ...]] = []

    @property
    def intake(self) -> Intake:
        return self._intake

    @property
    def draft_id(self) -> DraftId:
        return self._scene.draft_id

    @property
    def outlook(self) -> Outlook:
        return self._outlook

    @property
    def now(self) -> Callable[[], datetime]:
        return lambda: self._scene.now

    @property
    def rules(self) -> TriageRules:
        return self._rules

    def play(self) -> None:
        """Say everything of the scene, once."""
        scene = self._scene
        self.devices_changed.emit(scene.devices)
        self.on_the_way_changed.emit(scene.going)
        self.queue_changed.emit(scene.entries, scene.counts)
        self.tray_changed.emit(scene.tray)
        self.armed_changed.emit(scene.armed)
        self.slips_changed.emit(*scene.slips)
        self.opened.emit(scene.intake)
        self.likenesses_changed.emit(scene.likenesses)
        self.returned.emit(scene.returned)
        if scene.problems:
            self.problems_shown.emit(scene.problems)

    def stage(self, scene: Scene) -> None:
        """Another scene on the same desk."""
        self._scene = scene
        self._intake, self._outlook = scene.intake, scene.outlook
        self.play()

    def show(self, intake: Intake, outlook: Outlook) -> None:
        """Another state of the same form."""
        self._intake, self._outlook = intake, outlook
        self.outlook_changed.emit(outlook)

    def open(self, intake: Intake, outlook: Outlook) -> None:
        """Another form."""
        self._intake, self._outlook = intake, outlook
        self.opened.emit(intake)

    def set_field(self, name: str, text: str) -> None:
        self.heard.append(("set_field", name, text))
        self._intake = self._intake.with_field(name, text)
        self.outlook_changed.emit(self._outlook)

    def set_fields(self, changes: Mapping[str, str]) -> None:
        self.heard.append(("set_fields", dict(changes)))
        self._intake = self._intake.with_fields(changes)
        self.outlook_changed.emit(self._outlook)

    def new_form(self) -> None:
        self.heard.append(("new_form",))

    def open_entry(self, entry: QueueEntry) -> None:
        self.heard.append(("open_entry", entry))

    def arm(self, device_name: str = "") -> None:
        self.heard.append(("arm", device_name))

    def disarm(self) -> None:
        self.heard.append(("disarm",))

    def temperature_typed(self, text: str) -> None:
        """Kept with the form; no act of its own."""

    def add_manual_reading(self, text: str, site: Site, reason: str) -> None:
        self.heard.append(("add_manual_reading", text, site, reason))

    def cannot_measure(self, reason: str) -> None:
        self.heard.append(("cannot_measure", reason))

    def assign(self, reading_id: ReadingId) -> None:
        self.heard.append(("assign", reading_id))

    def set_aside(self) -> None:
        self.heard.append(("set_aside",))

    def save_and_print(self) -> None:
        self.heard.append(("save_and_print",))

    def print_waiting(self) -> None:
        self.heard.append(("print_waiting",))

    def print_again(self, visit_id: VisitId) -> None:
        self.heard.append(("print_again", visit_id))

    def preview_slip(self) -> None:
        self.heard.append(("preview_slip",))

    def search(self, text: str) -> None:
        self.heard.append(("search", text))

    def open_person(self, patient_id: PatientId) -> None:
        self.heard.append(("open_person", patient_id))

    def use_patient(self, patient_id: PatientId) -> None:
        self.heard.append(("use_patient", patient_id))

    def not_the_same(self, patient_id: PatientId) -> None:
        self.heard.append(("not_the_same", patient_id))

    def end_visit(self, stage: Stage, reason: str) -> None:
        self.heard.append(("end_visit", stage, reason))

    def mark_arrived(self, visit_id: VisitId) -> None:
        self.heard.append(("mark_arrived", visit_id))

    def resuscitate(self) -> None:
        self.heard.append(("resuscitate",))

    def override(self, outcome: Outcome, by: str, duty: OverrideDuty, reason: str) -> None:
        self.heard.append(("override", outcome, by, duty, reason))

    @property
    def may_pass(self) -> bool:
        return may_pass(self._intake, self._outlook)

    @property
    def thermometer_minutes(self) -> int:
        return 5

    def refresh(self) -> None:
        self.heard.append(("refresh",))

    def count_passed(self) -> None:
        self.heard.append(("count_passed",))

    def undo_last_count(self, reason: str) -> None:
        self.heard.append(("undo_last_count", reason))

    def void_reading(self, reading_id: ReadingId, told: str, reason: str) -> None:
        self.heard.append(("void_reading", reading_id, told, reason))

    def show_passed(self) -> None:
        self.heard.append(("show_passed",))

    def end_form(self, end: ArrivalEnd, reason: str) -> None:
        self.heard.append(("end_form", end, reason))

    def send(self, guide: str) -> None:
        self.heard.append(("send", guide))

    def receive(self, by: str, via: ReceivedVia, reason: str = "") -> None:
        self.heard.append(("receive", by, via, reason))

    def hand_out(self, label: str, word: str) -> None:
        self.heard.append(("hand_out", label, word))

    def announce(self, told: Announcement) -> None:
        self.heard.append(("announce", told))

    def is_here(self) -> None:
        self.heard.append(("is_here",))

    def next_member(self) -> None:
        self.heard.append(("next_member",))

    def all_clear(self) -> None:
        self.heard.append(("all_clear",))
