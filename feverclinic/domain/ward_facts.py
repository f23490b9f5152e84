"""Rows of the isolation desk as facts whose time runs: what is due of a case, of a room, of a signer."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from feverclinic.domain.alarms import Fact, Start
from feverclinic.domain.case_boards import AskedToSign, DoctorRow, RoomCard
from feverclinic.domain.rooms import RoomState

# By the code of the thing due (domain/case_dues.py).
OF_DUE = {
    "ORDER": Start.CASE_OPENED,
    "RESULT_CBC": Start.CBC_ORDERED,
    "RESULT_CRP": Start.CBC_ORDERED,
    "RESULT_CHEST_CT": Start.CT_ORDERED,
    "RESULT_NAT": Start.NAT_ORDERED,
    "UNDETERMINED": Start.UNDETERMINED_SINCE,
    "ON_SITE": Start.TREATED_ON_SITE,
    "JOINT_FIRST": Start.JOINT_ASKED,
    "JOINT_SEVERITY": Start.JOINT_ASKED,
    "JOINT_REGULAR": Start.JOINT_ASKED,
}


def of_cases(rows: Iterable[DoctorRow]) -> tuple[Fact, ...]:
    """The next thing due of every case; its instant stands in the row (WORK-1, RTE-5, RTE-8, 4.4)."""
    return tuple(
        Fact(OF_DUE[row.due.code], f"case:{row.case_id}", row.name, row.since, row.due.at)
        for row in rows
        if row.case_id is not None and row.due is not None and row.due.code in OF_DUE
    )


def of_rooms(cards: Iterable[RoomCard], now: datetime) -> tuple[Fact, ...]:
    """Rooms that wait for somebody: to be disinfected, to be looked at, to be parted (ISO-1, ISO-4)."""
    return tuple(fact for card in cards for fact in _of_room(card, now))


def _of_room(card: RoomCard, now: datetime) -> Iterator[Fact]:
    room = card.room
    subject, label, since = f"room:{room.id}", room.name or room.code, room.state_at or now
    if room.state is RoomState.VACATED:
        yield Fact(Start.ROOM_VACATED, subject, label, since)
    if room.state is RoomState.AIRING and room.due_at is not None:
        yield Fact(Start.ROOM_AIRED, subject, label, since, room.due_at)
    if card.conflicts:
        yield Fact(Start.ROOM_CONFLICT, subject, label, since)


def of_signatures(asked: Iterable[AskedToSign]) -> tuple[Fact, ...]:
    """Gates that wait for the signature of whoever is signed in (EXC-6, REL-9)."""
    return tuple(
        Fact(
            Start.SIGNATURE_ASKED,
            f"sign:{one.case_id}-{one.gate}-{one.role}",
            one.name,
            one.asked_at,
        )
        for one in asked
    )
