"""A level as colour, shape and word: Ⅰ octagon, Ⅱ diamond, Ⅲ square, Ⅳ circle."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from feverclinic.domain.vitals import Level
from feverclinic.wording import Wording
from ui.theme import Theme

ROW, PANEL = 26, 40
LETTER_SHARE = {Level.I: 0.5, Level.II: 0.4, Level.III: 0.5, Level.IV: 0.46}


def level_shape(level: Level, box: QRectF) -> QPainterPath:
    """The outline that says the level without any colour."""
    path = QPainterPath()
    if level is Level.IV:
        path.addEllipse(box)
    elif level is Level.III:
        path.addRoundedRect(box, 2, 2)
    elif level is Level.II:
        centre = box.center()
        half = box.width() / 2
        corners = [(0, -half), (half, 0), (0, half), (-half, 0)]
        points = [QPointF(centre.x() + x, centre.y() + y) for x, y in corners]
        path.addPolygon(QPolygonF(points))
        path.closeSubpath()
    else:
        radius = box.width() / 2 / math.cos(math.pi / 8)
        turns = [math.pi / 8 + step * math.pi / 4 for step in range(8)]
        points = [
            QPointF(
                box.center().x() + radius * math.cos(turn),
                box.center().y() + radius * math.sin(turn),
            )
            for turn in turns
        ]
        path.addPolygon(QPolygonF(points))
        path.closeSubpath()
    return path


def paint_level(painter: QPainter, box: QRectF, level: Level, theme: Theme) -> None:
    """Draw the badge into a square box; used by rows and by the widget alike."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = box.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(theme.color("text"), 1))
    painter.setBrush(theme.color(f"level{level.rank}"))
    painter.drawPath(level_shape(level, inner))
    font = QFont(theme.bold("body"))
    font.setPixelSize(round(box.height() * LETTER_SHARE[level]))
    painter.setFont(font)
    painter.setPen(theme.color(f"onlevel{level.rank}"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, level.value)
    painter.restore()


class LevelBadge(QWidget):
    """The badge with its words in tooltip and accessible name."""

    def __init__(self, theme: Theme, words: Wording, size: int = ROW) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._size = size
        self._level: Level | None = None
        self.setObjectName("levelBadge")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def level(self) -> Level | None:
        return self._level

    def show_level(self, level: Level | None) -> None:
        """Show a level, or nothing while there is none."""
        self._level = level
        said = ""
        if level is not None:
            said = f"{self._words.say(f'level.{level}')} {self._words.say(f'level_word.{level}')}"
        self.setToolTip(said)
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._level is not None:
            box = QRectF(0, 0, self._size, self._size)
            paint_level(QPainter(self), box, self._level, self._theme)
