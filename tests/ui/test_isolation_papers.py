"""Papers at the isolation desk: over real records, a printer that jams, a program that ends meanwhile."""

from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_papers import PaperAsked, PaperKind, PrintingState
from feverclinic.domain.cases import CaseId
from feverclinic.domain.gates import GateKind
from feverclinic.errors import ClinicError, Unavailable
from feverclinic.services.case_view import view_case
from feverclinic.services.papers import Letterhead
from feverclinic.services.rulebook import triage_rules
from feverclinic.wording import LANGUAGES, wording
from tests.builders import NOON
from tests.case_builders import DOCTOR
from tests.engines import Clinic
from tests.golden_papers import texts
from tests.services.ward import CASE_RULES, Ward
from tests.ui.wards import ward_of
from ui.bench import Bench
from ui.isolation.case_papers_page import CasePapersDoor, CasePapersPage
from ui.isolation.paper_scenes import OFFERED, WAITING, case_papers_page, scene_door
from ui.isolation_papers import CasePaperPlace, IsolationPapers
from ui.main_window import MainWindow
from ui.paper_doors import PaperDoors
from ui.papers.presenter import Asked, Paper
from ui.pictures import settle
from ui.runner import Runner
from ui.theme import apply_theme, load_theme

ZH = wording("zh_CN")


class Printer:
    """What came out; while it is jammed nothing does."""

    def __init__(self) -> None:
        self.papers: list[bytes] = []
        self.is_jammed = False

    def send(self, pdf: bytes) -> None:
        if self.is_jammed:
            raise Unavailable("printer.jammed", printer="前台")
        self.papers.append(pdf)


class Desk:
    """One work place with its runner, bench and printer over a clinic's records."""

    def __init__(self, clinic: Clinic, ward: Ward, printer: Printer) -> None:
        self.ward, self.printer = ward, printer
        self.runner = Runner(lambda: clinic.work(DOCTOR, ward.at))
        self.bench = Bench()
        self.refused: list[ClinicError] = []
        self.said: list[str] = []
        self.shown: CaseView | None = None
        self.papers = IsolationPapers(
            CasePaperPlace(
                self.runner,
                self.bench,
                lambda: CASE_RULES,
                lambda: ward.at,
                lambda: ZH,
                lambda: Letterhead("市立医院", "隔离留观"),
                printer.send,
                lambda: self.shown,
            )
        )
        self.papers.refused.connect(self.refused.append)
        self.papers.said.connect(lambda _kind, told: self.said.append(told))

    def close(self) -> None:
        self.bench.close()
        self.runner.close()

    def view(self, case_id: CaseId) -> CaseView:
        return self.ward.do(view_case, case_id, CASE_RULES)

    def states(self, case_id: CaseId) -> list[PrintingState]:
        kept = self.ward.do(lambda store: store.case_papers.of_case(case_id))
        return [one.state for one in kept]


Open = Callable[[Printer], Desk]


@pytest.fixture
def ward(clinic: Clinic) -> Ward:
    return ward_of(clinic)


@pytest.fixture
def open_desk(clinic: Clinic, ward: Ward, qapp: QApplication) -> Generator[Open]:
    desks: list[Desk] = []

    def opened(printer: Printer) -> Desk:
        desks.append(Desk(clinic, ward, printer))
        return desks[-1]

    yield opened
    for desk in desks:
        desk.close()


def test_the_checklist_of_the_gate_that_is_shown_comes_out(
    qtbot: QtBot, ward: Ward, open_desk: Open
) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    desk = open_desk(Printer())

    desk.papers.print_gate(desk.view(case_id), GateKind.RELEASE)

    qtbot.waitUntil(lambda: len(desk.printer.papers) == 1)
    (text,) = texts(desk.printer.papers[0])
    assert "条件核查单" in text
    assert "解除隔离：尚不能办理" in text
    qtbot.waitUntil(lambda: desk.states(case_id) == [PrintingState.PRINTED])


def test_a_refused_certificate_never_reaches_the_printer(
    qtbot: QtBot, ward: Ward, open_desk: Open
) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    desk = open_desk(Printer())

    desk.papers.print(PaperAsked(case_id, PaperKind.RELEASE), desk.refused.append)

    qtbot.waitUntil(lambda: len(desk.refused) == 1)
    assert desk.refused[0].code == "paper.gate_shut"
    assert (desk.printer.papers, desk.states(case_id)) == ([], [])


def test_a_jammed_paper_waits_says_why_and_comes_out_after_the_program_was_ended(
    qtbot: QtBot, ward: Ward, open_desk: Open
) -> None:
    case_id = ward.case()
    printer = Printer()
    printer.is_jammed = True
    first = open_desk(printer)
    first.papers.print(PaperAsked(case_id, PaperKind.NOTICE), first.refused.append)
    first.papers.print(PaperAsked(case_id, PaperKind.TRANSFER), first.refused.append)
    qtbot.waitUntil(lambda: first.states(case_id) == [PrintingState.FAILED] * 2)
    assert [error.code for error in first.refused] == ["printer.jammed"] * 2
    first.close()

    printer.is_jammed = False
    second = open_desk(printer)
    second.papers.refresh()
    qtbot.waitUntil(lambda: len(second.papers.waiting) == 2)
    assert second.said[0].startswith("还有 2 张单据没有打印：隔离留观告知书")
    second.papers.print_waiting()

    qtbot.waitUntil(lambda: second.papers.waiting == ())
    assert [("隔离留观告知书" in texts(one)[0]) for one in printer.papers] == [True, False]
    assert second.states(case_id) == [PrintingState.PRINTED] * 2


def test_a_paper_is_looked_at_without_being_printed(
    qtbot: QtBot, ward: Ward, open_desk: Open
) -> None:
    case_id = ward.case()
    desk = open_desk(Printer())

    with qtbot.waitSignal(desk.papers.asked_to_look) as looked:
        desk.papers.look(PaperAsked(case_id, PaperKind.NOTICE), desk.refused.append)

    assert looked.args is not None
    assert looked.args[0].startswith(b"%PDF")
    assert (desk.printer.papers, desk.states(case_id)) == ([], [])


def test_what_nobody_wants_any_more_waits_no_longer(
    qtbot: QtBot, ward: Ward, open_desk: Open
) -> None:
    case_id = ward.case()
    printer = Printer()
    printer.is_jammed = True
    desk = open_desk(printer)
    desk.papers.print(PaperAsked(case_id, PaperKind.NOTICE), desk.refused.append)
    qtbot.waitUntil(lambda: [one.problem for one in desk.papers.waiting] == ["printer.jammed"])

    desk.papers.give_up(desk.papers.waiting[0], desk.refused.append)

    qtbot.waitUntil(lambda: desk.papers.waiting == ())
    assert desk.states(case_id) == [PrintingState.GIVEN_UP]


def test_the_key_of_the_papers_opens_them_at_the_isolation_desk_alone(
    qtbot: QtBot, qapp: QApplication, ward: Ward, open_desk: Open
) -> None:
    case_id = ward.case()
    desk = open_desk(Printer())
    desk.shown = desk.view(case_id)
    theme = load_theme("light")
    apply_theme(qapp, theme)
    window = MainWindow(theme, ZH, lambda: NOON)
    qtbot.addWidget(window)
    window.add_desk("isolation", "isolation.rail", "bed-double", QWidget())
    window.add_desk("papers", "shell.desk_papers", "file-text", QWidget())
    desk.papers.dress(window, theme, ZH)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(window.isActiveWindow)

    window.open_desk("papers")
    QTest.keyClick(window, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    assert window.findChild(CasePapersPage) is None
    window.open_desk("isolation")
    QTest.keyClick(window, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)

    page = window.findChild(CasePapersPage)
    assert isinstance(page, CasePapersPage)
    qtbot.waitUntil(lambda: page.table.rowCount() > 0)
    assert "本例单据" in page.windowTitle()
    with qtbot.waitSignal(page.destroyed):
        QTest.keyClick(page, Qt.Key.Key_Escape)
    desk.papers.print(PaperAsked(case_id, PaperKind.NOTICE), desk.refused.append)
    qtbot.waitUntil(lambda: len(desk.printer.papers) == 1)


def test_the_papers_page_draws_the_observation_register_of_a_day(
    qtbot: QtBot, ward: Ward, open_desk: Open
) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    desk = open_desk(Printer())
    doors = PaperDoors(
        desk.papers,
        desk.runner,
        desk.bench,
        triage_rules(),
        lambda: ZH,
        lambda: Letterhead("市立医院", "隔离留观"),
        desk.printer.send,
        case_rules=lambda: CASE_RULES,
    )
    drawn: list[bytes] = []

    doors.door().gather(Asked(Paper.OBSERVED, NOON.date()), drawn.append, desk.refused.append)

    qtbot.waitUntil(lambda: len(drawn) == 1)
    (text,) = texts(drawn[0])
    assert "留观登记本" in text
    assert "当日留观 1 人，在区 1 人，离开 0 人" in text
    assert "确诊病例" in text


# -- the page ----------------------------------------------------------------------------------


def shown(
    qtbot: QtBot,
    qapp: QApplication,
    state: str,
    language: str = "zh_CN",
    door: CasePapersDoor | None = None,
) -> CasePapersPage:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    page = case_papers_page(theme, wording(language), state, door)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    settle()
    return page


def test_every_paper_stands_there_with_its_state_and_what_waits_below(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = shown(qtbot, qapp, "busy")

    assert page.table.rowCount() == len(OFFERED)
    assert page.table.item(0, 0).text() == "条件核查单 · 排除疑似"
    assert page.table.item(3, 1).text() == "N-0227-018 02-27 14:32"
    assert page.waiting.rowCount() == len(WAITING)
    assert "卡纸" in page.waiting.item(0, 2).text()
    assert page.drop.isVisible()


def test_a_paper_before_its_time_is_locked_and_says_which_conditions_are_open(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = shown(qtbot, qapp, "refused")

    assert "还有 2 项条件" in page.answer.text()
    assert "核酸连续两次阴性、双人签名" in page.answer.text()


def test_the_keyboard_alone_chooses_looks_and_prints(qtbot: QtBot, qapp: QApplication) -> None:
    looked: list[PaperAsked] = []
    printed: list[PaperAsked] = []
    door = scene_door(looked.append, printed.append)
    page = shown(qtbot, qapp, "empty", door=door)
    qtbot.waitUntil(page.isActiveWindow)

    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_F9)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_F4)

    assert (printed, looked) == ([OFFERED[1].asked], [OFFERED[2].asked])


def test_a_locked_paper_answers_no_key(qtbot: QtBot, qapp: QApplication) -> None:
    heard: list[PaperAsked] = []
    page = shown(qtbot, qapp, "refused", door=scene_door(heard.append, heard.append))
    qtbot.waitUntil(page.isActiveWindow)

    QTest.keyClick(page.table, Qt.Key.Key_F9)
    QTest.keyClick(page.table, Qt.Key.Key_F4)

    assert heard == []


def test_numbers_are_printed_whole_only_where_that_was_asked_for(
    qtbot: QtBot, qapp: QApplication
) -> None:
    printed: list[PaperAsked] = []
    page = shown(qtbot, qapp, "empty", door=scene_door(print_it=printed.append))
    qtbot.waitUntil(page.isActiveWindow)

    for key in (Qt.Key.Key_F9, Qt.Key.Key_F6, Qt.Key.Key_F9, Qt.Key.Key_F6, Qt.Key.Key_F9):
        QTest.keyClick(page.table, key)

    assert [one.shows_identity for one in printed] == [False, True, False]


def test_all_that_waits_is_printed_by_one_key(qtbot: QtBot, qapp: QApplication) -> None:
    heard: list[str] = []
    door = scene_door(again=lambda: heard.append("again"))
    page = shown(qtbot, qapp, "busy", door=door)
    qtbot.waitUntil(page.isActiveWindow)

    QTest.keyClick(page.table, Qt.Key.Key_F5)

    assert heard == ["again"]


def test_labels_go_to_a_sheet_of_a4_by_their_own_key(qtbot: QtBot, qapp: QApplication) -> None:
    printed: list[PaperAsked] = []
    page = shown(qtbot, qapp, "empty", door=scene_door(print_it=printed.append))
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setCurrentCell(3, 0)

    QTest.keyClick(page.table, Qt.Key.Key_F8)

    assert [(one.kind, one.is_sheet) for one in printed] == [(PaperKind.LABELS, True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_is_cut(qtbot: QtBot, qapp: QApplication, language: str) -> None:
    page = shown(qtbot, qapp, "busy", language)

    for button in (page.print, page.look, page.whole, page.again, page.drop):
        assert button.width() >= button.sizeHint().width()
        assert page.rect().contains(button.geometry())
