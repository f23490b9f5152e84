"""Parts that both papers of the slip are made of: words that flow, heads, reasons, boxes to tick."""

from dataclasses import dataclass

from feverclinic.reports.figures import mark, tick_box
from feverclinic.reports.paper import Align, Sheet, Type
from feverclinic.reports.slip_record import Line

SMALLEST = 3.0
"""Text is at least 3 mm high (look, Print)."""
GAP = 3.7
BAR = (1.67, 4.33)
TICK_GAP = 1.5


@dataclass(frozen=True, slots=True)
class Density:
    """How close the lines of the body stand; taken closer only when the page would overflow."""

    size: float
    pitch: float
    gap: float
    columns: int = 1

    @property
    def type(self) -> Type:
        return Type(self.size)

    @property
    def head(self) -> Type:
        return Type(max(self.size, 3.33), bold=True)

    @property
    def lead(self) -> float:
        """From the top of a section to the first baseline under its head."""
        return max(self.pitch * 1.62, 8.0)


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands across: from `x`, `width` mm wide."""

    x: float
    width: float

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Item:
    """Words that stay together on a line; `lead` is room before them, for a box to tick."""

    words: str
    type: Type
    lead: float = 0.0

    @property
    def width(self) -> float:
        return self.lead + self.type.width(self.words)


def flow(items: tuple[Item, ...], limit: float, gap: float = GAP) -> tuple[tuple[Item, ...], ...]:
    """The items in lines of at most `limit` mm; an item longer than a line is broken in itself."""
    rows: list[list[Item]] = [[]]
    used = 0.0
    for item in items:
        for part in _parts(item, limit):
            needed = part.width + (gap if rows[-1] else 0.0)
            if rows[-1] and used + needed > limit:
                rows.append([])
                used, needed = 0.0, part.width
            rows[-1].append(part)
            used += needed
    return tuple(tuple(row) for row in rows)


def _parts(item: Item, limit: float) -> tuple[Item, ...]:
    if item.width <= limit:
        return (item,)
    first, *rest = item.type.lines(item.words, limit - item.lead)
    return (Item(first, item.type, item.lead), *(Item(part, item.type) for part in rest))


def draw_flow(
    sheet: Sheet,
    rows: tuple[tuple[Item, ...], ...],
    place: tuple[float, float],
    pitch: float,
    gap: float = GAP,
) -> float:
    """Draw the lines from a first baseline on and return the baseline of the last one."""
    left, baseline = place
    for number, row in enumerate(rows):
        x = left
        for item in row:
            if item.lead:
                tick_box(sheet, x, baseline, item.lead - TICK_GAP)
            x = sheet.text(x + item.lead, baseline, item.words, item.type) + gap
        if number < len(rows) - 1:
            baseline += pitch
    return baseline


def section(sheet: Sheet, span: Span, top: float, words: str, density: Density) -> float:
    """The bar and the head of a section; returns where the head ends."""
    wide, high = BAR
    high = high * density.head.size / 3.67
    sheet.blocks(((span.x, top, wide, high),))
    return sheet.text(span.x + 3.8, top + high * 0.86, words, density.head)


def reason(sheet: Sheet, line: Line, span: Span, baseline: float, density: Density) -> float:
    """A sign, a sentence and its rule at the right; returns the next baseline."""
    mark(sheet, line.mark, span.x, baseline, density.size)
    id_type = Type(SMALLEST)
    sheet.text(span.end, baseline, line.rule, id_type, Align.RIGHT)
    room = span.width - 5.7 - id_type.width(line.rule) - 2
    return (
        sheet.paragraph(
            span.x + 5.7, baseline, line.sentence, density.type, room, density.pitch * 0.85
        )
        + density.pitch * 0.15
    )


def ticks(items: tuple[str, ...], density: Density) -> tuple[Item, ...]:
    """The items with a box before each."""
    return tuple(Item(words, density.type, density.size + TICK_GAP) for words in items)
