"""Timed alarms: rows of the catalogue, clocks that run for somebody, and how urgent each one is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from feverclinic.domain.people import Duty


class Rank(StrEnum):
    """How loud an alarm is once its time is up."""

    INFO = "INFO"
    SOON = "SOON"
    ACT = "ACT"


class Shows(StrEnum):
    """Where a clock is seen before it is urgent: in the top line, on the desk's own list, on its page."""

    TOP = "top"
    LIST = "list"
    PAGE = "page"


class Start(StrEnum):
    """The facts that start a clock; a new one is a decision of the program, not of a data file."""

    THERMOMETER_OUT = "THERMOMETER_OUT"
    RECHECK_SET = "RECHECK_SET"
    MASKED_FEVER_SET = "MASKED_FEVER_SET"
    AMBULANCE_ANNOUNCED = "AMBULANCE_ANNOUNCED"
    SENT = "SENT"
    ISOLATION_DECIDED = "ISOLATION_DECIDED"
    WAITING_I = "WAITING_I"
    WAITING_II = "WAITING_II"
    WAITING_III = "WAITING_III"
    WAITING_IV = "WAITING_IV"
    READING_UNCLAIMED = "READING_UNCLAIMED"
    FORM_OPEN = "FORM_OPEN"
    SLIP_WAITING = "SLIP_WAITING"
    THERMOMETER_LOST = "THERMOMETER_LOST"
    CALIBRATION_KNOWN = "CALIBRATION_KNOWN"
    SCANNER_LOST = "SCANNER_LOST"
    SERVER_AWAY = "SERVER_AWAY"
    JOURNAL_WAITING = "JOURNAL_WAITING"
    SHIFT_BEGAN = "SHIFT_BEGAN"
    AUDIT_VERIFIED = "AUDIT_VERIFIED"
    CASE_OPENED = "CASE_OPENED"
    CBC_ORDERED = "CBC_ORDERED"
    CT_ORDERED = "CT_ORDERED"
    NAT_ORDERED = "NAT_ORDERED"
    UNDETERMINED_SINCE = "UNDETERMINED_SINCE"
    TREATED_ON_SITE = "TREATED_ON_SITE"
    JOINT_ASKED = "JOINT_ASKED"
    ROOM_VACATED = "ROOM_VACATED"
    ROOM_AIRED = "ROOM_AIRED"
    ROOM_CONFLICT = "ROOM_CONFLICT"
    SIGNATURE_ASKED = "SIGNATURE_ASKED"


class End(StrEnum):
    """What ends a clock: the fact is no longer so."""

    TAKEN_BACK = "TAKEN_BACK"
    MEASURED_AGAIN = "MEASURED_AGAIN"
    FORM_ENDED = "FORM_ENDED"
    RECEIVED = "RECEIVED"
    ON_THE_WAY = "ON_THE_WAY"
    CLAIMED = "CLAIMED"
    PRINTED = "PRINTED"
    BACK = "BACK"
    CALIBRATED = "CALIBRATED"
    DELIVERED = "DELIVERED"
    HANDED_OVER = "HANDED_OVER"
    VERIFIED = "VERIFIED"
    ORDERED = "ORDERED"
    REPORTED = "REPORTED"
    CLASSED = "CLASSED"
    REASON_WRITTEN = "REASON_WRITTEN"
    CONSULTED = "CONSULTED"
    DISINFECTED = "DISINFECTED"
    LOOKED_AT = "LOOKED_AT"
    SEPARATED = "SEPARATED"
    SIGNED = "SIGNED"


class Urgency(StrEnum):
    """How urgent a clock is now; `ESCALATED` is «act now» that has gone on to somebody else."""

    CALM = "CALM"
    SOON = "SOON"
    ACT = "ACT"
    ESCALATED = "ESCALATED"


URGENT = frozenset({Urgency.ACT, Urgency.ESCALATED})
LOUDEST_FIRST = (Urgency.ESCALATED, Urgency.ACT, Urgency.SOON, Urgency.CALM)
AT_DUE = {Rank.INFO: Urgency.CALM, Rank.SOON: Urgency.SOON, Rank.ACT: Urgency.ACT}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row of the catalogue. `after` None: the record itself carries the instant at which it is due.

    `after_key` names the number of the rule file or the settings, "" for a number of the row. Owner is
    one duty at one desk; `escalates_to` are roles.
    """

    id: str
    rules: tuple[str, ...]
    duty: Duty
    desk: str
    rank: Rank
    starts: Start
    ends: End
    shows: Shows
    after: timedelta | None = None
    after_key: str = ""
    warn_before: timedelta = timedelta(0)
    escalates_after: timedelta | None = None
    escalates_to: tuple[str, ...] = ()
    has_sound: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All alarms by what starts them; an alarm that nobody acts on in time counts as ignored."""

    alarms: tuple[Alarm, ...]
    ignored_after: timedelta
    sound_again: timedelta

    def of(self, alarm_id: str) -> Alarm | None:
        """The row with this id; None for an id that an older catalogue had."""
        return next((alarm for alarm in self.alarms if alarm.id == alarm_id), None)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something whose time runs: `subject` names it for the program, `label` for people.

    `due_at` stands where the record carries the instant itself.
    """

    kind: Start
    subject: str
    label: str
    since: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """An alarm that runs for one subject; instants, so that a changed PC clock moves neither end."""

    alarm: Alarm
    subject: str
    label: str
    started_at: datetime
    due_at: datetime

    @property
    def key(self) -> str:
        return f"{self.alarm.id}|{self.subject}"

    @property
    def steps(self) -> tuple[datetime, ...]:
        """The instants behind which the urgency changes."""
        escalates = self.alarm.escalates_after
        last = () if escalates is None else (self.due_at + escalates,)
        return (self.due_at - self.alarm.warn_before, self.due_at, *last)


@dataclass(frozen=True, slots=True)
class Running:
    """A clock as it stands at one moment; `left` is negative when its time is over."""

    clock: Clock
    urgency: Urgency
    left: timedelta

    @property
    def is_due(self) -> bool:
        return self.left < timedelta(0)

    @property
    def is_urgent(self) -> bool:
        return self.urgency in URGENT


def clocks_of(facts: Iterable[Fact], catalogue: Catalogue) -> tuple[Clock, ...]:
    """The clocks of the facts; of two facts of one kind about one subject the earlier due one runs."""
    found: dict[str, Clock] = {}
    by_start: dict[Start, list[Alarm]] = {}
    for alarm in catalogue.alarms:
        by_start.setdefault(alarm.starts, []).append(alarm)
    for fact in facts:
        for alarm in by_start.get(fact.kind, ()):
            due_at = _due(fact, alarm)
            clock = Clock(alarm, fact.subject, fact.label, fact.since, due_at)
            other = found.get(clock.key)
            if other is None or due_at < other.due_at:
                found[clock.key] = clock
    return tuple(found.values())


def _due(fact: Fact, alarm: Alarm) -> datetime:
    if fact.due_at is not None:
        return fact.due_at
    return fact.since + (alarm.after or timedelta(0))


def urgency(clock: Clock, now: datetime) -> Urgency:
    """How urgent a clock is; the limit itself is still in time (T-2)."""
    alarm = clock.alarm
    if alarm.escalates_after is not None and now > clock.due_at + alarm.escalates_after:
        return Urgency.ESCALATED
    if now > clock.due_at:
        return AT_DUE[alarm.rank]
    if alarm.rank is not Rank.INFO and now > clock.due_at - alarm.warn_before:
        return Urgency.SOON
    return Urgency.CALM


def running(clock: Clock, now: datetime) -> Running:
    return Running(clock, urgency(clock, now), clock.due_at - now)


def in_order(clocks: Iterable[Running]) -> tuple[Running, ...]:
    """The most urgent first, among equals the one with the least time left.

    What is over and only for information calls for nobody and stands last.
    """

    def place(one: Running) -> tuple[int, bool, timedelta, str]:
        is_over = one.is_due and one.urgency is Urgency.CALM
        return LOUDEST_FIRST.index(one.urgency), is_over, one.left, one.clock.key

    return tuple(sorted(clocks, key=place))


@dataclass(frozen=True, slots=True)
class Moment:
    """The same moment on two clocks: the PC's time of day, and seconds that nobody can set."""

    wall: datetime
    monotonic_s: float


# The two clocks of a healthy PC drift apart by less; a daily correction by the network is below it.
JUMP_S = 60.0


def jump(before: Moment, after: Moment) -> timedelta | None:
    """By how much the time of day was set, or a PC that slept woke up; None while both agree."""
    apart = (after.wall - before.wall).total_seconds() - (after.monotonic_s - before.monotonic_s)
    return timedelta(seconds=round(apart)) if abs(apart) >= JUMP_S else None


def own_time(seen: Moment, now: Moment) -> datetime:
    """The time for a clock that was first seen at `seen`: the later of both counts.

    So a time of day that is set back delays no alarm that was running.
    """
    elapsed = timedelta(seconds=now.monotonic_s - seen.monotonic_s)
    return max(now.wall, seen.wall + elapsed)


def run_all(
    clocks: Iterable[Clock], seen: Mapping[str, Moment], now: Moment
) -> tuple[Running, ...]:
    """All clocks at this moment, each in its own time, in order; `seen` by `Clock.key`."""
    return in_order(running(one, own_time(seen.get(one.key, now), now)) for one in clocks)
