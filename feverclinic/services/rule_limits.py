"""Numbers of a rule file that contradict each other or the body: refused, not obeyed."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from feverclinic.domain.acuity_rules import AcuityRules
from feverclinic.domain.arrival_rules import ArrivalRules
from feverclinic.domain.temperature_rules import TemperatureRules

# No thermometer of a patient shows less or more (contract F-3).
LOWEST_C, HIGHEST_C = Decimal(0), Decimal(60)
Steps = tuple[str | int, ...]
Bound = tuple[Steps, Decimal | int, bool]


def contradictions(
    temperature: TemperatureRules, acuity: AcuityRules, arrival: ArrivalRules
) -> Iterator[tuple[Steps, Decimal | int]]:
    """The place and the number of everything that cannot be meant, in the order of the file."""
    bounds = [
        *_temperature(temperature),
        *_adults(acuity),
        *_children(acuity),
        *_arrival(arrival),
    ]
    yield from ((path, value) for path, value, is_sound in bounds if not is_sound)


def _temperature(rules: TemperatureRules) -> Sequence[Bound]:
    """The threshold lies within what is plausible; spans and bands are not negative."""
    threshold, lowest, highest = (
        rules.fever_threshold_c,
        rules.plausible_min_c,
        rules.plausible_max_c,
    )
    spans = {
        "recheck_band_c": rules.recheck_band_c,
        "recheck_after_minutes": rules.recheck_after_minutes,
        "antipyretic_hours": rules.antipyretic_hours,
        "history_days": rules.history_days,
        "duplicate_seconds": rules.duplicate_seconds,
        "elder_age_years": rules.elder_age_years,
        "elder_delta_c": rules.elder_delta_c,
    }
    confirmable = rules.confirmable_min_c
    return (
        (("temperature", "fever_threshold_c"), threshold, lowest < threshold < highest),
        (("temperature", "plausible_min_c"), lowest, LOWEST_C <= lowest < highest),
        (("temperature", "plausible_max_c"), highest, highest <= HIGHEST_C),
        (("temperature", "confirmable_min_c"), confirmable, LOWEST_C <= confirmable <= lowest),
        *((("temperature", name), value, value >= 0) for name, value in spans.items()),
    )


def _adults(rules: AcuityRules) -> Sequence[Bound]:
    """Each low limit lies below its high one."""
    pairs: dict[str, tuple[Decimal | int, Decimal | int]] = {
        "red_hr_below": (rules.red_hr_below, rules.red_hr_above),
        "pregnancy_from_years": (rules.pregnancy_from_years, rules.pregnancy_to_years),
        "adult_hr_below": (rules.adult_hr_below, rules.adult_hr_above),
        "adult_rr_below": (rules.adult_rr_below, rules.adult_rr_above),
        "temperature_below_c": (rules.temperature_below_c, rules.temperature_above_c),
        "infant_cold_below_c": (rules.infant_cold_below_c, rules.infant_fever_from_c),
    }
    return tuple((("acuity", name), low, low < high) for name, (low, high) in pairs.items())


def _children(rules: AcuityRules) -> Iterator[Bound]:
    """Bands go upward in age, and each low limit lies below its high one."""
    for place, band in enumerate(rules.bands):
        path: Steps = ("acuity", "bands", place)
        yield (*path, "hr_below"), band.hr_below, band.hr_below < band.hr_above
        yield (*path, "rr_below"), band.rr_below, band.rr_below < band.rr_above
    ages = [band.below_years for band in rules.bands if band.below_years is not None]
    for place, (younger, older) in enumerate(pairwise(ages), start=1):
        yield ("acuity", "bands", place, "below_years"), older, younger < older
    months = [band.below_months for band in rules.tachypnoea]
    for place, (younger, older) in enumerate(pairwise(months), start=1):
        yield ("acuity", "tachypnoea", place, "below_months"), older, younger < older


def _arrival(rules: ArrivalRules) -> Iterator[Bound]:
    """A limit of no minutes would be missed by everybody."""
    for name, minutes in (
        ("not_arrived_minutes", rules.not_arrived_minutes),
        ("isolation_gap_minutes", rules.isolation_gap_minutes),
    ):
        yield ("arrival", name), minutes, minutes > 0
