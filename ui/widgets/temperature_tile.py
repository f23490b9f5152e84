"""A temperature with its origin: site and time over the number, thermometer and owner under it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.icons import pixmap
from ui.theme import Theme

USUAL, NARROW = QSize(218, 116), QSize(174, 106)
BAR, SQUARE, ICON = 8, 11, 15
# state: (edge token, edge width, dashed, fill token, bar token, ink of the first words)
LOOKS = {
    "empty": ("control", 1, True, "surface", "line", "text2"),
    "armed": ("accent", 2, True, "surface", "accent", "accent"),
    "under_arm": ("accent", 1, True, "surface", "accent", "accent"),
    "read": ("line", 1, False, "sunken", "control", "text"),
    "fever": ("danger", 2, False, "dangersoft", "danger", "text"),
    "unclaimed": ("control", 1, True, "sunken", "control", "text"),
    "unusable": ("unknown", 2, True, "unknownsoft", "unknown", "text"),
    "not_measured": ("control", 1, True, "sunken", "control", "text"),
}


@dataclass(frozen=True, slots=True)
class TileFacts:
    """What a tile shows, in words; the digits are exactly those that the device sent."""

    state: str = "empty"
    title: str = ""
    site: str = ""
    when: str = ""
    number: str = "--.-"
    unit: str = "℃"
    flag: str = ""
    label_token: str = ""
    icon: str = ""
    origin: str = ""
    sentence: str = ""

    @property
    def spoken(self) -> str:
        parts = (self.title, self.site, self.number, self.unit, self.flag, self.sentence)
        return " ".join(part for part in (*parts, self.origin, self.when) if part)


class TemperatureTile(QFrame):
    """One reading, or the place where one is awaited. A click is an act of its owner."""

    pressed = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._is_narrow = False
        self._facts = TileFacts()
        self.set_narrow(is_narrow=False)

    @property
    def facts(self) -> TileFacts:
        return self._facts

    def set_narrow(self, *, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        size = NARROW if is_narrow else USUAL
        grown = self._theme.px("reading") - 42
        self.setMaximumWidth(size.width() + 2 * grown)
        self.setMinimumWidth(size.width() - 30)
        self.setFixedHeight(size.height() + 2 * grown)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), self.height())

    def show_facts(self, facts: TileFacts) -> None:
        if facts != self._facts:
            self._facts = facts
            self.setAccessibleName(facts.spoken)
            self.setToolTip(facts.spoken)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        inner = QRectF(self.rect()).adjusted(BAR + 11, 0, -11, 0)
        self._paint_head(painter, inner)
        self._paint_number(painter, inner)
        self._paint_origin(painter, inner)

    def _paint_frame(self, painter: QPainter) -> None:
        edge, width, dashed, fill, bar, _ink = LOOKS[self._facts.state]
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        shape = QPainterPath()
        shape.addRoundedRect(box, 6, 6)
        painter.fillPath(shape, self._theme.color(fill))
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, BAR + half, self.height()), self._theme.color(bar))
        painter.restore()
        pen = QPen(self._theme.color(edge), width)
        if dashed:
            pen.setDashPattern([4, 3] if width == 1 else [3, 2])
        painter.setPen(pen)
        painter.drawPath(shape)

    def _line(self, share: float) -> float:
        return self.height() * share

    def _paint_head(self, painter: QPainter, inner: QRectF) -> None:
        facts, theme = self._facts, self._theme
        box = QRectF(inner.x(), self._line(0.03), inner.width(), self._line(0.26))
        painter.setFont(theme.font("small"))
        when = QFontMetricsF(painter.font()).horizontalAdvance(facts.when)
        painter.setPen(theme.color("text2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, facts.when)
        painter.setFont(theme.bold("small"))
        painter.setPen(theme.color(LOOKS[facts.state][5]))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, facts.title)
        title = QFontMetricsF(painter.font()).horizontalAdvance(facts.title)
        room = box.adjusted(title + 6, 0, -when - 6, 0)
        _draw_elided(painter, room, facts.site, theme, "text2")

    def _paint_number(self, painter: QPainter, inner: QRectF) -> None:
        facts, theme = self._facts, self._theme
        box = QRectF(inner.x(), self._line(0.27), inner.width(), self._line(0.45))
        if facts.sentence:
            painter.setFont(theme.bold("body"))
            painter.setPen(theme.color("text"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, facts.sentence)
            return
        painter.setFont(theme.bold("reading_narrow" if self._is_narrow else "reading"))
        metrics = QFontMetricsF(painter.font())
        base = box.y() + (box.height() + metrics.capHeight()) / 2
        awaited = facts.state in ("empty", "armed", "under_arm")
        painter.setPen(theme.color("text3" if awaited else "text"))
        painter.drawText(QPointF(inner.x() - 1, base), facts.number)
        left = inner.x() + metrics.horizontalAdvance(facts.number) + 3
        painter.setFont(theme.font("title" if not self._is_narrow else "body"))
        painter.setPen(theme.color("text2"))
        painter.drawText(QPointF(left, base), facts.unit)
        if facts.flag:
            self._paint_flag(painter, box, left + 22)

    def _paint_flag(self, painter: QPainter, box: QRectF, left: float) -> None:
        """▲ and the limit; where the number leaves no room beside it the mark stands alone."""
        theme = self._theme
        painter.setFont(theme.bold("small"))
        painter.setPen(theme.color("danger" if self._facts.state == "fever" else "unknown"))
        width = QFontMetricsF(painter.font()).horizontalAdvance(self._facts.flag)
        fits = left + width + ICON + 4 <= box.right() + 4
        start = box.right() - (width if fits else 0) - ICON - 4
        top = box.center().y() - ICON / 2 + 3
        color = painter.pen().color()
        picture = pixmap("triangle-alert", color, ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(start, top), picture)
        if fits:
            line = QRectF(box.right() - width, top, width + 1, ICON)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._facts.flag)

    def _paint_origin(self, painter: QPainter, inner: QRectF) -> None:
        facts, theme = self._facts, self._theme
        box = QRectF(inner.x(), self._line(0.74), inner.width(), self._line(0.22))
        left = box.x()
        middle = box.center().y()
        if facts.label_token:
            square = QRectF(left, round(middle - SQUARE / 2), SQUARE, SQUARE)
            painter.setPen(QPen(theme.color("text2"), 0.6))
            painter.setBrush(theme.color(facts.label_token))
            painter.drawRoundedRect(square, 2, 2)
            left += SQUARE + 5
        if facts.icon:
            picture = pixmap(facts.icon, theme.color("text2"), ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, middle - ICON / 2), picture)
            left += ICON + 5
        painter.setFont(theme.font("small"))
        room = QRectF(left, box.y(), box.right() - left + 6, box.height())
        _draw_elided(painter, room, facts.origin, theme, "text2")


def _draw_elided(painter: QPainter, room: QRectF, text: str, theme: Theme, token: str) -> None:
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color(token))
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
