"""A day without power: sheets printed before, filled in by hand, entered afterwards, and none is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QObject, SignalInstance
from pytestqt.qtbot import QtBot

from feverclinic.domain.intake import Problem
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.sheets import Reconciliation, SheetState
from feverclinic.services.papers import Letterhead
from feverclinic.services.sheets import TypedSheet
from feverclinic.wording import wording
from tests.builders import GATE, TODAY, WELL
from tests.stories.workplace import RULES, WorkPlace, text_of
from ui.papers.presenter import Paper, PapersPresenter
from ui.papers_at_desk import PaperPlace, PapersAtDesk

FIRST, SECOND, THIRD = (f"GATE-20200225-00{number}" for number in (1, 2, 3))


@dataclass
class Page:
    """The papers page of a place, without widgets; `sheets` is what it lists now."""

    place: WorkPlace
    presenter: PapersPresenter
    qtbot: QtBot

    def does(self, signal: SignalInstance, act: Callable[[], object]) -> Any:
        """Act, and give what the signal brings."""
        with self.qtbot.waitSignal(signal) as caught:
            act()
        assert caught.args is not None
        return caught.args[0]

    @property
    def sheets(self) -> Reconciliation:
        found = self.does(self.presenter.sheets_listed, lambda: self.presenter.choose(Paper.SHEETS))
        assert isinstance(found, Reconciliation)
        return found


@pytest.fixture
def page(qtbot: QtBot, place: WorkPlace) -> Iterator[Page]:
    owner = QObject()
    at_desk = PapersAtDesk(
        PaperPlace(
            place.runner,
            place.bench,
            RULES,
            place.clock.now,
            lambda: wording("zh_CN"),
            lambda: Letterhead("市立医院 发热门诊", GATE.name),
            lambda pdf: place.printer.send(pdf, "P1"),
        ),
        owner,
    )
    at_desk.open_form.connect(place.desk.open_form)
    presenter = at_desk.presenter
    with qtbot.waitSignal(presenter.rendered):
        presenter.wake()
    yield Page(place, presenter, qtbot)
    presenter.sleep()
    owner.deleteLater()


def printed(page: Page, count: int = 3) -> None:
    page.does(page.presenter.printed, lambda: page.presenter.print_sheets(count))


def test_a_sheet_filled_in_by_hand_becomes_a_visit_with_its_true_times(
    page: Page, place: WorkPlace, qtbot: QtBot
) -> None:
    printed(page)
    place.clock.pass_by(4 * 3600)

    typed = TypedSheet(FIRST, "13:05", "13:20", "", "38.2", "AXILLARY", "13:10")
    page.does(place.desk.opened, lambda: page.presenter.enter(typed))
    place.desk.set_fields(WELL)
    with qtbot.waitSignals([place.desk.saved, place.desk.slips_changed]):
        place.desk.save_and_print()

    (visit,) = place.visits
    assert visit.sheet_no == FIRST
    assert visit.arrived_at == datetime(2020, 2, 25, 5, 5, tzinfo=UTC)
    with place.clinic.work() as store:
        assessment = store.assessments.latest(visit.id)
    assert assessment is not None
    assert assessment.decided_at == datetime(2020, 2, 25, 5, 20, tzinfo=UTC)
    assert assessment.routing.result is Outcome.FEVER_CLINIC
    tracking = page.does(page.presenter.rendered, lambda: page.presenter.choose(Paper.TRACKING))
    assert "张建国" in text_of(tracking)


def test_every_number_is_accounted_for(page: Page, place: WorkPlace, qtbot: QtBot) -> None:
    printed(page)
    place.clock.pass_by(3600)
    page.does(
        place.desk.opened,
        lambda: page.presenter.enter(
            TypedSheet(FIRST, "12:10", "12:20", "", "36.5", "AXILLARY", "12:15")
        ),
    )
    place.desk.set_fields(WELL)
    with qtbot.waitSignals([place.desk.saved, place.desk.slips_changed]):
        place.desk.save_and_print()

    page.does(
        page.presenter.gave_up,
        lambda: page.presenter.give_up(SECOND, SheetState.SPOILED, "浸湿"),
    )

    found = page.sheets
    assert {sheet.number: sheet.state.value for sheet in found.sheets} == {
        FIRST: "ENTERED",
        SECOND: "SPOILED",
        THIRD: "OUT",
    }
    assert found.printed == 3


def test_a_jam_while_sheets_are_printed_gives_no_number_twice(page: Page, place: WorkPlace) -> None:
    place.printer.trouble = "printer.jammed"
    page.does(page.presenter.refused, lambda: page.presenter.print_sheets(2))
    assert place.printer.papers == []

    place.printer.trouble = ""
    page.does(page.presenter.printed, page.presenter.print_waiting)
    printed(page, 1)

    first, second = place.printer.papers
    assert (FIRST in first, SECOND in first, THIRD in first) == (True, True, False)
    assert THIRD in second
    assert page.sheets.count(SheetState.OUT) == 3


def test_a_sheet_with_times_before_it_was_printed_opens_no_form(
    page: Page, place: WorkPlace
) -> None:
    printed(page)
    place.clock.pass_by(3600)
    opened = place.desk.intake

    wrong = page.does(
        page.presenter.wrong_fields,
        lambda: page.presenter.enter(TypedSheet(FIRST, "11:00", "12:20")),
    )

    assert wrong == {
        "arrived": Problem("arrived", "sheet_early", "11:00", {"printed": "02-25 12:00"})
    }
    assert place.desk.intake == opened


def test_the_register_on_the_page_is_what_comes_out_of_the_printer(
    page: Page, place: WorkPlace, qtbot: QtBot
) -> None:
    place.fill("37.8")
    with qtbot.waitSignals([place.desk.saved, place.desk.slips_changed]):
        place.desk.save_and_print()
    shown = page.does(
        page.presenter.rendered, lambda: page.presenter.go_to(TODAY - timedelta(days=1))
    )
    again = page.does(page.presenter.rendered, page.presenter.go_to_today)

    page.does(page.presenter.printed, page.presenter.print)

    assert "当日无登记" in text_of(shown)
    assert place.printer.came_out[-1] == again
    assert "张建国" in text_of(again)
