"""The papers page's thinking: only the latest is shown, what was seen is printed, what failed waits."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from feverclinic.domain.intake import Intake, Problem
from feverclinic.errors import ClinicError, Refused, Unavailable
from feverclinic.services.sheets import TypedSheet
from ui.papers import scene_day
from ui.papers.presenter import Asked, Paper, PapersDoor, PapersPresenter

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


@pytest.mark.parametrize(
    ("digit", "paper"), [(1, "REGISTER"), (7, "SHEETS"), (8, "HAND_OVER"), (9, "OBSERVED")]
)
def test_a_digit_chooses_a_paper(presenter: PapersPresenter, digit: int, paper: str) -> None:
    presenter.choose_nth(digit)

    assert presenter.asked.paper.value == paper


@pytest.mark.parametrize("digit", [0, 10])
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


def test_whole_numbers_are_asked_for_anew_by_whoever_looks_next(qapp: QApplication) -> None:
    hand = Hand()
    papers = a_presenter(hand)
    shown: list[bytes] = []
    papers.rendered.connect(shown.append)
    papers.wake()
    papers.show_identity(whole=True)

    papers.sleep()
    hand.gathered[-1](b"whole numbers")
    papers.print()
    papers.wake()

    assert (shown, hand.sent) == ([b""], [])
    assert hand.heard[-2:] == [
        ("gather", Asked(Paper.REGISTER, TODAY, shows_identity=True)),
        ("gather", Asked(Paper.REGISTER, TODAY)),
    ]
