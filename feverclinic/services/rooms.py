"""The verbs of isolation rooms (ISO-1, ISO-4): set up, keep, lay in, move, disinfect, air, look, use again.

No act here ends an isolation: a bed is left through services/leaving.py, or for another bed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feverclinic.domain.civil_time import local
from feverclinic.domain.isolation import OUT_OF_USE, STATE, conflicts, room_answer
from feverclinic.domain.people import Duty
from feverclinic.domain.rooms import Occupant, Room, RoomAct, RoomId, RoomState, Stay
from feverclinic.errors import Refused, Stale
from feverclinic.services.case_writing import must_reach_server, write
from feverclinic.services.vacating import as_state, free_reserved, vacate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from feverclinic.domain.cases import Case, CaseClass, CaseId
    from feverclinic.domain.edition_rules import IsolationRules
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

MOST_BEDS = 12
# Nobody lies in these, so that a room may be taken out of use.
EMPTY = frozenset({RoomState.CLEAN, RoomState.VACATED, RoomState.VERIFIED})


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room as it is set up; `beds` 1 is a single room."""

    code: str
    name: str = ""
    beds: int = 1
    is_negative_pressure: bool = False
    is_buffer: bool = False


# -- set-up -----------------------------------------------------------------------------------


def add_room(store: Store, plan: RoomPlan) -> Room:
    """A new room, clean and free.

    Raises Refused without a code, for a code that another room has, for a number of beds that
    cannot be.
    """
    _must_manage(store)
    _must_be_right(store, plan)
    room = Room(id=RoomId(store.new_id()), code=plan.code.strip(), name=plan.name.strip())
    return store.rooms.add(_as_planned(as_state(store, room, RoomState.CLEAN), plan))


def change_room(store: Store, room_id: RoomId, plan: RoomPlan, version: int | None = None) -> Room:
    """Another name, other beds; raises Refused while somebody lies in a bed that would be gone."""
    _must_manage(store)
    room = _seen(store, room_id, version)
    _must_be_right(store, plan, but=room)
    highest = max((stay.bed for stay in store.stays.open_in(room_id)), default=0)
    if plan.beds < highest:
        raise Refused("room.bed_taken", room=called(room), bed=highest)
    return store.rooms.save(_as_planned(room, plan))


def _must_be_right(store: Store, plan: RoomPlan, but: Room | None = None) -> None:
    code = plan.code.strip()
    if not code:
        raise Refused("room.code_missing")
    if any(one.code == code for one in store.rooms.all() if but is None or one.id != but.id):
        raise Refused("room.code_used", room=code)
    if not 1 <= plan.beds <= MOST_BEDS:
        raise Refused("room.beds", found=plan.beds, most=MOST_BEDS)


def _as_planned(room: Room, plan: RoomPlan) -> Room:
    return replace(
        room,
        code=plan.code.strip(),
        name=plan.name.strip(),
        beds=plan.beds,
        is_negative_pressure=plan.is_negative_pressure,
        is_buffer=plan.is_buffer,
    )


# -- who lies where ---------------------------------------------------------------------------


def reserve(
    store: Store,
    room_id: RoomId,
    case_id: CaseId,
    rules: CaseRules,
    note: str = "",
    until: datetime | None = None,
) -> Room:
    """Keep a clean room for a case; `until` is when he is expected. Raises Refused `room.*`."""
    _must_manage(store)
    room, case = store.rooms.get(room_id), _must_be_here(store, case_id)
    _must_allow(store, room, RoomAct.RESERVE, rules, case)
    free_reserved(store, case_id)
    kept = as_state(store, room, RoomState.RESERVED)
    return store.rooms.save(replace(kept, reserved_for=case_id, note=note.strip(), due_at=until))


def free(store: Store, room_id: RoomId) -> Room:
    """A room that was kept and is not needed is free again; nobody lay in it."""
    _must_manage(store)
    room = store.rooms.get(room_id)
    if room.state is not RoomState.RESERVED:
        raise _wrong_state(room)
    return store.rooms.save(as_state(store, room, RoomState.CLEAN))


def occupy(
    store: Store,
    room_id: RoomId,
    case_id: CaseId,
    rules: CaseRules,
    bed: int | None = None,
    seen: int | None = None,
) -> Stay:
    """Lay somebody in a bed, the first free one unless it is named; a clean room needs no keeping first.

    Raises Refused `room.*` (its state, its beds, ISO-1) and Stale when another desk was faster.
    """
    _must_manage(store)
    case = _must_be_here(store, case_id)
    if store.stays.find_open(case_id) is not None:
        raise Refused("room.lies_elsewhere")
    return _lay(store, room_id, case, rules, bed, seen)


def move(
    store: Store,
    case_id: CaseId,
    room_id: RoomId,
    rules: CaseRules,
    bed: int | None = None,
    seen: int | None = None,
) -> Stay:
    """From one isolation room to another: the isolation goes on, the old room is to be disinfected.

    Raises as `occupy`, and Refused `room.lies_nowhere`, `room.lies_there`.
    """
    _must_manage(store)
    case = _must_be_here(store, case_id)
    stay = store.stays.find_open(case_id)
    if stay is None:
        raise Refused("room.lies_nowhere")
    if stay.room_id == room_id:
        raise Refused("room.lies_there", room=called(store.rooms.get(room_id)))
    vacate(store, case_id)
    return _lay(store, room_id, case, rules, bed, seen)


def _lay(
    store: Store,
    room_id: RoomId,
    case: Case,
    rules: CaseRules,
    bed: int | None,
    seen: int | None,
) -> Stay:
    # The class as the facts say now, not as it was when somebody last wrote (ISO-1 asks for it).
    case = write(store, case.id, (), rules, seen=seen).case
    room = store.rooms.get(room_id)
    if room.state is RoomState.CLEAN:
        _must_allow(store, room, RoomAct.RESERVE, rules, case)
        room = as_state(store, room, RoomState.RESERVED)
    elif room.state is RoomState.RESERVED and room.reserved_for not in (None, case.id):
        raise Refused("room.kept_for_another", room=called(room))
    _must_allow(store, room, RoomAct.OCCUPY, rules, case)
    bed = _free_bed(store, room, bed)
    store.rooms.save(as_state(store, room, RoomState.OCCUPIED))
    free_reserved(store, case.id)
    stay = store.stays.add(Stay(store.stays.new_id(), room_id, bed, case.id, store.now))
    write(store, case.id, (), rules)
    return stay


def _free_bed(store: Store, room: Room, bed: int | None) -> int:
    taken = {stay.bed for stay in store.stays.open_in(room.id)}
    if bed is None:
        found = [one for one in range(1, room.beds + 1) if one not in taken]
        if not found:
            raise Refused("room.full", room=called(room), beds=room.beds)
        return found[0]
    if not 1 <= bed <= room.beds:
        raise Refused("room.no_such_bed", room=called(room), bed=bed, beds=room.beds)
    if bed in taken:
        raise Refused("room.bed_taken", room=called(room), bed=bed)
    return bed


def must_fit(store: Store, case: Case, case_class: CaseClass, rules: CaseRules) -> None:
    """Before a doctor lowers a class: whoever shares the room must still be right (ISO-1).

    To raise one is never refused, the room then says what it breaks (`conflicts_now`). Raises Refused
    `room.single_room`, `room.mixed_class` or `room.mixed_disease`.
    """
    stay = store.stays.find_open(case.id)
    if stay is None or case_class.rank >= case.case_class.rank:
        return
    room = store.rooms.get(stay.room_id)
    people = (*_others(store, room.id, case.id), Occupant(case_class, case.disease))
    _must_agree(room, conflicts(people, _isolation(store, case, rules)))


def conflicts_now(store: Store, room_id: RoomId, rules: CaseRules) -> tuple[str, ...]:
    """Which cohort rules a room breaks as it lies now: a class was raised while two shared it."""
    cases = [store.cases.get(stay.case_id) for stay in store.stays.open_in(room_id)]
    if not cases:
        return ()
    people = [Occupant(one.case_class, one.disease) for one in cases]
    return conflicts(people, _isolation(store, cases[0], rules))


# -- after somebody has left ------------------------------------------------------------------


def disinfect(store: Store, room_id: RoomId, rules: CaseRules, note: str = "") -> Room:
    """The terminal disinfection begins; `note` says who does it and with what."""
    return _step(store, room_id, RoomAct.DISINFECT, rules, note)


def air(
    store: Store, room_id: RoomId, rules: CaseRules, until: datetime | None = None, note: str = ""
) -> Room:
    """Airing begins, as long as the rules ask or longer; raises Refused `room.aired_too_short`."""
    minutes = rules.edition(store.now).isolation.airing_minutes
    earliest = store.now + timedelta(minutes=minutes)
    if until is not None and until < earliest:
        raise Refused("room.aired_too_short", minutes=minutes, until=_clock(earliest))
    return _step(store, room_id, RoomAct.AIR, rules, note, until or earliest)


def verify(store: Store, room_id: RoomId, rules: CaseRules, note: str = "") -> Room:
    """Looked at after the airing; raises Refused `room.still_aired` before its end."""
    due_at = store.rooms.get(room_id).due_at
    room = _step(store, room_id, RoomAct.VERIFY, rules, note)
    if due_at is not None and store.now < due_at:
        raise Refused("room.still_aired", room=called(room), until=_clock(due_at))
    return room


def clean(store: Store, room_id: RoomId, rules: CaseRules, note: str = "") -> Room:
    """The room may be taken again."""
    return _step(store, room_id, RoomAct.CLEAN, rules, note)


def _step(
    store: Store,
    room_id: RoomId,
    act: RoomAct,
    rules: CaseRules,
    note: str,
    due_at: datetime | None = None,
) -> Room:
    _must_manage(store)
    room = store.rooms.get(room_id)
    state = _must_allow(store, room, act, rules)
    return store.rooms.save(replace(as_state(store, room, state), note=note.strip(), due_at=due_at))


def out_of_use(store: Store, room_id: RoomId, note: str, until: datetime | None = None) -> Room:
    """Nobody may lie in it for a time; raises Refused without a reason or while it is in use."""
    _must_manage(store)
    room = store.rooms.get(room_id)
    if not note.strip():
        raise Refused("record.reason_missing")
    if room.state not in EMPTY or store.stays.open_in(room_id):
        raise _wrong_state(room)
    closed = as_state(store, room, RoomState.OUT_OF_USE)
    return store.rooms.save(replace(closed, note=note.strip(), due_at=until))


def back_in_use(store: Store, room_id: RoomId) -> Room:
    """It can be used again after a terminal disinfection: nobody knows what went on in it."""
    _must_manage(store)
    room = store.rooms.get(room_id)
    if room.state is not RoomState.OUT_OF_USE:
        raise _wrong_state(room)
    return store.rooms.save(as_state(store, room, RoomState.VACATED))


# -- what every act asks ----------------------------------------------------------------------


def called(room: Room) -> str:
    """The room by the name it has for people."""
    return room.name or room.code


def _must_manage(store: Store) -> None:
    must_reach_server(store)
    store.actor.must(Duty.MANAGE_ROOMS)


def _seen(store: Store, room_id: RoomId, version: int | None) -> Room:
    room = store.rooms.get(room_id)
    if version is not None and room.version != version:
        raise Stale("record.changed", what="room")
    return room


def _must_be_here(store: Store, case_id: CaseId) -> Case:
    """A case whose person is in this house, and stays until this is written; a bed is for nobody else."""
    store.cases.lock(case_id)
    case = store.cases.get(case_id)
    if case.has_left or case.is_away:
        name = store.patients.get(case.patient_id).name
        raise Refused("leaving.is_away" if case.is_away else "leaving.has_left", name=name)
    return case


def _isolation(store: Store, case: Case, rules: CaseRules) -> IsolationRules:
    return rules.edition(store.now, case.disease).isolation


def _others(store: Store, room_id: RoomId, case_id: CaseId) -> tuple[Occupant, ...]:
    cases = [store.cases.get(stay.case_id) for stay in store.stays.open_in(room_id)]
    return tuple(Occupant(one.case_class, one.disease) for one in cases if one.id != case_id)


def _must_allow(
    store: Store, room: Room, act: RoomAct, rules: CaseRules, case: Case | None = None
) -> RoomState:
    """The state after an act that ISO-4 and ISO-1 allow; raises Refused with the first reason."""
    if case is None:
        others: tuple[Occupant, ...] = ()
        patient, isolation = None, rules.edition(store.now).isolation
    else:
        others = _others(store, room.id, case.id)
        patient = Occupant(case.case_class, case.disease)
        isolation = _isolation(store, case, rules)
    found = room_answer(room.state, others, act, patient, isolation)
    if set(found.reasons) & {STATE, OUT_OF_USE}:
        raise _wrong_state(room)
    _must_agree(room, found.reasons)
    return found.next_state


def _must_agree(room: Room, broken: Sequence[str]) -> None:
    if broken:
        raise Refused(f"room.{broken[0].lower()}", room=called(room), reasons=tuple(broken))


def _clock(at: datetime) -> str:
    return f"{local(at):%m-%d %H:%M}"


def _wrong_state(room: Room) -> Refused:
    return Refused(f"room.is_{room.state.value.lower()}", room=called(room))
