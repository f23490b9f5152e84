"""Alarms in words: the chips of the top line, the rows of the page, the lines of one alarm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from feverclinic.domain.alarm_events import WeekRow
from feverclinic.domain.alarms import Alarm, Running, Shows, Urgency
from feverclinic.domain.civil_time import local, local_day
from feverclinic.wording import Wording
from ui.alarms.presenter import OpenAlarm
from ui.widgets.clock_chip import ClockState, Rank

RANKS = {
    Urgency.CALM: Rank.CALM,
    Urgency.SOON: Rank.SOON,
    Urgency.ACT: Rank.ACT,
    Urgency.ESCALATED: Rank.ACT,
}
# A shape and a tone for each urgency, beside its word.
SIGNS = {
    Urgency.ESCALATED: ("siren", "danger"),
    Urgency.ACT: ("bell", "danger"),
    Urgency.SOON: ("triangle-alert", "warn"),
    Urgency.CALM: ("clock", "text2"),
}
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MOST_HOURS = 100 * AN_HOUR


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One row of the page: its cells, its sign, and the key of what it stands for."""

    key: str
    icon: str
    tone: str
    cells: tuple[str, ...]
    is_strong: bool = False


def figure(left: timedelta, words: Wording) -> str:
    """`00:41` hours and minutes, seconds in the last minute, days beyond a hundred hours."""
    if timedelta(0) <= left < A_MINUTE:
        return words.say("alarms.seconds", count=int(left.total_seconds()))
    apart = abs(left)
    if apart >= MOST_HOURS:
        return words.say("alarms.days", count=apart // A_DAY)
    minutes = int(apart // A_MINUTE)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def left_words(left: timedelta, words: Wording) -> str:
    key = "alarms.over" if left < timedelta(0) else "alarms.left"
    return words.say(key, figure=figure(left, words))


def instant_words(at: datetime, now: datetime, words: Wording) -> str:
    """The time of day; with the date when it is not today."""
    time = f"{local(at):%H:%M}"
    if local_day(at) == local_day(now):
        return time
    day = local_day(at)
    return words.say("alarms.due_on", month=day.month, day=day.day, time=time)


def is_shown_on_top(one: Running) -> bool:
    """Where the catalogue puts it; what is urgent is always there."""
    shows = one.clock.alarm.shows
    if one.is_urgent or shows is Shows.TOP:
        return True
    return shows is Shows.LIST and one.urgency is Urgency.SOON


def chips(clocks: Iterable[Running], words: Wording) -> tuple[ClockState, ...]:
    """One chip for each alarm, by its most urgent clock, with how many there are; it names nobody."""
    by_alarm: dict[str, list[Running]] = {}
    for one in clocks:
        if is_shown_on_top(one):
            by_alarm.setdefault(one.clock.alarm.id, []).append(one)
    return tuple(_chip(group, words) for group in by_alarm.values())


def _chip(group: Sequence[Running], words: Wording) -> ClockState:
    first = group[0]  # they come in order of urgency
    alarm_id = first.clock.alarm.id
    said = words.say(f"alarm_short.{alarm_id}")
    if len(group) > 1:
        said = words.say("alarms.chip_many", words=said, count=len(group))
    key = "alarms.chip_over" if first.is_due else "alarms.chip_left"
    return ClockState(
        alarm_id,
        words.say(key, words=said),
        figure(first.left, words),
        RANKS[first.urgency],
        sum(one.is_urgent for one in group),
    )


def alarm_row(one: OpenAlarm, now: datetime, words: Wording) -> AlarmRow:
    """State, alarm, for whom, due, left, who goes."""
    running = one.running
    clock = running.clock
    icon, tone = SIGNS[running.urgency]
    return AlarmRow(
        one.key,
        icon,
        tone,
        (
            state_words(running, words),
            words.say(f"alarm.{clock.alarm.id}"),
            label_words(running, words),
            instant_words(clock.due_at, now, words),
            left_words(running.left, words),
            acted_words(one, now, words),
        ),
        is_strong=running.is_urgent,
    )


def state_words(one: Running, words: Wording) -> str:
    """How urgent it is; what is due and only for information says so."""
    is_for_information = one.is_due and one.urgency is Urgency.CALM
    return words.say(f"alarm_rank.{'INFO' if is_for_information else one.urgency.value}")


def label_words(one: Running, words: Wording) -> str:
    """Whom or what it is about; a patient whose name is not known yet is called so."""
    clock = one.clock
    is_of_person = clock.subject.startswith(("visit:", "draft:"))
    return clock.label or (words.say("triage.unnamed") if is_of_person else "—")


def acted_words(one: OpenAlarm, now: datetime, words: Wording) -> str:
    """Who has said that he goes; nothing while nobody has to."""
    if one.fired is None or one.running.urgency is Urgency.CALM:
        return "—"
    event = one.fired.event
    if event.acted_at is None:
        return words.say("alarms.not_acted")
    at = instant_words(event.acted_at, now, words)
    return words.say("alarms.acted", name=one.fired.acted_by, time=at)


def owner_words(alarm: Alarm, words: Wording) -> str:
    """One duty at one desk."""
    return words.say(
        "alarms.role_at_desk",
        desk=words.say(f"alarm_desk.{alarm.desk}"),
        duty=words.say(f"alarm_duty.{alarm.duty.value}"),
    )


def detail_lines(one: OpenAlarm, now: datetime, words: Wording) -> tuple[str, ...]:
    """Owner, escalation, end and rules of one alarm."""
    clock = one.running.clock
    alarm = clock.alarm
    lines = [words.say("alarms.detail_owner", owner=owner_words(alarm, words))]
    if alarm.escalates_after is not None:
        roles = words.say("alarms.join").join(
            words.say(f"role.{role}") for role in alarm.escalates_to
        )
        escalated = one.fired.event.escalated_at if one.fired else None
        if escalated is not None:
            time = instant_words(escalated, now, words)
            lines.append(words.say("alarms.detail_escalated", roles=roles, time=time))
        else:
            minutes = alarm.escalates_after // A_MINUTE
            lines.append(words.say("alarms.detail_escalates", minutes=minutes, roles=roles))
    lines.append(words.say("alarms.detail_end", end=words.say(f"alarm_end.{alarm.ends.value}")))
    rules = words.say("alarms.join").join(alarm.rules)
    lines.append(words.say("alarms.detail_rules", rules=rules))
    return tuple(lines)


def week_cells(row: WeekRow, words: Wording) -> tuple[str, ...]:
    """Alarm, fired, acted on, ignored, open; an alarm without words is called by its id."""
    key = f"alarm.{row.alarm}"
    name = words.say(key) if words.knows(key) else row.alarm
    return (name, str(row.fired), str(row.acted), str(row.ignored), str(row.open))


def week_words(monday: date, words: Wording) -> str:
    sunday = monday + timedelta(days=6)
    return words.say("alarms.week_of", since=monday.isoformat(), until=sunday.isoformat())
