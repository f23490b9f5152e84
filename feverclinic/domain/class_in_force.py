"""The class in force: what raises it by itself, and what a doctor may decide (CLS-6, CLS-11, TRF-1)."""

from collections.abc import Sequence

from feverclinic.domain.case_entries import Document, Entry
from feverclinic.domain.cases import Case, CaseClass, WayOut
from feverclinic.domain.clinical_entries import Classed, Consulted
from feverclinic.domain.decisions import Classification
from feverclinic.domain.leaving_entries import Left
from feverclinic.errors import Refused

# A cleared suspicion stays cleared unless more than a suspicion is found.
CLEARED = CaseClass.EXCLUDED
# By these a suspicion ends together with its class, in one and the same act.
CLEARING = frozenset({WayOut.EXCLUDED, WayOut.DEPARTMENT})


def last_class(entries: Sequence[Entry]) -> Classed | None:
    """The decision that holds: the last of its kind."""
    classes = [one.document for one in entries if isinstance(one.document, Classed)]
    return classes[-1] if classes else None


def strictest(found: Classification) -> CaseClass:
    """Of two editions the stricter isolation is kept until a doctor decides (CLS-11)."""
    return max((found.result, *found.by_edition.values()), key=lambda one: one.rank)


def computed_class(entries: Sequence[Entry], found: Classification) -> CaseClass:
    """What the facts ask now: the stricter of two editions, unless a doctor decided on this very pair."""
    last = last_class(entries)
    pair = {name: one.value for name, one in found.by_edition.items()}
    is_decided = last is not None and last.by_doctor and bool(pair) and last.by_edition == pair
    return found.result if is_decided else strictest(found)


def class_now(entries: Sequence[Entry], in_force: CaseClass, found: Classification) -> CaseClass:
    """The class in force, or what the facts say now where that is stricter; nothing lowers it here."""
    computed = computed_class(entries, found)
    if in_force is CLEARED and computed.rank <= CaseClass.SUSPECTED.rank:
        return in_force
    return computed if computed.rank > in_force.rank else in_force


def must_be_allowed(
    case: Case, entries: Sequence[Entry], documents: Sequence[Document], found: Classification
) -> None:
    """Raise Refused for a class among these documents that lowers the one in force without its right.

    A suspicion ends by its gate alone. Whoever was never suspected may be lowered to what the
    edition in force says on all facts. What one positive sample left open the experts decide (CLS-9):
    back to a suspicion, which is isolated as before.
    """
    for document in documents:
        if isinstance(document, Classed) and document.case_class.rank < case.case_class.rank:
            _must_lower(case, entries, documents, document, found)


def _must_lower(
    case: Case,
    entries: Sequence[Entry],
    documents: Sequence[Document],
    told: Classed,
    found: Classification,
) -> None:
    if told.case_class is CLEARED:
        if any(isinstance(one, Left) and one.way in CLEARING for one in documents):
            return
        raise Refused("classing.by_gate")
    if case.case_class is CaseClass.POSITIVE_REVIEW and told.case_class is CaseClass.SUSPECTED:
        if not _was_consulted(case, entries):
            raise Refused("classing.experts_decide")
        return
    if case.was_suspected or case.case_class.rank > CaseClass.UNDETERMINED.rank:
        raise Refused("classing.by_gate")
    if told.case_class is not found.result:
        raise Refused("classing.not_computed", computed=found.result.value)


def _was_consulted(case: Case, entries: Sequence[Entry]) -> bool:
    """Whether the experts met since the class is in force."""
    return any(
        isinstance(one.document, Consulted) and one.document.ended_at >= case.class_since
        for one in entries
    )
