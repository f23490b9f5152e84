"""A case with everything it is made of, as one book."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.history import ReportedFever
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.thermometry import read_temperature

if TYPE_CHECKING:
    from feverclinic.domain.cases import Case, CaseId
    from feverclinic.domain.visits import VisitId
    from feverclinic.storage.store import Store


def read_case(store: Store, case_id: CaseId) -> CaseBook:
    """The book of a case; raises Refused `record.missing` for an id that no case has."""
    return book_of(store, store.cases.get(case_id))


def book_of(store: Store, case: Case) -> CaseBook:
    """The book of a case that was read already."""
    visit = store.visits.get(case.visit_id)
    stay = store.stays.find_open(case.id)
    return CaseBook(
        case=case,
        visit=visit,
        patient=store.patients.get(case.patient_id),
        entries=store.cases.entries_of(case.id),
        readings=store.readings.of_visit(visit.id),
        voided_readings=store.readings.voided_of_visit(visit.id),
        reported_fever=reported_fever(store, visit.id),
        stay=stay,
        room=store.rooms.get(stay.room_id) if stay else None,
    )


def reported_fever(store: Store, visit_id: VisitId) -> ReportedFever | Ternary:
    """What the person said of a fever measured before (TEMP-10), by the decision that holds."""
    assessment = store.assessments.latest(visit_id)
    told = assessment.inputs.get("self_reported_fever") if assessment else None
    if isinstance(told, str):
        return Ternary(told)
    if not isinstance(told, dict):
        return UNKNOWN
    members: dict[str, object] = told
    raw = str(members["raw_text"])
    measured_on = date.fromisoformat(str(members["measured_on"]))
    return ReportedFever(raw, read_temperature(raw).celsius, measured_on)
