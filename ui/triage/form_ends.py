"""How a form leaves the desk: saved and printed, counted, ended with a reason; and how a visit goes on."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.intake import Draft, Problem
from feverclinic.domain.quick_screening import QuickScreen
from feverclinic.domain.readings import Reading, ReadingId
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.errors import ClinicError, Refused
from feverclinic.services import arrivals, quick_screening, sending, tray, triage
from ui.desk_devices import DeskDevices
from ui.runner import Runner
from ui.triage.lists import DeskFacts
from ui.triage.open_form import OpenForm
from ui.triage.slips import SlipPress


class FormEnds(QObject):
    saved = Signal(object)  # Saved
    problems_shown = Signal(object)  # tuple[Problem, ...]
    refused = Signal(object)  # ClinicError
    happened = Signal(str, object)  # a key of triage_day.said, and its facts

    def __init__(
        self,
        runner: Runner,
        devices: DeskDevices,
        form: OpenForm,
        slips: SlipPress,
        facts: DeskFacts,
        problems: Callable[[], tuple[Problem, ...]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._devices = devices
        self._form = form
        self._slips = slips
        self._facts = facts
        self._problems = problems

    def save_and_print(self) -> None:
        """Save the form; only when it is on disk the slip goes to the printer."""
        problems = self._problems()
        if problems:
            self.problems_shown.emit(problems)
            return
        if not self._form.begin_saving():
            return
        intake, draft_id, facts = self._form.intake, self._form.draft_id, self._facts
        self._runner.do(
            self,
            lambda store: triage.save_prescreening(
                store, intake, draft_id, facts.rules, facts.surroundings, facts.unknown_name
            ),
            lambda saved: self._on_saved(draft_id, saved),
            lambda error: self._on_not_saved(draft_id, error),
        )

    def _on_saved(self, draft_id: DraftId, saved: triage.SavedVisit) -> None:
        self._form.end_saving(draft_id, saved)
        self.saved.emit(saved.told)
        self._slips.print(saved.slip)

    def _on_not_saved(self, draft_id: DraftId, error: ClinicError) -> None:
        """Nothing typed is lost: the form stays as it is, and the draft with it."""
        is_open = self._form.end_refused(draft_id)
        problems = error.facts.get("problems")
        if is_open and isinstance(problems, tuple):
            self.problems_shown.emit(problems)
        else:
            self.refused.emit(error)

    def end_visit(self, stage: Stage, reason: str) -> None:
        visit_id = self._form.intake.visit_id
        if visit_id is None:
            self.refused.emit(Refused("visit.not_saved"))
            return
        facts = {"name": self._form.intake.text("name"), "end": stage, "reason": reason}

        def ended(_: object) -> None:
            self._form.open_new()
            self.happened.emit("ended", facts)

        self._runner.do(
            self,
            lambda store: triage.end_visit(store, visit_id, stage, reason),
            self._form.for_this_one(ended),
            self.refused.emit,
        )

    def mark_arrived(self, visit_id: VisitId) -> None:
        self._runner.do(self, lambda store: triage.mark_arrived(store, visit_id))

    # -- without a visit ------------------------------------------------------------------

    def count_passed(self) -> None:
        """Count who passed (TRI-8); the next form is open when it is on disk."""
        facts = self._facts
        if not self._form.begin_saving():
            return
        intake, draft_id = self._form.intake, self._form.draft_id

        def counted(_: QuickScreen) -> None:
            self._close(draft_id)
            self.happened.emit("counted", {})

        self._runner.do(
            self,
            lambda store: quick_screening.count_passed(
                store, intake, draft_id, facts.rules, facts.surroundings
            ),
            counted,
            lambda error: self._on_not_saved(draft_id, error),
        )

    def undo_last_count(self, reason: str) -> None:
        """The last count of today was wrong: it is void, and its form is on the desk again."""

        def undone(found: tuple[QuickScreen, Draft]) -> None:
            draft = found[1]
            self._form.open(draft.intake, draft.id)
            self.happened.emit("undone", {})

        self._runner.do(
            self,
            lambda store: quick_screening.undo_last_count(store, reason),
            undone,
            self.refused.emit,
        )

    def void_reading(self, reading_id: ReadingId, told: str, reason: str) -> None:
        """A reading of the tray is nobody's; `told` is what the desk calls it."""
        self._runner.do(
            self,
            lambda store: tray.void_reading(store, reading_id, reason),
            lambda _: self.happened.emit("voided", {"reading": told, "reason": reason}),
            self.refused.emit,
        )

    def end_form(self, end: ArrivalEnd, reason: str) -> None:
        """A form that is no visit: left, refused, did not arrive, or no patient, with the reason."""
        if not self._form.begin_saving():
            return
        intake, draft_id = self._form.intake, self._form.draft_id

        def ended(_: object) -> None:
            self._close(draft_id)
            facts = {"name": intake.text("name"), "end": end, "reason": reason}
            self.happened.emit("ended", facts)

        self._runner.do(
            self,
            lambda store: arrivals.end_form(store, draft_id, intake, end, reason),
            ended,
            lambda error: self._on_not_saved(draft_id, error),
        )

    def _close(self, draft_id: DraftId) -> None:
        """No thermometer waits for who is gone; a number that came meanwhile goes to the tray."""
        self._devices.disarm(draft_id)
        for reading in self._form.end_closing(draft_id):
            self._to_the_tray(reading)

    def _to_the_tray(self, reading: Reading) -> None:
        if reading.id is None:
            self._runner.do(self, lambda store: store.readings.add(reading))

    # -- on the way (ISO-2) ---------------------------------------------------------------

    def send(self, guide: str) -> None:
        """Somebody walks the patient of the open form over."""
        visit_id, name = self._form.intake.visit_id, self._form.intake.text("name")
        if visit_id is None:
            self.refused.emit(Refused("visit.not_saved"))
            return
        self._runner.do(
            self,
            lambda store: sending.send(store, visit_id, guide),
            lambda _: self.happened.emit("sent", {"name": name, "guide": guide}),
            self.refused.emit,
        )

    def receive(self, by: str, via: ReceivedVia, reason: str) -> None:
        """The place that takes the patient of the open form says so."""
        visit_id, name = self._form.intake.visit_id, self._form.intake.text("name")
        if visit_id is None:
            self.refused.emit(Refused("visit.not_saved"))
            return
        self._runner.do(
            self,
            lambda store: sending.receive(store, visit_id, by, via, reason),
            lambda _: self.happened.emit("received", {"name": name, "by": by}),
            self.refused.emit,
        )
