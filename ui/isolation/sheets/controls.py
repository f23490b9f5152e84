"""Controls that only the sheets need: several lines, several ticks by digit, one tick, four keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QSizePolicy, QWidget

from feverclinic.wording import Wording
from ui.isolation.sheets.fields import Field, Kind
from ui.isolation.sheets.typed import TICKED
from ui.theme import Theme, set_state
from ui.widgets.answer_toggle import AnswerToggle
from ui.widgets.choice_row import COMMANDS, Choice, ChoiceRow
from ui.widgets.digit_choice import DigitChoice
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_cap import KeyButton
from ui.widgets.vital_field import ChoiceField, VitalField

NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FORTH = (Qt.Key.Key_Right, Qt.Key.Key_Down)
BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
LINES, MOST_DIGITS, SHORT = 3, 9, 300
# As they lie on the number pad (look.md): high above, low below, not done at the bottom.
FLAG_KEYS = {
    "H": Qt.Key.Key_8,
    "N": Qt.Key.Key_5,
    "L": Qt.Key.Key_2,
    "NOT_DONE": Qt.Key.Key_0,
}
FLAG_TONES = {"H": "yes", "L": "yes", "N": "no", "NOT_DONE": "unknown"}


class LongField(QPlainTextEdit):
    """Several lines; Enter goes on, Shift+Enter begins a new line, Tab leaves."""

    changed = Signal(str)
    moved_on = Signal()

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.ensurePolished()
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 22)
        self.textChanged.connect(lambda: self.changed.emit(self.toPlainText()))

    def text(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)

    def show_problem(self, is_wrong: bool) -> None:  # noqa: FBT001 - it shows a truth
        set_state(self, "state", "error" if is_wrong else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_command = bool(event.modifiers() & (COMMANDS | Qt.KeyboardModifier.ShiftModifier))
        if event.key() in NEXT_KEYS and not is_command:
            self.moved_on.emit()
        else:
            super().keyPressEvent(event)


class TickBox(QCheckBox):
    """One box; 1 or the space bar ticks it, 0 or Delete takes the tick away, Enter goes on."""

    changed = Signal(str)
    moved_on = Signal()

    def __init__(self, name: str, label: str, word: str) -> None:
        super().__init__(word)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.toggled.connect(lambda _is_on: self.changed.emit(self.code()))

    def code(self) -> str:
        return TICKED if self.isChecked() else ""

    def show_code(self, code: str) -> None:
        self.setChecked(code == TICKED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in NEXT_KEYS and not event.modifiers() & COMMANDS:
            self.moved_on.emit()
        elif event.key() == Qt.Key.Key_1:
            self.setChecked(True)
        elif event.key() in (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setChecked(False)
        else:
            super().keyPressEvent(event)


class TickChoice(QWidget):
    """Several of a few; the digit of a place ticks it and takes the tick away, Enter goes on.

    Past the ninth the arrows walk and the space bar ticks.
    """

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
        self._codes = [code for code, _word in options]
        self._ticked: set[str] = set()
        self._at = 0
        self._buttons: list[KeyButton] = []
        layout = FlowLayout(self, gap=6)
        for at, (code, word) in enumerate(options):
            button = KeyButton(theme, word, str(at + 1) if at < MOST_DIGITS else "", icon="square")
            button.setObjectName(f"{name}.{code}")
            button.setProperty("least", "true")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, at=at: self._tick(at))
            self._buttons.append(button)
            layout.addWidget(button)

    def text(self) -> str:
        """The ticked codes in the order of the options, with commas."""
        return ",".join(code for code in self._codes if code in self._ticked)

    def show_text(self, text: str) -> None:
        self._ticked = {code for code in text.split(",") if code}
        for button, code in zip(self._buttons, self._codes, strict=True):
            is_ticked = code in self._ticked
            button.set_icon("check" if is_ticked else "square")
            set_state(button, "state", "chosen" if is_ticked else "")

    def show_problem(self, is_wrong: bool) -> None:  # noqa: FBT001 - it shows a truth
        """The line below speaks; the buttons have no edge in common."""

    def _tick(self, at: int) -> None:
        self._at = at
        self.show_text(",".join(self._ticked ^ {self._codes[at]}))
        self.changed.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1.value
        if event.modifiers() & COMMANDS:
            super().keyPressEvent(event)
        elif 0 <= digit < min(len(self._codes), MOST_DIGITS):
            self._tick(digit)
        elif event.key() in NEXT_KEYS:
            self.moved_on.emit()
        elif event.key() in (*FORTH, *BACK) and self._codes:
            step = 1 if event.key() in FORTH else -1
            self._at = min(max(self._at + step, 0), len(self._codes) - 1)
        elif event.key() == Qt.Key.Key_Space and self._codes:
            self._tick(self._at)
        else:
            super().keyPressEvent(event)


class PickChoice(DigitChoice):
    """Few answers, each with its digit; the keys of commands are left to the sheet."""

    def show_problem(self, is_wrong: bool) -> None:  # noqa: FBT001 - it shows a truth
        """The line below speaks; the buttons have no edge in common."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & COMMANDS:
            event.ignore()
        else:
            super().keyPressEvent(event)


def control_for(field: Field, words: Wording, theme: Theme) -> QWidget:
    """The control of a field, but for CHIPS and TOLD; its object name is the member's name."""
    name, label = field.name, field.label
    kind = field.kind
    if kind is Kind.LONG:
        return LongField(name, label)
    if kind is Kind.TRUTH:
        return AnswerToggle(name, label, words, theme)
    if kind is Kind.PICK:
        return PickChoice(name, label, field.options, theme)
    if kind is Kind.FLAG:
        keys = [
            Choice(code, f"{word} {chr(FLAG_KEYS[code].value)}", FLAG_TONES[code], FLAG_KEYS[code])
            for code, word in field.options
        ]
        return ChoiceRow(name, label, keys, theme)
    return _field_of_a_line(field, words, theme)


def _field_of_a_line(field: Field, words: Wording, theme: Theme) -> QWidget:
    if field.kind is Kind.LIST:
        chosen = ChoiceField(field.name, "", field.options, theme)
        chosen.setAccessibleName(field.label)
        return chosen
    if field.kind is Kind.TICKS:
        return TickChoice(field.name, field.label, field.options, theme)
    if field.kind is Kind.TICK:
        return TickBox(field.name, field.label, field.unit or words.say("answer.YES"))
    line = VitalField(field.name, "", theme, unit=field.unit)
    line.setAccessibleName(field.label)
    if field.kind is not Kind.TEXT:
        line.setMaximumWidth(SHORT)
    return line
