"""From records to paper: gather a slip within a transaction, render it outside of one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from feverclinic.domain.people import Duty
from feverclinic.domain.triage import work_up
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import VisitId
from feverclinic.reports.slip_record import TriageSlip
from feverclinic.services.triage import saved_visit
from feverclinic.wording import Wording

if TYPE_CHECKING:
    from feverclinic.storage.store import Store


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every paper of this work place; `mark` in grey outline across each page."""

    facility: str
    station: str
    is_demo: bool = False
    mark: str = ""


def gather_slip(
    store: Store, visit_id: VisitId, copy_no: int, rules: TriageRules, head: Letterhead
) -> TriageSlip:
    """The slip of a visit's latest decision, as it was decided; `copy_no` above 1 is a copy.

    No duty is asked for: a slip that was ordered is printed also when the shift changes meanwhile.
    """
    patient, visit, assessment = saved_visit(store, visit_id)
    nurse = store.staff.get(assessment.decided_by)
    return TriageSlip(
        visit=visit,
        patient=patient,
        assessment=assessment,
        work_up=work_up(assessment.routing, rules),
        limit_c=Decimal(rules.temperature.fever_threshold_c),
        nurse=nurse.name,
        station=head.station,
        facility=head.facility,
        copy_no=copy_no,
        is_demo=head.is_demo,
        mark=head.mark,
    )


def preview_slip(
    store: Store, visit_id: VisitId, rules: TriageRules, head: Letterhead
) -> TriageSlip:
    """The slip as it would be printed, for somebody who wants to read it."""
    store.actor.must(Duty.TRIAGE)
    return gather_slip(store, visit_id, 1, rules, head)


def render_slip(slip: TriageSlip, words: Wording, paper: str) -> bytes:
    """PDF bytes of the slip, A5 or an 80 mm roll; reportlab is loaded when first needed."""
    from feverclinic.reports.triage_slip import render  # noqa: PLC0415 - 0.3 s of fonts, off the GUI

    return render(slip, words, "ROLL80" if paper == "ROLL80" else "A5")
