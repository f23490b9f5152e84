"""Calling somebody back (recall): a positive result after the exit, fever in the follow-up, 擅自离院."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from feverclinic.domain.case_entries import Entry, Noted
from feverclinic.domain.cases import WayOut
from feverclinic.domain.leaving_entries import Called, Left, Returned

RECALL, RECALL_ENDED = "RECALL", "RECALL_ENDED"
WHY, HOW = "why", "how"


class RecallReason(StrEnum):
    LATE_POSITIVE = "LATE_POSITIVE"
    FACT_CHANGED = "FACT_CHANGED"
    FEVER_IN_FOLLOW_UP = "FEVER_IN_FOLLOW_UP"
    SYMPTOM_IN_FOLLOW_UP = "SYMPTOM_IN_FOLLOW_UP"
    LEFT_WITHOUT_LEAVE = "LEFT_WITHOUT_LEAVE"
    OTHER = "OTHER"


class RecallEnd(StrEnum):
    """Why nobody calls any more: he came, another place has him, it was a mistake."""

    CAME_BACK = "CAME_BACK"
    ELSEWHERE = "ELSEWHERE"
    MISTAKE = "MISTAKE"
    DECEASED = "DECEASED"


@dataclass(frozen=True, slots=True)
class Recall:
    """A recall that is open: since which entry, why, and the calls made since, the earliest first."""

    opened: Entry
    reasons: tuple[RecallReason, ...]
    calls: tuple[Entry, ...] = ()

    @property
    def is_reached(self) -> bool:
        """Whether one call reached somebody."""
        return any(
            call.document.reached for call in self.calls if isinstance(call.document, Called)
        )


def recall_of(entries: Sequence[Entry]) -> Recall | None:
    """The recall that is open now: from its opening to his return or its recorded end."""
    opened: Entry | None = None
    reasons: list[RecallReason] = []
    calls: list[Entry] = []
    for entry in entries:
        why = _opens(entry)
        if why is not None:
            opened = opened or entry
            reasons.append(why)
        elif _ends(entry):
            opened, reasons, calls = None, [], []
        elif opened is not None and isinstance(entry.document, Called):
            calls.append(entry)
    if opened is None:
        return None
    return Recall(opened, tuple(dict.fromkeys(reasons)), tuple(calls))


def _opens(entry: Entry) -> RecallReason | None:
    told = entry.document
    if isinstance(told, Left) and told.way is WayOut.LEFT_WITHOUT_LEAVE:
        return RecallReason.LEFT_WITHOUT_LEAVE
    if not isinstance(told, Noted) or told.code != RECALL:
        return None
    why = told.facts.get(WHY, "")
    return RecallReason(why) if why in RecallReason.__members__ else RecallReason.OTHER


def _ends(entry: Entry) -> bool:
    told = entry.document
    if isinstance(told, Left):
        return told.way is WayOut.DECEASED
    return isinstance(told, Returned) or (isinstance(told, Noted) and told.code == RECALL_ENDED)
