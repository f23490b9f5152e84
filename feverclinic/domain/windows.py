"""The windows of 1.5: which calendar days an exposure may lie on (T-3, both ends included)."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """Calendar days from `first` to `last`, both inside."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def routing_window(onset: date | None, arrived: date, decided: date, days: int) -> Window:
    """`[min(onset, visit) - days, visit]`; a visit over midnight ends on the day of the decision."""
    begins = arrived if onset is None else min(onset, arrived)
    return Window(begins - timedelta(days=days), max(arrived, decided))


def classification_window(onset: date, days: int) -> Window:
    """`[onset - days, onset]`."""
    return Window(onset - timedelta(days=days), onset)
