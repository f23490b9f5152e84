"""What the lines of 1.6 read of one record: ages, vital signs and signs as three-valued facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from feverclinic.domain.acuity_rules import AcuityRules, RateBand, Sign
from feverclinic.domain.ages import KnownAge, known_age
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.history import RESPIRATORY, Symptom
from feverclinic.domain.people import Chronic, Sex
from feverclinic.domain.prescreening import Prescreening, Temperature
from feverclinic.domain.ternary import (
    NO,
    UNKNOWN,
    YES,
    Ternary,
    all_of,
    any_of,
    negate,
    ternary,
)
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.vitals import Avpu

MEASURED = {"FEVER": YES, "NO_FEVER": NO, "UNKNOWN": UNKNOWN}


def below(value: Decimal | Fraction | int | None, limit: Decimal | int) -> Ternary:
    return UNKNOWN if value is None else ternary(value < limit)


def above(value: Decimal | Fraction | int | None, limit: Decimal | int) -> Ternary:
    return UNKNOWN if value is None else ternary(value > limit)


def at_least(value: Decimal | Fraction | int | None, limit: Decimal | int) -> Ternary:
    return negate(below(value, limit))


def at_most(value: Decimal | Fraction | int | None, limit: Decimal | int) -> Ternary:
    return negate(above(value, limit))


def agreed(values: Iterable[Ternary]) -> Ternary:
    """What every possibility says; UNKNOWN where they differ."""
    seen = set(values)
    return seen.pop() if len(seen) == 1 else UNKNOWN


@dataclass(frozen=True)
class Observed:
    """One record before the lines of 1.6; every fact is worked out once, when it is asked for."""

    record: Prescreening
    temperature: Temperature
    rules: AcuityRules
    illness: tuple[Symptom, ...]

    @cached_property
    def age(self) -> KnownAge:
        return known_age(self.record.person, local_day(self.record.at))

    @cached_property
    def is_child(self) -> Ternary:
        return self.age.years.below(self.rules.child_below_years)

    @cached_property
    def is_adult(self) -> Ternary:
        """Twelve years and over; someone of unknown age is read by the table of adults as well."""
        return NO if self.is_child is YES else YES

    @cached_property
    def pregnant(self) -> Ternary:
        """As recorded; an unknown answer is a no for men and for ages that are not asked (1.2)."""
        person, rules = self.record.person, self.rules
        if Chronic.PREGNANT in (person.chronic_conditions or ()):
            return YES
        if person.pregnant is not UNKNOWN:
            return person.pregnant
        too_young = self.age.years.below(rules.pregnancy_from_years)
        too_old = negate(self.age.years.below(rules.pregnancy_to_years + 1))
        is_not_asked = any_of((ternary(person.sex is Sex.MALE), too_young, too_old))
        return NO if is_not_asked is YES else UNKNOWN

    def sign(self, name: Sign) -> Ternary:
        return self.record.signs.get(name.value, UNKNOWN)

    def any_sign(self, names: Iterable[Sign]) -> Ternary:
        return any_of(self.sign(name) for name in names)

    def symptom(self, name: Symptom) -> Ternary:
        return self.record.symptoms.get(name, UNKNOWN)

    @cached_property
    def celsius(self) -> Fraction | None:
        effective = self.temperature.effective
        return None if effective is None else effective.celsius

    @cached_property
    def fever(self) -> Ternary:
        return MEASURED[self.temperature.result]

    @cached_property
    def is_cold(self) -> Ternary:
        return below(self.celsius, self.rules.temperature_below_c)

    @cached_property
    def is_unresponsive(self) -> Ternary:
        avpu = self.record.vitals.avpu
        return UNKNOWN if avpu is None else ternary(avpu is Avpu.UNRESPONSIVE)

    @cached_property
    def is_alert(self) -> Ternary:
        avpu = self.record.vitals.avpu
        return UNKNOWN if avpu is None else ternary(avpu is Avpu.ALERT)

    @cached_property
    def refills_slowly(self) -> Ternary:
        return above(self.record.vitals.capillary_refill_s, self.rules.refill_above_s)

    @cached_property
    def fever_and_headache(self) -> Ternary:
        return all_of((self.fever, self.symptom(Symptom.HEADACHE)))

    @cached_property
    def has_pair(self) -> Ternary:
        """Two of altered mental state, stiff neck, abnormal temperature, headache (ACU-1).

        Fever with headache is no such pair here; what that means is said by the line.
        """
        altered, stiff = self.sign(Sign.ALTERED_MENTAL_STATE), self.sign(Sign.STIFF_NECK)
        headache = self.symptom(Symptom.HEADACHE)
        abnormal = any_of((self.is_cold, self.fever))
        return any_of(
            (
                all_of((altered, any_of((stiff, abnormal, headache)))),
                all_of((stiff, any_of((abnormal, headache)))),
                all_of((self.is_cold, headache)),
            )
        )

    @cached_property
    def is_ill(self) -> Ternary:
        """Fever, or a symptom of the respiratory or COVID-related group (ACU-13)."""
        return any_of((self.fever, *(self.symptom(one) for one in self.illness)))

    @cached_property
    def has_respiratory_symptom(self) -> Ternary:
        return any_of(self.symptom(one) for one in RESPIRATORY)

    @cached_property
    def has_low_rate(self) -> Ternary:
        """A low pulse or slow breathing of an adult."""
        vitals, rules = self.record.vitals, self.rules
        return any_of(
            (below(vitals.hr, rules.adult_hr_below), below(vitals.rr, rules.adult_rr_below))
        )

    @cached_property
    def low_rate_matters(self) -> Ternary:
        """Whether a low rate raises the level: with another value, or unless all is known to be well."""
        vitals, rules = self.record.vitals, self.rules
        if rules.isolated_low_rate_uptriage:
            return YES
        both = all_of(
            (below(vitals.hr, rules.adult_hr_below), below(vitals.rr, rules.adult_rr_below))
        )
        is_well = all_of(
            (
                self.is_alert,
                at_least(vitals.sbp, rules.low_rate_sbp_from),
                negate(self.any_sign(rules.low_rate_signs)),
            )
        )
        # What is not known to be well keeps the level (F-8).
        return any_of((both, ternary(is_well is not YES)))

    @cached_property
    def is_low_rate_alone(self) -> bool:
        is_adult_low = self.is_adult is YES and self.has_low_rate is YES
        return is_adult_low and self.low_rate_matters is not YES

    @cached_property
    def other_risk(self) -> Ternary:
        """The high-risk values that do not depend on age: temperature, oxygen, consciousness."""
        rules = self.rules
        return any_of(
            (
                self.is_cold,
                above(self.celsius, rules.temperature_above_c),
                below(self.record.vitals.spo2, rules.spo2_below),
                negate(self.is_alert),
            )
        )

    def is_outside(self, band: RateBand) -> Ternary:
        vitals = self.record.vitals
        return any_of(
            (
                below(vitals.hr, band.hr_below),
                above(vitals.hr, band.hr_above),
                below(vitals.rr, band.rr_below),
                above(vitals.rr, band.rr_above),
            )
        )

    @cached_property
    def possible_bands(self) -> tuple[RateBand, ...]:
        """The bands of rates in which this child may be."""
        found: list[RateBand] = []
        for band in self.rules.bands:
            inside = YES if band.below_years is None else self.age.years.below(band.below_years)
            if inside is not NO:
                found.append(band)
            if inside is YES:
                break
        return tuple(found)


def observe(record: Prescreening, temperature: Temperature, rules: TriageRules) -> Observed:
    return Observed(record, temperature, rules.acuity, rules.routing.symptoms)
