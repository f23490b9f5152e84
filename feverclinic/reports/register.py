"""预检分诊登记本: one line for each person of the day, counted people by the hour."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from feverclinic.domain.arrivals import Arrival
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.day_book import DayEntry
from feverclinic.reports.day_records import RegisterPaper
from feverclinic.reports.list_sheet import Column, ListPaper, render_list
from feverclinic.reports.paper import Align
from feverclinic.reports.person_words import PersonWords, clock
from feverclinic.wording import Wording

COLUMNS: tuple[tuple[str, float], ...] = (
    ("no", 12.0),
    ("time", 12.5),
    ("name", 23.0),
    ("person", 15.5),
    ("identity", 34.0),
    ("address", 30.0),
    ("temperature", 17.0),
    ("exposure", 21.0),
    ("symptoms", 24.0),
    ("level", 12.0),
    ("route", 20.0),
    ("guide", 14.0),
    ("arrived", 20.0),
    ("nurse", 22.0),
)


def render(paper: RegisterPaper, wording: Wording) -> bytes:
    """A4 across; the number of the last line is the number of people screened."""
    say, book = wording.say, paper.book
    listed = ListPaper(
        title=say("papers.register.title"),
        period=say("papers.day", day=f"{book.day:%Y-%m-%d}"),
        columns=tuple(
            Column(say(f"papers.register.{name}"), wide, Align.LEFT, name == "name")
            for name, wide in COLUMNS
        ),
        rows=tuple(_Rows(paper, wording).all()),
        empty=say("papers.register.empty"),
        facts=say(
            "papers.register.facts",
            screened=book.screened,
            saved=len(book.entries),
            passed=len(book.passed),
            unsaved=len(book.unsaved),
        ),
        below=(say("papers.register.below"),),
        signatures=(say("papers.register.signed"), say("papers.register.checked")),
    )
    return render_list(listed, paper.imprint, wording)


class _Rows:
    """The lines of the register in the order of time, numbered through."""

    def __init__(self, paper: RegisterPaper, wording: Wording) -> None:
        self.book = paper.book
        self.say = wording.say
        self.words = PersonWords(wording, paper.places, paper.shows_identity)

    def all(self) -> Iterator[tuple[str, ...]]:
        """Counted people stand at the end of their hour, with as many numbers as they are."""
        lines: list[tuple[datetime, int, tuple[str, ...]]] = [
            *((entry.visit.arrived_at, 1, self._entry(entry)) for entry in self.book.entries),
            *((one.began_at, 1, self._unsaved(one)) for one in self.book.unsaved),
            *(self._passed(hour, count) for hour, count in self.book.passed_by_hour.items()),
        ]
        number = 0
        for _, count, line in sorted(lines, key=lambda one: one[0]):
            first, number = number + 1, number + count
            yield (str(first) if count == 1 else f"{first}–{number}", *line)

    def _entry(self, entry: DayEntry) -> tuple[str, ...]:
        words, visit = self.words, entry.visit
        nurse = entry.nurse
        if visit.sheet_no:
            nurse = self.say("papers.register.late", nurse=nurse, sheet_no=visit.sheet_no)
        return (
            clock(visit.arrived_at),
            entry.patient.name,
            words.person(entry.patient, visit.arrived_at),
            f"{words.identity(entry.patient)}\n{words.phone(entry.patient)}",
            words.address(entry.patient),
            words.temperature(entry),
            words.exposure(entry),
            words.symptoms(entry),
            words.level(entry),
            words.route(entry),
            visit.guide,
            words.arrived(entry),
            nurse,
        )

    def _unsaved(self, one: Arrival) -> tuple[str, ...]:
        end = one.end.value if one.end else "WAITING"
        told = self.say(f"papers.end.{end}")
        name = one.name or self.say("paper.name_unknown")
        ended = f"{told} {clock(one.ended_at)}".strip()
        return (clock(one.began_at), name, *("",) * 9, f"{ended}\n{one.reason}".strip(), "")

    def _passed(self, hour: int, count: int) -> tuple[datetime, int, tuple[str, ...]]:
        day = self.book.day
        begins = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(hours=hour)
        told = self.say("papers.register.passed", count=count)
        line = (
            f"{hour:02d}:00\n–{hour:02d}:59",
            told,
            *("",) * 7,
            self.say("outcome.GENERAL_OPD"),
            "",
            "",
            "",
        )
        return begins + timedelta(minutes=59, seconds=59), count, line
