"""Fields that carry their label and their unit inside: `SpO₂ 97 %`, and a drop-down of the same build."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ui.theme import Theme, set_state

PADDING, GAP, ARROW_ROOM, LONGEST = 9, 6, 26, 200
DIGITS = frozenset("123456789")
NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class VitalField(QLineEdit):
    """One line of text as typed; nothing is cut, nothing is corrected."""

    changed = Signal(str)
    moved_on = Signal()

    def __init__(
        self, name: str, label: str, theme: Theme, *, unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setProperty("kind", "vital")
        self.setProperty("filled", "false")
        self.setMaxLength(LONGEST)
        self._theme, self._label, self._unit = theme, label, unit
        small = QFontMetrics(theme.font("small"))
        self._label_width = small.horizontalAdvance(label)
        self._unit_width = small.horizontalAdvance(unit)
        self.setTextMargins(self._label_width + GAP if label else 0, 0, self._unit_width, 0)
        self.textEdited.connect(self.changed)
        self.textChanged.connect(self._on_text_changed)
        self.returnPressed.connect(self.moved_on)

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(len(text) if self.hasFocus() else 0)

    def show_problem(self, is_wrong: bool) -> None:  # noqa: FBT001 - it shows a truth
        set_state(self, "state", "error" if is_wrong else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.end(False)  # noqa: FBT003 - Qt's own way to say "without marking"

    def _on_text_changed(self, text: str) -> None:
        shown = QFontMetrics(self._theme.bold("body")).horizontalAdvance(text)
        room = self.width() - self._label_width - self._unit_width - 2 * PADDING - 2 * GAP
        self.setToolTip(text if shown > room else "")
        set_state(self, "filled", "true" if text else "false")

    def needed_width(self, sample: str) -> int:
        """The width at which label, the sample text and the unit stand beside each other."""
        text = QFontMetrics(self._theme.bold("body")).horizontalAdvance(sample)
        return self._label_width + self._unit_width + text + 2 * PADDING + 2 * GAP + 4

    def minimumSizeHint(self) -> QSize:
        return QSize(self.needed_width("0000"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        is_wrong = self.property("state") == "error"
        painter.setPen(self._theme.color("danger" if is_wrong else "text3"))
        box = self.rect().adjusted(PADDING + 1, 0, -PADDING - 1, 0)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._label
        )
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit
        )


class PickField(VitalField):
    """A field over a long list: type a part of the word or the code, the list narrows.

    `changed` carries the code of the word chosen, or what was typed when it names none.
    """

    def __init__(
        self,
        name: str,
        label: str,
        entries: Sequence[tuple[str, str]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, theme, parent=parent)
        self._word_of = dict(entries)
        self._code_of = {word: code for code, word in entries}
        completer = QCompleter(list(self._code_of), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        popup = QListView()
        popup.setObjectName(f"{name}.choices")
        popup.setProperty("popup", "true")
        completer.setPopup(popup)
        completer.activated.connect(self._on_picked)
        self.setCompleter(completer)
        self._choices = completer
        self.returnPressed.disconnect(self.moved_on)
        self.returnPressed.connect(self._on_entered)
        self.textEdited.disconnect(self.changed)
        self.textEdited.connect(lambda text: self.changed.emit(self._code(text)))

    def _code(self, text: str) -> str:
        return self._code_of.get(text.strip(), text.strip())

    def _on_entered(self) -> None:
        """Enter takes the word that is meant where there is only one; several are not guessed."""
        typed = self.text().strip()
        if typed and typed not in self._code_of:
            self._choices.setCompletionPrefix(typed)
            if self._choices.completionCount() == 1:
                word = self._choices.currentCompletion()
                self.setText(word)
                self._on_picked(word)
        self.moved_on.emit()

    def _on_picked(self, word: str) -> None:
        self.changed.emit(self._code(word))

    def show_text(self, text: str) -> None:
        if self._code(self.text()) != text:
            super().show_text(self._word_of.get(text, text))


class ChoiceField(QComboBox):
    """A drop-down with its label inside; the wheel does not change it by accident.

    The digit of a place in the list chooses it, 1 the first.
    """

    changed = Signal(str)
    moved_on = Signal()

    def __init__(
        self,
        name: str,
        label: str,
        entries: Sequence[tuple[str, str]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setProperty("kind", "vital")
        self._theme, self._label = theme, label
        self._label_width = QFontMetrics(theme.font("small")).horizontalAdvance(label)
        self.addItem("", "")
        for code, word in entries:
            self.addItem(word, code)
        self.setMaxVisibleItems(10)
        self.activated.connect(lambda _at: self.changed.emit(self.text()))

    def text(self) -> str:
        """The code chosen, empty for none."""
        return str(self.currentData() or "")

    def show_text(self, code: str) -> None:
        at = self.findData(code)
        if at < 0:
            self.addItem(code, code)
            at = self.count() - 1
        if at != self.currentIndex():
            self.setCurrentIndex(at)

    def show_problem(self, is_wrong: bool) -> None:  # noqa: FBT001 - it shows a truth
        set_state(self, "state", "error" if is_wrong else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in NEXT_KEYS:
            self.moved_on.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.setCurrentIndex(0)
            self.changed.emit("")
        elif event.text() in DIGITS and int(event.text()) < self.count():
            self.setCurrentIndex(int(event.text()))
            self.changed.emit(self.text())
        else:
            before = self.text()
            super().keyPressEvent(event)
            if self.text() != before:
                self.changed.emit(self.text())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def needed_width(self) -> int:
        """The width at which the label and the longest word stand beside each other."""
        bold = QFontMetrics(self._theme.bold("body"))
        longest = max(bold.horizontalAdvance(self.itemText(at)) for at in range(self.count()))
        return self._label_width + longest + 2 * PADDING + GAP + ARROW_ROOM

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self._label_width + 2 * PADDING + GAP + ARROW_ROOM + 30,
            super().minimumSizeHint().height(),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        word, option.currentText = option.currentText, ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        box = self.rect().adjusted(PADDING + 1, 0, -ARROW_ROOM, 0)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text3"))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._label
        )
        painter.setFont(self._theme.bold("body"))
        painter.setPen(self._theme.color("text"))
        room = QRect(box).adjusted(self._label_width + GAP if self._label else 0, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        self.setToolTip(word if shown != word else "")
