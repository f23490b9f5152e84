"""What papers of a case are made of: strips of known height that flow over pages, heads repeated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from feverclinic.reports.figures import mark, tick_box
from feverclinic.reports.marks import Mark
from feverclinic.reports.paper import EDGE, FRAME, Align, Sheet, Type

Draw = Callable[[Sheet, float, float], None]
"""Draws at (x, y), the top left corner of its strip."""
LEAD = 1.36
PAD = 1.5
BOX_ROOM = 1.4


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide a block may be and how large its letters are, both in mm."""

    width: float
    size: float

    @property
    def pitch(self) -> float:
        return self.size * LEAD

    def type(self, *, bold: bool = False) -> Type:
        return Type(self.size, bold)


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece that never parts. `is_kept` stays with the next one; `head` stands above it on a new page."""

    height: float
    draw: Draw
    is_kept: bool = False
    head: "Strip | None" = None


Block = Callable[[Measure], Sequence[Strip]]
"""A part of a paper: its strips once the width and the size are known."""


def _gap(height: float) -> Strip:
    return Strip(height, lambda _sheet, _x, _y: None)


def section(words: str) -> Block:
    """The grey head of a part; it stays with what follows."""

    def strips(measure: Measure) -> Sequence[Strip]:
        kind = Type(max(measure.size, 3.3), bold=True)
        high = kind.size + 2.6

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.box(x, y + 1.8, measure.width, high, is_head=True)
            fitted = kind.fitting(words, measure.width - 4, 2.0)
            sheet.text(x + 2, y + 1.8 + high * 0.72, words, fitted)

        return (Strip(high + 1.8, draw, is_kept=True),)

    return strips


def paragraph(words: str, *, is_bold: bool = False, lead: float = 1.6) -> Block:
    """Lines over the whole width."""

    def strips(measure: Measure) -> Sequence[Strip]:
        kind = measure.type(bold=is_bold)
        rows = kind.lines(words, measure.width - 2 * PAD)

        def one(row: str) -> Strip:
            return Strip(
                measure.pitch,
                lambda sheet, x, y: _ended(sheet.text(x + PAD, y + measure.size, row, kind)),
            )

        return (_gap(lead), *(one(row) for row in rows))

    return strips


def _ended(_x: float) -> None:
    """Where a line ended is of no interest here."""


def points(sentences: Sequence[str]) -> Block:
    """Numbered sentences, each of them whole on one page."""

    def strips(measure: Measure) -> Sequence[Strip]:
        kind, room = measure.type(), measure.width - 8 - PAD

        def one(number: int, words: str) -> Strip:
            rows = kind.lines(words, room)

            def draw(sheet: Sheet, x: float, y: float) -> None:
                sheet.text(x + 5.4, y + measure.size, f"{number}.", measure.type(), Align.RIGHT)
                sheet.paragraph(x + 7, y + measure.size, words, kind, room, measure.pitch)

            return Strip(measure.pitch * len(rows) + 0.9, draw)

        return (_gap(1.2), *(one(at, words) for at, words in enumerate(sentences, start=1)))

    return strips


@dataclass(frozen=True, slots=True)
class Fact:
    """A grey label before a cell; an empty one is room to write in. `share` of the width, 1 a whole line."""

    label: str
    value: str = ""
    share: float = 0.5
    is_bold: bool = False


def facts(rows: Sequence[Sequence[Fact]], label: float = 27.0, least: float = 0.0) -> Block:
    """Lines of labelled cells; a line is as high as its longest cell, `least` mm at least."""

    def strips(measure: Measure) -> Sequence[Strip]:
        return [_fact_line(row, measure, label, least) for row in rows]

    return strips


def _fact_line(row: Sequence[Fact], measure: Measure, label: float, least: float) -> Strip:
    cells: list[_Cell] = []
    x = 0.0
    for fact in row:
        wide = measure.width * fact.share
        head = min(label, wide * 0.5)
        cells.append(_Cell(x, head, fact.label, measure.type(), is_head=True))
        cells.append(_Cell(x + head, wide - head, fact.value, measure.type(bold=fact.is_bold)))
        x += wide
    return _line_of(cells, measure, least)


@dataclass(frozen=True, slots=True)
class _Cell:
    x: float
    width: float
    words: str
    kind: Type
    is_head: bool = False
    sign: Mark | None = None

    @property
    def lead(self) -> float:
        return self.kind.size + 1.6 if self.sign else 0.0

    @property
    def lines(self) -> tuple[str, ...]:
        room = self.width - 2 * PAD - self.lead
        return tuple(row for part in self.words.split("\n") for row in self.kind.lines(part, room))


def _line_of(cells: Sequence[_Cell], measure: Measure, least: float = 0.0) -> Strip:
    """Cells side by side with their edges, each in the middle of the line's height."""
    told = [(cell, cell.lines) for cell in cells]
    most = max((len(lines) for _, lines in told), default=1)
    high = max(measure.pitch * most + 2 * PAD, least)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for cell, lines in told:
            sheet.box(x + cell.x, y, cell.width, high, is_head=cell.is_head)
            baseline = y + (high - measure.pitch * len(lines)) / 2 + measure.size
            if cell.sign:
                mark(sheet, cell.sign, x + cell.x + PAD, baseline, cell.kind.size)
            for row in lines:
                sheet.text(x + cell.x + PAD + cell.lead, baseline, row, cell.kind)
                baseline += measure.pitch

    return Strip(high, draw)


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells of one row; `sign` stands before the first of them, `is_strong` sets that one bold."""

    cells: tuple[str, ...]
    sign: Mark | None = None
    is_strong: bool = True


def table(
    heads: Sequence[tuple[str, float]], rows: Sequence[TableRow], least: float = 0.0
) -> Block:
    """A table whose heads (words, share of the width) stand again on every page."""

    def strips(measure: Measure) -> Sequence[Strip]:
        edges, x = list[tuple[float, float]](), 0.0
        for _, share in heads:
            edges.append((x, measure.width * share))
            x += measure.width * share
        head = _line_of(
            [
                _Cell(at, wide, words, measure.type(bold=True), is_head=True)
                for (words, _), (at, wide) in zip(heads, edges, strict=True)
            ],
            measure,
        )
        body = [
            _line_of(
                [
                    _Cell(
                        at,
                        wide,
                        words,
                        measure.type(bold=row.is_strong and place == 0),
                        sign=row.sign if place == 0 else None,
                    )
                    for place, (words, (at, wide)) in enumerate(zip(row.cells, edges, strict=True))
                ],
                measure,
                least,
            )
            for row in rows
        ]
        kept = Strip(head.height, head.draw, is_kept=True)
        return (kept, *(Strip(one.height, one.draw, head=kept) for one in body))

    return strips


def ticks(items: Sequence[tuple[str, bool]]) -> Block:
    """Boxes with words, those that are ticked in bold."""

    def strips(measure: Measure) -> Sequence[Strip]:
        lead = measure.size + BOX_ROOM
        rows: list[list[tuple[float, str, bool]]] = [[]]
        x = 0.0
        for words, is_ticked in items:
            wide = min(lead + measure.type(bold=is_ticked).width(words), measure.width - 2 * PAD)
            if rows[-1] and x + wide > measure.width - 2 * PAD:
                rows.append([])
                x = 0.0
            rows[-1].append((x, words, is_ticked))
            x += wide + 4.2

        def one(row: list[tuple[float, str, bool]]) -> Strip:
            def draw(sheet: Sheet, x: float, y: float) -> None:
                for at, words, is_ticked in row:
                    left, baseline = x + PAD + at, y + measure.size + 0.6
                    tick_box(sheet, left, baseline, measure.size)
                    if is_ticked:
                        mark(sheet, Mark.YES, left + 0.3, baseline - 0.3, measure.size * 1.25)
                    kind = measure.type(bold=is_ticked)
                    room = measure.width - 2 * PAD - at - lead
                    sheet.text(left + lead, baseline, words, kind.fitting(words, room, 2.4))

            return Strip(measure.pitch + 1.6, draw)

        return (_gap(1.0), *(one(row) for row in rows))

    return strips


def framed(words: str, size: float = 5.0) -> Block:
    """What the paper says in one sentence, large in a frame."""

    def strips(measure: Measure) -> Sequence[Strip]:
        kind = Type(max(size * measure.size / 3.8, measure.size), bold=True)
        rows = kind.lines(words, measure.width - 10)
        high = len(rows) * kind.size * 1.4 + 5

        def draw(sheet: Sheet, x: float, y: float) -> None:
            place = (x + FRAME / 2, y + 2, measure.width - FRAME, high)
            sheet.box(*place, thickness=FRAME)
            baseline = y + 2 + 2.6 + kind.size
            sheet.paragraph(x + 5, baseline, words, kind, measure.width - 10, kind.size * 1.4)

        return (Strip(high + 4, draw),)

    return strips


@dataclass(frozen=True, slots=True)
class SignLine:
    """A line to be signed: whose it is, what stands on it already, and whether its time is asked."""

    label: str
    name: str = ""
    signed: str = ""
    has_time: bool = True


def signatures(lines: Sequence[SignLine], when: str) -> Block:
    """Lines to be signed, two side by side."""

    def strips(measure: Measure) -> Sequence[Strip]:
        half = measure.width / 2

        def one(pair: Sequence[SignLine]) -> Strip:
            def draw(sheet: Sheet, x: float, y: float) -> None:
                for place, line in enumerate(pair):
                    _sign_line(sheet, line, (x + place * half, y), half - 5, (when, measure))

            return Strip(measure.pitch + 11.5, draw)

        return [_gap(2.2), *(one(lines[at : at + 2]) for at in range(0, len(lines), 2))]

    return strips


def _sign_line(
    sheet: Sheet,
    told: SignLine,
    place: tuple[float, float],
    wide: float,
    how: tuple[str, Measure],
) -> None:
    """Who signs above the line, what is signed already on it, the time at its end."""
    (x, y), (when, measure) = place, how
    kind = measure.type()
    label = f"{told.label}　{told.name}".strip()
    sheet.text(x + PAD, y + measure.size, label, kind.fitting(label, wide - PAD, 2.4))
    line = y + measure.size + 9.0
    if not told.has_time:
        sheet.line((x + PAD, line), (x + wide, line), EDGE)
        return
    room = wide - kind.width(when) - 26
    sheet.line((x + PAD, line), (x + PAD + room, line), EDGE)
    if told.signed:
        bold = measure.type(bold=True).fitting(told.signed, room - 1, 2.0)
        sheet.text(x + PAD + 1, line - 1.4, told.signed, bold)
    start = sheet.text(x + PAD + room + 2, line, when, kind)
    sheet.line((start + 1, line), (x + wide, line), EDGE)


def room_to_write(label: str, high: float = 14.0) -> Block:
    """An empty box under a label."""

    def strips(measure: Measure) -> Sequence[Strip]:
        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.box(x, y + 1.2, measure.width, high)
            sheet.text(x + PAD, y + 1.2 + PAD + measure.size, label, measure.type())

        return (Strip(high + 1.2, draw),)

    return strips


def pages(strips: Sequence[Strip], first: float, later: float) -> tuple[tuple[Strip, ...], ...]:
    """The strips of each page: `first` mm of room on the first one, `later` on all others."""
    filled: list[list[Strip]] = [[]]
    used, room = 0.0, first
    for place, strip in enumerate(strips):
        needed = strip.height + _kept_height(strips, place)
        if filled[-1] and used + needed > room:
            filled.append([strip.head] if strip.head else [])
            used, room = (strip.head.height if strip.head else 0.0), later
        filled[-1].append(strip)
        used += strip.height
    return tuple(tuple(one) for one in filled)


def _kept_height(strips: Sequence[Strip], place: int) -> float:
    """How high that is what must stand on the same page below a kept strip."""
    high = 0.0
    while strips[place].is_kept and place + 1 < len(strips):
        place += 1
        high += strips[place].height
    return high
