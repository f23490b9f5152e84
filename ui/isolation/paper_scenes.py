"""The papers of a case for the pictures: nothing waits, a jam, a certificate before its time."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from feverclinic.domain.case_papers import (
    PaperAsked,
    PaperKind,
    Printing,
    PrintingId,
    PrintingState,
)
from feverclinic.domain.cases import EntryId
from feverclinic.domain.gates import GateKind
from feverclinic.errors import ClinicError, Refused
from feverclinic.services.case_papers import Offered
from feverclinic.wording import Wording
from ui.isolation.case_papers_page import CasePapersDoor, CasePapersPage
from ui.isolation.sheets.scene_case import CASE_ID, EXCLUSION, HOUR, NOON, scene_view
from ui.theme import Theme

SHUT = Refused(
    "paper.gate_shut",
    count=len(EXCLUSION.unmet),
    conditions=tuple(one.code for one in EXCLUSION.unmet),
    gate=EXCLUSION,
)
NOTHING = Refused("paper.nothing_to_print", paper="JOINT")


def _one(
    kind: PaperKind,
    refusal: ClinicError | None = None,
    about: str = "",
    hours_ago: int | None = None,
    gate: GateKind | None = None,
) -> Offered:
    at = None if hours_ago is None else NOON - hours_ago * HOUR
    of_entry = EntryId(7001) if hours_ago is not None else None
    return Offered(PaperAsked(CASE_ID, kind, of_entry, gate), at, about, refusal)


OFFERED = (
    _one(PaperKind.CHECKLIST, gate=GateKind.EXCLUSION),
    _one(PaperKind.CHECKLIST, gate=GateKind.CLINIC_EXIT),
    _one(PaperKind.ORDER),
    _one(PaperKind.LABELS, about="N-0227-018", hours_ago=24),
    _one(PaperKind.NOTICE),
    _one(PaperKind.REFUSAL, about="CHEST_CT", hours_ago=46),
    _one(PaperKind.CONSULTATION, hours_ago=40),
    _one(PaperKind.JOINT, NOTHING),
    _one(PaperKind.TRANSFER),
    _one(PaperKind.EXCLUSION, SHUT),
    _one(PaperKind.CALENDAR, Refused("paper.no_follow_up")),
)


def a_printing(number: int, kind: PaperKind, problem: str = "") -> Printing:
    state = PrintingState.FAILED if problem else PrintingState.WAITING
    return Printing(
        PrintingId(number),
        CASE_ID,
        kind,
        None,
        None,
        is_sheet=False,
        shows_identity=False,
        copy_no=1,
        name="何建平",
        asked_by="李医生",
        state=state,
        state_at=NOON,
        problem=problem,
    )


WAITING = (
    a_printing(1, PaperKind.NOTICE, "printer.jammed"),
    a_printing(2, PaperKind.TRANSFER),
)


def scene_door(
    look: Callable[[PaperAsked], object] = lambda _asked: None,
    print_it: Callable[[PaperAsked], object] = lambda _asked: None,
    again: Callable[[], object] = lambda: None,
) -> CasePapersDoor:
    """A door behind which nothing happens."""
    return CasePapersDoor(
        lambda _case_id, then, _failed: then(OFFERED),
        lambda asked, _failed: look(asked),
        lambda asked, _failed: print_it(asked),
        lambda _printing, _failed: None,
        again,
    )


def case_papers_page(
    theme: Theme, words: Wording, state: str, door: CasePapersDoor | None = None
) -> CasePapersPage:
    """Empty: nothing waits; busy: a jam; refused: the certificate that is before its time is chosen."""
    page = CasePapersPage(scene_view(), door or scene_door(), NOON, words, theme)
    page.show_waiting(() if state == "empty" else WAITING)
    if state == "refused":
        page.table.setCurrentCell(OFFERED.index(_one(PaperKind.EXCLUSION, SHUT)), 0)
    return page


def papers_scene(theme: Theme, words: Wording, state: str) -> QWidget:
    """The same as a part of a window, for the pictures."""
    page = case_papers_page(theme, words, state)
    page.setWindowFlags(Qt.WindowType.Widget)
    return page
