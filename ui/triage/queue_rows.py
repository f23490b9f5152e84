"""The rows of the triage list in words: who, in which state, how hot, how urgent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from feverclinic.domain.boards import PersonHit, QueueEntry, Unclaimed
from feverclinic.domain.civil_time import local
from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.people import AgeUnit
from feverclinic.domain.visits import ENDED, SlipState, Stage
from feverclinic.domain.vitals import Level
from feverclinic.wording import Wording
from ui.triage.telling import (
    SEPARATOR,
    TAIL,
    age_of,
    age_words,
    clock,
    code_word,
    sex_word,
    who_words,
)


class Part(Enum):
    """Which list stands below the counts."""

    TODAY = "today"
    DRAFTS = "drafts"
    RECHECKS = "rechecks"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A row, or a group head when `entry`, `hit` and `waiting` are missing and it is not current."""

    name: str
    who: str = ""
    line: str = ""
    icon: str = ""
    tone: str = "text2"
    number: str = ""
    level: Level | None = None
    count: str = ""
    is_head: bool = False
    is_current: bool = False
    entry: QueueEntry | None = None
    hit: PersonHit | None = None
    waiting: Unclaimed | None = None

    @property
    def spoken(self) -> str:
        level = self.level.value if self.level else ""
        parts = (self.name, self.who, self.line, self.number, level, self.count)
        return " ".join(part for part in parts if part)


def is_waiting(entry: QueueEntry) -> bool:
    """Drafts, and those who wait to be measured again."""
    if entry.visit_id is None:
        return True
    return entry.recheck_at is not None and entry.stage not in ENDED


def rows(
    entries: Sequence[QueueEntry],
    current: QueueRow | None,
    part: Part,
    words: Wording,
    now: datetime,
) -> tuple[QueueRow, ...]:
    """Groups and rows of one part of the list."""
    waiting = [entry for entry in entries if is_waiting(entry)]
    if part is Part.DRAFTS:
        waiting = [entry for entry in entries if entry.visit_id is None]
    if part is Part.RECHECKS:
        waiting = [entry for entry in entries if entry.recheck_at is not None]
    routed = [entry for entry in entries if not is_waiting(entry)] if part is Part.TODAY else []
    told: list[QueueRow] = []
    if current is not None and part is Part.TODAY:
        told += [QueueRow(words.say("triage.queue.entering"), is_head=True), current]
    for key, group in (("triage.queue.waiting", waiting), ("triage.queue.routed", routed)):
        if group:
            told.append(QueueRow(words.say(key), count=str(len(group)), is_head=True))
            told += [entry_row(entry, words, now) for entry in group]
    return tuple(told)


def current_row(
    intake: Intake,
    outlook: Outlook,
    words: Wording,
    now: datetime,
    saved: QueueEntry | None = None,
) -> QueueRow:
    """The form on the desk as the first row of the list; a saved visit keeps saying its state."""
    count = len(outlook.open_questions)
    open_line = words.say("triage.queue.open_questions", count=count)
    line, icon, tone = words.say("triage.queue.all_asked"), "pencil", "text2"
    if count:
        line, icon, tone = open_line, "question", "warn"
    elif saved is not None and saved.visit_id is not None:
        line, icon, tone = _state(saved, words, now)
    today = local(now).date()
    readings = outlook.temperature.readings
    return QueueRow(
        name=" ".join(intake.text("name").split()) or words.say("triage.unnamed"),
        who=who_words(words, intake.text("sex"), age_of(intake, today), is_brief=True),
        line=line,
        icon=icon,
        tone=tone,
        number=readings[-1].reading.raw_text if readings else "—",
        level=outlook.routing.acuity if outlook.routing else None,
        is_current=True,
    )


def entry_row(entry: QueueEntry, words: Wording, now: datetime) -> QueueRow:
    line, icon, tone = _state(entry, words, now)
    return QueueRow(
        name=entry.name or words.say("triage.unnamed"),
        who=_who(entry.sex.value, entry.age, entry.age_unit, words),
        line=line,
        icon=icon,
        tone=tone,
        number=entry.temperature,
        level=entry.level,
        entry=entry,
    )


def _who(sex: str, age: int | None, unit: AgeUnit, words: Wording) -> str:
    said = age_words(words, age, unit, is_brief=True)
    shown = sex_word(words, sex) if sex in ("1", "2") else ""
    return " ".join(part for part in (shown, said) if part)


def _state(entry: QueueEntry, words: Wording, now: datetime) -> tuple[str, str, str]:
    """The second line, its icon and its tone."""
    if entry.slip in (SlipState.WAITING, SlipState.FAILED):
        return words.say("triage.queue.not_printed"), "printer", "warn"
    if is_waiting(entry) and entry.recheck_at is not None:
        key = "triage.queue.recheck_due" if entry.recheck_at <= now else "triage.queue.recheck_at"
        return words.say(key, time=clock(entry.recheck_at)), "thermometer", "warn"
    if entry.visit_id is None:
        parts = [words.say("triage.queue.set_aside", time=clock(entry.since))]
        if entry.open_questions:
            parts.append(words.say("triage.queue.open_questions", count=entry.open_questions))
        return SEPARATOR.join(parts), "save", "text2"
    stage = entry.stage or Stage.TRIAGED
    icons = {Stage.ARRIVED: "check", Stage.ON_THE_WAY: "walking", Stage.TRIAGED: "walking"}
    parts = [code_word(words, "stage", stage.value)]
    if entry.outcome and stage not in ENDED:
        parts.append(code_word(words, "outcome", entry.outcome.value))
    return SEPARATOR.join(parts), icons.get(stage, "log-out"), "text2"


def hit_rows(hits: Sequence[PersonHit], words: Wording) -> tuple[QueueRow, ...]:
    """Found persons with the ends of their numbers."""
    head = QueueRow(words.say("triage.queue.found"), count=str(len(hits)), is_head=True)
    return (head, *(_hit_row(hit, words) for hit in hits))


def _hit_row(hit: PersonHit, words: Wording) -> QueueRow:
    return QueueRow(
        name=hit.name,
        who=_who(hit.sex.value, hit.age, hit.age_unit, words),
        line=hit.masked_id_no or words.say("triage.queue.no_number"),
        icon="id-card",
        number=hit.masked_phone[-TAIL:],
        hit=hit,
    )


def tray_rows(tray: Sequence[Unclaimed], words: Wording) -> tuple[QueueRow, ...]:
    """Readings that nobody armed, the newest first."""
    head = QueueRow(words.say("triage.queue.unassigned_head"), count=str(len(tray)), is_head=True)
    return (head, *(_tray_row(waiting, words) for waiting in tray))


def _tray_row(waiting: Unclaimed, words: Wording) -> QueueRow:
    reading = waiting.reading
    site = code_word(words, "site", reading.site.value)
    return QueueRow(
        name=reading.device_name or words.say("source.SERIAL"),
        who=site,
        line=words.say("triage.queue.unassigned_at", time=clock(reading.measured_at)),
        icon="inbox",
        number=reading.raw_text,
        waiting=waiting,
    )
