"""A question with few answers, each with the digit that chooses it; they wrap where the room ends."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme, set_state
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_cap import KeyButton

NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FORTH = (Qt.Key.Key_Right, Qt.Key.Key_Down)
BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
MOST = 9


class DigitChoice(QWidget):
    """A digit chooses and goes on; Enter goes on with what holds, Delete takes the answer back."""

    changed = Signal(str)
    moved_on = Signal()

    def __init__(
        self, name: str, label: str, options: Sequence[tuple[str, str]], theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._codes = [code for code, _word in options[:MOST]]
        self._code = ""
        self._buttons: list[KeyButton] = []
        layout = FlowLayout(self, gap=6)
        for at, (code, word) in enumerate(options[:MOST]):
            button = KeyButton(theme, word, str(at + 1))
            button.setObjectName(f"{name}.{code}")
            button.setProperty("least", "true")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, at=code: self._take(at))
            self._buttons.append(button)
            layout.addWidget(button)

    def text(self) -> str:
        """The code that holds, empty for none."""
        return self._code

    def show_text(self, code: str) -> None:
        self._code = code
        for button, own in zip(self._buttons, self._codes, strict=True):
            set_state(button, "state", "chosen" if own == code else "")

    def _take(self, code: str) -> None:
        self._choose(code)
        self.moved_on.emit()

    def _choose(self, code: str) -> None:
        self.show_text(code)
        self.changed.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1.value
        if 0 <= digit < len(self._codes):
            if not event.isAutoRepeat():
                self._take(self._codes[digit])
        elif event.key() in NEXT_KEYS:
            self.moved_on.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose("")
        elif event.key() in (*FORTH, *BACK) and self._codes:
            self._step(1 if event.key() in FORTH else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        if self._code in self._codes:
            at = min(max(self._codes.index(self._code) + by, 0), len(self._codes) - 1)
        else:
            at = 0 if by > 0 else len(self._codes) - 1
        self._choose(self._codes[at])
