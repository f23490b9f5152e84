"""The papers page for the pictures: nobody yet, a full day, and what was refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from feverclinic.domain.day_book import DayBook
from feverclinic.domain.intake import Problem
from feverclinic.domain.sheets import Reconciliation, SheetState
from feverclinic.errors import ClinicError, Refused, Unavailable
from feverclinic.services.case_papers import render_case_paper
from feverclinic.services.comparisons import TypedComparison
from feverclinic.services.day_papers import (
    DayPaper,
    Declaration,
    FiguresPaper,
    HandOverPaper,
    Imprint,
    LogPaper,
    Receipts,
    RegisterPaper,
    TrackingPaper,
    render_day_paper,
)
from feverclinic.services.observation_register import ObservedPaper
from feverclinic.services.sheets import TypedSheet
from feverclinic.services.statistics import day_figures
from feverclinic.wording import Wording
from ui.papers import scene_day
from ui.papers.desk import PapersDesk
from ui.papers.page_view import Images
from ui.papers.presenter import Asked, Paper, PapersDoor, PapersPresenter
from ui.printing import page_images
from ui.theme import Theme

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
MINUTES = 10
IMPRINT = Imprint("市立医院 发热门诊", "预检分诊 1 号点", "张护士", scene_day.NOON, scene_day.RULES)


class SceneDoor:
    """Answers at once from an invented day; `state` is the state of the picture."""

    def __init__(self, words: Wording, state: str) -> None:
        self._words = words
        self._is_empty = state == "empty"
        self._refuses = state == "refused"

    def door(self) -> PapersDoor:
        return PapersDoor(
            self._gather,
            self._send,
            self._sheets,
            self._new_sheets,
            self._again,
            self._give_up,
            self._enter,
            self._log,
            self._compare,
        )

    def _gather(self, asked: Asked, then: Then, _failed: Failed) -> None:
        if asked.paper is Paper.OBSERVED:
            then(render_case_paper(ObservedPaper(asked.day, (), IMPRINT), self._words))
            return
        then(render_day_paper(self._record(asked), self._words))

    def _record(self, asked: Asked) -> DayPaper:
        book = DayBook(asked.day) if self._is_empty else scene_day.day()
        tracking = TrackingPaper(asked.day, book.sent, MINUTES, IMPRINT)
        lines = () if self._is_empty else scene_day.log()
        figures = day_figures(book, MINUTES, scene_day.NOON)
        records: dict[Paper, DayPaper] = {
            Paper.REGISTER: RegisterPaper(book, IMPRINT),
            Paper.TRACKING: tracking,
            Paper.RECEIPTS: Receipts(tracking),
            Paper.DECLARATION: Declaration(IMPRINT),
            Paper.HAND_OVER: HandOverPaper(scene_day.hand_over(), IMPRINT),
            Paper.FIGURES: FiguresPaper(figures, IMPRINT, MINUTES, "37.3"),
        }
        log = LogPaper(
            asked.day.replace(day=1),
            tuple((line.comparison, line.verdict) for line in lines),
            2,
            IMPRINT,
        )
        return records.get(asked.paper, log)

    def _send(self, _pdf: bytes, then: Then, failed: Failed) -> None:
        if self._refuses:
            failed(Unavailable("printer.no_paper", printer="Brother HL-2260"))
        else:
            then(None)

    def _sheets(self, then: Then, _failed: Failed) -> None:
        then(Reconciliation(()) if self._is_empty else scene_day.sheets())

    def _new_sheets(self, count: int, _then: Then, failed: Failed) -> None:
        failed(Refused("sheet.count", most=200, count=count))

    def _again(self, _numbers: tuple[str, ...], _then: Then, failed: Failed) -> None:
        failed(Unavailable("printer.no_paper", printer="Brother HL-2260"))

    def _give_up(
        self, _number: str, _state: SheetState, _reason: str, _then: Then, failed: Failed
    ) -> None:
        failed(Refused("sheet.reason_missing"))

    def _enter(self, typed: TypedSheet, _then: Then, failed: Failed) -> None:
        problems = (
            Problem("arrived", "sheet_early", typed.arrived, {"printed": "02-27 16:32"}),
            Problem("site", "required"),
        )
        failed(Refused("sheet.wrong", problems=problems, count=len(problems)))

    def _log(self, _day: date, then: Then, _failed: Failed) -> None:
        then(() if self._is_empty else scene_day.log())

    def _compare(self, typed: TypedComparison, then: Then, failed: Failed) -> None:
        if not self._refuses:
            then(scene_day.log()[3])
            return
        problems = (
            Problem("reading", "temperature_FORMAT", typed.reading),
            Problem("reference_name", "required"),
        )
        failed(Refused("comparison.wrong", problems=problems, count=len(problems)))


def _draw(pdf: bytes, dpi: float, then: Callable[[Images], object]) -> None:
    then(page_images(pdf, dpi))


def desk_on(paper: Paper, theme: Theme, words: Wording, state: str) -> PapersDesk:
    """The page with that paper chosen, not yet shown."""
    presenter = PapersPresenter(
        SceneDoor(words, state).door(),
        lambda: scene_day.TODAY,
        lambda one: words.say(f"papers_page.title.{one.value}"),
    )
    desk = PapersDesk(presenter, words, theme, _draw)
    presenter.setParent(desk)
    presenter.choose(paper)
    return desk


def papers_desk(theme: Theme, words: Wording, state: str) -> QWidget:
    """The register of a day; refused: it waits for a printer without paper."""
    desk = desk_on(Paper.REGISTER, theme, words, state)
    if state == "refused":
        desk.later(desk.print.click)
    return desk


def sheets_desk(theme: Theme, words: Wording, state: str) -> QWidget:
    """Blank sheets; refused: a time that cannot be true."""
    desk = desk_on(Paper.SHEETS, theme, words, state)
    if state == "refused":
        form = desk.sheets.form
        for name, text in (
            ("number", "D1-20200227-006"),
            ("arrived", "15:20"),
            ("decided", "17:10"),
        ):
            form.fields[name].edit.setText(text)
        form.fields["temperature"].edit.setText("37.8")
        desk.later(form.act.click)
    return desk


def comparisons_desk(theme: Theme, words: Wording, state: str) -> QWidget:
    """The comparison log; busy: a thermometer has just gone out of use."""
    desk = desk_on(Paper.COMPARISONS, theme, words, state)
    form = desk.compare.form
    if state == "refused":
        form.fields["device_name"].edit.setText("额温枪 绿 2")
        form.fields["reading"].edit.setText("37,x")
    if state != "empty":
        desk.later(form.act.click)
    return desk
