"""Citizen numbers after GB 11643-1999 (COD-1 to COD-7): checked, normalised, never overwritten."""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from feverclinic.domain.civil_time import completed_years, local_day
from feverclinic.domain.people import Sex

CITIZEN_CARD = "01"
OLD_LENGTH = 15
LENGTH = 18
OLDEST_YEARS = 120
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
OLD_SHAPE = re.compile(r"[0-9]{15}")
SHAPE = re.compile(r"[0-9]{17}[0-9X]")
NARROW = str.maketrans("０１２３４５６７８９ｘＸx", "0123456789" + "X" * 3)
# COD-3: the provinces of GB/T 2260, and the three codes of COD-5 under which permits are numbered.
PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(
    str(code) for first, last in PROVINCE_RANGES for code in range(first, last + 1)
)
RESIDENCE_PERMITS = frozenset({"810000", "820000", "830000"})


class IdentityResult(StrEnum):
    VALID = "VALID"
    INVALID = "INVALID"
    NOT_CHECKED = "NOT_CHECKED"


@dataclass(frozen=True, slots=True)
class Identity:
    """Answer of `identity` (contract 2.2).

    A number that fails LENGTH to CHECKSUM says nothing of its holder: only `id_no` may stand then,
    where 18 characters were given.
    """

    result: IdentityResult
    reasons: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    id_no: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    age: int | None = None
    area: str | None = None


def check_character(first_17: str) -> str:
    """The check character of seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def check_identity(
    id_no: str,
    at: datetime,
    id_type: str = CITIZEN_CARD,
    sex: Sex | None = None,
    birth_date: date | None = None,
    known_areas: AbstractSet[str] = frozenset(),
) -> Identity:
    """Check a number against its own arithmetic and against the typed sex and birth date."""
    if id_type != CITIZEN_CARD:
        return Identity(IdentityResult.NOT_CHECKED)
    text = id_no.strip().translate(NARROW)
    number = _converted(text)
    advisories = _advisories(text, known_areas)
    error = _first_error(text, number, local_day(at))
    if error:
        is_whole = SHAPE.fullmatch(text) is not None
        return Identity(IdentityResult.INVALID, (error,), advisories, text if is_whole else None)
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    proposed = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    conflicts = {
        "SEX_CONFLICT": sex in (Sex.MALE, Sex.FEMALE) and sex is not proposed,
        "BIRTH_DATE_CONFLICT": birth_date is not None and birth_date != born,
    }
    reasons = tuple(code for code, is_so in conflicts.items() if is_so)
    return Identity(
        result=IdentityResult.INVALID if reasons else IdentityResult.VALID,
        reasons=reasons,
        advisories=advisories,
        id_no=number,
        birth_date=born,
        sex=proposed,
        age=completed_years(born, local_day(at)),
        area=number[:6],
    )


def _converted(text: str) -> str:
    """An old number with its century and check character (COD-4); any other text as it is."""
    if not OLD_SHAPE.fullmatch(text):
        return text
    first_17 = f"{text[:6]}19{text[6:]}"
    return first_17 + check_character(first_17)


def _first_error(text: str, number: str, today: date) -> str | None:
    """COD-7: the first of LENGTH, CHARSET, AREA, DATE, CHECKSUM that is wrong."""
    fails: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("LENGTH", lambda: len(text) not in (OLD_LENGTH, LENGTH)),
        ("CHARSET", lambda: not SHAPE.fullmatch(number)),
        ("AREA", lambda: number[:2] not in PROVINCES),
        ("DATE", lambda: not _is_birth_date(number[6:14], today)),
        ("CHECKSUM", lambda: check_character(number[:17]) != number[17]),
    )
    return next((code for code, is_wrong in fails if is_wrong()), None)


def _is_birth_date(digits: str, today: date) -> bool:
    """COD-2: a day of the calendar, not after today, at most 120 completed years ago."""
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born <= today and completed_years(born, today) <= OLDEST_YEARS


def _advisories(text: str, known_areas: AbstractSet[str]) -> tuple[str, ...]:
    """Warnings that never change the result; none for a text that is no number at all."""
    is_old = OLD_SHAPE.fullmatch(text) is not None
    if not is_old and not SHAPE.fullmatch(text):
        return ()
    area = text[:6]
    holds = {
        "AREA_UNKNOWN": area[:2] in PROVINCES
        and area not in known_areas
        and area not in RESIDENCE_PERMITS,
        "OLD_15_DIGIT": is_old,
        "RESIDENCE_PERMIT": area in RESIDENCE_PERMITS,
    }
    return tuple(code for code, is_so in holds.items() if is_so)
