"""Reading what was typed in a sheet: exactly, or a problem in words; nothing is silently changed."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from feverclinic.domain.civil_time import CHINA, local, local_day
from feverclinic.domain.intake import Problem
from feverclinic.domain.intake_fields import INVISIBLE, NUMBER, FieldReader, narrow, read_day
from feverclinic.domain.ternary import UNKNOWN, Ternary

Code = TypeVar("Code", bound=StrEnum)

LONGEST_NOTE = 2000
TICKED = "YES"
BETWEEN_NAMES = re.compile(r"[,，、;；/\n]+")
CLOCK = re.compile(r"([0-9]{1,2}):?([0-9]{2})(?::[0-9]{2})?")


class Typed:
    """The answers of a sheet at `now`; what is wrong is collected in `problems` by field."""

    def __init__(self, answers: Mapping[str, str], now: datetime) -> None:
        self._answers, self._now = answers, now
        self._reader = FieldReader(answers, local_day(now))

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._reader.problems)

    @property
    def now(self) -> datetime:
        return self._now

    def has(self, name: str) -> bool:
        return bool(self._answers.get(name, "").strip())

    def refuse(self, name: str, code: str, **facts: str) -> None:
        self._reader.refuse(name, code, **facts)

    def text(self, name: str) -> str:
        """One line; a problem for what is too long or cannot be seen."""
        return self._reader.text(name)

    def note(self, name: str) -> str:
        """Several lines as typed, without spaces around."""
        typed = self._answers.get(name, "").strip()
        unseen = INVISIBLE.search(typed)
        if len(typed) > LONGEST_NOTE:
            self.refuse(name, "too_long", count=str(len(typed)), most=str(LONGEST_NOTE))
        elif unseen is not None:
            self.refuse(name, "invisible", place=str(unseen.start() + 1))
        return typed

    def names(self, name: str) -> tuple[str, ...]:
        """Several names in one field, parted by a comma, `、` or a slash; each once."""
        found = (" ".join(one.split()) for one in BETWEEN_NAMES.split(self.note(name)))
        return tuple(dict.fromkeys(one for one in found if one))

    def number(self, name: str, low: str, high: str, places: int = 0) -> Decimal | None:
        """A number within what the finger can mean (not what it means), or None and perhaps a problem."""
        text = narrow(self._answers.get(name, "")).replace("。", ".").replace(",", ".")
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            self.refuse(name, "number", low=low, high=high)
            return None
        value = Decimal(text)
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > places:
            self.refuse(name, "places", places=str(places), low=low, high=high)
            return None
        if not Decimal(low) <= value <= Decimal(high):
            self.refuse(name, "range", low=low, high=high)
            return None
        return value

    def whole(self, name: str, low: str, high: str) -> int | None:
        value = self.number(name, low, high)
        return None if value is None else int(value)

    def vital(self, name: str) -> Decimal | None:
        """A vital sign within the limits of the triage form."""
        return self._reader.number(name)

    def pressure(self, name: str) -> tuple[int | None, int | None]:
        return self._reader.pressure(name)

    def day(self, name: str, *, may_be_later: bool = False) -> date | None:
        """A day that has been, or any day; without a year it is the nearest one on its side of today."""
        today = local_day(self._now)
        if not may_be_later:
            return self._reader.day(name, latest=today)
        text = narrow(self._answers.get(name, ""))
        found = read_day(text, today) if text else None
        if text and found is None:
            self.refuse(name, "date", today=today.isoformat())
        has_year = len(re.findall("[0-9]+", text)) != 2 or len(text) > len("02月26日")  # noqa: PLR2004 - month and day
        return _next_year(found) if found and not has_year and found < today else found

    def days(self, name: str) -> tuple[date, ...]:
        """Several days that have been, in one field."""
        found: list[date] = []
        for part in self.names(name):
            one = read_day(narrow(part), local_day(self._now))
            if one is None:
                self.refuse(name, "date", today=local_day(self._now).isoformat())
                return ()
            if one > local_day(self._now):
                self.refuse(name, "date_later", today=local_day(self._now).isoformat())
                return ()
            found.append(one)
        return tuple(sorted(found))

    def moment(self, name: str, *, may_be_later: bool = False) -> datetime | None:
        """`14:30`, `02-28 14:30`, `2020-02-28 14:30`; without a day it is today.

        An instant to come is refused unless it may be: a fact has been.
        """
        text = narrow(self._answers.get(name, "")).replace("：", ":")
        if not text:
            return None
        found = _read_moment(text, local_day(self._now))
        if found is None:
            self.refuse(name, "moment")
        elif found > self._now and not may_be_later:
            self.refuse(name, "moment_later", now=f"{local(self._now):%m-%d %H:%M}")
        elif found <= self._now and may_be_later:
            self.refuse(name, "moment_past", now=f"{local(self._now):%m-%d %H:%M}")
        else:
            return found
        return None

    def truth(self, name: str) -> Ternary:
        """What was not asked is unknown (T-9)."""
        code = self._answers.get(name, "")
        return Ternary(code) if code else UNKNOWN

    def truths(self, prefix: str) -> dict[str, Ternary]:
        """The answers of a group of chips by the last part of their names; what was not asked is left out."""
        return {
            name.removeprefix(f"{prefix}."): Ternary(code)
            for name, code in self._answers.items()
            if name.startswith(f"{prefix}.") and code
        }

    def is_ticked(self, name: str) -> bool:
        return self._answers.get(name, "") == TICKED

    def ticked(self, name: str) -> tuple[str, ...]:
        return tuple(code for code in self._answers.get(name, "").split(",") if code)

    def code(self, name: str, kind: type[Code]) -> Code | None:
        """The member chosen, None for none; the field offers nothing else."""
        chosen = self._answers.get(name, "")
        return kind(chosen) if chosen else None

    def chosen(self, name: str) -> str:
        return self._answers.get(name, "")

    def ask_for(self, needs: Iterable[Iterable[str]]) -> None:
        """Of each group one must be answered; the first of its names is told as missing."""
        for group in needs:
            names = tuple(group)
            if not any(self.has(name) for name in names):
                self.refuse(names[0], "required")


def _next_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February: the day after the 28th of a common year
        return day.replace(year=day.year + 1, day=28) + timedelta(days=1)


def _read_moment(text: str, today: date) -> datetime | None:
    head, _, tail = text.replace("T", " ").rpartition(" ")
    clock = CLOCK.fullmatch(tail)
    day = read_day(head.strip(), today) if head.strip() else today
    if clock is None or day is None:
        return None
    hour, minute = int(clock[1]), int(clock[2])
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the clock's own
        return None
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)
