"""The one form of all sheets: fields from data, Enter walks them, what is wrong stands below its field."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from feverclinic.domain.intake import Problem
from feverclinic.wording import Wording
from ui.isolation.sheets.controls import TickBox, control_for
from ui.isolation.sheets.fields import Field, Kind, Sheet
from ui.theme import Theme, set_state
from ui.widgets.pane import row, wrapped
from ui.widgets.symptom_chips import SymptomChips

TITLE_WIDTH, ABOVE_BELOW, TWO_FROM = 116, 560, 860
GAP, BETWEEN = 8, 24
NO_LIMIT = 16777215  # Qt's own
SHORT_KINDS = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.LIST, Kind.TICK})


class Line(QWidget):
    """One field: its words left or above, its control, and below it the hint or what is wrong."""

    def __init__(self, field: Field, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.field = field
        self.control = self._made(field, words, theme)
        mark = " *" if field.is_required else ""
        self.title = wrapped(f"{field.label}{mark}", "body", "text2", name=f"title.{field.name}")
        self.title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.title.setBuddy(self.control)
        self.title.setContentsMargins(0, 7, 0, 0)
        self.below = wrapped(field.hint, "small", "text3", name=f"below.{field.name}")
        self.below.setVisible(bool(field.hint))
        right = QVBoxLayout()
        right.setSpacing(3)
        is_fixed = self.control.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed
        if is_fixed or self.control.maximumWidth() < NO_LIMIT:  # it ends where its words end
            right.addLayout(row(self.control, None))
        else:
            right.addWidget(self.control)
        right.addWidget(self.below)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GAP)
        self._box.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(right, 1)

    @staticmethod
    def _made(field: Field, words: Wording, theme: Theme) -> QWidget:
        if field.kind is Kind.CHIPS:
            entries = [(f"{field.name}.{code}", word) for code, word in field.options]
            rest = words.say("sheet.rest_none")
            made: QWidget = SymptomChips(field.name, field.label, entries, theme, rest)
        elif field.kind is Kind.TOLD:
            made = wrapped(field.unit, "body", name=field.name)
            made.setAccessibleName(f"{field.label} {field.unit}")
        else:
            made = control_for(field, words, theme)
        made.setAccessibleIdentifier(field.name)
        return made

    def set_above(self, *, is_above: bool) -> None:
        """The words above the control where the sheet is narrow."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if is_above else across)
        self._box.setSpacing(2 if is_above else GAP)
        self.title.setContentsMargins(0, 0 if is_above else 7, 0, 0)
        if is_above:
            self.title.setMinimumWidth(0)
            self.title.setMaximumWidth(NO_LIMIT)
        else:
            self.title.setFixedWidth(TITLE_WIDTH)

    def answers(self) -> dict[str, str]:
        if isinstance(self.control, SymptomChips):
            return {name: chip.answer for name, chip in self.control.chips.items()}
        if self.field.kind is Kind.TOLD:
            return {}
        is_tick = isinstance(self.control, TickBox)
        text = self.control.code() if is_tick else self.control.text()  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType,reportUnknownVariableType] - controls share no base
        return {self.field.name: str(text)}  # pyright: ignore[reportUnknownArgumentType] - as above

    def show_answers(self, answers: Mapping[str, str]) -> None:
        if isinstance(self.control, SymptomChips):
            self.control.show_fields(answers)
        elif isinstance(self.control, TickBox):
            self.control.show_code(answers.get(self.field.name, ""))
        elif self.field.kind is not Kind.TOLD:
            self.control.show_text(answers.get(self.field.name, ""))  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType] - as above

    def show_wrong(self, sentence: str) -> None:
        """Below the field what is wrong, or its hint again with ""."""
        self.below.setText(f"▲ {sentence}" if sentence else self.field.hint)
        self.below.setVisible(bool(sentence or self.field.hint))
        set_state(self.below, "tone", "danger" if sentence else "text3")
        self.control.setAccessibleDescription(sentence or self.field.hint)
        show = getattr(self.control, "show_problem", None)
        if show is not None:
            show(bool(sentence))


class SheetForm(QWidget):
    """The fields of one sheet in the order in which Enter walks them; past the last one it is done."""

    edited = Signal()
    done = Signal()
    reached = Signal(object)  # QWidget that took the keyboard

    def __init__(self, sheet: Sheet, words: Wording, theme: Theme) -> None:
        super().__init__()
        self._words = words
        self.lines = {field.name: Line(field, words, theme) for field in sheet.fields}
        self._columns, self._is_above = 0, False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(BETWEEN)
        self._grid.setVerticalSpacing(GAP)
        stops = [line for line in self.lines.values() if line.field.kind is not Kind.TOLD]
        self._stops: Sequence[Line] = stops
        for at, line in enumerate(stops):
            line.control.moved_on.connect(lambda at=at: self._move_on(at))  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType] - each control has it
            line.control.changed.connect(lambda *_, line=line: self._on_changed(line))  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType] - as above
            if isinstance(line.control, SymptomChips):
                line.control.rest_denied.connect(lambda _names, line=line: self._on_changed(line))
        self.show_answers(sheet.start)
        self._place(1)

    def _on_changed(self, line: Line) -> None:
        line.show_wrong("")
        self.edited.emit()

    def _move_on(self, at: int) -> None:
        if at + 1 < len(self._stops):
            self.go_to(self._stops[at + 1].field.name)
        else:
            self.done.emit()

    def start(self) -> None:
        """The keyboard in the first field that is still empty."""
        answers = self.answers()
        empty = [one for one in self._stops if not any(one.answers().values())]
        first = next(iter(empty or self._stops), None)
        if first is not None and answers:
            self.go_to(first.field.name)

    def go_to(self, name: str) -> None:
        control = self.lines[name].control
        control.setFocus(Qt.FocusReason.TabFocusReason)
        self.reached.emit(self.lines[name])

    def answers(self) -> dict[str, str]:
        """What stands in all fields; empty is not answered."""
        found: dict[str, str] = {}
        for line in self.lines.values():
            found |= line.answers()
        return found

    def show_answers(self, answers: Mapping[str, str]) -> None:
        for line in self.lines.values():
            line.show_answers(answers)

    def show_problems(self, problems: Sequence[Problem]) -> int:
        """Say below each field what is wrong, go to the first, and say how many there are."""
        said: dict[str, str] = {}
        for one in problems:
            name = one.where if one.where in self.lines else one.where.partition(".")[0]
            sentence = self._words.say(f"problem.{one.code}", found=one.found, **one.facts)
            said.setdefault(name, sentence)
        for name, line in self.lines.items():
            line.show_wrong(said.get(name, ""))
        first = next((name for name in self.lines if name in said), "")
        if first:
            self.go_to(first)
        return len(said)

    # -- room -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_above = self.width() < ABOVE_BELOW
        if is_above != self._is_above:
            self._is_above = is_above
            for line in self.lines.values():
                line.set_above(is_above=is_above)
        self._place(2 if self.width() >= TWO_FROM else 1)

    def _place(self, columns: int) -> None:
        """Short fields side by side where two fit; what is long takes the whole width."""
        if columns == self._columns:
            return
        if not self._columns:
            for line in self.lines.values():
                line.set_above(is_above=False)
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        row, column = 0, 0
        for line in self.lines.values():
            is_short = line.field.kind in SHORT_KINDS and columns > 1
            if not is_short and column:
                row, column = row + 1, 0
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(line, row, column, 1, 1 if is_short else columns, top)
            column += 1 if is_short else columns
            if column >= columns:
                row, column = row + 1, 0
        for at in range(2):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self._grid.setRowStretch(row + 1, 1)
