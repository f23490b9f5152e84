"""随访日历: a line for each day of the monitoring with room for its temperatures, and the revisits."""

from datetime import date, timedelta

from feverclinic.domain.decisions import PlannedVisit
from feverclinic.reports.case_flow import (
    Block,
    Fact,
    SignLine,
    TableRow,
    facts,
    paragraph,
    section,
    signatures,
    table,
)
from feverclinic.reports.case_frame import render_case_paper
from feverclinic.reports.case_records import CalendarPaper
from feverclinic.wording import Wording

LEAST = 8.0
DAY, NOTE = 0.24, 0.36


def render(paper: CalendarPaper, wording: Wording) -> bytes:
    """Days and revisits in the order in which they come."""
    say, plan = wording.say, paper.plan
    how = say("case_papers.calendar.isolated" if plan.isolation else "case_papers.calendar.watched")
    blocks: list[Block] = [
        facts(
            (
                (
                    Fact(say("case_papers.discharged_on"), f"{paper.discharged_on:%Y-%m-%d}"),
                    Fact(say("case_papers.rules"), plan.rule_set),
                ),
                (
                    Fact(say("case_papers.calendar.how"), how),
                    Fact(say("case_papers.calendar.until"), _until(paper)),
                ),
            )
        ),
        section(say("case_papers.calendar.daily", limit=paper.limit_c)),
        _days(paper, wording),
    ]
    if plan.revisits:
        blocks += [section(say("case_papers.calendar.revisits")), _revisits(paper, wording)]
    blocks += [
        paragraph(say("case_papers.calendar.note", limit=paper.limit_c), is_bold=True),
        signatures(
            (SignLine(say("case_papers.patient")), SignLine(say("case_papers.teller"))),
            say("case_papers.when"),
        ),
    ]
    return render_case_paper(paper.head, say("case_papers.title.CALENDAR"), blocks, wording)


def _until(paper: CalendarPaper) -> str:
    last = paper.plan.monitoring_to
    return f"{last:%Y-%m-%d} 24:00" if last else ""


def _days(paper: CalendarPaper, wording: Wording) -> Block:
    say, plan = wording.say, paper.plan
    count = max(1, paper.readings_a_day)
    share = (1 - DAY - NOTE) / count
    heads = [(say("case_papers.calendar.day"), DAY)]
    heads += [(say("case_papers.calendar.reading", number=at), share) for at in range(1, count + 1)]
    heads.append((say("case_papers.calendar.symptoms"), NOTE))
    days = _between(plan.monitoring_from, plan.monitoring_to)
    rows = [
        TableRow((_day(number, day, wording), *("",) * count, _due(day, plan.revisits, wording)))
        for number, day in enumerate(days, start=1)
    ]
    return table(heads, rows, LEAST)


def _between(first: date | None, last: date | None) -> list[date]:
    if first is None or last is None:
        return []
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def _day(number: int, day: date, wording: Wording) -> str:
    weekday = wording.say(f"case_papers.weekday.{day.isoweekday()}")
    return wording.say(
        "case_papers.calendar.line", number=number, day=f"{day:%m-%d}", weekday=weekday
    )


def _due(day: date, revisits: tuple[PlannedVisit, ...], wording: Wording) -> str:
    """What else is due on that day."""
    due = [one for one in revisits if one.due_on == day]
    return " ".join(wording.say("case_papers.calendar.due", week=one.week) for one in due)


def _revisits(paper: CalendarPaper, wording: Wording) -> Block:
    say = wording.say
    heads = [
        (say("case_papers.calendar.week"), 0.2),
        (say("case_papers.calendar.window"), 0.34),
        (say("case_papers.calendar.due_on"), 0.18),
        (say("case_papers.calendar.came_on"), 0.28),
    ]
    rows = [
        TableRow(
            (
                say("case_papers.calendar.week_no", week=one.week),
                f"{one.window_from:%Y-%m-%d} – {one.window_to:%m-%d}",
                f"{one.due_on:%Y-%m-%d}",
                "",
            )
        )
        for one in paper.plan.revisits
    ]
    return table(heads, rows, LEAST)
