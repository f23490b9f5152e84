"""The signatures of a gate: asked for at the desk, given by each signer under the own sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.leaving_entries import SignatureAsked, Signed
from feverclinic.domain.people import Duty
from feverclinic.domain.signing import (
    DUTY_OF,
    SIGNOFF,
    asked_of,
    may_be_signed,
    must_sign,
    offices_of,
    signed_of,
)
from feverclinic.errors import Refused
from feverclinic.services.case_gates import gate_of, kind_of, look, must_be_here
from feverclinic.services.case_writing import write

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_facts import Role
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.gates import GateKind
    from feverclinic.services.case_gates import Look
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store


def ask_to_sign(
    store: Store,
    case_id: CaseId,
    kind: GateKind,
    role: Role,
    rules: CaseRules,
    seen: int | None = None,
) -> CaseBook:
    """Ask an office to sign; it stands at the signer's desk until it is signed.

    Asking twice is one request. Raises Refused for an office that this edition does not ask.
    """
    _must_ask(store)
    here = _signable(store, case_id, kind, role, rules, seen)
    open_ones = (entry.document for entry in asked_of(here.book, kind, here.seen))
    if any(isinstance(one, SignatureAsked) and one.role is role for one in open_ones):
        return here.book
    asked = SignatureAsked(kind, role)
    return write(store, case_id, (asked,), rules, seen=here.book.case.last_seq)


def sign(
    store: Store,
    case_id: CaseId,
    kind: GateKind,
    role: Role,
    rules: CaseRules,
    seen: int | None = None,
) -> CaseBook:
    """Sign as whoever is signed in, in an office that this person holds (EXC-6, REL-9).

    Raises Refused while any other condition is open (`signing.condition_open` with all of them), and
    for a second signature of the same person. It lapses as soon as a fact comes after it.
    """
    must_sign(store.actor, role)
    here = _signable(store, case_id, kind, role, rules, seen)
    gate = gate_of(here, kind)
    if not may_be_signed(gate):
        shut = tuple(one for one in gate.unmet if one.code != SIGNOFF)
        raise Refused("signing.condition_open", count=len(shut), conditions=shut, gate=gate)
    if any(one.staff_id == store.actor.id for one in signed_of(here.book, kind, here.seen)):
        raise Refused("signing.two_people", name=store.actor.name)
    actor, now = store.actor, here.seen
    signed = Signed(
        kind,
        role,
        actor.id,
        actor.name,
        actor.title,
        now.rule_set,
        now.fevers,
        now.visit_version,
    )
    return write(store, case_id, (signed,), rules, seen=here.book.case.last_seq)


def _signable(
    store: Store, case_id: CaseId, kind: GateKind, role: Role, rules: CaseRules, seen: int | None
) -> Look:
    """The case, when this gate stands before it and this office signs it in the edition of today."""
    here = look(store, case_id, rules, seen)
    must_be_here(here)
    if not offices_of(here.edition, kind).asks(role):
        raise Refused("signing.not_asked_here", gate=kind.value, role=role.value)
    if kind_of(here.case_class) is not kind:
        raise Refused("signing.other_gate", gate=kind.value, case_class=here.case_class.value)
    return here


def _must_ask(store: Store) -> None:
    """Whoever treats, or signs himself, may ask another to sign."""
    actor = store.actor
    if not any(duty in actor.duties for duty in DUTY_OF.values()):
        actor.must(Duty.TREAT)
