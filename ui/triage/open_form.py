"""The form that is open at the desk, and its draft: on disk within a second of the last key."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.visits import DraftId
from feverclinic.services import triage
from ui.runner import Runner

# Leaves the disk more than half a second of the second that is promised.
KEEP_AFTER_MS = 300


class OpenForm(QObject):
    opened = Signal(object)  # Intake: another form, or fields that the nurse did not type
    changed = Signal()
    draft_kept = Signal(object)  # datetime

    def __init__(
        self,
        runner: Runner,
        station: str,
        now: Callable[[], datetime],
        new_id: Callable[[], int],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._station = station
        self._now = now
        self._new_id = new_id
        self._intake = Intake(now())
        self._kept = self._intake
        self._draft_id = DraftId(new_id())
        self._saving: Intake | None = None
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.keep)

    @property
    def intake(self) -> Intake:
        return self._intake

    @property
    def draft_id(self) -> DraftId:
        return self._draft_id

    def change(self, intake: Intake) -> None:
        """What the nurse typed."""
        self._intake = intake
        self.changed.emit()
        self._keeping.start()

    def fill(self, intake: Intake) -> None:
        """What came without typing: a reading, a known person. It is on disk at once."""
        self.change(intake)
        self.keep()
        self.opened.emit(intake)

    def open_new(self) -> None:
        """An empty form; what was open stays in the list as it stands."""
        self.open(Intake(self._now()))

    def open(self, intake: Intake, draft_id: DraftId | None = None) -> None:
        """Another form: a draft by its id, or a new one of a saved visit."""
        self._leave()
        self._draft_id = draft_id or DraftId(self._new_id())
        self._intake = self._kept = intake
        self.changed.emit()
        self.opened.emit(intake)

    def keep(self) -> None:
        """Put the draft on disk when it is not there yet."""
        self._keeping.stop()
        intake, at = self._intake, self._now()
        if intake.is_empty or intake is self._kept or self._saving is not None:
            return
        self._kept = intake
        draft = Draft(self._draft_id, self._station, intake, at)
        self._runner.do(
            self,
            lambda store: triage.keep_draft(store, draft),
            lambda _: self.draft_kept.emit(at),
        )

    def begin_saving(self) -> bool:
        """False while a save is under way already: a second F9 is not a second visit."""
        if self._saving is not None:
            return False
        self._saving = self._intake
        self._keeping.stop()
        return True

    def end_saving(self, saved: triage.SavedVisit) -> None:
        """The next form; what came in while the disk was busy stays open as part of the visit."""
        before, self._saving = self._saving, None
        if before is None or self._intake is before:
            self._intake = self._kept = Intake(self._now())
            self.open_new()
            return
        later = self._intake.readings[len(before.readings) :]
        self._draft_id = DraftId(self._new_id())
        self.fill(
            replace(
                self._intake,
                readings=(*saved.readings, *later),
                visit_id=saved.visit.id,
                patient_id=saved.patient.id,
            )
        )

    def end_refused(self) -> None:
        """Nothing typed is lost: the same form, and its draft again."""
        self._saving = None
        self._kept = Intake(self._now())
        self.keep()

    def _leave(self) -> None:
        self._keeping.stop()
        if self._intake.is_empty or self._saving is not None:
            return
        draft = Draft(self._draft_id, self._station, self._intake, self._now(), is_set_aside=True)
        self._runner.do(self, lambda store: triage.keep_draft(store, draft))
