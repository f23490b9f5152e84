"""The hand-over sheet: the balance, who does not add up, what is open by name, both signatures."""

from collections.abc import Iterator

from feverclinic.domain.civil_time import local
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.shifts import BalanceLine, HandOver
from feverclinic.reports.imprint import Imprint
from feverclinic.reports.list_sheet import PORTRAIT, Column, ListPaper, render_list
from feverclinic.reports.paper import Align
from feverclinic.wording import Wording

OUTCOMES = frozenset(one.value for one in Outcome)
NAMES_A_ROW = 4
NOTE_A_LINE = 52


def render(over: HandOver, imprint: Imprint, wording: Wording) -> bytes:
    """A4 portrait; the same record gives the same bytes."""
    say = wording.say
    rows: list[tuple[str, str, str]] = [
        (say("shift.paper_screened"), str(over.balance.screened), _verdict(over, wording))
    ]
    strong = {0}
    for title, found, family in (
        ("", over.balance.lines, "balance"),
        (say("shift.odd"), over.balance.odd, "odd"),
        (say("shift.unclaimed", count=over.balance.left_over), over.balance.unclaimed, "unclaimed"),
    ):
        if title and found:
            strong.add(len(rows))
            rows.append((title, str(sum(line.count for line in found)), ""))
        for line in found:
            rows.extend(_rows_of(line, family, wording))
    paper = ListPaper(
        title=say("shift.paper_title"),
        period=say("shift.paper_period", since=_at(over, begins=True), until=_at(over)),
        columns=(
            Column(say("shift.paper_what"), 62.0),
            Column(say("shift.paper_count"), 18.0, Align.RIGHT, is_bold=True),
            Column(say("shift.paper_who"), 110.0),
        ),
        rows=tuple(rows),
        empty="",
        row_height=9.0,
        facts=say("shift.paper_began", name=over.began_by),
        below=_below(over, wording),
        signatures=(
            say("shift.paper_giver", name=over.given_by),
            say("shift.paper_taker", name=over.taken_by),
        ),
        page=PORTRAIT,
        strong_rows=frozenset(strong),
    )
    return render_list(paper, imprint, wording)


def _verdict(over: HandOver, wording: Wording) -> str:
    balance = over.balance
    if balance.closes:
        return wording.say("shift.paper_closes")
    return wording.say("shift.paper_open", total=balance.total)


def _rows_of(line: BalanceLine, family: str, wording: Wording) -> Iterator[tuple[str, str, str]]:
    """The line with its names, a few in each row so that all can be read."""
    key = f"outcome.{line.code}" if line.code in OUTCOMES else f"{family}.{line.code}"
    people = line.people_in_words(lambda code: _label(code, wording), wording.say("triage.unnamed"))
    groups = [people[at : at + NAMES_A_ROW] for at in range(0, len(people), NAMES_A_ROW)] or [()]
    for number, group in enumerate(groups):
        is_first = number == 0
        yield (
            wording.say(key) if is_first else "",
            str(line.count) if is_first else "",
            "、".join(group),
        )


def _label(code: str, wording: Wording) -> str:
    key = f"triage_day.label.{code}"
    return wording.say(key) if wording.knows(key) else code


def _below(over: HandOver, wording: Wording) -> tuple[str, ...]:
    note = " ".join(over.shift.note.split())
    if not note:
        return (wording.say("shift.paper_no_note"),)
    told = wording.say("shift.paper_note", note=note)
    return tuple(told[at : at + NOTE_A_LINE] for at in range(0, len(told), NOTE_A_LINE))


def _at(over: HandOver, *, begins: bool = False) -> str:
    at = over.shift.began_at if begins else (over.shift.taken_at or over.at)
    return f"{local(at):%Y-%m-%d %H:%M}"
