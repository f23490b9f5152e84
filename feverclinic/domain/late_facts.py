"""Facts that come after the person has left: the case says so, and he is called back; nothing is reopened."""

from collections.abc import Iterable

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import Document, Entry, Noted
from feverclinic.domain.case_facts import Pathogen, Result
from feverclinic.domain.cases import WayOut
from feverclinic.domain.recalling import RECALL, WHY, RecallReason, recall_of
from feverclinic.domain.work_up_entries import SampleResult, SampleTaken

CHANGED = "RESULT_CHANGED_AFTER_LEAVING"
# Nobody is called back who has died, or whom another house has.
CALLED_BACK = frozenset({WayOut.CLINIC_EXIT, WayOut.RELEASED, WayOut.DEPARTMENT})


def told_after_leaving(
    book: CaseBook, document: Document, old: Entry | None, pathogens: Iterable[Pathogen]
) -> tuple[Noted, ...]:
    """What the program notes beside a fact of a case that has ended; `old` is what it corrects.

    A result that was changed is told with both; a positive one of the disease (`pathogens`) opens the
    recall.
    """
    if not book.case.has_left:
        return ()
    changed = _changed(document, old)
    was = isinstance(old.document, SampleResult) and _is_positive(old.document) if old else False
    is_late = isinstance(document, SampleResult) and _is_positive(document) and not was
    if not is_late or not _is_of_disease(book, document, pathogens):
        return changed
    return (*changed, *recall(book, RecallReason.LATE_POSITIVE))


def recall(book: CaseBook, why: RecallReason) -> tuple[Noted, ...]:
    """The opening of a recall, where one makes sense and none is open."""
    if book.case.way_out not in CALLED_BACK or recall_of(book.entries) is not None:
        return ()
    return (Noted(RECALL, {WHY: why.value}),)


def _changed(document: Document, old: Entry | None) -> tuple[Noted, ...]:
    if old is None or old.document == document:
        return ()
    facts = {"kind": old.kind, "entry": str(old.id)}
    if isinstance(document, SampleResult) and isinstance(old.document, SampleResult):
        facts |= {"before": _told(old.document), "now": _told(document)}
    return (Noted(CHANGED, facts),)


def _told(result: SampleResult) -> str:
    given = (result.result, result.igm, result.igg)
    return "/".join(one.value for one in given if one is not None)


def _is_positive(result: SampleResult) -> bool:
    return Result.POS in (result.result, result.igm)


def _is_of_disease(book: CaseBook, document: Document, pathogens: Iterable[Pathogen]) -> bool:
    """Whether the sample was taken for this disease: a late influenza calls nobody back."""
    of = document.of if isinstance(document, SampleResult) else None
    taken = next((one.document for one in book.entries if one.id == of), None)
    known = set(pathogens)
    return isinstance(taken, SampleTaken) and (taken.pathogen is None or taken.pathogen in known)
