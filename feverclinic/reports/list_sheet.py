"""Lists on A4: a table that breaks over pages with its heads repeated, and page n of m.

Rows of one table are equally high, and what is long is set smaller: how many pages there are
depends on how many rows there are, never on somebody's name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from feverclinic.reports.imprint import Imprint
from feverclinic.reports.line_breaking import pieces
from feverclinic.reports.paper import EDGE, Align, Sheet, Type, press
from feverclinic.wording import Wording

LANDSCAPE, PORTRAIT = (297.0, 210.0), (210.0, 297.0)
MARGIN = 10.0
HEAD_ENDS = 25.0
TABLE_HEAD = 10.0
FOOT = 10.0
PAD = 1.2
LEADING = 1.22
SIZES = (3.3, 3.0, 2.7, 2.4, 2.1, 1.9, 1.7, 1.5)
SMALL = Type(3.0)
NO_BREAK = "\u00a0"
"""A blank at which no line ends: a question's number stays with its answer."""


@dataclass(frozen=True, slots=True)
class Column:
    """A head over cells `width` mm wide."""

    head: str
    width: float
    align: Align = Align.LEFT
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class ListPaper:
    """A whole list in words. `facts` stand right of the period, `below` after the last row.

    `empty` is said where there is no row; `signatures` are lines to be signed at the very end.
    """

    title: str
    period: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    row_height: float = 12.0
    facts: str = ""
    below: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    page: tuple[float, float] = LANDSCAPE
    strong_rows: frozenset[int] = field(default_factory=frozenset[int])


def render_list(paper: ListPaper, imprint: Imprint, wording: Wording) -> bytes:
    """The list as PDF bytes."""
    chunks = _chunks(paper)
    sheets: list[Sheet] = []
    for number, (first, rows) in enumerate(chunks, start=1):
        sheet = Sheet(paper.page[0])
        frame(sheet, paper, imprint, wording, f"{number} / {len(chunks)}")
        bottom = _table(sheet, paper, first, rows)
        if number == len(chunks):
            _end(sheet, paper, bottom)
        sheets.append(sheet)
    return press(tuple(sheets), paper.page[1], f"{paper.title} {paper.period}", imprint.mark)


def _end_height(paper: ListPaper) -> float:
    return 5.0 * len(paper.below) + (12.0 if paper.signatures else 0.0)


def _chunks(paper: ListPaper) -> list[tuple[int, tuple[tuple[str, ...], ...]]]:
    """The rows of each page with the place of the first one; what ends the list has its room too."""
    room = paper.page[1] - HEAD_ENDS - TABLE_HEAD - FOOT - MARGIN / 2
    whole = int(room / paper.row_height)
    last = max(1, int((room - _end_height(paper)) / paper.row_height))
    chunks: list[tuple[int, tuple[tuple[str, ...], ...]]] = []
    at = 0
    while len(paper.rows) - at > last:
        take = min(whole, len(paper.rows) - at - 1)
        chunks.append((at, paper.rows[at : at + take]))
        at += take
    chunks.append((at, paper.rows[at:]))
    return chunks


def frame(
    sheet: Sheet, paper: ListPaper, imprint: Imprint, wording: Wording, numbered: str
) -> None:
    """Head and foot of one page; `numbered` is `1 / 3`."""
    wide, high = paper.page
    left, right = MARGIN, wide - MARGIN
    title = Type(6.0, bold=True)
    half = (wide - 2 * MARGIN - title.width(paper.title)) / 2 - 4
    facility = Type(4.2, bold=True).fitting(imprint.facility, half, 2.0)
    sheet.text(left, 13.0, imprint.facility, facility)
    sheet.text(wide / 2, 13.4, paper.title, title, Align.CENTRE)
    station = Type(3.6).fitting(imprint.station, half, 2.0)
    sheet.text(right, 13.0, imprint.station, station, Align.RIGHT)
    sheet.line((left, 16.5), (right, 16.5), 0.5)
    sheet.text(left, 21.8, paper.period, Type(3.6, bold=True))
    if paper.facts:
        room = right - left - Type(3.6, bold=True).width(paper.period) - 6
        sheet.text(right, 21.8, paper.facts, Type(3.4).fitting(paper.facts, room, 2.0), Align.RIGHT)
    sheet.line((left, high - FOOT), (right, high - FOOT), EDGE)
    foot = imprint.foot(wording)
    page = wording.say("papers.page", page=numbered)
    room = right - left - SMALL.width(page) - 6
    sheet.text(left, high - FOOT + 4.4, foot, SMALL.fitting(foot, room, 1.8))
    sheet.text(right, high - FOOT + 4.4, page, SMALL, Align.RIGHT)


def _table(sheet: Sheet, paper: ListPaper, first: int, rows: Sequence[tuple[str, ...]]) -> float:
    """Heads, rows and rules; returns the bottom."""
    top, left = HEAD_ENDS, MARGIN
    wide = sum(column.width for column in paper.columns)
    sheet.box(left, top, wide, TABLE_HEAD, is_head=True)
    x = left
    for column in paper.columns:
        place = (x, top, column.width, TABLE_HEAD)
        cell(sheet, place, column.head, column.align, is_bold=True)
        x += column.width
    bottom = top + TABLE_HEAD
    for at, row in enumerate(rows):
        x = left
        is_strong = first + at in paper.strong_rows
        for column, text in zip(paper.columns, row, strict=True):
            place = (x, bottom, column.width, paper.row_height)
            cell(sheet, place, text, column.align, is_bold=column.is_bold or is_strong)
            x += column.width
        bottom += paper.row_height
        sheet.line((left, bottom), (left + wide, bottom))
    if not rows:
        sheet.box(left, bottom, wide, paper.row_height * 2)
        sheet.text(left + wide / 2, bottom + paper.row_height, paper.empty, SMALL, Align.CENTRE)
        return bottom + paper.row_height * 2
    x = left
    for column in (*paper.columns, Column("", 0.0)):
        sheet.line((x, top), (x, bottom))
        x += column.width
    return bottom


def _end(sheet: Sheet, paper: ListPaper, bottom: float) -> None:
    baseline = bottom + 4.6
    room = paper.page[0] - 2 * MARGIN
    for told in paper.below:
        sheet.text(MARGIN, baseline, told, SMALL.fitting(told, room, 2.0))
        baseline += 5.0
    if paper.signatures:
        signatures(sheet, paper.signatures, (MARGIN, baseline + 5.0), room)


def signatures(
    sheet: Sheet, labels: Sequence[str], place: tuple[float, float], room: float
) -> None:
    """Lines to be signed, side by side from a baseline on."""
    x, baseline = place
    share = room / len(labels)
    for name in labels:
        end = sheet.text(x, baseline, name, Type(3.4))
        sheet.line((end + 2, baseline + 1.0), (x + share - 6, baseline + 1.0))
        x += share


def fitted(text: str, kind: Type, wide: float, high: float) -> tuple[Type, tuple[str, ...]]:
    """The largest size at which the text fits a box, and its lines; at the smallest it is cut."""
    words = text.replace("\n", " ").split(" ") if NO_BREAK in text else _words(text)
    for size in SIZES:
        sized = kind.at(size)
        lines = _lines(text, sized, wide)
        is_whole = all(sized.width(word.rstrip()) <= wide for word in words)
        if is_whole and len(lines) * size * LEADING <= high:
            return sized, lines
    smallest = kind.at(SIZES[-1])
    most = max(1, int(high / (SIZES[-1] * LEADING)))
    lines = _lines(text, smallest, wide)
    if len(lines) <= most:  # a word longer than a line, cut between its letters
        return smallest, lines
    return smallest, (*lines[: most - 1], lines[most - 1][:-1] + "…")


def _words(text: str) -> list[str]:
    return [word for part in text.split("\n") for word in pieces(part)]


def _lines(text: str, kind: Type, wide: float) -> tuple[str, ...]:
    return tuple(
        line
        for part in text.split("\n")
        for line in (_kept(part, kind, wide) if NO_BREAK in part else kind.lines(part, wide))
    )


def _kept(part: str, kind: Type, wide: float) -> tuple[str, ...]:
    """Lines that end at blanks only, also between ideographs."""
    lines: list[str] = []
    for word in part.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and kind.width(longer) <= wide:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def cell(
    sheet: Sheet,
    place: tuple[float, float, float, float],
    text: str,
    align: Align = Align.LEFT,
    *,
    is_bold: bool = False,
) -> None:
    """Words in the middle of a cell, in as many lines as they need."""
    x, y, wide, high = place
    kind, lines = fitted(text, Type(SIZES[0], bold=is_bold), wide - 2 * PAD, high - PAD)
    step = kind.size * LEADING
    starts: dict[Align, Callable[[], float]] = {
        Align.LEFT: lambda: x + PAD,
        Align.CENTRE: lambda: x + wide / 2,
        Align.RIGHT: lambda: x + wide - PAD,
    }
    baseline = y + (high - step * len(lines)) / 2 + kind.size * 0.92
    for line in lines:
        sheet.text(starts[align](), baseline, line, kind, align)
        baseline += step
