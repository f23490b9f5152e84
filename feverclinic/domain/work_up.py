"""Required work-up (section 3, WORK-1 to WORK-4): which sets are asked of a case, what is open, two targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from feverclinic.domain.case_facts import CaseFile, Result
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.edition_rules import Antibody, EditionRules
from feverclinic.domain.ternary import NO


@dataclass(frozen=True, slots=True)
class SetWhen:
    """Of whom a set is asked: of everybody, or of these classes, contacts or severities.

    `days_after_onset` and `antibody_asked` narrow that: only so many days after the onset, only
    under an edition whose exclusion asks for antibodies (EXC-4).
    """

    everybody: bool = False
    everybody_from: date | None = None
    classes: tuple[CaseClass, ...] = ()
    close_contacts: bool = False
    severities: tuple[Severity, ...] = ()
    days_after_onset: int | None = None
    antibody_asked: bool = False


@dataclass(frozen=True, slots=True)
class WorkUpSet:
    """One set F-…; without `when` it is left to the doctor."""

    id: str
    items: tuple[str, ...]
    is_mandatory: bool
    when: SetWhen | None = None


@dataclass(frozen=True, slots=True)
class WorkUpTimes:
    """WORK-1, in minutes: from the first contact to the order, from the order to each result."""

    order_minutes: int
    result_minutes: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class WorkUpRules:
    """`again_is_positive`: a kit that calls one positive target positive the second time (WORK-4)."""

    id: str
    times: WorkUpTimes
    again_is_positive: bool
    sets: tuple[WorkUpSet, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A set as it is offered for this case."""

    id: str
    items: tuple[str, ...]
    is_mandatory: bool


def proposed(file: CaseFile, edition: EditionRules, rules: WorkUpRules) -> tuple[Proposed, ...]:
    """The sets for a case as of its instant, those that must be done first, in the file's order."""
    offered = [
        Proposed(one.id, one.items, one.is_mandatory)
        for one in rules.sets
        if one.when is None or _holds(one.when, file, edition)
    ]
    return tuple(sorted(offered, key=lambda one: not one.is_mandatory))


def still_open(
    sets: Sequence[Proposed], done: frozenset[str], refused: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Items that must be done and have neither a result nor a refusal, each once."""
    asked = (item for one in sets if one.is_mandatory for item in one.items)
    return tuple(item for item in dict.fromkeys(asked) if item not in done | refused)


def _holds(when: SetWhen, file: CaseFile, edition: EditionRules) -> bool:
    is_asked = (
        when.everybody
        or (when.everybody_from is not None and local_day(file.at) >= when.everybody_from)
        or file.case_class in when.classes
        or (when.close_contacts and file.close_contact is not NO)
        or file.severity in when.severities
    )
    return is_asked and _is_late_enough(when, file) and _is_of_use(when, edition)


def _is_late_enough(when: SetWhen, file: CaseFile) -> bool:
    """Without an onset nobody can say that it is too early (T-9)."""
    onset = file.onset_date or file.first_criterion_on
    if when.days_after_onset is None or onset is None:
        return True
    return local_day(file.at) >= onset + timedelta(days=when.days_after_onset)


def _is_of_use(when: SetWhen, edition: EditionRules) -> bool:
    return not when.antibody_asked or edition.exclusion.antibody is not Antibody.NOT_ASKED


def two_targets(
    n_ct: Decimal | None,
    orf_ct: Decimal | None,
    cut_off: Decimal,
    rules: WorkUpRules,
    *,
    earlier_single: bool,
) -> Result:
    """How a sample with two targets is read (WORK-4); None is a target that was not detected.

    A target is positive below the cut-off. One alone is grey, and positive when a sample before was
    so too (`earlier_single`) and the kit says so.
    """
    positive = sum(ct is not None and ct < cut_off for ct in (n_ct, orf_ct))
    if positive == 0:
        return Result.NEG
    is_again = earlier_single and rules.again_is_positive
    return Result.POS if positive > 1 or is_again else Result.IND
