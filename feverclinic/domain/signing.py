"""Which signatures of a gate still count (EXC-6, REL-9): whoever signed saw all that is known now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import FACTS, Entry
from feverclinic.domain.case_facts import CaseFile, Role, Signature
from feverclinic.domain.civil_time import to_second
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.gates import Gate, GateKind, is_all_met
from feverclinic.domain.leaving_entries import SignatureAsked, Signed
from feverclinic.domain.people import Duty, Staff
from feverclinic.domain.readings import Reading
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.thermometry import is_implausible
from feverclinic.errors import Refused

SIGNED_GATES = (GateKind.EXCLUSION, GateKind.RELEASE)
SIGNOFF = "SIGNOFF"
# In which office each duty signs; whoever has two duties signs in one of them, never in both.
DUTY_OF = {
    Role.ATTENDING_DOCTOR: Duty.SIGN_ATTENDING,
    Role.EXPERT_GROUP: Duty.SIGN_EXPERT,
    Role.INFECTION_CONTROL: Duty.SIGN_INFECTION_CONTROL,
}


@dataclass(frozen=True, slots=True)
class Offices:
    """Who signs a gate: one of `first`, and another person of one of `second`."""

    first: Role
    second: tuple[Role, ...]

    def asks(self, role: Role) -> bool:
        return role is self.first or role in self.second


def offices_of(edition: EditionRules, kind: GateKind) -> Offices:
    """The offices of a gate in this edition; raises Refused for a gate that nobody signs."""
    if kind is GateKind.EXCLUSION:
        return Offices(edition.exclusion.first, edition.exclusion.second)
    if kind is GateKind.RELEASE:
        return Offices(edition.release.first, edition.release.second)
    raise Refused("signing.no_such_gate", gate=kind.value)


def fevers_of(readings: Sequence[Reading], rules: TemperatureRules) -> int:
    """How many abnormal readings are known: one more, whenever it was measured, is news for a signer."""
    return sum(
        not is_implausible(one, rules) and rules.is_fever(one.celsius, one.site) for one in readings
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What a signer must have seen for his signature to count: the edition, the fevers, the visit of now."""

    rule_set: str
    fevers: int
    visit_version: int = 0


def seen_now(book: CaseBook, edition: EditionRules, rules: TemperatureRules) -> Seen:
    """What whoever signs now sees."""
    return Seen(edition.id, fevers_of(book.readings, rules), book.visit.version)


def standing(book: CaseBook, kind: GateKind, seen: Seen) -> tuple[Entry, ...]:
    """The signatures of a gate that count now, the earliest first, one of each person.

    A signature lapses when a fact was written after it, when something was declared void, when an
    abnormal reading is known that its signer did not see, when the pre-screening was changed, and
    when another edition is in force.
    """
    facts_until = max((one.seq for one in book.entries if one.kind in FACTS), default=0)
    counted: dict[int, Entry] = {}
    for entry in book.entries:
        signed = entry.document
        if not isinstance(signed, Signed) or signed.gate is not kind or entry.seq < facts_until:
            continue
        if Seen(signed.rule_set, signed.fevers, signed.visit_version) == seen:
            counted.setdefault(signed.staff_id, entry)
    return tuple(counted.values())


def signed_of(book: CaseBook, kind: GateKind, seen: Seen) -> tuple[Signed, ...]:
    """The documents of `standing`."""
    found = (entry.document for entry in standing(book, kind, seen))
    return tuple(one for one in found if isinstance(one, Signed))


def with_signatures(file: CaseFile, book: CaseBook, kind: GateKind, seen: Seen) -> CaseFile:
    """The file as this gate sees it: with the signatures of this gate and of no other.

    Two people of one name are told apart by their keys.
    """
    entries = standing(book, kind, seen)
    documents = [entry.document for entry in entries]
    names = [one.name for one in documents if isinstance(one, Signed)]
    signatures = tuple(
        Signature(
            one.name if names.count(one.name) == 1 else f"{one.name} ({one.staff_id})",
            one.role,
            to_second(entry.entered_at),
        )
        for entry, one in zip(entries, documents, strict=True)
        if isinstance(one, Signed)
    )
    return replace(file, signatures=signatures)


def asked_of(book: CaseBook, kind: GateKind, seen: Seen) -> tuple[Entry, ...]:
    """The requests to sign that are still open: the latest of each office that has not signed since."""
    signed = {one.role for one in signed_of(book, kind, seen)}
    latest: dict[Role, Entry] = {}
    for entry in book.entries:
        asked = entry.document
        if isinstance(asked, SignatureAsked) and asked.gate is kind:
            latest[asked.role] = entry
    return tuple(entry for role, entry in latest.items() if role not in signed)


def must_sign(actor: Staff, role: Role) -> None:
    """Raise Refused unless this person holds the office in which he would sign."""
    duty = DUTY_OF.get(role)
    if duty is None:
        raise Refused("signing.no_such_office", role=role.value)
    actor.must(duty)


def may_be_signed(gate: Gate) -> bool:
    """Whether every condition but the signatures is met."""
    return is_all_met(gate.conditions, SIGNOFF) and any(
        one.code == SIGNOFF for one in gate.conditions
    )
