"""The day of a station, person by person: what the register, the lists and the numbers stand on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from feverclinic.domain.arrivals import Arrival
from feverclinic.domain.civil_time import local, to_second
from feverclinic.domain.people import Patient
from feverclinic.domain.quick_screening import QuickScreen
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import ENDED, Assessment, Stage, Visit
from feverclinic.domain.waiting import SENT


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One saved visit with the decision that holds; `first_decided_at` is that of its first one.

    `sent_at` is when it was first decided to send him (ISO-2), where that was another decision.
    """

    patient: Patient
    visit: Visit
    assessment: Assessment
    first_decided_at: datetime
    nurse: str
    sent_at: datetime | None = None

    @property
    def reading(self) -> Reading | None:
        """The reading that counted."""
        return self.assessment.routing.temperature.effective

    @property
    def is_fever(self) -> bool:
        """Whether the reading that counted was fever by the rules of its day (TEMP-2)."""
        temperature = self.assessment.routing.temperature
        return any(
            "FEVER" in judged.flags and judged.reading == temperature.effective
            for judged in temperature.readings
        )

    @property
    def goes_to_fever_clinic(self) -> bool:
        return self.assessment.routing.result in SENT

    @property
    def sending_began_at(self) -> datetime:
        """The decision from which the limit of his arrival runs (ISO-2)."""
        return self.sent_at or self.assessment.decided_at

    @property
    def received_at(self) -> datetime | None:
        """When the place that takes the patient acknowledged it."""
        visit = self.visit
        if visit.received_at is not None:
            return visit.received_at
        return visit.stage_at if visit.stage is Stage.ARRIVED else None

    def deadline(self, minutes: int) -> datetime:
        """Until when the arrival has to be acknowledged (ISO-2); the instant itself is on time."""
        return self.sending_began_at + timedelta(minutes=minutes)

    def is_late(self, minutes: int, now: datetime) -> bool:
        """`NOT_ARRIVED`: acknowledged after the deadline, or not at all although it has passed.

        Of whoever was entered from paper afterwards nobody knows it until the receipt is written down.
        """
        is_from_paper = self.visit.sheet_no and self.visit.sent_at is None
        if not self.goes_to_fever_clinic or (is_from_paper and self.received_at is None):
            return False
        end = self.visit.stage_at if self.visit.stage in ENDED else None
        return to_second(self.received_at or end or now) > to_second(self.deadline(minutes))


@dataclass(frozen=True, slots=True)
class DayBook:
    """Everybody who was screened that day, by the time of arrival.

    `unsaved` are forms that ended without a visit (left, refused, did not arrive) or still wait;
    whoever was no patient is none of them.
    """

    day: date
    entries: tuple[DayEntry, ...] = ()
    passed: tuple[QuickScreen, ...] = ()
    unsaved: tuple[Arrival, ...] = ()

    @property
    def screened(self) -> int:
        return len(self.entries) + len(self.passed) + len(self.unsaved)

    @property
    def passed_by_hour(self) -> Mapping[int, int]:
        """How many were only counted, by the hour of the clinic's clock."""
        return Counter(local(one.at).hour for one in self.passed)

    @property
    def sent(self) -> tuple[DayEntry, ...]:
        """Everybody who was sent to the fever clinic."""
        return tuple(entry for entry in self.entries if entry.goes_to_fever_clinic)
