"""Paper out of the program: pages as pictures, to a printer or into a file.

PDFium draws the pages, in the preview as on the printer, so that what was seen is what comes out.
It may be called by one thread at a time, hence the lock; everything here may run on the bench
(Qt allows painting on a printer and on an image away from the window's thread).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from feverclinic.errors import Unavailable
from ui.print_queue import queue_trouble

if TYPE_CHECKING:
    import pypdfium2

log = logging.getLogger(__name__)

POINTS = 72  # to an inch
MM = 25.4 / POINTS
FINEST_DPI = 600
CRISP_BELOW_DPI = 300
"""A thermal printer has black or nothing: letters without grey edges stay sharp on it."""

_pdfium = Lock()
_printers = Lock()


def page_images(pdf: bytes, dpi: float, *, is_crisp: bool = False) -> tuple[QImage, ...]:
    """The pages as grey pictures of that resolution; Unavailable `paper.unreadable` if broken."""
    options: dict[str, Any] = {
        "scale": dpi / POINTS,
        "grayscale": True,
        "no_smoothtext": is_crisp,
        "no_smoothpath": is_crisp,
    }
    import pypdfium2  # noqa: PLC0415 - paper is loaded when the first one is seen

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as broken:
            raise Unavailable("paper.unreadable") from broken
        with document:
            return tuple(_image(page.render(**options)) for page in document)


def _image(bitmap: pypdfium2.PdfBitmap) -> QImage:
    view = QImage(
        bytes(bitmap.buffer),
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        QImage.Format.Format_Grayscale8,
    )
    return view.copy()  # the view does not own its bytes


def page_sizes_mm(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page."""
    import pypdfium2  # noqa: PLC0415 - paper is loaded when the first one is seen

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as broken:
            raise Unavailable("paper.unreadable") from broken
        with document:
            return tuple((page.get_width() * MM, page.get_height() * MM) for page in document)


def printer_names() -> tuple[str, ...]:
    """The printers of this computer, the system's default first; none without a print service."""
    with _printers:
        names = list(QPrinterInfo.availablePrinterNames())
        default = QPrinterInfo.defaultPrinterName()
    if default in names:
        names.remove(default)
        names.insert(0, default)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class PrintDoor:
    """The way out to paper: which printers there are, and how one is sent a paper."""

    names: Callable[[], tuple[str, ...]]
    send: Callable[[bytes, str], None]


def print_pdf(pdf: bytes, printer_name: str) -> None:
    """Print all pages in their own size; an empty name is the system's default printer.

    Unavailable with `printer.none` (no printer here), `printer.missing` (not this one), what the
    queue says of itself (`printer.no_paper`, `.jammed`, `.open`, `.offline`, `.rejecting`) or
    `printer.failed` (out of order, or it did not take the job).
    """
    names = printer_names()
    if not names:
        raise Unavailable("printer.none")
    name = printer_name or names[0]
    if name not in names:
        raise Unavailable("printer.missing", printer=name)
    with _printers:
        known = queue_trouble(name)
        if known:
            raise Unavailable(known, printer=name)
        info = QPrinterInfo.printerInfo(name)
        if info.isNull() or info.state() is QPrinter.PrinterState.Error:
            raise Unavailable("printer.failed", printer=name)
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        draw_pages(printer, pdf, name)


SYSTEM_PRINTERS = PrintDoor(printer_names, print_pdf)


def draw_pages(printer: QPrinter, pdf: bytes, name: str = "") -> None:
    """Paint the pages on a printer that is set up; `printer.failed` when it gives up."""
    sizes = page_sizes_mm(pdf)
    dpi = min(printer.resolution(), FINEST_DPI)
    images = page_images(pdf, dpi, is_crisp=dpi < CRISP_BELOW_DPI)
    _lay_out(printer, sizes[0])
    painter = QPainter()
    if not painter.begin(printer):
        log.warning("the printer took no job")
        raise Unavailable("printer.failed", printer=name)
    try:
        for number, (image, size) in enumerate(zip(images, sizes, strict=True)):
            if number:
                _lay_out(printer, size)
                if not printer.newPage():
                    raise Unavailable("printer.failed", printer=name)
            dots = printer.resolution() / 25.4
            painter.drawImage(QRectF(0, 0, size[0] * dots, size[1] * dots), image)
    finally:
        is_done = painter.end()
    if not is_done or printer.printerState() is QPrinter.PrinterState.Error:
        log.warning("the printer did not finish its job")
        raise Unavailable("printer.failed", printer=name)


def _lay_out(printer: QPrinter, size_mm: tuple[float, float]) -> None:
    """The paper is as large as the page, printed from its very corner."""
    size = QPageSize(QSizeF(*size_mm), QPageSize.Unit.Millimeter)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setFullPage(True)


def save_pdf(pdf: bytes, path: Path) -> None:
    """Write the file whole or not at all; Unavailable `paper.not_saved` with the system's reason."""
    kept: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            kept = Path(part.name)
            part.write(pdf)
            part.flush()
            os.fsync(part.fileno())
        kept.replace(path)
    except OSError as failed:
        if kept is not None:
            with suppress(OSError):
                kept.unlink()
        reason = failed.strerror or str(failed)
        raise Unavailable("paper.not_saved", path=str(path), reason=reason) from failed
