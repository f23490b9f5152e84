"""What is known of a case, written by who may: orders, samples, results, findings, the doctor's decisions.

Typed at a desk or brought by a laboratory, a fact comes by this door; ways out have their own.
"""

from __future__ import annotations

from dataclasses import replace as with_
from typing import TYPE_CHECKING

from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_samples import result_of, taken_samples
from feverclinic.domain.clinical_entries import Classed, Dose, InfectivityReviewed, Measured
from feverclinic.domain.entry_limits import Writing, must_hold, time_of
from feverclinic.domain.late_facts import recall, told_after_leaving
from feverclinic.domain.people import Duty
from feverclinic.domain.recalling import RecallReason
from feverclinic.domain.two_targets import must_agree, read_by_targets
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabReported,
    SampleResult,
    SampleTaken,
)
from feverclinic.errors import Refused
from feverclinic.services.case_gates import must_see
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import AFTER_LEAVING, classified, moment_of, write
from feverclinic.services.rooms import must_fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_entries import Document, Entry, Noted
    from feverclinic.domain.cases import CaseClass, CaseId, EntryId
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

# What a nurse enters as well as a doctor; every other entry of the course is a doctor's.
BY_NURSES = (
    *(SampleTaken, SampleResult, BloodCountReported),
    *(LabReported, ImageRead, Dose, Measured),
)


def record(
    store: Store,
    case_id: CaseId,
    documents: Sequence[Document],
    rules: CaseRules,
    *,
    seen: int | None = None,
    at: datetime | None = None,
    replaces: EntryId | None = None,
) -> CaseBook:
    """Write facts into a case, one or several that belong together; the book as it is now.

    `at` is when the facts were, for those that do not say so themselves. With `replaces` a single
    document corrects an earlier entry of its kind, which stays readable. After he has left, a change
    is noted and opens the recall where the rules hold him now. Raises Refused `entry.*` and
    `classing.*`, Stale `case.changed`, Unavailable without the server.
    """
    book, writing, whole = _checked(store, case_id, documents, rules, seen, replaces)
    old = writing.entry(replaces) if replaces is not None else None
    noted = _noted(book, whole, old, rules)
    moment = time_of(whole[0]) if len(whole) == 1 else None
    written = write(
        store,
        case_id,
        (*whole, *noted),
        rules,
        seen=book.case.last_seq,
        at=moment or at,
        replaces=replaces,
    )
    return _called_back(store, written, book.case.last_seq, rules)


def check(
    store: Store,
    case_id: CaseId,
    document: Document,
    rules: CaseRules,
    replaces: EntryId | None = None,
) -> None:
    """Raise what `record` would raise for this entry, and write nothing."""
    _checked(store, case_id, (document,), rules, None, replaces)


def _checked(
    store: Store,
    case_id: CaseId,
    documents: Sequence[Document],
    rules: CaseRules,
    seen: int | None,
    replaces: EntryId | None,
) -> tuple[CaseBook, Writing, list[Document]]:
    """The case, and the documents as they will be written."""
    for document in documents:
        _must_write(store, document)
    if replaces is not None and len(documents) != 1:
        raise ValueError("one entry corrects one entry")
    book = must_see(store, case_id, seen)
    writing = Writing(valid_entries(book), moment_of(store, book), replaces)
    whole = [_completed(document, book, writing, rules) for document in documents]
    for document in whole:
        must_hold(document, writing)
        if isinstance(document, Classed):
            must_fit(store, book.case, document.case_class, rules)
        _must_have_own_tube(store, document, replaces)
    return book, writing, whole


def decide_class(
    store: Store,
    case_id: CaseId,
    case_class: CaseClass,
    reason: str,
    rules: CaseRules,
    seen: int | None = None,
) -> CaseBook:
    """The class that the doctor decides beside what the rules say (CLS-9, CLS-11).

    Raises Refused `classing.*` where the class in force may not be lowered so, `room.*` where it
    may not be in the room that is shared (ISO-1).
    """
    told = Classed(case_class, case_class, "", reason=reason.strip(), by_doctor=True)
    return record(store, case_id, (told,), rules, seen=seen)


def _must_write(store: Store, document: Document) -> None:
    if isinstance(document, InfectivityReviewed):
        store.actor.must(Duty.SIGN_EXPERT)
    elif not isinstance(document, BY_NURSES) or Duty.ENTER_RESULTS not in store.actor.duties:
        store.actor.must(Duty.TREAT)


def _must_have_own_tube(store: Store, document: Document, replaces: EntryId | None) -> None:
    """Two samples that wait for a result have two numbers: by it the laboratory finds the person."""
    tube_no = document.tube_no.strip() if isinstance(document, SampleTaken) else ""
    others = store.cases.of_tube(tube_no) if tube_no else ()
    for entry in others:
        known = valid_entries(read_case(store, entry.case_id))
        is_open = entry in known and result_of(known, entry) is None
        if is_open and entry.id != replaces:
            raise Refused("entry.tube_used", tube_no=tube_no)


def _completed(document: Document, book: CaseBook, writing: Writing, rules: CaseRules) -> Document:
    """The document with what the rules say of it on the facts of now."""
    if isinstance(document, Classed):
        return _decided(document, book, rules, writing.now)
    if isinstance(document, SampleResult):
        return _read(document, writing, rules)
    return document


def _decided(told: Classed, book: CaseBook, rules: CaseRules, at: datetime) -> Classed:
    """What a desk saw as computed may be old: the decision keeps what is computed now."""
    if book.case.has_left:
        raise Refused("leaving.has_left", name=book.patient.name)
    found = classified(book, rules, at)
    return with_(
        told,
        computed=found.result,
        rule_set=found.rule_set,
        reasons=found.reasons,
        by_doctor=True,
        by_edition={name: one.value for name, one in found.by_edition.items()},
    )


def _read(told: SampleResult, writing: Writing, rules: CaseRules) -> SampleResult:
    """The result by its two targets where the laboratory gave only those (WORK-4)."""
    taken = taken_samples(writing.entries)
    computed = read_by_targets(told, taken, rules.rules.work_up)
    if computed is None:
        return told
    must_agree(told, computed)
    return told if told.result is not None else with_(told, result=computed)


def _noted(
    book: CaseBook, documents: Sequence[Document], old: Entry | None, rules: CaseRules
) -> tuple[Noted, ...]:
    edition = rules.edition(book.case.last_at or book.case.opened_at, book.case.disease)
    pathogens = edition.confirmation.pathogens
    told = [note for one in documents for note in told_after_leaving(book, one, old, pathogens)]
    return tuple(told)


def _called_back(store: Store, book: CaseBook, before: int, rules: CaseRules) -> CaseBook:
    """Whom the rules hold now, though he has left, is called back."""
    news = [one.document for one in book.entries if one.seq > before]
    is_held = any(getattr(one, "code", "") == AFTER_LEAVING for one in news)
    calls = recall(book, RecallReason.FACT_CHANGED) if is_held else ()
    if not calls:
        return book
    return write(store, book.case.id, calls, rules, seen=book.case.last_seq)
