"""One line of icons, squares and words within an edge: what the top line is made of."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.icons import pixmap
from ui.theme import Theme

HEIGHT, PADDING, GAP, WIDE_GAP = 30, 11, 7, 13
ICON, SQUARE = 15, 11


@dataclass(frozen=True, slots=True)
class ChipPart:
    """One thing in a chip: an icon, a coloured square, or words; `room` keeps its width steady."""

    text: str = ""
    icon: str = ""
    square: str = ""
    ink: str = "text"
    is_bold: bool = False
    room: str = ""
    starts_group: bool = False
    size: int = ICON


@dataclass(frozen=True, slots=True)
class ChipLook:
    """The edge and fill of a chip by tokens of the theme."""

    fill: str = "surface"
    edge: str = "line"
    is_dashed: bool = False


def _part_width(theme: Theme, part: ChipPart) -> float:
    if part.icon:
        return part.size
    if part.square:
        return SQUARE
    font = theme.bold("table") if part.is_bold else theme.font("table")
    metrics = QFontMetricsF(font)
    return max(metrics.horizontalAdvance(part.text), metrics.horizontalAdvance(part.room))


def chip_room(theme: Theme, parts: tuple[ChipPart, ...]) -> int:
    """How wide a chip of these parts is."""
    gaps = sum(WIDE_GAP if part.starts_group else GAP for part in parts[1:])
    return round(sum(_part_width(theme, part) for part in parts) + gaps + 2 * PADDING + 0.5)


class Chip(QAbstractButton):
    """A chip that is painted, so that a change of its words lays nothing out again."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[ChipPart, ...] = ()
        self._look = ChipLook()
        self.setObjectName(name)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_parts(self, parts: tuple[ChipPart, ...], look: ChipLook, said: str) -> None:
        """Show these; `said` is the whole in words, for tooltip and screen reader."""
        is_same_size = chip_room(self._theme, parts) == chip_room(self._theme, self._parts)
        self._parts, self._look = parts, look
        self.setAccessibleName(said)
        self.setToolTip(said)
        if not is_same_size:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_room(self._theme, self._parts), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = Qt.PenStyle.DashLine if self._look.is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(self._theme.color(self._look.edge), 1, style))
        painter.setBrush(self._theme.color(self._look.fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        left = float(PADDING)
        for index, part in enumerate(self._parts):
            if index:
                left += WIDE_GAP if part.starts_group else GAP
            self._paint_part(painter, part, left)
            left += _part_width(self._theme, part)

    def _paint_part(self, painter: QPainter, part: ChipPart, left: float) -> None:
        ink = self._theme.color(part.ink)
        if part.icon:
            top = (HEIGHT - part.size) // 2
            picture = pixmap(part.icon, ink, part.size, self.devicePixelRatioF())
            painter.drawPixmap(round(left), top, picture)
        elif part.square:
            painter.setPen(QPen(self._theme.color("text"), 0.5))
            painter.setBrush(self._theme.color(part.square))
            painter.drawRoundedRect(
                QRectF(round(left), (HEIGHT - SQUARE) // 2, SQUARE, SQUARE), 2, 2
            )
        else:
            painter.setFont(
                self._theme.bold("table") if part.is_bold else self._theme.font("table")
            )
            painter.setPen(ink)
            box = QRectF(left, 0, _part_width(self._theme, part) + 1, HEIGHT)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, part.text)
