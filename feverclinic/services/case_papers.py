"""The papers of one case from what the desk shows of it: which there are, and why one is refused now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_papers import PaperAsked, PaperKind
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.clinical_entries import Consulted, JointConsulted
from feverclinic.domain.people import Duty
from feverclinic.domain.work_up_entries import Refusal, SampleTaken
from feverclinic.errors import ClinicError, Refused
from feverclinic.reports.case_records import (
    CasePaper,
)
from feverclinic.reports.imprint import Imprint
from feverclinic.services.case_paper_records import (
    GATES,
    WAYS,
    Around,
    Kind,
    left_by,
    paper_of,
    told_of,
)
from feverclinic.services.case_view import view_case
from feverclinic.services.day_papers import places_of

if TYPE_CHECKING:
    from datetime import datetime

    from feverclinic.domain.case_boards import CaseView
    from feverclinic.domain.case_entries import Document
    from feverclinic.services.editions import CaseRules
    from feverclinic.services.papers import Letterhead
    from feverclinic.storage.store import Store
    from feverclinic.wording import Wording

MAY_PRINT = frozenset(
    {
        *(Duty.TREAT, Duty.ENTER_RESULTS, Duty.MANAGE_ROOMS, Duty.DIRECT, Duty.READ_IDENTITY),
        *(Duty.SIGN_ATTENDING, Duty.SIGN_EXPERT, Duty.SIGN_INFECTION_CONTROL),
    }
)


@dataclass(frozen=True, slots=True)
class Offered:
    """One paper that this case has or may have; `refusal` says why it cannot be printed now.

    `at` is when that was which it tells; `about` a word that tells several of one kind apart.
    """

    asked: PaperAsked
    at: datetime | None = None
    about: str = ""
    refusal: ClinicError | None = None


def gather(
    store: Store, asked: PaperAsked, rules: CaseRules, head: Letterhead, copy_no: int = 1
) -> CasePaper:
    """The record of a paper as the case stands now.

    Raises Refused for whoever may not, `paper.gate_shut` with the conditions, `paper.act_missing`,
    `paper.recalled`, `paper.nothing_to_print`, `paper.no_tube`, `paper.no_follow_up`.
    """
    must_print(store)
    read_identity(store, asked)
    view = view_case(store, asked.case_id, rules)
    return paper_of(view, asked, around_of(store, view, rules, head, copy_no))


def around_of(
    store: Store, view: CaseView, rules: CaseRules, head: Letterhead, copy_no: int = 1
) -> Around:
    """This desk's head and the rules that decided the view."""
    imprint = Imprint(
        head.facility,
        head.station,
        store.actor.name,
        store.now,
        view.classification.rule_set,
        head.mark,
    )
    return Around(imprint, rules, copy_no, places_of(local_day(view.book.visit.arrived_at)))


def must_print(store: Store) -> None:
    """Raise Refused for whoever has nothing to do with cases."""
    if not store.actor.duties & MAY_PRINT:
        store.actor.must(Duty.TREAT)


def read_identity(store: Store, asked: PaperAsked) -> None:
    """Whole numbers need READ_IDENTITY, and that they were read is audited."""
    if asked.shows_identity:
        store.actor.must(Duty.READ_IDENTITY)
        told = {"identity": "whole", "paper": asked.kind.value}
        store.audit.note("READ", "case", asked.case_id, told)


def render_case_paper(paper: CasePaper, words: Wording) -> bytes:
    """PDF bytes; reportlab is loaded when first needed."""
    from feverclinic.reports.case_papers import render  # noqa: PLC0415 - 0.3 s of fonts, off the GUI

    return render(paper, words)


# -- what there is ----------------------------------------------------------------------------


def offered(view: CaseView, around: Around) -> tuple[Offered, ...]:
    """Every paper of this case in the order in which a stay goes, each with why it is refused now."""
    case_id, found = view.book.case.id, list[Offered]()
    for kind in view.gates:
        found.append(Offered(PaperAsked(case_id, PaperKind.CHECKLIST, gate=kind)))
    found += [
        Offered(PaperAsked(case_id, PaperKind.ORDER)),
        *_of_each(view, PaperKind.LABELS, SampleTaken),
        Offered(PaperAsked(case_id, PaperKind.NOTICE)),
        *_of_each(view, PaperKind.REFUSAL, Refusal),
        *_of_each(view, PaperKind.CONSULTATION, Consulted),
        *_of_each(view, PaperKind.JOINT, JointConsulted),
        Offered(PaperAsked(case_id, PaperKind.TRANSFER)),
    ]
    for kind, gate in GATES.items():
        if gate in view.gates or left_by(view, WAYS[kind]) is not None:
            found.append(Offered(PaperAsked(case_id, kind)))
    found += [
        Offered(PaperAsked(case_id, PaperKind.CALENDAR)),
        Offered(PaperAsked(case_id, PaperKind.LEAVE)),
    ]
    return tuple(replace(one, refusal=_refusal(view, one.asked, around)) for one in found)


def _of_each(view: CaseView, kind: PaperKind, document: type[Kind]) -> list[Offered]:
    """One paper for each entry of a kind; without any the paper stands there with its reason."""
    case_id = view.book.case.id
    return [
        Offered(PaperAsked(case_id, kind, entry.id), entry.at, _about(told))
        for entry, told in told_of(view, document)
    ] or [Offered(PaperAsked(case_id, kind))]


def _about(told: Document) -> str:
    if isinstance(told, SampleTaken):
        return told.tube_no
    return told.item if isinstance(told, Refusal) else ""


def _refusal(view: CaseView, asked: PaperAsked, around: Around) -> ClinicError | None:
    try:
        paper_of(view, asked, around)
    except Refused as refusal:
        return refusal
    return None
