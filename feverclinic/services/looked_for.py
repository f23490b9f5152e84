"""Who is looked for: whoever left without leave, or is called back and has not come yet (REL-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.recalling import recall_of
from feverclinic.domain.returning import LookedFor

if TYPE_CHECKING:
    from feverclinic.domain.cases import Case
    from feverclinic.domain.people import PatientId
    from feverclinic.storage.store import Store

# What a recall is read from.
RECALLED_BY = ("LEFT", "RETURNED", "NOTE")


def away_of(store: Store, patient_id: PatientId) -> tuple[Case, ...]:
    """The cases by which this person is looked for, the first opened first.

    Door and triage ask it as soon as they know whom they have before them.
    """
    cases = store.cases.of_patient(patient_id)
    gone = [case.id for case in cases if case.has_left]
    told = store.case_boards.entries_of(gone, RECALLED_BY) if gone else {}
    called = {case_id for case_id, entries in told.items() if recall_of(entries) is not None}
    return tuple(case for case in cases if case.is_away or case.id in called)


def looked_for(store: Store, patient_id: PatientId) -> LookedFor | None:
    """Why this person is looked for; None for whoever is not."""
    cases = away_of(store, patient_id)
    if not cases:
        return None
    return LookedFor.AWAY if any(case.is_away for case in cases) else LookedFor.CALLED_BACK
