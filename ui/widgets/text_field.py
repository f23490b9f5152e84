"""A field with its label before and its unit behind the words, within one edge."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy

from ui.theme import set_state

HEIGHT = 38


class TextField(QFrame):
    """`SpO₂ 97 %`: one edge, one focus, one error; the text is never changed by the field."""

    edited = Signal(str)

    def __init__(self, name: str, label: str = "", unit: str = "") -> None:
        super().__init__()
        self.setProperty("field", "true")
        self.setProperty("weight", "bold")
        self.setProperty("focusGroup", "true")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setProperty("bare", "true")
        self.edit.textEdited.connect(self.edited.emit)
        self._label = QLabel(label)
        self._unit = QLabel(unit)
        self.edit.setAccessibleName(f"{label} {unit}".strip())
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 9, 0)
        row.setSpacing(6)
        row.addWidget(self._label)
        row.addWidget(self.edit, stretch=1)
        row.addWidget(self._unit)
        self._label.setVisible(bool(label))
        self._unit.setVisible(bool(unit))
        self.setFocusProxy(self.edit)
        self.edit.installEventFilter(self)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Show another text without moving the caret of somebody who types the same one."""
        if self.edit.text() != text:
            self.edit.setText(text)

    def set_error(self, sentence: str = "") -> None:
        """Mark the field as wrong, with what is wrong for whoever cannot see red; "" clears it."""
        set_state(self, "state", "error" if sentence else "")
        self.edit.setAccessibleDescription(sentence)
        self.setToolTip(sentence)

    @property
    def has_error(self) -> bool:
        return self.property("state") == "error"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.EnabledChange:
            set_state(self, "state", "" if self.edit.isEnabled() else "locked")
        return super().eventFilter(watched, event)
