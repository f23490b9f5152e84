"""F1: the page of the guide for the open desk, all other pages, every key, the notices of before."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.civil_time import local
from feverclinic.services.guide import PAGE_OF_DESK, PAGES, guide_pages
from feverclinic.wording import Wording
from ui.guide.key_tables import keys_page
from ui.guide.reader import Reader
from ui.icons import icon
from ui.keys import key_for
from ui.notices import ICONS, Notice, Notices
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, column, rule, surface
from ui.widgets.search_box import SearchBox

KEYS_PAGE, NOTICES_PAGE = "keys", "notices"
LIST_WIDTH, ROW_HEIGHT = 220, 34
NAME = Qt.ItemDataRole.UserRole


class HelpPage(QWidget):
    """Stands in the place of the desk; Esc or F1 goes back to it.

    Without `notices` (nobody has signed in) the notices, which name patients, are left out.
    """

    closed = Signal()

    def __init__(self, theme: Theme, words: Wording, notices: Notices | None) -> None:
        super().__init__()
        self._theme, self._words, self._notices = theme, words, notices
        self._where = ""
        self.setObjectName("help")
        self.setAccessibleName(words.say("shell.help_title"))
        self.search = SearchBox(
            theme, "guideSearch", words.say("guide.search"), key_for("guide_search")
        )
        self.pages = QListWidget()
        self.pages.setObjectName("guidePages")
        self.pages.setAccessibleName(words.say("guide.pages"))
        self.reader = Reader(theme, words)
        self.shown = QStackedWidget()
        self.shown.addWidget(self.reader)
        self._extra: QWidget | None = None
        self._back = KeyButton(theme, words.say("key.back"), key_for("back"))
        self._back.setObjectName("helpBack")
        self._back.setProperty("slim", "true")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.reader)

    def _lay_out(self) -> None:
        left = surface(column(self.search, self.pages, gap=10))
        left.setContentsMargins(12, 12, 12, 12)
        left.setFixedWidth(LIST_WIDTH + (40 if self._theme.is_large else 0))
        edge = rule(across=False)
        body = QWidget()
        beside = QHBoxLayout(body)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(left)
        beside.addWidget(edge)
        beside.addWidget(self.shown, stretch=1)
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Pane(self._words.say("shell.help_title"), body, beside=self._back))

    def _connect(self) -> None:
        self._back.clicked.connect(self.closed.emit)
        self.pages.currentItemChanged.connect(lambda item, _before: self._on_chosen(item))
        self.pages.itemActivated.connect(lambda _item: self._read())
        self.reader.turned.connect(self._turn)
        self.search.searched.connect(self._on_searched)
        self.search.taken.connect(self._read)
        self.search.walked.connect(self._turn)
        self.search.left.connect(self._leave)
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("back", self._leave),
            ("guide_search", self.search.setFocus),
        )
        for act, run in acts:
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def refresh(self, where: str) -> None:
        """Open the page of a desk anew; `where` is that desk."""
        self._where = where
        self.search.clear()
        self.pages.clear()
        for page in guide_pages(self._words.language):
            self._add(page.name, page.title)
        self._add(KEYS_PAGE, self._words.say("shell.help_keys"))
        if self._notices is not None:
            self._add(NOTICES_PAGE, self._words.say("shell.help_notices"))
        self.open_page(PAGE_OF_DESK.get(where, PAGES[0]))

    def _add(self, name: str, title: str) -> None:
        item = QListWidgetItem(title.partition("：")[0].partition(":")[0], self.pages)
        item.setData(NAME, name)
        item.setSizeHint(QSize(0, ROW_HEIGHT + (6 if self._theme.is_large else 0)))
        item.setToolTip(title)

    def open_page(self, name: str) -> None:
        """Show a page by its name; `keys` and `notices` are pages too."""
        for item in self._items():
            if item.data(NAME) == name:
                self.pages.setCurrentItem(item)

    @property
    def open_name(self) -> str:
        """The name of the page that is shown, "" before the first one."""
        item = self.pages.currentItem()
        return str(item.data(NAME)) if self.pages.currentRow() >= 0 else ""

    def _items(self) -> list[QListWidgetItem]:
        return [self.pages.item(place) for place in range(self.pages.count())]

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if self._extra is not None:
            self.shown.removeWidget(self._extra)
            self._extra.deleteLater()
            self._extra = None
        if item is None:
            return
        name = str(item.data(NAME))
        if name == KEYS_PAGE:
            self._show(keys_page(self._where, self._words))
        elif name == NOTICES_PAGE:
            self._show(self._notices_page())
        else:
            self.reader.show_page(guide_pages(self._words.language)[PAGES.index(name)])
            self.shown.setCurrentWidget(self.reader)

    def _show(self, page: QWidget) -> None:
        """A page that does not turn itself; the keyboard goes to the list, where arrows go on."""
        was_read = self.reader.hasFocus()
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._extra = page
        self.shown.addWidget(page)
        if was_read:
            self.pages.setFocus()
        self.shown.setCurrentWidget(page)

    def _turn(self, way: int) -> None:
        """The next page of the list that is in sight."""
        seen = [item for item in self._items() if not item.isHidden()]
        if not seen:
            return
        current = self.pages.currentItem()
        place = seen.index(current) + way if current in seen else 0
        self.pages.setCurrentItem(seen[max(0, min(place, len(seen) - 1))])
        self.reader.find_word(self.search.text().strip())

    def _on_searched(self, typed: str) -> None:
        """Only the pages with the word stay in the list, and the first of them is shown."""
        word = typed.strip()
        with_word = {
            page.name
            for page in guide_pages(self._words.language)
            if word.casefold() in page.words.casefold()
        }
        for item in self._items():
            item.setHidden(bool(word) and item.data(NAME) not in with_word)
        if word and self.open_name not in with_word:
            self._turn(0)
        self.reader.find_word(word)

    def _read(self) -> None:
        """Give the keyboard to the page that is shown."""
        (self._extra or self.reader).setFocus()

    def _leave(self) -> None:
        """Esc: once to empty the search that is being written, then back to the desk."""
        if self.search.text() and self.search.edit.hasFocus():
            self.search.clear()
            self._on_searched("")
        else:
            self.closed.emit()

    def _notices_page(self) -> QWidget:
        history = self._notices.history if self._notices is not None else ()
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
