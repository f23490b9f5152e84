"""Families and companions: what one act shares between their forms, and what belongs to each alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Contact, Patient
from feverclinic.domain.visits import Visit, VisitId

FAMILY, CAME_FROM = "family_id", "family_of"
# Where they live, how they came, where they have been together (1.5).
SHARED = ("township_code", "address.text", "emergency.phone", "arrival_mode", "q7")
SHARED_GROUPS = ("q1", "q2", "q3", "q4", "q5", "stays")


def next_member(intake: Intake, now: datetime, family_id: int) -> Intake:
    """A new form of the next member: address, telephone, exposure and stays of `intake`, nothing else.

    Name, number, sex, birth, symptoms, signs, readings, mask and health code are each one's own.
    """
    shared = {
        name: text
        for name, text in intake.fields.items()
        if name in SHARED or name.partition(".")[0] in SHARED_GROUPS
    }
    told = {FAMILY: str(family_id)}
    if intake.visit_id is not None:
        told[CAME_FROM] = str(intake.visit_id)
    elif intake.text(CAME_FROM):
        told[CAME_FROM] = intake.text(CAME_FROM)
    return Intake(now, {**shared, **told})


def with_family(intake: Intake, family_id: int) -> Intake:
    """The first member's form; whoever has a family keeps it."""
    return intake if intake.text(FAMILY) else intake.with_field(FAMILY, str(family_id))


def family_of(intake: Intake) -> int | None:
    """The family of a form; None for a person who came alone."""
    return _number(intake.text(FAMILY))


def first_visit_of(intake: Intake) -> VisitId | None:
    """The visit of a member who was saved before the family had a number."""
    number = _number(intake.text(CAME_FROM))
    return None if number is None else VisitId(number)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def with_companions(visit: Visit, others: Iterable[Patient]) -> Visit:
    """The visit with the others of the family among its companions, each once.

    A companion typed by hand under the same name takes the telephone where it has none.
    """
    companions = list(visit.registration.companions)
    for other in others:
        names = [one.name for one in companions]
        if other.name not in names:
            companions.append(Contact(other.name, other.phone))
        elif not companions[names.index(other.name)].phone:
            at = names.index(other.name)
            companions[at] = replace(companions[at], phone=other.phone)
    registration = replace(visit.registration, companions=tuple(companions))
    return replace(visit, registration=registration)
