"""留观登记本: one line for each person who was isolated on a day, A4 across."""

from feverclinic.domain.civil_time import local
from feverclinic.reports.case_records import ObservedLine, ObservedPaper
from feverclinic.reports.list_sheet import Column, ListPaper, render_list
from feverclinic.reports.paper import Align
from feverclinic.reports.person_words import PersonWords, clock
from feverclinic.wording import Wording

COLUMNS: tuple[tuple[str, float], ...] = (
    ("no", 9.0),
    ("visit_no", 29.0),
    ("name", 25.0),
    ("person", 15.0),
    ("identity", 36.0),
    ("address", 30.0),
    ("room", 17.0),
    ("case_class", 20.0),
    ("from_at", 16.0),
    ("temperature", 15.0),
    ("results", 33.0),
    ("way", 18.0),
    ("doctor", 14.0),
)


def render(paper: ObservedPaper, wording: Wording) -> bytes:
    """In the order in which the isolations began."""
    say = wording.say
    rows = tuple(
        _row(number, line, paper, wording) for number, line in enumerate(paper.lines, start=1)
    )
    gone = sum(line.to_at is not None for line in paper.lines)
    listed = ListPaper(
        title=say("case_papers.title.REGISTER"),
        period=say("papers.day", day=f"{paper.day:%Y-%m-%d}"),
        columns=tuple(
            Column(say(f"case_papers.register.{name}"), wide, Align.LEFT, name == "name")
            for name, wide in COLUMNS
        ),
        rows=rows,
        empty=say("case_papers.register.empty"),
        facts=say(
            "case_papers.register.facts",
            count=len(rows),
            staying=len(rows) - gone,
            gone=gone,
        ),
        below=(say("case_papers.register.below"),),
        signatures=(say("case_papers.nurse"), say("papers.register.checked")),
        row_height=13.0,
    )
    return render_list(listed, paper.imprint, wording)


def _row(
    number: int, line: ObservedLine, paper: ObservedPaper, wording: Wording
) -> tuple[str, ...]:
    words = PersonWords(wording, paper.places, paper.shows_identity)
    visit, patient, say = line.visit, line.patient, wording.say
    found = "\n".join(
        f"{say(f'work_up.{item}') if wording.knows(f'work_up.{item}') else item} {say(key)}"
        for item, key in line.results
    )
    way = ""
    if line.way is not None:
        way = (
            f"{say(f'case_papers.way.{line.way}')} {line.to}\n{clock(line.to_at, visit.arrived_at)}"
        )
    highest = f"{'▲ ' if line.is_fever else ''}{say('paper.celsius', value=line.highest)}"
    return (
        str(number),
        visit.visit_no,
        patient.name,
        words.person(patient, visit.arrived_at),
        f"{words.identity(patient)}\n{words.phone(patient)}",
        words.address(patient),
        line.room,
        say(f"class.{line.case_class}"),
        f"{local(line.from_at):%m-%d\n%H:%M}" if line.from_at else "",
        highest if line.highest else "",
        found,
        way,
        line.doctor,
    )
