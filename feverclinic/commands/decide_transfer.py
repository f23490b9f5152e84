"""Topic `transfer` (contract 2.10, TRF-1 to TRF-5)."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from feverclinic.commands.destination_inputs import DestinationMembers
from feverclinic.commands.field_types import Day, Text, Tri
from feverclinic.commands.gate_answers import (
    GateOutput,
    advisories_out,
    conditions_out,
    evidence_out,
)
from feverclinic.commands.problems import BadInput, Problem
from feverclinic.commands.release_inputs import ReleaseMembers
from feverclinic.commands.shared_inputs import Strict
from feverclinic.commands.topics import Desk, Topic
from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.edition_rules import Destination
from feverclinic.domain.ternary import UNKNOWN
from feverclinic.domain.transfer import (
    RELEASED,
    LifeSaving,
    PossibleExposure,
    To,
    TransferRequest,
    TransportFacts,
    transfer,
)

# The words of 2.9, and those of 2.8.
GateWord = Literal["PASS", "FAIL", "INCOMPLETE", "EXCLUDED", "NOT_EXCLUDED", "NEEDS_CONSULT"]
# Moves that the matching gate stands before (TRF-1).
BEHIND_GATE = frozenset({To.DEPARTMENT, To.HOME})


class TransportInput(Strict):
    """TRF-2."""

    dedicated_ambulance: Tri = UNKNOWN
    closed_route: Tri = UNKNOWN
    transport_record: Tri = UNKNOWN
    receiver_confirmed: Tri = UNKNOWN


class LifeSavingInput(Strict):
    """TRF-3."""

    reason: Text = ""
    under_isolation: Tri = UNKNOWN
    approved_by: Text | None = None


class PossibleExposureInput(Strict):
    """TRF-5."""

    since: Day
    f_core_clean: Tri = UNKNOWN
    questions_clean: Tri = UNKNOWN


class TransferInput(ReleaseMembers, DestinationMembers):
    """A case file with its class, and what is asked; without `gate` it is decided from the file."""

    case_class: Annotated[CaseClass, Field(alias="class")]  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - required here
    gate: GateWord | None = None
    to: To  # pyright: ignore[reportGeneralTypeIssues] - required after members that are not
    site_class: Destination | None = None
    transport: TransportInput | None = None
    life_saving: LifeSavingInput | None = None
    possible_exposure: PossibleExposureInput | None = None

    def to_file(self) -> CaseFile:
        """The case file with the members of 2.9 and 2.11."""
        return replace(super().to_file(), **self.destination_members())

    def to_request(self) -> TransferRequest:
        """What is asked."""
        told, life, tag = (
            self.transport or TransportInput(),
            self.life_saving,
            self.possible_exposure,
        )
        return TransferRequest(
            to=self.to,
            gate=self.gate,
            site_class=self.site_class,
            transport=TransportFacts(
                told.dedicated_ambulance,
                told.closed_route,
                told.transport_record,
                told.receiver_confirmed,
            ),
            life_saving=LifeSaving(life.reason, life.under_isolation, life.approved_by or "")
            if life
            else None,
            possible_exposure=PossibleExposure(tag.since, tag.f_core_clean, tag.questions_clean)
            if tag
            else None,
            facts=self.to_facts(),
        )


class TransferOutput(GateOutput):
    """The answer of 2.10."""

    basis: str | None
    status_travels: bool


def decide(given: TransferInput, desk: Desk) -> TransferOutput:
    """Decide the move as of `at`; without `gate` the members that decide it are required."""
    missing = [
        Problem(f"/{name}", "REQUIRED", None, "required")
        for name in _needed(given)
        if getattr(given, name) is None
    ]
    if missing:
        raise BadInput(missing)
    gate = transfer(
        given.to_file(), given.to_request(), desk.edition(given), desk.triage(given).temperature
    )
    basis = gate.facts["basis"]
    return TransferOutput(
        id=given.id,
        result=gate.result,
        reasons=gate.reasons,
        advisories=advisories_out(gate, has_later_facts=given.has_later_facts),
        rule_set=gate.rule_set,
        evaluated_at=given.at,
        evidence=evidence_out(gate),
        conditions=conditions_out(gate.conditions),
        earliest_at=gate.earliest_at,
        basis=None if basis is None else str(basis),
        status_travels=gate.facts["status_travels"] is True,
    )


def _needed(given: TransferInput) -> tuple[str, ...]:
    """What 2.8 or 2.9 cannot do without, where that gate has to be decided from the file."""
    if given.gate is not None or given.to not in BEHIND_GATE:
        return ()
    if given.case_class is CaseClass.SUSPECTED:
        return ("samples",)
    return ("readings", "antipyretics") if given.case_class in RELEASED else ()


TOPIC = Topic("transfer", TransferInput, decide, TransferOutput)
