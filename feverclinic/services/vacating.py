"""Out of the bed: only an act of leaving or a move does it; the room waits for its terminal disinfection (ISO-4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.rooms import RoomState

if TYPE_CHECKING:
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.rooms import Room
    from feverclinic.storage.store import Store


def vacate(store: Store, case_id: CaseId) -> None:
    """End the stay of this case, if there is one; the room is vacated when nobody stays in it.

    A room that was kept for him and that he never took is free again.
    """
    free_reserved(store, case_id)
    stay = store.stays.find_open(case_id)
    if stay is None:
        return
    store.stays.end(stay)
    room = store.rooms.get(stay.room_id)
    is_empty = not store.stays.open_in(room.id)
    # Saved even when somebody stays: its version is the lock against whoever takes a bed meanwhile.
    store.rooms.save(as_state(store, room, RoomState.VACATED) if is_empty else room)


def free_reserved(store: Store, case_id: CaseId) -> None:
    """Rooms kept for this case are clean and free, as they were before."""
    for room in store.rooms.all():
        if room.reserved_for == case_id and room.state is RoomState.RESERVED:
            store.rooms.save(as_state(store, room, RoomState.CLEAN))


def as_state(store: Store, room: Room, state: RoomState) -> Room:
    """The room in its next state, by who acts and now; what belonged to the state before is gone."""
    return replace(
        room,
        state=state,
        state_at=store.now,
        state_by=store.actor.name,
        reserved_for=None,
        note="",
        due_at=None,
    )
