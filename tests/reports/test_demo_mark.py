"""Whatever the demo prints is marked on every page as invented, whatever paper it is."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Literal

import pytest
from pypdf import PdfReader

from feverclinic.domain.people import StaffId
from feverclinic.domain.shifts import Balance, HandOver, Shift, ShiftId
from feverclinic.reports import hand_over
from feverclinic.reports.day_papers import render
from feverclinic.reports.day_records import (
    BlankSheets,
    DayPaper,
    Declaration,
    FiguresPaper,
    LogPaper,
    Receipts,
    RegisterPaper,
    TrackingPaper,
)
from feverclinic.reports.imprint import Imprint
from feverclinic.reports.triage_slip import render as render_slip
from feverclinic.wording import LANGUAGES, wording
from tests.builders import NOON
from tests.reports.days import IMPRINT, papers
from tests.reports.slips import a_slip

# As ui/demo/program.py has it; papers are made without a window.
MARK = "演示 DEMO"
KINDS = (
    *(RegisterPaper, TrackingPaper, Receipts, Declaration),
    *(FiguresPaper, LogPaper, BlankSheets),
)


def with_mark(paper: DayPaper, mark: str) -> DayPaper:
    if isinstance(paper, Receipts):
        imprint = replace(paper.tracking.imprint, mark=mark)
        return Receipts(replace(paper.tracking, imprint=imprint))
    return replace(paper, imprint=replace(paper.imprint, mark=mark))


def a_hand_over(mark: str, language: str) -> bytes:
    shift = Shift(ShiftId(1), "GATE", NOON, StaffId(1))
    head = Imprint("市立医院 发热门诊", "预检分诊 1 号点", "张燕", NOON, mark=mark)
    over = HandOver(shift, Balance(0, ()), "张燕", NOON, "张燕", "李护士")
    return hand_over.render(over, head, wording(language))


def slip_of(paper: Literal["A5", "ROLL80"]) -> Callable[[str, str], bytes]:
    def slip(mark: str, language: str) -> bytes:
        told = replace(a_slip(), is_demo=bool(mark), mark=mark)
        return render_slip(told, wording(language), paper)

    return slip


def paper_of(name: str) -> Callable[[str, str], bytes]:
    return lambda mark, language: render(with_mark(papers()[name], mark), wording(language))


MADE: dict[str, Callable[[str, str], bytes]] = {
    **{name: paper_of(name) for name in papers()},
    "hand-over": a_hand_over,
    "slip-a5": slip_of("A5"),
    "slip-roll": slip_of("ROLL80"),
}


def marked_pages(pdf: bytes) -> list[bool]:
    return ["DEMO" in page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_every_kind_of_paper_is_looked_at() -> None:
    assert {type(paper) for paper in papers().values()} == set(KINDS)
    assert IMPRINT.mark == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MADE)
def test_a_paper_of_the_demo_is_marked_on_every_page_and_a_real_one_on_none(
    name: str, language: str
) -> None:
    of_demo = marked_pages(MADE[name](MARK, language))
    real = marked_pages(MADE[name]("", language))

    assert of_demo == [True] * len(of_demo)
    assert real == [False] * len(of_demo)
