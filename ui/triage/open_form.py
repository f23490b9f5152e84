"""The form that is open at the desk, and its draft: on disk within a second of the last key."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import DraftId
from feverclinic.services import triage
from ui.runner import Runner

_T = TypeVar("_T")
# Leaves the disk more than half a second of the second that is promised.
KEEP_AFTER_MS = 300


@dataclass(frozen=True, slots=True)
class _Saving:
    """A form on its way to the disk; what is typed meanwhile is kept under `late_id`."""

    intake: Intake
    late_id: DraftId
    left: Intake | None = None


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
        # A saved visit that is only looked at leaves no draft behind.
        self._looked_at: Intake | None = None
        self._savings: dict[DraftId, _Saving] = {}
        self._puts: Counter[DraftId] = Counter()
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

    def for_this_one(self, then: Callable[[_T], object]) -> Callable[[_T], None]:
        """What was asked for the open form; an answer that finds another one open is dropped."""
        draft_id = self._draft_id

        def arrived(answer: _T) -> None:
            if draft_id == self._draft_id:
                then(answer)

        return arrived

    def open_new(self) -> None:
        """An empty form; what was open stays in the list as it stands."""
        self.open(Intake(self._now()))

    def open(self, intake: Intake, draft_id: DraftId | None = None) -> None:
        """Another form: a draft by its id, or a new one of a saved visit."""
        self._leave()
        self._looked_at = intake if draft_id is None else None
        self._draft_id = draft_id or DraftId(self._new_id())
        self._intake = self._kept = intake
        self.changed.emit()
        self.opened.emit(intake)

    def show(self, found: tuple[Intake, DraftId | None]) -> None:
        """A form of a saved visit; the one that is open already goes on as it stands."""
        intake, draft_id = found
        if draft_id is None or draft_id != self._draft_id:
            self.open(intake, draft_id)

    def open_kept(self, draft_id: DraftId) -> None:
        """A form of the list; one that was kept anew while it was being read is read again.

        Else it would be opened without what came in between, and kept so.
        """
        puts = self._puts[draft_id]

        def read(draft: Draft) -> None:
            if draft.id == self._draft_id:
                return
            if self._puts[draft.id] != puts:
                self.open_kept(draft.id)
            else:
                self.open(draft.intake, draft.id)

        self._runner.do(self, lambda store: store.drafts.get(draft_id), read)

    def keep(self) -> None:
        """Put the draft on disk when it is not there yet."""
        self._keeping.stop()
        intake, at = self._intake, self._now()
        if intake.is_empty or intake is self._kept:
            return
        self._kept = intake
        saving = self._savings.get(self._draft_id)
        draft_id = saving.late_id if saving else self._draft_id
        draft = Draft(draft_id, self._station, intake, at)
        self._put(draft, lambda _: self.draft_kept.emit(at), is_late=saving is not None)

    def begin_saving(self) -> bool:
        """False while this form is being saved already: a second F9 is not a second visit."""
        if self._draft_id in self._savings:
            return False
        self._savings[self._draft_id] = _Saving(self._intake, DraftId(self._new_id()))
        self._keeping.stop()
        self._kept = self._intake
        return True

    def end_saving(self, draft_id: DraftId, saved: triage.SavedVisit) -> None:
        """The next form; what came in while the disk was busy stays a part of the visit."""
        saving = self._savings.pop(draft_id)
        if draft_id != self._draft_id:
            if saving.left is not None:
                self._set_aside(saving.late_id, _of_visit(saving.left, saving.intake, saved))
            return
        if self._intake is saving.intake:
            self._intake = self._kept = Intake(self._now())
            self.open_new()
            return
        self._draft_id = saving.late_id
        self.fill(_of_visit(self._intake, saving.intake, saved))

    def end_closing(self, draft_id: DraftId) -> tuple[Reading, ...]:
        """The form has left the desk without a visit; the next one is open.

        What was typed meanwhile waits as a form of its own; the readings that came are nobody's.
        """
        saving = self._savings.pop(draft_id)
        is_open = draft_id == self._draft_id
        late = self._intake if is_open else saving.left
        if is_open:
            self._intake = self._kept = Intake(self._now())
            self.open_new()
        if late is None or late is saving.intake:
            return ()
        late_id, before = saving.late_id, saving.intake
        self._runner.do(self, lambda store: triage.drop_draft(store, late_id))
        typed = {name: text for name, text in late.fields.items() if before.text(name) != text}
        if typed:
            self._set_aside(DraftId(self._new_id()), Intake(self._now(), typed))
        return late.readings[len(before.readings) :]

    def end_refused(self, draft_id: DraftId) -> bool:
        """Nothing typed is lost: the form stays as it is, or waits in the list if it was left.

        True when it is still the open one.
        """
        saving = self._savings.pop(draft_id)
        late_id = saving.late_id
        self._runner.do(self, lambda store: triage.drop_draft(store, late_id))
        if draft_id != self._draft_id:
            self._set_aside(draft_id, saving.left or saving.intake)
            return False
        self._kept = Intake(self._now())
        self.keep()
        return True

    def _leave(self) -> None:
        self._keeping.stop()
        saving = self._savings.get(self._draft_id)
        if saving is not None:
            if self._intake is not saving.intake:
                self._savings[self._draft_id] = replace(saving, left=self._intake)
                self._set_aside(saving.late_id, self._intake, is_late=True)
            return
        if not self._intake.is_empty and self._intake is not self._looked_at:
            self._set_aside(self._draft_id, self._intake)

    def _set_aside(self, draft_id: DraftId, intake: Intake, *, is_late: bool = False) -> None:
        draft = Draft(draft_id, self._station, intake, self._now(), is_set_aside=True)
        self._put(draft, is_late=is_late)

    def _put(
        self,
        draft: Draft,
        then: Callable[[None], object] | None = None,
        *,
        is_late: bool = False,
    ) -> None:
        """What comes while a form is on its way is that form's, and no second arrival of its own."""
        self._puts[draft.id] += 1
        if is_late:
            self._runner.do(self, lambda store: store.drafts.put(draft), then)
        else:
            self._runner.do(self, lambda store: triage.keep_draft(store, draft), then)


def _of_visit(intake: Intake, before: Intake, saved: triage.SavedVisit) -> Intake:
    """A form that went on while it was saved, as a part of the visit that it has become."""
    later = intake.readings[len(before.readings) :]
    return replace(
        intake,
        readings=(*saved.readings, *later),
        visit_id=saved.visit.id,
        patient_id=saved.patient.id,
    )
