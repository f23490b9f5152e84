"""The papers page: chosen and walked by keys, what is seen is what is printed, nothing typed is lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from feverclinic.domain.intake import Intake, Problem
from feverclinic.domain.sheets import Reconciliation, SheetState
from feverclinic.errors import ClinicError, Refused, Unavailable
from feverclinic.services.sheets import TypedSheet
from feverclinic.wording import wording
from ui.papers import scene_day
from ui.papers.desk import PapersDesk
from ui.papers.presenter import Asked, Paper, PapersDoor, PapersPresenter
from ui.papers.scenes import desk_on
from ui.pictures import settle
from ui.theme import apply_theme, load_theme

TODAY = scene_day.TODAY
NO_PAPER = Unavailable("printer.no_paper", printer="P1")


class Hand:
    """A door whose answers are given by hand; `heard` is all that was asked."""

    def __init__(self) -> None:
        self.heard: list[tuple[Any, ...]] = []
        self.gathered: list[Callable[[Any], object]] = []
        self.sent: list[tuple[bytes, Callable[[Any], object], Callable[[ClinicError], object]]] = []
        self.refuses: ClinicError | None = None
        self.enters = Intake(scene_day.NOON)

    def door(self) -> PapersDoor:
        return PapersDoor(
            self._gather,
            lambda pdf, then, failed: self.sent.append((pdf, then, failed)),
            self._sheets,
            lambda count, then, failed: self._answer(("new", count), b"batch", then, failed),
            lambda numbers, then, failed: self._answer(("again", numbers), b"same", then, failed),
            lambda number, state, reason, then, failed: self._answer(
                ("give up", number, state, reason), None, then, failed
            ),
            lambda typed, then, failed: self._answer(("enter", typed), self.enters, then, failed),
            self._log,
            lambda typed, then, failed: self._answer(
                ("compare", typed), scene_day.log()[0], then, failed
            ),
        )

    def _sheets(
        self, then: Callable[[Any], object], _failed: Callable[[ClinicError], object]
    ) -> None:
        then(scene_day.sheets())

    def _log(
        self, _day: date, then: Callable[[Any], object], _failed: Callable[[ClinicError], object]
    ) -> None:
        then(())

    def _gather(
        self, asked: Asked, then: Callable[[Any], object], failed: Callable[[ClinicError], object]
    ) -> None:
        self.heard.append(("gather", asked))
        self.gathered.append(failed if self.refuses else then)

    def _answer(
        self,
        heard: tuple[Any, ...],
        answer: object,
        then: Callable[[Any], object],
        failed: Callable[[ClinicError], object],
    ) -> None:
        self.heard.append(heard)
        if self.refuses is not None:
            failed(self.refuses)
        else:
            then(answer)


def a_presenter(hand: Hand) -> PapersPresenter:
    return PapersPresenter(hand.door(), lambda: TODAY, lambda paper: paper.value)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def presenter(hand: Hand, qapp: QApplication) -> PapersPresenter:
    made = a_presenter(hand)
    made.wake()
    return made


# -- the presenter ------------------------------------------------------------------------


def test_nothing_is_made_while_nobody_looks(hand: Hand, qapp: QApplication) -> None:
    asleep = a_presenter(hand)

    asleep.refresh()
    asleep.choose(Paper.FIGURES)
    asleep.wake()

    assert hand.heard == [("gather", Asked(Paper.FIGURES, TODAY))]


def test_the_days_are_walked_and_end_today(presenter: PapersPresenter) -> None:
    presenter.move(-2)
    before = presenter.asked.day
    presenter.move(1)
    presenter.move(5)

    assert before == date(2020, 2, 26)
    assert presenter.asked.day == TODAY


def test_the_log_is_walked_by_months(presenter: PapersPresenter) -> None:
    presenter.choose(Paper.COMPARISONS)

    presenter.move(-1)
    presenter.move(-1)
    december = presenter.asked.day
    presenter.move(1)

    assert december == date(2019, 12, 1)
    assert presenter.asked.day == date(2020, 1, 1)


@pytest.mark.parametrize(("digit", "paper"), [(1, "REGISTER"), (5, "FIGURES"), (7, "SHEETS")])
def test_a_digit_chooses_a_paper(presenter: PapersPresenter, digit: int, paper: str) -> None:
    presenter.choose_nth(digit)

    assert presenter.asked.paper.value == paper


@pytest.mark.parametrize("digit", [0, 8])
def test_a_digit_without_a_paper_changes_nothing(presenter: PapersPresenter, digit: int) -> None:
    presenter.choose_nth(digit)

    assert presenter.asked.paper is Paper.REGISTER


def test_only_the_latest_paper_is_shown(presenter: PapersPresenter, hand: Hand) -> None:
    shown: list[bytes] = []
    presenter.rendered.connect(shown.append)
    presenter.move(-1)

    first, second = hand.gathered
    second(b"yesterday")
    first(b"today")

    assert shown == [b"yesterday"]


def test_what_is_printed_is_what_was_seen(presenter: PapersPresenter, hand: Hand) -> None:
    hand.gathered[-1](b"the paper")

    presenter.print()

    assert [pdf for pdf, _, _ in hand.sent] == [b"the paper"]


def test_a_paper_that_is_still_being_made_is_not_printed(
    presenter: PapersPresenter, hand: Hand
) -> None:
    presenter.print()
    presenter.look_large()

    assert hand.sent == []


def test_a_printer_that_fails_keeps_the_job_and_the_next_one_comes_out(
    presenter: PapersPresenter, hand: Hand
) -> None:
    refused: list[ClinicError] = []
    presenter.refused.connect(refused.append)
    hand.gathered[-1](b"register")
    presenter.print()
    presenter.print_sheets(3)

    hand.sent[0][2](NO_PAPER)
    hand.sent[1][1](None)

    assert refused == [NO_PAPER]
    assert [job.pdf for job in presenter.waiting] == [b"register"]
    assert [job.problem for job in presenter.waiting] == [NO_PAPER]


def test_what_waits_is_printed_again_in_its_order(presenter: PapersPresenter, hand: Hand) -> None:
    printed: list[str] = []
    presenter.printed.connect(printed.append)
    hand.gathered[-1](b"register")
    presenter.print()
    hand.sent[0][2](NO_PAPER)
    presenter.print_sheets(3)
    hand.sent[1][2](NO_PAPER)

    presenter.print_waiting()
    hand.sent[2][1](None)
    hand.sent[3][1](None)

    assert [pdf for pdf, _, _ in hand.sent[2:]] == [b"register", b"batch"]
    assert printed == ["REGISTER 2020-02-28", "SHEETS"]
    assert presenter.waiting == ()


def test_printing_again_does_not_send_twice_what_is_under_way(
    presenter: PapersPresenter, hand: Hand
) -> None:
    hand.gathered[-1](b"register")
    presenter.print()

    presenter.print_waiting()
    hand.sent[0][1](None)

    assert len(hand.sent) == 1
    assert presenter.waiting == ()


def test_a_refused_paper_is_said_and_none_is_shown(hand: Hand, qapp: QApplication) -> None:
    hand.refuses = Refused("staff.duty_missing", duty="TRIAGE", name="x")
    made = a_presenter(hand)
    shown: list[bytes] = []
    refused: list[ClinicError] = []
    made.rendered.connect(shown.append)
    made.refused.connect(refused.append)
    made.wake()

    hand.gathered[-1](hand.refuses)

    assert shown == [b""]
    assert refused == [hand.refuses]


def test_problems_of_a_sheet_go_to_their_fields(presenter: PapersPresenter, hand: Hand) -> None:
    late = Problem("arrived", "sheet_future", "23:00", {"now": "14:32"})
    hand.refuses = Refused("sheet.wrong", problems=(late,), count=1)
    wrong: list[dict[str, Problem]] = []
    presenter.wrong_fields.connect(wrong.append)

    presenter.enter(TypedSheet("X", "23:00", "23:10"))

    assert wrong == [{"arrived": late}]


def test_a_sheet_that_may_be_entered_opens_its_form(presenter: PapersPresenter, hand: Hand) -> None:
    opened: list[Intake] = []
    presenter.open_form.connect(opened.append)

    presenter.enter(TypedSheet("X", "13:00", "13:10"))

    assert opened == [hand.enters]


# -- the page -----------------------------------------------------------------------------


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

    for _ in range(7):
        held = desk.focusWidget()
        assert held is not None
        walked.append(held.objectName().rpartition(".")[2])
        key(desk, Qt.Key.Key_Return)

    assert walked == ["number", "day", "arrived", "decided", "temperature", "measured", "site"]
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
