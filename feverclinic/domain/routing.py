"""Where to (TRI-1 to TRI-8): the first rule whose condition holds decides, all that hold are told."""

from dataclasses import dataclass, replace

from feverclinic.domain.acuity import (
    assess,
    confirmed,
    emergency,
    emergency_lines,
    routed_to_fever_clinic,
)
from feverclinic.domain.exposure import Exposure, exposure_of
from feverclinic.domain.history import Symptom
from feverclinic.domain.overrides import refusal
from feverclinic.domain.prescreening import Acuity, Outcome, Prescreening, Routing, Temperature
from feverclinic.domain.routing_rules import RoutingRules
from feverclinic.domain.ternary import UNKNOWN, YES, Ternary, any_of
from feverclinic.domain.thermometry import history_of_fever, judge_record
from feverclinic.domain.triage_rules import TriageRules

TO_FEVER_CLINIC = frozenset({"TRI-3", "TRI-4", "TRI-5", "TRI-6"})
OUTCOMES = {
    "TRI-1": Outcome.RESUS_ISOLATION,
    "TRI-2": Outcome.RESUS,
    "TRI-3": Outcome.FEVER_CLINIC_SINGLE_ROOM,
    "TRI-4": Outcome.FEVER_CLINIC,
    "TRI-5": Outcome.FEVER_CLINIC_SCREEN,
    "TRI-7": Outcome.HOLD_RECHECK,
    "TRI-8": Outcome.GENERAL_OPD,
}
EVERYBODY = "TRI-8"


@dataclass(frozen=True, slots=True)
class Facts:
    """The inputs of 1.7. `is_febrile`: F as TRI-3 and later read it (F-9); `is_open`: TRI-7."""

    em: Ternary
    f: Ternary
    r: Ternary
    e: Ternary
    is_febrile: bool
    is_open: bool

    def told(self) -> dict[str, Ternary]:
        return {"EM": self.em, "F": self.f, "R": self.r, "E": self.e}


@dataclass(frozen=True, slots=True)
class View:
    """A record with what was worked out about it on the way to its route."""

    record: Prescreening
    temperature: Temperature
    acuity: Acuity
    exposure: Exposure
    facts: Facts
    reasons: tuple[str, ...]
    outcome: Outcome


def view(
    record: Prescreening,
    rules: TriageRules,
    temperature: Temperature | None = None,
    acuity: Acuity | None = None,
    exposure: Exposure | None = None,
) -> View:
    """Work out a record as it is known at its `at`; parts that are known already may be given."""
    temperature = temperature or judge_for_routing(record, rules)
    acuity = acuity or _acuity(record, rules, temperature)
    exposure = exposure or exposure_of(record, rules.routing)
    facts = _facts(record, rules, temperature, acuity, exposure)
    reasons = _reasons(facts)
    outcome = _outcome(reasons[0], rules.routing)
    return View(record, temperature, acuity, exposure, facts, reasons, outcome)


def judge_for_routing(record: Prescreening, rules: TriageRules) -> Temperature:
    """TEMP, where an antipyretic that nobody knows of counts as taken (F-9)."""
    if record.antipyretics is None and record.antipyretic_last_6h is UNKNOWN:
        record = replace(record, antipyretic_last_6h=YES)
    return judge_record(record, rules.temperature)


def _acuity(record: Prescreening, rules: TriageRules, temperature: Temperature) -> Acuity:
    computed = assess(record, rules, temperature)
    return confirmed(computed, record.acuity, rules.acuity) if record.acuity else computed


def _facts(
    record: Prescreening,
    rules: TriageRules,
    temperature: Temperature,
    acuity: Acuity,
    exposure: Exposure,
) -> Facts:
    f = temperature.fever_for_routing
    history = history_of_fever(record.self_reported_fever, record.at, rules.temperature)
    # Without a reading that counts F stays open and leads to TRI-7, unless a history may be a fever.
    is_measured = temperature.effective is not None
    is_febrile = f is YES or (f is UNKNOWN and (is_measured or history is UNKNOWN))
    symptoms = (_symptom(record, one) for one in rules.routing.symptoms)
    return Facts(
        em=emergency(acuity),
        f=f,
        r=any_of((*symptoms, acuity.symptomatic)),
        e=exposure.holds,
        is_febrile=is_febrile,
        is_open=not is_measured
        or temperature.recheck_at is not None
        or "MASKED_FEVER_POSSIBLE" in temperature.advisories,
    )


def _symptom(record: Prescreening, symptom: Symptom) -> Ternary:
    return record.symptoms.get(symptom, UNKNOWN)


def _reasons(facts: Facts) -> tuple[str, ...]:
    """All rules whose condition holds; UNKNOWN counts as YES for R and E (F-9)."""
    is_emergency = facts.em is YES
    f, r, e = facts.is_febrile, facts.r.may_be, facts.e.may_be
    is_infectious = facts.f.may_be or r or e
    holds = {
        "TRI-1": is_emergency and is_infectious,
        "TRI-2": is_emergency and not is_infectious,
        "TRI-3": e and (f or r),
        "TRI-4": f and not e,
        "TRI-5": e and not f and not r,
        "TRI-6": r and not f and not e,
        "TRI-7": facts.is_open,
    }
    return tuple(rule_id for rule_id, is_so in holds.items() if is_so) or (EVERYBODY,)


def _outcome(decided_by: str, rules: RoutingRules) -> Outcome:
    if decided_by == "TRI-6":
        return Outcome(rules.resp_only_route)
    return OUTCOMES[decided_by]


def routing_of(seen: View, rules: TriageRules, *, has_later_facts: bool = False) -> Routing:
    """What was worked out, as a decision that explains itself."""
    record, override = seen.record, seen.record.override
    refused = (
        refusal(override, seen.outcome, seen.reasons[0], seen.temperature) if override else None
    )
    acuity = seen.acuity
    if record.acuity is None and TO_FEVER_CLINIC.intersection(seen.reasons):
        acuity = routed_to_fever_clinic(acuity, rules.acuity)
    return Routing(
        result=override.outcome if override and not refused else seen.outcome,
        reasons=seen.reasons,
        advisories=_advisories(seen, rules.routing, has_later_facts=has_later_facts),
        facts=seen.facts.told(),
        evidence=_evidence(seen, rules.routing),
        acuity=acuity.result,
        acuity_detail=acuity,
        temperature=seen.temperature,
        proposed=seen.outcome,
        tags=_tags(seen),
        rule_set=rules.id,
        undecided=acuity.undecided,
        calls=acuity.calls,
        override=("REFUSED" if refused else "ACCEPTED") if override else None,
        override_reason=refused,
    )


def _advisories(seen: View, rules: RoutingRules, *, has_later_facts: bool) -> tuple[str, ...]:
    holds = {
        "ZONE_UNKNOWN": seen.exposure.is_zone_unknown,
        "DECLARATION_NEEDED": seen.record.health_code in (None, *rules.declaration_codes),
        "LATER_FACTS_IGNORED": has_later_facts,
    }
    return (*seen.temperature.advisories, *(code for code, is_so in holds.items() if is_so))


def _evidence(seen: View, rules: RoutingRules) -> tuple[str, ...]:
    """The facts that carry the route, in the order of contract 2.4."""
    tags = seen.temperature.tags
    holds = {
        "F_MEASURED": seen.temperature.result == "FEVER",
        "F_HISTORY": "HISTORY" in tags,
        "F_ELDER_RISE": "ELDER_RISE" in tags,
        **{one.value: _symptom(seen.record, one) is YES for one in rules.symptoms},
        "ELDER_SIGN": seen.acuity.symptomatic is YES,
    }
    return (
        *emergency_lines(seen.acuity),
        *(code for code, is_so in holds.items() if is_so),
        *seen.exposure.evidence,
    )


def _tags(seen: View) -> tuple[str, ...]:
    holds = {
        "POSSIBLE_EXPOSURE": seen.record.ordinary_inpatient is YES,
        "Q1_PROPOSED": seen.exposure.has_positive_stay,
    }
    return (*seen.temperature.tags, *(tag for tag, is_so in holds.items() if is_so))
