"""A key as it lies on the keyboard: alone beside words, or within the button that it presses."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ui.icons import pixmap
from ui.theme import Theme, set_state

CAP_HEIGHT, CAP_PADDING, CAP_LEAST = 19, 5, 19
GAP, ICON = 8, 20
# The room at both ends of a button together; tight is many side by side in little room.
USUAL, TIGHT = 26, 14
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
INK = {"primary": "onaccent", "danger": "danger", "locked": "text3", "quiet": "text2"}


class KeyCap(QLabel):
    """A cap as a label; it is a hint, not a target."""

    def __init__(self, sequence: str, parent: QWidget | None = None) -> None:
        super().__init__(sequence, parent)
        self.setProperty("tag", "key")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)


def cap_width(font: QFont, sequence: str) -> float:
    """The width in points that a cap takes with that font."""
    return max(CAP_LEAST, QFontMetricsF(font).horizontalAdvance(sequence) + 2 * CAP_PADDING + 2)


def paint_cap(painter: QPainter, box: QRectF, sequence: str, font: QFont, ink: QColor) -> None:
    """Draw a cap into its box: a thin edge and the name of the key."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sequence)
    painter.restore()


class KeyButton(QPushButton):
    """A button that shows its icon, its word and the key that presses it, centred as one group."""

    def __init__(
        self, theme: Theme, text: str, key: str = "", *, icon: str = "", kind: str = "usual"
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self._key = key
        self._icon = icon
        self._lock_icon = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        if key:
            self.setToolTip(f"{text}  {key}")

    @property
    def key(self) -> str:
        return self._key

    def set_key(self, key: str) -> None:
        """Show another key, or none."""
        self._key = key
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        self._icon = self._lock_icon = name
        self.update()

    def set_locked(self, *, locked: bool) -> None:
        """Dashed with a lock while the act is not there yet; it can still be pressed to hear why."""
        self._lock_icon = "lock" if locked else self._icon
        set_state(self, "kind", "locked" if locked else self._kind)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too: Qt leaves that to dialogs, gloves do not."""
        if event.key() in ENTER_KEYS and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _content_font(self) -> QFont:
        kind = str(self.property("kind"))
        if kind == "primary":
            return self._theme.bold("title")
        if kind == "locked":
            return self._theme.font("title")
        return self._theme.bold("body") if kind == "danger" else self._theme.font("body")

    def _parts(self) -> tuple[float, float, float]:
        """Widths of icon, words and cap."""
        metrics = QFontMetricsF(self._content_font())
        cap = cap_width(self._theme.bold("micro"), self._key) if self._key else 0.0
        return ICON if self._lock_icon else 0.0, metrics.horizontalAdvance(self.text()), cap

    def sizeHint(self) -> QSize:
        parts = [part for part in self._parts() if part]
        around = TIGHT if self.property("tight") == "true" else USUAL
        width = sum(parts) + GAP * (len(parts) - 1) + around
        high = str(self.property("kind")) in {"primary", "locked"}
        low = 32 if self.property("slim") else 36 if self.property("least") else 40
        return QSize(round(width), 52 if high else low)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return self._theme.color("text3")
        return self._theme.color(INK.get(str(self.property("kind")), "text"))

    def _paint_dashes(self, painter: QPainter) -> None:
        """The sheet's dashes are dots at one pixel; these can be seen from a chair."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("control"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.restore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # pyright: ignore[reportAttributeAccessIssue] - the stubs lack the member
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        if str(self.property("kind")) == "locked" or not self.isEnabled():
            self._paint_dashes(painter)
        icon, words, cap = self._parts()
        taken = [part for part in (icon, words, cap) if part]
        left = (self.width() - sum(taken) - GAP * (len(taken) - 1)) / 2
        ink = self._ink()
        if icon:
            top = (self.height() - ICON) // 2
            picture = pixmap(self._lock_icon, ink, ICON, self.devicePixelRatioF())
            painter.drawPixmap(round(left), top, picture)
            left += icon + GAP
        if words:
            painter.setFont(self._content_font())
            painter.setPen(ink)
            box = QRectF(left, 0, words + 1, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
            left += words + GAP
        if cap:
            edge = ink if str(self.property("kind")) != "usual" else self._theme.color("text2")
            box = QRectF(round(left), (self.height() - CAP_HEIGHT) // 2, cap, CAP_HEIGHT)
            paint_cap(painter, box, self._key, self._theme.bold("micro"), edge)
