"""The follow-up after a discharge (FUP): the plan of that day's edition, its contacts, notices, recall."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from feverclinic.domain.case_book import valid_ones
from feverclinic.domain.case_entries import Noted
from feverclinic.domain.cases import CaseState, WayOut
from feverclinic.domain.civil_time import CHINA, local_day
from feverclinic.domain.decisions import FollowUpResult
from feverclinic.domain.discharge_notices import NOTICE_DUE, NOTICE_GIVEN, TO, Told, open_notices
from feverclinic.domain.follow_up import follow_up
from feverclinic.domain.leaving_entries import FollowedUp, Left
from feverclinic.domain.people import Duty
from feverclinic.domain.readings import Reading, Site
from feverclinic.domain.recalling import RECALL, WHY, RecallReason, recall_of
from feverclinic.domain.thermometry import TemperatureProblem, read_temperature
from feverclinic.errors import Refused
from feverclinic.services.case_gates import must_see
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import moment_of, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.case_entries import Entry
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.decisions import FollowUp
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

FUP_3 = "FUP-3"


def begin(store: Store, book: CaseBook, rules: CaseRules) -> CaseBook:
    """The follow-up of somebody who was discharged just now: what is due, and whom to tell today (FUP-3)."""
    plan = plan_of(book, rules, moment_of(store, book))
    notices = tuple(Noted(NOTICE_DUE, {TO: told.value}) for told in Told)
    written = write(store, book.case.id, notices, rules, seen=book.case.last_seq)
    for told in Told:
        store.outbox.put(FUP_3, told.value, str(book.case.id))
    is_over = plan is None or plan.result is FollowUpResult.NOT_REQUIRED
    state = CaseState.CLOSED if is_over else CaseState.FOLLOW_UP
    store.cases.save(replace(written.case, state=state))
    return read_case(store, book.case.id)


def discharged_on(entries: Sequence[Entry]) -> date | None:
    """The day of the release; None for whoever was not released."""
    released = [
        entry.entered_at
        for entry in entries
        if isinstance(entry.document, Left) and entry.document.way is WayOut.RELEASED
    ]
    return local_day(released[-1]) if released else None


def plan_of(book: CaseBook, rules: CaseRules, at: datetime) -> FollowUp | None:
    """Where the follow-up of a case stands at `at`."""
    return plan_from(book.entries, book.case.disease, rules, at)


def plan_from(
    entries: Sequence[Entry], disease: str, rules: CaseRules, at: datetime
) -> FollowUp | None:
    """Where a follow-up stands at `at`, by the edition of the day of discharge (FUP-5, F-14)."""
    day = discharged_on(entries)
    if day is None:
        return None
    contacts = [
        entry.document for entry in valid_ones(entries) if isinstance(entry.document, FollowedUp)
    ]
    return follow_up(
        at,
        day,
        tuple(one.on for one in contacts if one.is_visit),
        tuple(reading for one in contacts for reading in _readings(one)),
        tuple((one.on, symptom) for one in contacts for symptom in one.symptoms),
        rules.edition(datetime(day.year, day.month, day.day, tzinfo=CHINA), disease),
        rules.temperature,
    )


def record_contact(
    store: Store, case_id: CaseId, contact: FollowedUp, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """One contact or visit of the follow-up. A fever or a symptom opens a recall at once (FUP-4).

    Raises Refused for who is not in follow-up, for a day outside it, and for a text that is no
    temperature.
    """
    if Duty.TREAT not in store.actor.duties:
        store.actor.must(Duty.ENTER_RESULTS)
    book = must_see(store, case_id, seen)
    day = discharged_on(book.entries)
    if day is None:
        raise Refused("follow_up.none", name=book.patient.name)
    if not day < contact.on <= local_day(moment_of(store, book)):
        raise Refused("follow_up.wrong_day", discharged_on=day.isoformat())
    _readings(contact)
    written = write(store, case_id, (contact,), rules, seen=book.case.last_seq)
    plan = plan_of(written, rules, moment_of(store, written))
    if plan is None or plan.result is not FollowUpResult.RECALL:
        return written
    if recall_of(written.entries) is not None:
        return written
    why = RecallReason.SYMPTOM_IN_FOLLOW_UP if contact.symptoms else RecallReason.FEVER_IN_FOLLOW_UP
    recall = Noted(RECALL, {WHY: why.value})
    return write(store, case_id, (recall,), rules, seen=written.case.last_seq)


def give_notice(
    store: Store, case_id: CaseId, told: Told, how: str, rules: CaseRules, seen: int | None = None
) -> CaseBook:
    """One of the two was told of the discharge, by paper, telephone or network (`how`)."""
    if Duty.TREAT not in store.actor.duties:
        store.actor.must(Duty.ENTER_RESULTS)
    book = must_see(store, case_id, seen)
    if all(one.to is not told for one in open_notices(book.entries)):
        raise Refused("follow_up.told_already")
    if not how.strip():
        raise Refused("follow_up.how_missing")
    given = Noted(NOTICE_GIVEN, {TO: told.value, "how": how.strip()})
    return write(store, case_id, (given,), rules, seen=book.case.last_seq)


def close(store: Store, case_id: CaseId, rules: CaseRules, seen: int | None = None) -> CaseBook:
    """The follow-up is over; refused while something of it is open, or somebody is called back.

    One that led to a recall is over when the recall has ended.
    """
    store.actor.must(Duty.TREAT)
    book = must_see(store, case_id, seen)
    plan = plan_of(book, rules, moment_of(store, book))
    over = {FollowUpResult.ENDED, FollowUpResult.NOT_REQUIRED, FollowUpResult.RECALL}
    if plan is None or plan.result not in over or recall_of(book.entries) is not None:
        raise Refused("follow_up.still_open", name=book.patient.name)
    store.cases.save(replace(book.case, state=CaseState.CLOSED))
    return read_case(store, case_id)


def _readings(contact: FollowedUp) -> tuple[Reading, ...]:
    """The temperatures of a contact as readings of that day; raises Refused for what is none."""
    return tuple(_reading(text, contact.on) for text in contact.readings)


def _reading(text: str, on: date) -> Reading:
    try:
        typed = read_temperature(text)
    except TemperatureProblem as wrong:
        raise Refused("follow_up.wrong_temperature", found=text) from wrong
    # The beginning of the day: a fever that is told in the morning counts in the morning.
    at = datetime(on.year, on.month, on.day, tzinfo=CHINA)
    return Reading(text, typed.celsius, Site.AXILLARY, at, raw_unit=typed.scale)
