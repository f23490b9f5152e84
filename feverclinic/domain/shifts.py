"""Shifts of a desk: from hand-over to hand-over, signed by who leaves and who takes over."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from feverclinic.domain.people import StaffId

ShiftId = NewType("ShiftId", int)
NO_NAME = re.compile(r"\d\d:\d\d( |$)")


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One number of the balance; `code` is its word (`balance.<code>`), `people` names who it is."""

    code: str
    count: int
    people: tuple[str, ...] = ()

    def people_in_words(self, label: Callable[[str], str], unnamed: str) -> tuple[str, ...]:
        """The people as a page or a paper says them.

        `label` gives the word of a thermometer's label; `unnamed` stands before the time of whoever
        has no name yet.
        """
        said = list[str]()
        for person in self.people:
            who, dot, code = person.partition(" · ")
            named = f"{unnamed} {who}" if NO_NAME.match(who) else who
            said.append(f"{named}{dot}{label(code) if code else ''}")
        return tuple(said)


@dataclass(frozen=True, slots=True)
class Balance:
    """Screened = counted + routed + left + waiting …; `odd` are the persons who do not add up."""

    screened: int = 0
    lines: tuple[BalanceLine, ...] = ()
    odd: tuple[BalanceLine, ...] = ()
    unclaimed: tuple[BalanceLine, ...] = ()

    @property
    def total(self) -> int:
        """What the lines add up to."""
        return sum(line.count for line in self.lines)

    @property
    def closes(self) -> bool:
        return not self.odd and self.screened == self.total

    @property
    def left_over(self) -> int:
        """How much nobody has claimed."""
        return sum(line.count for line in self.unclaimed)


@dataclass(frozen=True, slots=True)
class Shift:
    """The watch at one station. `given_*` is the signature of who leaves, `taken_*` of who comes.

    A shift that ended with nobody after it (the desk was closed) has `taken_at` without `taken_by`.
    """

    id: ShiftId
    station: str
    began_at: datetime
    began_by: StaffId
    given_at: datetime | None = None
    given_by: StaffId | None = None
    taken_at: datetime | None = None
    taken_by: StaffId | None = None
    balance: Balance = field(default_factory=Balance)
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the hand-over sheet prints: the shift with the names of its people.

    `given_by` and `taken_by` are empty as long as nobody has signed.
    """

    shift: Shift
    balance: Balance
    began_by: str
    at: datetime
    given_by: str = ""
    taken_by: str = ""
