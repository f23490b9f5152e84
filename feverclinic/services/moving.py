"""Moves during which the isolation goes on: life-saving (TRF-3), 擅自离院, the return, the transport."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_entries import Noted
from feverclinic.domain.cases import WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.leaving_entries import Left, ReasonNoted, Returned, Transport
from feverclinic.domain.leaving_requests import life_saving_request
from feverclinic.domain.people import Duty
from feverclinic.domain.transfer import transfer
from feverclinic.errors import Refused
from feverclinic.services.case_gates import kind_of, look, must_be_here, must_see
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import write
from feverclinic.services.vacating import vacate

if TYPE_CHECKING:
    from datetime import datetime

    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.cases import CaseId
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

TO_DISINFECT, DISINFECTED = "PLACE_TO_DISINFECT", "PLACE_DISINFECTED"
PLACE = "place"


def life_saving(
    store: Store, case_id: CaseId, told: Left, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """To a life-saving procedure elsewhere in the hospital (TRF-3): the isolation goes with him.

    `told` says where, why, under isolation, and who of infection control approved. The bed stays
    his; the place he was at waits for its terminal disinfection. Raises Refused `leaving.gate_shut`.
    """
    store.actor.must(Duty.TREAT)
    here = look(store, case_id, rules, seen)
    must_be_here(here)
    if here.book.case.way_out is WayOut.LIFE_SAVING:
        raise Refused("leaving.is_elsewhere", name=here.book.patient.name)
    if not told.to.strip():
        raise Refused("leaving.to_missing")
    kind = kind_of(here.case_class) or GateKind.TRANSFER
    gate = transfer(here.file_for(kind), life_saving_request(told), here.edition, here.temperature)
    if not gate.is_open:
        raise Refused("leaving.gate_shut", gate=gate, count=len(gate.unmet))
    left = replace(told, way=WayOut.LIFE_SAVING, gate=gate)
    place = Noted(TO_DISINFECT, {PLACE: told.to.strip()})
    book = write(store, case_id, (left, place), rules, seen=here.book.case.last_seq, at=here.at)
    store.cases.save(replace(book.case, way_out=WayOut.LIFE_SAVING))
    return read_case(store, case_id)


def place_disinfected(
    store: Store, case_id: CaseId, place: str, note: str, rules: CaseRules
) -> CaseBook:
    """The place of a life-saving procedure had its terminal disinfection; who is signed in says so."""
    store.actor.must(Duty.MANAGE_ROOMS)
    book = must_see(store, case_id)
    if place not in places_to_disinfect(book):
        raise Refused("leaving.no_such_place", place=place)
    done = Noted(DISINFECTED, {PLACE: place, "note": note.strip()})
    return write(store, case_id, (done,), rules, seen=book.case.last_seq)


def places_to_disinfect(book: CaseBook) -> tuple[str, ...]:
    """The places that still wait for their terminal disinfection (TRF-3)."""
    waiting: dict[str, None] = {}
    for entry in book.entries:
        told = entry.document
        if isinstance(told, Noted) and told.code == TO_DISINFECT:
            waiting[told.facts[PLACE]] = None
        elif isinstance(told, Noted) and told.code == DISINFECTED:
            waiting.pop(told.facts[PLACE], None)
    return tuple(waiting)


def left_without_leave(
    store: Store,
    case_id: CaseId,
    noticed_at: datetime,
    reason: str,
    rules: CaseRules,
    seen: int | None = None,
) -> CaseBook:
    """He is gone without leave: the isolation stays open, his room goes to disinfection.

    Door and triage are warned as long as he is away. `reason` says what was seen and done.
    """
    if Duty.TREAT not in store.actor.duties:
        store.actor.must(Duty.MANAGE_ROOMS)
    here = look(store, case_id, rules, seen)
    must_be_here(here)
    if not reason.strip():
        raise Refused("record.reason_missing")
    if noticed_at > here.at:
        raise Refused("leaving.wrong_time")
    told = Left(WayOut.LEFT_WITHOUT_LEAVE, reason=reason.strip(), noticed_at=noticed_at)
    book = write(store, case_id, (told,), rules, seen=here.book.case.last_seq, at=here.at)
    store.cases.save(replace(book.case, way_out=WayOut.LEFT_WITHOUT_LEAVE, is_away=True))
    vacate(store, case_id)
    return read_case(store, case_id)


def returned(
    store: Store, case_id: CaseId, back: Returned, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """Back in the isolation area, from a procedure or after having run away; he needs a bed again."""
    if Duty.TREAT not in store.actor.duties:
        store.actor.must(Duty.MANAGE_ROOMS)
    book = must_see(store, case_id, seen)
    if not book.case.is_away and book.case.way_out is not WayOut.LIFE_SAVING:
        raise Refused("leaving.is_here", name=book.patient.name)
    written = write(store, case_id, (back,), rules, seen=book.case.last_seq)
    ended_before = WayOut.EXCLUDED if book.case.isolation_ended_at is not None else None
    store.cases.save(replace(written.case, way_out=ended_before, is_away=False))
    return read_case(store, case_id)


def record_transport(
    store: Store, case_id: CaseId, record: Transport, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """The transport record of TRF-6, before he goes and completed after he arrived; the latest holds.

    Raises Refused where times run backwards, or without where he goes.
    """
    store.actor.must(Duty.TREAT)
    book = must_see(store, case_id, seen)
    if not record.to.strip():
        raise Refused("leaving.to_missing")
    times = [record.departed_at, record.arrived_at, record.vehicle_disinfected_at]
    known = [time for time in times if time is not None]
    if known != sorted(known):
        raise Refused("leaving.wrong_time")
    return write(store, case_id, (record,), rules, seen=book.case.last_seq)


def note_reason(
    store: Store, case_id: CaseId, reason: str, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """Why somebody who is too unstable to move is treated on site, every 12 hours (RTE-8)."""
    store.actor.must(Duty.TREAT)
    book = must_see(store, case_id, seen)
    if not reason.strip():
        raise Refused("record.reason_missing")
    return write(store, case_id, (ReasonNoted(reason.strip()),), rules, seen=book.case.last_seq)
