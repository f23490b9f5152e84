"""The ways out: each an act with its own entry; an isolation ends here and nowhere else.

Whoever only moves while the isolation goes on (life-saving, 擅自离院) stands in services/moving.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.cases import CaseClass, CaseState, WayOut
from feverclinic.domain.civil_time import to_second
from feverclinic.domain.clinic_exit import clinic_exit as decide_exit
from feverclinic.domain.clinical_entries import Classed
from feverclinic.domain.gates import GateKind
from feverclinic.domain.leaving_entries import Left
from feverclinic.domain.leaving_requests import (
    department_request,
    exit_request,
    latest_transport,
    site_request,
)
from feverclinic.domain.people import Duty
from feverclinic.domain.transfer import transfer as decide_transfer
from feverclinic.errors import Refused, Stale
from feverclinic.services import following_up
from feverclinic.services.case_gates import (
    EXCLUDABLE,
    RELEASABLE,
    gate_of,
    kind_of,
    look,
    look_at,
    must_be_here,
)
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import write
from feverclinic.services.vacating import vacate

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_entries import Document
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.gates import Gate
    from feverclinic.services.case_gates import Look
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

# Whoever is excluded lies where he lies until he leaves.
STAYS_IN_ROOM = frozenset({WayOut.EXCLUDED})
# These let nobody go who is isolated by another case: he stays here, or goes under isolation.
GUARDED = frozenset({WayOut.EXCLUDED, WayOut.DESIGNATED_SITE})


def exclude(store: Store, case_id: CaseId, rules: CaseRules, seen: int | None = None) -> CaseBook:
    """A suspicion is excluded (EXC): the class becomes EXCLUDED and the isolation ends.

    Raises Refused `leaving.gate_shut` with the gate; he leaves by the clinic exit afterwards.
    """
    here = _treated(store, case_id, rules, seen, EXCLUDABLE)
    gate = gate_of(here, GateKind.EXCLUSION)
    left = Left(WayOut.EXCLUDED, gate, signed_by=here.signers(GateKind.EXCLUSION))
    return _end(store, here, left, CaseState.EXCLUDED, rules, _cleared(here))


def release(store: Store, case_id: CaseId, rules: CaseRules, seen: int | None = None) -> CaseBook:
    """Released from isolation (REL); the follow-up begins. Raises Refused `leaving.gate_shut`."""
    here = _treated(store, case_id, rules, seen, RELEASABLE)
    gate = gate_of(here, GateKind.RELEASE)
    left = Left(WayOut.RELEASED, gate, signed_by=here.signers(GateKind.RELEASE))
    released = _end(store, here, left, CaseState.DISCHARGED, rules)
    return following_up.begin(store, released, rules)


def clinic_exit(
    store: Store, case_id: CaseId, rules: CaseRules, seen: int | None = None, to: str = ""
) -> CaseBook:
    """Leaves the fever clinic (WORK-2). Raises Refused `leaving.gate_shut` with what is missing."""
    here = _treated(store, case_id, rules, seen)
    gate = exit_gate(store, here)
    left = Left(WayOut.CLINIC_EXIT, gate, to)
    return _end(store, here, left, CaseState.CLEARED, rules)


def exit_gate(store: Store, here: Look) -> Gate:
    """The exit gate of the clinic for this case now, with the plans of the director that stand."""
    entries = valid_entries(here.book)
    plans = store.emergency_plans.standing(here.at)
    request = exit_request(entries, here.book.visit.vitals, plans, here.file)
    return decide_exit(here.file, request, here.edition, here.temperature)


def transfer_department(
    store: Store, case_id: CaseId, rules: CaseRules, to: str, reason: str, seen: int | None = None
) -> CaseBook:
    """Moves to another department of this hospital: with the matching gate open (TRF-1, 4, 5)."""
    here = _treated(store, case_id, rules, seen)
    if not to.strip():
        raise Refused("leaving.to_missing")
    kind = kind_of(here.case_class) or GateKind.TRANSFER
    gate = decide_transfer(
        here.file_for(kind),
        department_request(valid_entries(here.book)),
        here.edition,
        here.temperature,
    )
    left = Left(WayOut.DEPARTMENT, gate, to.strip(), reason.strip(), signed_by=here.signers(kind))
    is_cleared = here.case_class in EXCLUDABLE
    before = (_cleared(here),) if is_cleared else ()
    state = CaseState.DISCHARGED if here.case_class in RELEASABLE else CaseState.CLEARED
    return _end(store, here, left, state, rules, *before)


def transfer_site(
    store: Store, case_id: CaseId, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """Departs to the designated site (TRF-2) by the transport record that stands in the case.

    The isolation of this house ends with the departure; arrival and hand-over complete the record.
    Raises Refused `leaving.no_transport` without a record, `leaving.gate_shut` with what is missing.
    """
    here = _treated(store, case_id, rules, seen)
    record = latest_transport(valid_entries(here.book))
    if record is None:
        raise Refused("leaving.no_transport")
    kind = kind_of(here.case_class) or GateKind.TRANSFER
    gate = decide_transfer(
        here.file_for(kind), site_request(here.file, record), here.edition, here.temperature
    )
    left = Left(WayOut.DESIGNATED_SITE, gate, record.to, record.reason)
    return _end(store, here, left, CaseState.TRANSFERRED_OUT, rules)


def died(
    store: Store, case_id: CaseId, rules: CaseRules, reason: str, seen: int | None = None
) -> CaseBook:
    """He has died: no gate stands before it, the room waits for its terminal disinfection."""
    store.actor.must(Duty.TREAT)
    here = look(store, case_id, rules, seen)
    if here.book.case.state is CaseState.DECEASED:
        raise Refused("leaving.has_left", name=here.book.patient.name)
    if not reason.strip():
        raise Refused("record.reason_missing")
    left = Left(WayOut.DECEASED, reason=reason.strip())
    return _end(store, here, left, CaseState.DECEASED, rules)


def _treated(
    store: Store,
    case_id: CaseId,
    rules: CaseRules,
    seen: int | None,
    classes: frozenset[CaseClass] | None = None,
) -> Look:
    """The case of somebody who is here, for a doctor, in one of these classes."""
    store.actor.must(Duty.TREAT)
    here = look(store, case_id, rules, seen)
    must_be_here(here)
    if classes is not None and here.case_class not in classes:
        raise Refused("leaving.other_class", case_class=here.case_class.value)
    return here


def _cleared(here: Look) -> Classed:
    """The class of a suspicion that EXC has excluded."""
    return Classed(
        CaseClass.EXCLUDED, here.classification.result, here.edition.id, ("EXC-6",), by_doctor=True
    )


def _end(
    store: Store, here: Look, left: Left, state: CaseState, rules: CaseRules, *before: Document
) -> CaseBook:
    """The one place where an isolation ends: through a gate that is open in this transaction, or by death.

    Raises Refused `leaving.gate_shut`, `leaving.other_case` while another isolation of the same
    person is not as ready to end, and Stale when what was decided on has changed meanwhile.
    """
    if left.way is not WayOut.DECEASED:
        _must_be_open(left.gate, here)
        if left.way not in GUARDED:
            _must_end_nothing_else(store, here, rules)
    case, expected = here.book.case, CaseClass.EXCLUDED if before else here.case_class
    written = write(store, case.id, (*before, left), rules, seen=case.last_seq, at=here.at)
    (entry,) = (one for one in written.entries if one.seq > case.last_seq and one.kind == "LEFT")
    if left.way is not WayOut.DECEASED and written.case.case_class is not expected:
        newer = written.entries[-1:]
        raise Stale("case.changed", entries=newer, count=1, by=newer[0].by_name)
    ended = replace(written.case, state=state, way_out=left.way, is_away=False)
    if ended.is_isolated:
        ended = replace(ended, isolation_ended_at=entry.entered_at, ended_by=entry.id)
    store.cases.save(ended)
    if left.way not in STAYS_IN_ROOM:
        vacate(store, case.id)
    return read_case(store, case.id)


def _must_be_open(gate: Gate | None, here: Look) -> None:
    if gate is None or gate.evaluated_at != to_second(here.at):
        raise ValueError("a way out needs its own gate, evaluated now")
    if not gate.is_open:
        raise Refused("leaving.gate_shut", gate=gate, count=len(gate.unmet))


def _must_end_nothing_else(store: Store, here: Look, rules: CaseRules) -> None:
    """One person is not let go by one case while another of his cases still isolates him."""
    for case in store.cases.of_patient(here.book.case.patient_id):
        if case.id == here.book.case.id or not case.is_isolated:
            continue
        other = look_at(read_case(store, case.id), rules, here.at)
        kind = kind_of(other.case_class)
        is_ready = not other.case_class.is_held or (
            kind is not None and gate_of(other, kind).is_open
        )
        if not is_ready:
            raise Refused(
                "leaving.other_case",
                visit_no=other.book.visit.visit_no,
                case_class=other.case_class.value,
            )
