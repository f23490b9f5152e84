"""Civil time of the clinic: UTC+08:00 without daylight saving (T-1), days and ages (T-4, T-7)."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "+08:00")


def to_second(instant: datetime) -> datetime:
    """Cut fractions of a second (T-11); an instant without an offset is refused."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return instant.replace(microsecond=0)


def local(instant: datetime) -> datetime:
    return instant.astimezone(CHINA)


def local_day(instant: datetime) -> date:
    """The calendar day a reading belongs to: 00:00:00 is the new day (T-4)."""
    return local(instant).date()


def iso(instant: datetime) -> str:
    """`2020-02-25T08:10:00+08:00`: seconds and the clinic's offset."""
    return local(instant).isoformat(timespec="seconds")


def completed_years(born: date, on: date) -> int:
    """Completed years; 29 February completes on 1 March in a common year (T-7)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def completed_months(born: date, on: date) -> int:
    """Completed months; a day that a month lacks is reached on the first of the next (T-7)."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
