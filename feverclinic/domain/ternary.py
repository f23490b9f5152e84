"""The third truth value (T-9): what was not asked or is pending is unknown, never a no."""

from collections.abc import Iterable
from enum import StrEnum


class Ternary(StrEnum):
    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"

    @property
    def may_be(self) -> bool:
        """Yes or unknown: what counts as yes wherever the safe side is yes (routing)."""
        return self is not Ternary.NO


YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN


def ternary(truth: bool | None) -> Ternary:  # noqa: FBT001 - it converts a truth
    if truth is None:
        return UNKNOWN
    return YES if truth else NO


def any_of(values: Iterable[Ternary]) -> Ternary:
    """YES when one is, NO when all are, else UNKNOWN; NO for none at all."""
    seen = set(values)
    if YES in seen:
        return YES
    return UNKNOWN if UNKNOWN in seen else NO


def all_of(values: Iterable[Ternary]) -> Ternary:
    """NO when one is, YES when all are, else UNKNOWN; YES for none at all."""
    seen = set(values)
    if NO in seen:
        return NO
    return UNKNOWN if UNKNOWN in seen else YES


def negate(value: Ternary) -> Ternary:
    return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[value]


def count_of(values: Iterable[Ternary], at_least: int) -> Ternary:
    """Whether at least that many are YES; UNKNOWN when the unknown ones could decide it."""
    listed = list(values)
    sure = sum(value is YES for value in listed)
    if sure >= at_least:
        return YES
    return UNKNOWN if sure + sum(value is UNKNOWN for value in listed) >= at_least else NO
