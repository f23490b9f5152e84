"""The lines ACU-1 to ACU-12 of contract 2.3, one small function each."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from feverclinic.domain.acuity_facts import Observed, above, agreed, at_least, at_most, below
from feverclinic.domain.history import Symptom
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, all_of, any_of, count_of, negate


def _adult_emergency(seen: Observed) -> Ternary:
    """ACU-1."""
    rules, vitals = seen.rules, seen.record.vitals
    is_over_age = negate(seen.age.years.below(rules.pain_above_years + 1))
    with_rash = all_of((seen.fever_and_headache, seen.symptom(Symptom.RASH)))
    return all_of(
        (
            seen.is_adult,
            any_of(
                (
                    seen.any_sign(rules.red_signs),
                    seen.is_unresponsive,
                    seen.refills_slowly,
                    below(vitals.hr, rules.red_hr_below),
                    above(vitals.hr, rules.red_hr_above),
                    all_of((is_over_age, seen.any_sign(rules.pain_signs))),
                    seen.has_pair,
                    seen.fever_and_headache if rules.red_pair_fever_headache else with_rash,
                )
            ),
        )
    )


def _pregnant_emergency(seen: Observed) -> Ternary:
    """ACU-2."""
    if seen.pregnant is NO:
        return NO
    rules, vitals = seen.rules, seen.record.vitals
    return all_of(
        (
            seen.pregnant,
            any_of(
                (
                    seen.any_sign(rules.pregnant_signs),
                    at_least(vitals.sbp, rules.pregnant_sbp_from),
                    at_least(vitals.dbp, rules.pregnant_dbp_from),
                )
            ),
        )
    )


def _adult_high_risk(seen: Observed) -> Ternary:
    """ACU-3, without a low rate that stands alone in a patient who is known to be well."""
    rules, vitals = seen.rules, seen.record.vitals
    others = any_of(
        (
            seen.other_risk,
            above(vitals.hr, rules.adult_hr_above),
            above(vitals.rr, rules.adult_rr_above),
        )
    )
    low_rate = all_of((seen.has_low_rate, seen.low_rate_matters))
    return all_of((seen.is_adult, any_of((others, low_rate))))


def _child_high_risk(seen: Observed) -> Ternary:
    """ACU-4, by the band of the child's age."""
    if seen.is_child is NO:
        return NO
    outside = agreed(seen.is_outside(band) for band in seen.possible_bands)
    return all_of((seen.is_child, any_of((seen.other_risk, outside))))


def _newborn(seen: Observed) -> Ternary:
    """ACU-5."""
    return seen.age.days.below(seen.rules.newborn_below_days)


def _child_emergency(seen: Observed) -> Ternary:
    """ACU-6; of the signs of ACU-1 those that ACU-7 does not name (F-8)."""
    if seen.is_child is NO:
        return NO
    rules = seen.rules
    also = tuple(sign for sign in rules.red_signs if sign not in rules.priority_signs)
    shock = all_of((*(seen.sign(sign) for sign in rules.shock_signs), seen.refills_slowly))
    dried_out = count_of(
        (seen.sign(sign) for sign in rules.dehydration_signs), rules.dehydration_at_least
    )
    return all_of(
        (
            seen.is_child,
            any_of(
                (
                    seen.any_sign((*rules.child_red_signs, *also)),
                    seen.is_unresponsive,
                    shock,
                    all_of((seen.symptom(Symptom.DIARRHOEA), dried_out)),
                    seen.has_pair,
                )
            ),
        )
    )


def _child_priority(seen: Observed) -> Ternary:
    """ACU-7."""
    if seen.is_child is NO:
        return NO
    rules = seen.rules
    is_tiny = seen.age.months.below(rules.priority_below_months)
    return all_of((seen.is_child, any_of((is_tiny, seen.any_sign(rules.priority_signs)))))


def _infant_temperature(seen: Observed) -> Ternary:
    """ACU-8."""
    rules = seen.rules
    return all_of(
        (
            seen.age.months.below(rules.infant_below_months),
            any_of(
                (
                    at_least(seen.celsius, rules.infant_fever_from_c),
                    below(seen.celsius, rules.infant_cold_below_c),
                )
            ),
        )
    )


def _tachypnoea(seen: Observed) -> Ternary:
    """ACU-9; where the months are not known, the bands have to agree."""
    possible: list[Ternary] = []
    for band in seen.rules.tachypnoea:
        inside = seen.age.months.below(band.below_months)
        if inside is not NO:
            possible.append(at_least(seen.record.vitals.rr, band.rr_from))
        if inside is YES:
            return agreed(possible)
    return all_of((UNKNOWN, agreed(possible))) if possible else NO


def _elder(seen: Observed) -> Ternary:
    """ACU-10; holding, it counts as a symptom for routing."""
    rules = seen.rules
    return all_of(
        (
            negate(seen.age.years.below(rules.elder_from_years)),
            any_of(
                (
                    at_most(seen.record.vitals.spo2, rules.elder_spo2_to),
                    seen.any_sign(rules.elder_signs),
                )
            ),
        )
    )


def _pregnant_and_ill(seen: Observed) -> Ternary:
    """ACU-11."""
    if seen.pregnant is NO:
        return NO
    return all_of((seen.pregnant, any_of((seen.fever, seen.has_respiratory_symptom))))


def _low_oxygen(seen: Observed) -> Ternary:
    """ACU-12, on air only."""
    vitals, rules = seen.record.vitals, seen.rules
    return all_of(
        (
            negate(seen.age.years.below(rules.oxygen_from_years)),
            at_most(vitals.spo2, rules.oxygen_spo2_to),
            negate(vitals.on_oxygen),
        )
    )


LINES: Mapping[str, Callable[[Observed], Ternary]] = MappingProxyType(
    {
        "ACU-1": _adult_emergency,
        "ACU-2": _pregnant_emergency,
        "ACU-3": _adult_high_risk,
        "ACU-4": _child_high_risk,
        "ACU-5": _newborn,
        "ACU-6": _child_emergency,
        "ACU-7": _child_priority,
        "ACU-8": _infant_temperature,
        "ACU-9": _tachypnoea,
        "ACU-10": _elder,
        "ACU-11": _pregnant_and_ill,
        "ACU-12": _low_oxygen,
    }
)
