"""Shifts of a desk: who sits down, the balance, leaving, and the hand-over that two people sign."""

from dataclasses import dataclass, replace
from datetime import datetime

from feverclinic.domain.balancing import Claimed, balance_of
from feverclinic.domain.civil_time import CHINA, local
from feverclinic.domain.people import Duty, Proof, Staff, StaffId
from feverclinic.domain.shifts import Balance, HandOver, Shift, ShiftId
from feverclinic.errors import Refused
from feverclinic.services.papers import Letterhead
from feverclinic.services.signing_in import first_administrator, prove, switch_to
from feverclinic.storage.store import Store
from feverclinic.wording import Wording

LONGEST_NOTE = 400


@dataclass(frozen=True, slots=True)
class Watchers:
    """What the rules, the settings and the desk know that the records do not.

    `armed` are thermometers that wait for a reading, each with whose it is; `act_now` are the alarms
    of the catalogue that call for somebody at once, each id with its words.
    """

    not_arrived_minutes: int
    pin_hours: int
    armed: tuple[str, ...] = ()
    act_now: tuple[tuple[str, str], ...] = ()


def sit_down(store: Store, proof: Proof, pin_hours: int) -> Staff:
    """Sign in or take over by password, PIN or badge; the first who triages begins the shift.

    A shift that goes on is not touched: 换班 within it is free. Raises what `prove` raises.
    """
    person = switch_to(store, proof, pin_hours)
    begin(store, person)
    return person


def sit_down_first(store: Store, login: str, name: str, password: str) -> Staff:
    """The first run: make the administrator, who sits down at once; raises as `first_administrator`."""
    person = first_administrator(store, login, name, password)
    store.staff.note_password(person)
    begin(store, person)
    return person


def begin(store: Store, person: Staff) -> Shift | None:
    """The shift that goes on at this station, begun now by this person where there is none.

    Whoever does not triage begins none.
    """
    going = store.shifts.going()
    if going is not None or Duty.TRIAGE not in person.duties:
        return going
    return store.shifts.add(_new_shift(store, person.id))


def balance(store: Store, watchers: Watchers) -> Balance:
    """Who was at this desk since the shift began, what became of each, and what nobody has claimed.

    Without a shift it is that of the calendar day.
    """
    going = store.shifts.going()
    since = going.began_at if going else _midnight(store.now)
    seen = store.shifts.witnesses(since)
    return balance_of(seen, _claimed(store, watchers), store.now, watchers.not_arrived_minutes)


def leave(store: Store, watchers: Watchers) -> Shift | None:
    """离开工位: the shift ends with nobody after it; None where none was going on.

    Raises Refused `shift.unclaimed` with the whole `balance` while something waits for somebody.
    """
    now = balance(store, watchers)
    if now.unclaimed:
        raise Refused("shift.unclaimed", count=now.left_over, balance=now)
    going = store.shifts.going()
    store.audit.note("SIGNED_OUT", "staff", store.actor.id, {})
    if going is None:
        return None
    ended = replace(
        going, given_at=store.now, given_by=store.actor.id, taken_at=store.now, balance=now
    )
    return store.shifts.save(going, ended)


def look_over(store: Store, watchers: Watchers, note: str = "") -> HandOver:
    """The hand-over as it stands now, before anybody signs."""
    going = store.shifts.going() or _new_shift(store, store.actor.id)
    first = _name_of(store, going.began_by)
    return HandOver(replace(going, note=note.strip()), balance(store, watchers), first, store.now)


def hand_over(
    store: Store, giver: Proof, taker: Proof, note: str, watchers: Watchers
) -> tuple[HandOver, Staff]:
    """交班: both sign, one shift ends and the next begins in the same instant; who sits there now.

    What is unclaimed passes on by name with the balance. Raises Refused `shift.same_person`,
    `shift.note_missing` (the balance does not close and nobody says why), `shift.note_too_long`, or
    of either signature (`prove`); nothing is changed then.
    """
    if len(note) > LONGEST_NOTE:
        raise Refused("shift.note_too_long", most=LONGEST_NOTE)
    gives, _ = _signature(store, giver, watchers, "giver")
    takes, how = _signature(store, taker, watchers, "taker")
    if gives.id == takes.id:
        raise Refused("shift.same_person", name=gives.name)
    over = look_over(store, watchers, note)
    if not over.balance.closes and not note.strip():
        raise Refused("shift.note_missing")
    ended = _ended(store, over, gives, takes)
    store.shifts.add(_new_shift(store, takes.id))
    store.staff.note_sign_in(takes, how)
    return replace(over, shift=ended, given_by=gives.name, taken_by=takes.name), takes


def _signature(store: Store, proof: Proof, watchers: Watchers, side: str) -> tuple[Staff, str]:
    """Who signs on that side and how; a refusal says in its facts whose signature it is."""
    try:
        person, how = prove(store, proof, watchers.pin_hours)
        person.must(Duty.TRIAGE)
    except Refused as wrong:
        raise Refused(wrong.code, **{**wrong.facts, "side": side}) from wrong
    return person, how


def last_hand_over(store: Store) -> HandOver | None:
    """The last hand-over of this station that two people signed, to be printed again."""
    shift = store.shifts.last()
    if shift is None or shift.given_by is None or shift.taken_by is None:
        return None
    return HandOver(
        shift,
        shift.balance,
        _name_of(store, shift.began_by),
        shift.taken_at or store.now,
        _name_of(store, shift.given_by),
        _name_of(store, shift.taken_by),
    )


def _ended(store: Store, over: HandOver, gives: Staff, takes: Staff) -> Shift:
    """The shift with both signatures; one that was never begun here begins and ends on paper."""
    going = store.shifts.going() or store.shifts.add(over.shift)
    ended = replace(
        going,
        given_at=store.now,
        given_by=gives.id,
        taken_at=store.now,
        taken_by=takes.id,
        balance=over.balance,
        note=over.shift.note,
    )
    return store.shifts.save(going, ended)


def _new_shift(store: Store, began_by: StaffId) -> Shift:
    return Shift(ShiftId(store.new_id()), store.station.code, store.now, began_by)


def _midnight(now: datetime) -> datetime:
    day = local(now)
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def _claimed(store: Store, watchers: Watchers) -> Claimed:
    here = store.station.code
    loud = dict(watchers.act_now)
    tray = store.readings.unclaimed(here)
    return Claimed(
        tuple(
            f"{one.reading.raw_text} {one.reading.device_name} {local(one.reading.measured_at):%H:%M}"
            for one in tray
        ),
        watchers.armed,
        tuple(store.visits.get(slip.visit_id).visit_no for slip in store.slips.waiting()),
        tuple(
            f"{loud[event.alarm]} {local(event.fired_at):%H:%M}"
            for event in store.alarms.open_ones()
            if event.station == here and event.acted_at is None and event.alarm in loud
        ),
    )


def _name_of(store: Store, staff_id: StaffId) -> str:
    return store.staff.get(staff_id).name


def sheet(over: HandOver, head: Letterhead, printed_by: str, at: datetime, words: Wording) -> bytes:
    """PDF bytes of the hand-over sheet; reportlab is loaded when first needed."""
    from feverclinic.reports.hand_over import render  # noqa: PLC0415 - fonts, off the GUI
    from feverclinic.reports.imprint import Imprint  # noqa: PLC0415 - as above

    return render(over, Imprint(head.facility, head.station, printed_by, at, mark=head.mark), words)
