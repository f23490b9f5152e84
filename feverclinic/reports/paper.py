"""The look of all papers, once: a sheet in millimetres from its top left corner, black on white.

Print rules of the look: edges of at least 0.35 mm, text of at least 3 mm, no fill but the 10 %
grey of heads, embedded fonts, the same bytes for the same record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from math import atan2, degrees, hypot
from threading import Lock

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from feverclinic.reports.line_breaking import lines
from feverclinic.reports.typeface import runs, width

EDGE = 0.35
FRAME = 0.67
HEAD_GREY = 0.9
NON_ZERO = 1  # fill rule under which bars that touch or overlap stay black
BLACK_STROKE = 0.02  # of the size: makes the bold as heavy as a black weight
BORROWED_STROKE = 0.02
MARK_GREY, MARK_SHARE = 0.72, 0.72

# Binary streams: the page need not pass through a seven-bit mail of 1990, and is a fifth smaller.
rl_config.useA85 = 0

# ReportLab's fonts keep a reading position, so two papers are never drawn at the same moment.
_press = Lock()


@dataclass(frozen=True, slots=True)
class Type:
    """Size in mm; `is_black` is the heaviest weight, for what is read across a room."""

    size: float
    bold: bool = False
    is_black: bool = False

    def width(self, text: str) -> float:
        """Width in mm."""
        return width(text, self.size, bold=self.bold)

    def lines(self, text: str, limit: float) -> tuple[str, ...]:
        return lines(text, limit, self.width)

    def at(self, size: float) -> "Type":
        return Type(size, self.bold, self.is_black)

    def fitting(self, text: str, limit: float, smallest: float) -> "Type":
        """This type, or a smaller one in which the text has the width, never below the smallest."""
        needed = self.width(text)
        if needed <= limit:
            return self
        return self.at(max(smallest, self.size * limit / needed))


class Align(StrEnum):
    LEFT = "LEFT"
    CENTRE = "CENTRE"
    RIGHT = "RIGHT"


SHARE_BEFORE = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}
Stroke = Callable[[Canvas, float], None]


class Sheet:
    """One page, drawn when its height is known; all measures in mm, y grows downward."""

    def __init__(self, page_width: float) -> None:
        self.page_width = page_width
        self._strokes: list[Stroke] = []

    def text(
        self,
        x: float,
        baseline: float,
        words: str,
        kind: Type,
        align: Align = Align.LEFT,
        spacing: float = 0.0,
    ) -> float:
        """Draw one line and return where it ends."""
        length = kind.width(words) + spacing * max(0, len(words) - 1)
        start = x - length * SHARE_BEFORE[align]

        def stroke(canvas: Canvas, height: float) -> None:
            line = canvas.beginText(start * mm, (height - baseline) * mm)
            line.setCharSpace(spacing * mm)
            for run in runs(words, bold=kind.bold):
                weight = _stroke_of(kind, is_borrowed=run.is_borrowed)
                if weight:
                    canvas.setLineWidth(weight * kind.size * mm)
                line.setTextRenderMode(2 if weight else 0)
                line.setFont(run.font, kind.size * mm)
                line.textOut(run.text)
            line.setTextRenderMode(0)  # it would hold for the texts that follow
            canvas.drawText(line)

        self._strokes.append(stroke)
        return start + length

    def paragraph(
        self, x: float, baseline: float, words: str, kind: Type, limit: float, pitch: float
    ) -> float:
        """Draw lines of at most `limit` mm and return the baseline of the next one."""
        for line in kind.lines(words, limit):
            self.text(x, baseline, line, kind)
            baseline += pitch
        return baseline

    def line(
        self, start: tuple[float, float], end: tuple[float, float], thickness: float = EDGE
    ) -> None:
        self._strokes.append(lambda canvas, height: _line(canvas, height, (start, end), thickness))

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        thickness: float = EDGE,
        radius: float = 0.0,
        is_head: bool = False,
    ) -> None:
        """An outline; a head is filled with the only grey there is."""

        def stroke(canvas: Canvas, height: float) -> None:
            canvas.setLineWidth(thickness * mm)
            canvas.setFillGray(HEAD_GREY if is_head else 0)
            place = (x * mm, (height - y - h) * mm, w * mm, h * mm)
            if radius:
                canvas.roundRect(*place, radius * mm)
            else:
                canvas.rect(*place, fill=int(is_head))
            canvas.setFillGray(0)

        self._strokes.append(stroke)

    def blocks(self, places: tuple[tuple[float, float, float, float], ...]) -> None:
        """Black bars (x, y, width, height), drawn as one figure."""

        def stroke(canvas: Canvas, height: float) -> None:
            # A code has hundreds of bars: written at once, which is four times faster.
            code = [
                f"{x * mm:.3f} {(height - y - h) * mm:.3f} {w * mm:.3f} {h * mm:.3f} re"
                for x, y, w, h in places
            ]
            path = PDFPathObject(["n", *code])
            canvas.drawPath(path, stroke=0, fill=1, fillMode=NON_ZERO)

        self._strokes.append(stroke)

    def outline(
        self,
        points: tuple[tuple[float, float], ...],
        thickness: float = EDGE,
        *,
        is_closed: bool = True,
        is_filled: bool = False,
    ) -> None:
        def stroke(canvas: Canvas, height: float) -> None:
            path = canvas.beginPath()
            path.moveTo(points[0][0] * mm, (height - points[0][1]) * mm)
            for x, y in points[1:]:
                path.lineTo(x * mm, (height - y) * mm)
            if is_closed:
                path.close()
            canvas.setLineWidth(thickness * mm)
            canvas.drawPath(path, stroke=1, fill=int(is_filled))

        self._strokes.append(stroke)

    def circle(self, centre: tuple[float, float], radius: float, thickness: float) -> None:
        def stroke(canvas: Canvas, height: float) -> None:
            canvas.setLineWidth(thickness * mm)
            canvas.circle(centre[0] * mm, (height - centre[1]) * mm, radius * mm)

        self._strokes.append(stroke)

    def picture(self, x: float, y: float, w: float, h: float, png: bytes) -> None:
        """A picture in a box; its name in the file is made of its bytes."""

        def stroke(canvas: Canvas, height: float) -> None:
            image = ImageReader(BytesIO(png))
            canvas.drawImage(image, x * mm, (height - y - h) * mm, w * mm, h * mm)

        self._strokes.append(stroke)

    def draw_on(self, canvas: Canvas, page_height: float) -> None:
        for stroke in self._strokes:
            stroke(canvas, page_height)


def press(sheets: tuple[Sheet, ...], page_height: float, title: str, mark: str = "") -> bytes:
    """The sheets as pages of a PDF file; the same strokes give the same bytes.

    A `mark` stands in large grey outline across every page, under what is written on it.
    """
    with _press:
        target = BytesIO()
        size = (sheets[0].page_width * mm, page_height * mm)
        canvas = Canvas(target, pagesize=size, invariant=1, pageCompression=1)
        canvas.setTitle(title)
        canvas.setCreator("Fever Clinic")
        for sheet in sheets:
            if mark:
                _across(canvas, (sheet.page_width, page_height), mark)
            sheet.draw_on(canvas, page_height)
            canvas.showPage()
        canvas.save()
        return target.getvalue()


def _across(canvas: Canvas, page: tuple[float, float], mark: str) -> None:
    """One line of outlined words from corner to corner, as large as the page has room for."""
    wide, high = page
    size = min(MARK_SHARE * hypot(wide, high) / width(mark, 1.0, bold=True), min(page) / 3)
    canvas.saveState()
    canvas.translate(wide / 2 * mm, high / 2 * mm)
    canvas.rotate(degrees(atan2(high, wide)))
    canvas.setStrokeGray(MARK_GREY)
    canvas.setLineWidth(EDGE * mm)
    line = canvas.beginText(-width(mark, size, bold=True) / 2 * mm, -size * 0.36 * mm)
    line.setTextRenderMode(1)
    for run in runs(mark, bold=True):
        line.setFont(run.font, size * mm)
        line.textOut(run.text)
    canvas.drawText(line)
    canvas.restoreState()


def _stroke_of(kind: Type, *, is_borrowed: bool) -> float:
    """The outline that thickens a font without the weight wanted, as a share of the size."""
    if kind.is_black:
        return BLACK_STROKE
    return BORROWED_STROKE if kind.bold and is_borrowed else 0.0


def _line(
    canvas: Canvas,
    height: float,
    ends: tuple[tuple[float, float], tuple[float, float]],
    thickness: float,
) -> None:
    (x, y), (to_x, to_y) = ends
    canvas.setLineWidth(thickness * mm)
    canvas.line(x * mm, (height - y) * mm, to_x * mm, (height - to_y) * mm)
