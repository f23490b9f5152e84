"""The page of the guide that is being read: arrows and PgUp/PgDown scroll, ← and → turn the pages."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser

from feverclinic.domain.guide import GuidePage
from feverclinic.services.guide import picture_bytes
from feverclinic.wording import Wording
from ui.guide.html import page_html
from ui.theme import Theme

WIDEST_PICTURE = 680
MARGIN = 24


class Reader(QTextBrowser):
    """Shows one page; it follows no link."""

    turned = Signal(int)  # +1 the next page, -1 the one before

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._page: GuidePage | None = None
        self._width = 0
        self.setObjectName("guideReader")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(MARGIN)

    @property
    def page(self) -> GuidePage | None:
        """The page that is shown."""
        return self._page

    def show_page(self, page: GuidePage) -> None:
        """Show a page from its beginning."""
        self._page = page
        self.setAccessibleName(page.title)
        self._write()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def find_word(self, word: str) -> bool:
        """Mark the first place of a word and bring it into sight."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return bool(word) and self.find(word)

    def _write(self) -> None:
        if self._page is None:
            return
        language = self._words.language
        self._width = max(200, min(WIDEST_PICTURE, self.viewport().width() - 2 * MARGIN))
        self.setHtml(
            page_html(
                self._page,
                self._theme,
                lambda name: picture_bytes(name, language),
                self._width,
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if turns and not event.modifiers():
            self.turned.emit(turns)
        elif event.key() == Qt.Key.Key_Down:
            self._scroll(1)
        elif event.key() == Qt.Key.Key_Up:
            self._scroll(-1)
        else:
            super().keyPressEvent(event)

    def _scroll(self, way: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + way * 2 * bar.singleStep())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = max(200, min(WIDEST_PICTURE, self.viewport().width() - 2 * MARGIN))
        if wanted != self._width and self._page is not None and self._page.pictures:
            at = self.verticalScrollBar().value()
            self._write()
            self.verticalScrollBar().setValue(at)
