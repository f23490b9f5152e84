"""An age as far as it is known: in years only, nobody knows the months (T-7, T-9)."""

from dataclasses import dataclass
from datetime import date

from feverclinic.domain.people import Person
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary

MONTHS = 12
# The shortest run of months is February; the longest age of a child of 0 completed months is 30 days.
SHORTEST_MONTH_DAYS = 28
LONGEST_FIRST_MONTH_DAYS = 30
LONGEST_FIRST_YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Span:
    """A completed age that lies from `low` to `high`, both possible; `high` None is open."""

    low: int
    high: int | None

    def below(self, limit: int) -> Ternary:
        if self.low >= limit:
            return NO
        return YES if self.high is not None and self.high < limit else UNKNOWN


@dataclass(frozen=True, slots=True)
class KnownAge:
    """Completed years, months and days, each as exactly as birth date or stated age tells."""

    years: Span
    months: Span
    days: Span


UNKNOWN_AGE = KnownAge(Span(0, None), Span(0, None), Span(0, None))


def known_age(person: Person, day: date) -> KnownAge:
    """The age on that day; an age in years leaves the months within that year open."""
    age = person.age_on(day)
    if age is None:
        return UNKNOWN_AGE
    years = Span(age.years, age.years)
    if age.months is None:
        months = Span(age.years * MONTHS, age.years * MONTHS + MONTHS - 1)
    else:
        months = Span(age.months, age.months)
    if age.days is not None:
        return KnownAge(years, months, Span(age.days, age.days))
    return KnownAge(years, months, _days_of(months))


def _days_of(months: Span) -> Span:
    if months.low > 0:
        return Span(months.low * SHORTEST_MONTH_DAYS, None)
    is_first_month = months.high == 0
    return Span(0, LONGEST_FIRST_MONTH_DAYS if is_first_month else LONGEST_FIRST_YEAR_DAYS)
