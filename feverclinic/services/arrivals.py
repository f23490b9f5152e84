"""The register of arrivals: a form begins, is announced, ends as a visit or without one, comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.arrivals import Arrival, ArrivalEnd
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.people import Duty
from feverclinic.domain.quick_screening import QuickScreenId
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import DraftId, Visit
from feverclinic.domain.waiting import expected, under_arm
from feverclinic.errors import Refused

if TYPE_CHECKING:
    from feverclinic.storage.store import Store

WITHOUT_VISIT = frozenset(
    {
        *(ArrivalEnd.LEFT, ArrivalEnd.REFUSED),
        *(ArrivalEnd.DID_NOT_ARRIVE, ArrivalEnd.NOT_A_PATIENT),
    }
)


def arrival_of(store: Store, draft_id: DraftId, intake: Intake) -> Arrival:
    """How this form stands in the register, or would; with the name as it is typed now."""
    known = store.arrivals.find(draft_id)
    name = " ".join(intake.text("name").split())
    if known is not None:
        return replace(known, name=name or known.name)
    is_announced = expected(intake) is not None
    return Arrival(draft_id, store.station.code, intake.arrived_at, name, is_announced)


def began(store: Store, draft: Draft) -> bool:
    """Note a form at its first keep; False for one that has ended meanwhile.

    A form of a saved visit, or an empty one, is nobody's arrival.
    """
    intake = draft.intake
    if intake.visit_id is not None or intake.is_empty:
        return True
    name = " ".join(intake.text("name").split())
    is_announced = expected(intake) is not None
    return store.arrivals.begin(
        Arrival(draft.id, draft.station, intake.arrived_at, name, is_announced)
    )


def announce(store: Store, draft_id: DraftId, intake: Intake) -> Draft:
    """Keep the form of an ambulance that is on its way here; raises Refused without `expected_at`."""
    store.actor.must(Duty.TRIAGE)
    if expected(intake) is None:
        raise Refused("arrival.expected_missing")
    draft = Draft(draft_id, store.station.code, intake, store.now, is_set_aside=True)
    if not began(store, draft):
        raise Refused("arrival.has_ended", name=intake.text("name"))
    store.drafts.put(draft)
    return draft


def ended_as_visit(
    store: Store, draft_id: DraftId | None, intake: Intake, visit: Visit, name: str
) -> None:
    """The form became a visit; one that was never kept has its arrival now."""
    arrival = arrival_of(store, draft_id or DraftId(store.new_id()), intake)
    store.arrivals.end(
        replace(
            arrival,
            # An announced person arrives later than the form was begun; the visit knows when.
            name=name,
            end=ArrivalEnd.VISIT,
            ended_at=store.now,
            visit_id=visit.id,
        )
    )


def end_form(
    store: Store, draft_id: DraftId, intake: Intake, end: ArrivalEnd, reason: str
) -> Arrival:
    """End a form without a visit: with the reason, the form and its readings stay in the records.

    Raises Refused without a reason, for a form that is a visit already, and while the person has
    a thermometer.
    """
    store.actor.must(Duty.TRIAGE)
    if end not in WITHOUT_VISIT:
        raise ValueError(end)
    if intake.visit_id is not None:
        raise Refused("arrival.has_visit")
    if not reason.strip():
        raise Refused("visit.reason_missing")
    held = under_arm(intake)
    if held is not None:
        raise Refused("thermometer.still_out", label=held.label)
    return close_form(store, draft_id, intake, end, reason.strip(), QuickScreenId(draft_id))


def reopen_form(store: Store, draft_id: DraftId, reason: str) -> Draft:
    """A form that had ended without a visit waits again: he came after all, or it was a mistake."""
    store.actor.must(Duty.TRIAGE)
    if not reason.strip():
        raise Refused("visit.reason_missing")
    ended = store.arrivals.find(draft_id)
    if ended is None or ended.end not in WITHOUT_VISIT or ended.intake is None:
        raise Refused("arrival.not_ended")
    return bring_back(store, ended, ended.intake, reason)


def close_form(
    store: Store,
    draft_id: DraftId,
    intake: Intake,
    end: ArrivalEnd,
    reason: str,
    owner: QuickScreenId,
) -> Arrival:
    """The form leaves the desk; its readings belong to `owner`, itself stays in the register."""
    readings = tuple(_kept(store, one, owner, draft_id) for one in intake.readings)
    whole = replace(intake, readings=readings)
    arrival = replace(
        arrival_of(store, draft_id, intake),
        end=end,
        ended_at=store.now,
        reason=reason,
        intake=whole,
    )
    store.drafts.drop(draft_id)
    return store.arrivals.end(arrival)


def _kept(store: Store, reading: Reading, owner: QuickScreenId, form: DraftId) -> Reading:
    if reading.id is not None:
        return store.readings.keep_with(reading.id, owner, form)
    by = reading.operator or store.actor.name
    return store.readings.add(replace(reading, operator=by), quick_id=owner)


def bring_back(store: Store, ended: Arrival, intake: Intake, reason: str) -> Draft:
    """The form waits again as it was when it ended, with its readings."""
    store.arrivals.reopen(ended.id, reason.strip())
    draft = Draft(ended.id, ended.station, intake, store.now, is_set_aside=True)
    store.drafts.put(draft)
    return draft
