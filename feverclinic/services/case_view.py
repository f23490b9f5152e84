"""One case as the desk shows it: decided once at one instant, every gate, all that is due, all that warns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.case_boards import CaseView, NextDue
from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_dues import destination_facts, dues_of
from feverclinic.domain.case_warnings import case_warnings
from feverclinic.domain.clinic_exit import clinic_exit
from feverclinic.domain.destination import destination
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.leaving_entries import SignatureAsked
from feverclinic.domain.leaving_requests import (
    department_request,
    exit_request,
    latest_transport,
    site_request,
)
from feverclinic.domain.open_items import open_items
from feverclinic.domain.recalling import recall_of
from feverclinic.domain.severity import grade
from feverclinic.domain.signing import SIGNED_GATES, asked_of, signed_of
from feverclinic.domain.transfer import transfer
from feverclinic.services.case_gates import gate_of, kind_of, look_at
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import moment_of
from feverclinic.services.coming_back import first_look
from feverclinic.services.following_up import plan_of
from feverclinic.services.rooms import conflicts_now

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_facts import Role
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.visits import VisitId
    from feverclinic.domain.work_up import WorkUpTimes
    from feverclinic.services.case_gates import Look
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

GATE, RECALL = "GATE", "RECALL"


def see_visit(store: Store, visit_id: VisitId, rules: CaseRules) -> CaseView:
    """The doctor's first look at somebody who was received: opens the case, linked to an older one.

    Raises as `case_writing.open_case`.
    """
    return view_of(store, first_look(store, visit_id, rules), rules)


def view_case(store: Store, case_id: CaseId, rules: CaseRules) -> CaseView:
    """The case as it stands now; raises Refused `record.missing` for an id that no case has."""
    return view_of(store, read_case(store, case_id), rules)


def view_of(store: Store, book: CaseBook, rules: CaseRules) -> CaseView:
    """A book that was read, or written, just now."""
    here = look_at(book, rules, moment_of(store, book))
    entries = valid_entries(book)
    gates = gates_of(store, here)
    in_room = conflicts_now(store, book.room.id, rules) if book.room else ()
    return CaseView(
        book=book,
        file=here.file,
        classification=here.classification,
        grade=grade(here.file, here.edition),
        gates=gates,
        destination=destination(
            here.file, here.edition, destination_facts(book, entries, here.file)
        ),
        follow_up=plan_of(book, rules, here.at),
        signed={kind: signed_of(book, kind, here.seen) for kind in SIGNED_GATES},
        asked={kind: _asked(here, kind) for kind in SIGNED_GATES},
        waits_for=open_items(entries, book.visit.vitals),
        dues=_dues(here, gates, rules.rules.work_up.times),
        warnings=case_warnings(book, here.classification, in_room),
    )


def gates_of(store: Store, here: Look) -> dict[GateKind, Gate]:
    """The gates that stand before this class now, in the order of the desk.

    A case has an exclusion or a release, never both: another class has no such way out (TRF-1).
    """
    gates: dict[GateKind, Gate] = {}
    kind = kind_of(here.case_class)
    if kind is not None:
        gates[kind] = gate_of(here, kind)
    gates[GateKind.TRANSFER] = _transfer_gate(here, kind or GateKind.TRANSFER)
    request = exit_request(
        valid_entries(here.book),
        here.book.visit.vitals,
        store.emergency_plans.standing(here.at),
        here.file,
    )
    gates[GateKind.CLINIC_EXIT] = clinic_exit(here.file, request, here.edition, here.temperature)
    return gates


def _transfer_gate(here: Look, kind: GateKind) -> Gate:
    """To the designated site once a transport record stands, to a department before."""
    entries = valid_entries(here.book)
    record = latest_transport(entries)
    request = site_request(here.file, record) if record is not None else department_request(entries)
    return transfer(here.file_for(kind), request, here.edition, here.temperature)


def _asked(here: Look, kind: GateKind) -> tuple[Role, ...]:
    documents = (entry.document for entry in asked_of(here.book, kind, here.seen))
    return tuple(one.role for one in documents if isinstance(one, SignatureAsked))


def _dues(here: Look, gates: dict[GateKind, Gate], times: WorkUpTimes) -> tuple[NextDue, ...]:
    """What is due of the case, with the instant at which time alone opens its gate, and the calls."""
    kind = kind_of(here.case_class)
    gate = gates.get(kind) if kind is not None else None
    dues = list(dues_of(here.book, here.file, here.edition, times))
    if gate is not None and not gate.is_open and gate.earliest_at is not None:
        dues.append(NextDue(GATE, gate.earliest_at, {"gate": gate.kind.value}))
    recall = recall_of(here.book.entries)
    if recall is not None:
        dues.append(NextDue(RECALL, recall.opened.entered_at))
    return tuple(sorted(dues, key=lambda one: one.at))
