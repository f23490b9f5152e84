"""A field with its name above and one line below: what is asked, or what is wrong with the answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme import set_state
from ui.widgets.pane import label, wrapped

ROOM_LINES, LOW_ROOM_LINES = 2, 1


class _Edit(QLineEdit):
    """A line edit that tells from what it is sent whether Caps Lock is on."""

    caps_seen = Signal(bool)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed.isalpha() and typed.isascii():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_seen.emit(typed.isupper() != has_shift)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.left.emit()
        super().focusOutEvent(event)


class LabelledField(QWidget):
    """The line below is reserved room: a hint that becomes the error and back; nothing moves."""

    entered = Signal()

    def __init__(
        self,
        name: str,
        title: str,
        hint: str,
        *,
        caps_hint: str = "",
        is_secret: bool = False,
        is_low: bool = False,
    ) -> None:
        super().__init__()
        self._hint, self._caps_hint = hint, caps_hint
        self._error = ""
        self.edit = _Edit()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(title)
        self.edit.setAccessibleDescription(hint)
        if is_secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._title = label(title)
        self._title.setProperty("bold", "true")
        self._title.setBuddy(self.edit)
        self.below = wrapped(hint, "small", "text3", name=f"{name}.below")
        self.below.ensurePolished()
        lines = LOW_ROOM_LINES if is_low else ROOM_LINES
        self.below.setFixedHeight(self.below.fontMetrics().lineSpacing() * lines)
        self.below.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4 if is_low else 7)
        column.addWidget(self._title)
        column.addWidget(self.edit)
        column.addWidget(self.below)
        self.setFocusProxy(self.edit)
        self.edit.returnPressed.connect(self.entered.emit)
        self.edit.textEdited.connect(self._on_edited)
        if caps_hint:
            self.edit.caps_seen.connect(self._on_caps)
            self.edit.left.connect(self._show_below)

    def text(self) -> str:
        return self.edit.text()

    def set_error(self, sentence: str) -> None:
        """Say what is wrong with the answer, or nothing any more with ""."""
        self._error = sentence
        set_state(self.edit, "state", "error" if sentence else "")
        self._show_below()

    def _show_below(self) -> None:
        self.below.setText(f"▲ {self._error}" if self._error else self._hint)
        self.below.setToolTip(self._error or self._hint)
        set_state(self.below, "tone", "danger" if self._error else "text3")
        self.edit.setAccessibleDescription(self._error or self._hint)

    def _on_edited(self, _text: str) -> None:
        if self._error:
            self.set_error("")

    def _on_caps(self, is_on: bool) -> None:  # noqa: FBT001 - a signal carries it
        if is_on and not self._error:
            self.below.setText(f"▲ {self._caps_hint}")
            set_state(self.below, "tone", "warn")
        elif not self._error:
            self._show_below()
