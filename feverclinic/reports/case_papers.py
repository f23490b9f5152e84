"""The papers of a case as PDF bytes: the same record in the same language gives the same bytes."""

from collections.abc import Callable, Mapping
from typing import Any

from feverclinic.reports import (
    consultation_record,
    follow_up_calendar,
    gate_papers,
    isolation_notice,
    observation_register,
    patient_notices,
    specimen_labels,
    transfer_record,
    work_up_order,
)
from feverclinic.reports.case_records import (
    CalendarPaper,
    CasePaper,
    Certificate,
    Checklist,
    ConsultationPaper,
    IsolationNotice,
    JointPaper,
    LabelSheet,
    LeaveNotice,
    ObservedPaper,
    RefusalNotice,
    TransferPaper,
    WorkUpOrder,
)
from feverclinic.wording import Wording

RENDER: Mapping[type[CasePaper], Callable[[Any, Wording], bytes]] = {
    WorkUpOrder: work_up_order.render,
    IsolationNotice: isolation_notice.render,
    ConsultationPaper: consultation_record.render,
    JointPaper: consultation_record.render_joint,
    Certificate: gate_papers.render_certificate,
    Checklist: gate_papers.render_checklist,
    TransferPaper: transfer_record.render,
    CalendarPaper: follow_up_calendar.render,
    LeaveNotice: patient_notices.render_leave,
    RefusalNotice: patient_notices.render_refusal,
    LabelSheet: specimen_labels.render,
    ObservedPaper: observation_register.render,
}


def render(paper: CasePaper, wording: Wording) -> bytes:
    """One PDF file in bytes; its title names no person."""
    return RENDER[type(paper)](paper, wording)
