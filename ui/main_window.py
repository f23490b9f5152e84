"""The window: rail, top line, one open desk, foot; before somebody has signed in, one page alone.

The window knows no desk: each comes by `add_desk`. It has no clock and no records of its own either;
what it shows is set from outside.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from feverclinic.wording import Wording
from ui.foot_line import FootLine
from ui.keys import key_for
from ui.notices import NoticeKind, Notices
from ui.theme import Grid, Theme
from ui.top_line import TopLine
from ui.widgets.clock_chip import ClockState, Rank
from ui.widgets.device_chip import DeviceChipState, ServerState
from ui.widgets.focus_frame import FocusFrame
from ui.widgets.rail import Rail

if TYPE_CHECKING:
    from ui.help_page import HelpPage

LEAST_WIDTH, LEAST_HEIGHT = 1024, 696
HELP = "help"


class MainWindow(QMainWindow):
    """The shell of all desks."""

    shift_asked = Signal()  # F12, or a click on the actor
    lock_asked = Signal()  # Ctrl+L
    acts_counted = Signal(int)  # how many clocks call for somebody at once
    desk_opened = Signal(str)
    clock_opened = Signal(str)
    server_opened = Signal()
    patient_asked = Signal()  # Ctrl+P: the patient's screen comes or goes
    alone_changed = Signal(bool)  # whether one page is shown without the desks
    closing = Signal()

    def __init__(self, theme: Theme, words: Wording, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.theme = theme
        self.words = words
        self._now = now
        self._desks: dict[str, QWidget] = {}
        self._last_focus: dict[str, QWidget] = {}
        self._open = ""
        self._before_help = ""
        self._allowed: frozenset[str] | None = None  # None: every desk, for nobody sits here yet
        self._nowhere: QWidget | None = None
        self._help_alone: HelpPage | None = None
        self.acts = 0
        self.may_close: Callable[[], bool] = lambda: True
        self.setObjectName("window")
        self.setWindowTitle(words.say("shell.window_title"))
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.notices = Notices(self)
        self.rail = Rail(theme)
        self.top = TopLine(theme, words)
        self.foot = FootLine(theme, words)
        self.desks = QStackedWidget()
        self.desks.setObjectName("desks")
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self._shell = self._build_shell()
        self._pages.addWidget(self._shell)
        self._whole = QVBoxLayout()
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._pages, 1)
        whole = QWidget()
        whole.setLayout(self._whole)
        self.setCentralWidget(whole)
        self.focus_frame = FocusFrame(theme, self)
        self._connect()

    def _build_shell(self) -> QWidget:
        shell = QWidget()
        shell.setObjectName("shell")
        grid = QGridLayout(shell)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.rail, 0, 0, 3, 1)
        grid.addWidget(self.top, 0, 1)
        grid.addWidget(self.desks, 1, 1)
        grid.addWidget(self.foot, 2, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(1, 1)
        return shell

    def _connect(self) -> None:
        self._pages.currentChanged.connect(lambda _: self.alone_changed.emit(self.has_page_alone))
        self.rail.chosen.connect(self.open_desk)
        self.notices.noticed.connect(self.foot.show_notice)
        self.top.clock_opened.connect(self.clock_opened.emit)
        self.top.server_opened.connect(self.server_opened.emit)
        self.top.devices_opened.connect(lambda: self.open_desk("devices"))
        self._answer_key("all_keys", self.open_help, self._pages)
        for act, run in (
            ("change_actor", self.shift_asked.emit),
            ("lock", self.lock_asked.emit),
            ("next_desk", self._open_next),
            ("alarms", lambda: self.open_desk("alarms")),
            ("papers", lambda: self.open_desk("papers")),
            ("patient_window", self.patient_asked.emit),
        ):
            self._answer_key(act, run, self._shell)

    @staticmethod
    def _answer_key(act: str, run: Callable[[], None], where: QWidget) -> None:
        shortcut = QShortcut(QKeySequence(key_for(act)), where)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)

    @cached_property
    def help(self) -> "HelpPage":
        """What F1 opens; built when it is first asked for."""
        from ui.help_page import HelpPage  # noqa: PLC0415 - after the first paint

        page = HelpPage(self.theme, self.words, self.notices)
        self.desks.addWidget(page)
        page.closed.connect(self._close_help)
        return page

    # desks

    def add_desk(
        self, key: str, title_key: str, icon: str, desk: QWidget, *, is_tool: bool = False
    ) -> None:
        """Add a desk and its rail entry; `title_key` is a wording key, tools stand at the bottom."""
        title = self.words.say(title_key)
        desk.setAccessibleName(title)
        self._desks[key] = desk
        self.desks.addWidget(desk)
        self.rail.add(key, title, icon, is_tool=is_tool)
        self.rail.entries[key].setVisible(self._may_open(key))
        if not self._open:
            self.open_desk(key)

    def allow(self, keys: frozenset[str], nowhere: QWidget) -> None:
        """Show the desks of who sits here now, and none of the others; `nowhere` where there is none."""
        self._allowed = keys
        for key, entry in self.rail.entries.items():
            entry.setVisible(key in keys)
        if self._nowhere is not None:
            self.desks.removeWidget(self._nowhere)
            self._nowhere.deleteLater()
        self._nowhere = nowhere
        self.desks.addWidget(nowhere)
        opened = self._before_help if self._open == HELP else self._open
        if opened not in keys or opened not in self._desks:
            first = next((key for key in self._desks if key in keys), "")
            self._open = first
            self.desks.setCurrentWidget(self._desks.get(first, nowhere))

    def _may_open(self, key: str) -> bool:
        return key in self._desks and (self._allowed is None or key in self._allowed)

    @property
    def desk_keys(self) -> tuple[str, ...]:
        """All desks of the window, in the order in which they were added."""
        return tuple(self._desks)

    @property
    def open_key(self) -> str:
        """The key of the open desk, `help` for the page of keys, "" before the first desk."""
        return self._open

    def open_desk(self, key: str) -> None:
        """Show a desk with the keyboard where it was left.

        One that is not there, or not for who sits here, is ignored.
        """
        if not self._may_open(key):
            return
        self._remember_focus()
        self._open = key
        self.desks.setCurrentWidget(self._desks[key])
        self.rail.mark(key)
        self._show_keys()
        back = self._last_focus.get(key)
        (back or self._desks[key]).setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk_opened.emit(key)

    def _remember_focus(self) -> None:
        held = QApplication.focusWidget()
        desk = self._desks.get(self._open)
        if held is not None and desk is not None and desk.isAncestorOf(held):
            self._last_focus[self._open] = held

    def _open_next(self) -> None:
        keys = [key for key in self._desks if self._may_open(key)]
        if self._open in keys:
            self.open_desk(keys[(keys.index(self._open) + 1) % len(keys)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no desk had a use for goes back to the first desk, where patients stand."""
        first = next((key for key in self._desks if self._may_open(key)), "")
        if event.key() == Qt.Key.Key_Escape and not self.has_page_alone and first:
            self.open_desk(first)
        else:
            super().keyPressEvent(event)

    def open_help(self) -> None:
        """F1: the guide, all keys and the notices of before, in the place of the desk."""
        if self.has_page_alone:
            self._open_help_alone()
            return
        if self._open == HELP:
            self._close_help()
            return
        self._remember_focus()
        self._before_help, self._open = self._open, HELP
        self.help.refresh(self._before_help)
        self.desks.setCurrentWidget(self.help)
        self.help.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_help_alone(self) -> None:
        """F1 where nobody works at a desk: the guide without the notices, which name patients."""
        from ui.help_page import HelpPage  # noqa: PLC0415 - as above

        below = self._pages.currentWidget()
        before = self._help_alone
        if below is None:
            return
        if before is not None:
            if below is before:
                before.closed.emit()
                return
            self._pages.removeWidget(before)
            before.deleteLater()
        held = below.focusWidget()
        self._help_alone = page = HelpPage(self.theme, self.words, None)

        def leave() -> None:
            if self._pages.currentWidget() is page:
                self._pages.setCurrentWidget(below)
                (held or below).setFocus(Qt.FocusReason.OtherFocusReason)

        page.closed.connect(leave)
        page.refresh("sign_in")
        self.show_page(page)

    def _close_help(self) -> None:
        if self._open == HELP:
            self._open = self._before_help
            self.show_shell()

    def set_ribbon(self, ribbon: QWidget) -> None:
        """Something that stands over all pages, also over one that is shown alone."""
        self._whole.insertWidget(0, ribbon)

    # one page alone

    def show_page(self, page: QWidget) -> None:
        """Show a page without the shell: signing in, the first run."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def has_page_alone(self) -> bool:
        """Whether a page stands in the place of the shell: nobody works at a desk then."""
        return self._pages.currentWidget() is not self._shell

    def show_shell(self) -> None:
        """Show the desks, with the keyboard in the open one."""
        self._pages.setCurrentWidget(self._shell)
        opened = self._before_help if self._open == HELP else self._open
        if self._may_open(opened):
            self.open_desk(opened)
        elif self._nowhere is not None:
            self.desks.setCurrentWidget(self._nowhere)
            self._nowhere.setFocus(Qt.FocusReason.OtherFocusReason)

    # what is shown around the desks

    def set_names(self, station: str, actor: str) -> None:
        self.top.set_names(station, actor)

    def set_devices(self, states: tuple[DeviceChipState, ...]) -> None:
        self.top.show_devices(states)

    def set_server(self, state: ServerState) -> None:
        self.top.show_server(state)

    def set_clocks(self, clocks: tuple[ClockState, ...]) -> None:
        self.top.show_clocks(clocks)
        self.acts = sum(1 for clock in clocks if clock.rank is Rank.ACT)
        self.acts_counted.emit(self.acts)

    def set_time(self, text: str) -> None:
        """Show the time of day, `14:32`."""
        self.top.show_time(text)

    def set_count(self, key: str, count: int) -> None:
        """Show how many wait at a desk on its rail entry."""
        self.rail.entries[key].set_count(count)

    def notice(self, kind: NoticeKind, sentence: str) -> None:
        """Say one sentence in the foot; the one before goes behind F1."""
        self.notices.add(kind, sentence, self._now())

    # layout

    @property
    def grid(self) -> Grid:
        return self.theme.grid_of_window(self.width())

    def _show_keys(self) -> None:
        self.foot.show_keys(self._open, is_narrow=self.grid is Grid.NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        grid = self.grid
        self.rail.set_grid(grid)
        self.top.set_grid(grid)
        self.foot.setFixedWidth(max(0, self.width() - grid.rail_px))
        self._show_keys()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._remember_focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
