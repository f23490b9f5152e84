"""Calling people back: why, the log of calls, and what became of it (REL-11, FUP-4, 擅自离院)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_entries import Noted
from feverclinic.domain.leaving_entries import Called
from feverclinic.domain.people import Duty
from feverclinic.domain.recalling import (
    HOW,
    RECALL,
    RECALL_ENDED,
    WHY,
    RecallEnd,
    RecallReason,
    recall_of,
)
from feverclinic.errors import Refused
from feverclinic.services.case_gates import must_see
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import open_case, write

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.people import Staff
    from feverclinic.domain.visits import VisitId
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

CONTINUES = "CONTINUES"


def open_recall(
    store: Store,
    case_id: CaseId,
    why: RecallReason,
    rules: CaseRules,
    seen: int | None = None,
) -> CaseBook:
    """Somebody has to be called back; the old leave stays as it was. Refused for who is still here."""
    _must_call(store.actor)
    book = must_see(store, case_id, seen)
    if not book.case.has_left and not book.case.is_away:
        raise Refused("recall.is_here", name=book.patient.name)
    return write(store, case_id, (Noted(RECALL, {WHY: why.value}),), rules, seen=book.case.last_seq)


def call(
    store: Store, case_id: CaseId, made: Called, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """One call of an open recall, reached or not; raises Refused without one or without a number."""
    _must_call(store.actor)
    book = must_see(store, case_id, seen)
    if recall_of(book.entries) is None:
        raise Refused("recall.none_open", name=book.patient.name)
    if not made.phone.strip():
        raise Refused("recall.phone_missing")
    return write(store, case_id, (made,), rules, seen=book.case.last_seq)


def end_recall(
    store: Store,
    case_id: CaseId,
    how: RecallEnd,
    note: str,
    rules: CaseRules,
    seen: int | None = None,
) -> CaseBook:
    """Nobody calls any more, with the reason in words; it ends no isolation.

    Whoever ran away is called back until he returns, another place has him, or he has died.
    """
    store.actor.must(Duty.TREAT)
    book = must_see(store, case_id, seen)
    if recall_of(book.entries) is None:
        raise Refused("recall.none_open", name=book.patient.name)
    if not note.strip():
        raise Refused("record.reason_missing")
    if book.case.is_away and how in (RecallEnd.MISTAKE, RecallEnd.CAME_BACK):
        raise Refused("recall.still_away", name=book.patient.name)
    ended = Noted(RECALL_ENDED, {HOW: how.value, "note": note.strip()})
    return write(store, case_id, (ended,), rules, seen=book.case.last_seq)


def came_back(
    store: Store, case_id: CaseId, visit_id: VisitId, rules: CaseRules
) -> tuple[CaseBook, CaseBook]:
    """He came again by a new visit: a new case linked to the old one, which stays as it ended (REL-11).

    Gives the old and the new case. Raises Refused for another person's visit, for the visit of the
    old case, and for an old case that has not ended.
    """
    store.actor.must(Duty.TREAT)
    book = read_case(store, case_id)
    visit = store.visits.get(visit_id)
    if not book.case.has_left:
        raise Refused("recall.is_here", name=book.patient.name)
    if visit.patient_id != book.case.patient_id:
        raise Refused("recall.other_person", name=book.patient.name)
    if visit.id == book.case.visit_id or book.case.next_case_id is not None:
        raise Refused("recall.same_visit", visit_no=visit.visit_no)
    new = open_case(store, visit_id, rules)
    told: tuple[Noted, ...] = ()
    if recall_of(book.entries) is not None:
        told = (Noted(RECALL_ENDED, {HOW: RecallEnd.CAME_BACK.value}),)
    goes_on = Noted(CONTINUES, {"case": str(new.case.id), "visit_no": visit.visit_no})
    old = write(store, case_id, (*told, goes_on), rules, seen=book.case.last_seq)
    store.cases.save(replace(old.case, next_case_id=new.case.id))
    came_from = Noted("CAME_FROM", {"case": str(case_id), "visit_no": book.visit.visit_no})
    new = write(store, new.case.id, (came_from,), rules, seen=new.case.last_seq)
    return read_case(store, case_id), new


def _must_call(actor: Staff) -> None:
    """Whoever treats, enters results or receives people at the desk may call."""
    if Duty.TREAT not in actor.duties and Duty.ENTER_RESULTS not in actor.duties:
        actor.must(Duty.TRIAGE)
