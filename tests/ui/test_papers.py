"""The papers page: chosen and walked by keys, what is seen is what is printed, nothing typed is lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from feverclinic.domain.sheets import Reconciliation, SheetState
from feverclinic.wording import wording
from ui.papers import scene_day
from ui.papers.desk import PapersDesk
from ui.papers.presenter import Paper
from ui.papers.scenes import desk_on
from ui.pictures import settle
from ui.theme import apply_theme, load_theme

TODAY = scene_day.TODAY


@pytest.fixture
def on(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., PapersDesk]]:
    apply_theme(qapp, load_theme("light"))

    def show(paper: Paper, state: str = "busy", language: str = "zh_CN") -> PapersDesk:
        desk = desk_on(paper, load_theme("light"), wording(language), state)
        qtbot.addWidget(desk)
        desk.resize(1302, 686)
        desk.show()
        desk.activateWindow()
        settle()
        return desk

    yield show
    settle()


def key(desk: PapersDesk, code: Qt.Key) -> None:
    QTest.keyClick(desk.focusWidget() or desk, code)


def test_digits_choose_and_page_keys_walk_the_days(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.REGISTER)
    desk.list.setFocus()

    key(desk, Qt.Key.Key_5)
    key(desk, Qt.Key.Key_PageUp)

    assert desk.pane.title.text() == "日统计"
    assert desk.ask.day.text() == "2020-02-27"
    key(desk, Qt.Key.Key_Home)
    assert desk.ask.day.text() == "2020-02-28"


def test_a_digit_in_a_form_chooses_a_site_and_no_paper(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.SHEETS)
    desk.sheets.form.site.setFocus()

    key(desk, Qt.Key.Key_2)

    assert desk.sheets.form.site.text() == "FOREHEAD_NC"
    assert desk.sheets.isVisible()


def test_escape_leads_from_a_form_to_the_list(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.SHEETS)
    key(desk, Qt.Key.Key_F2)

    key(desk, Qt.Key.Key_Escape)
    key(desk, Qt.Key.Key_2)

    assert desk.pane.title.text() == "发热病人追踪记录"


@pytest.mark.parametrize(("typed", "shown"), [("2-26", "2020-02-26"), ("20200227", "2020-02-27")])
def test_a_day_is_typed_as_people_write_it(
    on: Callable[..., PapersDesk], typed: str, shown: str
) -> None:
    desk = on(Paper.REGISTER)
    key(desk, Qt.Key.Key_F2)

    QTest.keyClicks(desk.ask.day.edit, typed)
    key(desk, Qt.Key.Key_Return)

    assert desk.ask.day.text() == shown


def test_a_day_that_is_none_stays_as_typed_and_is_marked(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.REGISTER)
    key(desk, Qt.Key.Key_F2)

    QTest.keyClicks(desk.ask.day.edit, "13-40")
    key(desk, Qt.Key.Key_Return)

    assert desk.ask.day.text() == "13-40"
    assert desk.ask.day.has_error


def test_the_paper_stands_on_the_page(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.REGISTER)

    first = desk.findChild(QLabel, "papers.page.1")

    assert first is not None
    assert desk.pages.currentIndex() == 1


def test_the_last_hand_over_is_seen_and_printed_again_and_asks_for_no_day(
    on: Callable[..., PapersDesk],
) -> None:
    desk = on(Paper.REGISTER)
    desk.list.setFocus()

    key(desk, Qt.Key.Key_8)
    key(desk, Qt.Key.Key_F9)

    assert desk.pane.title.text() == "最近一次交班单"
    assert not desk.ask.isVisible()
    assert desk.pages.isVisible()
    assert desk.answer.text() == "✓ 已送打印机：最近一次交班单"


def test_a_printer_without_paper_is_said_and_the_job_can_be_printed_again(
    on: Callable[..., PapersDesk],
) -> None:
    desk = on(Paper.REGISTER, "refused")

    key(desk, Qt.Key.Key_F9)

    assert "缺纸" in desk.answer.text()
    assert desk.retry.isVisible()
    assert desk.retry.text() == "补打 1 份"


def test_what_came_out_is_said(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.FIGURES)

    key(desk, Qt.Key.Key_F9)

    assert desk.answer.text() == "✓ 已送打印机：日统计 2020-02-28"
    assert not desk.retry.isVisible()


def test_the_sheets_add_up_on_the_page(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.SHEETS)

    assert desk.sheets.balance.text() == "打印 8 = 已补录 3 + 作废 1 + 缺失 1 + 未收回 3"
    assert desk.sheets.table.rowCount() == 8


def test_a_page_without_sheets_says_what_to_do(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.SHEETS, "empty")

    sentence = desk.sheets.findChild(QLabel, "emptySentence")

    assert sentence is not None
    assert not desk.sheets.table.isVisible()


def test_wrong_times_are_said_beside_their_fields_and_what_was_typed_stays(
    on: Callable[..., PapersDesk],
) -> None:
    desk = on(Paper.SHEETS, "refused")
    key(desk, Qt.Key.Key_F2)
    form = desk.sheets.form

    QTest.keyClicks(desk.focusWidget(), "D1-20200227-006")
    form.fields["arrived"].setFocus()
    QTest.keyClicks(desk.focusWidget(), "15:20")
    form.act.click()

    assert form.fields["arrived"].text() == "15:20"
    assert form.fields["arrived"].below.text().startswith("▲ 早于空白单打印时间")
    assert form.fields["number"].text() == "D1-20200227-006"


def test_enter_goes_through_the_fields_of_a_sheet(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.SHEETS, "refused")
    key(desk, Qt.Key.Key_F2)
    walked: list[str] = []

    for _ in range(9):
        held = desk.focusWidget()
        assert held is not None
        walked.append(held.objectName().rpartition(".")[2])
        key(desk, Qt.Key.Key_Return)

    assert walked == [
        *("number", "day", "arrived", "decided", "temperature", "measured"),
        *("site", "received", "receiver"),
    ]
    assert "还有 2 处要改" in desk.answer.text()


def test_a_sheet_is_not_given_up_without_a_choice(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.SHEETS)

    key(desk, Qt.Key.Key_F7)

    assert desk.sheets.answer.text() == "▲ 先选中一张空白单"


def test_a_thermometer_out_of_use_is_said_and_the_reference_stays(
    on: Callable[..., PapersDesk],
) -> None:
    desk = on(Paper.COMPARISONS)
    form = desk.compare.form
    form.fields["reference"].edit.setText("37.00")
    form.fields["reading"].edit.setText("37.5")

    key(desk, Qt.Key.Key_F10)

    assert form.answer.text() == "▲ 额温枪 绿 2 差值 +0.50 ℃：停用"
    assert form.fields["reference"].text() == "37.00"
    assert form.fields["reading"].text() == ""


def test_a_scanned_sheet_stands_in_the_form(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.REGISTER)

    desk.enter_sheet("D1-20200227-007")

    assert desk.sheets.isVisible()
    assert desk.sheets.form.fields["number"].text() == "D1-20200227-007"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("paper", list(Paper))
def test_nothing_on_the_page_is_cut_where_the_screen_is_narrow(
    on: Callable[..., PapersDesk], paper: Paper, language: str
) -> None:
    desk = on(paper, "busy", language)
    desk.resize(968, 614)
    settle()

    for button in (desk.look, desk.print, desk.ask.today, desk.sheets.spoil, desk.sheets.miss):
        if button.isVisible():
            right = button.mapTo(desk, button.rect().topRight()).x()
            assert button.width() >= button.sizeHint().width()
            assert right <= desk.width()


def test_a_list_of_sheets_that_changes_keeps_the_chosen_row(on: Callable[..., PapersDesk]) -> None:
    desk = on(Paper.SHEETS)
    desk.sheets.table.selectRow(2)
    chosen = desk.sheets.chosen_number
    found = scene_day.sheets()
    fewer = Reconciliation(
        tuple(replace(sheet, state=SheetState.ENTERED) for sheet in found.sheets if sheet.id != 8)
    )

    desk.sheets.show_sheets(fewer)

    assert chosen == "D1-20200227-006"
    assert desk.sheets.chosen_number == chosen
