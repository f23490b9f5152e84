"""Two records of one person become one: visits, cases and keys move, isolations stay as they are."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_boards import MergeSide, OpenCase
from feverclinic.domain.case_entries import Merged
from feverclinic.domain.people import Duty, Patient, PatientId
from feverclinic.errors import Refused, Unavailable
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import write

if TYPE_CHECKING:
    from feverclinic.domain.cases import Case
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

SAME = "same"
NOT_TAKEN = frozenset({"id", "version", "name", "id_type", "id_no", "no_id_reason"})


def side_of(store: Store, patient_id: PatientId) -> MergeSide:
    """One record as it is compared with another before both become one; for whoever may merge."""
    store.actor.must(Duty.TREAT)
    cases = store.cases.of_patient(patient_id)
    open_ones = [case for case in cases if case.is_isolated or not case.has_left]
    books = [read_case(store, case.id) for case in open_ones]
    return MergeSide(
        store.patients.get(patient_id),
        len(store.visits.of_patient(patient_id)),
        len(cases),
        tuple(
            OpenCase(
                book.visit.visit_no,
                book.case.case_class,
                book.case.is_isolated,
                (book.room.name or book.room.code) if book.room is not None else "",
            )
            for book in books
        ),
    )


def merge_people(
    store: Store, merged_id: PatientId, into_id: PatientId, reason: str, rules: CaseRules
) -> Patient:
    """The record `merged_id` becomes part of `into_id`: what was empty there is filled, nothing is lost.

    Every case of either stays with its class, its isolation and its own entries, and says so; a case
    that was released long ago releases nobody. Raises Refused for one and the same record, for two
    different numbers, without a reason, and while both lie in a room.
    """
    store.actor.must(Duty.TREAT)
    if store.way.is_offline:
        raise Unavailable("case.needs_server")
    if not reason.strip():
        raise Refused("record.reason_missing")
    merged, into = store.patients.get(merged_id), store.patients.get(into_id)
    _must_be_one(store, merged, into)
    moving, staying = store.cases.of_patient(merged.id), store.cases.of_patient(into.id)
    if _lies(store, moving) and _lies(store, staying):
        raise Refused("merging.in_two_rooms", name=into.name, merged=merged.name)
    for visit in store.visits.of_patient(merged.id):
        store.visits.save(replace(visit, patient_id=into.id), reason=reason.strip())
    for case in moving:
        store.cases.save(replace(case, patient_id=into.id))
    kept = _filled(store, merged, into, reason.strip())
    store.merges.add(merged, kept, reason.strip())
    # What a desk without its server still delivers for the merged record goes to the other one too.
    store.deliveries.note(merged.id, SAME, into.id)
    for case, others in (*((one, staying) for one in moving), *((one, moving) for one in staying)):
        _tell(store, case, others, merged.id, into.id, rules)
    return kept


def _must_be_one(store: Store, merged: Patient, into: Patient) -> None:
    if merged.id == into.id:
        raise Refused("merging.same_record")
    for one in (merged, into):
        if store.merges.current(one.id) != one.id:
            raise Refused("merging.merged_already", name=one.name)
    same_kind = merged.id_type == into.id_type
    if merged.id_no and into.id_no and same_kind and merged.id_no != into.id_no:
        raise Refused("merging.two_numbers", name=into.name, merged=merged.name)


def _lies(store: Store, cases: tuple[Case, ...]) -> bool:
    return any(store.stays.find_open(case.id) is not None for case in cases)


def _filled(store: Store, merged: Patient, into: Patient, reason: str) -> Patient:
    """The record that stays, with what only the other one knew; a number changes hands."""
    nobody = Patient(PatientId(0), "")
    told = {
        one.name: getattr(merged, one.name)
        for one in fields(Patient)
        if one.name not in NOT_TAKEN
        and getattr(into, one.name) == getattr(nobody, one.name)
        and getattr(merged, one.name) != getattr(nobody, one.name)
    }
    if merged.id_no and not into.id_no:
        store.patients.save(replace(merged, id_no="", no_id_reason=reason), reason=reason)
        told |= {"id_type": merged.id_type, "id_no": merged.id_no}
    filled = replace(into, **told)
    return into if filled == into else store.patients.save(filled, reason=reason)


def _tell(
    store: Store,
    case: Case,
    others: tuple[Case, ...],
    merged: PatientId,
    into: PatientId,
    rules: CaseRules,
) -> None:
    """Write the merge into a case that is open, with the open case of the other record if any."""
    book = read_case(store, case.id)
    open_ones = [one.id for one in others if one.is_isolated or one.way_out is None]
    told = Merged(merged, into, open_ones[0] if open_ones else None)
    write(store, case.id, (told,), rules, seen=book.case.last_seq)
