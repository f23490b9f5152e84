"""The patient's screen as a window: a few huge lines in Chinese and English, painted to fill any size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from feverclinic.wording import LANGUAGES, wording
from ui.icons import paint_icon
from ui.patient_window.telling import NEUTRAL, Kind, Lines, PatientPage, lines_of
from ui.theme import Theme

# Sizes are those of a screen of 1366 by 768, in pixels; on a larger one they grow with it.
WIDTH, HEIGHT = 1366, 768
LEAST_LARGE_PX = 60
LEAST_SMALL_PX = 40
EDGE, BAR, GAP, ICON, LINE = 56, 64, 14, 240, 1.22
STEP = 0.96
BREAKS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
# Background and ink of each kind of page, tokens of the look.
COLORS = {
    Kind.NEUTRAL: ("rail", "railtext"),
    Kind.QUESTION: ("surface", "text"),
    Kind.MEASURE: ("accentsoft", "text"),
    Kind.READING: ("surface", "text"),
    Kind.ROUTE: ("route", "onroute"),
}
ICONS = {
    Kind.NEUTRAL: "shield-check",
    Kind.MEASURE: "thermometer-gun",
    Kind.READING: "thermometer",
    Kind.ROUTE: "arrow-right",
}
WAITING = "HOLD_RECHECK"


@dataclass(frozen=True, slots=True)
class Block:
    """Some words in one size; it may shrink to `least` where there is little room, never below."""

    text: str
    px: int
    least: int
    is_bold: bool = False

    def at(self, scale: float) -> float:
        return max(self.least, self.px * scale)


def blocks_of(page: PatientPage, facility: str) -> tuple[Block, ...]:
    """The page in both languages, Chinese first; a name stands in the first line only."""
    chinese, english = (
        lines_of(told, wording(language), facility)
        for told, language in zip((page, replace(page, name="")), LANGUAGES, strict=True)
    )
    made = {
        Kind.NEUTRAL: _neutral,
        Kind.QUESTION: _question,
        Kind.MEASURE: _measure,
        Kind.READING: _reading,
        Kind.ROUTE: _route,
    }[page.kind](chinese, english)
    return tuple(block for block in made if block.text)


def _large(text: str, px: int, *, is_bold: bool = True) -> Block:
    return Block(text, px, LEAST_LARGE_PX, is_bold)


def _small(text: str, px: int) -> Block:
    return Block(text, px, LEAST_SMALL_PX)


def _neutral(chinese: Lines, english: Lines) -> Sequence[Block]:
    return (
        _large(chinese.over, 64),
        _large(chinese.large, 84),
        _large(english.large, 60, is_bold=False),
        *(_small(text, 44) for text in (*chinese.below, *english.below)),
    )


def _question(chinese: Lines, english: Lines) -> Sequence[Block]:
    return (
        _large(chinese.large, 96),
        _large(english.large, 62, is_bold=False),
        _small("  ".join((*chinese.below, *english.below)), 42),
        _small("  ".join(text for text in (chinese.foot, english.foot) if text), 42),
    )


def _measure(chinese: Lines, english: Lines) -> Sequence[Block]:
    return (
        _large(chinese.large, 132),
        _large(english.large, 66, is_bold=False),
        *(_small(text, 46) for text in (*chinese.below, *english.below)),
    )


def _reading(chinese: Lines, english: Lines) -> Sequence[Block]:
    return (
        _large(f"{chinese.over}  {english.over}", 62, is_bold=False),
        _large(chinese.large, 220),
        _small("  ".join((*chinese.below, *english.below)), 46),
    )


def _route(chinese: Lines, english: Lines) -> Sequence[Block]:
    return (
        _small(chinese.over, 54),
        _large(chinese.large, 144),
        _large(f"{english.over} {english.large}", 62, is_bold=False),
        _large(chinese.below[0], 62),
        _small(english.below[0], 44),
        *(_small(text, 44) for text in (*chinese.below[1:], *english.below[1:])),
    )


class PatientScreen(QWidget):
    """`mark` says in its corner that this is no real clinic."""

    def __init__(self, theme: Theme, facility: str, mark: str = "") -> None:
        super().__init__()
        self.setObjectName("patientScreen")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(480, 270)
        self._theme, self._facility, self._mark = theme, facility, mark
        self._page = NEUTRAL
        self._blocks: tuple[Block, ...] = ()
        self.show_page(NEUTRAL)

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that can be read on it."""
        return (*(block.text for block in self._blocks), *filter(None, (self._mark,)))

    def show_page(self, page: PatientPage) -> None:
        self._page = page
        self._blocks = blocks_of(page, self._facility)
        self.setAccessibleName(" ".join(self.words))
        self.update()

    # -- painting -----------------------------------------------------------------------------

    @property
    def _unit(self) -> float:
        return min(self.width() / WIDTH, self.height() / HEIGHT)

    def _font(self, px: float, *, is_bold: bool = False) -> QFont:
        font = QFont(QApplication.font())
        font.setPixelSize(max(1, round(px * self._unit)))
        font.setWeight(QFont.Weight.Bold if is_bold else QFont.Weight.Normal)
        return font

    def _room(self) -> QRectF:
        """Where the words stand: right of the picture, below the bar."""
        unit = self._unit
        left = EDGE * unit
        if self._page.kind in ICONS:
            left += (ICON + EDGE) * unit
        top = BAR * unit
        return QRectF(left, top, self.width() - left - EDGE * unit, self.height() - top * 1.5)

    def _height(self, block: Block, scale: float, width: float) -> float:
        metrics = QFontMetricsF(self._font(block.at(scale), is_bold=block.is_bold))
        box = metrics.boundingRect(QRectF(0, 0, width, 1e6), int(BREAKS), block.text)
        return box.height()

    def sizes_px(self) -> tuple[float, ...]:
        """The size of each block in pixels of a screen 1366 wide, as it is painted now."""
        scale = self._fit(self._room())
        return tuple(block.at(scale) for block in self._blocks)

    def overflow(self) -> float:
        """How many pixels the words are higher than their room; 0 or less when all can be read."""
        room = self._room()
        scale = self._fit(room)
        whole = sum(self._height(block, scale, room.width()) for block in self._blocks)
        return whole + GAP * self._unit * (len(self._blocks) - 1) - room.height()

    def _fit(self, room: QRectF) -> float:
        """The largest scale at which all stands in the room; each block keeps its least size."""
        scale = 1.0
        while scale > STEP**24:
            whole = sum(self._height(block, scale, room.width()) for block in self._blocks)
            if whole + GAP * self._unit * (len(self._blocks) - 1) <= room.height():
                break
            scale *= STEP
        return scale

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, ink = (self._theme.color(token) for token in COLORS[self._page.kind])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ground)
        painter.setPen(ink)
        self._paint_bar(painter, ground, ink)
        self._paint_picture(painter, ground, ink)
        room = self._room()
        scale = self._fit(room)
        heights = [self._height(block, scale, room.width()) for block in self._blocks]
        gap = GAP * self._unit
        top = room.top() + max(0.0, room.height() - sum(heights) - gap * (len(heights) - 1)) / 2
        for block, height in zip(self._blocks, heights, strict=True):
            painter.setFont(self._font(block.at(scale), is_bold=block.is_bold))
            box = QRectF(room.left(), top, room.width(), height * LINE)
            painter.drawText(box, int(BREAKS), block.text)
            top += height + gap
        painter.end()

    def _paint_bar(self, painter: QPainter, ground: QColor, ink: QColor) -> None:
        """Whose screen it is; on the neutral page the name stands large below."""
        unit = self._unit
        bar = QRectF(EDGE * unit, 0, self.width() - 2 * EDGE * unit, BAR * unit)
        if self._page.kind is not Kind.NEUTRAL:
            painter.setFont(self._font(26))
            painter.drawText(bar, Qt.AlignmentFlag.AlignVCenter, self._facility)
        if not self._mark:
            return
        painter.setFont(self._font(26, is_bold=True))
        width = painter.fontMetrics().horizontalAdvance(self._mark) + 32 * unit
        tag = QRectF(bar.right() - width, 12 * unit, width, 40 * unit)
        painter.fillRect(tag, ink)
        painter.setPen(ground)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self._mark)
        painter.setPen(ink)

    def _paint_picture(self, painter: QPainter, ground: QColor, ink: QColor) -> None:
        """A full circle with the sign of the page; a question has none, its words need the room."""
        name = ICONS.get(self._page.kind)
        if name is None:
            bar = QRectF(0, 0, 14 * self._unit, self.height())
            painter.fillRect(bar, self._theme.color("accent"))
            return
        if self._page.topic == WAITING:
            name = "timer"
        unit = self._unit
        circle = QRectF(EDGE * unit, (self.height() - ICON * unit) / 2, ICON * unit, ICON * unit)
        is_dark = self._page.kind in (Kind.ROUTE, Kind.NEUTRAL)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink if is_dark else self._theme.color("accent"))
        painter.drawEllipse(circle)
        painter.restore()
        edge = (34 if self._page.kind is Kind.ROUTE else 50) * unit
        inside = circle.adjusted(edge, edge, -edge, -edge)
        paint_icon(painter, name, ground if is_dark else self._theme.color("onaccent"), inside)
