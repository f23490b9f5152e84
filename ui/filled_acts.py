"""What a sheet of the isolation desk was filled with, as the verb of the services that does it.

A door: one call is one transaction; who may do it is asked by the service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.cases import WayOut
from feverclinic.domain.clinical_entries import JointConsulted
from feverclinic.domain.leaving_entries import (
    Called,
    FollowedUp,
    Left,
    ReasonNoted,
    Returned,
    Transport,
)
from feverclinic.services import (
    case_measuring,
    course,
    following_up,
    joint_consultation,
    leaving,
    moving,
    recall,
    rooms,
    voiding,
)
from ui.isolation.sheets.requests import (
    DepartmentAsked,
    FollowUpOver,
    NoticeGiven,
    PlaceAsked,
    ReadingTyped,
    ReadingVoid,
    RecallAsked,
    RecallOver,
    RoomAsked,
    RoomWish,
    VoidAsked,
)

if TYPE_CHECKING:
    from feverclinic.domain.cases import CaseId
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store
    from ui.isolation.sheets.fields import Filled


def do(store: Store, case_id: CaseId, filled: Filled, rules: CaseRules) -> object:
    """Do what the sheet asks of this case.

    Raises what its service raises: Refused in words, Stale `case.changed` with the newer entries,
    Unavailable `case.needs_server`.
    """
    if filled.request is not None:
        return _request(store, case_id, filled, rules)
    if len(filled.documents) == 1:
        return _one(store, case_id, filled, rules)
    return _entries(store, case_id, filled, rules)


def _one(store: Store, case_id: CaseId, filled: Filled, rules: CaseRules) -> object:
    document, seen = filled.documents[0], filled.seen
    if isinstance(document, Left):
        return _left(store, case_id, document, rules, seen)
    if isinstance(document, Transport):
        return moving.record_transport(store, case_id, document, rules, seen)
    if isinstance(document, Returned):
        return moving.returned(store, case_id, document, rules, seen)
    if isinstance(document, ReasonNoted):
        return moving.note_reason(store, case_id, document.reason, rules, seen)
    if isinstance(document, Called):
        return recall.call(store, case_id, document, rules, seen)
    if isinstance(document, FollowedUp):
        return following_up.record_contact(store, case_id, document, rules, seen)
    if isinstance(document, JointConsulted):
        return joint_consultation.record_joint(store, case_id, document, rules, seen)
    return _entries(store, case_id, filled, rules)


def _left(store: Store, case_id: CaseId, told: Left, rules: CaseRules, seen: int) -> object:
    """Each way out of a sheet is an act of its own; those through a gate are buttons, not sheets."""
    if told.way is WayOut.LIFE_SAVING:
        return moving.life_saving(store, case_id, told, rules, seen)
    if told.way is WayOut.LEFT_WITHOUT_LEAVE:
        noticed_at = told.noticed_at or store.now
        return moving.left_without_leave(store, case_id, noticed_at, told.reason, rules, seen)
    assert told.way is WayOut.DECEASED
    return leaving.died(store, case_id, rules, told.reason, seen)


def _entries(store: Store, case_id: CaseId, filled: Filled, rules: CaseRules) -> object:
    """Facts and findings, by the one door that knows who may and what is whole."""
    return course.record(
        store,
        case_id,
        filled.documents,
        rules,
        seen=filled.seen,
        at=filled.at,
        replaces=filled.replaces,
    )


def _request(store: Store, case_id: CaseId, filled: Filled, rules: CaseRules) -> object:
    asked, seen = filled.request, filled.seen
    if isinstance(asked, RoomAsked):
        return room(store, asked, rules, seen)
    if isinstance(asked, ReadingTyped):
        return case_measuring.measure(store, case_id, asked.reading, rules)
    if isinstance(asked, DepartmentAsked):
        return leaving.transfer_department(store, case_id, rules, asked.to, asked.reason, seen)
    if isinstance(asked, VoidAsked):
        return voiding.void_entry(store, case_id, asked.entry_id, asked.reason, rules, seen)
    if isinstance(asked, ReadingVoid):
        return voiding.void_reading(store, asked.reading_id, asked.reason, rules, seen)
    if isinstance(asked, RecallAsked):
        return recall.open_recall(store, case_id, asked.why, rules, seen)
    if isinstance(asked, RecallOver):
        return recall.end_recall(store, case_id, asked.how, asked.note, rules, seen)
    return _after(store, case_id, asked, rules, seen)


def _after(store: Store, case_id: CaseId, asked: object, rules: CaseRules, seen: int) -> object:
    """What follows a discharge or a procedure elsewhere."""
    if isinstance(asked, NoticeGiven):
        return following_up.give_notice(store, case_id, asked.to, asked.how, rules, seen)
    if isinstance(asked, FollowUpOver):
        return following_up.close(store, case_id, rules, seen)
    assert isinstance(asked, PlaceAsked)
    return moving.place_disinfected(store, case_id, asked.place, asked.note, rules)


def room(store: Store, asked: RoomAsked, rules: CaseRules, seen: int | None = None) -> object:
    """An act on a room, for a case or on the room alone."""
    room_id, note, until = asked.room_id, asked.note, asked.until
    if asked.case_id is not None:
        return _room_for_case(store, asked, rules, seen)
    if asked.wish is RoomWish.FREE:
        return rooms.free(store, room_id)
    if asked.wish is RoomWish.DISINFECT:
        return rooms.disinfect(store, room_id, rules, note)
    if asked.wish is RoomWish.AIR:
        return rooms.air(store, room_id, rules, until, note)
    if asked.wish is RoomWish.VERIFY:
        return rooms.verify(store, room_id, rules, note)
    if asked.wish is RoomWish.CLEAN:
        return rooms.clean(store, room_id, rules, note)
    if asked.wish is RoomWish.OUT_OF_USE:
        return rooms.out_of_use(store, room_id, note, until)
    assert asked.wish is RoomWish.BACK_IN_USE
    return rooms.back_in_use(store, room_id)


def _room_for_case(store: Store, asked: RoomAsked, rules: CaseRules, seen: int | None) -> object:
    assert asked.case_id is not None
    room_id, case_id = asked.room_id, asked.case_id
    if asked.wish is RoomWish.RESERVE:
        return rooms.reserve(store, room_id, case_id, rules, asked.note, asked.until)
    if asked.wish is RoomWish.OCCUPY:
        return rooms.occupy(store, room_id, case_id, rules, asked.bed, seen)
    assert asked.wish is RoomWish.MOVE
    return rooms.move(store, case_id, room_id, rules, asked.bed, seen)
