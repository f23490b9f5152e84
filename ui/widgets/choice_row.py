"""A row of joined segments of which one may hold: mask, health code, sex, and the answers of a question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.theme import Theme, set_state

SEGMENT_PADDING, MOST_DIGITS = 9, 9
NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
COMMANDS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Choice:
    """One segment: its code, its word, the look when chosen, the key that chooses it."""

    code: str
    word: str
    tone: str = "chosen"
    key: Qt.Key | None = None


class ChoiceRow(QWidget):
    """Exactly one segment holds, or none; the row is one stop of the tab key.

    Digits and the arrow keys choose, Delete takes the answer back, Enter goes on. Where no digit
    is given to a choice, 1 is the first of them.
    """

    changed = Signal(str)
    moved_on = Signal()

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[Choice],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme = theme
        has_keys = any(choice.key is not None for choice in choices)
        self._choices = tuple(choices if has_keys else _numbered(choices))
        self._code = ""
        self._segments: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for at, choice in enumerate(self._choices):
            row.addWidget(self._segment(at, choice))
        self.set_segment_width(0)
        self._show()

    def _segment(self, at: int, choice: Choice) -> QPushButton:
        segment = QPushButton(choice.word)
        segment.setObjectName(f"{self.objectName()}.{choice.code or 'unasked'}")
        segment.setAccessibleName(f"{self.accessibleName()} {choice.word}")
        segment.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        segment.setCheckable(True)
        segment.setProperty("kind", "segment")
        ends = {0: "first", len(self._choices) - 1: "last"}
        segment.setProperty("at", ends.get(at, "middle") if len(self._choices) > 1 else "only")
        segment.setFixedHeight(36)
        segment.clicked.connect(lambda _checked=False, code=choice.code: self._choose(code))
        self._segments.append(segment)
        return segment

    def set_segment_width(self, width: int, padding: int = SEGMENT_PADDING) -> None:
        """All segments at least that wide; one whose word needs more (bold) gets more."""
        metrics = QFontMetrics(self._theme.bold("body"))
        for at, (segment, choice) in enumerate(zip(self._segments, self._choices, strict=True)):
            needed = metrics.horizontalAdvance(choice.word) + 2 * padding
            segment.setFixedWidth(max(width - (1 if at else 0), needed))

    def text(self) -> str:
        """The code that holds, empty for none."""
        return self._code

    def show_text(self, code: str) -> None:
        if code != self._code:
            self._code = code
            self._show()

    def show_problem(self, is_wrong: bool) -> None:  # noqa: FBT001 - it shows a truth
        """A row has no frame of its own; the note under it speaks."""

    def undo_of_key(self) -> Callable[[], None]:
        """How it is now; the answer brings that back when the next key was a scanner's."""
        before = self._code
        return lambda: self._answer(before)

    def _choose(self, code: str) -> None:
        """A click; on the segment that holds, where nothing else says "none", it lets go."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        has_none = any(not choice.code for choice in self._choices)
        self._answer("" if code == self._code and not has_none else code)

    def _answer(self, code: str) -> None:
        changed = code != self._code
        self._code = code
        self._show()
        if changed:
            self.changed.emit(code)

    def _show(self) -> None:
        for segment, choice in zip(self._segments, self._choices, strict=True):
            holds = choice.code == self._code
            segment.setChecked(holds)
            set_state(segment, "state", choice.tone if holds else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & COMMANDS:  # Alt+0 leads to a page and is no «no»
            super().keyPressEvent(event)
            return
        for choice in self._choices:
            if choice.key is not None and key == choice.key:
                self._answer(choice.code)
                return
        if key in NEXT_KEYS:
            self.moved_on.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._answer("")
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        codes = [choice.code for choice in self._choices]
        if self._code in codes:
            at = min(max(codes.index(self._code) + by, 0), len(codes) - 1)
        else:
            at = 0 if by > 0 else len(codes) - 1
        self._answer(codes[at])

    def sizeHint(self) -> QSize:
        return QSize(sum(segment.width() for segment in self._segments), 36)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _numbered(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices with the digits of their places; "none" keeps to Delete."""
    first = Qt.Key.Key_1.value
    return tuple(
        replace(choice, key=Qt.Key(first + at)) if choice.code and at < MOST_DIGITS else choice
        for at, choice in enumerate(choices)
    )
