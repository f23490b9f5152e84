from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from feverclinic.errors import Unavailable
from feverclinic.reports.triage_slip import render
from feverclinic.wording import wording
from tests.reports.slips import a_slip, an_overfull_slip
from ui.bench import Bench
from ui.paper_preview import PaperPreview
from ui.printing import PrintDoor
from ui.theme import load_theme

PDF = render(a_slip(), wording("zh_CN"), "A5")


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.close()


class Printer:
    """What stands at the end of the wire: it notes what it was sent, or fails."""

    def __init__(self, fails: str = "") -> None:
        self.fails = fails
        self.sent: list[tuple[bytes, str]] = []

    def __call__(self, pdf: bytes, name: str) -> None:
        if self.fails:
            raise Unavailable(self.fails, printer=name)
        self.sent.append((pdf, name))


def a_preview(
    qtbot: QtBot, bench: Bench, pdf: bytes = PDF, send: Printer | None = None
) -> PaperPreview:
    preview = PaperPreview(
        pdf,
        wording("zh_CN"),
        load_theme("light"),
        bench,
        printer="P1",
        door=PrintDoor(lambda: ("P0", "P1"), send or Printer()),
    )
    qtbot.addWidget(preview)
    preview.open()
    return preview


def page(preview: PaperPreview, number: int) -> QLabel:
    found = preview.findChild(QLabel, f"preview.page.{number}")
    assert isinstance(found, QLabel)
    return found


def is_drawn(preview: PaperPreview, number: int = 1) -> bool:
    found = preview.findChild(QLabel, f"preview.page.{number}")
    return isinstance(found, QLabel) and not found.pixmap().isNull()


def test_the_page_is_shown_whole(qtbot: QtBot, bench: Bench) -> None:
    preview = a_preview(qtbot, bench)

    qtbot.waitUntil(lambda: is_drawn(preview))

    assert page(preview, 1).pixmap().height() <= preview.area.viewport().height()
    assert page(preview, 1).accessibleName() == "第 1 页，共 1 页"


def test_every_page_is_shown(qtbot: QtBot, bench: Bench) -> None:
    preview = a_preview(qtbot, bench, render(an_overfull_slip(), wording("zh_CN"), "A5"))

    qtbot.waitUntil(lambda: is_drawn(preview, 1) and is_drawn(preview, 2))


def test_plus_makes_the_page_larger_and_nought_whole_again(qtbot: QtBot, bench: Bench) -> None:
    preview = a_preview(qtbot, bench)
    qtbot.waitUntil(lambda: is_drawn(preview))
    whole = page(preview, 1).pixmap().height()

    qtbot.keyClick(preview, Qt.Key.Key_Plus)

    qtbot.waitUntil(lambda: page(preview, 1).pixmap().height() > whole)

    qtbot.keyClick(preview, Qt.Key.Key_0)

    qtbot.waitUntil(lambda: page(preview, 1).pixmap().height() == whole)


def test_f9_prints_what_is_shown(qtbot: QtBot, bench: Bench) -> None:
    printer = Printer()
    preview = a_preview(qtbot, bench, send=printer)
    qtbot.waitUntil(preview.print.isEnabled)

    with qtbot.waitSignal(preview.printed):
        qtbot.keyClick(preview, Qt.Key.Key_F9)

    assert printer.sent == [(PDF, "P1")]
    assert preview.answer.text() == "已送打印机 P1"


def test_a_printer_that_fails_is_said_in_words_and_can_be_tried_again(
    qtbot: QtBot, bench: Bench
) -> None:
    printer = Printer("printer.no_paper")
    preview = a_preview(qtbot, bench, send=printer)
    qtbot.waitUntil(preview.print.isEnabled)

    with qtbot.waitSignal(preview.refused):
        preview.print.click()

    assert preview.answer.text() == "打印机「P1」缺纸。请装纸，然后补打。"

    printer.fails = ""
    with qtbot.waitSignal(preview.printed):
        preview.print.click()


def test_where_there_is_no_printer_the_file_is_offered(qtbot: QtBot, bench: Bench) -> None:
    door = PrintDoor(lambda: (), Printer())
    preview = PaperPreview(PDF, wording("zh_CN"), load_theme("light"), bench, door=door)
    qtbot.addWidget(preview)
    preview.open()

    qtbot.waitUntil(lambda: preview.answer.text() == "本机未安装打印机，可存为 PDF")

    assert not preview.print.isEnabled()
    assert preview.save.isEnabled()


def test_the_paper_can_be_kept_as_a_file(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    preview = a_preview(qtbot, bench)

    with qtbot.waitSignal(preview.saved):
        preview.save_as(str(tmp_path / "slip.pdf"))

    assert (tmp_path / "slip.pdf").read_bytes() == PDF


def test_a_broken_paper_says_so_and_stays_open(qtbot: QtBot, bench: Bench) -> None:
    preview = a_preview(qtbot, bench, b"no pdf")

    qtbot.waitUntil(lambda: bool(preview.answer.text()))

    assert preview.isVisible()


def test_escape_closes_it_while_pages_are_still_drawn(qtbot: QtBot, bench: Bench) -> None:
    preview = PaperPreview(PDF, wording("zh_CN"), load_theme("light"), bench, printer="P1")
    preview.open()

    with qtbot.waitSignal(preview.destroyed):
        qtbot.keyClick(preview, Qt.Key.Key_Escape)


def test_every_control_has_a_name_for_those_who_cannot_see_it(qtbot: QtBot, bench: Bench) -> None:
    preview = a_preview(qtbot, bench)

    controls = (
        preview.smaller,
        preview.larger,
        preview.whole,
        preview.save,
        preview.print,
        preview.shut,
        preview.printer,
    )
    assert all(control.accessibleName() and control.objectName() for control in controls)
