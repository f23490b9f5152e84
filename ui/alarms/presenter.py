"""The thinking of the alarms: facts in, clocks and firings out; it wakes when one of them changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from feverclinic.domain import alarm_facts
from feverclinic.domain.alarm_events import AlarmEventId, Fired, WeekRow
from feverclinic.domain.alarms import (
    Alarm,
    Catalogue,
    Clock,
    Fact,
    Moment,
    Running,
    Shows,
    Start,
    Urgency,
    clocks_of,
    jump,
    run_all,
)
from feverclinic.domain.boards import DeviceState, QueueEntry, Topic, Unclaimed
from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.waiting import OnTheWay
from feverclinic.errors import ClinicError

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
A_MINUTE, A_WEEK = timedelta(minutes=1), timedelta(days=7)
SECOND_MS, MINUTE_MS, BEHIND_MS = 1_000, 60_000, 20
# Until all of these are known nothing is recorded: what is not read yet has not ended.
NEEDED = frozenset({"queue", "tray", "records"})
QUEUE, TRAY, RECORDS, WAY, CALIBRATIONS = "queue", "tray", "records", "way", "calibrations"
LOOKED_AT = frozenset(
    {Topic.SLIPS, Topic.SHIFTS, Topic.VISITS, Topic.ALARMS, Topic.CASES, Topic.ROOMS}
)


@dataclass(frozen=True, slots=True)
class AlarmsDoor:
    """What the alarms may ask of the program; each call comes home to `then` or `failed`.

    `look` answers with the Facts that stand on no list and the rows on the way, `note` with the Fired
    of these clocks, `weekly` with WeekRows of the week of a day.
    """

    look: Callable[[Then, Failed], object]
    note: Callable[[tuple[Running, ...], Then, Failed], object]
    acknowledge: Callable[[Alarm, AlarmEventId, Then, Failed], object]
    weekly: Callable[[date, Then, Failed], object]


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """A row of the page: the clock as it stands, and its firing once it is due."""

    running: Running
    fired: Fired | None = None

    @property
    def key(self) -> str:
        return self.running.clock.key

    @property
    def is_acted(self) -> bool:
        return self.fired is not None and self.fired.event.acted_at is not None


@dataclass(frozen=True, slots=True)
class Looked:
    """What `AlarmsDoor.look` found."""

    facts: tuple[Fact, ...] = ()
    way: tuple[OnTheWay, ...] = ()


class AlarmsPresenter(QObject):
    changed = Signal(object)  # tuple[OpenAlarm, ...] in the order of urgency
    urgent_changed = Signal(int)  # how many call to act now: all that a locked desk may show
    rang = Signal()  # «act now» is to be heard
    jumped = Signal(object)  # timedelta: by how much the PC's time of day was set
    week_changed = Signal(object, object)  # date (Monday), tuple[WeekRow, ...]
    asked_for = Signal(str)  # subject: somebody goes there
    refused = Signal(object)  # ClinicError

    def __init__(
        self,
        door: AlarmsDoor,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._catalogue = catalogue
        self._now = now
        self._monotonic = monotonic
        self._facts: dict[str, tuple[Fact, ...]] = {}
        self._away_since: dict[str, datetime] = {}
        self._seen: dict[str, tuple[datetime, Moment]] = {}
        self._running: tuple[Running, ...] = ()
        self._fired: dict[str, Fired] = {}
        self._noted: frozenset[tuple[str, bool]] = frozenset()
        self._sounded: frozenset[tuple[str, Urgency]] = frozenset()
        self._sounded_at_s = 0.0
        self._last: Moment | None = None
        self._urgent = 0
        self._is_owed = False
        self._knows_who_went = False
        self._week = local_day(now())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    @property
    def alarms(self) -> tuple[OpenAlarm, ...]:
        return tuple(OpenAlarm(one, self._fired.get(one.clock.key)) for one in self._running)

    @property
    def urgent(self) -> int:
        """How many call to act now."""
        return self._urgent

    def start(self) -> None:
        """Look at the records and keep time from now on, also while nobody is signed in."""
        self._look()
        self.tick()

    def stop(self) -> None:
        self._timer.stop()

    def tick(self) -> None:
        """Look at the clocks; the timer calls at the next moment at which one of them changes."""
        moment, before = self._moment(), self._last
        self._last = moment
        self._run(moment)
        if before is not None:
            self._knows_who_went = True  # records that hang for so long do not keep it silent
            set_by = jump(before, moment)
            if set_by is not None:
                self.jumped.emit(set_by)
            if _minute(before) != _minute(moment):
                self._look()
                self._note(is_asked=True)
        self._timer.start(self._ms_to_next(moment))

    # -- facts ----------------------------------------------------------------------------

    def show_queue(self, entries: Iterable[QueueEntry], _counts: object = None) -> None:
        self._set(QUEUE, alarm_facts.of_queue(entries))

    def show_tray(self, tray: Iterable[Unclaimed]) -> None:
        self._set(TRAY, alarm_facts.of_tray(tray))

    def show_calibrations(self, dues: Iterable[tuple[str, date | None]]) -> None:
        self._set(CALIBRATIONS, alarm_facts.of_calibrations(dues, self._now()))

    def show_devices(self, states: Iterable[DeviceState]) -> None:
        away = [one.name for one in states if one.link in alarm_facts.AWAY_LINKS]
        self.show_away(Start.THERMOMETER_LOST, away)

    def show_server(self, *, is_away: bool, waiting: int) -> None:
        """Whether the server answers, and how many saves of this desk wait for it."""
        self.show_away(Start.SERVER_AWAY, [""] if is_away else [])
        self.show_away(Start.JOURNAL_WAITING, [""] if waiting else [])

    def show_away(self, kind: Start, names: Iterable[str]) -> None:
        """What is away now, by name; each runs from the moment it was first said."""
        listed = list(names)
        keys = {name: f"{kind.value}:{name}" for name in listed}
        for key in [key for key in self._away_since if key.startswith(f"{kind.value}:")]:
            if key not in keys.values():
                del self._away_since[key]
        for key in keys.values():
            self._away_since.setdefault(key, self._now())
        facts = (
            Fact(kind, f"{kind.value.lower()}:{name}", name, self._away_since[key])
            for name, key in keys.items()
        )
        self._set(kind.value, tuple(facts))

    def on_changed(self, topics: frozenset[Topic]) -> None:
        """The records changed, here or by another desk."""
        if topics & LOOKED_AT:
            self._look()
        if Topic.ALARMS in topics:
            self._note(is_asked=True)
            self.show_week()

    def _look(self) -> None:
        self._door.look(self._on_looked, self.refused.emit)

    def _on_looked(self, looked: Looked) -> None:
        self._facts[WAY] = alarm_facts.of_way(looked.way)
        self._set(RECORDS, looked.facts)

    def _set(self, source: str, facts: tuple[Fact, ...]) -> None:
        if self._facts.get(source) == facts and source not in (RECORDS, QUEUE):
            return
        self._facts[source] = facts
        moment = self._moment()
        self._run(moment)
        if self._last is not None:
            self._timer.start(self._ms_to_next(moment))

    # -- clocks ---------------------------------------------------------------------------

    def _moment(self) -> Moment:
        return Moment(self._now(), self._monotonic())

    def _run(self, moment: Moment) -> None:
        facts = (fact for source in self._facts.values() for fact in source)
        clocks = clocks_of(facts, self._catalogue)
        self._seen = {one.key: self._first_seen(one, moment) for one in clocks}
        seen = {key: first for key, (_, first) in self._seen.items()}
        self._running = run_all(clocks, seen, moment)
        self._note()
        self._call(moment)
        self.changed.emit(self.alarms)
        urgent = sum(one.is_urgent for one in self._running)
        if urgent != self._urgent:
            self._urgent = urgent
            self.urgent_changed.emit(urgent)

    def _first_seen(self, clock: Clock, moment: Moment) -> tuple[datetime, Moment]:
        """The moment of the first look at this due time; another due time is another clock."""
        known = self._seen.get(clock.key)
        if known is not None and known[0] == clock.due_at:
            return known
        return clock.due_at, moment

    def _call(self, moment: Moment) -> None:
        """Sound for what has just become loud, and again while nobody has said that he goes."""
        if not self._knows_who_went:
            return
        loud = frozenset(
            (one.key, one.running.urgency)
            for one in self.alarms
            if one.running.is_urgent and one.running.clock.alarm.has_sound and not one.is_acted
        )
        again = self._catalogue.sound_again.total_seconds()
        is_time = bool(loud) and moment.monotonic_s - self._sounded_at_s >= again
        if loud - self._sounded or is_time:
            self._sounded_at_s = moment.monotonic_s
            self.rang.emit()
        self._sounded = loud

    def _ms_to_next(self, moment: Moment) -> int:
        """Until just behind the next full minute, the next step of a clock, or a last minute's second."""
        gone = moment.wall.second * SECOND_MS + moment.wall.microsecond // SECOND_MS
        wait = MINUTE_MS - gone
        for one in self._running:
            if timedelta(0) <= one.left < A_MINUTE and one.clock.alarm.shows is Shows.TOP:
                wait = min(wait, SECOND_MS - gone % SECOND_MS)
            own = one.clock.due_at - one.left
            steps = [int((step - own) / timedelta(milliseconds=1)) for step in one.clock.steps]
            wait = min([wait, *(step + 1 for step in steps if step >= 0)])
        return wait + BEHIND_MS

    # -- firings --------------------------------------------------------------------------

    def _note(self, *, is_asked: bool = False) -> None:
        """Record what has fired, gone on or ended since the last time."""
        if not self._facts.keys() >= NEEDED:
            return
        due = tuple(one for one in self._running if one.is_due)
        wanted = frozenset((one.clock.key, one.urgency is Urgency.ESCALATED) for one in due)
        if wanted == self._noted and not (is_asked and (due or self._is_owed)):
            return
        self._noted = wanted
        self._door.note(due, self._on_noted, self._on_not_noted)

    def _on_noted(self, fired: Sequence[Fired]) -> None:
        self._fired = {one.event.key: one for one in fired}
        self._is_owed = False
        self._knows_who_went = True
        self._call(self._moment())
        self.changed.emit(self.alarms)

    def _on_not_noted(self, error: ClinicError) -> None:
        """The alarm rings all the same; it is recorded as soon as a minute's try succeeds."""
        is_new, self._is_owed = not self._is_owed, True
        self._knows_who_went = True
        self._call(self._moment())
        if is_new:
            self.refused.emit(error)

    # -- what a person does ---------------------------------------------------------------

    def acknowledge(self, key: str) -> None:
        """知道了: the actor goes; the row stays until its end."""
        row = next((one for one in self.alarms if one.key == key), None)
        if row is None or row.fired is None or row.is_acted:
            return
        alarm, event_id = row.running.clock.alarm, row.fired.event.id
        self._door.acknowledge(alarm, event_id, self._on_acknowledged, self.refused.emit)

    def go(self, key: str) -> None:
        """去处理: acknowledge it and open what it is about."""
        self.acknowledge(key)
        row = next((one for one in self.alarms if one.key == key), None)
        if row is not None:
            self.asked_for.emit(row.running.clock.subject)

    def _on_acknowledged(self, _: object) -> None:
        self._note(is_asked=True)
        self.show_week()

    # -- the week -------------------------------------------------------------------------

    def show_week(self, weeks: int = 0) -> None:
        """Count the week that is shown, or one so many weeks later; never one to come."""
        today = local_day(self._now())
        self._week = min(self._week + weeks * A_WEEK, today)
        monday = self._week - timedelta(days=self._week.weekday())

        def counted(rows: tuple[WeekRow, ...]) -> None:
            if monday <= self._week < monday + A_WEEK:
                self.week_changed.emit(monday, rows)

        self._door.weekly(self._week, counted, self.refused.emit)

    @property
    def is_this_week(self) -> bool:
        today = local(self._now()).date()
        return self._week.isocalendar()[:2] == today.isocalendar()[:2]


def _minute(moment: Moment) -> datetime:
    return moment.wall.replace(second=0, microsecond=0)
