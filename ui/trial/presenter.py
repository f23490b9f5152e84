"""The trial's thinking: which rule file, how many days, how far it is, who would have been treated differently."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.errors import ClinicError

MOST_DAYS, USUAL_DAYS = 60, 14
Failed = Callable[[ClinicError], object]


class Changed(StrEnum):
    """What would have been different."""

    CLASSED = "CLASSED"
    HELD = "HELD"
    RELEASED = "RELEASED"
    ROUTED = "ROUTED"


@dataclass(frozen=True, slots=True)
class Said:
    """What one set of rules says: a code with its family of words, and its reasons."""

    key: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One person for whom the two rule files differ in one thing."""

    changed: Changed
    visit_no: str
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    at: datetime
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """A whole trial: the two rule files by id, the days, how many were looked at, who differs."""

    before: str
    after: str
    days: int
    looked_at: int
    lines: tuple[TrialLine, ...] = ()
    ran_at: datetime | None = None

    def count(self, changed: Changed) -> int:
        return sum(line.changed is changed for line in self.lines)


@dataclass(frozen=True, slots=True)
class TrialDoor:
    """`start` runs in the background, tells `(done, of)` and gives a way to cancel it.

    `save` keeps the table as a file and gives its path; `send` prints it.
    """

    start: Callable[
        [
            str,
            int,
            Callable[[int, int], object],
            Callable[[TrialOutcome | None], object],
            Failed,
        ],
        Callable[[], object],
    ]
    save: Callable[[TrialOutcome, Callable[[str], object], Failed], object]
    send: Callable[[TrialOutcome, Callable[[object], object], Failed], object]


class TrialPresenter(QObject):
    """One trial at a time; nothing that it finds changes a record."""

    began = Signal()
    went_on = Signal(int, int)  # looked at, of
    ended = Signal(object)  # TrialOutcome, or None when it was cancelled
    wrong = Signal(object)  # dict of fields and keys of sentences
    kept = Signal(str)  # path of the file
    sent = Signal()
    refused = Signal(object)  # ClinicError

    def __init__(self, door: TrialDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._cancel: Callable[[], object] | None = None
        self.outcome: TrialOutcome | None = None

    @property
    def is_running(self) -> bool:
        return self._cancel is not None

    def start(self, path: str, days: str) -> None:
        """Begin; a trial that runs goes on, and what is wrong is said at its field."""
        if self.is_running:
            return
        wrong: dict[str, str] = {}
        if not path.strip():
            wrong["path"] = "problem.required"
        typed = days.strip()
        is_number = typed.isascii() and typed.isdecimal()
        if not is_number or not 1 <= int(typed) <= MOST_DAYS:
            wrong["days"] = "trial_page.wrong_days"
        self.wrong.emit(wrong)
        if wrong:
            return
        self._cancel = lambda: None  # the door may answer at once
        self.began.emit()
        cancel = self._door.start(
            path.strip(), int(typed), self.went_on.emit, self._on_ended, self._on_failed
        )
        if self._cancel is not None:
            self._cancel = cancel

    def cancel(self) -> None:
        if self._cancel is not None:
            self._cancel()

    def save(self) -> None:
        if self.outcome is not None:
            self._door.save(self.outcome, self.kept.emit, self.refused.emit)

    def send(self) -> None:
        if self.outcome is not None:
            self._door.send(self.outcome, lambda _: self.sent.emit(), self.refused.emit)

    def _on_ended(self, outcome: TrialOutcome | None) -> None:
        self._cancel = None
        if outcome is not None:
            self.outcome = outcome
        self.ended.emit(outcome)

    def _on_failed(self, error: ClinicError) -> None:
        self._cancel = None
        self.ended.emit(None)
        self.refused.emit(error)
