"""A thermometer held against a reference: both numbers as read, and the difference."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NewType

ComparisonId = NewType("ComparisonId", int)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the comparison log. Temperatures are degrees Celsius, as typed or sent."""

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

    @property
    def difference_c(self) -> Decimal:
        return self.reading_c - self.reference_c
