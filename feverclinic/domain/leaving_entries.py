"""Entries of leaving and of what follows it: signatures, transports, ways out, calls, follow-up."""

from dataclasses import dataclass
from datetime import date, datetime

from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import WayOut
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.history import Symptom
from feverclinic.domain.people import StaffId
from feverclinic.domain.ternary import UNKNOWN, Ternary


@dataclass(frozen=True, slots=True)
class SignatureAsked:
    """A gate asks somebody of this office to sign; it stands at the signer's desk until signed."""

    gate: GateKind
    role: Role


@dataclass(frozen=True, slots=True)
class Signed:
    """One of the two signatures of a gate, given under the own sign-in (EXC-6, REL-9).

    `rule_set`, `fevers` (how many abnormal readings were known) and `visit_version` say what the
    signer saw: when one of them is another one now, the signature no longer counts.
    """

    gate: GateKind
    role: Role
    staff_id: StaffId
    name: str
    title: str = ""
    rule_set: str = ""
    fevers: int = 0
    visit_version: int = 0


@dataclass(frozen=True, slots=True)
class Transport:
    """TRF-6: the transport record."""

    to: str
    reason: str
    site_class: str = ""
    condition: str = ""
    oxygen: str = ""
    ppe: str = ""
    vehicle: str = ""
    crew: tuple[str, ...] = ()
    dedicated_ambulance: Ternary = UNKNOWN
    closed_route: Ternary = UNKNOWN
    receiver_confirmed: Ternary = UNKNOWN
    receiver: str = ""
    documents: str = ""
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    handed_to: str = ""
    vehicle_disinfected_at: datetime | None = None
    vehicle_disinfected_by: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """An act by which the person leaves: through which gate it went and what that gate said.

    LIFE_SAVING: `approved_by` of infection control and `under_isolation`; LEFT_WITHOUT_LEAVE: when it
    was noticed and what was done.
    """

    way: WayOut
    gate: Gate | None = None
    to: str = ""
    reason: str = ""
    approved_by: str = ""
    under_isolation: Ternary = UNKNOWN
    noticed_at: datetime | None = None
    signed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """Back after a life-saving procedure elsewhere, or brought back after having run away."""

    from_where: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """One call of a recall (late positive, fever in follow-up, run away): whom, what came of it."""

    phone: str
    reached: bool
    answer: str = ""
    called_on: str = ""


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """One contact of the follow-up (FUP-1, FUP-2, FUP-4); a visit when `is_visit`."""

    on: date
    is_visit: bool = False
    readings: tuple[str, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReasonNoted:
    """RTE-8: why an unstable patient is treated on site, written every 12 hours."""

    reason: str
    rule: str = "RTE-8"
