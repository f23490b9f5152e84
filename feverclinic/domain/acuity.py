"""Urgency (ACU-1 to ACU-14): each line YES, NO or UNKNOWN; the worst line that holds is the level."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from feverclinic.domain.acuity_facts import Observed, observe
from feverclinic.domain.acuity_lines import LINES
from feverclinic.domain.acuity_rules import AcuityRules
from feverclinic.domain.prescreening import Acuity, Prescreening, Temperature
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, all_of
from feverclinic.domain.thermometry import judge_record
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.vitals import Level

SYMPTOMATIC, ROUTED, EVERYBODY = "ACU-10", "ACU-13", "ACU-14"
# F-8: what each line makes of a patient.
LEVELS: Mapping[str, Level] = MappingProxyType(
    {
        "ACU-1": Level.I,
        "ACU-2": Level.I,
        "ACU-3": Level.II,
        "ACU-4": Level.II,
        "ACU-5": Level.I,
        "ACU-6": Level.I,
        "ACU-7": Level.II,
        "ACU-8": Level.II,
        "ACU-9": Level.II,
        "ACU-10": Level.II,
        "ACU-11": Level.III,
        "ACU-12": Level.II,
        "ACU-13": Level.III,
        "ACU-14": Level.IV,
    }
)


def assess(
    record: Prescreening, rules: TriageRules, temperature: Temperature | None = None
) -> Acuity:
    """The level of a record at its `at` (contract 2.3); `temperature` if it was judged already."""
    judged = temperature or judge_record(record, rules.temperature)
    observed = observe(record, judged, rules)
    lines = {rule_id: line(observed) for rule_id, line in LINES.items()}
    held = tuple(rule_id for rule_id, holds in lines.items() if holds is YES)
    lines[ROUTED] = all_of((NO if held else YES, observed.is_ill))
    reasons = held or ((ROUTED,) if lines[ROUTED] is YES else (EVERYBODY,))
    level = min((LEVELS[rule_id] for rule_id in reasons), key=lambda one: one.rank)
    undecided = tuple(
        rule_id
        for rule_id, holds in lines.items()
        if holds is UNKNOWN and LEVELS[rule_id].rank < level.rank
    )
    return Acuity(
        result=level,
        reasons=reasons,
        advisories=_advisories(observed, lines, undecided),
        symptomatic=lines[SYMPTOMATIC],
        undecided=undecided,
        calls=_calls(reasons, rules.acuity),
        wait_limit_minutes=rules.acuity.wait_minutes[level],
    )


def _advisories(
    observed: Observed, lines: Mapping[str, Ternary], undecided: tuple[str, ...]
) -> tuple[str, ...]:
    meningism = observed.fever_and_headache is YES and lines["ACU-1"] is not YES
    low_rate = observed.is_low_rate_alone and lines["ACU-3"] is not YES
    holds = {
        "VITALS_MISSING": bool(undecided),
        "CHECK_MENINGISM": meningism and observed.is_adult is not NO,
        "LOW_RATE_CHECK": low_rate,
    }
    return tuple(code for code, is_so in holds.items() if is_so)


def _calls(reasons: tuple[str, ...], rules: AcuityRules) -> tuple[str, ...]:
    return tuple(
        call.value for call, lines in rules.calls.items() if any(one in lines for one in reasons)
    )


def emergency(acuity: Acuity) -> Ternary:
    """EM of 1.7: level I, or still open while a line of level I is."""
    if acuity.result is Level.I:
        return YES
    return UNKNOWN if any(LEVELS[one] is Level.I for one in acuity.undecided) else NO


def emergency_lines(acuity: Acuity) -> tuple[str, ...]:
    """The lines of level I that hold: what carries EM."""
    return tuple(one for one in acuity.reasons if LEVELS[one] is Level.I)


def confirmed(acuity: Acuity, level: Level, rules: AcuityRules) -> Acuity:
    """The level that the nurse confirmed; a known sign of level I is not confirmed away (1.6)."""
    if acuity.result is Level.I:
        return acuity
    advisories = tuple(code for code in acuity.advisories if code != "VITALS_MISSING")
    return replace(
        acuity,
        result=level,
        advisories=advisories,
        undecided=(),
        wait_limit_minutes=rules.wait_minutes[level],
    )


def routed_to_fever_clinic(acuity: Acuity, rules: AcuityRules) -> Acuity:
    """Whoever is routed by TRI-3 to TRI-6 is at least level III (ACU-13)."""
    if acuity.result is not Level.IV:
        return acuity
    undecided = tuple(one for one in acuity.undecided if LEVELS[one].rank < Level.III.rank)
    advisories = tuple(code for code in acuity.advisories if undecided or code != "VITALS_MISSING")
    return replace(
        acuity,
        result=Level.III,
        reasons=(ROUTED,),
        advisories=advisories,
        undecided=undecided,
        wait_limit_minutes=rules.wait_minutes[Level.III],
    )
