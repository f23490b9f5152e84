"""The numbers of TEMP-2 to TEMP-12 and of the elder rule, as a rule file gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from feverclinic.domain.readings import Site


class Comparator(StrEnum):
    """Whether the threshold itself is fever (TEMP-2)."""

    AT_LEAST = ">="
    ABOVE = ">"


@dataclass(frozen=True)
class TemperatureRules:
    """Degrees Celsius; limits belong to their ranges unless it is said otherwise.

    `recheck_band_c` is how far below the threshold the band of TEMP-5 reaches (its upper end, the
    threshold, is outside). `site_offset_c` is added to the threshold of a site (TEMP-8); a site
    that is not listed has none.
    """

    fever_threshold_c: Decimal
    fever_comparator: Comparator
    recheck_band_c: Decimal
    recheck_after_minutes: int
    plausible_min_c: Decimal
    plausible_max_c: Decimal
    confirmable_min_c: Decimal
    antipyretic_hours: int
    history_days: int
    duplicate_seconds: int
    elder_age_years: int
    elder_delta_c: Decimal
    site_offset_c: Mapping[Site, Decimal]

    @cached_property
    def _thresholds(self) -> Mapping[Site | None, Fraction]:
        """Worked out once: the desk judges each reading again with every key that is typed."""
        base = Fraction(self.fever_threshold_c)
        offsets = {site: base + Fraction(offset) for site, offset in self.site_offset_c.items()}
        return {None: base, **dict.fromkeys(Site, base), **offsets}

    @cached_property
    def _near_from(self) -> Mapping[Site | None, Fraction]:
        band = Fraction(self.recheck_band_c)
        return {site: threshold - band for site, threshold in self._thresholds.items()}

    @cached_property
    def plausible(self) -> tuple[Fraction, Fraction]:
        """The limits of TEMP-6, exactly; both belong to it."""
        return Fraction(self.plausible_min_c), Fraction(self.plausible_max_c)

    def is_plausible(self, celsius: Fraction) -> bool:
        """TEMP-6."""
        lowest, highest = self.plausible
        return is_at_least(celsius, lowest) and is_at_least(highest, celsius)

    def threshold_c(self, site: Site | None = None) -> Fraction:
        """The fever threshold of a site, exactly; without a site that of TEMP-2."""
        return self._thresholds[site]

    def is_fever(self, celsius: Fraction, site: Site | None = None) -> bool:
        """TEMP-2, on the exact value: nothing is rounded first (TEMP-3)."""
        threshold = self.threshold_c(site)
        if self.fever_comparator is Comparator.ABOVE:
            return not is_at_least(threshold, celsius)
        return is_at_least(celsius, threshold)

    def is_near(self, celsius: Fraction, site: Site | None = None) -> bool:
        """The near-threshold band of TEMP-5."""
        is_below = not is_at_least(celsius, self._thresholds[site])
        return is_below and is_at_least(celsius, self._near_from[site])


def is_at_least(one: Fraction, other: Fraction) -> bool:
    """`one >= other`, exactly; of a long stay every reading is compared four times for each gate."""
    return one.numerator * other.denominator >= other.numerator * one.denominator
