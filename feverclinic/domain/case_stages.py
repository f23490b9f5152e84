"""Where a case stands (ISO-8) and in which column of the doctor's list."""

from collections.abc import Sequence

from feverclinic.domain.case_entries import Entry
from feverclinic.domain.cases import Case, CaseClass, CaseState, Column
from feverclinic.domain.open_items import has_begun, open_items, ordered_items
from feverclinic.domain.vitals import Vitals

# In these the act that ended the isolation, or what follows it, says where the case stands.
ENDED = frozenset(
    {
        *(CaseState.CLEARED, CaseState.TRANSFERRED_OUT, CaseState.DISCHARGED),
        *(CaseState.FOLLOW_UP, CaseState.CLOSED, CaseState.DECEASED, CaseState.EXCLUDED),
    }
)
OF_CLASS = {
    CaseClass.CONFIRMED: CaseState.CONFIRMED,
    CaseClass.CLINICALLY_DIAGNOSED: CaseState.CLINICALLY_DIAGNOSED,
    CaseClass.ASYMPTOMATIC: CaseState.ASYMPTOMATIC,
    CaseClass.POSITIVE_REVIEW: CaseState.POSITIVE_REVIEW,
    CaseClass.SUSPECTED: CaseState.SUSPECTED,
    CaseClass.UNDETERMINED: CaseState.UNDETERMINED,
    CaseClass.NOT_SUSPECTED: CaseState.OBSERVATION,
    CaseClass.EXCLUDED: CaseState.EXCLUDED,
}
# Whoever is in one of these is isolated as a patient; an open work-up alone is not.
OBSERVED = frozenset(
    {
        *(CaseClass.CONFIRMED, CaseClass.CLINICALLY_DIAGNOSED, CaseClass.ASYMPTOMATIC),
        *(CaseClass.POSITIVE_REVIEW, CaseClass.SUSPECTED),
    }
)


def state_of(case: Case, case_class: CaseClass) -> CaseState:
    """The state of a case that is open; one that has ended stays where its act put it."""
    if case.way_out is not None and case.state in ENDED:
        return case.state
    return OF_CLASS[case_class]


def column_of(
    case_class: CaseClass, entries: Sequence[Entry], vitals: Vitals, *, is_in_room: bool
) -> Column:
    """候诊 is before the case; then examined, waiting for results, may leave, or observed."""
    if case_class in OBSERVED or is_in_room:
        return Column.OBSERVED
    if not ordered_items(entries):
        return Column.EXAMINED
    if open_items(entries, vitals):
        return Column.RESULTS if has_begun(entries) else Column.EXAMINED
    return Column.OBSERVED if case_class.is_held else Column.MAY_LEAVE
