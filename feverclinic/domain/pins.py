"""PINs: what may be one, and which everybody would try first."""

import re
from itertools import pairwise

PIN = re.compile(r"[0-9]{4,6}")
# Day and month as people write them without a year: 0131, 3101.
MONTHS, DAYS = range(1, 13), range(1, 32)
BIRTH_YEARS = range(1920, 2031)


def is_pin(text: str) -> bool:
    """Four to six digits."""
    return PIN.fullmatch(text) is not None


def is_easy(pin: str) -> bool:
    """Whether it is one digit over and over, a stair like 1234 or 8765, a pair over and over, or a date."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    is_pair = len(pin) % 2 == 0 and pin == pin[:2] * (len(pin) // 2)
    return steps <= {0} or steps <= {1} or steps <= {9} or is_pair or _is_date(pin)


def _is_date(pin: str) -> bool:
    """A birthday or a year of birth: 0131, 3101, 1985, 850131, 310185, 198501."""
    begins, rest = pin[:4], pin[4:]
    if not rest:
        return _is_day(pin) or int(pin) in BIRTH_YEARS
    is_whole = len(rest) == len("85")
    is_month = int(begins) in BIRTH_YEARS and int(rest) in MONTHS
    return is_whole and (_is_day(begins) or _is_day(pin[2:]) or is_month)


def _is_day(four: str) -> bool:
    one, other = int(four[:2]), int(four[2:])
    return (one in MONTHS and other in DAYS) or (one in DAYS and other in MONTHS)
