"""Papers of cases on their way to paper: asked for, printed, failed, given up; none is lost at an end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_papers import (
    PaperAsked,
    PaperKind,
    Printing,
    PrintingId,
    PrintingState,
)
from feverclinic.domain.cases import EntryId
from feverclinic.services.case_paper_records import entry_told, paper_of
from feverclinic.services.case_papers import around_of, must_print, read_identity
from feverclinic.services.case_view import view_case

if TYPE_CHECKING:
    from feverclinic.reports.case_records import CasePaper
    from feverclinic.services.editions import CaseRules
    from feverclinic.services.papers import Letterhead
    from feverclinic.storage.store import Store

# What is decided anew at each printing: there is no copy of it.
ALWAYS_NEW = frozenset({PaperKind.CHECKLIST, PaperKind.LABELS})


def ask(store: Store, asked: PaperAsked, rules: CaseRules, head: Letterhead) -> Printing:
    """A paper that waits for the printer from now on; one of the same that waits already is itself.

    Raises Refused as `case_papers.gather`: what may not be printed never waits.
    """
    must_print(store)
    read_identity(store, asked)
    view = view_case(store, asked.case_id, rules)
    paper_of(view, asked, around_of(store, view, rules, head))
    told = entry_told(view, asked)
    wanted = asked if told is None else replace(asked, of_entry=EntryId(told))
    same = [one for one in store.case_papers.of_case(asked.case_id) if one.asked == wanted]
    waiting = [one for one in same if one.state in (PrintingState.WAITING, PrintingState.FAILED)]
    if waiting:
        return store.case_papers.save(
            replace(waiting[0], state=PrintingState.WAITING, state_at=store.now, problem="")
        )
    printed = sum(one.state is PrintingState.PRINTED for one in same)
    return store.case_papers.add(
        Printing(
            id=PrintingId(store.new_id()),
            case_id=asked.case_id,
            kind=asked.kind,
            of_entry=wanted.of_entry,
            gate=asked.gate,
            is_sheet=asked.is_sheet,
            shows_identity=asked.shows_identity,
            copy_no=1 if asked.kind in ALWAYS_NEW else printed + 1,
            name=view.book.patient.name,
            asked_by=store.actor.name,
            state=PrintingState.WAITING,
            state_at=store.now,
        )
    )


def waiting(store: Store) -> tuple[Printing, ...]:
    """What this station has asked for and is not on paper, the oldest first."""
    return store.case_papers.waiting()


def record_of(store: Store, printing: Printing, rules: CaseRules, head: Letterhead) -> CasePaper:
    """What is printed, as the case stands now, under the name of who asked; raises as `gather`.

    No duty is asked for: what was ordered is printed also when the shift changes meanwhile.
    """
    view = view_case(store, printing.case_id, rules)
    around = around_of(store, view, rules, head, printing.copy_no)
    whose = replace(around, imprint=replace(around.imprint, printed_by=printing.asked_by))
    return paper_of(view, printing.asked, whose)


def printed(store: Store, printing: Printing) -> Printing:
    """It is on paper."""
    return _to(store, printing, PrintingState.PRINTED, "")


def failed(store: Store, printing: Printing, problem: str) -> Printing:
    """It is not on paper and waits until the printer works."""
    return _to(store, printing, PrintingState.FAILED, problem)


def give_up(store: Store, printing: Printing) -> Printing:
    """Nobody wants it any more."""
    must_print(store)
    return _to(store, printing, PrintingState.GIVEN_UP, printing.problem)


def _to(store: Store, printing: Printing, state: PrintingState, problem: str) -> Printing:
    return store.case_papers.save(
        replace(printing, state=state, state_at=store.now, problem=problem)
    )
