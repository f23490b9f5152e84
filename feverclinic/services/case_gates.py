"""The gates of one case at one instant: the same evaluation for the desk, the paper and the act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feverclinic.domain.case_book import case_file_of
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.class_in_force import class_now
from feverclinic.domain.exclusion import exclusion
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.release import release
from feverclinic.domain.severity import grade
from feverclinic.domain.signing import Seen, seen_now, signed_of, with_signatures
from feverclinic.errors import Refused, Stale
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import classified, moment_of, must_reach_server

if TYPE_CHECKING:
    from datetime import datetime

    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_facts import CaseFile
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.decisions import Classification
    from feverclinic.domain.edition_rules import EditionRules
    from feverclinic.domain.temperature_rules import TemperatureRules
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

# Whom an exclusion clears and whom a release lets go (TRF-1); any other class has no such gate.
EXCLUDABLE = frozenset({CaseClass.SUSPECTED, CaseClass.UNDETERMINED})
RELEASABLE = frozenset(
    {CaseClass.CONFIRMED, CaseClass.CLINICALLY_DIAGNOSED, CaseClass.ASYMPTOMATIC}
)


@dataclass(frozen=True, slots=True)
class Look:
    """A case as it stands at `at`: what is known, by which edition, and in which class it is held.

    `case_class` is the class in force, or what the facts say now where that is stricter.
    """

    book: CaseBook
    at: datetime
    edition: EditionRules
    temperature: TemperatureRules
    file: CaseFile
    classification: Classification
    case_class: CaseClass

    @property
    def seen(self) -> Seen:
        return seen_now(self.book, self.edition, self.temperature)

    def file_for(self, kind: GateKind) -> CaseFile:
        """The file as a gate sees it: with its own signatures."""
        return with_signatures(self.file, self.book, kind, self.seen)

    def signers(self, kind: GateKind) -> tuple[str, ...]:
        """The names whose signatures count."""
        return tuple(one.name for one in signed_of(self.book, kind, self.seen))


def look(store: Store, case_id: CaseId, rules: CaseRules, seen: int | None = None) -> Look:
    """The case as it stands now, for an act of somebody who saw its entries up to `seen`.

    Raises Unavailable without the server, Stale `case.changed` with the entries written since.
    """
    book = must_see(store, case_id, seen)
    return look_at(book, rules, moment_of(store, book))


def must_be_here(here: Look) -> None:
    """Raise Refused for whoever has left, or has run away and is not back."""
    case = here.book.case
    if case.is_away:
        raise Refused("leaving.is_away", name=here.book.patient.name)
    if case.has_left:
        raise Refused("leaving.has_left", name=here.book.patient.name)


def must_see(store: Store, case_id: CaseId, seen: int | None = None) -> CaseBook:
    """The case for an act of somebody who saw its entries up to `seen`; raises as `look` does.

    It is kept from other desks until the transaction ends, before it is read: what an act decides on
    (a reading is no entry of the case) cannot change before the act is written.
    """
    must_reach_server(store)
    store.cases.lock(case_id)
    book = read_case(store, case_id)
    if seen is not None and seen < book.case.last_seq:
        newer = tuple(one for one in book.entries if one.seq > seen)
        raise Stale("case.changed", entries=newer, count=len(newer), by=newer[-1].by_name)
    return book


def look_at(book: CaseBook, rules: CaseRules, at: datetime) -> Look:
    """The case as it stands at this instant by the edition then in force (0.4)."""
    edition = rules.edition(at, book.case.disease)
    classification = classified(book, rules, at)
    in_force = class_now(book.entries, book.case.case_class, classification)
    known = replace(case_file_of(book, at), case_class=in_force)
    file = replace(known, severity=grade(known, edition).result)
    return Look(book, at, edition, rules.temperature, file, classification, in_force)


def kind_of(case_class: CaseClass) -> GateKind | None:
    """Which gate stands before this class (TRF-1); None for one that has none or is not held."""
    if case_class in EXCLUDABLE:
        return GateKind.EXCLUSION
    return GateKind.RELEASE if case_class in RELEASABLE else None


def gate_of(here: Look, kind: GateKind) -> Gate:
    """The exclusion or the release gate of this case now."""
    file = here.file_for(kind)
    if kind is GateKind.EXCLUSION:
        return exclusion(file, here.edition)
    if kind is GateKind.RELEASE:
        return release(file, here.edition, here.temperature)
    raise Refused("signing.no_such_gate", gate=kind.value)
