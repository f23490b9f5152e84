"""Where a case belongs (RTE-1 to RTE-8), the four concentrations of the policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.decisions import Destined
from feverclinic.domain.edition_rules import Destination, EditionRules
from feverclinic.domain.ternary import NO, YES, Ternary
from feverclinic.domain.vitals import Level

DOUBTFUL = frozenset({CaseClass.UNDETERMINED, CaseClass.POSITIVE_REVIEW})
SUSPICION = frozenset({CaseClass.SUSPECTED, CaseClass.CLINICALLY_DIAGNOSED})
BY_SEVERITY = frozenset({CaseClass.CONFIRMED, CaseClass.ASYMPTOMATIC})


@dataclass(frozen=True, slots=True)
class DestinationFacts:
    """What 2.11 asks beside the case file; `symptomatic` unknown counts as yes."""

    symptomatic: Ternary = Ternary.UNKNOWN
    consultation_kept_suspected: Ternary = Ternary.UNKNOWN
    class_since: datetime | None = None
    on_site_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    file: CaseFile
    facts: DestinationFacts
    edition: EditionRules


def is_unstable(file: CaseFile) -> bool:
    """RTE-8: too unstable to move: level I, or critical on support."""
    is_on_support = file.severity is Severity.CRITICAL and file.on_support is YES
    return file.acuity is Level.I or is_on_support


def destination(
    file: CaseFile, edition: EditionRules, facts: DestinationFacts | None = None
) -> Destined:
    """Where the person belongs now (contract 2.11); the deciding rule stands first."""
    asked = _Asked(file, facts or DestinationFacts(), edition)
    held = [(rule, decide(asked)) for rule, decide in RULES]
    holding = [(rule, found) for rule, found in held if found is not None]
    if not holding:
        return Destined(Destination.NONE, (), edition.id, file.at)
    return Destined(
        result=holding[0][1],
        reasons=tuple(rule for rule, _ in holding),
        rule_set=edition.id,
        evaluated_at=file.at,
        due_at=_due(holding[0][0], asked),
    )


def _due(rule: str, asked: _Asked) -> datetime | None:
    """RTE-5 asks to be upgraded or cleared in time, RTE-8 to write the reason again."""
    rules, facts = asked.edition.destination, asked.facts
    if rule == "RTE-5" and facts.class_since is not None:
        return facts.class_since + timedelta(hours=rules.undetermined_hours)
    if rule == "RTE-8" and facts.on_site_since is not None:
        return facts.on_site_since + timedelta(hours=rules.on_site_hours)
    return None


def _on_site(asked: _Asked) -> Destination | None:
    held = asked.file.case_class is not None and asked.file.case_class.is_held
    return Destination.TREAT_ON_SITE if held and is_unstable(asked.file) else None


def _by_severity(asked: _Asked) -> Destination | None:
    """RTE-7: mild to the isolation site, everybody else and whoever is at high risk to the hospital."""
    rules, file = asked.edition.destination, asked.file
    if not rules.by_severity or file.case_class not in BY_SEVERITY:
        return None
    is_mild = file.case_class is CaseClass.ASYMPTOMATIC or file.severity is Severity.MILD
    is_at_risk = file.high_risk is YES or _is_old(asked)
    return rules.mild if is_mild and not is_at_risk else rules.other


def _is_old(asked: _Asked) -> bool:
    """2.6: over the age that the edition names; an unknown age is not old."""
    limit, file = asked.edition.destination.high_risk_over_age, asked.file
    age = file.person.age_on(local_day(file.at))
    return limit is not None and age is not None and age.years > limit


def _confirmed(asked: _Asked) -> Destination | None:
    is_so = asked.file.case_class is CaseClass.CONFIRMED
    return asked.edition.destination.confirmed if is_so else None


def _suspected(asked: _Asked) -> Destination | None:
    """RTE-2: after the consultation; before it the person stays where he is isolated."""
    if asked.file.case_class not in SUSPICION:
        return None
    if asked.facts.consultation_kept_suspected is YES:
        return asked.edition.destination.suspected
    return Destination.LOCAL_ISOLATION


def _well_contact(asked: _Asked) -> Destination | None:
    is_well = _is_free_contact(asked) and asked.facts.symptomatic is NO
    return Destination.CENTRALISED_QUARANTINE if is_well else None


def _ill_contact(asked: _Asked) -> Destination | None:
    is_ill = _is_free_contact(asked) and asked.facts.symptomatic is not NO
    return Destination.FEVER_CLINIC_ISOLATION if is_ill else None


def _is_free_contact(asked: _Asked) -> bool:
    """A close contact whom no class holds."""
    case_class = asked.file.case_class
    is_held = case_class is not None and case_class.is_held
    return asked.file.close_contact is YES and not is_held


def _undetermined(asked: _Asked) -> Destination | None:
    is_so = asked.file.case_class in DOUBTFUL
    return Destination.LOCAL_ISOLATION if is_so else None


def _asymptomatic(asked: _Asked) -> Destination | None:
    is_so = asked.file.case_class is CaseClass.ASYMPTOMATIC
    return asked.edition.destination.asymptomatic if is_so else None


# In the order of F-13.
RULES: tuple[tuple[str, Callable[[_Asked], Destination | None]], ...] = (
    ("RTE-8", _on_site),
    ("RTE-7", _by_severity),
    ("RTE-1", _confirmed),
    ("RTE-2", _suspected),
    ("RTE-3", _well_contact),
    ("RTE-4", _ill_contact),
    ("RTE-5", _undetermined),
    ("RTE-6", _asymptomatic),
)
