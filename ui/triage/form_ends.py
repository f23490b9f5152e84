"""How a form leaves the desk: saved and printed, or its visit ended with a reason."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.intake import Problem
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.errors import ClinicError, Refused
from feverclinic.services import triage
from ui.runner import Runner
from ui.triage.lists import DeskFacts
from ui.triage.open_form import OpenForm
from ui.triage.slips import SlipPress


class FormEnds(QObject):
    saved = Signal(object)  # Saved
    problems_shown = Signal(object)  # tuple[Problem, ...]
    refused = Signal(object)  # ClinicError

    def __init__(
        self,
        runner: Runner,
        form: OpenForm,
        slips: SlipPress,
        facts: DeskFacts,
        problems: Callable[[], tuple[Problem, ...]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
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
        self._runner.do(
            self,
            lambda store: triage.end_visit(store, visit_id, stage, reason),
            self._form.for_this_one(lambda _: self._form.open_new()),
        )

    def mark_arrived(self, visit_id: VisitId) -> None:
        self._runner.do(self, lambda store: triage.mark_arrived(store, visit_id))
