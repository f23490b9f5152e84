"""Somebody who was here before is received anew: the doctor's first look links the new case to the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.case_entries import Noted
from feverclinic.domain.cases import WayOut
from feverclinic.domain.recalling import recall_of
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import open_case, write
from feverclinic.services.recall import came_back

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.cases import Case
    from feverclinic.domain.visits import VisitId
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

OLDER_CASE = "OLDER_CASE"


def first_look(store: Store, visit_id: VisitId, rules: CaseRules) -> CaseBook:
    """The doctor's first look (接诊): whoever was released, or is called back, goes on from that case.

    One who ran away, or lies here by another visit, has a case that has not ended: the new one says
    so, and that isolation stays as it is. Raises as `case_writing.open_case`.
    """
    there = store.cases.find_by_visit(visit_id)
    if there is not None:
        return open_case(store, visit_id, rules)
    others = store.cases.of_patient(store.visits.get(visit_id).patient_id)
    goes_on = [case for case in others if _goes_on(store, case)]
    open_ones = [case for case in others if case.is_away or case.is_isolated]
    if goes_on:
        _, book = came_back(store, goes_on[-1].id, visit_id, rules)
    else:
        book = open_case(store, visit_id, rules)
    if not open_ones:
        return book
    older = read_case(store, open_ones[-1].id)
    facts = {"case": str(older.case.id), "visit_no": older.visit.visit_no}
    return write(store, book.case.id, (Noted(OLDER_CASE, facts),), rules, seen=book.case.last_seq)


def _goes_on(store: Store, case: Case) -> bool:
    """Whether a new visit of this person continues this case (REL-11, FUP-4)."""
    if not case.has_left or case.next_case_id is not None:
        return False
    if case.way_out is WayOut.RELEASED:
        return True
    return recall_of(store.cases.entries_of(case.id)) is not None
