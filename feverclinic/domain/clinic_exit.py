"""The exit gate of the fever clinic (WORK-2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.classification import classify
from feverclinic.domain.criteria import criteria_of
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.gates import Condition, Evidence, Gate, GateKind, State
from feverclinic.domain.history import ROUTING_QUESTIONS
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.thermometry import celsius_text, effective_of, judge_all

PASS, FAIL, INCOMPLETE = "PASS", "FAIL", "INCOMPLETE"
TEMP_MISSING, QUESTIONS_OPEN, CORE_MISSING = "TEMP_MISSING", "QUESTIONS_OPEN", "CORE_MISSING"
CRITERIA_UNKNOWN, CLASS_HELD = "CRITERIA_UNKNOWN", "CLASS_HELD"
DISPOSITION_MISSING = "DISPOSITION_MISSING"


class Core(StrEnum):
    """The items of F-core (section 3)."""

    CBC = "cbc"
    CRP = "crp"
    CT = "ct"
    SPO2 = "spo2"


class CoreState(StrEnum):
    DONE = "DONE"
    REFUSED = "REFUSED"
    EMERGENCY_PLAN = "EMERGENCY_PLAN"
    NOT_DONE = "NOT_DONE"


@dataclass(frozen=True, slots=True)
class Plan:
    """The director's plan for what cannot be done; its last instant still counts."""

    by: str
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class Disposition:
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExitRequest:
    """What 2.21 asks beside the case file; plans may stand for each item alone."""

    core: Mapping[Core, CoreState]
    refusal_note_by: str = ""
    emergency_plan: Plan | None = None
    disposition: Disposition | None = None
    plans: Mapping[Core, Plan] = field(default_factory=dict[Core, Plan])


def clinic_exit(
    file: CaseFile, request: ExitRequest, edition: EditionRules, temperature: TemperatureRules
) -> Gate:
    """Whether somebody may leave the fever clinic (contract 2.21)."""
    conditions = (
        _temperature(file, temperature),
        _questions(file),
        _core(file, request),
        _criteria(file, edition, temperature),
        _class(file, edition, temperature),
        _disposed(file, request),
    )
    reasons = tuple(reason for one in conditions for reason in one.reasons)
    result = FAIL if CLASS_HELD in reasons else INCOMPLETE if reasons else PASS
    return Gate(
        kind=GateKind.CLINIC_EXIT,
        result=result,
        is_open=result == PASS,
        reasons=reasons,
        conditions=conditions,
        rule_set=edition.id,
        evaluated_at=file.at,
    )


def _condition(
    code: str, evidence: tuple[Evidence, ...] = (), *, is_met: bool, is_known: bool = False
) -> Condition:
    """A condition of this gate is told by its reason code; what is missing is unknown."""
    if is_met:
        return Condition(code, State.MET, evidence=evidence)
    state = State.NOT_MET if is_known else State.UNKNOWN
    return Condition(code, state, (code,), evidence=evidence)


def _temperature(file: CaseFile, rules: TemperatureRules) -> Condition:
    effective = effective_of(judge_all(file.readings, file.at, rules), rules)
    if effective is None:
        return _condition(TEMP_MISSING, is_met=False)
    reading = effective.reading
    told = Evidence("READING", effective.index, reading.measured_at, celsius_text(reading))
    return _condition(TEMP_MISSING, (told,), is_met=True)


def _questions(file: CaseFile) -> Condition:
    """Every question of the routing has an answer."""
    answers = [file.questions.get(one) for one in ROUTING_QUESTIONS]
    is_answered = all(one is not None and one.answer is not UNKNOWN for one in answers)
    return _condition(QUESTIONS_OPEN, is_met=is_answered)


def _core(file: CaseFile, request: ExitRequest) -> Condition:
    """Each item has its result, a refusal with the doctor's note, or a valid plan of the director."""
    missing = tuple(Evidence(item.name) for item in Core if not _is_settled(file, request, item))
    return _condition(CORE_MISSING, missing, is_met=not missing)


def _is_settled(file: CaseFile, request: ExitRequest, item: Core) -> bool:
    state = request.core.get(item, CoreState.NOT_DONE)
    if state is CoreState.REFUSED:
        return bool(request.refusal_note_by.strip())
    if state is CoreState.EMERGENCY_PLAN:
        plan = request.plans.get(item, request.emergency_plan)
        return plan is not None and bool(plan.by.strip()) and file.at <= plan.valid_to
    return state is CoreState.DONE


def _criteria(file: CaseFile, edition: EditionRules, temperature: TemperatureRules) -> Condition:
    """C1 to C3 are evaluated."""
    counted = criteria_of(file, edition, temperature).counted
    names = ("C1", "C2", "C3")
    open_ones = tuple(
        Evidence(name) for name, truth in zip(names, counted, strict=True) if _is_open(truth)
    )
    return _condition(CRITERIA_UNKNOWN, open_ones, is_met=not open_ones)


def _is_open(truth: Ternary) -> bool:
    return truth is UNKNOWN


def _class(file: CaseFile, edition: EditionRules, temperature: TemperatureRules) -> Condition:
    """No class holds the person; one that is not recorded is what the rules say."""
    case_class = file.case_class or classify(file, edition, temperature).result
    told = Evidence("CLASS", None, None, case_class.value)
    return _condition(CLASS_HELD, (told,), is_met=not case_class.is_held, is_known=True)


def _disposed(file: CaseFile, request: ExitRequest) -> Condition:
    told = request.disposition
    is_signed = told is not None and bool(told.by.strip()) and told.at <= file.at
    evidence = (Evidence("DISPOSITION", None, told.at, told.by),) if told is not None else ()
    return _condition(DISPOSITION_MISSING, evidence, is_met=is_signed)
