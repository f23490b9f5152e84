"""The records of the papers of one case, each made from what the desk shows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_papers import PaperAsked, PaperKind
from feverclinic.domain.case_samples import taken_samples
from feverclinic.domain.cases import WayOut
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.clinical_entries import Caused, Classed, Consulted, Disposed, JointConsulted
from feverclinic.domain.decisions import FollowUpResult
from feverclinic.domain.gates import GateKind
from feverclinic.domain.leaving_entries import Left, Transport
from feverclinic.domain.people import AgeUnit
from feverclinic.domain.recalling import recall_of
from feverclinic.domain.work_up_entries import Order, Refusal, SampleTaken
from feverclinic.errors import Refused
from feverclinic.reports.case_records import (
    CalendarPaper,
    CaseHead,
    CasePaper,
    Certificate,
    Checklist,
    ConsultationPaper,
    IsolationNotice,
    JointPaper,
    LabelSheet,
    LeaveNotice,
    Ordered,
    RefusalNotice,
    TransferPaper,
    TubeLabel,
    WorkUpOrder,
)

if TYPE_CHECKING:
    from feverclinic.domain.case_boards import CaseView
    from feverclinic.domain.case_entries import Document, Entry
    from feverclinic.domain.gates import Gate
    from feverclinic.reports.imprint import Imprint
    from feverclinic.services.editions import CaseRules

Kind = TypeVar("Kind", bound="Document")
WAYS = {PaperKind.RELEASE: WayOut.RELEASED, PaperKind.EXCLUSION: WayOut.EXCLUDED}
GATES = {PaperKind.RELEASE: GateKind.RELEASE, PaperKind.EXCLUSION: GateKind.EXCLUSION}


@dataclass(frozen=True, slots=True)
class Around:
    """What a paper needs beside the case: whose it is, which printing, names of places, the rules."""

    imprint: Imprint
    rules: CaseRules
    copy_no: int = 1
    places: Mapping[str, str] | None = None

    @property
    def limit_c(self) -> str:
        return f"{self.rules.temperature.fever_threshold_c:.1f}"


def paper_of(view: CaseView, asked: PaperAsked, around: Around) -> CasePaper:
    """The record of one paper from what the desk shows; raises as `case_papers.gather`."""
    head = CaseHead(
        around.imprint,
        view.book.case,
        view.book.visit,
        view.book.patient,
        around.copy_no,
        (view.book.room.name or view.book.room.code) if view.book.room else "",
        around.places or {},
        asked.shows_identity,
    )
    return MAKE[asked.kind](view, asked, head, around)


def entry_told(view: CaseView, asked: PaperAsked) -> int | None:
    """Which entry decides what stands on the paper: a later printing of the same is a copy."""
    if asked.of_entry is not None:
        return asked.of_entry
    kinds: Mapping[PaperKind, type[Document]] = {
        PaperKind.ORDER: Order,
        PaperKind.NOTICE: Classed,
        PaperKind.TRANSFER: Transport,
        PaperKind.LEAVE: Disposed,
        PaperKind.CALENDAR: Left,
        PaperKind.RELEASE: Left,
        PaperKind.EXCLUSION: Left,
    }
    kind = kinds.get(asked.kind)
    found = told_of(view, kind) if kind is not None else []
    return found[-1][0].id if found else None


def told_of(view: CaseView, kind: type[Kind]) -> list[tuple[Entry, Kind]]:
    """Valid entries of a kind in the order of writing."""
    return [
        (one, one.document) for one in valid_entries(view.book) if isinstance(one.document, kind)
    ]


def _one(view: CaseView, asked: PaperAsked, kind: type[Kind]) -> tuple[Entry, Kind]:
    """The entry that was asked for, else the last one of its kind."""
    found = told_of(view, kind)
    if asked.of_entry is not None:
        found = [pair for pair in found if pair[0].id == asked.of_entry]
    if not found:
        raise Refused("paper.nothing_to_print", paper=asked.kind.value)
    return found[-1]


def _checklist(view: CaseView, asked: PaperAsked, head: CaseHead, _around: Around) -> CasePaper:
    gate = view.gates.get(asked.gate) if asked.gate else next(iter(view.gates.values()), None)
    if gate is None:
        raise Refused("paper.nothing_to_print", paper=asked.kind.value)
    return Checklist(head, gate, view.book.case.case_class)


def _order(view: CaseView, asked: PaperAsked, head: CaseHead, _around: Around) -> CasePaper:
    orders = tuple(
        Ordered(told.work_up_set, told.items, told.in_his, entry.by_name, entry.at)
        for entry, told in told_of(view, Order)
    )
    if not orders:
        raise Refused("paper.nothing_to_print", paper=asked.kind.value)
    return WorkUpOrder(head, orders)


def _labels(view: CaseView, asked: PaperAsked, head: CaseHead, around: Around) -> CasePaper:
    taken = [one.taken for one in taken_samples(valid_entries(view.book))]
    if asked.of_entry is not None:
        taken = [one for one in taken if one.id == asked.of_entry]
    if not taken:
        raise Refused("paper.nothing_to_print", paper=asked.kind.value)
    labels: list[TubeLabel] = []
    for entry in taken:
        told = entry.document
        assert isinstance(told, SampleTaken)
        if not told.tube_no.strip():
            continue
        patient = head.patient
        age, unit = patient.age_text_parts(local_day(told.collected_at)) or (None, AgeUnit.YEAR)
        labels.append(
            TubeLabel(
                told.tube_no.strip(),
                head.visit.visit_no,
                patient.name,
                patient.sex,
                age,
                unit,
                told.kind,
                told.specimen,
                told.collected_at,
            )
        )
    if not labels:
        raise Refused("paper.no_tube")
    return LabelSheet(around.imprint, tuple(labels), asked.is_sheet)


def _notice(view: CaseView, asked: PaperAsked, head: CaseHead, _around: Around) -> CasePaper:
    case = view.book.case
    if case.isolation_started_at is None or case.isolation_ended_at is not None:
        raise Refused("paper.nothing_to_print", paper=asked.kind.value)
    gates = (view.gates.get(kind) for kind in GATES.values())
    gate = next((one for one in gates if one is not None), None)
    doctors = [entry.by_name for entry, _ in told_of(view, Classed)]
    doctor = doctors[-1] if doctors else ""
    return IsolationNotice(head, case.case_class, view.classification, gate, doctor)


def _refused_notice(
    view: CaseView, asked: PaperAsked, head: CaseHead, _around: Around
) -> CasePaper:
    entry, told = _one(view, asked, Refusal)
    return RefusalNotice(head, told, entry.at)


def _consultation(view: CaseView, asked: PaperAsked, head: CaseHead, _around: Around) -> CasePaper:
    entry, _ = _one(view, asked, Consulted)
    return ConsultationPaper(
        head, entry, view.classification, view.book.case.case_class, view.grade
    )


def _joint(view: CaseView, asked: PaperAsked, head: CaseHead, _around: Around) -> CasePaper:
    entry, _ = _one(view, asked, JointConsulted)
    return JointPaper(head, entry, view.book.case.case_class, view.grade)


def _transfer(view: CaseView, _asked: PaperAsked, head: CaseHead, _around: Around) -> CasePaper:
    records = told_of(view, Transport)
    entry = records[-1][0] if records else None
    return TransferPaper(head, view.book.case.case_class, entry)


def left_by(view: CaseView, way: WayOut) -> tuple[Entry, Left] | None:
    """The act by which the case went this way, the last one."""
    found = [pair for pair in told_of(view, Left) if pair[1].way is way]
    return found[-1] if found else None


def _certificate(view: CaseView, asked: PaperAsked, head: CaseHead, _around: Around) -> CasePaper:
    """Only of the act that stands in the case, and not while the person is called back."""
    way, kind = WAYS[asked.kind], GATES[asked.kind]
    if recall_of(view.book.entries) is not None:
        raise Refused("paper.recalled", name=head.patient.name)
    acted = left_by(view, way)
    gate = acted[1].gate if acted else None
    if acted is None or gate is None:
        _refuse_certificate(view.gates.get(kind), asked.kind)
        raise Refused("paper.act_missing", paper=asked.kind.value)
    entry, told = acted
    return Certificate(
        replace(head, imprint=replace(head.imprint, rules=gate.rule_set)),
        way,
        gate,
        entry.entered_at,
        entry.by_name,
        told.signed_by,
        head.case.isolation_started_at,
    )


def _refuse_certificate(gate: Gate | None, kind: PaperKind) -> None:
    """Before its time: with every condition that is not met."""
    if gate is None:
        raise Refused("paper.nothing_to_print", paper=kind.value)
    if not gate.is_open:
        unmet = tuple(one.code for one in gate.unmet)
        raise Refused("paper.gate_shut", count=len(unmet), conditions=unmet, gate=gate)


def _calendar(view: CaseView, _asked: PaperAsked, head: CaseHead, around: Around) -> CasePaper:
    plan, released = view.follow_up, left_by(view, WayOut.RELEASED)
    if plan is None or released is None or plan.result is FollowUpResult.NOT_REQUIRED:
        raise Refused("paper.no_follow_up")
    edition = around.rules.edition_called(plan.rule_set)
    count = edition.follow_up.readings_a_day if edition else 1
    whose = replace(head, imprint=replace(head.imprint, rules=plan.rule_set))
    day = local_day(released[0].entered_at)
    return CalendarPaper(whose, plan, day, count, around.limit_c)


def _leave(view: CaseView, asked: PaperAsked, head: CaseHead, around: Around) -> CasePaper:
    entry, disposed = _one(view, asked, Disposed)
    causes = told_of(view, Caused)
    cause = causes[-1][1] if causes else None
    return LeaveNotice(
        head, view.book.case.case_class, disposed, entry.by_name, cause, around.limit_c
    )


Make = Callable[["CaseView", PaperAsked, CaseHead, Around], CasePaper]
MAKE: Mapping[PaperKind, Make] = {
    PaperKind.CHECKLIST: _checklist,
    PaperKind.ORDER: _order,
    PaperKind.LABELS: _labels,
    PaperKind.NOTICE: _notice,
    PaperKind.REFUSAL: _refused_notice,
    PaperKind.CONSULTATION: _consultation,
    PaperKind.JOINT: _joint,
    PaperKind.TRANSFER: _transfer,
    PaperKind.RELEASE: _certificate,
    PaperKind.EXCLUSION: _certificate,
    PaperKind.CALENDAR: _calendar,
    PaperKind.LEAVE: _leave,
}
