"""A small sheet in the right pane that asks what an act needs to know: by digits, or typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from feverclinic.wording import Wording
from ui.theme import Theme
from ui.triage.field_book import reveal
from ui.widgets.digit_choice import DigitChoice
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, wrapped
from ui.widgets.vital_field import VitalField


@dataclass(frozen=True, slots=True)
class Pick:
    """A question answered by a digit; without options it is not asked."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of text."""

    name: str
    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What one act asks. Of each group of `needs` one must be answered, by whichever name."""

    kind: str
    title: str
    hint: str
    parts: tuple[Pick | Typed, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict[str, str])


class AskSheet(QFrame):
    """Nothing is asked twice, nothing typed is lost by a refusal; Esc leaves everything as it was."""

    taken = Signal(str, object)  # the kind of the act, dict of answers by name
    left = Signal()

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("ask")
        self._words, self._theme = words, theme
        self._ask: Ask | None = None
        self._is_under_way = False
        self._inputs: dict[str, DigitChoice | VitalField] = {}
        self._title = label("", "body", name="ask.title")
        self._title.setProperty("bold", "true")
        self._hint = wrapped("", "small", "text2", name="ask.hint")
        self._body = QWidget()
        self.note = wrapped("", "small", "danger", name="ask.note")
        self.note.hide()
        take = self._button("ask.take", words.say("triage_day.act.take"))
        take.clicked.connect(self._on_take)
        leave = self._button("ask.leave", words.say("triage_day.act.leave"))
        leave.clicked.connect(self.left)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(take, 1)
        acts.addWidget(leave, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self._title)
        self._column.addWidget(self._hint)
        self._column.addWidget(self._body)
        self._column.addWidget(self.note)
        self._column.addLayout(acts)
        self._column.addStretch()

    def _button(self, name: str, words: str) -> KeyButton:
        button = KeyButton(self._theme, words)
        button.setObjectName(name)
        return button

    @property
    def kind(self) -> str:
        """What is asked for now; empty when nothing is."""
        return self._ask.kind if self._ask else ""

    def open_for(self, ask: Ask) -> None:
        """Ask for another act; its first question takes the keyboard."""
        self._ask, self._is_under_way = ask, False
        self._title.setText(ask.title)
        self.setAccessibleName(ask.title)
        self._hint.setText(ask.hint)
        self.note.hide()
        self._inputs = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in ask.parts:
            self._add(part, column)
        self._column.replaceWidget(self._body, body)
        self._body.setParent(None)  # nobody finds the answers of the act before
        self._body.deleteLater()
        self._body = body
        for name, widget in self._inputs.items():
            widget.show_text(ask.answers.get(name, ""))
        self._focus(next(iter(self._inputs.values())))

    def _add(self, part: Pick | Typed, column: QVBoxLayout) -> None:
        name = f"ask.{part.name}"
        if isinstance(part, Pick):
            if not part.options:
                return
            column.addWidget(label(part.label, "small", "text2"))
            made: DigitChoice | VitalField = DigitChoice(
                name, part.label, part.options, self._theme
            )
        else:
            made = VitalField(name, part.label, self._theme, unit=part.unit)
        made.moved_on.connect(lambda at=part.name: self._move_on(at))
        self._inputs[part.name] = made
        column.addWidget(made)

    def forget(self) -> None:
        self._ask = None
        self.note.hide()

    def _move_on(self, name: str) -> None:
        """The next question; past the last one the act is done."""
        names = list(self._inputs)
        at = names.index(name) + 1
        if at < len(names):
            self._focus(self._inputs[names[at]])
        else:
            self._on_take()

    def _focus(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        reveal(widget)

    def refuse(self, sentence: str) -> None:
        """Why it cannot be done; what was answered stays."""
        self._is_under_way = False
        self.note.setText(sentence)
        self.note.show()
        reveal(self.note)

    def _on_take(self) -> None:
        if self._ask is None or self._is_under_way:
            return  # an Enter held down is one act
        answers = {name: widget.text().strip() for name, widget in self._inputs.items()}
        for group in self._ask.needs:
            if not any(answers.get(name) for name in group):
                wanted = next(name for name in group if name in self._inputs)
                word = self._inputs[wanted].accessibleName()
                self.refuse(self._words.say("triage_day.act.missing", field=word))
                self._focus(self._inputs[wanted])
                return
        self._is_under_way = True
        self.taken.emit(self._ask.kind, answers)
