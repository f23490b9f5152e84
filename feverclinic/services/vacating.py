"""Out of the bed: only an act of leaving does it; the room waits for its terminal disinfection (ISO-4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.rooms import RoomState

if TYPE_CHECKING:
    from feverclinic.domain.cases import CaseId
    from feverclinic.storage.store import Store


def vacate(store: Store, case_id: CaseId) -> None:
    """End the stay of this case, if there is one; the room is vacated when nobody stays in it."""
    stay = store.stays.find_open(case_id)
    if stay is None:
        return
    store.stays.end(stay)
    room = store.rooms.get(stay.room_id)
    if not store.stays.open_in(room.id) and room.state is RoomState.OCCUPIED:
        vacated = replace(
            room, state=RoomState.VACATED, state_at=store.now, state_by=store.actor.name
        )
        store.rooms.save(vacated)
