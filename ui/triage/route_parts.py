"""Sections of the right pane: lines with icons and rule ids, tests as tags, one sentence of turns."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.theme import Theme
from ui.triage.evidence import Line
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.pane import label, rule

ICON = 18
WORK_UP_ICONS = {
    "CBC": "droplet",
    "CHEST_CT": "lungs",
    "OBSERVATION": "bed",
    "SPO2": "activity",
    "ANTIBODY": "test-tube",
}


class LineRow(QWidget):
    """Icon, sentence, rule id; one with a target is pressed to go there."""

    pressed = Signal(str)

    def __init__(self, line: Line, theme: Theme) -> None:
        super().__init__()
        self.line = line
        self._target = line.target
        self.setObjectName(f"ask.{line.target}" if line.target else f"line.{line.rule}")
        self.setAccessibleName(f"{line.text} {line.rule}".strip())
        if line.target:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        text = label(line.text, "body" if line.icon else "small", line.ink)
        text.setWordWrap(True)
        text.setProperty("bold", "true" if line.is_bold else "false")
        text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        if line.icon:
            icon = QLabel()
            icon.setPixmap(pixmap(line.icon, theme.color(line.tone), ICON))
            icon.setFixedSize(ICON, text.sizeHint().height())
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        if line.rule:
            tag = QLabel(line.rule)
            tag.setProperty("tag", "rule")
            tag.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(tag, 0, Qt.AlignmentFlag.AlignTop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._target:
            self.pressed.emit(self._target)


class Section(QFrame):
    """A head with a word at its right, a body, and a line above; hidden while it has nothing."""

    pressed = Signal(str)

    def __init__(self, name: str, title: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(f"section.{name}")
        self.setAccessibleName(title)
        self._theme = theme
        self._lines: tuple[Line, ...] | None = None
        self._line_rows: list[LineRow] = []
        self._title = label(title, "table", "text2")
        self._beside = label("", "table", "text2")
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addStretch()
        self._head.addWidget(self._beside)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._body = QVBoxLayout()
        self._body.setSpacing(6)
        self._inner = QVBoxLayout()
        self._inner.setSpacing(4)
        self._inner.addLayout(self._head)
        self._inner.addLayout(self._rows)
        self._inner.addLayout(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._inner)
        outer.addWidget(rule())
        self.set_sides(16, 16)

    def set_sides(self, left: int, right: int) -> None:
        self._inner.setContentsMargins(left, 8, right, 8)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def add(self, widget: QWidget) -> None:
        self._body.addWidget(widget)

    def show_lines(self, lines: Sequence[Line], beside: str = "") -> None:
        """The same lines again cost nothing, for this runs at every key and every reading."""
        self._beside.setText(beside)
        told = tuple(lines)
        if told != self._lines:
            self._lines = told
            self._place(told)
        self.setVisible(bool(told))

    def _place(self, lines: Sequence[Line]) -> None:
        """Rows of lines that are still told stay as they are; a new one costs half a millisecond."""
        before = self._line_rows
        known = {row.line: row for row in before}
        self._line_rows = [known.pop(line, None) or self._row(line) for line in lines]
        for row in before:
            if row not in self._line_rows:
                self._rows.removeWidget(row)
                row.hide()
                row.deleteLater()
        for at, row in enumerate(self._line_rows):
            item = self._rows.itemAt(at)
            if item is None or item.widget() is not row:
                self._rows.insertWidget(at, row)

    def _row(self, line: Line) -> LineRow:
        row = LineRow(line, self._theme)
        row.pressed.connect(self.pressed)
        return row


class TagSection(Section):
    """Tests that follow: an outlined tag for each, with an icon where one is known."""

    def __init__(self, name: str, title: str, beside: str, theme: Theme) -> None:
        super().__init__(name, title, theme)
        self._beside.setText(beside)
        self._tags: tuple[tuple[str, str], ...] | None = None
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._holder.setSizePolicy(policy)
        self.add(self._holder)

    def show_tags(self, tags: Sequence[tuple[str, str]]) -> None:
        told = tuple(tags)
        if told != self._tags:
            self._tags = told
            while self._flow.count():
                item = self._flow.takeAt(0)
                widget = item.widget() if item else None
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            for code, word in told:
                self._flow.addWidget(_tag(code, word, self._theme))
            self._holder.updateGeometry()
        self.setVisible(bool(told))


def _tag(code: str, word: str, theme: Theme) -> QWidget:
    tag = QFrame()
    tag.setObjectName(f"work_up.{code}")
    tag.setAccessibleName(word)
    tag.setProperty("tag", "test")
    tag.setFixedHeight(30 + theme.px("body") - 15)
    row = QHBoxLayout(tag)
    row.setContentsMargins(9, 0, 9, 0)
    row.setSpacing(6)
    if code in WORK_UP_ICONS:
        icon = QLabel()
        icon.setPixmap(pixmap(WORK_UP_ICONS[code], theme.color("text"), 16))
        row.addWidget(icon)
    row.addWidget(QLabel(word))
    return tag
