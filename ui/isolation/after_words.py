"""Follow-up and recall in words: what is next of somebody who left, and what is still to be told."""

from datetime import date, datetime

from feverclinic.domain.case_boards import FollowedRow
from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.decisions import FollowUp, PlannedVisit, RevisitStatus
from feverclinic.wording import Wording
from ui.isolation.sheets.whose import sex_and_age

SEPARATOR, BETWEEN = " · ", "、"
TAIL = 4


def cells_of(row: FollowedRow, now: datetime, words: Wording) -> tuple[str, str, str, str, str]:
    """The line of one person: who, phone, how and when he left, what is next, whom to tell."""
    who = sex_and_age(row.sex, row.age, row.age_unit, words)
    left = words.say(f"case_papers.way.{row.way_out.value}") if row.way_out is not None else "—"
    on = f" {local(row.left_at):%m-%d}" if row.left_at is not None else ""
    return (
        f"{row.name} {who} · {row.visit_no[-TAIL:]}",
        row.phone or "—",
        f"{left}{on}",
        next_words(row, local_day(now), words),
        BETWEEN.join(words.say(f"told.{one.value}") for one in row.to_tell) or "—",
    )


def next_words(row: FollowedRow, today: date, words: Wording) -> str:
    """A recall before all, with its calls; then the next visit of the plan or its end."""
    if row.is_called_back:
        why = BETWEEN.join(words.say(f"recall_reason.{one.value}") for one in row.why)
        key = "after.reached" if row.is_reached else "after.calls"
        return f"▲ {words.say('after.recall', why=why)} · {words.say(key, count=row.calls)}"
    if row.plan is None:
        return "—"
    waiting = [one for one in row.plan.revisits if one.status is not RevisitStatus.DONE]
    if waiting:
        return visit_words(min(waiting, key=lambda one: one.due_on), words)
    return end_words(row.plan, today, words)


def visit_words(visit: PlannedVisit, words: Wording) -> str:
    """`第 2 周复诊 03-14—03-16 到期`; what is late says so with ▲."""
    status = words.say(f"after.visit.{visit.status.value}")
    late = "▲ " if visit.status is RevisitStatus.OVERDUE else ""
    span = f"{visit.window_from:%m-%d}—{visit.window_to:%m-%d}"
    return f"{late}{words.say('after.week', week=visit.week)} {span} {status}"


def end_words(plan: FollowUp, today: date, words: Wording) -> str:
    """Until when the health monitoring runs, or that it is over."""
    until = plan.monitoring_to
    if until is None:
        return words.say("after.nothing")
    key = "after.over" if until < today else "after.monitored"
    return words.say(key, until=f"{until:%m-%d}")
