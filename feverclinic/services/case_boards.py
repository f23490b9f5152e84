"""The lists of the isolation desk: the doctor's list, the rooms, what waits for a signature."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from feverclinic.domain.case_boards import (
    AskedToSign,
    Bedded,
    DoctorRow,
    NextDue,
    RoomCard,
)
from feverclinic.domain.case_warnings import came_back, where_warnings
from feverclinic.domain.cases import Column
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.isolation import conflicts
from feverclinic.domain.leaving_entries import SignatureAsked
from feverclinic.domain.rooms import Occupant
from feverclinic.domain.signing import DUTY_OF, SIGNED_GATES, asked_of, signed_of
from feverclinic.domain.thermometry import celsius_text, is_implausible
from feverclinic.domain.vitals import Level
from feverclinic.services.case_gates import kind_of, look_at
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from feverclinic.domain.cases import Case, CaseId
    from feverclinic.domain.readings import Reading
    from feverclinic.domain.rooms import Room, Stay
    from feverclinic.domain.temperature_rules import TemperatureRules
    from feverclinic.services.case_gates import Look
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.case_boards import Person
    from feverclinic.storage.store import Store


def doctor_list(store: Store) -> tuple[DoctorRow, ...]:
    """All fever patients by column, in each the one who came into it first.

    Of those who wait, whoever is at level I or II stands before the others. Received people without a case wait (候诊); the others stand where their case stands.
    """
    boards = store.case_boards
    rooms, stays = boards.rooms_and_stays()
    names = {room.id: room.name or room.code for room in rooms}
    beds = {stay.case_id: names[stay.room_id] for lying in stays.values() for stay in lying}
    open_ones = boards.open_cases()
    noted = boards.entries_of((case.id for case, _ in open_ones), ("NOTE",))
    rows = [_waiting(person) for person in boards.waiting()]
    for case, person in open_ones:
        is_back = came_back(noted.get(case.id, ()))
        rows.append(_seen(case, person, beds.get(case.id, ""), store.now, is_back=is_back))
    order = tuple(Column)
    return tuple(
        sorted(rows, key=lambda one: (order.index(one.column), _turn(one), one.since, one.visit_id))
    )


def _turn(row: DoctorRow) -> int:
    """Before whom: I, then II, then all others as they came; behind the first look the doctor knows."""
    level = row.level
    is_urgent = row.column is Column.WAITING and level in (Level.I, Level.II)
    return level.rank if level is not None and is_urgent else Level.III.rank


def column_counts(rows: Iterable[DoctorRow]) -> dict[Column, int]:
    """The five numbers over the list: each is the length of what it opens."""
    counted = Counter(row.column for row in rows)
    return {column: counted[column] for column in Column}


def _waiting(person: Person) -> DoctorRow:
    return DoctorRow(
        visit_id=person.visit_id,
        visit_no=person.visit_no,
        name=person.name,
        sex=person.sex,
        age=person.age,
        age_unit=person.age_unit,
        column=Column.WAITING,
        since=person.since,
        level=person.level,
        temperature=_celsius(person.reading),
    )


def _seen(case: Case, person: Person, room: str, now: datetime, *, is_back: bool) -> DoctorRow:
    warnings = tuple(where_warnings(case, is_called_back=False, is_back=is_back))
    return DoctorRow(
        visit_id=person.visit_id,
        visit_no=person.visit_no,
        name=person.name,
        sex=person.sex,
        age=person.age,
        age_unit=person.age_unit,
        # Whoever was laid in a bed since the last entry is observed from then on.
        column=Column.OBSERVED if room else case.column,
        since=case.shown.column_since or case.opened_at,
        level=person.level,
        temperature=_celsius(person.reading),
        case_id=case.id,
        case_class=case.case_class,
        waits_for=case.shown.waits_for,
        room=room,
        day=day_of(case, now),
        due=due_of(case),
        warning=warnings[0] if warnings else "",
    )


def day_of(case: Case, now: datetime) -> int | None:
    """The day of isolation, from 1; None for whoever is not isolated."""
    if case.isolation_started_at is None or not case.is_isolated:
        return None
    return (local_day(now) - local_day(case.isolation_started_at)).days + 1


def due_of(case: Case) -> NextDue | None:
    """The next thing due as the last entry left it."""
    shown = case.shown
    return NextDue(shown.due_code, shown.due_at) if shown.due_at is not None else None


def _celsius(reading: Reading | None) -> str:
    return "" if reading is None else celsius_text(reading)


# -- rooms -------------------------------------------------------------------------------------


def room_cards(store: Store, rules: CaseRules) -> tuple[RoomCard, ...]:
    """All rooms with who lies in them, what is due, and the cohort rules that are broken now (ISO-1)."""
    boards = store.case_boards
    rooms, stays = boards.rooms_and_stays()
    people = {case.id: (case, person) for case, person in boards.in_rooms()}
    kept = [room.reserved_for for room in rooms if room.reserved_for is not None]
    names = boards.named(kept) if kept else {}
    return tuple(
        _card(room, stays.get(room.id, ()), people, names, store.now, rules) for room in rooms
    )


def _card(
    room: Room,
    stays: tuple[Stay, ...],
    people: Mapping[CaseId, tuple[Case, Person]],
    names: Mapping[CaseId, str],
    now: datetime,
    rules: CaseRules,
) -> RoomCard:
    lying = tuple(_bedded(stay, *people[stay.case_id], now, rules.temperature) for stay in stays)
    dues = [one.due for one in lying if one.due is not None]
    if room.due_at is not None:
        dues.append(NextDue(f"ROOM_{room.state.value}", room.due_at))
    occupants = [Occupant(one.case_class, one.disease) for one in lying]
    isolation = rules.edition(now, occupants[0].disease).isolation if occupants else None
    return RoomCard(
        room=room,
        people=lying,
        due=min(dues, key=lambda one: one.at, default=None),
        reserved_name=names.get(room.reserved_for, "") if room.reserved_for is not None else "",
        conflicts=conflicts(occupants, isolation) if isolation is not None else (),
    )


def _bedded(
    stay: Stay, case: Case, person: Person, now: datetime, rules: TemperatureRules
) -> Bedded:
    reading = person.reading
    return Bedded(
        stay=stay,
        name=person.name,
        sex=person.sex,
        age=person.age,
        age_unit=person.age_unit,
        case_class=case.case_class,
        disease=case.disease,
        day=day_of(case, now) or 1,
        temperature=_celsius(reading),
        is_fever=reading is not None
        and not is_implausible(reading, rules)
        and rules.is_fever(reading.celsius, reading.site),
        spo2=case.shown.spo2,
        severity=case.shown.severity.value if case.shown.severity is not None else "",
        due=due_of(case),
    )


# -- signatures --------------------------------------------------------------------------------


def asked_to_sign(store: Store, rules: CaseRules) -> tuple[AskedToSign, ...]:
    """What waits for the signature of whoever is signed in, the earliest request first.

    Only the gate of the class in force, only offices that this person holds and has not signed in.
    """
    offices = {role for role, duty in DUTY_OF.items() if duty in store.actor.duties}
    if not offices:
        return ()
    found: list[AskedToSign] = []
    for case_id in store.case_boards.asked_to_sign():
        book = read_case(store, case_id)
        found.extend(_asked(store, look_at(book, rules, moment_of(store, book))))
    return tuple(
        sorted((one for one in found if one.role in offices), key=lambda one: one.asked_at)
    )


def _asked(store: Store, here: Look) -> Iterable[AskedToSign]:
    kind, book = kind_of(here.case_class), here.book
    if kind not in SIGNED_GATES or kind is None:
        return
    if any(one.staff_id == store.actor.id for one in signed_of(book, kind, here.seen)):
        return
    patient = book.patient
    age, unit = patient.age_text_parts(local_day(here.at)) or (None, patient.age_unit)
    for entry in asked_of(book, kind, here.seen):
        told = entry.document
        if isinstance(told, SignatureAsked):
            yield AskedToSign(
                case_id=book.case.id,
                gate=kind,
                role=told.role,
                name=patient.name,
                sex=patient.sex,
                age=age,
                age_unit=unit,
                visit_no=book.visit.visit_no,
                case_class=here.case_class,
                asked_at=entry.entered_at,
                asked_by=entry.by_name,
                room=(book.room.name or book.room.code) if book.room else "",
            )
