"""What the program has to say in one line, and what it said before."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from feverclinic.errors import ClinicError
from feverclinic.wording import Wording

KEPT = 200


class NoticeKind(StrEnum):
    DONE = "done"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


ICONS = {
    NoticeKind.DONE: ("check", "ok"),
    NoticeKind.INFO: ("info", "info"),
    NoticeKind.WARNING: ("triangle-alert", "warn"),
    NoticeKind.ERROR: ("triangle-alert", "danger"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    at: datetime
    kind: NoticeKind
    sentence: str


def sentence_of(error: ClinicError, words: Wording) -> str:
    """The words of a refusal; a code whose words are missing is shown, never swallowed."""
    key = f"error.{error.code}"
    if not words.knows(key):
        return words.say("shell.error_without_words", code=str(error))
    return words.say(key, **error.facts)


class Notices(QObject):
    """The newest notice is on the screen; the last two hundred are behind F1."""

    noticed = Signal(object)  # Notice

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: deque[Notice] = deque(maxlen=KEPT)

    @property
    def history(self) -> tuple[Notice, ...]:
        """Newest first."""
        return tuple(reversed(self._kept))

    def add(self, kind: NoticeKind, sentence: str, at: datetime) -> None:
        notice = Notice(at, kind, sentence)
        self._kept.append(notice)
        self.noticed.emit(notice)
