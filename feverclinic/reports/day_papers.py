"""The papers of a day as PDF bytes: the same record in the same language gives the same bytes."""

from feverclinic.reports import (
    blank_sheet,
    comparison_log,
    day_figures_paper,
    declaration,
    hand_over,
    register,
    tracking,
)
from feverclinic.reports.day_records import (
    BlankSheets,
    DayPaper,
    Declaration,
    FiguresPaper,
    HandOverPaper,
    LogPaper,
    Receipts,
    RegisterPaper,
    TrackingPaper,
)
from feverclinic.wording import Wording


def render(paper: DayPaper, wording: Wording) -> bytes:
    """One PDF file in bytes; its title names no person."""
    match paper:
        case RegisterPaper():
            return register.render(paper, wording)
        case TrackingPaper():
            return tracking.render(paper, wording)
        case Receipts():
            return tracking.render_receipts(paper.tracking, wording)
        case Declaration():
            return declaration.render(paper, wording)
        case FiguresPaper():
            return day_figures_paper.render(paper, wording)
        case LogPaper():
            return comparison_log.render(paper, wording)
        case BlankSheets():
            return blank_sheet.render(paper, wording)
        case HandOverPaper():
            return hand_over.render(paper.over, paper.imprint, wording)
