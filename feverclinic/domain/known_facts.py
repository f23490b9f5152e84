"""What is known at the instant of a decision (F-1): later facts are left out, times cut (T-11)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.civil_time import local_day, to_second
from feverclinic.domain.history import Answer, Antipyretic, Question, ReportedFever
from feverclinic.domain.prescreening import Prescreening, Stay
from feverclinic.domain.readings import Reading
from feverclinic.domain.thermometry import known_at


def as_known(record: Prescreening) -> tuple[Prescreening, bool]:
    """The record as it is known at `at`, and whether later facts were left out.

    Readings and doses stay in their places, the temperature rules pass over the later ones. The end
    of a stay may be a plan; only a stay that has not begun is left out.
    """
    at = to_second(record.at)
    today = local_day(at)
    known = replace(
        record,
        at=at,
        arrived_at=min(to_second(record.arrived_at), at),
        readings=tuple(_reading_to_second(one) for one in record.readings),
        antipyretics=_doses_to_second(record.antipyretics),
        questions=_answers_until(record.questions, today),
        stays=tuple(_until(stay, today) for stay in record.stays if stay.first <= today),
        onset_date=_unless_later(record.onset_date, today),
        override=None
        if record.override and to_second(record.override.at) > at
        else record.override,
    )
    return known, _has_later(record, at, today)


def in_whole_seconds(file: CaseFile) -> CaseFile:
    """A case file with fractions of a second cut off every instant, so that they compare as written (T-11)."""
    consulted, reviewed = file.consultation, file.infectivity_review
    return replace(
        file,
        at=to_second(file.at),
        readings=tuple(_reading_to_second(one) for one in file.readings),
        antipyretics=_doses_to_second(file.antipyretics),
        samples=tuple(
            replace(
                one,
                collected_at=to_second(one.collected_at),
                reported_at=_cut(one.reported_at),
            )
            for one in file.samples
        ),
        imaging=tuple(replace(one, done_at=_cut(one.done_at)) for one in file.imaging),
        blood_counts=tuple(
            replace(one, collected_at=to_second(one.collected_at)) for one in file.blood_counts
        ),
        consultation=consulted and replace(consulted, ended_at=to_second(consulted.ended_at)),
        infectivity_review=reviewed and replace(reviewed, at=to_second(reviewed.at)),
        trends={
            trend: tuple(replace(point, at=to_second(point.at)) for point in points)
            for trend, points in file.trends.items()
        },
        admitted_at=_cut(file.admitted_at),
    )


def _cut(instant: datetime | None) -> datetime | None:
    return None if instant is None else to_second(instant)


def _has_later(record: Prescreening, at: datetime, today: date) -> bool:
    override = record.override
    reported = record.self_reported_fever
    instants = [
        record.arrived_at,
        *(known_at(one) for one in record.readings),
        *(dose.taken_at for dose in record.antipyretics or ()),
        *((override.at,) if override else ()),
    ]
    days = [
        record.onset_date,
        *(answer.last_exposure_on for answer in record.questions.values()),
        *(stay.first for stay in record.stays),
        reported.measured_on if isinstance(reported, ReportedFever) else None,
    ]
    is_later = any(to_second(instant) > at for instant in instants)
    return is_later or any(day > today for day in days if day is not None)


def _reading_to_second(reading: Reading) -> Reading:
    entered = reading.entered_at
    if not reading.measured_at.microsecond and not (entered and entered.microsecond):
        return reading
    return replace(
        reading,
        measured_at=to_second(reading.measured_at),
        entered_at=to_second(entered) if entered else None,
    )


def _doses_to_second(doses: tuple[Antipyretic, ...] | None) -> tuple[Antipyretic, ...] | None:
    if doses is None:
        return None
    return tuple(replace(dose, taken_at=to_second(dose.taken_at)) for dose in doses)


def _answers_until(answers: Mapping[Question, Answer], today: date) -> Mapping[Question, Answer]:
    """An answer about a later day is not known yet, which is not a no (T-9)."""
    return {
        question: answer
        for question, answer in answers.items()
        if answer.last_exposure_on is None or answer.last_exposure_on <= today
    }


def _until(stay: Stay, today: date) -> Stay:
    return stay if stay.last <= today else replace(stay, last=today)


def _unless_later(day: date | None, today: date) -> date | None:
    return None if day is not None and day > today else day
