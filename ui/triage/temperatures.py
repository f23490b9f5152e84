"""The readings of the open form: armed, typed, given by hand; one goes to the form it was taken for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.civil_time import to_second
from feverclinic.domain.intake import Intake, Problem
from feverclinic.domain.readings import Reading, ReadingId, Site
from feverclinic.domain.ternary import YES
from feverclinic.domain.visits import DraftId
from feverclinic.domain.waiting import UNDER_ARM, under_arm
from feverclinic.errors import ClinicError
from feverclinic.services import triage
from ui.desk_devices import DeskDevices, Holder
from ui.runner import Runner
from ui.triage.open_form import OpenForm
from ui.triage.typed_temperature import TEMPERATURE, left_in_the_field, manual_reading

# Says of a form without any answer that its person is at the desk.
BEGUN = "begun"


class Temperatures(QObject):
    refused = Signal(object)  # ClinicError
    problems_shown = Signal(object)  # tuple[Problem, ...]

    def __init__(
        self,
        runner: Runner,
        devices: DeskDevices,
        form: OpenForm,
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._devices = devices
        self._form = form
        self._now = now
        self._refused_text = ""
        devices.taken.connect(self._on_taken)
        devices.unclaimed.connect(self._on_unclaimed)
        devices.held.connect(self.refused)

    def arm(self, holder: Holder, device_name: str = "") -> None:
        """The next reading of that thermometer belongs to this form, whatever is open then."""
        if self._form.intake.is_empty:
            # Somebody stands there: the form waits in the list also when the next one is opened.
            self._form.change(self._form.intake.with_field(BEGUN, YES.value))
        self._form.keep()
        try:
            self._devices.arm(holder, device_name)
        except ClinicError as error:
            self.refused.emit(error)

    def disarm(self) -> None:
        """Of this form only: who waits with another thermometer goes on waiting."""
        self._devices.disarm(self._form.draft_id)

    def add_manual_reading(self, text: str, site: Site, reason: str) -> None:
        """A number read off a thermometer by eye; with one connected it needs its reason (TEMP-1).

        A text that is refused stays in the form, letter for letter.
        """
        at = to_second(self._now())
        needs_reason = self._devices.has_live
        read = manual_reading(text, site, reason, at, needs_reason=needs_reason)
        if isinstance(read, Problem):
            self._refuse(read)
        else:
            held = under_arm(self._form.intake)
            self._take(replace(read, device_name=held.label) if held else read)

    def _refuse(self, problem: Problem) -> None:
        self._refused_text = problem.found
        intake = self._form.intake.with_field(TEMPERATURE, problem.found)
        if intake != self._form.intake:
            self._form.change(intake)
        self._form.keep()
        self.problems_shown.emit((problem,))

    def cannot_measure(self, reason: str) -> None:
        self._form.change(
            self._form.intake.with_fields({"not_measured_reason": reason, TEMPERATURE: ""})
        )

    def assign(self, reading_id: ReadingId) -> None:
        """Give a reading of the tray to the open form by hand; it stays marked so.

        One that was given to somebody meanwhile is refused.
        """

        def take(reading: Reading) -> None:
            if all(one.id != reading.id for one in self._form.intake.readings):
                self._take(replace(reading, assigned_by_hand=True))

        self._runner.do(
            self,
            lambda store: triage.reading_of_tray(store, reading_id),
            self._form.for_this_one(take),
            self.refused.emit,
        )

    def typed(self) -> tuple[Problem, ...]:
        """What stands in the field by hand and is no reading."""
        text = self._form.intake.text(TEMPERATURE)
        return left_in_the_field(text, needs_reason=self._devices.has_live)

    @property
    def is_refused(self) -> bool:
        """Whether what stands in the field was refused as a reading."""
        text = self._form.intake.text(TEMPERATURE)
        return bool(text) and text == self._refused_text

    def _take(self, reading: Reading) -> None:
        emptied = {"not_measured_reason": "", TEMPERATURE: "", **_taken_back(self._form.intake)}
        self._form.fill(self._form.intake.with_reading(reading).with_fields(emptied))

    def _on_taken(self, reading: Reading, draft_id: DraftId) -> None:
        """A reading goes to the form it was armed for, also when another is open by now."""
        if draft_id == self._form.draft_id:
            self._take(reading)
        else:
            self._add(reading, draft_id)

    def _add(self, reading: Reading, draft_id: DraftId) -> None:
        self._runner.do(
            self,
            lambda store: triage.add_to_draft(store, draft_id, reading),
            lambda is_new: self._on_added(reading, draft_id, is_new=is_new),
        )

    def _on_added(self, reading: Reading, draft_id: DraftId, *, is_new: bool) -> None:
        """The form may have been opened while its draft was being changed: it has the reading too.

        One that was opened without the reading and left again was kept without it, and gets it once
        more; nothing is to be done when it is there.
        """
        if draft_id != self._form.draft_id:
            if is_new:
                self._add(reading, draft_id)
        elif reading not in self._form.intake.readings:
            self._take(reading)

    def _on_unclaimed(self, reading: Reading) -> None:
        self._runner.do(self, lambda store: store.readings.add(reading))


def _taken_back(intake: Intake) -> dict[str, str]:
    """A number is there: the thermometer under the arm is not waited for any more."""
    return {name: "" for name in intake.fields if name.startswith(UNDER_ARM)}
