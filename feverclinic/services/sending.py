"""Sent to the fever clinic and received there (ISO-2): the guide, the receipt, who has not arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from feverclinic.domain.civil_time import to_second
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Duty, Staff
from feverclinic.domain.sheets import RECEIVED_AT, RECEIVED_BY
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import Stage, Visit, VisitId
from feverclinic.domain.waiting import MUST_ISOLATE, SENT, OnTheWay, ReceivedVia, first_sent_at
from feverclinic.errors import Refused

if TYPE_CHECKING:
    from feverclinic.storage.store import Store


def send(store: Store, visit_id: VisitId, guide: str) -> Visit:
    """A patient goes now, walked over by `guide`; a second guide takes over, the start stays.

    Raises Refused without a guide, and for whoever has arrived or ended.
    """
    store.actor.must(Duty.TRIAGE)
    if not guide.strip():
        raise Refused("sending.guide_missing")
    visit = store.visits.get(visit_id)
    if visit.received_at is not None or visit.stage is Stage.ARRIVED:
        raise received_before(visit)
    on_the_way = visit.moved_to(Stage.ON_THE_WAY, store.now)
    return store.visits.save(
        replace(on_the_way, guide=guide.strip(), sent_at=visit.sent_at or store.now)
    )


def receive(
    store: Store,
    visit_id: VisitId,
    by: str,
    via: ReceivedVia,
    reason: str = "",
    at: datetime | None = None,
) -> Visit:
    """The receipt of the place that takes the patient, from any station of the hospital.

    `by` is who took him, `at` when (a slip brought back later says so), not before he came to the
    desk. Who was given up as not arrived may come after all, with a `reason`. Raises Refused.
    """
    _must_receive(store.actor)
    if not by.strip():
        raise Refused("sending.receiver_missing")
    visit = store.visits.get(visit_id)
    if visit.received_at is not None:
        raise received_before(visit)
    # A clock that was set back must not keep a receipt out that is given now.
    moment = at or max(store.now, visit.arrived_at)
    if at is not None and not to_second(visit.arrived_at) <= to_second(moment) <= to_second(
        store.now
    ):
        raise Refused("sending.wrong_time")
    if visit.stage is Stage.DID_NOT_ARRIVE:
        if not reason.strip():
            raise Refused("visit.reason_missing")
        arrived = replace(visit, stage=Stage.ARRIVED, stage_at=store.now)
    else:
        arrived = visit.moved_to(Stage.ARRIVED, store.now)
    signed = replace(arrived, received_at=moment, received_by=by.strip(), received_via=via.value)
    return store.visits.save(signed, reason=reason.strip())


def _must_receive(actor: Staff) -> None:
    """The triage desk or a doctor."""
    if Duty.OVERRIDE_AS_DOCTOR not in actor.duties:
        actor.must(Duty.TRIAGE)
    else:
        actor.must(Duty.OVERRIDE_AS_DOCTOR)


def received_on_paper(visit: Visit, intake: Intake, decided: datetime) -> Visit:
    """A visit entered from a sheet with the receipt that stood on it.

    It holds for whoever is sent by the decision of that time; one decided anew goes from here.
    """
    at, by = intake.text(RECEIVED_AT), intake.text(RECEIVED_BY)
    if not at or not by or visit.outcome not in SENT:
        return visit
    moment = datetime.fromisoformat(at)
    if moment < decided:
        return visit
    return replace(
        visit,
        stage=Stage.ARRIVED,
        received_at=moment,
        received_by=by,
        received_via=ReceivedVia.PAPER.value,
    )


def received_before(visit: Visit) -> Refused:
    """The refusal for a patient whose receipt stands already: who has him."""
    return Refused("sending.already_received", visit_no=visit.visit_no, by=visit.received_by or "-")


def on_the_way(store: Store, rules: TriageRules) -> tuple[OnTheWay, ...]:
    """Everybody sent to the fever clinic and not received there, of all stations, the latest limit last.

    The limit runs from the first decision that sent him: deciding again does not put it off.
    """
    waiting = [_timed(store, one, rules) for one in store.boards.on_the_way()]
    return tuple(sorted(waiting, key=lambda one: (one.arrive_by, one.visit_id)))


def _timed(store: Store, one: OnTheWay, rules: TriageRules) -> OnTheWay:
    decided_at = one.decided_at
    if one.decisions > 1:
        decided_at = first_sent_at(store.assessments.of_visit(one.visit_id)) or decided_at
    arrive_by = decided_at + timedelta(minutes=rules.arrival.not_arrived_minutes)
    gap = timedelta(minutes=rules.arrival.isolation_gap_minutes)
    return replace(
        one,
        decided_at=decided_at,
        arrive_by=arrive_by,
        isolate_by=decided_at + gap if one.outcome in MUST_ISOLATE else None,
        is_late=not one.is_from_paper and to_second(store.now) > to_second(arrive_by),
    )
