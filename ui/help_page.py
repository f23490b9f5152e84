"""F1: every key of the program, the desk's own first, and the notices of before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.civil_time import local
from feverclinic.wording import Wording
from ui.icons import icon
from ui.keys import EVERYWHERE, KEYS, Key, key_for
from ui.notices import ICONS, Notice, Notices
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton, KeyCap
from ui.widgets.pane import Pane, column, label, row, scrolled

COLUMNS = 3


class HelpPage(QWidget):
    """Stands in the place of the desk; Esc or F1 goes back to it."""

    closed = Signal()

    def __init__(self, theme: Theme, words: Wording, notices: Notices) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._notices = notices
        self.setObjectName("help")
        self.setAccessibleName(words.say("key.all_keys"))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("helpTabs")
        self.tabs.setAccessibleName(words.say("key.all_keys"))
        self._back = KeyButton(theme, words.say("key.back"), key_for("back"))
        self._back.setObjectName("helpBack")
        self._back.setProperty("slim", "true")
        self._back.clicked.connect(self.closed.emit)
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Pane(words.say("shell.help_title"), self.tabs, beside=self._back))
        self.setFocusProxy(self.tabs)
        leave = QShortcut(QKeySequence(key_for("back")), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed.emit)

    def refresh(self, where: str) -> None:
        """Build both lists anew; `where` is the desk whose keys come first."""
        shown = self.tabs.currentIndex()
        while self.tabs.count():
            old = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if old is not None:
                old.deleteLater()
        self.tabs.addTab(self._keys_page(where), self._words.say("shell.help_keys"))
        self.tabs.addTab(self._notices_page(), self._words.say("shell.help_notices"))
        self.tabs.setCurrentIndex(max(0, shown))

    def _keys_page(self, where: str) -> QWidget:
        places = [where, EVERYWHERE, *(key.where for key in KEYS)]
        ordered = [place for place in dict.fromkeys(places) if any(k.where == place for k in KEYS)]
        stacks = [column(gap=24) for _place in range(COLUMNS)]
        for index, place in enumerate(ordered):
            group = self._group(place, [key for key in KEYS if key.where == place])
            # The desk's own keys are the longest list and have the first column to themselves.
            stacks[0 if index == 0 else 1 + (index - 1) % (COLUMNS - 1)].addLayout(group)
        for stack in stacks:
            stack.addStretch()
        content = QWidget()
        content.setLayout(row(*stacks, gap=32))
        content.setContentsMargins(16, 16, 16, 16)
        return scrolled(content)

    def _group(self, place: str, keys: list[Key]) -> QVBoxLayout:
        lines = column(label(self._words.say(f"key_where.{place}"), "name"), gap=6)
        for key in keys:
            said = label(self._words.say(f"key.{key.act}"))
            said.setObjectName(f"helpKey.{key.act}")
            cap = KeyCap(key.sequence)
            cap.setMinimumWidth(52)
            lines.addLayout(row(cap, said, None, gap=12))
        return lines

    def _notices_page(self) -> QWidget:
        history = self._notices.history
        if not history:
            return EmptyState(self._theme, "bell", self._words.say("shell.no_notices"))
        listed = QListWidget()
        listed.setObjectName("noticeList")
        listed.setAccessibleName(self._words.say("shell.help_notices"))
        listed.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        listed.setWordWrap(True)
        for notice in history:
            listed.addItem(self._item(notice))
        return listed

    def _item(self, notice: Notice) -> QListWidgetItem:
        name, ink = ICONS[notice.kind]
        said = f"{local(notice.at):%m-%d %H:%M}   {notice.sentence}"
        return QListWidgetItem(icon(name, self._theme.color(ink)), said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
