"""Reading one typed field: exactly, or a problem in words; nothing is silently changed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from feverclinic.domain.intake import Problem

# What a typed number can be at all, by field: low, high, decimal places. These only catch slips of
# the finger; what a value means is said by the rule file.
LIMITS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "age": (0, 130, 0),
        "spo2": (50, 100, 0),
        "rr": (1, 120, 0),
        "hr": (15, 320, 0),
        "sbp": (30, 320, 0),
        "dbp": (10, 220, 0),
        "capillary_refill_s": (0, 20, 1),
        "pain": (0, 10, 0),
        "weight": (0, 400, 2),
        "gestation_weeks": (1, 45, 0),
        "fio2": (21, 100, 1),
        "flow": (0, 80, 1),
    }
)


# No name, address or remark is longer; what is was pasted by mistake, and a slip has no room for it.
LONGEST = 200
# Nobody sees them: they make a name that looks empty, or that reads from the right, and PostgreSQL
# takes no NUL. Private characters stay: older systems write rare names with them.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def narrow(text: str) -> str:
    """Full-width letters and digits to their usual form, spaces around trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


@dataclass(slots=True)
class FieldReader:
    """Reads the fields of one form and collects what is wrong with them."""

    fields: Mapping[str, str]
    today: date
    problems: list[Problem] = field(default_factory=list[Problem])

    def text(self, name: str) -> str:
        """What stands in a field, with single spaces; "" with a problem noted for what no text is."""
        typed = self.fields.get(name, "")
        if len(typed) > LONGEST:
            self._refuse_once(name, "too_long", count=str(len(typed)), most=str(LONGEST))
            return ""
        unseen = None if typed.isprintable() else INVISIBLE.search(typed)
        if unseen is not None:
            self._refuse_once(name, "invisible", place=str(unseen.start() + 1))
            return ""
        return " ".join(typed.split())

    def _refuse_once(self, name: str, code: str, **facts: str) -> None:
        if not any(one.where == name and one.code == code for one in self.problems):
            self.refuse(name, code, **facts)

    def refuse(self, name: str, code: str, **facts: str) -> None:
        self.problems.append(Problem(name, code, self.fields.get(name, ""), facts))

    def warn(self, name: str, code: str, **facts: str) -> None:
        self.problems.append(Problem(name, code, self.fields.get(name, ""), facts, is_warning=True))

    def number(self, name: str, typed: str | None = None) -> Decimal | None:
        """The number of a field within its typing limits, or None with a problem noted."""
        text = narrow(self.fields.get(name, "") if typed is None else typed)
        if not text:
            return None
        low, high, places = LIMITS[name]
        limits = {"low": str(low), "high": str(high)}
        text = text.replace("。", ".").replace(",", ".")
        # Decimal itself would also take 1_0 and 1e2, which nobody means.
        if not NUMBER.fullmatch(text):
            self.refuse(name, "number", **limits)
            return None
        value = Decimal(text)
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > places:
            self.refuse(name, "places", places=str(places), **limits)
            return None
        if not low <= value <= high:
            guess = likely(value, low, high)
            self.refuse(name, "range_guess" if guess else "range", guess=guess, **limits)
            return None
        return value

    def whole(self, name: str, typed: str | None = None) -> int | None:
        value = self.number(name, typed)
        return None if value is None else int(value)

    def pressure(self, name: str) -> tuple[int | None, int | None]:
        """`128/80` in mmHg; both halves are read, the upper one must be the larger."""
        text = narrow(self.fields.get(name, ""))
        if not text:
            return None, None
        upper, mark, lower = text.partition("/")
        if not mark or not upper.strip() or not lower.strip():
            self.refuse(name, "pressure")
            return None, None
        before = len(self.problems)
        read = self.whole("sbp", upper), self.whole("dbp", lower)
        for at in range(before, len(self.problems)):
            fault = self.problems[at]
            self.problems[at] = Problem(name, fault.code, text, fault.facts)
        if None not in read and read[0] is not None and read[1] is not None and read[0] <= read[1]:
            self.refuse(name, "pressure_order")
            return None, None
        return read

    def day(self, name: str, *, latest: date | None = None) -> date | None:
        """`2020-02-26`, `20200226`, `2-26`: without a year the last such day that has been."""
        text = narrow(self.fields.get(name, ""))
        if not text:
            return None
        found = read_day(text, self.today)
        if found is None:
            self.refuse(name, "date", today=self.today.isoformat())
        elif latest is not None and found > latest:
            self.refuse(name, "date_later", today=latest.isoformat())
            return None
        return found


def likely(value: Decimal, low: int, high: int) -> str:
    """What was probably meant by a number out of range: a digit too many or a lost point."""
    for divisor in (10, 100):
        guess = value / divisor
        if value > high and low <= guess <= high and guess == guess.to_integral_value():
            return str(int(guess))
    return ""


def read_day(text: str, today: date) -> date | None:
    parts = text.replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-")
    numbers = parts.removesuffix("日").split("-")
    if len(numbers) == 1 and len(text) == len("20200226"):
        numbers = [text[:4], text[4:6], text[6:]]
    if not all(number.isdecimal() and number.isascii() for number in numbers):
        return None
    try:
        match [int(number) for number in numbers]:
            case [year, month, day] if year > 1800:  # noqa: PLR2004 - four digits, not a two-digit year
                return date(year, month, day)
            case [month, day]:
                this_year = date(today.year, month, day)
                return this_year if this_year <= today else date(today.year - 1, month, day)
            case _:
                return None
    except ValueError:
        return None
