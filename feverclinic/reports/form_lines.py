"""Lines of a paper form: words, boxes to tick (or ticked) and room to write in, flowing like text."""

from collections.abc import Sequence
from dataclasses import dataclass

from feverclinic.reports.figures import mark, tick_box
from feverclinic.reports.marks import Mark
from feverclinic.reports.paper import Sheet, Type

BODY = 3.3
PITCH = 6.4
GAP = 3.2
BOX_ROOM = 1.4
TICK_GROWTH = 0.25


@dataclass(frozen=True, slots=True)
class Piece:
    """Stays together on a line: a box where it `has_box`, then words, then `blank` mm of line."""

    words: str = ""
    has_box: bool = False
    is_ticked: bool = False
    blank: float = 0.0
    is_bold: bool = False

    def type(self, size: float) -> Type:
        return Type(size, bold=self.is_bold or self.is_ticked)

    def width(self, size: float) -> float:
        box = size + BOX_ROOM if self.has_box else 0.0
        words = self.type(size).width(self.words) if self.words else 0.0
        return box + words + (self.blank + 1.2 if self.blank else 0.0)


def tick(words: str, *, is_ticked: bool = False) -> Piece:
    """A box before words."""
    return Piece(words, has_box=True, is_ticked=is_ticked)


def write(words: str, blank: float) -> Piece:
    """Words before a line to write on, `blank` mm long."""
    return Piece(words, blank=blank)


def head(words: str) -> Piece:
    return Piece(words, is_bold=True)


def draw_pieces(
    sheet: Sheet,
    pieces: Sequence[Piece],
    place: tuple[float, float, float],
    *,
    size: float = BODY,
    pitch: float = PITCH,
) -> float:
    """Draw the pieces from (x, first baseline) within a width; returns the last baseline."""
    left, baseline, room = place
    x = left
    for piece in pieces:
        wide = piece.width(size)
        if x > left and x + wide > left + room:
            x = left
            baseline += pitch
        x = _draw(sheet, piece, (x, baseline), size, left + room) + GAP
    return baseline


def _draw(sheet: Sheet, piece: Piece, place: tuple[float, float], size: float, end: float) -> float:
    x, baseline = place
    if piece.has_box:
        tick_box(sheet, x, baseline, size)
        if piece.is_ticked:
            mark(sheet, Mark.YES, x + 0.3, baseline - 0.3, size * (1 + TICK_GROWTH))
        x += size + BOX_ROOM
    if piece.words:
        kind = piece.type(size).fitting(piece.words, end - x, 1.8)
        x = sheet.text(x, baseline, piece.words, kind)
    if piece.blank:
        stop = min(x + 1.2 + piece.blank, end)
        sheet.line((x + 1.2, baseline + 1.0), (stop, baseline + 1.0))
        x = stop
    return x


def bar(sheet: Sheet, place: tuple[float, float, float], words: str) -> float:
    """The grey head of a part across a width; returns where its body begins."""
    x, top, wide = place
    sheet.box(x, top, wide, 6.0, is_head=True)
    kind = Type(3.5, bold=True)
    sheet.text(x + 2.0, top + 4.3, words, kind.fitting(words, wide - 4, 2.0))
    return top + 6.0
