"""What has to be said of a case before anything is done with it: two editions, away, recall, late facts."""

from collections.abc import Iterable, Sequence

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_entries import Entry, Noted
from feverclinic.domain.cases import Case, CaseClass, WayOut
from feverclinic.domain.clinical_entries import Caused, Disposed
from feverclinic.domain.decisions import Classification
from feverclinic.domain.recalling import recall_of

AWAY, ELSEWHERE, RECALLED, HERE_AGAIN = "AWAY", "ELSEWHERE", "RECALLED", "HERE_AGAIN"
TWO_EDITIONS, RULES_SAY_LESS = "TWO_EDITIONS", "RULES_SAY_LESS"
# What the program noted of a case that went on, or of one that had left, and stays true.
STANDING = (
    *("STRICTER_AFTER_LEAVING", "RESULT_CHANGED_AFTER_LEAVING", "VOIDED_AFTER_LEAVING"),
    *("OLDER_CASE", "CLOCK_BEHIND"),
)
ROOM, UNEXPLAINED = "ROOM_", "UNEXPLAINED"


def case_warnings(
    book: CaseBook, found: Classification, in_room: Sequence[str] = ()
) -> tuple[str, ...]:
    """The codes (`case_warning.<code>` in words), the gravest first; `in_room` are broken cohort rules."""
    noted = {one.document.code for one in book.entries if isinstance(one.document, Noted)}
    return (
        *where_warnings(
            book.case,
            is_called_back=recall_of(book.entries) is not None,
            is_back=came_back(book.entries),
        ),
        *(code for code in STANDING if code in noted),
        *_classed(book.case.case_class, found),
        *(f"{ROOM}{code}" for code in in_room),
        *((UNEXPLAINED,) if _is_sent_on_unexplained(book) else ()),
    )


def is_explained(entries: Sequence[Entry], case_class: CaseClass) -> bool:
    """WORK-6: a doctor recorded a cause, and no class holds the person. `entries` are valid ones."""
    return not case_class.is_held and any(isinstance(one.document, Caused) for one in entries)


def _is_sent_on_unexplained(book: CaseBook) -> bool:
    """He is to go, and nobody wrote down what the fever came from."""
    entries = valid_entries(book)
    is_sent = any(isinstance(one.document, Disposed) for one in entries)
    case_class = book.case.case_class
    return is_sent and not case_class.is_held and not is_explained(entries, case_class)


def came_back(entries: Iterable[Entry]) -> bool:
    """Whether the case goes on from an earlier one of the same person (REL-11)."""
    documents = (entry.document for entry in entries)
    return any(isinstance(one, Noted) and one.code == "CAME_FROM" for one in documents)


def where_warnings(case: Case, *, is_called_back: bool, is_back: bool) -> Iterable[str]:
    """擅自离院, out for a procedure, called back, or here again."""
    if case.is_away:
        yield AWAY
    elif is_called_back:
        yield RECALLED
    if case.way_out is WayOut.LIFE_SAVING:
        yield ELSEWHERE
    if is_back:
        yield HERE_AGAIN


def _classed(in_force: CaseClass, found: Classification) -> Iterable[str]:
    """CLS-11: both results are shown, and the stricter isolation stays."""
    if len(set(found.by_edition.values())) > 1:
        yield TWO_EDITIONS
    if in_force.is_held and found.result.rank < in_force.rank:
        yield RULES_SAY_LESS
