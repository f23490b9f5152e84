"""The isolation desk in words: rows of the list, rooms, entries, what is due and how late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtWidgets import QLabel

from feverclinic.domain.case_boards import Bedded, CaseView, DoctorRow, NextDue, RoomCard
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.cases import CaseClass, Column
from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.rooms import RoomState
from feverclinic.domain.vitals import Level
from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.isolation.sheets.whose import CLASS_TONES, sex_and_age
from ui.theme import Theme

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# In minutes. Minutes say something for a morning; from the second day on, days do.
A_DAY = 24 * 60
SEPARATOR = " · "
ICON = 18


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """The icon of a column and the digit of its key."""

    icon: str
    digit: str

    def picture(self, theme: Theme) -> QLabel:
        made = QLabel()
        made.setPixmap(pixmap(self.icon, theme.color("text2"), ICON))
        return made


@dataclass(frozen=True, slots=True)
class RowWords:
    """One row of the doctor's list as it is painted; its title is the name."""

    title: str
    who: str
    line: str
    line_tone: str
    right: str
    tone: str
    level: Level | None
    spoken: str


def word_of(words: Wording, family: str, code: str) -> str:
    """A code in words; one without words is shown as it is, never left out."""
    key = f"{family}.{code}"
    return words.say(key) if words.knows(key) else code


def span_words(span: timedelta) -> str:
    """`1:40`: hours and minutes, never negative."""
    minutes = max(0, int(span.total_seconds()) // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def due_words(due: NextDue, now: datetime, words: Wording) -> str:
    """What is due and when; what is late says by how much, with ▲."""
    what = word_of(words, "due", due.code)
    if due.at < now:
        return f"▲ {what} {words.say('isolation.late', span=span_words(now - due.at))}"
    at = local(due.at)
    clock = f"{at:%H:%M}" if local_day(due.at) == local_day(now) else f"{at:%m-%d %H:%M}"
    return f"{what} {clock}"


def row_words(row: DoctorRow, now: datetime, words: Wording) -> RowWords:
    """One row: who, what it waits for, how long or what is due next."""
    who = sex_and_age(row.sex, row.age, row.age_unit, words)
    line, tone = _line(row, words)
    right, right_tone = _right(row, now, words)
    level = (
        words.say(f"level.{row.level.value}")
        if row.level and words.knows(f"level.{row.level.value}")
        else ""
    )
    spoken = " ".join(part for part in (level, row.name, who, line, right) if part)
    return RowWords(row.name, who, line, tone, right, right_tone, row.level, spoken)


def _line(row: DoctorRow, words: Wording) -> tuple[str, str]:
    if row.warning:
        return f"▲ {word_of(words, 'case_warning', row.warning)}", "danger"
    if row.waits_for:
        told = "、".join(word_of(words, "work_up", one) for one in row.waits_for[:3])
        return told, "text2"
    if row.column is Column.OBSERVED:
        day = words.say("isolation.day", day=row.day) if row.day else ""
        return SEPARATOR.join(part for part in (row.room, day) if part), "text2"
    if row.column is Column.MAY_LEAVE:
        return words.say("isolation.all_in"), "ok"
    return row.temperature, "text2"


def _right(row: DoctorRow, now: datetime, words: Wording) -> tuple[str, str]:
    if row.due is not None:
        if row.due.at < now:
            return f"▲ {span_words(now - row.due.at)}", "danger"
        return f"{local(row.due.at):%H:%M}", "warn" if row.due.at - now < HOUR else "text"
    waited = max(0, int((now - row.since) / MINUTE))
    if waited >= A_DAY:
        return words.say("isolation.days", days=waited // A_DAY), "text2"
    if row.column is Column.WAITING:
        return words.say("isolation.minutes", minutes=waited), "text2"
    return span_words(now - row.since), "text2"


# -- rooms ------------------------------------------------------------------------------------

BARS = {
    RoomState.CLEAN: "ok",
    RoomState.RESERVED: "info",
    RoomState.OCCUPIED: "accent",
    RoomState.VACATED: "warnline",
    RoomState.TERMINAL_DISINFECTION: "warnline",
    RoomState.AIRING: "warnline",
    RoomState.VERIFIED: "ok",
    RoomState.OUT_OF_USE: "control",
}
ROOM_ICONS = {
    RoomState.CLEAN: "check",
    RoomState.RESERVED: "lock",
    RoomState.OCCUPIED: "user",
    RoomState.VACATED: "droplets",
    RoomState.TERMINAL_DISINFECTION: "droplets",
    RoomState.AIRING: "wind",
    RoomState.VERIFIED: "clipboard-check",
    RoomState.OUT_OF_USE: "x",
}
# A card that nobody lies in is dashed: free or kept.
DASHED = frozenset({RoomState.CLEAN, RoomState.VERIFIED, RoomState.RESERVED})
DISINFECTED = frozenset({RoomState.VACATED, RoomState.TERMINAL_DISINFECTION, RoomState.AIRING})


@dataclass(frozen=True, slots=True)
class RoomWords:
    """One room card as it is painted; each person has three lines."""

    title: str
    state: str
    icon: str
    bar: str
    people: tuple["PersonWords", ...]
    note: str
    foot: str
    foot_tone: str
    is_dashed: bool
    is_warm: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Who lies there: name, class with its tone, day, last reading."""

    name: str
    who: str
    tag: str
    tag_tone: str
    day: str
    reading: str
    reading_tone: str


def room_words(card: RoomCard, now: datetime, words: Wording) -> RoomWords:
    """A room: state, who lies there, what is due next."""
    room = card.room
    state = word_of(words, "room_state", room.state.value)
    people = tuple(_person(one, words) for one in card.people)
    foot, tone = _foot(card, now, words)
    is_confirmed = any(one.case_class is CaseClass.CONFIRMED for one in card.people)
    spoken = [room.name or room.code, state, *(_spoken(one) for one in people), room.note, foot]
    return RoomWords(
        title=room.name or room.code,
        state=state,
        icon=ROOM_ICONS[room.state],
        bar="danger" if is_confirmed else BARS[room.state],
        people=people,
        note=card.reserved_name or room.note,
        foot=foot,
        foot_tone=tone,
        is_dashed=room.state in DASHED,
        is_warm=room.state in DISINFECTED,
        spoken=" ".join(part for part in spoken if part),
    )


def states_words(cards: Sequence[RoomCard], words: Wording) -> str:
    """`占用 7 · 可用 1 · 预留 1`: each state that a room has now, with its number."""
    counted = Counter(one.room.state for one in cards)
    return SEPARATOR.join(
        f"{word_of(words, 'room_state', one.value)} {counted[one]}"
        for one in RoomState
        if counted[one]
    )


def _person(one: Bedded, words: Wording) -> PersonWords:
    reading = f"{one.temperature}{' ▲' if one.is_fever else ''}" if one.temperature else ""
    spo2 = words.say("isolation.spo2", value=one.spo2) if one.spo2 is not None else ""
    severity = word_of(words, "severity", one.severity) if one.severity else ""
    day = words.say("isolation.day", day=one.day)
    return PersonWords(
        one.name,
        sex_and_age(one.sex, one.age, one.age_unit, words),
        word_of(words, "class_short", one.case_class.value),
        CLASS_TONES[one.case_class],
        SEPARATOR.join(part for part in (day, severity) if part),
        "  ".join(part for part in (reading, spo2) if part),
        "danger" if one.is_fever else "text",
    )


def _spoken(one: PersonWords) -> str:
    return " ".join(part for part in (one.name, one.who, one.tag, one.day, one.reading) if part)


def _foot(card: RoomCard, now: datetime, words: Wording) -> tuple[str, str]:
    """Broken cohort rules before all; then what is due; then from when the room waits."""
    if card.conflicts:
        told = "、".join(word_of(words, "case_reason", one) for one in card.conflicts)
        return f"▲ {told}", "danger"
    due = card.due or next((one.due for one in card.people if one.due is not None), None)
    if due is not None:
        return due_words(due, now, words), "danger" if due.at < now else "text2"
    return "", "text2"


# -- the case ---------------------------------------------------------------------------------


def entry_words(entry: Entry, words: Wording) -> str:
    """`02-28 14:32 李医生 结果`: when, who, which kind of entry."""
    kind = word_of(words, "entry_kind", entry.kind)
    return f"{local(entry.entered_at):%m-%d %H:%M} {entry.by_name} {kind}"


def changed_words(entries: Sequence[Entry], words: Wording) -> str:
    """What another desk wrote meanwhile."""
    return "；".join(entry_words(one, words) for one in entries)


def day_of(view: CaseView, now: datetime) -> int | None:
    """The day of isolation, the first is 1."""
    begun = view.book.case.isolation_started_at
    return None if begun is None else (local_day(now) - local_day(begun)).days + 1
