"""The pages of a paper below each other, as wide as there is room; nothing here prints."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from feverclinic.wording import Wording
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState

Images = tuple[QImage, ...]
Draw = Callable[[bytes, float, Callable[[Images], object]], None]
"""Draws the pages of a PDF in a resolution, elsewhere, and brings them home."""
EDGE, SCROLL_BAR = 16, 14
READING_DPI, MOST_DPI = 96.0, 130.0
INCHES_OF_A4 = {True: 297 / 25.4, False: 210 / 25.4}


class PageView(QStackedWidget):
    """Shows one paper; while it is made, or where there is none, a sentence stands there."""

    def __init__(self, theme: Theme, words: Wording, draw: Draw) -> None:
        super().__init__()
        self.setObjectName("papers.pages")
        self._words = words
        self._draw = draw
        self._pdf = b""
        self._asked = 0
        self._shown_width = 0
        self._pages = QWidget()
        self._pages.setAutoFillBackground(False)
        self._column = QVBoxLayout(self._pages)
        self._column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        self._column.setSpacing(EDGE)
        self._area = QScrollArea()
        self._area.setObjectName("papers.area")
        self._area.setAccessibleName(words.say("papers_page.pages"))
        self._area.setWidget(self._pages)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._waiting = EmptyState(theme, "file-text", words.say("papers_page.making"))
        self.addWidget(self._waiting)
        self.addWidget(self._area)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a paper from its first page; b"" is none."""
        self._pdf = pdf
        self._asked += 1
        self._area.verticalScrollBar().setValue(0)
        if pdf:
            self._redraw()
        else:
            self.setCurrentWidget(self._waiting)

    def _redraw(self) -> None:
        self._asked += 1
        asked, ratio = self._asked, self.devicePixelRatioF()
        self._shown_width = self.width()
        # The resolution is found with the first answer: a page tells only then whether it lies across.
        self._draw(
            self._pdf,
            READING_DPI * ratio,
            lambda images: self._on_images(asked, images, ratio),
        )

    def _on_images(self, asked: int, images: Images, ratio: float) -> None:
        if asked != self._asked or not images:
            return
        room = max(200, self.width() - 2 * EDGE - SCROLL_BAR)
        is_across = images[0].width() > images[0].height()
        dpi = min(MOST_DPI, room / INCHES_OF_A4[is_across])
        self._draw(self._pdf, dpi * ratio, lambda sharp: self._show(asked, sharp, ratio))

    def _show(self, asked: int, images: Images, ratio: float) -> None:
        if asked != self._asked:
            return
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for number, image in enumerate(images, start=1):
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(ratio)
            page = QLabel()
            page.setObjectName(f"papers.page.{number}")
            page.setAccessibleName(
                self._words.say("paper_preview.page", page=number, pages=len(images))
            )
            page.setPixmap(picture)
            page.setProperty("paper", "true")
            self._column.addWidget(page, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch()
        self.setCurrentWidget(self._area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._pdf and self.width() != self._shown_width:
            self._redraw()
