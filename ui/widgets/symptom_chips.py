"""Chips that wrap: symptoms, signs of danger, chronic conditions; each asked or not yet asked."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from feverclinic.domain.ternary import Ternary
from ui.icons import icon
from ui.theme import Theme, set_state
from ui.widgets.choice_row import COMMANDS
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_cap import KeyCap

ICON, PADDING, GAP, CAP = 16, 11, 6, 20
NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ANSWER_KEYS: Mapping[int, str] = {
    Qt.Key.Key_1: Ternary.YES.value,
    Qt.Key.Key_0: Ternary.NO.value,
    Qt.Key.Key_9: Ternary.UNKNOWN.value,
    Qt.Key.Key_Delete: "",
    Qt.Key.Key_Backspace: "",
}
LOOKS: Mapping[str, tuple[str, str, str]] = {
    Ternary.YES.value: ("yes", "check", "onwarn"),
    Ternary.NO.value: ("no", "minus", "text3"),
    Ternary.UNKNOWN.value: ("unknown", "question", "unknown"),
    "": ("unasked", "", ""),
}
# A click walks through the answers that gloves need; unknown has its digit and the third click.
AFTER_CLICK: Mapping[str, str] = {
    "": Ternary.YES.value,
    Ternary.YES.value: Ternary.NO.value,
    Ternary.NO.value: Ternary.UNKNOWN.value,
    Ternary.UNKNOWN.value: "",
}


class Chip(QPushButton):
    """One chip: ✓ yes, – no, ? unknown, dashed not asked; its width never changes."""

    answered = Signal(str)
    stepped = Signal(int)
    moved_on = Signal()
    rest_denied = Signal()

    def __init__(self, name: str, word: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self.setObjectName(name)
        self.setAccessibleName(word)
        self.setProperty("kind", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedHeight(36)
        self.setIconSize(QSize(ICON, ICON))
        self._theme, self._answer = theme, ""
        bold = QFontMetrics(theme.bold("body")).horizontalAdvance(word)
        self.setFixedWidth(bold + ICON + GAP + 2 * PADDING)
        self.clicked.connect(lambda: self.answered.emit(AFTER_CLICK[self._answer]))
        self._show()

    @property
    def answer(self) -> str:
        return self._answer

    def show_answer(self, answer: str) -> None:
        if answer != self._answer:
            self._answer = answer
            self._show()

    def undo_of_key(self) -> Callable[[], None]:
        """How it is now; the answer brings that back when the next key was a scanner's."""
        before = self._answer

        def undo() -> None:
            if self._answer != before:
                self.answered.emit(before)

        return undo

    def _show(self) -> None:
        state, picture, token = LOOKS.get(self._answer, LOOKS[Ternary.UNKNOWN.value])
        set_state(self, "state", state)
        self.setIcon(icon(picture, self._theme.color(token), ICON) if picture else QIcon())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._answer:
            paint_dashed(self, self._theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & COMMANDS:
            super().keyPressEvent(event)
        elif key in ANSWER_KEYS:
            self.answered.emit(ANSWER_KEYS[key])
        elif key == Qt.Key.Key_Equal:
            self.rest_denied.emit()
        elif key in NEXT_KEYS:
            self.moved_on.emit()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.stepped.emit(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.stepped.emit(-1)
        else:
            super().keyPressEvent(event)


def paint_dashed(widget: QWidget, theme: Theme) -> None:
    """The edge of what was not asked; a sheet's dashes of one pixel would come out as dots."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.color("control"), 1)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class RestButton(QPushButton):
    """`[=] 其余均无`: everything that was not asked becomes a no, in one act."""

    def __init__(self, name: str, word: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(word)
        self.setProperty("kind", "chip")
        self.setProperty("state", "unasked")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(36)
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 0, PADDING, 0)
        row.setSpacing(GAP)
        cap, label = KeyCap("="), QLabel(word)
        label.setProperty("role", "body")
        for part in (cap, label):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        cap.setFixedWidth(CAP)
        cap.setContentsMargins(0, 0, 0, 0)
        width = QFontMetrics(theme.font("body")).horizontalAdvance(word)
        self.setFixedWidth(width + CAP + GAP + 2 * PADDING + 4)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_dashed(self, self._theme)


class SymptomChips(QWidget):
    """A wrapping group of chips, one stop of the tab key; arrows walk, digits answer, `=` denies the rest.

    `changed` carries the field name and its answer, `rest_denied` the names that become a no.
    """

    changed = Signal(str, str)
    rest_denied = Signal(object)
    moved_on = Signal()

    def __init__(
        self,
        name: str,
        label: str,
        entries: Sequence[tuple[str, str]],
        theme: Theme,
        rest_word: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        flow = FlowLayout(self, gap=GAP)
        self.chips: dict[str, Chip] = {}
        for field_name, word in entries:
            chip = Chip(field_name, word, theme, self)
            chip.answered.connect(lambda answer, at=field_name: self._answer(at, answer))
            chip.stepped.connect(lambda by, at=field_name: self._step(at, by))
            chip.moved_on.connect(self.moved_on)
            chip.rest_denied.connect(self.deny_rest)
            self.chips[field_name] = chip
            flow.addWidget(chip)
        if rest_word:
            rest = RestButton(f"{name}.rest", rest_word, theme, self)
            rest.clicked.connect(self.deny_rest)
            flow.addWidget(rest)
        first = next(iter(self.chips.values()))
        first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(first)

    def show_fields(self, fields: Mapping[str, str]) -> None:
        for name, chip in self.chips.items():
            chip.show_answer(fields.get(name, ""))

    def show_only(self, names: frozenset[str]) -> None:
        """Hide the chips that do not concern this person, unless one was answered."""
        for name, chip in self.chips.items():
            chip.setVisible(name in names or bool(chip.answer))

    def deny_rest(self) -> None:
        """Everything shown and not yet asked becomes a no."""
        names = tuple(
            name for name, chip in self.chips.items() if not chip.answer and not chip.isHidden()
        )
        for name in names:
            self.chips[name].show_answer(Ternary.NO.value)
        if names:
            self.rest_denied.emit(names)

    def _answer(self, name: str, answer: str) -> None:
        self.chips[name].show_answer(answer)
        self.changed.emit(name, answer)

    def _step(self, name: str, by: int) -> None:
        shown = [at for at, chip in self.chips.items() if not chip.isHidden()]
        at = shown.index(name) + by
        if 0 <= at < len(shown):
            self.chips[shown[at]].setFocus(Qt.FocusReason.TabFocusReason)
