"""What a row of the list waits for, in words: under the arm, again at, expected, on the way, how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from feverclinic.domain import waiting
from feverclinic.domain.boards import ArmedFor, QueueEntry
from feverclinic.domain.intake import Intake
from feverclinic.domain.visits import ENDED, DraftId, SlipState, Stage
from feverclinic.domain.waiting import OnTheWay
from feverclinic.wording import Wording
from ui.triage.telling import SEPARATOR, clock, code_word
from ui.widgets.device_chip import SQUARES
from ui.widgets.temperature_tile import TileFacts

A_MINUTE = timedelta(minutes=1)
GOING = frozenset({Stage.TRIAGED, Stage.ON_THE_WAY})
# The limit of the level is said from here on; before that the row says where the patient goes.
WAIT_SAID_FROM = timedelta(minutes=10)
NOT_ON_PAPER = frozenset({SlipState.WAITING, SlipState.FAILED})


@dataclass(frozen=True, slots=True)
class State:
    """The second line of a row: its words, icon and tone, and the label's colour before them."""

    line: str
    icon: str
    tone: str = "text2"
    square: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a row is read against: the time, and which forms a thermometer waits for."""

    now: datetime
    armed: Mapping[DraftId, ArmedFor] = field(default_factory=dict[DraftId, ArmedFor])

    def armed_for(self, entry: QueueEntry) -> ArmedFor | None:
        return self.armed.get(entry.draft_id) if entry.draft_id is not None else None


def left_words(until: datetime, now: datetime, words: Wording) -> str:
    """`4 分`, in the last minute `48 秒`; begun minutes count whole, for nobody may come too early."""
    left = until - now
    if left < A_MINUTE:
        seconds = max(-(-left // timedelta(seconds=1)), 0)
        return words.say("triage_day.seconds", count=seconds)
    return words.say("triage_day.minutes", count=-(-left // A_MINUTE))


def over_words(since: datetime, now: datetime, words: Wording) -> str:
    return words.say("triage_day.minutes", count=(now - since) // A_MINUTE)


def label_word(code: str, words: Wording) -> str:
    """`蓝` of BLUE; another label is called as it was typed."""
    key = f"triage_day.label.{code}"
    return words.say(key) if words.knows(key) else code


def due_at(entry: QueueEntry) -> datetime | None:
    """When the row becomes another one: whoever counts its last minute looks here."""
    waits = waiting.due_at(entry)
    return waits if waits is not None else (entry.arrive_by if is_on_the_way(entry) else None)


def entry_of(going: OnTheWay) -> QueueEntry:
    """Somebody on the way from any station, as a row of the list."""
    return QueueEntry(
        going.name,
        going.sex,
        going.age,
        going.age_unit,
        going.sent_at or going.decided_at,
        visit_id=going.visit_id,
        visit_no=going.visit_no,
        stage=going.stage,
        level=going.level,
        outcome=going.outcome,
        arrive_by=None if going.is_from_paper else going.arrive_by,
        is_from_paper=going.is_from_paper,
        guide=going.guide,
    )


def is_on_the_way(entry: QueueEntry) -> bool:
    """Sent to the fever clinic and received by nobody yet (ISO-2)."""
    return entry.arrive_by is not None and entry.stage in GOING


def is_late(entry: QueueEntry, now: datetime) -> bool:
    """The limit itself is still on time (T-2)."""
    return is_on_the_way(entry) and entry.arrive_by is not None and entry.arrive_by < now


def state_of(entry: QueueEntry, moment: Moment, words: Wording) -> State:
    """The one thing that comes first: what is at the desk before what is on its way."""
    if entry.slip in NOT_ON_PAPER:
        return State(words.say("triage.queue.not_printed"), "printer", "warn")
    armed = moment.armed_for(entry)
    if armed is not None:
        said = words.say(
            "triage_day.row.armed",
            device=armed.device,
            left=words.say("triage_day.seconds", count=armed.seconds_left),
        )
        return State(said, "timer", "accent", SQUARES.get(armed.colour, ""))
    waits = _at_the_desk(entry, moment.now, words)
    if waits is not None:
        return waits
    if entry.visit_id is None:
        return _set_aside(entry, words)
    return _of_visit(entry, moment.now, words)


def _at_the_desk(entry: QueueEntry, now: datetime, words: Wording) -> State | None:
    if entry.under_arm_due_at is not None:
        return _under_arm(entry, entry.under_arm_due_at, now, words)
    if entry.expected_at is not None:
        at = clock(entry.expected_at)
        if entry.expected_at > now:
            return State(words.say("triage_day.row.expected", time=at), "ambulance", "warn")
        over = over_words(entry.expected_at, now, words)
        said = words.say("triage_day.row.expected_over", time=at, over=over)
        return State(said, "ambulance", "danger")
    if entry.recheck_at is not None and entry.stage not in ENDED:
        return _again(entry, entry.recheck_at, now, words)
    return None


def _under_arm(entry: QueueEntry, due: datetime, now: datetime, words: Wording) -> State:
    label = label_word(entry.under_arm_label, words)
    square = SQUARES.get(entry.under_arm_label, "")
    if due <= now:
        over = over_words(due, now, words)
        key = (
            "triage_day.row.take_back_over" if now - due >= A_MINUTE else "triage_day.row.take_back"
        )
        return State(words.say(key, label=label, over=over), "bell", "danger", square)
    left = left_words(due, now, words)
    said = words.say("triage_day.row.under_arm", label=label, time=clock(due), left=left)
    return State(said, "timer", "warn", square)


def _again(entry: QueueEntry, at: datetime, now: datetime, words: Wording) -> State:
    """The grey band again (TEMP-5), or what an antipyretic may hide (TEMP-9)."""
    is_due = at <= now
    if entry.is_masked_fever:
        key = "triage_day.row.masked_due" if is_due else "triage_day.row.masked_at"
    else:
        key = "triage.queue.recheck_due" if is_due else "triage.queue.recheck_at"
    return State(words.say(key, time=clock(at)), "bell" if is_due else "thermometer", "warn")


def _set_aside(entry: QueueEntry, words: Wording) -> State:
    parts = [words.say("triage.queue.set_aside", time=clock(entry.since))]
    if entry.open_questions:
        parts.append(words.say("triage.queue.open_questions", count=entry.open_questions))
    return State(SEPARATOR.join(parts), "save")


def _of_visit(entry: QueueEntry, now: datetime, words: Wording) -> State:
    if is_on_the_way(entry) and entry.arrive_by is not None:
        return _on_the_way(entry, entry.arrive_by, now, words)
    stage = entry.stage or Stage.TRIAGED
    if entry.is_from_paper and entry.outcome in waiting.SENT and stage in GOING:
        return State(words.say("triage_day.row.from_paper"), "file-text")
    if entry.wait_until is not None and stage not in ENDED:
        left = entry.wait_until - now
        if left <= timedelta():
            over = over_words(entry.wait_until, now, words)
            return State(words.say("triage_day.row.wait_over", over=over), "bell", "warn")
        if left <= WAIT_SAID_FROM:
            said = left_words(entry.wait_until, now, words)
            return State(words.say("triage_day.row.wait_left", left=said), "clock")
    icons = {Stage.ARRIVED: "check", Stage.ON_THE_WAY: "walking", Stage.TRIAGED: "walking"}
    parts = [code_word(words, "stage", stage.value)]
    if entry.outcome and stage not in ENDED:
        parts.append(code_word(words, "outcome", entry.outcome.value))
    return State(SEPARATOR.join(parts), icons.get(stage, "log-out"))


def _on_the_way(entry: QueueEntry, by: datetime, now: datetime, words: Wording) -> State:
    guide = (entry.guide,) if entry.guide else ()
    if by < now:
        over = over_words(by, now, words)
        is_long = now - by >= A_MINUTE
        said = (
            words.say("triage_day.row.late", over=over) if is_long else words.say("triage_day.late")
        )
        return State(SEPARATOR.join((said, *guide)), "bell", "danger")
    way = words.say("triage_day.row.on_the_way", left=left_words(by, now, words))
    return State(SEPARATOR.join((way, *guide)), "walking")


def under_arm_tile(intake: Intake, now: datetime, words: Wording) -> TileFacts | None:
    """The thermometer that this patient has: which one, whose, until when."""
    held = waiting.under_arm(intake)
    if held is None:
        return None
    label = label_word(held.label, words)
    is_due = held.due_at <= now
    when = clock(held.due_at) if is_due else left_words(held.due_at, now, words)
    name = intake.text("name") or words.say("triage.unnamed")
    back = words.say("triage_day.row.take_back", label=label)
    return TileFacts(
        state="under_arm",
        title=words.say("triage_day.under_arm"),
        site=code_word(words, "site", held.site.value),
        when=when,
        label_token=SQUARES.get(held.label, ""),
        icon="bell" if is_due else "",
        origin=back if is_due else words.say("triage.tile.belongs_to", device=label, whose=name),
    )
