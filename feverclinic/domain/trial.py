"""A rule trial: the same people, looked at by the rules in force and by changed ones (product, build 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.classification import classify
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.exclusion import NEEDS_CONSULT, exclusion
from feverclinic.domain.gates import Gate
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Prescreening
from feverclinic.domain.release import release
from feverclinic.domain.signatures import SIGNOFF_MISSING
from feverclinic.domain.ternary import ternary
from feverclinic.domain.triage import route
from feverclinic.domain.triage_rules import TriageRules

# Whom an exclusion clears; everybody else who is held needs a release (TRF-1).
SUSPICIONS = frozenset({CaseClass.SUSPECTED, CaseClass.UNDETERMINED})


class Changed(StrEnum):
    """In what two sets of rules treat a person differently."""

    CLASSED = "CLASSED"
    HELD = "HELD"
    RELEASED = "RELEASED"
    ROUTED = "ROUTED"


@dataclass(frozen=True, slots=True)
class Rulings:
    """One side of a trial: the rules of pre-screening, and the edition that decides of this person."""

    triage: TriageRules
    edition: EditionRules | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A person with what was known: the pre-screening that held, and the case where there is one."""

    visit_no: str
    name: str
    at: datetime
    sex: Sex = Sex.UNKNOWN
    age: int | None = None
    age_unit: AgeUnit = AgeUnit.YEAR
    record: Prescreening | None = None
    file: CaseFile | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one set of rules says: a code of the kind of change, with its reasons."""

    result: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One thing in which a person would be treated differently, with what each side says and why."""

    changed: Changed
    who: Tried
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Trial:
    """A whole trial: which rules against which, over how many days and people, and who differs."""

    before: str
    after: str
    days: int
    looked_at: int
    rows: tuple[TrialRow, ...] = ()
    ran_at: datetime | None = None

    def count(self, changed: Changed) -> int:
        return sum(row.changed is changed for row in self.rows)


def tried(who: Tried, before: Rulings, after: Rulings) -> tuple[TrialRow, ...]:
    """In what the two sets of rules differ on one person, in the order of `Changed`.

    Both look at the same facts; what one of them cannot say of the person is no difference.
    """
    said = _verdicts(who, before)
    again = _verdicts(who, after)
    return tuple(
        TrialRow(kind, who, said[kind], again[kind])
        for kind in Changed
        if kind in said and kind in again and said[kind].result != again[kind].result
    )


def _verdicts(who: Tried, rules: Rulings) -> Mapping[Changed, Verdict]:
    found: dict[Changed, Verdict] = {}
    if who.file is not None and rules.edition is not None:
        found |= _of_case(who.file, rules.edition, rules.triage)
    if who.record is not None:
        routed = route(who.record, rules.triage)
        found[Changed.ROUTED] = Verdict(routed.result.value, routed.reasons)
    return found


def _of_case(
    file: CaseFile, edition: EditionRules, triage: TriageRules
) -> Mapping[Changed, Verdict]:
    """The class, whether it holds, and whether the gate of the class in force would open."""
    classed = classify(file, edition, triage.temperature)
    found = {
        Changed.CLASSED: Verdict(classed.result.value, classed.reasons),
        Changed.HELD: Verdict(classed.isolation_required.value, classed.reasons),
    }
    gate = _gate(file, edition, triage)
    if gate is not None:
        found[Changed.RELEASED] = Verdict(ternary(_would_open(gate)).value, gate.reasons)
    return found


def _gate(file: CaseFile, edition: EditionRules, triage: TriageRules) -> Gate | None:
    """The gate before the class in force; nobody is released whom no class holds."""
    if file.case_class is None or not file.case_class.is_held:
        return None
    if file.case_class in SUSPICIONS:
        return exclusion(file, edition)
    return release(file, edition, triage.temperature)


def _would_open(gate: Gate) -> bool:
    """Whether only the signatures, which no rule changes, are missing; experts decide by themselves."""
    return gate.result != NEEDS_CONSULT and set(gate.reasons) <= {SIGNOFF_MISSING}
