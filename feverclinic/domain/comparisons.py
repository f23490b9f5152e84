"""A thermometer held against a reference: both numbers as read, the difference, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from feverclinic.domain.readings import Site

ComparisonId = NewType("ComparisonId", int)
STRICTEST_C = Decimal("0.2")


class Verdict(StrEnum):
    """One comparison; OUT_OF_USE where as many in a row were outside as the limits allow."""

    WITHIN = "WITHIN"
    OUTSIDE = "OUTSIDE"
    OUT_OF_USE = "OUT_OF_USE"


@dataclass(frozen=True, slots=True)
class ComparisonLimits:
    """Largest difference in degrees Celsius by site (devices 4), and how many outside end the use.

    `least_c` and `most_c` is the range in which a comparison is held.
    """

    by_site: Mapping[Site, Decimal]
    outside_in_a_row: int
    least_c: Decimal
    most_c: Decimal

    def of(self, site: Site) -> Decimal:
        """The limit of a site; one that is not listed has the strictest."""
        return self.by_site.get(site, min((*self.by_site.values(), STRICTEST_C)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the comparison log. Temperatures are degrees Celsius, as typed or sent.

    `limit_c` is the limit under which it was judged: later limits do not judge it again.
    """

    id: ComparisonId
    station: str
    at: datetime
    by: str
    device_name: str
    device_serial: str
    reference_name: str
    reference_c: Decimal
    reading_c: Decimal
    ambient_c: Decimal | None = None
    note: str = ""
    site: Site = Site.UNKNOWN
    limit_c: Decimal = STRICTEST_C

    @property
    def difference_c(self) -> Decimal:
        return self.reading_c - self.reference_c

    @property
    def is_within(self) -> bool:
        """Whether the difference, exactly, is at most the limit; the limit itself is within."""
        return abs(self.difference_c) <= self.limit_c

    @property
    def device(self) -> tuple[str, str]:
        return self.device_name, self.device_serial


def verdicts(comparisons: Sequence[Comparison], outside_in_a_row: int) -> tuple[Verdict, ...]:
    """The verdict of each comparison, given in the order of time.

    A thermometer that was outside so many times in a row goes out of use, until it is within again.
    """
    outside: dict[tuple[str, str], int] = {}
    found: list[Verdict] = []
    for one in comparisons:
        count = 0 if one.is_within else outside.get(one.device, 0) + 1
        outside[one.device] = count
        if not count:
            found.append(Verdict.WITHIN)
        else:
            is_out = count >= outside_in_a_row
            found.append(Verdict.OUT_OF_USE if is_out else Verdict.OUTSIDE)
    return tuple(found)
