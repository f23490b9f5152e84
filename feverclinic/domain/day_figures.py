"""The numbers of a day: counted over the same people that the register lists (no number of its own)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.vitals import Level

AGE_GROUPS: tuple[tuple[str, int, int], ...] = (
    ("0_4", 0, 4),
    ("5_17", 5, 17),
    ("18_44", 18, 44),
    ("45_64", 45, 64),
    ("65", 65, 200),
)
AGE_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long something took in the middle case; `median` None where nobody went that way."""

    median: int | None
    count: int


@dataclass(frozen=True, slots=True)
class HourCount:
    """One hour of the clinic's clock: forms, and those who were only counted."""

    hour: int
    typed: int
    passed: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """`screened` = `saved` + `passed` + left, refused, did not arrive and waiting without a visit.

    `by_outcome` and `by_level` count saved visits, `left`, `refused` and `did_not_arrive` all people,
    with a visit or without one; `not_arrived` whoever was sent and not acknowledged in time (ISO-2).
    """

    day: date
    screened: int
    saved: int
    passed: int
    fever: int
    by_outcome: Mapping[Outcome, int]
    by_level: Mapping[Level, int]
    by_hour: tuple[HourCount, ...]
    by_sex: Mapping[str, int]
    by_age: Mapping[str, int]
    left: int
    refused: int
    did_not_arrive: int
    waiting: int
    sent: int
    received: int
    not_arrived: int
    to_decision: Minutes
    to_arrival: Minutes
    late_entered: int
