"""What the gates of leaving ask beside the case file, read from the entries of the case."""

from collections.abc import Iterable, Sequence

from feverclinic.domain.case_book import last_told
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.clinic_exit import Core, CoreState, Disposition, ExitRequest, Plan
from feverclinic.domain.clinical_entries import Disposed, Exposed
from feverclinic.domain.destination import DestinationFacts
from feverclinic.domain.edition_rules import Destination
from feverclinic.domain.emergency_plans import CoreItem, EmergencyPlan, plan_for
from feverclinic.domain.leaving_entries import Left, Transport
from feverclinic.domain.open_items import done_items
from feverclinic.domain.ternary import UNKNOWN, YES, Ternary
from feverclinic.domain.transfer import (
    LifeSaving,
    PossibleExposure,
    To,
    TransferRequest,
    TransportFacts,
)
from feverclinic.domain.vitals import Vitals
from feverclinic.domain.work_up_entries import Refusal

# The items of F-core as they are ordered, and as a plan of the director names them.
ORDERED = {Core.CBC: "CBC", Core.CRP: "CRP", Core.CT: "CHEST_CT", Core.SPO2: "SPO2"}


def exit_request(
    entries: Sequence[Entry], vitals: Vitals, plans: Iterable[EmergencyPlan], file: CaseFile
) -> ExitRequest:
    """The clinic exit (WORK-2): each item of F-core by its result, its refusal, or a standing plan.

    `entries` are the valid ones. A refusal counts with the doctor's note alone.
    """
    done, all_plans = done_items(entries, vitals), tuple(plans)
    refused = {
        one.document.item: one.document.note_by
        for one in entries
        if isinstance(one.document, Refusal) and one.document.note_by.strip()
    }
    standing = {
        item: Plan(plan.by, plan.valid_to)
        for item in Core
        if (plan := plan_for(all_plans, CoreItem(item.name), file.at)) is not None
    }
    states = {item: _state(item, done, refused, standing) for item in Core}
    notes = [note for item, note in refused.items() if item in ORDERED.values()]
    return ExitRequest(
        core=states,
        refusal_note_by=notes[-1] if notes else "",
        disposition=_disposition(entries),
        plans=standing,
    )


def _state(
    item: Core, done: Iterable[str], refused: Iterable[str], standing: Iterable[Core]
) -> CoreState:
    if ORDERED[item] in done:
        return CoreState.DONE
    if ORDERED[item] in refused:
        return CoreState.REFUSED
    return CoreState.EMERGENCY_PLAN if item in standing else CoreState.NOT_DONE


def _disposition(entries: Sequence[Entry]) -> Disposition | None:
    """The doctor's last disposition, under the own sign-in."""
    told = [one for one in entries if isinstance(one.document, Disposed)]
    return Disposition(told[-1].by_name, told[-1].entered_at) if told else None


def department_request(entries: Sequence[Entry]) -> TransferRequest:
    """To another department of this hospital; the matching gate is decided from the file.

    `entries` are the valid ones: with the tag of a possible exposure where one stands (TRF-5).
    """
    told = last_told(entries, Exposed)
    if told is None:
        return TransferRequest(To.DEPARTMENT)
    tag = PossibleExposure(told.since, told.f_core_clean, told.questions_clean)
    return TransferRequest(To.DEPARTMENT, possible_exposure=tag)


def site_request(file: CaseFile, record: Transport) -> TransferRequest:
    """To the designated site, by what the transport record says (TRF-2, TRF-6)."""
    is_known = record.site_class in Destination.__members__
    kept = file.consultation.keeps if file.consultation else UNKNOWN
    return TransferRequest(
        To.DESIGNATED_SITE,
        site_class=Destination(record.site_class) if is_known else None,
        transport=TransportFacts(
            record.dedicated_ambulance,
            record.closed_route,
            YES if _is_whole(record) else UNKNOWN,
            _confirmed(record),
        ),
        facts=DestinationFacts(consultation_kept_suspected=kept),
    )


def _is_whole(record: Transport) -> bool:
    """Whether the record holds what must stand there before the departure (TRF-6)."""
    texts = (record.to, record.reason, record.condition, record.vehicle, *record.crew[:1])
    return bool(record.crew) and all(text.strip() for text in texts)


def _confirmed(record: Transport) -> Ternary:
    """A confirmation without the name of who gave it is not known to be one."""
    is_named = bool(record.receiver.strip())
    return (
        record.receiver_confirmed if is_named or record.receiver_confirmed is not YES else UNKNOWN
    )


def life_saving_request(told: Left) -> TransferRequest:
    """To a life-saving procedure elsewhere in the hospital (TRF-3)."""
    life_saving = LifeSaving(told.reason, told.under_isolation, told.approved_by)
    return TransferRequest(To.LIFE_SAVING, life_saving=life_saving)


def latest_transport(entries: Sequence[Entry]) -> Transport | None:
    """The transport record that holds, among valid entries."""
    records = [one.document for one in entries if isinstance(one.document, Transport)]
    return records[-1] if records else None
