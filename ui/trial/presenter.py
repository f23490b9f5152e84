"""The trial's thinking: which rule file, how many days, how far it is, who would have been treated differently."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.trial import Trial
from feverclinic.errors import ClinicError

MOST_DAYS, USUAL_DAYS = 60, 14
Failed = Callable[[ClinicError], object]


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
            Callable[[Trial | None], object],
            Failed,
        ],
        Callable[[], object],
    ]
    save: Callable[[Trial, Callable[[str], object], Failed], object]
    send: Callable[[Trial, Callable[[object], object], Failed], object]


class TrialPresenter(QObject):
    """One trial at a time; nothing that it finds changes a record."""

    began = Signal()
    went_on = Signal(int, int)  # looked at, of
    ended = Signal(object)  # Trial, or None when it was cancelled
    wrong = Signal(object)  # dict of fields and keys of sentences
    kept = Signal(str)  # path of the file
    sent = Signal()
    refused = Signal(object)  # ClinicError

    def __init__(self, door: TrialDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._cancel: Callable[[], object] | None = None
        self.outcome: Trial | None = None

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

    def _on_ended(self, outcome: Trial | None) -> None:
        self._cancel = None
        if outcome is not None:
            self.outcome = outcome
        self.ended.emit(outcome)

    def _on_failed(self, error: ClinicError) -> None:
        self._cancel = None
        self.ended.emit(None)
        self.refused.emit(error)
