"""Whom a discharge is told the same day (FUP-3): primary care and the residents' committee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from feverclinic.domain.case_entries import Entry, Noted
from feverclinic.domain.civil_time import CHINA, local_day

NOTICE_DUE, NOTICE_GIVEN = "NOTICE_DUE", "NOTICE_GIVEN"
TO = "to"


class Told(StrEnum):
    PRIMARY_CARE = "PRIMARY_CARE"
    RESIDENTS_COMMITTEE = "RESIDENTS_COMMITTEE"


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice that was not given yet; late from `due_at` on, the end of the day of the discharge."""

    to: Told
    due_at: datetime


def open_notices(entries: Sequence[Entry]) -> tuple[OpenNotice, ...]:
    """What has still to be told, in the order in which it was due."""
    waiting: dict[str, OpenNotice] = {}
    for entry in entries:
        told = entry.document
        if not isinstance(told, Noted):
            continue
        to = told.facts.get(TO, "")
        if told.code == NOTICE_DUE and to in Told.__members__:
            waiting[to] = OpenNotice(Told(to), end_of_day(entry.entered_at))
        elif told.code == NOTICE_GIVEN:
            waiting.pop(to, None)
    return tuple(waiting.values())


def end_of_day(at: datetime) -> datetime:
    """24:00 of the civil day of an instant (T-4)."""
    day = local_day(at) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)
