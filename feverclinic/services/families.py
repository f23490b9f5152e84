"""Members of one family: saved each on its own, found by each other without retyping."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.families import family_of, first_visit_of, with_companions
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Patient
from feverclinic.domain.visits import Visit

if TYPE_CHECKING:
    from feverclinic.storage.store import Store


def joined(store: Store, visit: Visit, patient: Patient, intake: Intake) -> Visit:
    """The visit with its family and companions, to be saved; the others are given this one.

    A first member who was saved before there was a family gets its number too.
    """
    family = family_of(intake) or visit.family_id
    if family is None:
        return visit
    _mark_the_first(store, family, intake)
    others = [
        (one, store.patients.get(one.patient_id))
        for one in store.visits.of_family(family)
        if one.id != visit.id and one.patient_id != patient.id
    ]
    for other, _ in others:
        changed = with_companions(other, [patient])
        if changed != other:
            store.visits.save(changed)
    return with_companions(replace(visit, family_id=family), [person for _, person in others])


def _mark_the_first(store: Store, family: int, intake: Intake) -> None:
    first_id = first_visit_of(intake)
    if first_id is not None:
        first = store.visits.get(first_id)
        if first.family_id is None:
            store.visits.save(replace(first, family_id=family))
