"""A temperature taken of somebody who is isolated: it belongs to his visit, and the class looks again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.people import Duty
from feverclinic.services.case_gates import must_see
from feverclinic.services.case_writing import write

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.readings import Reading
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store


def measure(store: Store, case_id: CaseId, reading: Reading, rules: CaseRules) -> CaseBook:
    """Keep a reading of a case, exactly as it came; raises Refused for whoever may enter nothing."""
    if Duty.TREAT not in store.actor.duties:
        store.actor.must(Duty.ENTER_RESULTS)
    book = must_see(store, case_id)
    by = reading.operator or store.actor.name
    store.readings.add(replace(reading, operator=by), book.visit.id)
    return write(store, case_id, (), rules, seen=book.case.last_seq)
