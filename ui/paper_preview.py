"""A paper as it will come out, to be looked at, printed or kept as a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.bench import Bench
from ui.printing import SYSTEM_PRINTERS, PrintDoor, page_images, page_sizes_mm, save_pdf
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import column, label, row, rule

INCH_MM = 25.4
SCREEN_DPI = 96
SMALLEST_PERCENT, LARGEST_PERCENT = 25, 400
READABLE_PERCENT = 150
STEP = 1.25
EDGE = 16
SCROLL_BAR = 20


HIGHEST, FRAME = 800, 48  # its own title bar must fit over the window too


class PaperPreview(QDialog):
    """Shows the pages of a PDF; open it with `open()`, never with `exec()`.

    Pages are drawn on the bench, in the resolution of the screen and the zoom.
    """

    printed = Signal(str)  # the printer's name
    saved = Signal(str)  # the path
    refused = Signal(object)  # ClinicError

    def __init__(
        self,
        pdf: bytes,
        words: Wording,
        theme: Theme,
        bench: Bench,
        parent: QWidget | None = None,
        *,
        printer: str = "",
        door: PrintDoor = SYSTEM_PRINTERS,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("paperPreview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pdf, self._words, self._bench, self._door = pdf, words, bench, door
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._labels: list[QLabel] = []
        self._percent = 100.0
        self._fits = True
        self._asked = 0
        self._wanted_printer = printer
        say = words.say
        self.setWindowTitle(say("paper_preview.title"))
        self.setAccessibleName(say("paper_preview.title"))
        self._build(theme)
        self._connect()
        room = parent.window().height() - FRAME if parent is not None else HIGHEST
        self.resize(640, min(HIGHEST, room))
        bench.do(self, lambda: page_sizes_mm(pdf), self._on_sizes, self._on_refused)
        bench.do(self, door.names, self._on_printers)

    def _build(self, theme: Theme) -> None:
        say = self._words.say

        def button(name: str, icon: str, key: str, kind: str = "usual") -> KeyButton:
            made = KeyButton(theme, say(f"paper_preview.{name}"), key, icon=icon, kind=kind)
            made.setObjectName(f"preview.{name}")
            return made

        self.smaller = button("zoom_out", "minus", "-")
        self.larger = button("zoom_in", "plus", "+")
        self.whole = button("fit", "file-text", "0")
        self.save = button("save_pdf", "save", "F8")
        self.print = button("print", "printer", "F9", "primary")
        self.shut = button("close", "x", "Esc")
        self.zoom = label("", "small", "text2", name="preview.zoom")
        self.zoom.setMinimumWidth(48)
        self.printer = QComboBox()
        self.printer.setObjectName("preview.printer")
        self.printer.setAccessibleName(say("paper_preview.printer"))
        self.printer.setEnabled(False)
        self.print.setEnabled(False)
        self.answer = label("", "small", "text2", name="preview.answer")
        self.answer.setWordWrap(True)
        self._pages = QWidget()
        self._pages.setObjectName("preview.pages")
        self._stack = QVBoxLayout(self._pages)
        self._stack.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        self._stack.setSpacing(EDGE)
        self.area = QScrollArea()
        self.area.setObjectName("preview.area")
        self.area.setAccessibleName(say("paper_preview.title"))
        self.area.setWidget(self._pages)
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()

    def _lay_out(self) -> None:
        tools = QFrame()
        tools.setProperty("pane", "sunken")
        upper = row(self.smaller, self.larger, self.whole, self.zoom, None, self.shut)
        printer = label(self._words.say("paper_preview.printer"), "small", "text2")
        printer.setBuddy(self.printer)
        lower = row(printer, self.printer, 8, self.save, self.print)
        self.printer.setMinimumWidth(200)
        self.printer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inner = column(upper, self.answer, lower)
        inner.setContentsMargins(EDGE, 12, EDGE, 12)
        tools.setLayout(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, stretch=1)
        whole.addWidget(rule())
        whole.addWidget(tools)

    def _connect(self) -> None:
        acts: tuple[tuple[KeyButton, Callable[[], None], tuple[str, ...]], ...] = (
            (self.smaller, self._on_smaller, ("-", "Ctrl+-")),
            (self.larger, self._on_larger, ("+", "=", "Ctrl++", "Ctrl+=")),
            (self.whole, self._on_whole, ("0", "Ctrl+0")),
            (self.save, self._on_save, ("F8", "Ctrl+S")),
            (self.print, self._on_print, ("F9", "Ctrl+P")),
        )
        for button, act, keys in acts:
            button.clicked.connect(act)
            for key in keys:
                QShortcut(QKeySequence(key), self, act)
        self.shut.clicked.connect(self.close)

    def _on_sizes(self, sizes: tuple[tuple[float, float], ...]) -> None:
        self._sizes = sizes
        for number, _ in enumerate(sizes, start=1):
            page = QLabel()
            page.setObjectName(f"preview.page.{number}")
            page.setAccessibleName(
                self._words.say("paper_preview.page", page=number, pages=len(sizes))
            )
            page.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._labels.append(page)
            self._stack.addWidget(page, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._draw()

    def _on_printers(self, names: tuple[str, ...]) -> None:
        """The printer of the settings first; where there is none, the file remains."""
        if not names:
            self.save.setFocus()
            self._say("paper_preview.no_printer")
            return
        self.printer.addItems(list(names))
        if self._wanted_printer and self._wanted_printer not in names:
            self.printer.insertItem(0, self._wanted_printer)
        if self._wanted_printer:
            self.printer.setCurrentText(self._wanted_printer)
        self.printer.setEnabled(True)
        self.print.setEnabled(True)
        self.print.setFocus()

    def _whole_page_percent(self) -> float:
        room = self.area.viewport().size() - QSize(2 * EDGE, 2 * EDGE)
        wide = max(width for width, _ in self._sizes) / INCH_MM * SCREEN_DPI
        high = max(height for _, height in self._sizes) / INCH_MM * SCREEN_DPI
        if high > wide * 2:  # a strip of the roll is read by scrolling, as wide as there is room
            return min((room.width() - SCROLL_BAR) / wide * 100, READABLE_PERCENT)
        return min(room.width() / wide, room.height() / high) * 100

    def _draw(self) -> None:
        """Ask the bench for the pages at this zoom; only the latest answer is shown."""
        if not self._sizes:
            return
        if self._fits:
            self._percent = self._whole_page_percent()
        self._percent = max(SMALLEST_PERCENT, min(LARGEST_PERCENT, self._percent))
        self.zoom.setText(self._words.say("paper_preview.zoom", percent=round(self._percent)))
        self._asked += 1
        asked, ratio = self._asked, self.devicePixelRatioF()
        dpi = SCREEN_DPI * self._percent / 100 * ratio
        self._bench.do(
            self,
            lambda: page_images(self._pdf, dpi),
            lambda images: self._show(images, ratio) if asked == self._asked else None,
            self._on_refused,
        )

    def _show(self, images: tuple[QImage, ...], ratio: float) -> None:
        for number, image in enumerate(images):
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(ratio)
            self._labels[number].setPixmap(picture)

    def _on_smaller(self) -> None:
        self._zoom_to(self._percent / STEP)

    def _on_larger(self) -> None:
        self._zoom_to(self._percent * STEP)

    def _zoom_to(self, percent: float) -> None:
        self._fits = False
        self._percent = percent
        self._draw()

    def _on_whole(self) -> None:
        self._fits = True
        self._draw()

    def _on_print(self) -> None:
        if not self.print.isEnabled():
            return
        name = self.printer.currentText()
        self.print.setEnabled(False)
        self._say("paper_preview.printing")
        self._bench.do(
            self,
            lambda: self._door.send(self._pdf, name),
            lambda _: self._on_printed(name),
            self._on_refused,
        )

    def _on_printed(self, name: str) -> None:
        self.print.setEnabled(True)
        self._say("paper_preview.printed", "ok", printer=name)
        self.printed.emit(name)

    def _on_save(self) -> None:
        """Ask for a file in a window of its own that blocks nothing."""
        ask = QFileDialog(self, self._words.say("paper_preview.save_pdf"))
        ask.setObjectName("preview.file")
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        ask.setNameFilter(self._words.say("paper_preview.pdf_files"))
        ask.setDefaultSuffix("pdf")
        ask.fileSelected.connect(self.save_as)
        ask.open()

    def save_as(self, path: str) -> None:
        """Keep the paper as a file, byte for byte what is shown."""
        self._bench.do(
            self,
            lambda: save_pdf(self._pdf, Path(path)),
            lambda _: self._on_saved(path),
            self._on_refused,
        )

    def _on_saved(self, path: str) -> None:
        self._say("paper_preview.saved", "ok", path=path)
        self.saved.emit(path)

    def _on_refused(self, error: ClinicError) -> None:
        """The paper stays open: what failed is said in words and can be tried again."""
        self.print.setEnabled(self.printer.isEnabled())
        self._say(f"error.{error.code}", "danger", **error.facts)
        self.refused.emit(error)

    def _say(self, key: str, tone: str = "text2", **facts: object) -> None:
        set_state(self.answer, "tone", tone)
        self.answer.setText(self._words.say(key, **facts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self._draw()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._asked += 1  # what is still being drawn is for nobody
        super().closeEvent(event)
