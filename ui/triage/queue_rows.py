"""The rows of the triage list in words: who, in which state, how hot, how urgent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from feverclinic.domain.boards import PersonHit, QueueEntry, Unclaimed
from feverclinic.domain.civil_time import local
from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.people import AgeUnit
from feverclinic.domain.quick_screening import QuickScreen
from feverclinic.domain.visits import ENDED
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
from ui.triage.waiting_rows import Moment, State, is_late, is_on_the_way, state_of


class Part(Enum):
    """Which list stands below the counts."""

    TODAY = "today"
    DRAFTS = "drafts"
    RECHECKS = "rechecks"
    UNASSIGNED = "unassigned"
    PASSED = "passed"
    ON_THE_WAY = "on_the_way"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A row, or a group head when `entry`, `hit` and `waiting` are missing and it is not current."""

    name: str
    who: str = ""
    line: str = ""
    icon: str = ""
    tone: str = "text2"
    square: str = ""
    number: str = ""
    level: Level | None = None
    count: str = ""
    is_head: bool = False
    is_current: bool = False
    entry: QueueEntry | None = None
    hit: PersonHit | None = None
    waiting: Unclaimed | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Whose row it is: a row that says something else by now is still the same."""
        if self.entry is not None:
            return (self.entry.draft_id, self.entry.visit_id)
        if self.hit is not None:
            return ("hit", self.hit.patient_id)
        if self.waiting is not None:
            return ("tray", self.waiting.reading.id)
        return ("current",) if self.is_current else ("head", self.name)

    @property
    def spoken(self) -> str:
        level = self.level.value if self.level else ""
        parts = (self.name, self.who, self.line, self.number, level, self.count)
        return " ".join(part for part in parts if part)


def is_waiting(entry: QueueEntry, now: datetime) -> bool:
    """Drafts, those who wait to be measured again, and who was sent and has not arrived in time."""
    if entry.visit_id is None or is_late(entry, now):
        return True
    return entry.recheck_at is not None and entry.stage not in ENDED


def rows(
    entries: Sequence[QueueEntry],
    current: QueueRow | None,
    part: Part,
    words: Wording,
    moment: Moment,
) -> tuple[QueueRow, ...]:
    """Groups and rows of one part of the list."""
    is_today = part is Part.TODAY
    told: list[QueueRow] = []
    if current is not None and is_today:
        told += [QueueRow(words.say("triage.queue.entering"), is_head=True), current]
    families = Counter(entry.family_id for entry in entries if entry.family_id is not None)
    for key, group in _groups(entries, part, moment.now):
        if group:
            told.append(QueueRow(words.say(key), count=str(len(group)), is_head=True))
            told += [_member_row(entry, words, moment, families) for entry in group]
    return tuple(told)


def _member_row(
    entry: QueueEntry, words: Wording, moment: Moment, families: Mapping[int, int]
) -> QueueRow:
    family = 0 if entry.family_id is None else families.get(entry.family_id, 0)
    return entry_row(entry, words, moment, family)


def _groups(
    entries: Sequence[QueueEntry], part: Part, now: datetime
) -> tuple[tuple[str, list[QueueEntry]], ...]:
    """Each group of a part with the key of its head."""
    if part is Part.DRAFTS:
        return (("triage.queue.waiting", [one for one in entries if one.visit_id is None]),)
    if part is Part.RECHECKS:
        return (("triage.queue.waiting", [one for one in entries if one.recheck_at is not None]),)
    if part is Part.ON_THE_WAY:
        late = [one for one in entries if is_late(one, now)]
        going = [one for one in entries if is_on_the_way(one) and one not in late]
        return (("triage_day.late", late), ("triage_day.on_the_way", going))
    waiting = [one for one in entries if is_waiting(one, now)]
    routed = [one for one in entries if not is_waiting(one, now)]
    return (("triage.queue.waiting", waiting), ("triage.queue.routed", routed))


def current_row(
    intake: Intake,
    outlook: Outlook,
    words: Wording,
    moment: Moment,
    saved: QueueEntry | None = None,
) -> QueueRow:
    """The form on the desk as the first row of the list; a saved visit keeps saying its state."""
    count = len(outlook.open_questions)
    open_line = words.say("triage.queue.open_questions", count=count)
    state = State(words.say("triage.queue.all_asked"), "pencil")
    if saved is not None and (moment.armed_for(saved) or saved.under_arm_due_at):
        state = state_of(saved, moment, words)
    elif count:
        state = State(open_line, "question", "warn")
    elif saved is not None and saved.visit_id is not None:
        state = state_of(saved, moment, words)
    today = local(moment.now).date()
    readings = outlook.temperature.readings
    return QueueRow(
        name=" ".join(intake.text("name").split()) or words.say("triage.unnamed"),
        who=who_words(words, intake.text("sex"), age_of(intake, today), is_brief=True),
        line=state.line,
        icon=state.icon,
        tone=state.tone,
        square=state.square,
        number=readings[-1].reading.raw_text if readings else "—",
        level=outlook.routing.acuity if outlook.routing else None,
        is_current=True,
    )


def entry_row(entry: QueueEntry, words: Wording, moment: Moment, family: int = 0) -> QueueRow:
    """One person; `family` is how many of one family stand in the list."""
    state = state_of(entry, moment, words)
    who = _who(entry.sex.value, entry.age, entry.age_unit, words)
    if family > 1:
        together = words.say("triage_day.together", count=family)
        who = SEPARATOR.join(part for part in (who, together) if part)
    unnamed = "triage_day.ambulance" if entry.expected_at else "triage.unnamed"
    return QueueRow(
        name=entry.name or words.say(unnamed),
        who=who,
        line=state.line,
        icon=state.icon,
        tone=state.tone,
        square=state.square,
        number=entry.temperature,
        level=entry.level,
        entry=entry,
    )


def passed_rows(passed: Sequence[QuickScreen], words: Wording) -> tuple[QueueRow, ...]:
    """Who passed today and was counted, the last first: time and number, and no name."""
    head = QueueRow(words.say("triage.queue.passed"), count=str(len(passed)), is_head=True)
    return (head, *(_passed_row(screen, words) for screen in passed))


def _passed_row(screen: QuickScreen, words: Wording) -> QueueRow:
    return QueueRow(
        name=clock(screen.at),
        line=code_word(words, "outcome", screen.outcome.value),
        icon="check",
        number=screen.temperature,
    )


def _who(sex: str, age: int | None, unit: AgeUnit, words: Wording) -> str:
    said = age_words(words, age, unit, is_brief=True)
    shown = sex_word(words, sex) if sex in ("1", "2") else ""
    return " ".join(part for part in (shown, said) if part)


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
