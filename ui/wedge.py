"""A scanner that types like a keyboard: its keys are caught before any field sees them.

The filter looks only at the window that has the keyboard and at the widget in it, so that nothing
else of the program is slowed down by it. What it rules is decided by time in `ui.key_sieve`.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from ui.key_sieve import KeySieve, Ruling, Sort, Stroke

# Silence is counted in beats of the window's own loop: while a busy computer keeps the loop from
# running, keys cannot arrive either, and the time says nothing.
BEAT_MS = 5
# Input methods answer late: within so many gaps their words and the keys around them are one burst.
BURST_GAPS = 2
LOCKS = frozenset({Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})
SHIFTS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_Mode_switch})
ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
Type = QEvent.Type
_O = TypeVar("_O", bound=QObject)
# A key or a letter of an input method, and where it was going.
_Waiting = tuple[QObject, QEvent]


@runtime_checkable
class TakesBack(Protocol):
    """A widget that can undo what the next key does to it."""

    def undo_of_key(self) -> Callable[[], None]:
        """Remember how it is now; the answer brings that back."""
        ...


class Wedge(QObject):
    """Tells scans of a keyboard scanner; everything that a person types arrives as it was typed.

    `scanned` carries a whole code; `broken` says that a scan came of which an input method ate a
    part, so that nothing was done with it. `clock` gives monotonic milliseconds.
    """

    scanned = Signal(str)
    broken = Signal()

    def __init__(
        self,
        gap_ms: int,
        clock: Callable[[], int],
        is_known: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._gap_ms = gap_ms
        self._sieve: KeySieve[_Waiting] = KeySieve(gap_ms, is_known)
        self._window: QWindow | None = None
        self._focus: QObject | None = None
        self._undo: Callable[[], None] | None = None
        self._undo_burst: Callable[[], None] | None = None
        self._burst_at = 0
        self._foreign_at: int | None = None
        self._ahead_ms = 0
        self._is_giving = False
        self._beats = 0
        self._silence = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Begin to listen, wherever the keyboard goes."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_window)
        app.focusObjectChanged.connect(self._on_focus)
        self._on_window(QGuiApplication.focusWindow())
        self._on_focus(QGuiApplication.focusObject())

    def stop(self) -> None:
        """Let go what is held and leave the keyboard alone."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.disconnect(self._on_window)
        app.focusObjectChanged.disconnect(self._on_focus)
        self._on_window(None)
        self._on_focus(None)

    # -- where the keyboard is ----------------------------------------------------------------

    def _on_window(self, window: QWindow | None) -> None:
        if window is self._window:
            return
        self._obey(self._sieve.flush())
        self._window = self._moved(self._window, window)

    def _on_focus(self, focus: QObject | None) -> None:
        if focus is not self._focus:
            self._focus = self._moved(self._focus, focus)

    def _moved(self, old: _O | None, new: _O | None) -> _O | None:
        if old is not None and isValid(old):
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)
        return new

    # -- what comes ---------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._is_giving:
            return False
        if kind in (Type.KeyPress, Type.KeyRelease):
            # A key that is sent to a widget and not to the window comes from no keyboard.
            if watched is not self._window or not isinstance(event, QKeyEvent):
                return False
            return self._on_key(event)
        if kind == Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._on_override(event)
        if kind == Type.InputMethod and isinstance(event, QInputMethodEvent):
            return self._on_input_method(watched, event)
        if kind == Type.MouseButtonPress and self._sieve.is_holding:
            self._obey(self._sieve.flush())
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        window, copy = self._window, event.clone()
        assert window is not None
        if event.type() == Type.KeyRelease:
            if event.isAutoRepeat():
                return False
            return self._obey(self._sieve.release(event.key(), (window, copy)))
        now_ms = self._clock()
        # Keys and input methods are stamped by different clocks: bring the latter to the former.
        self._ahead_ms = (event.timestamp() or now_ms) - now_ms
        if self._foreign_at is not None:
            self._sieve.foreign_was(self._foreign_at + self._ahead_ms)
            self._foreign_at = None
        at_ms = now_ms + self._ahead_ms
        stroke = Stroke(event.text(), at_ms, _sort(event), event.key(), event.isAutoRepeat())
        return self._strike(stroke, (window, copy))

    def _strike(self, stroke: Stroke, waiting: _Waiting) -> bool:
        if stroke.sort is Sort.CHARACTER:
            self._note_burst()
        undo = _undo_at(QApplication.focusWidget()) if stroke.sort is Sort.CHARACTER else None
        ruling = self._sieve.press(stroke, waiting, can_take_back=undo is not None)
        is_held = self._obey(ruling)
        if not is_held and undo is not None:
            self._undo = undo
        return is_held

    def _on_override(self, event: QKeyEvent) -> bool:
        """Within a run no character may be a shortcut; before any other key the run is let go."""
        if not self._sieve.is_holding:
            return False
        if _sort(event) in (Sort.CHARACTER, Sort.END):
            event.accept()
            return True
        if _sort(event) is Sort.OTHER:
            self._obey(self._sieve.flush())
        return False

    def _on_input_method(self, watched: QObject, event: QInputMethodEvent) -> bool:
        """A single letter that an input method hands through is a key; all else is its own word."""
        now_ms, text, preedit = self._clock(), event.commitString(), event.preeditString()
        waiting = (watched, event.clone())
        if _is_letter(text) and not preedit:
            stroke = Stroke(text, now_ms + self._ahead_ms, is_unstamped=True)
            return self._strike(stroke, waiting)
        is_word = bool(text) or (bool(preedit) and not _is_letter(preedit))
        if is_word:
            self._note_burst()
        was_holding = self._sieve.is_holding
        is_held = self._obey(self._sieve.foreign(now_ms + self._ahead_ms, waiting, is_word=is_word))
        if is_word and not was_holding:
            self._foreign_at = now_ms
        return is_held

    def _note_burst(self) -> None:
        """Remember how the field was before keys and words began to follow each other fast."""
        now_ms = self._clock()
        if self._undo_burst is None or now_ms - self._burst_at > BURST_GAPS * self._gap_ms:
            self._undo_burst = _undo_at(QApplication.focusWidget()) or _nothing
        self._burst_at = now_ms

    # -- what is done -------------------------------------------------------------------------

    def _obey(self, ruling: Ruling[_Waiting]) -> bool:
        if ruling.is_broken and self._undo_burst is not None:
            # The scanner's first digit chose a word for whoever was composing: nobody's choice.
            self._undo_burst()
            self._undo_burst = None
        elif ruling.takes_back and self._undo is not None:
            self._undo()
        if ruling.give:
            self._give(ruling.give)
        if ruling.code:
            # After this event, for a slot may close the very window that is being spoken to.
            QTimer.singleShot(0, self, lambda: self.scanned.emit(ruling.code))
        if ruling.is_broken:
            QTimer.singleShot(0, self, self.broken.emit)
        self._beats = 0
        if self._sieve.is_holding:
            self._silence.start()
        else:
            self._silence.stop()
        return ruling.is_held

    def _give(self, waiting: tuple[_Waiting, ...]) -> None:
        self._is_giving = True
        try:
            for target, event in waiting:
                if isValid(target):
                    event.accept()
                    QCoreApplication.sendEvent(target, event)
        finally:
            self._is_giving = False

    def _on_beat(self) -> None:
        """No key came in one more beat; after enough of them what is held is let go."""
        self._beats += 1
        if self._beats * BEAT_MS > self._sieve.patience_ms:
            self._obey(self._sieve.flush())


def _nothing() -> None:
    """What cannot be taken back is left as it is."""


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isprintable()


def _sort(event: QKeyEvent) -> Sort:
    key, modifiers = event.key(), event.modifiers()
    if key in SHIFTS or key in LOCKS:
        return Sort.SHIFT if key in SHIFTS else Sort.LOCK
    if modifiers & COMMANDS:
        return Sort.OTHER
    if key in ENDS and not modifiers & Qt.KeyboardModifier.ShiftModifier:
        return Sort.END
    text = event.text()
    return Sort.CHARACTER if len(text) == 1 and text.isprintable() else Sort.OTHER


def _undo_at(widget: QObject | None) -> Callable[[], None] | None:
    """How to take back what the next character does to a widget; None where nobody knows."""
    if isinstance(widget, QLineEdit):
        return None if widget.isReadOnly() else _undo_of_line(widget)
    return widget.undo_of_key() if isinstance(widget, TakesBack) else None


def _undo_of_line(edit: QLineEdit) -> Callable[[], None]:
    text, cursor = edit.text(), edit.cursorPosition()
    start, length = edit.selectionStart(), len(edit.selectedText())

    def undo() -> None:
        if not isValid(edit) or edit.text() == text:
            return
        edit.setText(text)
        if length:
            edit.setSelection(start, length)
        else:
            edit.setCursorPosition(cursor)
        edit.textEdited.emit(text)

    return undo
