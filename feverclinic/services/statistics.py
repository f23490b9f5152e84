"""The statistics of a day, counted over the day book that the register prints: pure, no query of its own."""

from collections import Counter
from datetime import datetime, timedelta
from statistics import median_low

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.day_book import DayBook, DayEntry
from feverclinic.domain.day_figures import (
    AGE_GROUPS,
    AGE_UNKNOWN,
    DayFigures,
    HourCount,
    Minutes,
)
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.visits import Stage
from feverclinic.domain.vitals import Level

MINUTE = timedelta(minutes=1)
HOURS = 24


def day_figures(book: DayBook, not_arrived_minutes: int, now: datetime) -> DayFigures:
    """All numbers of one day as of `now`; `not_arrived_minutes` is the limit of ISO-2."""
    entries = book.entries
    ends = Counter(one.end for one in book.unsaved)
    stages = Counter(entry.visit.stage for entry in entries)
    routes = Counter(entry.assessment.routing.result for entry in entries)
    levels = Counter(entry.assessment.routing.acuity for entry in entries)
    sexes = Counter(entry.patient.sex for entry in entries)
    ages = Counter(_age_group(entry) for entry in entries)
    return DayFigures(
        day=book.day,
        screened=book.screened,
        saved=len(entries),
        passed=len(book.passed),
        fever=sum(entry.is_fever for entry in entries),
        by_outcome={outcome: routes[outcome] for outcome in Outcome},
        by_level={level: levels[level] for level in Level},
        by_hour=_by_hour(book),
        by_sex={sex.value: sexes[sex] for sex in Sex},
        by_age={code: ages[code] for code in (*(group[0] for group in AGE_GROUPS), AGE_UNKNOWN)},
        left=stages[Stage.LEFT] + ends[ArrivalEnd.LEFT],
        refused=stages[Stage.REFUSED] + ends[ArrivalEnd.REFUSED],
        did_not_arrive=stages[Stage.DID_NOT_ARRIVE] + ends[ArrivalEnd.DID_NOT_ARRIVE],
        waiting=ends[None],
        sent=len(book.sent),
        received=sum(entry.received_at is not None for entry in book.sent),
        not_arrived=sum(entry.is_late(not_arrived_minutes, now) for entry in book.sent),
        to_decision=_minutes(
            [entry.first_decided_at - entry.visit.arrived_at for entry in entries]
        ),
        to_arrival=_minutes(
            [
                entry.received_at - entry.sending_began_at
                for entry in book.sent
                if entry.received_at is not None
            ]
        ),
        late_entered=sum(bool(entry.visit.sheet_no) for entry in entries),
    )


def _by_hour(book: DayBook) -> tuple[HourCount, ...]:
    typed = Counter(local(entry.visit.arrived_at).hour for entry in book.entries)
    typed.update(local(one.began_at).hour for one in book.unsaved)
    passed = book.passed_by_hour
    return tuple(HourCount(hour, typed[hour], passed.get(hour, 0)) for hour in range(HOURS))


def _age_group(entry: DayEntry) -> str:
    parts = entry.patient.age_text_parts(local_day(entry.visit.arrived_at))
    if parts is None:
        return AGE_UNKNOWN
    count, unit = parts
    years = count if unit is AgeUnit.YEAR else count // 12 if unit is AgeUnit.MONTH else 0
    return next(code for code, least, most in AGE_GROUPS if least <= years <= most)


def _minutes(spans: list[timedelta]) -> Minutes:
    """The middle case in whole minutes; a clock that went back makes no time run backwards."""
    whole = sorted(max(span, timedelta()) // MINUTE for span in spans)
    return Minutes(median_low(whole) if whole else None, len(whole))
