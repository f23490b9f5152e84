"""Where the patient's screen is shown: full screen on a second screen, or as a window by Ctrl+P.

Screens come and go while the program runs; what stood on one that is gone is closed, and the next
one that is plugged in gets it again.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from feverclinic.wording import Wording
from ui.patient_window.presenter import PatientPresenter
from ui.patient_window.screen import PatientScreen
from ui.theme import Theme

AUTO = "auto"
WINDOW_SIZE = (960, 540)
AtScreen = TypeVar("AtScreen")


def second_of(screens: Sequence[AtScreen], own: AtScreen | None) -> AtScreen | None:
    """The first screen that is not the nurse's own; None where there is only one."""
    others = [screen for screen in screens if screen is not own]
    return others[0] if others and len(screens) > 1 else None


class PatientWindows(QObject):
    """At most one screen for the patient, dressed anew with the nurse's window."""

    def __init__(
        self,
        presenter: PatientPresenter,
        setting: str,
        facility: Callable[[], str],
        mark: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter, self._setting = presenter, setting
        self._facility, self._mark = facility, mark
        self._theme: Theme | None = None
        self._title = ""
        self._desk: QWidget | None = None
        self._on: QScreen | None = None  # the second screen that it fills, None for a window
        self.screen: PatientScreen | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        app.screenAdded.connect(self._on_screen_added)
        app.screenRemoved.connect(self._on_screen_removed)

    def dress(self, desk: QWidget, theme: Theme, words: Wording) -> None:
        """Another look; `desk` is the form that is followed, in the nurse's window."""
        was_open, was_on = self.screen is not None, self._on
        self.close()
        self._desk, self._theme, self._title = desk, theme, words.say("patient.title")
        if was_open:
            self._open(was_on)
        else:
            # The nurse's window has its screen only when it is shown.
            QTimer.singleShot(0, self, self.look_for_screen)

    def look_for_screen(self) -> None:
        """With the setting `auto` and a second screen, show it there."""
        if self._setting == AUTO and self.screen is None and self._desk is not None:
            second = second_of(QGuiApplication.screens(), self._desk.window().screen())
            if second is not None:
                self._open(second)

    def toggle(self) -> None:
        """Ctrl+P: open it or put it away."""
        if self.screen is not None:
            self.close()
        elif self._desk is not None:
            self._open(second_of(QGuiApplication.screens(), self._desk.window().screen()))

    def close(self) -> None:
        if self.screen is None:
            return
        self._presenter.shown.disconnect(self.screen.show_page)
        self.screen.close()
        self.screen.deleteLater()
        self.screen = self._on = None

    def _open(self, on: QScreen | None) -> None:
        assert self._theme is not None
        screen = PatientScreen(self._theme, self._facility(), self._mark)
        screen.setWindowTitle(self._title)
        screen.show_page(self._presenter.page)
        self._presenter.shown.connect(screen.show_page)
        self.screen, self._on = screen, on
        if on is None:
            screen.resize(*WINDOW_SIZE)
            screen.show()
            return
        screen.setScreen(on)
        screen.setGeometry(on.geometry())
        screen.showFullScreen()

    # -- screens and the keyboard -------------------------------------------------------------

    def _on_screen_added(self, _screen: QScreen) -> None:
        QTimer.singleShot(0, self, self.look_for_screen)

    def _on_screen_removed(self, screen: QScreen) -> None:
        """Unplugged: the system would move the window over the nurse's work."""
        if self._on is screen:
            self.close()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The field of the form that has the keyboard, or the one around it that has a name."""
        if self._desk is None or new is None or not self._desk.isAncestorOf(new):
            return
        place: QWidget | None = new
        while place is not None and place is not self._desk:
            if place.objectName():
                self._presenter.asked(place.objectName())
                return
            place = place.parentWidget()
