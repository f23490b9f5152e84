from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from feverclinic.errors import Unavailable
from feverclinic.reports.triage_slip import Paper, render
from feverclinic.wording import LANGUAGES, wording
from tests.golden_papers import pictures
from tests.reports.slips import a_slip, an_overfull_slip
from ui.print_queue import TROUBLES
from ui.printing import draw_pages, page_images, page_sizes_mm, print_pdf, save_pdf

ERRORS = {"printer.none", "printer.missing", "printer.failed", "printer.rejecting"}


def printed(pdf: bytes, path: Path, dpi: int) -> bytes:
    """What a printer of that resolution was given, as a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(dpi)
    draw_pages(printer, pdf)
    return path.read_bytes()


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("paper", ["A5", "ROLL80"])
def test_what_comes_out_of_the_printer_can_be_scanned(
    qtbot: QtBot, tmp_path: Path, paper: Paper, dpi: int
) -> None:
    pdf = render(a_slip(), wording("zh_CN"), paper)

    (picture,) = pictures(printed(pdf, tmp_path / "out.pdf", dpi), dpi=203)

    found = {str(code.format): code.text for code in zxingcpp.read_barcodes(picture)}
    assert found == {"Code 128": "20200228-0037", "QR Code": "20200228-0037"}


def test_the_paper_keeps_its_size_on_the_printer(qtbot: QtBot, tmp_path: Path) -> None:
    pdf = render(a_slip(), wording("zh_CN"), "A5")

    page = PdfReader(BytesIO(printed(pdf, tmp_path / "out.pdf", 300))).pages[0]

    assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(148, abs=0.4)
    assert float(page.mediabox.height) / 72 * 25.4 == pytest.approx(210, abs=0.4)


def test_every_page_is_printed(qtbot: QtBot, tmp_path: Path) -> None:
    pdf = render(an_overfull_slip(), wording("zh_CN"), "A5")

    assert len(PdfReader(BytesIO(printed(pdf, tmp_path / "out.pdf", 203))).pages) == 2


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_no_job_is_an_error_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    pdf = render(a_slip(), wording("zh_CN"), "A5")

    with pytest.raises(Unavailable) as refused:
        printed(pdf, tmp_path / "no folder" / "out.pdf", 203)

    assert refused.value.code == "printer.failed"


def test_a_printer_that_is_not_there_is_an_error_in_words(qtbot: QtBot) -> None:
    pdf = render(a_slip(), wording("zh_CN"), "A5")

    with pytest.raises(Unavailable) as refused:
        print_pdf(pdf, "no such printer in any clinic")

    assert refused.value.code in {"printer.none", "printer.missing"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(ERRORS | set(TROUBLES.values())))
def test_every_trouble_with_a_printer_has_a_sentence(code: str, language: str) -> None:
    assert wording(language).say(f"error.{code}", printer="P1")


def test_pages_have_the_size_of_the_paper() -> None:
    ((wide, high),) = page_sizes_mm(render(a_slip(), wording("zh_CN"), "A5"))

    assert (round(wide, 1), round(high, 1)) == (148.0, 210.0)


def test_a_page_is_drawn_in_the_resolution_asked_for(qtbot: QtBot) -> None:
    (image,) = page_images(render(a_slip(), wording("zh_CN"), "A5"), 203)

    assert (image.width(), image.height()) == (1183, 1679)


def test_a_crisp_page_is_nearly_all_black_or_white(qtbot: QtBot) -> None:
    pdf = render(a_slip(), wording("zh_CN"), "A5")

    (soft,) = page_images(pdf, 203)
    (crisp,) = page_images(pdf, 203, is_crisp=True)

    greys = [
        sum(1 for grey in bytes(image.constBits()) if 8 < grey < 200) for image in (soft, crisp)
    ]
    assert greys[1] * 10 < greys[0]


def test_a_broken_file_is_an_error_in_words() -> None:
    with pytest.raises(Unavailable) as refused:
        page_images(b"%PDF-1.4 and no more", 96)

    assert refused.value.code == "paper.unreadable"


def test_a_saved_paper_is_the_same_bytes(tmp_path: Path) -> None:
    pdf = render(a_slip(), wording("zh_CN"), "A5")

    save_pdf(pdf, tmp_path / "slip.pdf")

    assert (tmp_path / "slip.pdf").read_bytes() == pdf
    assert [path.name for path in tmp_path.iterdir()] == ["slip.pdf"]


def test_a_paper_that_cannot_be_saved_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "slip.pdf").mkdir()

    with pytest.raises(Unavailable) as refused:
        save_pdf(b"pdf", tmp_path / "slip.pdf")

    assert refused.value.code == "paper.not_saved"
    assert [path.name for path in tmp_path.iterdir()] == ["slip.pdf"]
