"""The user's guide on A4: a page of contents, then each page of the guide from a new sheet on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from feverclinic.domain.guide import (
    Block,
    GuidePage,
    Heading,
    Ink,
    Item,
    Paragraph,
    Picture,
    Span,
    Spans,
    Table,
)
from feverclinic.reports.paper import EDGE, Align, Sheet, Type, press
from feverclinic.wording import Wording

WIDE, HIGH = 210.0, 297.0
LEFT, TOP, BOTTOM = 20.0, 17.0, 279.0
ROOM = WIDE - 2 * LEFT
BODY, SMALL, STRONG = Type(3.8), Type(3.2), Type(3.8, bold=True)
HEADINGS = {1: Type(7.0, bold=True), 2: Type(5.0, bold=True), 3: Type(4.4, bold=True)}
PITCH, GAP, INDENT = 5.6, 2.0, 8.0
CELL_PAD, KEY_PAD = 1.8, 1.1
KEEP = 22.0  # mm that must follow a heading on the same sheet
PICTURE_WIDEST, PICTURE_HIGHEST = 140.0, 112.0
MM_A_PIXEL = 0.25  # a small picture is not blown up


@dataclass(frozen=True, slots=True)
class GuidePaper:
    """`pictures` are PNG bytes by the name that the pages give them."""

    pages: tuple[GuidePage, ...]
    pictures: Mapping[str, bytes]


def render_guide(paper: GuidePaper, wording: Wording) -> bytes:
    """The guide as PDF bytes; the same pages and pictures give the same bytes."""
    sheets: list[Sheet] = [Sheet(WIDE)]
    begins: list[int] = []
    for page in paper.pages:
        begins.append(len(sheets) + 1)
        flow = _Flow(paper.pictures)
        for block in page.blocks:
            flow.add(block)
        sheets += flow.sheets
    _contents(sheets[0], paper.pages, begins, wording)
    for number, sheet in enumerate(sheets, start=1):
        _foot(sheet, number, len(sheets), wording)
    return press(tuple(sheets), HIGH, wording.say("guide.title"))


def _contents(
    sheet: Sheet, pages: tuple[GuidePage, ...], begins: list[int], wording: Wording
) -> None:
    product, title = wording.say("shell.window_title"), wording.say("guide.title")
    sheet.text(LEFT, 42.0, product, Type(9.0, bold=True))
    sheet.text(LEFT, 54.0, title, Type(6.0))
    sheet.line((LEFT, 60.0), (WIDE - LEFT, 60.0), 0.6)
    sheet.text(LEFT, 76.0, wording.say("guide.contents"), HEADINGS[2])
    y = 88.0
    for page, begin in zip(pages, begins, strict=True):
        end = sheet.text(LEFT, y, page.title, Type(4.4))
        sheet.text(WIDE - LEFT, y, str(begin), Type(4.4), Align.RIGHT)
        sheet.line((end + 3, y), (WIDE - LEFT - 9, y), EDGE)
        y += 9.5


def _foot(sheet: Sheet, number: int, count: int, wording: Wording) -> None:
    sheet.line((LEFT, HIGH - 16), (WIDE - LEFT, HIGH - 16), EDGE)
    told = f"{wording.say('shell.window_title')} · {wording.say('guide.title')}"
    sheet.text(LEFT, HIGH - 11, told, SMALL)
    sheet.text(WIDE - LEFT, HIGH - 11, f"{number} / {count}", SMALL, Align.RIGHT)


class _Flow:
    """Blocks from top to bottom over as many sheets as they need."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        self._pictures = pictures
        self.sheets = [Sheet(WIDE)]
        self._y = TOP

    def add(self, block: Block) -> None:
        match block:
            case Heading(level, spans):
                self._heading(level, spans)
            case Paragraph(spans):
                self._words(spans, LEFT, ROOM)
                self._y += GAP
            case Item(mark, spans):
                self._room(PITCH)
                self._sheet.text(LEFT, self._y + 4.2, mark, STRONG)
                self._words(spans, LEFT + INDENT, ROOM - INDENT)
                self._y += GAP / 2
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case _:
                assert_never(block)

    @property
    def _sheet(self) -> Sheet:
        return self.sheets[-1]

    def _room(self, high: float) -> None:
        """Go on to a new sheet where so much room is not left."""
        if self._y + high > BOTTOM:
            self.sheets.append(Sheet(WIDE))
            self._y = TOP

    def _heading(self, level: int, spans: Spans) -> None:
        kind = HEADINGS[level]
        self._y += 0.0 if self._y == TOP else 4.0
        self._room(KEEP)
        words = "".join(span.text for span in spans)
        for line in kind.lines(words, ROOM):
            self._sheet.text(LEFT, self._y + kind.size, line, kind)
            self._y += kind.size * 1.4
        self._y += GAP

    def _words(self, spans: Spans, x: float, wide: float) -> None:
        for line in _lines(spans, wide):
            self._room(PITCH)
            _draw(self._sheet, line, x, self._y + 4.2)
            self._y += PITCH

    def _table(self, table: Table) -> None:
        columns = _column_widths(table)
        for place, cells in enumerate(table.rows):
            broken = [
                list(_lines(cell, wide - 2 * CELL_PAD))
                for cell, wide in zip(cells, columns, strict=True)
            ]
            high = max(len(lines) for lines in broken) * PITCH + CELL_PAD
            self._room(high)
            x = LEFT
            for lines, wide in zip(broken, columns, strict=True):
                self._sheet.box(x, self._y, wide, high, is_head=place == 0)
                for number, line in enumerate(lines):
                    baseline = self._y + 5.0 + number * PITCH
                    _draw(self._sheet, line, x + CELL_PAD, baseline, is_head=place == 0)
                x += wide
            self._y += high
        self._y += 2 * GAP

    def _picture(self, block: Picture) -> None:
        png = self._pictures.get(block.name, b"")
        if png:
            across, down = png_size(png)
            scale = min(PICTURE_WIDEST / across, PICTURE_HIGHEST / down, MM_A_PIXEL)
            wide, high = across * scale, down * scale
            self._room(high + PITCH + GAP)
            self._sheet.picture(LEFT, self._y, wide, high, png)
            self._sheet.box(LEFT, self._y, wide, high)
            self._y += high + 1.0
        self._room(PITCH)
        self._sheet.text(LEFT, self._y + 3.6, block.caption, SMALL)
        self._y += PITCH + GAP


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the head of a PNG file."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _column_widths(table: Table) -> list[float]:
    """The first column as wide as its words, at most two fifths; the others share the rest."""
    first = max(BODY.width("".join(span.text for span in row[0])) for row in table.rows)
    own = min(first * 1.08 + 2 * CELL_PAD, ROOM * 0.42)
    others = len(table.rows[0]) - 1
    return [own, *[(ROOM - own) / others] * others]


def _lines(spans: Spans, wide: float) -> Iterator[Spans]:
    """The spans broken into lines; the edges of keys and their weight are spread over the lines."""
    text = "".join(span.text for span in spans)
    inks = [span.ink for span in spans for _letter in span.text]
    at = 0
    plain = BODY.width(text)
    more = sum(2 * KEY_PAD + 0.6 for span in spans if span.ink is Ink.KEY)
    share = min(wide / 3, more / max(1.0, (plain + more) / wide))
    for line in BODY.lines(text, wide - share):
        at = text.index(line, at)
        yield tuple(_grouped(line, inks[at : at + len(line)]))
        at += len(line)


def _grouped(line: str, inks: list[Ink]) -> Iterator[Span]:
    begin = 0
    for place in range(1, len(line) + 1):
        if place == len(line) or inks[place] is not inks[begin]:
            yield Span(line[begin:place], inks[begin])
            begin = place


def _draw(sheet: Sheet, line: Spans, x: float, baseline: float, *, is_head: bool = False) -> None:
    for span in line:
        is_key = span.ink is Ink.KEY
        begin, pad = x, KEY_PAD if is_key else 0.0
        kind = STRONG if is_key or is_head else BODY
        x = sheet.text(x + pad, baseline, span.text, kind) + pad
        if is_key:
            sheet.box(begin + 0.3, baseline - 3.7, x - begin - 0.6, 4.7, radius=0.8)
        elif span.ink is Ink.TYPED:
            sheet.line((begin, baseline + 1.0), (x, baseline + 1.0))
