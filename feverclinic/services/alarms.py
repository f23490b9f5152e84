"""What becomes of alarms: fired, acknowledged by somebody, gone on, ended; and the count of a week."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from feverclinic.domain.alarm_events import AlarmEventId, Fired, WeekRow, week_rows
from feverclinic.domain.alarms import Alarm, Catalogue, Fact, Running, Start, Urgency
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.people import StaffId
from feverclinic.errors import Refused
from feverclinic.storage.alarms import audit_verified_at, note_verified, shift_began_at
from feverclinic.storage.store import Store

A_WEEK = timedelta(days=7)


def facts_of_records(store: Store) -> tuple[Fact, ...]:
    """What runs and stands on no list of the desk: unprinted slips, the shift, the audit."""
    code = store.station.code
    facts: list[Fact] = []
    slips = store.slips.waiting()
    if slips:
        since = min(slip.state_at for slip in slips)
        facts.append(Fact(Start.SLIP_WAITING, f"slips:{code}", f"× {len(slips)}", since))
    began = shift_began_at(store)
    if began is not None:
        facts.append(Fact(Start.SHIFT_BEGAN, f"shift:{code}", store.station.name, began))
    verified = audit_verified_at(store)
    if verified is not None:
        facts.append(Fact(Start.AUDIT_VERIFIED, "audit", "", verified))
    return tuple(facts)


def audit_was_verified(store: Store) -> None:
    """The chain of the audit was looked through; the time to the next look begins."""
    note_verified(store)


def note(store: Store, clocks: Sequence[Running]) -> tuple[Fired, ...]:
    """Bring the record of firings in line with this station's clocks; the same clocks change nothing.

    Fires what is due, passes on what has escalated, ends what is no longer so. Gives the open firings
    of these clocks, those that another station fired first among them.
    """
    events, station = store.alarms, store.station.code
    due = {one.clock.key: one for one in clocks if one.is_due}
    before = events.open_ones()
    events.end(one.id for one in before if one.station == station and one.key not in due)
    known = {one.key for one in before}
    for key, one in due.items():
        if key not in known:
            events.fire(one.clock.alarm.id, one.clock.subject)
    is_changed = any(key not in known for key in due)
    open_ones = events.open_ones() if is_changed else before
    mine = tuple(one for one in open_ones if one.key in due)
    late = [
        one.id
        for one in mine
        if one.escalated_at is None and due[one.key].urgency is Urgency.ESCALATED
    ]
    if late:
        events.escalate(late)
        mine = tuple(one for one in events.open_ones() if one.key in due)
    names: dict[StaffId, str] = {}
    for one in mine:
        if one.acted_by is not None and one.acted_by not in names:
            names[one.acted_by] = store.staff.get(one.acted_by).name
    return tuple(Fired(one, names.get(one.acted_by or StaffId(0), "")) for one in mine)


def acknowledge(store: Store, alarm: Alarm, event_id: AlarmEventId) -> None:
    """The actor says that he goes; the alarm stays open until its end.

    Raises Refused `alarms.not_yours` unless he has the owner's duty or a role that it escalates to,
    `alarms.has_ended` when it is over. A second acknowledgement leaves the first.
    """
    actor = store.actor
    if not actor.is_active or (
        alarm.duty not in actor.duties and actor.role not in alarm.escalates_to
    ):
        raise Refused("alarms.not_yours", name=actor.name)
    event = store.alarms.get(event_id)
    if event.ended_at is not None:
        raise Refused("alarms.has_ended")
    if event.acted_at is None:
        store.alarms.act(event)


def monday_of(day: date) -> date:
    """The first day of the week that a day lies in."""
    return day - timedelta(days=day.weekday())


def weekly(store: Store, catalogue: Catalogue, day: date) -> tuple[WeekRow, ...]:
    """What fired at this station in the local week (Monday to Sunday) of a day, by alarm."""
    since = datetime.combine(monday_of(day), time(), CHINA)
    events = store.alarms.fired_between(since, since + A_WEEK)
    return week_rows(events, catalogue, store.now)
