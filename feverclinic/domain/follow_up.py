"""Follow-up after discharge (FUP-1 to FUP-5): monitoring days, revisits with windows, recall."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from feverclinic.domain.civil_time import CHINA, local_day
from feverclinic.domain.decisions import FollowUp, FollowUpResult, PlannedVisit, RevisitStatus
from feverclinic.domain.edition_rules import EditionRules, Revisit
from feverclinic.domain.history import Symptom
from feverclinic.domain.readings import Reading
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.thermometry import is_implausible

RECALL, REVISIT, MONITORED = "FUP-4", "FUP-2", "FUP-1"
LATE_VISIT = "LATE_VISIT"


def follow_up(
    at: datetime,
    discharged_on: date,
    visits: Sequence[date],
    readings: Sequence[Reading],
    symptoms_since: Sequence[tuple[date, Symptom]],
    edition: EditionRules,
    temperature: TemperatureRules,
) -> FollowUp:
    """Where a follow-up stands at `at` (contract 2.12), by the edition in force at discharge (FUP-5).

    What lies after `at`, or before the discharge, is not of this follow-up.
    """
    rules, today = edition.follow_up, local_day(at)
    known = [one for one in visits if discharged_on <= one <= today]
    revisits = tuple(_planned(one, discharged_on, known, today) for one in rules.revisits)
    has_monitoring = rules.monitoring_days > 0
    last_day = discharged_on + timedelta(days=rules.monitoring_days)
    ends_at = _midnight_after(last_day)
    is_ill = _has_fever(at, discharged_on, readings, temperature) or any(
        discharged_on <= on <= today for on, _ in symptoms_since
    )
    open_ones = {RevisitStatus.BEFORE_WINDOW, RevisitStatus.OPEN}
    is_going_on = (has_monitoring and at < ends_at) or any(
        one.status in open_ones for one in revisits
    )
    is_overdue = any(one.status is RevisitStatus.OVERDUE for one in revisits)
    is_asked = has_monitoring or bool(revisits)
    result, reasons = _result(
        is_ill=is_ill, is_overdue=is_overdue, is_going_on=is_going_on, is_asked=is_asked
    )
    return FollowUp(
        result=result,
        reasons=reasons,
        rule_set=edition.id,
        evaluated_at=at,
        monitoring_from=discharged_on + timedelta(days=1) if has_monitoring else None,
        monitoring_to=last_day if has_monitoring else None,
        monitoring_ends_at=ends_at if has_monitoring else None,
        isolation=rules.isolation,
        revisits=revisits,
        advisories=(LATE_VISIT,) if _is_late(revisits, known) else (),
    )


def _result(
    *, is_ill: bool, is_overdue: bool, is_going_on: bool, is_asked: bool
) -> tuple[FollowUpResult, tuple[str, ...]]:
    """RECALL wins, then OVERDUE; every reason is told in the order of its weight."""
    reasons = (
        *((RECALL,) if is_ill else ()),
        *((REVISIT,) if is_overdue else ()),
    )
    if is_ill:
        return FollowUpResult.RECALL, reasons
    if is_overdue:
        return FollowUpResult.OVERDUE, reasons
    if not is_asked:
        return FollowUpResult.NOT_REQUIRED, ()
    if is_going_on:
        return FollowUpResult.MONITORING, (MONITORED,)
    return FollowUpResult.ENDED, ()


def _planned(
    revisit: Revisit, discharged_on: date, visits: Sequence[date], today: date
) -> PlannedVisit:
    """One revisit: only a visit within its window counts; after its last day it is overdue."""
    begins = discharged_on + timedelta(days=revisit.from_day)
    ends = discharged_on + timedelta(days=revisit.to_day)
    if any(begins <= one <= ends for one in visits):
        status = RevisitStatus.DONE
    elif today > ends:
        status = RevisitStatus.OVERDUE
    else:
        status = RevisitStatus.BEFORE_WINDOW if today < begins else RevisitStatus.OPEN
    return PlannedVisit(revisit.week, begins, ends, ends, status)


def _is_late(revisits: Sequence[PlannedVisit], visits: Sequence[date]) -> bool:
    """A visit after the due date of a revisit that was missed: it does not count for it."""
    missed = [one.due_on for one in revisits if one.status is RevisitStatus.OVERDUE]
    return any(visit > due_on for due_on in missed for visit in visits)


def _has_fever(
    at: datetime,
    discharged_on: date,
    readings: Sequence[Reading],
    temperature: TemperatureRules,
) -> bool:
    return any(
        discharged_on <= local_day(one.measured_at)
        and one.measured_at <= at
        and not is_implausible(one, temperature)
        and temperature.is_fever(one.celsius, one.site)
        for one in readings
    )


def _midnight_after(day: date) -> datetime:
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=CHINA)
