"""What the triage desk lists: the day with its times, and the tray of readings that nobody armed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from feverclinic.domain.boards import QueueEntry, Unclaimed
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.intake_reading import Surroundings
from feverclinic.domain.open_count import open_count
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import Stage
from feverclinic.domain.waiting import in_order
from feverclinic.services.sending import on_the_way

if TYPE_CHECKING:
    from feverclinic.storage.store import Store


def queue(store: Store, rules: TriageRules, surroundings: Surroundings) -> tuple[QueueEntry, ...]:
    """The day's list of this station: what to act on first, then who waits, then the routed.

    Each open form says how many questions are open, each visit its limits (ISO-2, 1.6).
    """
    drafts = {draft.id: draft.intake for draft in store.drafts.of_station(store.station.code)}
    going = [one for one in on_the_way(store, rules) if not one.is_from_paper]
    limits = {one.visit_id: one.arrive_by for one in going}

    def filled(entry: QueueEntry) -> QueueEntry:
        intake = drafts.get(entry.draft_id) if entry.draft_id else None
        if intake is None:
            arrive_by = limits.get(entry.visit_id) if entry.visit_id else None
            return replace(entry, arrive_by=arrive_by, wait_until=_wait_until(entry, rules))
        name = entry.name
        if not name and intake.visit_id is not None:
            # Saved in an emergency and still to be completed: the row is called like the visit.
            name = store.patients.get(store.visits.get(intake.visit_id).patient_id).name
        count = open_count(intake, store.now, rules, surroundings)
        return replace(entry, name=name, open_questions=count)

    listed = store.boards.queue(store.station.code, local_day(store.now))
    return in_order([filled(entry) for entry in listed], store.now)


def _wait_until(entry: QueueEntry, rules: TriageRules) -> datetime | None:
    """The limit of the level (1.6), from the decision on, for whoever was not received yet."""
    is_waiting = entry.stage in (Stage.TRIAGED, Stage.ON_THE_WAY)
    goes_on = entry.outcome is Outcome.GENERAL_OPD
    if (
        not is_waiting
        or goes_on
        or entry.is_from_paper
        or entry.level is None
        or entry.decided_at is None
    ):
        return None
    return entry.decided_at + timedelta(minutes=rules.acuity.wait_minutes[entry.level])


def tray(store: Store) -> tuple[Unclaimed, ...]:
    """Readings of this station that nobody armed and no open form holds yet."""
    held = {
        reading.id
        for draft in store.drafts.of_station(store.station.code)
        for reading in draft.intake.readings
    }
    unclaimed = store.readings.unclaimed(store.station.code)
    return tuple(one for one in unclaimed if one.reading.id not in held)
