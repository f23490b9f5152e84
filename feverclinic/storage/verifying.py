"""Reading the audit from its first line to its last: which line was changed, removed or put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from feverclinic.storage.audit import AUDIT, HEADS, NO_LINE, at_text, line_hash

READ_AT_ONCE = 2000


class Fault(StrEnum):
    CHANGED = "CHANGED"
    REMOVED = "REMOVED"
    INSERTED = "INSERTED"


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line of a facility's chain that is not as it was written, or all lines up to `last`."""

    facility_id: int
    seq: int
    fault: Fault
    last: int


@dataclass(frozen=True, slots=True)
class Verified:
    """How many lines were read, the hash of each chain's last line, and what is broken."""

    lines: int
    heads: dict[int, str]
    broken: tuple[BrokenLine, ...]


@dataclass(slots=True)
class _Chain:
    """One facility's chain while it is read."""

    facility_id: int
    seq: int = 0
    hash: str = NO_LINE
    is_own_hash_right: bool = True

    def read(self, row: Any) -> Iterator[BrokenLine]:
        yield from self.between(self.seq + 1, row.seq - 1, Fault.REMOVED)
        follows = row.seq == self.seq + 1
        fields = (*row[:2], at_text(row.at), *row[3:-1])
        is_right = line_hash(fields) == row.hash
        if not is_right:
            yield from self.between(row.seq, row.seq, Fault.CHANGED)
        elif follows and row.previous != self.hash and self.is_own_hash_right:
            # This line is as written and names another one before it: that one was written anew.
            yield from self.between(self.seq, self.seq, Fault.CHANGED)
        self.seq, self.hash, self.is_own_hash_right = row.seq, row.hash, is_right

    def end(self, seq: int, head: str) -> Iterator[BrokenLine]:
        """Hold the last line that was read against the head of the chain."""
        yield from self.between(self.seq + 1, seq, Fault.REMOVED)
        yield from self.between(seq + 1, self.seq, Fault.INSERTED)
        if self.seq == seq and self.hash != head and self.is_own_hash_right:
            yield from self.between(seq, seq, Fault.CHANGED)

    def between(self, first: int, last: int, fault: Fault) -> Iterator[BrokenLine]:
        if first <= last:
            yield BrokenLine(self.facility_id, first, fault, last)


def verify_audit(connection: Connection) -> Verified:
    """Read all chains and hold them against their heads."""
    chains: dict[int, _Chain] = {}
    broken: list[BrokenLine] = []
    lines = 0
    asked = select(AUDIT).order_by(AUDIT.c.facility_id, AUDIT.c.seq)
    for row in connection.execute(asked, execution_options={"yield_per": READ_AT_ONCE}):
        lines += 1
        chain = chains.setdefault(row.facility_id, _Chain(row.facility_id))
        broken += chain.read(row)
    heads = connection.execute(select(HEADS.c.facility_id, HEADS.c.seq, HEADS.c.hash)).all()
    for facility_id, seq, head in heads:
        chain = chains.get(facility_id, _Chain(facility_id))
        broken += chain.end(seq, head)
    for facility_id in chains.keys() - {row.facility_id for row in heads}:
        broken += chains[facility_id].end(0, NO_LINE)
    return Verified(lines, {row.facility_id: row.hash for row in heads}, tuple(broken))
