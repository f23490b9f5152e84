"""Cases for tests, made by hand: a book of entries, one minute apart, each by the person named."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import Document, Entry
from feverclinic.domain.cases import Case, CaseClass, CaseId, CaseState, Column, EntryId
from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.domain.readings import Reading
from tests.builders import MINUTE, NOON, a_patient, a_visit

DOCTOR = Staff(
    StaffId(31),
    "chen",
    "陈医生",
    "主治医师",
    "doctor",
    frozenset(
        {
            *(Duty.OVERRIDE_AS_DOCTOR, Duty.TREAT, Duty.ENTER_RESULTS),
            *(Duty.MANAGE_ROOMS, Duty.SIGN_ATTENDING),
        }
    ),
)
EXPERT = Staff(StaffId(32), "lin", "林教授", "主任医师", "expert", frozenset({Duty.SIGN_EXPERT}))
OFFICER = Staff(
    StaffId(33),
    "gao",
    "高院感",
    "副主任护师",
    "infection_control",
    frozenset({Duty.MANAGE_ROOMS, Duty.SIGN_INFECTION_CONTROL, Duty.TRY_RULES}),
)
DIRECTOR = Staff(StaffId(34), "yu", "于院长", "院长", "director", frozenset({Duty.DIRECT}))


def a_case(**differs: Any) -> Case:
    """A suspect isolated since noon."""
    patient = a_patient()
    usual: dict[str, Any] = {
        "id": CaseId(701),
        "visit_id": a_visit(patient).id,
        "patient_id": patient.id,
        "disease": "COVID-19",
        "opened_at": NOON,
        "opened_under": "covid-dt-6",
        "region": "370300",
        "case_class": CaseClass.SUSPECTED,
        "class_since": NOON,
        "state": CaseState.SUSPECTED,
        "column": Column.OBSERVED,
        "isolation_started_at": NOON,
    }
    return Case(**(usual | differs))


def an_entry(seq: int, document: Document, at: datetime | None = None, **differs: Any) -> Entry:
    """An entry of the doctor; without a time, `seq` minutes after noon."""
    moment = at or NOON + seq * MINUTE
    usual: dict[str, Any] = {
        "id": EntryId(9000 + seq),
        "case_id": CaseId(701),
        "entered_at": moment,
        "entered_by": DOCTOR.id,
        "by_name": DOCTOR.name,
        "station": "GATE",
    }
    return Entry(seq=seq, document=document, at=moment, **(usual | differs))


def a_book(
    *documents: Document, readings: Sequence[Reading] = (), case: Case | None = None
) -> CaseBook:
    """A case with these documents as its entries in their order."""
    patient = a_patient()
    entries = tuple(an_entry(seq, one) for seq, one in enumerate(documents, start=1))
    return CaseBook(case or a_case(), a_visit(patient), patient, entries, tuple(readings))
