"""What is due of a case, and until when: the list, the case and the room card show the same."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from feverclinic.domain.case_boards import CaseBook, NextDue
from feverclinic.domain.case_book import case_file_of, valid_entries
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.cases import Severity
from feverclinic.domain.destination import DestinationFacts, destination
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.joint_consultation import joint_due
from feverclinic.domain.leaving_entries import ReasonNoted
from feverclinic.domain.open_items import has_begun, open_items, ordered_at, ordered_items
from feverclinic.domain.severity import grade
from feverclinic.domain.ternary import UNKNOWN
from feverclinic.domain.work_up import WorkUpTimes

# RTE-5 and RTE-8 in words: upgraded or cleared by then; the reason written again by then.
OF_RULE = {"RTE-5": "UNDETERMINED", "RTE-8": "ON_SITE"}
JOINT, RESULT, ORDER = "JOINT_", "RESULT_", "ORDER"


def destination_facts(book: CaseBook, entries: Sequence[Entry], file: CaseFile) -> DestinationFacts:
    """What the destination asks beside the file: whether the experts kept the suspicion, and since when."""
    reasons = [one.at for one in entries if isinstance(one.document, ReasonNoted)]
    return DestinationFacts(
        consultation_kept_suspected=file.consultation.keeps if file.consultation else UNKNOWN,
        class_since=book.case.class_since,
        on_site_since=max(reasons, default=book.case.class_since),
    )


def dues_of(
    book: CaseBook, file: CaseFile, edition: EditionRules, times: WorkUpTimes
) -> tuple[NextDue, ...]:
    """Everything due of somebody who is here, the earliest first; `file` holds the class in force."""
    if book.case.has_left:
        return ()
    entries = valid_entries(book, file.at)
    dues = (
        *_placed(book, entries, file, edition),
        *_joint(book, entries, file, edition),
        *_results(book, entries, times),
    )
    return tuple(sorted(dues, key=lambda one: one.at))


def _results(book: CaseBook, entries: Sequence[Entry], times: WorkUpTimes) -> tuple[NextDue, ...]:
    """WORK-1: the first order after the doctor's look, then each result after its order."""
    if not ordered_items(entries) and not has_begun(entries):
        until = book.case.opened_at + timedelta(minutes=times.order_minutes)
        return (NextDue(ORDER, until),)
    found: list[NextDue] = []
    for item in open_items(entries, book.visit.vitals):
        minutes, at = times.result_minutes.get(item), ordered_at(entries, item)
        if minutes is not None and at is not None:
            found.append(NextDue(f"{RESULT}{item}", at + timedelta(minutes=minutes)))
    return tuple(found)


def _placed(
    book: CaseBook, entries: Sequence[Entry], file: CaseFile, edition: EditionRules
) -> tuple[NextDue, ...]:
    found = destination(file, edition, destination_facts(book, entries, file))
    if found.due_at is None:
        return ()
    return (NextDue(OF_RULE[found.reasons[0]], found.due_at),)


def _joint(
    book: CaseBook, entries: Sequence[Entry], file: CaseFile, edition: EditionRules
) -> tuple[NextDue, ...]:
    if file.case_class is None:
        return ()
    due = joint_due(entries, file.case_class, edition.isolation, severity_at(book, edition))
    return () if due is None else (NextDue(f"{JOINT}{due.reason.value}", due.due_at),)


def severity_at(book: CaseBook, edition: EditionRules) -> Callable[[datetime], Severity]:
    """The severity of the case as it was known at a moment, by this edition."""

    def found(moment: datetime) -> Severity:
        return grade(case_file_of(book, moment), edition).result

    return found
