"""Isolation rooms and stays: a room is locked by its version, a bed by an index."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from feverclinic.domain.boards import Topic
from feverclinic.domain.cases import CaseId
from feverclinic.domain.rooms import Room, RoomId, Stay, StayId
from feverclinic.errors import Refused, Stale
from feverclinic.storage.audit import difference
from feverclinic.storage.case_tables import RoomRow, StayRow
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

ROOMS, STAYS = table_of(RoomRow), table_of(StayRow)


class Rooms:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, room: Room) -> Room:
        """Record a room; raises Stale `record.already_there` for a code that is used."""
        work = self._work
        facility = work.station.facility_id
        add_rows(work.connection, ROOMS, [{**columns_of(room, {}), "facility_id": facility}])
        work.audit.note("ADDED", "room", room.id, room)
        work.touched.add(Topic.ROOMS)
        return room

    def all(self) -> tuple[Room, ...]:
        """All rooms of this hospital by their codes."""
        return self._list(ROOMS.c.id.is_not(None))

    def get(self, room_id: RoomId) -> Room:
        """The room; raises Refused `record.missing` for an id that no room has."""
        found = self._list(ROOMS.c.id == room_id)
        if not found:
            raise Refused("record.missing", what="room", id=room_id)
        return found[0]

    def save(self, room: Room, reason: str = "") -> Room:
        """Keep a changed room as the next version; raises Stale when another desk was faster."""
        work = self._work
        before = self.get(room.id)
        work.replace_row(ROOMS, room.id, room.version, columns_of(room, {}), "room")
        saved = replace(room, version=room.version + 1)
        work.audit.note("CHANGED", "room", room.id, difference(before, saved), reason)
        work.touched.add(Topic.ROOMS)
        return saved

    def _list(self, condition: Any) -> tuple[Room, ...]:
        mine = ROOMS.c.facility_id == self._work.station.facility_id
        asked = select(ROOMS).where(mine & condition).order_by(ROOMS.c.code)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(Room, row, {}) for row in rows)


class Stays:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, stay: Stay) -> Stay:
        """Lay somebody in a bed; raises Stale `record.already_there` for a bed or a person taken."""
        work = self._work
        facility = work.station.facility_id
        add_rows(work.connection, STAYS, [{**columns_of(stay, {}), "facility_id": facility}])
        work.audit.note("ADDED", "stay", stay.id, stay)
        work.touched.add(Topic.ROOMS)
        return stay

    def end(self, stay: Stay) -> Stay:
        """He is out of the bed; raises Stale when he was already."""
        work = self._work
        ended = replace(stay, to_at=work.now, ended_by=work.actor.name)
        changed = work.connection.execute(
            update(STAYS)
            .where(STAYS.c.id == stay.id, STAYS.c.to_at.is_(None))
            .values(to_at=ended.to_at, ended_by=ended.ended_by)
        )
        if changed.rowcount != 1:
            raise Stale("record.changed", what="stay")
        work.audit.note("CHANGED", "stay", stay.id, difference(stay, ended))
        work.touched.add(Topic.ROOMS)
        return ended

    def open_in(self, room_id: RoomId) -> tuple[Stay, ...]:
        """Who lies in a room now, by bed."""
        return self._list((STAYS.c.room_id == room_id) & STAYS.c.to_at.is_(None))

    def open(self) -> tuple[Stay, ...]:
        """Who lies in any room now."""
        return self._list(STAYS.c.to_at.is_(None))

    def of_case(self, case_id: CaseId) -> tuple[Stay, ...]:
        """Where a person of this case has lain, the first first."""
        found = self._list(STAYS.c.case_id == case_id)
        return tuple(sorted(found, key=lambda one: (one.from_at, one.id)))

    def find_open(self, case_id: CaseId) -> Stay | None:
        """Where the person of this case lies now."""
        found = self._list((STAYS.c.case_id == case_id) & STAYS.c.to_at.is_(None))
        return found[0] if found else None

    def new_id(self) -> StayId:
        return StayId(self._work.new_id())

    def _list(self, condition: Any) -> tuple[Stay, ...]:
        mine = STAYS.c.facility_id == self._work.station.facility_id
        asked = select(STAYS).where(mine & condition).order_by(STAYS.c.room_id, STAYS.c.bed)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(Stay, row, {}) for row in rows)
