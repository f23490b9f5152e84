"""Line icons from resources/icons, tinted by a colour and drawn once for each size."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

# Drawn for plain screens and for those with two pixels a point; Qt takes the nearest.
RATIOS = (1.0, 2.0)
FULL_SIZE = 24


def pixmap(name: str, color: QColor, size: int, ratio: float = 2.0) -> QPixmap:
    """The icon as a picture of `size` points; a name without a file is a FileNotFoundError."""
    return _drawn(name, color.name(), size, ratio)


def icon(name: str, color: QColor, size: int = 20) -> QIcon:
    """The icon for a button or a list, one colour in every state."""
    return _icon(name, color.name(), size)


def paint_icon(painter: QPainter, name: str, color: QColor, box: QRectF) -> None:
    """Draw the icon into a square box as lines, sharp at any scale."""
    _renderer(name, color.name(), _stroke(box.width())).render(painter, box)


def _stroke(size: float) -> str:
    """Small icons get a heavier line: two units of a 24-box would be a hair at 16 px."""
    return "2" if size >= FULL_SIZE else "2.5"


@cache
def _renderer(name: str, color: str, stroke: str) -> QSvgRenderer:
    text = files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")
    tinted = text.replace("currentColor", color)
    heavy = tinted.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(heavy.encode()))


@cache
def _drawn(name: str, color: str, size: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, color, _stroke(size)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _icon(name: str, color: str, size: int) -> QIcon:
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(_drawn(name, color, size, ratio))
        made.addPixmap(_drawn(name, color, size, ratio), QIcon.Mode.Disabled)
    return made
