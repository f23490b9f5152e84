"""日统计: the numbers of a day on one page, with the hours as bars."""

from collections.abc import Callable, Iterable

from feverclinic.domain.day_figures import AGE_GROUPS, AGE_UNKNOWN, DayFigures, Minutes
from feverclinic.domain.people import Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.vitals import Level
from feverclinic.reports.day_records import FiguresPaper
from feverclinic.reports.form_lines import bar
from feverclinic.reports.list_sheet import MARGIN, PORTRAIT, SMALL, ListPaper, cell, frame
from feverclinic.reports.paper import EDGE, Align, Sheet, Type, press
from feverclinic.wording import Wording

ROOM = PORTRAIT[0] - 2 * MARGIN
TILE = 20.0
LINE = 6.6
HALF = ROOM / 2 - 2
CHART_HIGH = 76.0
HOURS = 24
FEWEST = 5


def render(paper: FiguresPaper, wording: Wording) -> bytes:
    """One page of A4."""
    say, sheet, figures = wording.say, Sheet(PORTRAIT[0]), paper.figures
    title = say("papers.figures.title")
    period = say("papers.day", day=f"{figures.day:%Y-%m-%d}")
    frame(
        sheet,
        ListPaper(title, period, (), (), "", page=PORTRAIT),
        paper.imprint,
        wording,
        "1 / 1",
    )
    _tiles(sheet, paper, wording)
    top = 25.0 + TILE + 4
    left, right = MARGIN, MARGIN + ROOM / 2 + 2
    outcomes = [(say(f"outcome.{one.value}"), figures.by_outcome[one]) for one in Outcome]
    levels = [
        (f"{say(f'level.{one.value}')} {say(f'level_word.{one.value}')}", figures.by_level[one])
        for one in Level
    ]
    bottom = _counts(sheet, (left, top), say("papers.figures.outcomes"), outcomes)
    _counts(sheet, (right, top), say("papers.figures.levels"), levels)
    below = top + 6.0 + len(levels) * LINE + 3
    beside = _counts(sheet, (right, below), say("papers.figures.ends"), _ends(paper, say))
    top = max(bottom, beside) + 4
    sexes = [(say(f"sex.{one.value}"), figures.by_sex[one.value]) for one in Sex]
    codes = (*(group[0] for group in AGE_GROUPS), AGE_UNKNOWN)
    ages = [(say(f"papers.age.{code}"), figures.by_age[code]) for code in codes]
    _counts(sheet, (right, top), say("papers.figures.sexes"), sexes)
    bottom = _counts(sheet, (left, top), say("papers.figures.ages"), ages)
    bottom = _times(sheet, paper, wording, bottom + 4)
    _chart(sheet, figures, wording, bottom + 4)
    return press((sheet,), PORTRAIT[1], f"{title} {period}", paper.imprint.mark)


def _tiles(sheet: Sheet, paper: FiguresPaper, wording: Wording) -> None:
    """The first numbers, large."""
    say, figures = wording.say, paper.figures
    tiles = (
        (figures.screened, say("papers.figures.screened")),
        (figures.passed, say("papers.figures.passed")),
        (figures.saved, say("papers.figures.saved")),
        (figures.fever, say("papers.figures.fever", limit=paper.limit_c)),
        (figures.sent, say("papers.figures.sent")),
        (figures.not_arrived, say("papers.figures.not_arrived", minutes=paper.minutes)),
    )
    wide = ROOM / len(tiles)
    for place, (count, words) in enumerate(tiles):
        x = MARGIN + place * wide
        sheet.box(x, 25.0, wide, TILE, thickness=0.5)
        number = Type(9.0, bold=True)
        sheet.text(x + wide / 2, 35.0, str(count), number, Align.CENTRE)
        cell(sheet, (x, 37.0, wide, 7.6), words, Align.CENTRE)


def _counts(
    sheet: Sheet, place: tuple[float, float], title: str, lines: Iterable[tuple[str, int]]
) -> float:
    """A head over words and their counts; returns the bottom."""
    x, top = place
    y = bar(sheet, (x, top, HALF), title)
    for words, count in lines:
        kind = Type(3.4)
        sheet.text(x + 2, y + 4.8, words, kind.fitting(words, HALF - 22, 2.0))
        sheet.text(x + HALF - 3, y + 4.8, str(count), Type(3.8, bold=count > 0), Align.RIGHT)
        y += LINE
        sheet.line((x, y), (x + HALF, y), EDGE)
    return y


def _ends(paper: FiguresPaper, say: Callable[..., str]) -> list[tuple[str, int]]:
    figures = paper.figures
    return [
        (say("papers.end.LEFT"), figures.left),
        (say("papers.end.REFUSED"), figures.refused),
        (say("papers.end.DID_NOT_ARRIVE"), figures.did_not_arrive),
    ]


def _times(sheet: Sheet, paper: FiguresPaper, wording: Wording, top: float) -> float:
    """How long it took in the middle case, and what was entered or is waiting."""
    say, figures = wording.say, paper.figures

    def told(minutes: Minutes) -> str:
        if minutes.median is None:
            return say("papers.figures.no_median")
        return say("papers.figures.median", minutes=minutes.median, count=minutes.count)

    y = bar(sheet, (MARGIN, top, ROOM), say("papers.figures.times"))
    lines = (
        (say("papers.figures.to_decision"), told(figures.to_decision)),
        (say("papers.figures.to_arrival"), told(figures.to_arrival)),
        (
            say("papers.figures.others"),
            say(
                "papers.figures.others_told",
                received=figures.received,
                waiting=figures.waiting,
                late=figures.late_entered,
            ),
        ),
    )
    for words, answer in lines:
        sheet.text(MARGIN + 2, y + 4.8, words, Type(3.4).fitting(words, ROOM / 2 - 4, 2.0))
        kind = Type(3.4, bold=True).fitting(answer, ROOM / 2, 2.0)
        sheet.text(MARGIN + ROOM - 3, y + 4.8, answer, kind, Align.RIGHT)
        y += LINE
        sheet.line((MARGIN, y), (MARGIN + ROOM, y), EDGE)
    return y


def _chart(sheet: Sheet, figures: DayFigures, wording: Wording, top: float) -> None:
    """Bars by hour: forms in grey below, people who were only counted in white above."""
    y = bar(sheet, (MARGIN, top, ROOM), wording.say("papers.figures.hours"))
    floor = y + CHART_HIGH - 8
    most = max(FEWEST, *(one.typed + one.passed for one in figures.by_hour))
    high = floor - y - 8
    step = ROOM / HOURS
    for one in figures.by_hour:
        x = MARGIN + one.hour * step + step * 0.16
        wide = step * 0.68
        typed, passed = high * one.typed / most, high * one.passed / most
        if one.typed:
            sheet.box(x, floor - typed, wide, typed, is_head=True)
        if one.passed:
            sheet.box(x, floor - typed - passed, wide, passed)
        if one.typed + one.passed:
            above = floor - typed - passed - 1.2
            total = str(one.typed + one.passed)
            sheet.text(x + wide / 2, above, total, SMALL, Align.CENTRE)
        sheet.text(x + wide / 2, floor + 4.2, str(one.hour), SMALL, Align.CENTRE)
    sheet.line((MARGIN, floor), (MARGIN + ROOM, floor), 0.5)
    key = floor + 8.4
    x = MARGIN
    for name, is_head in (("typed", True), ("passed", False)):
        words = wording.say(f"papers.figures.key_{name}")
        sheet.box(x, key - 2.8, 4.0, 3.2, is_head=is_head)
        x = sheet.text(x + 5.4, key, words, SMALL) + 8
