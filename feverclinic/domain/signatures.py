"""The two signatures of a gate (EXC-6, REL-9): one office, and another person's second office."""

from collections.abc import Sequence
from datetime import datetime

from feverclinic.domain.case_facts import Role, Signature
from feverclinic.domain.gates import Condition, Evidence, State

SIGNOFF, SIGNOFF_MISSING = "SIGNOFF", "SIGNOFF_MISSING"


def signed_at(
    signatures: Sequence[Signature], first: Role, second: Sequence[Role]
) -> datetime | None:
    """When both stood, the earliest such pair; None while one is missing. Two are two people.

    A blank is nobody, and blanks around a name make no other person of him.
    """
    named = [(one.by.strip(), one) for one in signatures if one.by.strip()]
    pairs = [
        max(one.signed_at, other.signed_at)
        for name, one in named
        for another, other in named
        if one.role is first and other.role in second and name != another
    ]
    return min(pairs, default=None)


def signoff(signatures: Sequence[Signature], first: Role, second: Sequence[Role]) -> Condition:
    """The condition SIGNOFF, with who signed."""
    evidence = tuple(
        Evidence(f"SIGNED_{one.role}", index, one.signed_at, one.by)
        for index, one in enumerate(signatures)
        if one.role is first or one.role in second
    )
    if signed_at(signatures, first, second) is not None:
        return Condition(SIGNOFF, State.MET, evidence=evidence)
    return Condition(SIGNOFF, State.UNKNOWN, (SIGNOFF_MISSING,), evidence=evidence)
