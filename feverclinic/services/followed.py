"""Whoever has left and is not done with: in follow-up after a discharge, or called back, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.case_boards import FollowedRow
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.decisions import RevisitStatus
from feverclinic.domain.discharge_notices import open_notices
from feverclinic.domain.leaving_entries import Left
from feverclinic.domain.recalling import recall_of
from feverclinic.services.following_up import plan_from

if TYPE_CHECKING:
    from datetime import date, datetime

    from feverclinic.domain.case_entries import Entry
    from feverclinic.domain.cases import Case
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.case_boards import Person
    from feverclinic.storage.store import Store

# What a follow-up and a recall are read from.
FOLLOWED_BY = ("LEFT", "RETURNED", "FOLLOW_UP", "NOTE", "CALL", "VOID")


def followed(store: Store, rules: CaseRules) -> tuple[FollowedRow, ...]:
    """Whoever left and is not done with: called back first, then by the next day due (FUP, REL-11)."""
    boards = store.case_boards
    called = {case.id: (case, person) for case, person in boards.ever_called_back()}
    in_plan = {case.id: (case, person) for case, person in boards.followed()}
    people = called | in_plan
    told = boards.entries_of(people, FOLLOWED_BY) if people else {}
    rows = [
        _row(case, person, told.get(case.id, ()), rules, store.now)
        for case, person in people.values()
    ]
    kept = [row for row in rows if row.is_called_back or row.case_id in in_plan]
    today = local_day(store.now)
    return tuple(sorted(kept, key=lambda one: (not one.is_called_back, next_day(one, today))))


def _row(
    case: Case, person: Person, entries: tuple[Entry, ...], rules: CaseRules, now: datetime
) -> FollowedRow:
    left = [one for one in entries if isinstance(one.document, Left)]
    recall = recall_of(entries)
    return FollowedRow(
        case_id=case.id,
        visit_no=person.visit_no,
        name=person.name,
        sex=person.sex,
        age=person.age,
        age_unit=person.age_unit,
        phone=person.phone,
        plan=plan_from(entries, case.disease, rules, now),
        to_tell=tuple(one.to for one in open_notices(entries)),
        way_out=case.way_out,
        left_at=left[-1].entered_at if left else None,
        why=recall.reasons if recall is not None else (),
        calls=len(recall.calls) if recall is not None else 0,
        is_reached=recall is not None and recall.is_reached,
    )


def next_day(row: FollowedRow, today: date) -> date:
    """The first day on which something of the plan is due; `today` for whoever has none."""
    if row.plan is None:
        return today
    days = [one.due_on for one in row.plan.revisits if one.status is not RevisitStatus.DONE]
    end = row.plan.monitoring_to
    return min(days, default=end if end is not None else today)
