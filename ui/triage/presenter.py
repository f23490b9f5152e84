"""The thinking part of the triage desk: the open form, its drafts, its readings, its saves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.boards import Likeness, QueueEntry, Saved
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.intake import Draft, Intake, Problem
from feverclinic.domain.intake_form import from_patient, is_of_another
from feverclinic.domain.intake_reading import IntakeRead, read_intake
from feverclinic.domain.look_ahead import look_ahead
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.people import AgeUnit, Patient, PatientId
from feverclinic.domain.prescreening import Outcome, OverrideDuty
from feverclinic.domain.quick_screening import all_clear, may_pass
from feverclinic.domain.readings import ReadingId, Site
from feverclinic.domain.ternary import YES
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.errors import Refused
from feverclinic.services import triage
from ui.desk_devices import DeskDevices, Holder
from ui.runner import Runner
from ui.triage.form_ends import FormEnds
from ui.triage.lists import DeskFacts, DeskLists
from ui.triage.open_form import OpenForm
from ui.triage.slips import SlipPress
from ui.triage.temperatures import Temperatures
from ui.triage.typed_temperature import TEMPERATURE
from ui.triage.waiting_acts import Announcement, WaitingActs

LIKENESS_FIELDS = frozenset({"name", "id_no", "phone", "birth_date", "age", "sex"})


class TriagePresenter(QObject):
    opened = Signal(object)  # Intake
    outlook_changed = Signal(object)  # Outlook
    queue_changed = Signal(object, object)  # tuple[QueueEntry, ...], DayCounts
    devices_changed = Signal(object)  # tuple[DeviceState, ...]
    armed_changed = Signal(object)  # tuple[ArmedFor, ...]
    armed = Signal(object, str)  # ArmedFor, and who lost that thermometer by it
    tray_changed = Signal(object)  # tuple[Unclaimed, ...]
    found = Signal(object)  # tuple[PersonHit, ...]
    likenesses_changed = Signal(object)  # tuple[Likeness, ...]
    saved = Signal(object)  # Saved
    problems_shown = Signal(object)  # tuple[Problem, ...]
    draft_kept = Signal(object)  # datetime
    slips_changed = Signal(int, str)
    refused = Signal(object)  # ClinicError
    opened_slip = Signal(object)  # bytes
    on_the_way_changed = Signal(object)  # tuple[OnTheWay, ...], of all stations
    passed_changed = Signal(object)  # tuple[QuickScreen, ...]
    returned = Signal(object)  # ReturnVisit | None: when the person of the form was here before
    happened = Signal(str, object)  # a key of triage_day.said, and its facts

    def __init__(
        self,
        runner: Runner,
        devices: DeskDevices,
        slips: SlipPress,
        facts: DeskFacts,
        now: Callable[[], datetime],
        new_id: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._devices = devices
        self._slips = slips
        self._facts = facts
        self._now = now
        self._form = OpenForm(runner, facts.station, now, new_id, self)
        self._lists = DeskLists(runner, facts, now, self)
        self._temperatures = Temperatures(runner, devices, self._form, now, self)
        self._ends = FormEnds(runner, devices, self._form, slips, facts, self._problems, self)
        self._waiting = WaitingActs(runner, self._form, facts.station, now, new_id, self)
        self._known: PatientId | None = None
        self._is_likeness_wanted = False
        self._look()
        self._form.changed.connect(self._on_form_changed)
        self._form.opened.connect(self.opened)
        self._form.draft_kept.connect(self._on_draft_kept)
        self._lists.queue_changed.connect(self.queue_changed)
        self._lists.tray_changed.connect(self.tray_changed)
        self._lists.found.connect(self.found)
        self._lists.on_the_way_changed.connect(self.on_the_way_changed)
        self._lists.passed_changed.connect(self.passed_changed)
        runner.changed.connect(self._on_changed)
        devices.states_changed.connect(self.devices_changed)
        devices.armed_changed.connect(self.armed_changed)
        devices.armed.connect(self.armed)
        for part in (self._temperatures, self._ends):
            part.problems_shown.connect(self.problems_shown)
        for part in (self._temperatures, self._ends, self._waiting):
            part.refused.connect(self.refused)
        for part in (self._ends, self._waiting):
            part.happened.connect(self.happened)
        self._ends.saved.connect(self._on_saved)
        self.void_reading = self._ends.void_reading
        slips.changed.connect(self.slips_changed)
        slips.refused.connect(self.refused)
        slips.rendered.connect(self.opened_slip)

    # -- what the desk reads --------------------------------------------------------------

    @property
    def intake(self) -> Intake:
        return self._form.intake

    @property
    def draft_id(self) -> DraftId:
        return self._form.draft_id

    @property
    def outlook(self) -> Outlook:
        return self._outlook

    @property
    def now(self) -> Callable[[], datetime]:
        return self._now

    @property
    def rules(self) -> TriageRules:
        return self._facts.rules

    def start(self) -> None:
        """Show the lists, and open again the form that a crash or a power cut left open."""
        station = self._facts.station
        self._runner.do(self, lambda store: store.drafts.of_station(station), self._on_left_open)
        self._lists.refresh()
        self._slips.refresh()

    def refresh(self) -> None:
        self._lists.refresh()

    def tick(self) -> None:
        """A minute has passed: what depends on the time is looked at again."""
        self._look()
        self.outlook_changed.emit(self._outlook)
        self._lists.refresh()

    def keep(self) -> None:
        """The desk closes: what was typed goes to disk before anything else."""
        self._form.keep()

    # -- the open form --------------------------------------------------------------------

    def new_form(self) -> None:
        """The next patient; what was open stays in the list as it stands."""
        self._form.open_new()

    def open_form(self, intake: Intake) -> None:
        """A form that was begun elsewhere: a paper sheet, entered afterwards."""
        self._form.open(intake)

    def set_aside(self) -> None:
        """暂存: the form waits in the list; the desk is free for the next."""
        self._form.open_new()

    def open_entry(self, entry: QueueEntry) -> None:
        if entry.draft_id is not None:
            self._form.open_kept(entry.draft_id)
        elif entry.visit_id is not None:
            visit_id = entry.visit_id
            self._runner.do(self, lambda store: triage.form_of(store, visit_id), self._form.show)

    def set_field(self, name: str, text: str) -> None:
        self.set_fields({name: text})

    def set_fields(self, changes: Mapping[str, str]) -> None:
        """Answers as typed; a valid ID number proposes sex and birth date where none stands (COD-6)."""
        intake = self.intake.with_fields(changes)
        if intake == self.intake:
            return
        self._is_likeness_wanted |= bool(LIKENESS_FIELDS & changes.keys())
        proposals = self._read_form(intake).proposals if "id_no" in changes else {}
        if proposals:
            self._form.fill(intake.with_fields(proposals))
        else:
            self._form.change(intake)

    def use_patient(self, patient_id: PatientId) -> None:
        """The same person, says the nurse: the form takes what is recorded where nothing was typed."""
        then = self._form.for_this_one(self._fill_in)
        self._runner.do(self, lambda store: store.patients.get(patient_id), then)

    def open_person(self, patient_id: PatientId) -> None:
        """Somebody found by the search; a form that is about somebody else stays as it is."""

        def found(patient: Patient) -> None:
            if is_of_another(patient, self.intake):
                self._form.open_new()
            self._fill_in(patient)

        then = self._form.for_this_one(found)
        self._runner.do(self, lambda store: store.patients.get(patient_id), then)

    def not_the_same(self, patient_id: PatientId) -> None:
        """Not the same person: remembered with the form and then for good."""
        self._is_likeness_wanted = True
        self._form.change(self.intake.with_field(f"{triage.NOT_SAME}{patient_id}", YES.value))
        self._form.keep()

    def search(self, text: str) -> None:
        self._lists.search(text)

    # -- temperature ----------------------------------------------------------------------

    def arm(self, device_name: str = "") -> None:
        self._waiting.is_here()
        self._temperatures.arm(self._holder(), device_name)

    def disarm(self) -> None:
        self._temperatures.disarm()

    def temperature_typed(self, text: str) -> None:
        """What stands in the field by hand, kept with the form until it is a reading."""
        self.set_field(TEMPERATURE, text)

    def add_manual_reading(self, text: str, site: Site, reason: str) -> None:
        self._waiting.is_here()
        self._temperatures.add_manual_reading(text, site, reason)

    def cannot_measure(self, reason: str) -> None:
        self._temperatures.cannot_measure(reason)

    def assign(self, reading_id: ReadingId) -> None:
        self._temperatures.assign(reading_id)

    # -- who waits ------------------------------------------------------------------------

    @property
    def thermometer_minutes(self) -> int:
        return self._facts.thermometer_minutes

    def hand_out(self, label: str, word: str) -> None:
        self._waiting.hand_out(label, word, self._facts.thermometer_minutes)

    def announce(self, told: Announcement) -> None:
        self._waiting.announce(told)

    def is_here(self) -> None:
        self._waiting.is_here()

    def next_member(self) -> None:
        self._waiting.next_member()

    def all_clear(self) -> None:
        """«全部否»: the nurse asked it in one sentence; what was answered before stays."""
        self._form.fill(all_clear(self.intake))

    def show_passed(self) -> None:
        self._lists.show_passed()

    # -- the end of a form ----------------------------------------------------------------

    @property
    def may_pass(self) -> bool:
        """Whether the person of the form may be counted instead of typed."""
        return may_pass(self.intake, self._outlook)

    def save_and_print(self) -> None:
        self._waiting.is_here()
        self._ends.save_and_print()

    def print_waiting(self) -> None:
        self._slips.print_waiting()

    def print_again(self, visit_id: VisitId) -> None:
        self._slips.print_again(visit_id)

    def preview_slip(self) -> None:
        if self.intake.visit_id is not None:
            self._slips.preview(self.intake.visit_id)
        else:
            self.refused.emit(Refused("visit.not_saved"))

    def count_passed(self) -> None:
        self._ends.count_passed()

    def undo_last_count(self, reason: str) -> None:
        self._ends.undo_last_count(reason)

    def end_form(self, end: ArrivalEnd, reason: str) -> None:
        self._ends.end_form(end, reason)

    def send(self, guide: str) -> None:
        self._ends.send(guide)

    def receive(self, by: str, via: ReceivedVia, reason: str = "") -> None:
        self._ends.receive(by, via, reason)

    def end_visit(self, stage: Stage, reason: str) -> None:
        self._ends.end_visit(stage, reason)

    def mark_arrived(self, visit_id: VisitId) -> None:
        self._ends.mark_arrived(visit_id)

    def resuscitate(self) -> None:
        """Treat first: level I by the nurse's word, saved at once with what is known (TRI-1)."""
        self.set_field("acuity", "I")
        self.save_and_print()

    def override(self, outcome: Outcome, by: str, duty: OverrideDuty, reason: str) -> None:
        self.set_fields(
            {
                "override.outcome": outcome.value,
                "override.by": by,
                "override.duty": duty.value,
                "override.reason": reason,
            }
        )

    # -- inside ---------------------------------------------------------------------------

    def _fill_in(self, patient: Patient) -> None:
        self._form.fill(replace(from_patient(patient, self.intake), patient_id=patient.id))

    def _read_form(self, intake: Intake) -> IntakeRead:
        return read_intake(intake, self._now(), self._facts.surroundings)

    def _look(self) -> None:
        self._read = self._read_form(self.intake)
        outlook = look_ahead(self.intake, self._read, self._facts.rules)
        if self._temperatures.is_refused:
            outlook = replace(outlook, problems=(*self._temperatures.typed(), *outlook.problems))
        self._outlook = outlook

    def _problems(self) -> tuple[Problem, ...]:
        found = triage.problems_of(self.intake, self._read, self._facts.rules)
        typed = () if self._outlook.is_emergency else self._temperatures.typed()
        if not typed:
            return found
        return (*typed, *(problem for problem in found if problem.where != TEMPERATURE))

    def _look_for_likenesses(self) -> None:
        self._is_likeness_wanted = False
        if self.intake.patient_id is not None:
            self.likenesses_changed.emit(())
            return
        others, then = triage.not_same_as(self.intake), self._on_likenesses
        self._lists.look_for_likenesses(self._read.patient, others, self._form.for_this_one(then))

    def _on_likenesses(self, found: tuple[Likeness, ...]) -> None:
        """The same number is the same person: the last visit is said before anybody confirms it."""
        self.likenesses_changed.emit(found)
        same = [one.hit.patient_id for one in found if "ID_NO" in one.reasons]
        if len(same) == 1:
            self._lists.last_visit(same[0], None, self._form.for_this_one(self.returned.emit))

    def _look_back(self) -> None:
        """Who this person is has become another: say when that one was here before."""
        patient_id = self.intake.patient_id
        if patient_id == self._known:
            return
        self._known = patient_id
        self.returned.emit(None)
        if patient_id is not None:
            then = self._form.for_this_one(self.returned.emit)
            self._lists.last_visit(patient_id, self.intake.visit_id, then)

    def _holder(self) -> Holder:
        patient = self._read.patient
        age, unit = patient.age_text_parts(local_day(self._now())) or (None, AgeUnit.YEAR)
        return Holder(self._form.draft_id, patient.name, patient.sex, age, unit, patient.id_no[-4:])

    def _on_form_changed(self) -> None:
        self._look()
        self._look_back()
        self._devices.rename(self._holder())
        self._lists.hide_taken({reading.id for reading in self.intake.readings})
        self.outlook_changed.emit(self._outlook)

    def _on_draft_kept(self, at: datetime) -> None:
        self.draft_kept.emit(at)
        if self._is_likeness_wanted:
            self._look_for_likenesses()

    def _on_left_open(self, drafts: tuple[Draft, ...]) -> None:
        left = [draft for draft in drafts if not draft.is_set_aside]
        if left and self.intake.is_empty:
            latest = max(left, key=lambda draft: draft.changed_at)
            self._form.open(latest.intake, latest.id)

    def _on_saved(self, saved: Saved) -> None:
        self.likenesses_changed.emit(())
        self.saved.emit(saved)

    def _on_changed(self, _touched: object) -> None:
        self._lists.refresh()
