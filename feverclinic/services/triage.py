"""The verbs of the triage desk: keep a form, save a pre-screening, assign a reading, end a visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feverclinic.domain.boards import Saved
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.facts import as_input
from feverclinic.domain.intake import Draft, Intake, Problem
from feverclinic.domain.intake_form import from_patient, from_visit
from feverclinic.domain.intake_reading import IntakeRead, Surroundings, read_intake, with_patient
from feverclinic.domain.look_ahead import EMERGENCY, missing, needed_to_save
from feverclinic.domain.people import Duty, Patient, PatientId, Staff
from feverclinic.domain.prescreening import Prescreening, Routing
from feverclinic.domain.readings import Reading, ReadingId, Site
from feverclinic.domain.returning import ReturnVisit
from feverclinic.domain.sheets import decided_at
from feverclinic.domain.triage import route
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import (
    ENDED,
    Assessment,
    AssessmentId,
    DraftId,
    Slip,
    Stage,
    Visit,
    VisitId,
    decided_again,
)
from feverclinic.domain.waiting import ReceivedVia, hand_out, measure_again_at, must_be_free
from feverclinic.errors import Refused, Stale
from feverclinic.services import arrivals, day_list, families
from feverclinic.services.looked_for import looked_for
from feverclinic.services.sending import receive, received_before, received_on_paper
from feverclinic.services.sheets import enter_sheet
from feverclinic.services.slips import new_slip, put_slip

if TYPE_CHECKING:
    from feverclinic.storage.store import Store


# A field of the form for each known person who looked alike and is somebody else.
NOT_SAME = "not_same."


def not_same_as(intake: Intake) -> frozenset[PatientId]:
    """The known persons of whom the nurse said that they are not the one of this form."""
    return frozenset(
        PatientId(int(name.removeprefix(NOT_SAME)))
        for name in intake.fields
        if name.startswith(NOT_SAME)
    )


@dataclass(frozen=True, slots=True)
class SavedVisit:
    """What a save made, whole: enough to print the slip without asking again."""

    patient: Patient
    visit: Visit
    assessment: Assessment
    slip: Slip
    readings: tuple[Reading, ...]

    @property
    def told(self) -> Saved:
        """What the desk says of it."""
        routing = self.assessment.routing
        return Saved(
            self.visit.id,
            self.visit.visit_no,
            self.patient.name,
            routing.result,
            routing.acuity,
        )


def keep_draft(store: Store, draft: Draft) -> None:
    """Keep a form as it stands; it belongs to the station, survives a crash and is in the register.

    One that was saved, counted or ended meanwhile does not come back: it is kept as it ended.
    """
    if arrivals.began(store, draft):
        store.drafts.put(replace(draft, changed_at=store.now))


def drop_draft(store: Store, draft_id: DraftId) -> None:
    """Forget a form that became a visit; any other is ended with `arrivals.end_form`."""
    store.drafts.drop(draft_id)


def problems_of(
    intake: Intake, read: IntakeRead, rules: TriageRules, decision: Routing | None = None
) -> tuple[Problem, ...]:
    """Why the form cannot be saved yet, in the order of work; empty when it can.

    `decision` is the route of the form where it was worked out already. Whoever goes to
    resuscitation is saved as he lies there (TRI-1, TRI-2).
    """
    asked = needed_to_save(intake, read, rules, decision)
    if asked is None:
        return ()
    wrong = [problem for problem in read.problems if not problem.is_warning]
    named = {problem.where for problem in wrong}
    return (*wrong, *(Problem(name, "required") for name in asked if name not in named))


def save_prescreening(
    store: Store,
    intake: Intake,
    draft_id: DraftId | None,
    rules: TriageRules,
    surroundings: Surroundings,
    unknown_name: str,
) -> SavedVisit:
    """Save the form as a visit with its decision, its readings and a slip that waits for paper.

    `unknown_name` is the sentence for a person nobody can name, with `{visit_no}`. Raises Refused
    `triage.incomplete` with all problems when something is missing or wrong.
    """
    store.actor.must(Duty.TRIAGE)
    at = decided_at(intake, store.now)
    read = read_intake(intake, at, surroundings)
    record = _signed(read.prescreening, store.actor)
    decision = route(record, rules)
    problems = problems_of(intake, read, rules, decision)
    if problems:
        raise Refused("triage.incomplete", problems=problems, count=len(problems))
    known = _known_patient(store, intake, read)
    if known is not None and intake.patient_id is None:
        # Found by the number alone: what was recorded before is not emptied by an emptier form.
        intake = from_patient(known, intake)
        read = read_intake(intake, at, surroundings)
        record = _signed(read.prescreening, store.actor)
        decision = route(record, rules)
    earlier = store.visits.get(intake.visit_id) if intake.visit_id else None
    visit_no = (
        earlier.visit_no
        if earlier
        else store.visits.next_no(store.station.code, local_day(store.now))
    )
    if not read.patient.name:
        named = known.name if known else unknown_name.format(visit_no=visit_no)
        read = replace(read, patient=replace(read.patient, name=named))
    patient = _save_patient(store, intake, read, known)
    if earlier and earlier.patient_id != patient.id and store.cases.find_by_visit(earlier.id):
        raise Refused("triage.has_case", visit_no=earlier.visit_no)
    visit = _visit(store, intake, read, decision, patient.id, visit_no)
    visit = families.joined(
        store, decided_again(visit, earlier, store.now) if earlier else visit, patient, intake
    )
    visit = visit if earlier else received_on_paper(visit, intake, at)
    saved = store.visits.save(visit) if earlier else store.visits.add(visit)
    readings = _save_readings(store, intake.readings, saved.id, draft_id)
    if earlier is None:
        arrivals.ended_as_visit(store, draft_id, intake, saved, patient.name)
        if saved.sheet_no:
            enter_sheet(store, saved.sheet_no, saved.id)
    assessment = store.assessments.add(
        Assessment(
            AssessmentId(store.new_id()),
            saved.id,
            at,
            store.actor.id,
            decision.rule_set,
            as_input(record),
            decision,
        ),
        measure_again_at(record, decision, rules.temperature),
    )
    if draft_id is not None:
        done = replace(intake, visit_id=saved.id, patient_id=patient.id, readings=readings)
        _end_draft(store, draft_id, done, read, decision)
    slip = new_slip(store, saved.id) if earlier else put_slip(store, saved.id, 1)
    return SavedVisit(patient, saved, assessment, slip, readings)


def _signed(record: Prescreening, actor: Staff) -> Prescreening:
    """A decision against the computed outcome without a name is that of who is signed in."""
    override = record.override
    if override is None or override.by:
        return record
    return replace(record, override=replace(override, by=actor.name))


def _save_readings(
    store: Store, readings: tuple[Reading, ...], visit_id: VisitId, form: DraftId | None
) -> tuple[Reading, ...]:
    """Those taken at the desk are added; one of the tray, given by hand, changes hands once."""
    has_stored = any(reading.id is not None for reading in readings)
    stored = store.readings.of_visit(visit_id) if has_stored else ()
    own = {reading.id for reading in stored}
    return tuple(
        reading if reading.id in own else _save_reading(store, reading, visit_id, form)
        for reading in readings
    )


def _save_reading(
    store: Store, reading: Reading, visit_id: VisitId, form: DraftId | None
) -> Reading:
    if reading.id is not None:
        return store.readings.assign(reading.id, visit_id, form)
    by = reading.operator or store.actor.name
    return store.readings.add(replace(reading, operator=by), visit_id)


def _end_draft(
    store: Store, draft_id: DraftId, saved: Intake, read: IntakeRead, decision: Routing
) -> None:
    """A whole form is done with; one saved in an emergency waits to be completed (TRI-2).

    So does the form of whoever still has a thermometer: it is his until somebody takes it back.
    """
    wrong = any(not problem.is_warning for problem in read.problems)
    # Any other form was not let through before it was whole.
    is_emergency = decision.result in EMERGENCY
    is_open = is_emergency and (wrong or missing(saved, read, None))
    if is_open or saved.text("under_arm.label"):
        store.drafts.put(Draft(draft_id, store.station.code, saved, store.now, is_set_aside=True))
    else:
        store.drafts.drop(draft_id)


def _known_patient(store: Store, intake: Intake, read: IntakeRead) -> Patient | None:
    """The person chosen from the list, or the one with this number; None for a new one.

    Another name together with another number is the next person in the form of the last one.
    """
    typed = read.patient
    if intake.patient_id is not None:
        # A form that was open while two records became one goes on with the one that stays.
        chosen = store.patients.get(store.merges.current(intake.patient_id))
        if _differ(typed.name, chosen.name) and _differ(typed.id_no, chosen.id_no):
            other = Problem("id_no", "other_person", typed.id_no, {"name": chosen.name})
            raise Refused("triage.incomplete", problems=(other,), count=1)
        return chosen
    if not typed.id_no:
        return None
    known = store.patients.find_by_id_no(typed.id_type, typed.id_no)
    if known is not None and typed.name and typed.name != known.name:
        raise Refused(
            "triage.incomplete",
            problems=(Problem("id_no", "id_belongs_to", known.id_no, {"name": known.name}),),
            count=1,
        )
    return known


def _differ(typed: str, recorded: str) -> bool:
    return bool(typed and recorded) and typed != recorded


def _save_patient(store: Store, intake: Intake, read: IntakeRead, known: Patient | None) -> Patient:
    if known is None:
        added = store.patients.add(with_patient(read, PatientId(store.new_id()), 0))
        for other in not_same_as(intake):
            store.search.not_same(added.id, other)
        return added
    changed = with_patient(read, known.id, known.version)
    return known if changed == known else store.patients.save(changed)


def _visit(
    store: Store,
    intake: Intake,
    read: IntakeRead,
    decision: Routing,
    patient_id: PatientId,
    visit_no: str,
) -> Visit:
    record = read.prescreening
    return Visit(
        id=VisitId(store.new_id()),
        patient_id=patient_id,
        visit_no=visit_no,
        station=store.station.code,
        arrived_at=intake.arrived_at,
        saved_at=store.now,
        registration=read.registration,
        vitals=record.vitals,
        symptoms=record.symptoms,
        signs=record.signs,
        questions=record.questions,
        stage_at=store.now,
        outcome=decision.result,
        level=decision.acuity,
        sheet_no=intake.text("sheet_no").strip(),
    )


def saved_visit(store: Store, visit_id: VisitId) -> tuple[Patient, Visit, Assessment]:
    visit = store.visits.get(visit_id)
    assessment = store.assessments.latest(visit_id)
    if assessment is None:
        raise Refused("visit.no_assessment", visit_no=visit.visit_no)
    return store.patients.get(visit.patient_id), visit, assessment


def reopen(store: Store, visit_id: VisitId) -> Intake:
    """A saved visit as a form, to be looked at or added to; its decisions stay."""
    patient, visit, assessment = saved_visit(store, visit_id)
    return from_visit(patient, visit, store.readings.of_visit(visit_id), assessment.inputs)


def form_of(store: Store, visit_id: VisitId) -> tuple[Intake, DraftId | None]:
    """The form of a saved visit: the one that waits to be completed, else the visit opened anew."""
    for draft in store.drafts.of_station(store.station.code):
        if draft.intake.visit_id == visit_id:
            return draft.intake, draft.id
    return reopen(store, visit_id), None


def end_visit(store: Store, visit_id: VisitId, stage: Stage, reason: str) -> Visit:
    """Left, refused or did not arrive: with the reason; the record stays.

    Raises Refused without a reason, and for somebody whose receipt stands there: he is no longer ours.
    """
    store.actor.must(Duty.TRIAGE)
    if stage not in ENDED:
        raise ValueError(stage)
    if not reason.strip():
        raise Refused("visit.reason_missing")
    visit = store.visits.get(visit_id)
    if visit.received_at is not None:
        raise received_before(visit)
    return store.visits.save(visit.moved_to(stage, store.now), reason=reason.strip())


def mark_arrived(store: Store, visit_id: VisitId) -> Visit:
    """Received at this desk by whoever is signed in."""
    return receive(store, visit_id, store.actor.name, ReceivedVia.DESK)


def last_visit(
    store: Store, patient_id: PatientId, but: VisitId | None = None
) -> ReturnVisit | None:
    """The latest visit of a person for the banner, other than the one that is open (`but`).

    Whoever is looked for is named by the open one too when there is no other.
    """
    why = looked_for(store, patient_id)
    last = store.boards.last_visit
    found = last(patient_id, but) or (last(patient_id) if why is not None else None)
    return found if found is None or why is None else replace(found, looked_for=why)


def give_thermometer(store: Store, draft: Draft, label: str, site: Site, minutes: int) -> Draft:
    """Hand out a thermometer without a cable; it belongs to the form and survives a crash.

    Raises Refused `thermometer.already_out` with who has it.
    """
    store.actor.must(Duty.TRIAGE)
    must_be_free(label, store.drafts.of_station(store.station.code), draft.id)
    given = replace(draft, intake=hand_out(draft.intake, label, site, store.now, minutes))
    keep_draft(store, given)
    return replace(given, changed_at=store.now)


def add_fields(store: Store, draft_id: DraftId, fields: Mapping[str, str]) -> None:
    """Answers for a form that is not open now."""
    draft = store.drafts.get(draft_id)
    keep_draft(store, replace(draft, intake=draft.intake.with_fields(fields)))


def assign_reading(store: Store, reading_id: ReadingId, visit_id: VisitId) -> None:
    """Give an unclaimed reading to a saved visit by hand; it stays marked as assigned by hand."""
    store.actor.must(Duty.TRIAGE)
    store.readings.assign(reading_id, visit_id)


def reading_of_tray(store: Store, reading_id: ReadingId) -> Reading:
    """A reading that is still nobody's; raises Stale when a form or a record has it already."""
    offered = {one.reading.id: one.reading for one in day_list.tray(store)}
    if reading_id not in offered:
        raise Stale("reading.already_claimed")
    return offered[reading_id]


def add_to_draft(store: Store, draft_id: DraftId, reading: Reading) -> bool:
    """A reading for a form that is not open now; without the form it goes to the tray.

    True when the form had not got it before.
    """
    draft = next(
        (one for one in store.drafts.of_station(store.station.code) if one.id == draft_id), None
    )
    if draft is None:
        store.readings.add(reading, None)
        return False
    if reading in draft.intake.readings:
        return False
    store.drafts.put(
        replace(draft, intake=draft.intake.with_reading(reading), changed_at=store.now)
    )
    return True
