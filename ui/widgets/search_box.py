"""The search field: a magnifier, what may be typed, and the key that leads here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit

from ui.icons import pixmap
from ui.theme import Theme
from ui.widgets.key_cap import KeyCap

HEIGHT, ICON = 38, 18


class SearchEdit(QLineEdit):
    """A line edit that hands the keys for walking a list of hits to whoever listens."""

    walked = Signal(int)  # +1 down, -1 up
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.walked.emit(1)
        elif event.key() == Qt.Key.Key_Up:
            self.walked.emit(-1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SearchBox(QFrame):
    """Search as you type; Enter takes the hit, the arrows walk, Esc leaves."""

    searched = Signal(str)
    taken = Signal()
    walked = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, name: str, hint: str, key: str = "") -> None:
        super().__init__()
        self.setProperty("field", "true")
        self.setProperty("focusGroup", "true")
        self.setFixedHeight(HEIGHT)
        self.edit = SearchEdit()
        self.edit.setObjectName(name)
        self.edit.setProperty("bare", "true")
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(hint)
        glass = QLabel()
        glass.setPixmap(pixmap("search", theme.color("text2"), ICON))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(glass)
        row.addWidget(self.edit, stretch=1)
        if key:
            row.addWidget(KeyCap(key))
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self.searched.emit)
        self.edit.returnPressed.connect(self.taken.emit)
        self.edit.walked.connect(self.walked.emit)
        self.edit.left.connect(self.left.emit)

    def text(self) -> str:
        return self.edit.text()

    def clear(self) -> None:
        self.edit.clear()
