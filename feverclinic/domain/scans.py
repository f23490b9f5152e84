"""What a scanned code is: a card, a slip of ours, a sheet of ours, a badge, or none of our business."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feverclinic.domain.identity import LENGTH, IdentityResult, check_identity

# devices.md 6: a scanner that lies over a code repeats it; within this many seconds it is one scan.
REPEAT_WITHIN_S = 1.5
VISIT_NO = re.compile(r"[0-9]{8}-[0-9]{4,}")
SHEET_NO = re.compile(r"[A-Z0-9_-]{1,16}-[0-9]{8}-[0-9]{3,}")
ALMOST_CITIZEN_ID = re.compile(r"[0-9]{17}[0-9X]")
WEB_ADDRESS = re.compile(r"https?://.*", re.DOTALL | re.IGNORECASE)
GROUP_SEPARATOR = "\x1d"


class ScanKind(StrEnum):
    """What may be done with a code; each has its sentence (`scan.said.<kind>`) where nothing is done.

    CITIZEN_ID a whole identity number; WRONG_ID one whose check character is wrong; VISIT the number
    on a slip; SHEET the number of a blank sheet; STAFF_BADGE any code on a page where staff sign in;
    WEB_CODE a code made for a telephone, as health codes are; OTHER nothing that we know.
    """

    CITIZEN_ID = "CITIZEN_ID"
    WRONG_ID = "WRONG_ID"
    VISIT = "VISIT"
    SHEET = "SHEET"
    STAFF_BADGE = "STAFF_BADGE"
    WEB_CODE = "WEB_CODE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Scan:
    """One whole code: `text` as it is used by its kind, `length` the characters that were read."""

    kind: ScanKind
    text: str
    length: int


def read_scan(text: str, at: datetime, *, is_for_staff: bool = False) -> Scan:
    """What a code is at a moment; letters typed in the wrong case or width by a keyboard are put right.

    `is_for_staff`: on the page where staff sign in every code is a badge, letter for letter.
    """
    if is_for_staff:
        return Scan(ScanKind.STAFF_BADGE, text, len(text))
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    kind = _kind(plain, at)
    return Scan(kind, plain if kind in _PUT_RIGHT else text, len(text))


_PUT_RIGHT = frozenset({ScanKind.CITIZEN_ID, ScanKind.VISIT, ScanKind.SHEET})


def _kind(plain: str, at: datetime) -> ScanKind:
    if len(plain) == LENGTH and ALMOST_CITIZEN_ID.fullmatch(plain):
        is_valid = check_identity(plain, at).result is IdentityResult.VALID
        return ScanKind.CITIZEN_ID if is_valid else ScanKind.WRONG_ID
    if VISIT_NO.fullmatch(plain):
        return ScanKind.VISIT
    if SHEET_NO.fullmatch(plain):
        return ScanKind.SHEET
    return ScanKind.WEB_CODE if WEB_ADDRESS.fullmatch(plain) else ScanKind.OTHER


def is_clean(text: str) -> bool:
    """Whether a code holds no control character but the group separator of GS1 codes."""
    return all(one == GROUP_SEPARATOR or unicodedata.category(one) != "Cc" for one in text)


class Repeats:
    """Tells a code that lies under the scanner from one that is scanned again."""

    def __init__(self, within_s: float = REPEAT_WITHIN_S) -> None:
        self._within_s = within_s
        self._text = ""
        self._seen_at = float("-inf")

    def is_repeat(self, text: str, now: float) -> bool:
        """Whether the same code was read less than `within_s` before; `now` in monotonic seconds."""
        is_same = text == self._text and now - self._seen_at <= self._within_s
        self._text, self._seen_at = text, now
        return is_same
