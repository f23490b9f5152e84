"""Declaring a reading or an entry invalid, with the reason: it stays to be read, the gates look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.case_entries import Noted, Voided
from feverclinic.domain.people import Duty
from feverclinic.domain.recalling import RECALL, WHY, RecallReason, recall_of
from feverclinic.errors import Refused, Stale
from feverclinic.services.case_gates import must_see
from feverclinic.services.case_writing import write

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_entries import Document, Entry
    from feverclinic.domain.cases import CaseId, EntryId
    from feverclinic.domain.readings import ReadingId
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

READING, ENTRY = "READING", "ENTRY"
VOIDED_AFTER_LEAVING = "VOIDED_AFTER_LEAVING"
# An act is not undone by declaring it invalid, and a class is changed by a class of its own.
STAY = frozenset({"LEFT", "RETURNED", "CLASS", "MERGED", "VOID", "NOTE"})


def void_reading(
    store: Store, reading_id: ReadingId, reason: str, rules: CaseRules, seen: int | None = None
) -> CaseBook | None:
    """A reading of a saved visit is no longer valid; with the case of the visit, None without one.

    After he has left, the case says so and he is to be called back: nothing is reopened by itself.
    Raises Refused for a reading that belongs to no visit (the tray has its own act).
    """
    if Duty.TREAT not in store.actor.duties:
        store.actor.must(Duty.TRIAGE)
    if not reason.strip():
        raise Refused("record.reason_missing")
    visit_id = store.readings.visit_of(reading_id)
    if visit_id is None:
        raise Refused("voiding.of_nobody")
    cases = store.cases.find_by_visit(visit_id)
    if cases is None:
        store.readings.void(reading_id, reason)
        return None
    book = must_see(store, cases.id, seen)
    store.readings.void(reading_id, reason)
    return _write(store, book, Voided(READING, reading_id, reason.strip()), rules)


def void_entry(
    store: Store,
    case_id: CaseId,
    entry_id: EntryId,
    reason: str,
    rules: CaseRules,
    seen: int | None = None,
) -> CaseBook:
    """An entry of a case is no longer valid. Raises Refused for an act and for a class.

    A class in force is not lowered by it; a signature before it no longer counts.
    """
    book = must_see(store, case_id, seen)
    entry = next((one for one in book.entries if one.id == entry_id), None)
    if entry is None:
        raise Refused("record.missing", what="entry", id=entry_id)
    _must_void(store, entry)
    if not reason.strip():
        raise Refused("record.reason_missing")
    if entry.kind in STAY:
        raise Refused("voiding.act_stays")
    if any(_is_of(one, entry_id) for one in book.entries):
        raise Stale("voiding.already_void")
    return _write(store, book, Voided(ENTRY, entry_id, reason.strip()), rules)


def _write(store: Store, book: CaseBook, voided: Voided, rules: CaseRules) -> CaseBook:
    documents: list[Document] = [voided]
    if book.case.has_left:
        facts = {"what": voided.what, "id": str(voided.what_id)}
        documents.append(Noted(VOIDED_AFTER_LEAVING, facts))
        if recall_of(book.entries) is None:
            documents.append(Noted(RECALL, {WHY: RecallReason.FACT_CHANGED.value}))
    return write(store, book.case.id, tuple(documents), rules, seen=book.case.last_seq)


def _must_void(store: Store, entry: Entry) -> None:
    """Whoever treats voids any entry; whoever enters results, those of his own."""
    actor = store.actor
    is_own = entry.entered_by == actor.id and Duty.ENTER_RESULTS in actor.duties
    if not is_own:
        actor.must(Duty.TREAT)


def _is_of(entry: Entry, voided_id: EntryId) -> bool:
    """Whether this entry already declares that one invalid."""
    told = entry.document
    return isinstance(told, Voided) and told.what == ENTRY and told.what_id == voided_id
