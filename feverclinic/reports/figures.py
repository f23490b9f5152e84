"""Figures on paper: level shapes, marks before a sentence, boxes to tick, machine-readable codes."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from math import cos, pi, sin

import segno
from reportlab.graphics.barcode.code128 import Code128

from feverclinic.domain.vitals import Level
from feverclinic.reports.marks import Mark
from feverclinic.reports.paper import EDGE, Align, Sheet, Type

SHAPE_EDGE = 0.9
CORNERS = 8
OCTAGON_SHARE = 1.08  # an octagon, a diamond and a circle look smaller than a square as wide
DIAMOND_SHARE = 1.3
CIRCLE_SHARE = 1.12
NUMERAL_SHARE = 0.62
NUMERAL_DROP = 0.36  # of the type size: from the middle of a capital to its baseline
MARK_EDGE = 0.4
SEAM = 1.02  # rows of a code overlap a little, else a screen shows white hairs between them


def level_shape(sheet: Sheet, level: Level, centre: tuple[float, float], size: float) -> None:
    """Octagon, diamond, square, circle for I to IV, with the numeral: readable without colour."""
    x, y = centre
    half = size / 2
    if level is Level.I:
        reach = half * OCTAGON_SHARE / cos(pi / CORNERS)
        angles = [pi / CORNERS + 2 * pi * corner / CORNERS for corner in range(CORNERS)]
        sheet.outline(
            tuple((x + reach * cos(angle), y + reach * sin(angle)) for angle in angles), SHAPE_EDGE
        )
    elif level is Level.II:
        reach = half * DIAMOND_SHARE
        sheet.outline(((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), SHAPE_EDGE)
    elif level is Level.III:
        sheet.box(x - half, y - half, size, size, thickness=SHAPE_EDGE, radius=0.7)
    else:
        sheet.circle(centre, half * CIRCLE_SHARE, SHAPE_EDGE)
    numeral = Type(size * NUMERAL_SHARE, bold=True)
    sheet.text(x, y + numeral.size * NUMERAL_DROP, level.value, numeral, Align.CENTRE)


def mark(sheet: Sheet, sign: Mark, x: float, baseline: float, size: float) -> None:
    """The sign stands on the baseline, as high as a capital of that type size."""
    high = size * 0.8
    top = baseline - high * 0.92
    if sign is Mark.LIMIT:
        foot = baseline + high * 0.02
        sheet.outline(((x + high / 2, top), (x + high, foot), (x, foot)), 0.01, is_filled=True)
    elif sign is Mark.YES:
        sheet.outline(
            (
                (x, baseline - high * 0.34),
                (x + high * 0.27, baseline),
                (x + high * 0.8, top),
            ),
            MARK_EDGE,
            is_closed=False,
        )
    elif sign is Mark.NO:
        for ends in (
            ((x, top), (x + high * 0.8, baseline)),
            ((x, baseline), (x + high * 0.8, top)),
        ):
            sheet.line(*ends, MARK_EDGE)
    else:
        letter = "?" if sign is Mark.UNKNOWN else "!"
        sheet.text(x + high * 0.4, baseline, letter, Type(size, bold=True), Align.CENTRE)


def tick_box(sheet: Sheet, x: float, baseline: float, size: float) -> None:
    sheet.box(x, baseline - size * 0.9, size, size, thickness=EDGE)


def qr(sheet: Sheet, content: str, x: float, y: float, size: float) -> None:
    """A QR code, level M, without its quiet zone: the sheet leaves that room white."""
    count, stretches = _modules(content)
    module = size / count
    sheet.blocks(
        tuple(
            (x + start * module, y + row * module, long * module, module * SEAM)
            for row, start, long in stretches
        )
    )


@lru_cache(maxsize=64)  # a slip is looked at, printed and printed again with the same code
def _modules(content: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """How many modules a side has, and the dark stretches: row, start, length."""
    rows = segno.make_qr(content, error="m").matrix
    return len(rows), tuple(
        (row, start, long) for row, cells in enumerate(rows) for start, long in _dark(cells)
    )


def _dark(cells: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The dark stretches of a row: where each starts and how many modules it is long."""
    place = 0
    for is_dark, group in groupby(cells, key=bool):
        long = len(list(group))
        if is_dark:
            yield place, long
        place += long


def code128(
    sheet: Sheet, content: str, span: tuple[float, float], y: float, high: float, dot: float = 0.0
) -> None:
    """A Code 128 in the middle of a span (x, width), without its quiet zones.

    With a `dot` (mm of the printer) each module is a whole number of dots and starts on one: a
    thermal printer would else draw bars of one width in two.
    """
    code = Code128(content)
    code.validate()
    code.encode()
    code.decompose()
    # Letters are widths in modules: capitals bars, small letters gaps.
    stretches = [
        (ord(letter.upper()) - ord("A") + 1, letter.isupper()) for letter in code.decomposed
    ]
    count = sum(long for long, _ in stretches)
    x, wide = span
    module = wide / count
    if dot:
        module = max(1, int(module / dot)) * dot
        x = round((x + (wide - module * count) / 2) / dot) * dot
    bars: list[tuple[float, float, float, float]] = []
    for long, is_bar in stretches:
        if is_bar:
            bars.append((x, y, long * module, high))
        x += long * module
    sheet.blocks(tuple(bars))
