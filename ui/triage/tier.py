"""One tier of the form: its head with what is still open, and its rows of label and controls."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from ui.icons import pixmap
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyCap
from ui.widgets.pane import label, rule
from ui.widgets.patient_banner import ElidedLabel

LABEL_USUAL, LABEL_NARROW, LABEL_GAP = 84, 52, 6
ICON = 16


class TierHead(QWidget):
    """`现在 约 10 秒 ———— ✓ 已问全`; a click leads into the tier."""

    pressed = Signal()

    def __init__(self, name: str, title: str, hint: str, theme: Theme, key: str = "") -> None:
        super().__init__()
        self.setObjectName(f"tier.{name}")
        self.setAccessibleName(f"{title} {hint}")
        self._theme = theme
        self._hint = ElidedLabel("small", theme)
        self._hint.setProperty("tone", "text2")
        self._hint.show_words(hint)
        self._icon = QLabel()
        self._status = label("", "small")
        self._status.setObjectName(f"tier.{name}.status")
        heading = label(title, "body")
        heading.setProperty("bold", "true")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(heading)
        line.addWidget(self._hint)
        line.addWidget(rule(), 1)
        line.addWidget(self._icon)
        line.addWidget(self._status)
        if key:
            line.addWidget(KeyCap(key))
        self.setFixedHeight(32 + theme.px("body") - 15)

    def show_hint(self, hint: str) -> None:
        self._hint.show_words(hint)

    def show_status(self, words: str, icon: str, tone: str) -> None:
        self._status.setText(words)
        set_state(self._status, "tone", tone)
        self._status.setVisible(bool(words))
        self._icon.setVisible(bool(words))
        if words:
            self._icon.setPixmap(pixmap(icon, self._theme.color(tone), ICON))

    def status(self) -> str:
        return self._status.text()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pressed.emit()


class Tier(QFrame):
    """Rows of a label column and a body column; the label may break into two lines."""

    def __init__(self, head: TierHead, theme: Theme) -> None:
        super().__init__()
        self.head = head
        self._theme = theme
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []
        self._second_lines: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._body)
        self.set_narrow(is_narrow=False)

    @property
    def body(self) -> QWidget:
        return self._body

    def add_row(
        self, words: str, content: QWidget | QLayout, *, gap: int = 12, below: str = ""
    ) -> None:
        """One row; `gap` is the room above it, `below` a second line of the label where it is wide."""
        at = self._grid.rowCount()
        self._grid.setRowMinimumHeight(at, gap)
        at += 1
        if words:
            made = label(words, "side", "text2")
            made.setWordWrap(True)
            made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            made.setContentsMargins(0, 8, LABEL_GAP, 0)
            self._labels.append(made)
            stack = QVBoxLayout()
            stack.setSpacing(0)
            stack.addWidget(made)
            if below:
                second = label(below, "small", "text2")
                self._second_lines.append(second)
                stack.addWidget(second)
            stack.addStretch()
            self._grid.addLayout(stack, at, 0)
        if isinstance(content, QWidget):
            self._grid.addWidget(content, at, 1)
        else:
            self._grid.addLayout(content, at, 1)

    def set_narrow(self, *, is_narrow: bool) -> None:
        metrics = QFontMetrics(self._theme.font("table"))
        parts = [part for made in self._labels for part in made.text().split()]
        longest = max(
            (metrics.horizontalAdvance(part) for part in parts if part.isascii()), default=0
        )
        width = max(LABEL_NARROW if is_narrow else LABEL_USUAL, longest + LABEL_GAP + 2)
        self._grid.setColumnMinimumWidth(0, width)
        for made in self._labels:
            made.setFixedWidth(width)
        for second in self._second_lines:
            second.setHidden(is_narrow)
