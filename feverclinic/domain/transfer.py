"""Moving a case (TRF-1 to TRF-5): to a department, home, the designated site, or to save a life."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from feverclinic.domain.case_facts import RESPIRATORY_SPECIMENS, CaseFile
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.destination import SUSPICION, DestinationFacts, destination, is_unstable
from feverclinic.domain.edition_rules import Destination, EditionRules, PairRules
from feverclinic.domain.exclusion import EXCLUDED, exclusion
from feverclinic.domain.gates import Condition, Gate, GateKind, State
from feverclinic.domain.release import PASS, release
from feverclinic.domain.sampling import chain_of
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, all_of, any_of, ternary

# Words of the matching gate that let through (2.8, 2.9).
OPEN = frozenset({PASS, EXCLUDED})
ALLOW, REFUSE, INCOMPLETE = "ALLOW", "REFUSE", "INCOMPLETE"
HELD, EXPOSED, UNSTABLE = "TRF-1", "TRF-5", "RTE-8"
# Where nobody is driven to: who belongs there stays in this house.
HERE = frozenset(
    {
        *(Destination.LOCAL_ISOLATION, Destination.FEVER_CLINIC_ISOLATION),
        *(Destination.TREAT_ON_SITE, Destination.NONE),
    }
)
# Classes that REL releases; of a suspicion EXC decides, and a review has no gate (F-12).
RELEASED = frozenset({CaseClass.CONFIRMED, CaseClass.CLINICALLY_DIAGNOSED, CaseClass.ASYMPTOMATIC})
STATES = {YES: State.MET, NO: State.NOT_MET, UNKNOWN: State.UNKNOWN}


class To(StrEnum):
    """Where the person goes."""

    DESIGNATED_SITE = "DESIGNATED_SITE"
    LIFE_SAVING = "LIFE_SAVING"
    DEPARTMENT = "DEPARTMENT"
    HOME = "HOME"


@dataclass(frozen=True, slots=True)
class TransportFacts:
    """TRF-2: what must stand before somebody departs to the designated site."""

    dedicated_ambulance: Ternary = UNKNOWN
    closed_route: Ternary = UNKNOWN
    transport_record: Ternary = UNKNOWN
    receiver_confirmed: Ternary = UNKNOWN


@dataclass(frozen=True, slots=True)
class LifeSaving:
    """TRF-3: a procedure elsewhere in the hospital, under isolation, approved by infection control."""

    reason: str = ""
    under_isolation: Ternary = UNKNOWN
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class PossibleExposure:
    """TRF-5: the tag of an ordinary new inpatient, and what clears it."""

    since: date
    f_core_clean: Ternary = UNKNOWN
    questions_clean: Ternary = UNKNOWN


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """What is asked. `gate` is the word of the matching gate; None is decided from the file."""

    to: To
    gate: str | None = None
    site_class: Destination | None = None
    transport: TransportFacts = field(default_factory=TransportFacts)
    life_saving: LifeSaving | None = None
    possible_exposure: PossibleExposure | None = None
    facts: DestinationFacts = field(default_factory=DestinationFacts)


def transfer(
    file: CaseFile,
    request: TransferRequest,
    edition: EditionRules,
    temperature: TemperatureRules,
) -> Gate:
    """Whether the person may be moved (contract 2.10)."""
    conditions = _conditions(file, request, edition, temperature)
    shut = [one for one in conditions if one.state is not State.MET]
    is_refused = any(one.state is State.NOT_MET for one in shut)
    result = REFUSE if is_refused else INCOMPLETE if shut else ALLOW
    is_allowed = result == ALLOW
    travels = is_allowed and request.to is To.LIFE_SAVING and is_held(file.case_class)
    return Gate(
        kind=GateKind.TRANSFER,
        result=result,
        is_open=is_allowed,
        reasons=tuple(one.code for one in shut),
        conditions=conditions,
        rule_set=edition.id,
        evaluated_at=file.at,
        earliest_at=_earliest(shut),
        facts={
            "basis": _basis(file, request, edition) if is_allowed else None,
            "status_travels": travels,
        },
    )


def _earliest(shut: Sequence[Condition]) -> datetime | None:
    """When time alone would allow it: only when nothing else is missing (F-2)."""
    instants = [one.earliest_at for one in shut if one.earliest_at is not None]
    return max(instants) if instants and len(instants) == len(shut) else None


def is_held(case_class: CaseClass | None) -> bool:
    """Whether TRF-1 holds this class; a class that nobody knows is held."""
    return case_class is None or case_class.is_held


def _conditions(
    file: CaseFile,
    request: TransferRequest,
    edition: EditionRules,
    temperature: TemperatureRules,
) -> tuple[Condition, ...]:
    if request.to is To.LIFE_SAVING:
        return _life_saving(file, request.life_saving or LifeSaving())
    stable = _condition(UNSTABLE, ternary(not (is_held(file.case_class) and is_unstable(file))))
    if request.to is To.DESIGNATED_SITE:
        return (*_to_site(file, request, edition), stable)
    held = _held(file, request, edition, temperature)
    return (held, *_exposure(file, request, edition), stable)


def _condition(code: str, truth: Ternary, earliest_at: datetime | None = None) -> Condition:
    """A condition of this gate is told by its reason code."""
    if truth is YES:
        return Condition(code, State.MET)
    return Condition(code, STATES[truth], (code,), earliest_at)


def _held(
    file: CaseFile,
    request: TransferRequest,
    edition: EditionRules,
    temperature: TemperatureRules,
) -> Condition:
    """TRF-1: no class holds the person, or the matching gate is open."""
    if not is_held(file.case_class):
        return _condition(HELD, YES)
    if request.gate is not None:
        return _condition(HELD, ternary(request.gate in OPEN))
    if file.case_class is CaseClass.SUSPECTED:
        gate = exclusion(file, edition)
    else:
        gate = release(file, edition, temperature)
    return _condition(HELD, ternary(gate.is_open), gate.earliest_at)


def _to_site(
    file: CaseFile, request: TransferRequest, edition: EditionRules
) -> tuple[Condition, ...]:
    """TRF-2 in the order of the contract."""
    told = request.transport
    return (
        _condition("NOT_DESIGNATED_SITE", _is_designated(file, request, edition)),
        _condition("AMBULANCE", told.dedicated_ambulance),
        _condition("ROUTE", told.closed_route),
        _condition("RECORD", told.transport_record),
        _condition("RECEIVER", told.receiver_confirmed),
    )


def _is_designated(file: CaseFile, request: TransferRequest, edition: EditionRules) -> Ternary:
    """Whether the site is the one of RTE for this class; whether he may be moved is another question."""
    if request.site_class is None:
        return UNKNOWN
    movable = replace(file, acuity=None, on_support=NO)
    belongs = destination(movable, edition, request.facts).result
    if request.site_class in HERE:
        return NO
    if belongs is request.site_class:
        return YES
    is_undecided = (
        file.case_class in SUSPICION and request.facts.consultation_kept_suspected is UNKNOWN
    )
    is_asked = request.site_class is edition.destination.suspected
    return UNKNOWN if is_undecided and is_asked else NO


def _life_saving(file: CaseFile, told: LifeSaving) -> tuple[Condition, ...]:
    """TRF-3; whom no class holds goes as anybody else."""
    if not is_held(file.case_class):
        return ()
    return (
        _condition("NOT_UNDER_ISOLATION", told.under_isolation),
        _condition("APPROVAL_MISSING", ternary(bool(told.approved_by.strip()))),
    )


def _exposure(
    file: CaseFile, request: TransferRequest, edition: EditionRules
) -> tuple[Condition, ...]:
    """TRF-5: the tag of a possible exposure, where the person has one."""
    tag = request.possible_exposure
    if tag is None:
        return ()
    clean = all_of((tag.f_core_clean, tag.questions_clean))
    lifted_at = _lifted_at(tag.since, edition.isolation.exposure_days)
    is_over = file.at >= lifted_at or _has_pair(file, edition)
    return (_condition(EXPOSED, any_of((clean, ternary(is_over))), lifted_at),)


def _lifted_at(since: date, days: int) -> datetime:
    lifted_on = since + timedelta(days=days + 1)
    return datetime(lifted_on.year, lifted_on.month, lifted_on.day, tzinfo=CHINA)


def _has_pair(file: CaseFile, edition: EditionRules) -> bool:
    """Two consecutive negatives so far apart, also where the edition asks no gate for them."""
    hours = edition.isolation.exposure_negatives_hours
    pair = edition.exclusion.pair or edition.release.pair
    plain = PairRules(hours, tuple(sorted(RESPIRATORY_SPECIMENS)))
    rules = plain if pair is None else replace(pair, hours_apart=hours)
    chain = chain_of(file.samples, edition.confirmation.pathogens, rules)
    return not chain.reasons


def _basis(file: CaseFile, request: TransferRequest, edition: EditionRules) -> str:
    """The rule that allows it."""
    if request.to is To.DESIGNATED_SITE:
        return "TRF-2"
    if request.to is To.LIFE_SAVING:
        return "TRF-3"
    is_released = file.case_class in RELEASED
    if is_released and request.to is To.DEPARTMENT and edition.isolation.department_after_release:
        return "TRF-4"
    is_tagged = request.possible_exposure is not None and not is_held(file.case_class)
    return EXPOSED if is_tagged else "GATE"
