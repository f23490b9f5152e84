"""Panes and the few ways in which a desk puts widgets into lines and columns."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

HEAD = 40

Part = QWidget | QLayout | int | None


def _fill(layout: QBoxLayout, parts: tuple[Part, ...]) -> None:
    for part in parts:
        if part is None:
            layout.addStretch()
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def row(*parts: Part, gap: int = 8) -> QHBoxLayout:
    """Widgets side by side; a number is that much room, `None` is all the room that is left."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    _fill(layout, parts)
    return layout


def column(*parts: Part, gap: int = 8) -> QVBoxLayout:
    """Widgets below each other; a number is that much room, `None` is all the room that is left."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    _fill(layout, parts)
    return layout


def label(text: str, role: str = "body", tone: str = "", *, name: str = "") -> QLabel:
    """Words in a role of the type scale and a tone of the theme."""
    made = QLabel(text)
    made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    if name:
        made.setObjectName(name)
    return made


def wrapped(text: str, role: str = "body", tone: str = "", *, name: str = "") -> QLabel:
    """Words that may take several lines."""
    made = label(text, role, tone, name=name)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def rule(*, across: bool = True) -> QFrame:
    """A line of one pixel."""
    line = QFrame()
    line.setProperty("rule", "across" if across else "down")
    return line


def surface(layout: QLayout, kind: str = "surface") -> QFrame:
    """A frame of one step of surface around a layout."""
    frame = QFrame()
    frame.setProperty("pane", kind)
    frame.setLayout(layout)
    return frame


def scrolled(content: QWidget) -> QScrollArea:
    """The middle of a pane: it scrolls down, never across, and has no frame."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


class Pane(QFrame):
    """A pane with a head of 40: its title left, what belongs to it right, its body below."""

    def __init__(self, title: str, body: QWidget, *, beside: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("pane", "surface")
        self.setAccessibleName(title)
        self.title = label(title, "body", name="paneTitle")
        self.title.setProperty("bold", "true")
        head = QFrame()
        head.setProperty("pane", "sunken")
        head.setFixedHeight(HEAD)
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 0, 16, 0)
        line.addWidget(self.title)
        line.addStretch()
        if beside is not None:
            line.addWidget(beside)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(head)
        stack.addWidget(rule())
        stack.addWidget(body, stretch=1)
