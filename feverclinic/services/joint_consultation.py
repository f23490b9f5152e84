"""The joint consultation of Western and Chinese medicine (section 4.4): recorded, signed, due."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_boards import JointToSign
from feverclinic.domain.case_book import case_file_of, valid_entries, valid_ones
from feverclinic.domain.clinical_entries import JointConsulted
from feverclinic.domain.joint_consultation import joint_due, unsigned_sides
from feverclinic.domain.people import Duty
from feverclinic.domain.severity import grade
from feverclinic.errors import Refused
from feverclinic.services.case_gates import must_see
from feverclinic.services.case_writing import write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_entries import Entry
    from feverclinic.domain.cases import Case, CaseId, EntryId, Severity
    from feverclinic.domain.joint_consultation import JointDue
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.case_boards import Person
    from feverclinic.storage.store import Store

JOINT_BY = ("JOINT_CONSULTATION", "VOID")
# Whoever treats or sits among the experts may have taken part; nobody else signs under that name.
TAKES_PART = frozenset({Duty.TREAT, Duty.SIGN_EXPERT})


def record_joint(
    store: Store, case_id: CaseId, held: JointConsulted, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """Keep the record of a joint consultation; nobody has signed it yet but who is signed in and took part.

    Raises Refused without an expert of either side, without an opinion, and for a time to come.
    """
    store.actor.must(Duty.TREAT)
    book = must_see(store, case_id, seen)
    if not _named(held.western_experts) or not _named(held.tcm_experts):
        raise Refused("joint.side_missing")
    if not held.opinion.strip():
        raise Refused("joint.opinion_missing")
    if held.held_at > store.now:
        raise Refused("leaving.wrong_time")
    mine = tuple(
        name for name in (*held.western_experts, *held.tcm_experts) if name == store.actor.name
    )
    kept = replace(held, signed_by=mine[:1])
    return write(store, case_id, (kept,), rules, seen=book.case.last_seq)


def sign_joint(
    store: Store, case_id: CaseId, entry_id: EntryId, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """Sign a record under the own sign-in, as one of the experts who stand in it."""
    if Duty.SIGN_EXPERT not in store.actor.duties:
        store.actor.must(Duty.TREAT)
    book = must_see(store, case_id, seen)
    entry = next((one for one in valid_entries(book) if one.id == entry_id), None)
    if entry is None or not isinstance(entry.document, JointConsulted):
        raise Refused("record.missing", what="joint_consultation", id=entry_id)
    record, name = entry.document, store.actor.name
    if name not in (*record.western_experts, *record.tcm_experts):
        raise Refused("joint.not_among_experts", name=name)
    if name in record.signed_by:
        raise Refused("joint.signed_already", name=name)
    signed = replace(record, signed_by=(*record.signed_by, name))
    return write(
        store, case_id, (signed,), rules, seen=book.case.last_seq, at=entry.at, replaces=entry.id
    )


def next_joint(book: CaseBook, rules: CaseRules, at: datetime) -> JointDue | None:
    """When the next joint consultation of this case is due by the edition of today."""
    edition = rules.edition(at, book.case.disease)

    def severity_at(moment: datetime) -> Severity:
        return grade(case_file_of(book, moment), edition).result

    return joint_due(valid_entries(book), book.case.case_class, edition.isolation, severity_at)


def unsigned_joints(book: CaseBook) -> tuple[tuple[EntryId, tuple[str, ...]], ...]:
    """Records that a side has not signed yet, each with the sides that are missing."""
    records = (
        (one.id, unsigned_sides(one.document))
        for one in valid_entries(book)
        if isinstance(one.document, JointConsulted)
    )
    return tuple((entry_id, sides) for entry_id, sides in records if sides)


def joints_to_sign(store: Store) -> tuple[JointToSign, ...]:
    """Records in which whoever is signed in took part and whose side has not signed, the earliest first."""
    if not store.actor.duties & TAKES_PART:
        return ()
    boards = store.case_boards
    people = {
        case.id: (case, person) for case, person in (*boards.open_cases(), *boards.followed())
    }
    told = boards.entries_of(people, JOINT_BY) if people else {}
    found = [
        one
        for case_id, entries in told.items()
        for one in _waiting(store.actor.name, *people[case_id], entries)
    ]
    return tuple(sorted(found, key=lambda one: (one.record.held_at, one.entry_id)))


def _waiting(
    signer: str, case: Case, person: Person, entries: tuple[Entry, ...]
) -> Iterable[JointToSign]:
    for entry in valid_ones(entries):
        record = entry.document
        if not isinstance(record, JointConsulted):
            continue
        sides = {"WESTERN": record.western_experts, "TCM": record.tcm_experts}
        mine = [side for side in unsigned_sides(record) if signer in sides[side]]
        if mine and signer not in record.signed_by:
            yield JointToSign(
                case_id=case.id,
                entry_id=entry.id,
                side=mine[0],
                name=person.name,
                sex=person.sex,
                age=person.age,
                age_unit=person.age_unit,
                visit_no=person.visit_no,
                case_class=case.case_class,
                record=record,
                recorded_by=entry.by_name,
            )


def _named(names: tuple[str, ...]) -> bool:
    return any(name.strip() for name in names)
