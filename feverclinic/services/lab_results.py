"""Results of a laboratory: its file now, its system later, one and the same service; a dry run writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_samples import result_of
from feverclinic.domain.lab_messages import (
    BLOOD_COUNT,
    LabFault,
    LabMessage,
    LabProblem,
    blood_count,
    lab_value,
    read_messages,
    sample_result,
)
from feverclinic.domain.open_items import sample_item
from feverclinic.domain.people import Duty
from feverclinic.domain.work_up_entries import SampleResult, SampleTaken, Via
from feverclinic.errors import Refused, Stale, Unavailable
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import must_reach_server
from feverclinic.services.course import check, record

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_entries import Document, Entry
    from feverclinic.domain.cases import CaseId, EntryId
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

# What the records refuse, as a fault of the line: the column and the code that say it.
OF_REFUSAL = {
    "entry.wrong_time": ("reported_at", "TIME_ORDER"),
    "case.in_the_future": ("reported_at", "TIME_ORDER"),
    "entry.targets_disagree": ("result", "TARGETS"),
    "entry.wrong_number": ("value", "NUMBER"),
    "entry.not_done_has_no_value": ("value", "NUMBER"),
}
ENCODINGS = ("utf-8-sig", "gb18030")
LARGEST_FILE = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """A line that was taken, or would be: whose it is, what it is, and whether it corrects."""

    row: int
    case_id: CaseId
    name: str
    visit_no: str
    document: Document
    is_correction: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: lines taken, lines that were known already, and lines with a fault."""

    taken: tuple[Taken, ...] = ()
    known: tuple[int, ...] = ()
    problems: tuple[LabProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Planned:
    book: CaseBook
    document: Document
    replaces: EntryId | None = None


class _KnownAlreadyError(Exception):
    """The line says what stands in the case."""


def text_of(data: bytes) -> str:
    """The text of a file as spreadsheets of this country write it; raises Unavailable `lab.unreadable`."""
    if len(data) > LARGEST_FILE:
        raise Unavailable("lab.too_large", megabytes=LARGEST_FILE // (1024 * 1024))
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unavailable("lab.unreadable")


def try_results(store: Store, text: str, rules: CaseRules, via: Via = Via.FILE) -> Received:
    """What `receive_results` would do with this file; nothing is written."""
    return _each(store, text, rules, via, is_trial=True)


def receive_results(store: Store, text: str, rules: CaseRules, via: Via = Via.FILE) -> Received:
    """Write the results of a file into their cases; a line with a fault is told and left out.

    A tube number finds the sample, a visit number the visit. The same line twice is known and changes
    nothing; another result of a reported sample is a correction that keeps the old one readable. One
    line or many: a laboratory's system sends the same, `via` says which. Raises Unavailable without
    the server, Refused without the duty.
    """
    return _each(store, text, rules, via, is_trial=False)


def _each(store: Store, text: str, rules: CaseRules, via: Via, *, is_trial: bool) -> Received:
    must_reach_server(store)
    store.actor.must(Duty.ENTER_RESULTS)
    messages, problems = read_messages(text)
    taken: list[Taken] = []
    known: list[int] = []
    faults = list(problems)
    ids: dict[str, LabMessage] = {}
    for message in messages:
        try:
            _must_be_new(ids, message)
            planned = _planned(store, message, via)
            _write(store, planned, rules, is_trial=is_trial)
            taken.append(_taken(message, planned))
        except _KnownAlreadyError:
            known.append(message.row)
        except LabFault as fault:
            faults.append(_problem(message, fault.column, fault.code))
        except (Refused, Stale) as no:
            faults.append(_problem(message, *OF_REFUSAL.get(no.code, ("", "REFUSED"))))
    faults.sort(key=lambda one: one.row)
    return Received(tuple(taken), tuple(known), tuple(faults))


def _must_be_new(ids: dict[str, LabMessage], message: LabMessage) -> None:
    """A message that stands twice in one file is read once; two that share a number are told."""
    number = message.text("message_id")
    if not number:
        return
    before = ids.setdefault(number, message)
    if before is message:
        return
    if before.texts == message.texts:
        raise _KnownAlreadyError
    raise LabFault("message_id", "MESSAGE_REUSED")


def _write(store: Store, planned: _Planned, rules: CaseRules, *, is_trial: bool) -> None:
    case_id, document = planned.book.case.id, planned.document
    if is_trial:
        check(store, case_id, document, rules, planned.replaces)
    else:
        record(store, case_id, (document,), rules, replaces=planned.replaces)


def _planned(store: Store, message: LabMessage, via: Via) -> _Planned:
    if message.text("tube_no"):
        return _of_sample(store, message, via)
    if message.text("visit_no"):
        return _of_visit(store, message, via)
    raise LabFault("tube_no", "NOBODY")


def _of_sample(store: Store, message: LabMessage, via: Via) -> _Planned:
    """The sample of a tube: the one taken last, of those that hold."""
    found = _valid_takings(store, message.text("tube_no"))
    if not found:
        raise LabFault("tube_no", "UNKNOWN_TUBE")
    book, entry = found[-1]
    _must_be_person(book, message)
    taken = entry.document
    assert isinstance(taken, SampleTaken)
    item = message.text("item").upper()
    if item and item not in (taken.kind.value, sample_item(entry)):
        raise LabFault("item", "WRONG_ITEM")
    document = sample_result(message, entry.id, taken.kind, via)
    _must_not_be_known(store, document, book)
    there = result_of(valid_entries(book), entry)
    return _Planned(book, document, there.id if there is not None else None)


def _valid_takings(store: Store, tube_no: str) -> list[tuple[CaseBook, Entry]]:
    books: dict[CaseId, CaseBook] = {}
    found: list[tuple[CaseBook, Entry]] = []
    for entry in store.cases.of_tube(tube_no):
        if entry.case_id not in books:
            books[entry.case_id] = read_case(store, entry.case_id)
        book = books[entry.case_id]
        if entry in valid_entries(book):
            found.append((book, entry))
    return found


def _of_visit(store: Store, message: LabMessage, via: Via) -> _Planned:
    """A count or a value of a visit; without a number of its own it could be written twice."""
    if not message.text("message_id"):
        raise LabFault("message_id", "MESSAGE_MISSING")
    if not message.text("item"):
        raise LabFault("item", "WRONG_ITEM")
    visits = store.visits.numbered(message.text("visit_no"))
    cases = [case for visit in visits if (case := store.cases.find_by_visit(visit.id)) is not None]
    books = [read_case(store, case.id) for case in cases]
    if not books:
        raise LabFault("visit_no", "UNKNOWN_VISIT")
    mine = [book for book in books if _is_person(book, message)]
    if not mine:
        raise LabFault("name", "WRONG_PATIENT")
    if len(mine) > 1:
        raise LabFault("visit_no", "TWO_VISITS")
    is_count = message.text("item").upper() == BLOOD_COUNT
    document = blood_count(message, via) if is_count else lab_value(message, via)
    _must_not_be_known(store, document, mine[0])
    return _Planned(mine[0], document)


def _must_be_person(book: CaseBook, message: LabMessage) -> None:
    if not _is_person(book, message):
        raise LabFault("name", "WRONG_PATIENT")


def _is_person(book: CaseBook, message: LabMessage) -> bool:
    """The name and the visit that the line gives, where it gives them."""
    name, visit_no = message.text("name"), message.text("visit_no")
    is_named = not name or _folded(name) == _folded(book.patient.name)
    return is_named and visit_no in ("", book.visit.visit_no)


def _folded(name: str) -> str:
    return "".join(name.split()).casefold().replace("·", "").replace("•", "")


def _must_not_be_known(store: Store, document: Document, book: CaseBook) -> None:
    """A number that came before must bring the same; what was told once changes nothing.

    An old report that comes once more, after it was corrected, does not undo the correction.
    """
    number = getattr(document, "message_id", "")
    before = store.cases.of_message(number) if number else ()
    if any(_is_same(entry.document, document) for entry in before):
        raise _KnownAlreadyError
    if before:
        raise LabFault("message_id", "MESSAGE_REUSED")
    if isinstance(document, SampleResult) and any(
        _is_same(entry.document, document) for entry in book.entries
    ):
        raise _KnownAlreadyError


def _is_same(before: Document, told: Document) -> bool:
    """Whether both say the same, whichever message brought it and when it was handed on."""
    if not isinstance(before, SampleResult) or not isinstance(told, SampleResult):
        return before == told
    as_told = replace(
        before,
        message_id=told.message_id,
        received_at=told.received_at,
        via=told.via,
        verified_by=told.verified_by,
        # A result that was read by its targets was not told itself.
        result=before.result if told.result is not None else None,
    )
    return as_told == told


def _taken(message: LabMessage, planned: _Planned) -> Taken:
    book = planned.book
    return Taken(
        message.row,
        book.case.id,
        book.patient.name,
        book.visit.visit_no,
        planned.document,
        is_correction=planned.replaces is not None,
    )


def _problem(message: LabMessage, column: str, code: str) -> LabProblem:
    return LabProblem(message.row, column, message.text(column)[:80], code)
