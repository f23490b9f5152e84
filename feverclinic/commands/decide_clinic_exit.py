"""Topic `clinic-exit` (contract 2.21, WORK-2)."""

from dataclasses import replace

from feverclinic.commands.case_inputs import CaseFileInput, Truth
from feverclinic.commands.field_types import Instant, Text
from feverclinic.commands.gate_answers import (
    GateOutput,
    advisories_out,
    conditions_out,
    evidence_out,
)
from feverclinic.commands.shared_inputs import QuestionAnswer, Strict, to_questions
from feverclinic.commands.topics import Desk, Topic
from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.clinic_exit import (
    Core,
    CoreState,
    Disposition,
    ExitRequest,
    Plan,
    clinic_exit,
)
from feverclinic.domain.history import ROUTING_QUESTIONS

CRITERIA = ("c1", "c2", "c3")


class CoreInput(Strict):
    """F-core."""

    cbc: CoreState
    crp: CoreState
    ct: CoreState
    spo2: CoreState


class PlanInput(Strict):
    """The director's emergency plan."""

    by: Text
    valid_to: Instant


class DispositionInput(Strict):
    """The doctor's signed disposition."""

    by: Text
    at: Instant


class ClinicExitInput(CaseFileInput):
    """A case file with the questions, the core set and the disposition."""

    q1: QuestionAnswer | None = None
    q2: QuestionAnswer | None = None
    q3: QuestionAnswer | None = None
    q4: QuestionAnswer | None = None
    q5: QuestionAnswer | None = None
    core: CoreInput  # pyright: ignore[reportGeneralTypeIssues] - required after members that are not
    refusal_note_by: Text | None = None
    emergency_plan: PlanInput | None = None
    c1: Truth | None = None
    c2: Truth | None = None
    c3: Truth | None = None
    disposition: DispositionInput | None = None

    def to_file(self) -> CaseFile:
        """The case file with the questions and the criteria that are given."""
        truths = {name: getattr(self, name) for name in CRITERIA}
        return replace(
            self.to_case_file(),
            questions=to_questions({one: getattr(self, one.value) for one in ROUTING_QUESTIONS}),
            given={name: one for name, one in truths.items() if one is not None},
        )

    def to_request(self) -> ExitRequest:
        """What the exit asks beside the file."""
        plan, disposed = self.emergency_plan, self.disposition
        return ExitRequest(
            core={one: getattr(self.core, one.value) for one in Core},
            refusal_note_by=self.refusal_note_by or "",
            emergency_plan=Plan(plan.by, plan.valid_to) if plan else None,
            disposition=Disposition(disposed.by, disposed.at) if disposed else None,
        )


class ClinicExitOutput(GateOutput):
    """The answer of 2.21."""


def decide(given: ClinicExitInput, desk: Desk) -> ClinicExitOutput:
    """Decide the exit as of `at`."""
    gate = clinic_exit(
        given.to_file(), given.to_request(), desk.edition(given), desk.triage(given).temperature
    )
    disposed = given.disposition
    has_later = given.has_later_facts or (disposed is not None and disposed.at > given.at)
    return ClinicExitOutput(
        id=given.id,
        result=gate.result,
        reasons=gate.reasons,
        advisories=advisories_out(gate, has_later_facts=has_later),
        rule_set=gate.rule_set,
        evaluated_at=given.at,
        evidence=evidence_out(gate),
        conditions=conditions_out(gate.conditions),
        earliest_at=gate.earliest_at,
    )


TOPIC = Topic("clinic-exit", ClinicExitInput, decide, ClinicExitOutput)
