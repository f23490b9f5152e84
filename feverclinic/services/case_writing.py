"""The one writer of cases: every act appends entries, looks at the class anew, and keeps the stricter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_book import case_file_of, valid_entries
from feverclinic.domain.case_dues import dues_of
from feverclinic.domain.case_entries import Document, Entry, Noted
from feverclinic.domain.case_stages import column_of, state_of
from feverclinic.domain.cases import (
    Case,
    CaseClass,
    CaseId,
    CaseState,
    Column,
    EntryId,
    Shown,
)
from feverclinic.domain.civil_time import iso, to_second
from feverclinic.domain.class_in_force import class_now, last_class, must_be_allowed
from feverclinic.domain.classification import classify
from feverclinic.domain.clinical_entries import Classed
from feverclinic.domain.decisions import Classification
from feverclinic.domain.open_items import open_items
from feverclinic.domain.people import Duty
from feverclinic.domain.rulesets import HOME_DISEASE
from feverclinic.domain.severity import grade
from feverclinic.domain.waiting import MUST_ISOLATE, SENT
from feverclinic.domain.work_up_entries import SampleResult
from feverclinic.errors import Refused, Stale, Unavailable
from feverclinic.services.case_reading import book_of, read_case
from feverclinic.services.editions import CaseRules

if TYPE_CHECKING:
    from feverclinic.domain.visits import Visit, VisitId
    from feverclinic.storage.store import Store

CLOCK_BEHIND, AFTER_LEAVING = "CLOCK_BEHIND", "STRICTER_AFTER_LEAVING"
A_MINUTE = timedelta(minutes=1)
# Nothing that the rules compute lowers these; the experts or a gate do.
SUSPECTED_OR_MORE = CaseClass.SUSPECTED.rank


def must_reach_server(store: Store) -> None:
    """Raise Unavailable `case.needs_server` while the desk works alone."""
    if store.way.is_offline:
        raise Unavailable("case.needs_server")


def open_case(
    store: Store, visit_id: VisitId, rules: CaseRules, disease: str = HOME_DISEASE
) -> CaseBook:
    """The doctor's first look at somebody who was received (接诊); a case that is there is given back.

    Raises Refused for a visit that was not sent here or was not received.
    """
    must_reach_server(store)
    store.actor.must(Duty.TREAT)
    there = store.cases.find_by_visit(visit_id)
    if there is not None:
        return book_of(store, there)
    visit = store.visits.get(visit_id)
    _must_be_received(visit)
    edition = rules.edition(store.now, disease)
    case = Case(
        id=CaseId(store.new_id()),
        visit_id=visit.id,
        patient_id=visit.patient_id,
        disease=disease,
        opened_at=store.now,
        opened_under=edition.id,
        region=rules.region,
        case_class=CaseClass.NOT_SUSPECTED,
        class_since=store.now,
        state=CaseState.TRIAGED,
        column=Column.EXAMINED,
        isolation_started_at=_isolated_since(visit),
    )
    store.cases.add(case)
    return write(store, case.id, (), rules)


def _must_be_received(visit: Visit) -> None:
    if visit.outcome not in SENT:
        raise Refused("case.not_sent_here", visit_no=visit.visit_no)
    if visit.received_at is None:
        raise Refused("case.not_received", visit_no=visit.visit_no)


def _isolated_since(visit: Visit) -> datetime | None:
    """TRI-1 and TRI-3 are isolated from their receipt on (ISO-2)."""
    return visit.received_at if visit.outcome in MUST_ISOLATE else None


def write(
    store: Store,
    case_id: CaseId,
    documents: Sequence[Document],
    rules: CaseRules,
    *,
    seen: int | None = None,
    at: datetime | None = None,
    replaces: EntryId | None = None,
) -> CaseBook:
    """Append entries to a case and bring class, state and column up to date; the book as it is now.

    `seen` is the last entry that the desk saw: raises Stale `case.changed` with `entries` when
    there are newer ones. `at` is when the fact was; of instants written the latest never runs back.
    `replaces` is the entry that a single document corrects. Raises Refused `classing.*` for a class
    that lowers the one in force without its right.
    """
    must_reach_server(store)
    store.cases.lock(case_id)
    book = read_case(store, case_id)
    if seen is not None and seen < book.case.last_seq:
        newer = tuple(one for one in book.entries if one.seq > seen)
        raise Stale("case.changed", entries=newer, count=len(newer), by=newer[-1].by_name)
    moment = moment_of(store, book)
    told = [*_clock(store, book, moment), *documents]
    entries = _entries(store, book, told, moment, at, replaces)
    known = replace(book, entries=(*book.entries, *entries))
    found = classified(known, rules, moment)
    must_be_allowed(book.case, valid_entries(known), documents, found)
    more = _class_entries(known, found)
    entries = [*entries, *_entries(store, known, more, moment, None, None)]
    if entries:
        store.cases.put(entries)
    whole = replace(book, entries=(*book.entries, *entries))
    case = _after(whole, moment, rules)
    if case != book.case:
        store.cases.save(case)
    return read_case(store, case_id)


def moment_of(store: Store, book: CaseBook) -> datetime:
    """Now, but never before the last entry or reading that came in: instants do not run backwards.

    So a fever that is known already stays known when the clock is set back.
    """
    came_in = [one.received_at for one in book.readings if one.received_at is not None]
    return max((store.now, book.case.last_at or store.now, *came_in))


def _clock(store: Store, book: CaseBook, moment: datetime) -> tuple[Document, ...]:
    """A clock that stands behind the last entry is told once for each time it does."""
    if moment - store.now < A_MINUTE or _is_told(book):
        return ()
    return (Noted(CLOCK_BEHIND, {"clock": iso(store.now), "last": iso(moment)}),)


def _is_told(book: CaseBook) -> bool:
    last = [one for one in book.entries if one.entered_at == book.case.last_at]
    return any(
        isinstance(one.document, Noted) and one.document.code == CLOCK_BEHIND for one in last
    )


def _entries(
    store: Store,
    book: CaseBook,
    documents: Sequence[Document],
    moment: datetime,
    at: datetime | None,
    replaces: EntryId | None,
) -> list[Entry]:
    if at is not None and to_second(at) > to_second(moment):
        raise Refused("case.in_the_future", at=iso(at))
    last = book.entries[-1].seq if book.entries else 0
    corrected = next((one for one in book.entries if one.id == replaces), None)
    origin = corrected.key if corrected is not None else None
    return [
        Entry(
            id=EntryId(store.new_id()),
            case_id=book.case.id,
            seq=seq,
            document=_of_first(book, document),
            at=at or moment,
            entered_at=moment,
            entered_by=store.actor.id,
            by_name=store.actor.name,
            station=store.station.code,
            replaces=None if isinstance(document, Noted) else replaces,
            origin=None if isinstance(document, Noted) else origin,
        )
        for seq, document in enumerate(documents, start=last + 1)
    ]


def _of_first(book: CaseBook, document: Document) -> Document:
    """A result belongs to the sample through all corrections of its taking: it names the first entry."""
    if not isinstance(document, SampleResult):
        return document
    taken = next((one for one in book.entries if one.id == document.of), None)
    return document if taken is None else replace(document, of=taken.key)


def classified(book: CaseBook, rules: CaseRules, at: datetime) -> Classification:
    """What the rules in force say of the case, and those under which it was opened (CLS-11)."""
    edition = rules.edition(at, book.case.disease)
    return classify(
        case_file_of(book, at),
        edition,
        rules.temperature,
        rules.edition_called(book.case.opened_under),
    )


def _class_entries(book: CaseBook, found: Classification) -> tuple[Document, ...]:
    """The class by the rules where it is stricter than the one in force, or is the first one."""
    last = last_class(book.entries)
    in_force = last.case_class if last else book.case.case_class
    computed = class_now(book.entries, in_force, found)
    if last is not None and computed is in_force:
        return ()
    if book.case.has_left:
        return _told_after_leaving(book, computed)
    return (
        Classed(
            case_class=computed,
            computed=found.result,
            rule_set=found.rule_set,
            reasons=found.reasons,
            by_edition={name: one.value for name, one in found.by_edition.items()},
        ),
    )


def _told_after_leaving(book: CaseBook, computed: CaseClass) -> tuple[Document, ...]:
    """He has left: nothing is reopened by itself, the case says so once."""
    told = [
        one.document.facts.get("class")
        for one in book.entries
        if isinstance(one.document, Noted) and one.document.code == AFTER_LEAVING
    ]
    if computed.value in told:
        return ()
    return (Noted(AFTER_LEAVING, {"class": computed.value}),)


def _after(book: CaseBook, moment: datetime, rules: CaseRules) -> Case:
    """The case as it stands after these entries."""
    case = book.case
    last = last_class(book.entries)
    case_class = last.case_class if last else case.case_class
    is_changed = case_class is not case.case_class
    case = replace(
        _isolated_again(case, case_class, moment),
        case_class=case_class,
        class_since=moment if is_changed else case.class_since,
    )
    column = column_of(
        case_class, valid_entries(book), book.visit.vitals, is_in_room=book.stay is not None
    )
    return replace(
        case,
        was_suspected=case.was_suspected or _was_suspected(book),
        state=state_of(case, case_class),
        column=column,
        shown=_shown(replace(book, case=case), column, moment, rules),
        isolation_started_at=_started(case, case_class, moment),
        last_seq=book.entries[-1].seq if book.entries else case.last_seq,
        last_at=book.entries[-1].entered_at if book.entries else case.last_at,
    )


def _shown(book: CaseBook, column: Column, moment: datetime, rules: CaseRules) -> Shown:
    """What the lists show of the case from now on; `book` holds the class in force."""
    before = book.case
    edition = rules.edition(moment, before.disease)
    file = case_file_of(book, moment)
    graded = grade(file, edition)
    dues = dues_of(book, replace(file, severity=graded.result), edition, rules.rules.work_up.times)
    is_same = column is before.column and before.shown.column_since is not None
    return Shown(
        column_since=before.shown.column_since if is_same else moment,
        waits_for=open_items(valid_entries(book), book.visit.vitals),
        severity=graded.result,
        spo2=file.vitals.spo2,
        due_code=dues[0].code if dues else "",
        due_at=dues[0].at if dues else None,
    )


def _was_suspected(book: CaseBook) -> bool:
    return any(
        isinstance(one.document, Classed) and _is_suspicion(one.document.case_class)
        for one in book.entries
    )


def _is_suspicion(case_class: CaseClass) -> bool:
    return case_class is not CaseClass.EXCLUDED and case_class.rank >= SUSPECTED_OR_MORE


def _isolated_again(case: Case, case_class: CaseClass, moment: datetime) -> Case:
    """Who was excluded, is still here and is found to be held after all, is isolated from now on anew."""
    if case.has_left or case.isolation_ended_at is None or not case_class.is_held:
        return case
    return replace(
        case,
        isolation_started_at=moment,
        isolation_ended_at=None,
        ended_by=None,
        way_out=None,
    )


def _started(case: Case, case_class: CaseClass, moment: datetime) -> datetime | None:
    """ISO-2: isolation begins when somebody becomes a suspect or cannot be ruled out."""
    if case.isolation_started_at is not None:
        return case.isolation_started_at
    return moment if case_class.is_held else None
