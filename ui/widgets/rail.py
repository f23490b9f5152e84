"""The rail: one entry a desk, the current one with a mark; it spans the whole height."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.theme import Grid, Theme

ENTRY, HEAD, MARK, ICON = 60, 48, 4, 24
BADGE, MOST = 18, 99


class RailEntry(QAbstractButton):
    """Icon over word; `count` is a badge at the icon's shoulder."""

    def __init__(self, theme: Theme, key: str, title: str, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._count = 0
        self.key = key
        self.setObjectName(f"rail.{key}")
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(ENTRY)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_count(self, count: int) -> None:
        """Show how many wait there; none is no badge."""
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(64, ENTRY)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, is_on = self._theme, self.isChecked()
        if is_on:
            painter.fillRect(self.rect(), theme.color("railsel"))
            painter.fillRect(0, 0, MARK, ENTRY, theme.color("level3"))
        ink = theme.color("onrailsel" if is_on else "railtext")
        left = (self.width() - ICON) // 2
        painter.drawPixmap(left, 10, pixmap(self._icon, ink, ICON, self.devicePixelRatioF()))
        font = theme.bold("small") if is_on else theme.font("small")
        room = self.width() - 2 * MARK
        needed = QFontMetricsF(font).horizontalAdvance(self.text())
        if needed > room:
            font.setPixelSize(max(9, int(font.pixelSize() * room / needed)))
        painter.setFont(font)
        painter.setPen(ink)
        words = QRectF(0, 34, self.width(), 22)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        theme = self._theme
        box = QRectF(self.width() / 2 + 7, 2, BADGE, BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("level3"))
        painter.drawEllipse(box)
        painter.setFont(theme.bold("micro"))
        painter.setPen(theme.color("onlevel3"))
        said = str(self._count) if self._count <= MOST else "99+"
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)


class Rail(QWidget):
    """The entries of all desks; desks that are tools stand at the bottom."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.entries: dict[str, RailEntry] = {}
        self.setObjectName("rail")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, HEAD, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()

    def add(self, key: str, title: str, icon: str, *, is_tool: bool = False) -> None:
        """Add an entry; an entry leads to a desk that is there, never to one that is planned."""
        entry = RailEntry(self._theme, key, title, icon)
        entry.clicked.connect(lambda: self.chosen.emit(key))
        works = sum(1 for index in range(self._column.count()) if self._is_before_gap(index))
        self._column.insertWidget(self._column.count() if is_tool else works, entry)
        self.entries[key] = entry

    def _is_before_gap(self, index: int) -> bool:
        return all(
            item is not None and item.widget() is not None
            for item in (self._column.itemAt(place) for place in range(index + 1))
        )

    def mark(self, key: str) -> None:
        """Show which desk is open."""
        self.entries[key].setChecked(True)

    def set_grid(self, grid: Grid) -> None:
        self.setFixedWidth(grid.rail_px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("rail"))
        ink = "railtext" if self._theme.name == "high-contrast" else "onrailsel"
        logo = pixmap("thermometer", self._theme.color(ink), 26, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - 26) // 2, 11, logo)
