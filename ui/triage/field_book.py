"""Every control of the form by its field name: what it shows, what is wrong, where Enter leads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.icons import pixmap
from ui.theme import Theme
from ui.widgets.symptom_chips import SymptomChips

ICON, MOST_LINES = 15, 2


class Control(Protocol):
    """What a control of one field can do; it is a QWidget besides."""

    changed: SignalInstance
    moved_on: SignalInstance

    def text(self) -> str: ...
    def show_text(self, text: str) -> None: ...
    def show_problem(self, is_wrong: bool) -> None: ...  # noqa: FBT001 - it shows a truth


class _NoteLine(QWidget):
    """▲ and what it says, in the colour of an error or of a warning."""

    def __init__(self, theme: Theme, tone: str) -> None:
        super().__init__()
        icon = QLabel()
        icon.setPixmap(pixmap("triangle-alert", theme.color(tone), ICON))
        self.words = QLabel()
        self.words.setProperty("role", "small")
        self.words.setProperty("tone", tone)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        self.words.setText((" · " if len(sentences) > MOST_LINES else "\n").join(sentences))
        self.setVisible(bool(sentences))


class Note(QWidget):
    """The sentences under one or several fields; an error beside a warning leaves it a warning."""

    def __init__(self, theme: Theme, names: Iterable[str]) -> None:
        super().__init__()
        self.names = tuple(names)
        self.setObjectName(f"note.{self.names[0]}")
        self.errors = _NoteLine(theme, "danger")
        self.warnings = _NoteLine(theme, "warn")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addWidget(self.errors)
        column.addWidget(self.warnings)
        self.hide()

    def concerns(self, name: str) -> bool:
        return any(name == own or name.startswith(f"{own}.") for own in self.names)

    def show_sentences(self, errors: Sequence[str], warnings: Sequence[str]) -> None:
        self.errors.show_sentences(errors)
        self.warnings.show_sentences(warnings)
        self.setAccessibleName(self.sentence())
        self.setVisible(bool(errors or warnings))

    def sentence(self) -> str:
        said = (self.errors.words.text(), self.warnings.words.text())
        return "\n".join(words for words in said if words)


class FieldBook(QObject):
    """Binds controls and names; typing goes out by `edited`, the form comes in by `show_fields`."""

    edited = Signal(str, str)
    edited_many = Signal(object)  # dict of field names and texts
    leaving = Signal(str)  # Enter leaves this field; what it leads to may be opened now
    left_last = Signal()

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.passes_over: Callable[[str], bool] = lambda _name: False
        self._theme = theme
        self._controls: dict[str, Control] = {}
        self._chips: list[SymptomChips] = []
        self._stops: list[QWidget] = []
        self._notes: list[Note] = []
        self._places: dict[str, QWidget] = {}
        self._beside: dict[QWidget, int] = {}  # a place without a stop, and the stop behind it
        self._problems: dict[str, tuple[str, bool]] = {}

    def add(self, *controls: QWidget) -> None:
        """Take controls into the form, in the order in which Enter walks them."""
        for widget in controls:
            control = cast("Control", widget)
            name = widget.objectName()
            self._controls[name] = control
            self._places[name] = widget
            self._stops.append(widget)
            control.changed.connect(lambda text, at=name: self.edited.emit(at, text))
            control.moved_on.connect(lambda at=widget: self.move_on(at))

    def add_chips(self, chips: SymptomChips) -> None:
        self._chips.append(chips)
        self._stops.append(chips)
        self._places[chips.objectName()] = chips
        self._places |= dict(chips.chips)
        chips.changed.connect(self.edited)
        chips.moved_on.connect(lambda: self.move_on(chips))
        chips.rest_denied.connect(lambda names: self.edited_many.emit(dict.fromkeys(names, "NO")))

    def add_place(self, name: str, widget: QWidget) -> None:
        """A place that a problem may point to although it is no field of text."""
        self._places[name] = widget
        self._beside[widget] = len(self._stops)

    def note(self, *names: str) -> Note:
        made = Note(self._theme, names)
        self._notes.append(made)
        return made

    def show_fields(self, fields: Mapping[str, str], *, except_focused: bool = False) -> None:
        """Show the form; while somebody types, the field under the fingers is left alone."""
        for name, control in self._controls.items():
            if except_focused and self._places[name].hasFocus():
                continue
            control.show_text(fields.get(name, ""))
        for chips in self._chips:
            chips.show_fields(fields)

    def show_problems(self, problems: Mapping[str, tuple[str, bool]]) -> None:
        """Sentences by field; True marks a warning, which does not colour the field."""
        if problems == self._problems:
            return
        self._problems = dict(problems)
        for name, control in self._controls.items():
            sentence, is_warning = problems.get(name, ("", False))
            control.show_problem(bool(sentence) and not is_warning)
            self._places[name].setAccessibleDescription(sentence)
        for note in self._notes:
            named = sorted(filter(note.concerns, problems), key=self.order)
            said = [problems[name] for name in named]
            errors = dict.fromkeys(sentence for sentence, is_soft in said if not is_soft)
            warnings = dict.fromkeys(sentence for sentence, is_soft in said if is_soft)
            note.show_sentences(tuple(errors), tuple(warnings))

    @property
    def problems(self) -> Mapping[str, tuple[str, bool]]:
        return self._problems

    def place(self, name: str) -> QWidget | None:
        """The control of a field; of `q2.until` that of `q2` when it has none of its own."""
        while name:
            if name in self._places:
                return self._places[name]
            name = name.rpartition(".")[0]
        return None

    def focus(self, name: str) -> bool:
        """Put the keyboard there and scroll it into sight; False when there is no such place."""
        widget = self.place(name)
        if widget is None:
            return False
        self._focus(widget)
        return True

    def _focus(self, widget: QWidget) -> None:
        widget.setFocus(
            Qt.FocusReason.OtherFocusReason
        )  # a Tab would mark the text for overwriting
        reveal(widget)

    def move_on(self, widget: QWidget) -> None:
        """Enter: the next control that can be seen and is wanted, or past the last one."""
        self.leaving.emit(widget.objectName())
        at = self._stops.index(widget) + 1
        for stop in self._stops[at:]:
            is_there = stop.isVisibleTo(stop.window()) and stop.isEnabled()
            if is_there and not self.passes_over(stop.objectName()):
                self._focus(stop)
                return
        self.left_last.emit()

    def order(self, name: str) -> int:
        """Where Enter meets a field, so that lists of questions stand in the order of work."""
        widget = self.place(name)
        if widget in self._beside:
            return 2 * self._beside[widget]
        above = widget
        while above is not None and above not in self._stops:
            above = above.parentWidget()
        return 2 * (self._stops.index(above) if above is not None else len(self._stops)) + 1

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return tuple(self._stops)


def reveal(widget: QWidget) -> None:
    """Scroll the pane around a widget so that it and what stands under it can be read.

    Once more when the layout has settled, for the tier that holds it may have opened just now.
    """
    _scroll_to(widget)
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, 40)
