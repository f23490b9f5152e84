"""Rooms and people for the tests of rooms: added, laid, changed, refused."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from feverclinic.domain.cases import CaseId
from feverclinic.domain.people import Staff
from feverclinic.domain.rooms import Room, RoomId
from feverclinic.errors import Refused
from feverclinic.services import rooms
from feverclinic.services.rooms import RoomPlan
from feverclinic.storage.store import Store
from tests.case_builders import DOCTOR
from tests.services.ward import CASE_RULES, Ward


def added(ward: Ward, code: str, beds: int = 1) -> RoomId:
    return ward.do(rooms.add_room, RoomPlan(code, f"隔离 {code}", beds)).id


def now(ward: Ward, room_id: RoomId) -> Room:
    return ward.do(lambda store: store.rooms.get(room_id))


def lay(ward: Ward, room_id: RoomId, case_id: CaseId, bed: int | None = None) -> int:
    """Lay somebody there; the bed he got."""
    return ward.do(rooms.occupy, room_id, case_id, CASE_RULES, bed).bed


def confirmed(ward: Ward) -> CaseId:
    case_id = ward.case()
    ward.confirm(case_id)
    return case_id


def suspected(ward: Ward) -> CaseId:
    case_id = ward.case()
    ward.suspect(case_id)
    return case_id


def changed(ward: Ward, case_id: CaseId, **differs: Any) -> None:
    """The case as another act would have left it."""

    def change(store: Store) -> None:
        store.cases.save(replace(store.cases.get(case_id), **differs))

    ward.do(change)


def refused(ward: Ward, act: Callable[..., Any], *told: Any, actor: Staff = DOCTOR) -> Refused:
    """What the act is refused with."""
    with pytest.raises(Refused) as no:
        ward.do(act, *told, actor=actor)
    return no.value
