"""Joint consultation of Western and Chinese medicine (section 4.4): what it holds and when it is due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from feverclinic.domain.case_entries import Entry
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.clinical_entries import Classed, JointConsulted
from feverclinic.domain.edition_rules import IsolationRules

# For whom it is held: from the suspicion on, and whoever is ill with it.
CONSULTED = frozenset({CaseClass.SUSPECTED, CaseClass.CLINICALLY_DIAGNOSED, CaseClass.CONFIRMED})
# Entries that may change the severity.
GRADING = frozenset({"MEASURED", "IMAGE", "LAB", "CLASS", "BLOOD_COUNT", "VOID"})


class JointReason(StrEnum):
    """Why the next one is due: the first one, the severity changed, the days are over."""

    FIRST = "FIRST"
    SEVERITY = "SEVERITY"
    REGULAR = "REGULAR"


@dataclass(frozen=True, slots=True)
class JointDue:
    due_at: datetime
    reason: JointReason
    last: Entry | None = None


def joint_due(
    entries: Sequence[Entry],
    case_class: CaseClass,
    rules: IsolationRules,
    severity_at: Callable[[datetime], Severity],
) -> JointDue | None:
    """When the next joint consultation is due; None for a class that takes none.

    `entries` are the valid ones in their order; `severity_at` grades the case as it was known then.
    """
    if case_class not in CONSULTED:
        return None
    held = [entry for entry in entries if isinstance(entry.document, JointConsulted)]
    last = max(held, key=lambda entry: (entry.at, entry.seq), default=None)
    if last is None:
        since = _since(entries)
        if since is None:
            return None
        return JointDue(since + timedelta(hours=rules.joint_first_hours), JointReason.FIRST)
    regular = JointDue(last.at + timedelta(days=rules.joint_every_days), JointReason.REGULAR, last)
    changed_at = _changed_at(entries, last, severity_at)
    if changed_at is None or changed_at >= regular.due_at:
        return regular
    return JointDue(changed_at, JointReason.SEVERITY, last)


def _since(entries: Sequence[Entry]) -> datetime | None:
    """When the class first became one that is consulted."""
    return next(
        (
            entry.at
            for entry in entries
            if isinstance(entry.document, Classed) and entry.document.case_class in CONSULTED
        ),
        None,
    )


def _changed_at(
    entries: Sequence[Entry], last: Entry, severity_at: Callable[[datetime], Severity]
) -> datetime | None:
    """When the severity first became another one than at the last consultation, if it did."""
    then = severity_at(last.at)
    later = (one.entered_at for one in entries if one.entered_at > last.at and one.kind in GRADING)
    return next((at for at in later if severity_at(at) is not then), None)


def unsigned_sides(record: JointConsulted) -> tuple[str, ...]:
    """Which sides have not signed yet: WESTERN, TCM."""
    sides = {"WESTERN": record.western_experts, "TCM": record.tcm_experts}
    return tuple(side for side, names in sides.items() if not set(names) & set(record.signed_by))
