"""What runs in the isolation area, for whoever works there and is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain import ward_facts
from feverclinic.domain.people import Duty
from feverclinic.services.case_boards import asked_to_sign, doctor_list, room_cards

if TYPE_CHECKING:
    from feverclinic.domain.alarms import Fact
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

ON_THE_WARD = frozenset({Duty.TREAT, Duty.ENTER_RESULTS, Duty.MANAGE_ROOMS})


def facts_of_ward(store: Store, rules: CaseRules) -> tuple[Fact, ...]:
    """Cases and rooms for whoever works on the ward, signatures for whoever was asked for one."""
    signatures = ward_facts.of_signatures(asked_to_sign(store, rules))
    if not store.actor.duties & ON_THE_WARD:
        return signatures
    cases = ward_facts.of_cases(doctor_list(store))
    rooms = ward_facts.of_rooms(room_cards(store, rules), store.now)
    return (*cases, *rooms, *signatures)
