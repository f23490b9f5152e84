"""Counting whoever passes (TRI-8) without a name, and taking the last count back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.facts import as_input
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.look_ahead import look_ahead
from feverclinic.domain.people import Duty
from feverclinic.domain.quick_screening import QuickScreen, QuickScreenId, why_not
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Refused
from feverclinic.services.arrivals import bring_back, close_form

if TYPE_CHECKING:
    from feverclinic.storage.store import Store


def count_passed(
    store: Store,
    intake: Intake,
    draft_id: DraftId,
    rules: TriageRules,
    surroundings: Surroundings,
) -> QuickScreen:
    """Count one person who passed: the decision with its inputs, the readings, and the form is done.

    Raises Refused `quick.may_not_pass` (`why` as in `why_not`) for everybody who must be typed.
    """
    store.actor.must(Duty.TRIAGE)
    read = read_intake(intake, store.now, surroundings)
    outlook = look_ahead(intake, read, rules)
    why = why_not(intake, outlook)
    decision, effective = outlook.routing, outlook.temperature.effective
    if why or decision is None or effective is None:
        raise Refused("quick.may_not_pass", why=why)
    screen = QuickScreen(
        id=QuickScreenId(store.new_id()),
        station=store.station.code,
        at=store.now,
        by=store.actor.id,
        rule_set=decision.rule_set,
        inputs=as_input(read.prescreening),
        outcome=decision.result,
        temperature=effective.raw_text,
        arrival_id=draft_id,
    )
    close_form(store, draft_id, intake, ArrivalEnd.COUNTED, "", screen.id)
    return store.quick_screens.add(screen)


def undo_last_count(store: Store, reason: str) -> tuple[QuickScreen, Draft]:
    """Take back the last count of this station today; its form waits again, to be typed in full.

    The count and its readings stay in the records as void. Raises Refused `quick.none_to_undo`.
    """
    store.actor.must(Duty.TRIAGE)
    counted = store.quick_screens.of_day(store.station.code, local_day(store.now))
    if not counted:
        raise Refused("quick.none_to_undo")
    last = counted[-1]
    ended = store.arrivals.find(last.arrival_id) if last.arrival_id else None
    if ended is None or ended.intake is None:
        raise Refused("record.missing", what="arrival", id=last.arrival_id)
    voided = store.quick_screens.void(last.id, reason)
    return voided, bring_back(store, ended, ended.intake, reason)
