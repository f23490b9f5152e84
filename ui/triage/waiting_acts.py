"""Who waits at the desk: a thermometer under the arm, an ambulance on its way, the next of a family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.families import family_of, next_member, with_family
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import DraftId
from feverclinic.domain.waiting import UNDER_ARM, announced, expected, has_come
from feverclinic.errors import ClinicError, Refused
from feverclinic.services import arrivals, triage
from ui.runner import Runner
from ui.triage.open_form import OpenForm

ANNOUNCED_SAID = "announced_said"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is known of an ambulance that is not here yet; `said` as it was told on the telephone."""

    minutes: int
    name: str = ""
    said: str = ""
    by: str = ""


class WaitingActs(QObject):
    happened = Signal(str, object)  # a key of triage_day.said, and its facts
    refused = Signal(object)  # ClinicError

    def __init__(
        self,
        runner: Runner,
        form: OpenForm,
        station: str,
        now: Callable[[], datetime],
        new_id: Callable[[], int],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._form = form
        self._station = station
        self._now = now
        self._new_id = new_id

    def hand_out(self, label: str, word: str, minutes: int) -> None:
        """The thermometer `label` goes under this patient's arm; `word` is what the nurse calls it.

        A label that somebody else has is refused with his name.
        """
        form = self._form
        draft = Draft(form.draft_id, self._station, form.intake, self._now())

        def given(kept: Draft) -> None:
            told = {
                name: text
                for name, text in kept.intake.fields.items()
                if name.startswith(UNDER_ARM)
            }
            if form.draft_id == kept.id:
                form.fill(form.intake.with_fields(told))
            else:  # left meanwhile, and kept as it stood before: the label goes after it
                self._runner.do(self, lambda store: triage.add_fields(store, kept.id, told))
            due = self._now() + timedelta(minutes=minutes)
            name = kept.intake.text("name")
            self.happened.emit("handed_out", {"label": word, "name": name, "time": due})

        def not_given(error: ClinicError) -> None:
            facts = {**error.facts, "label": word} if "label" in error.facts else error.facts
            self.refused.emit(Refused(error.code, **facts))

        self._runner.do(
            self,
            lambda store: triage.give_thermometer(store, draft, label, Site.AXILLARY, minutes),
            given,
            not_given,
        )

    def announce(self, told: Announcement) -> None:
        """An ambulance is expected; its form waits in the list, the open one stays open."""
        at = self._now()
        due = at + timedelta(minutes=told.minutes)
        typed = {"name": told.name, ANNOUNCED_SAID: told.said}
        intake = announced(Intake(at).with_fields(typed), due, told.by)
        draft_id = DraftId(self._new_id())
        self._runner.do(
            self,
            lambda store: arrivals.announce(store, draft_id, intake),
            lambda _: self.happened.emit("announced", {"time": due}),
            self.refused.emit,
        )

    def is_here(self) -> None:
        """The announced person of the open form has come; nothing for anybody else."""
        if expected(self._form.intake) is not None:
            self._form.fill(has_come(self._form.intake, self._now()))

    def next_member(self) -> None:
        """The next of the family: address and exposure go with it, the rest is each one's own."""
        form = self._form
        if form.intake.is_empty:
            return
        family = family_of(form.intake) or self._new_id()
        marked = with_family(form.intake, family)
        if marked.visit_id is None and marked != form.intake:
            form.change(marked)
        member = next_member(marked, self._now(), family)
        form.open_new()
        form.fill(member)
        self.happened.emit("family", no_facts())


def no_facts() -> Mapping[str, object]:
    return {}
