"""What each act of the triage desk asks: ends, guide, receipt, hand-out, announcement, undoing a count, a reading of nobody."""

from collections.abc import Sequence

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.visits import Stage
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.wording import Wording
from ui.triage.ask_sheet import Ask, Pick, Typed
from ui.triage.telling import codes_of

END, SEND, RECEIVE, HAND_OUT, ANNOUNCE, UNDO, VOID = (
    *("end", "send", "receive"),
    *("hand_out", "announce", "undo", "void"),
)
ENDS = (
    ArrivalEnd.LEFT,
    ArrivalEnd.REFUSED,
    ArrivalEnd.DID_NOT_ARRIVE,
    ArrivalEnd.NOT_A_PATIENT,
)
# What an end is called on a visit; somebody who was saved is a patient.
STAGES = {
    ArrivalEnd.LEFT: Stage.LEFT,
    ArrivalEnd.REFUSED: Stage.REFUSED,
    ArrivalEnd.DID_NOT_ARRIVE: Stage.DID_NOT_ARRIVE,
}
MINUTES = ("5", "10", "15", "20", "30")
LABELS = "triage_day.label"


def end_ask(words: Wording, *, is_saved: bool) -> Ask:
    """Shift+F8: how it ends and why; four digits and Enter at the most."""
    ends = [end for end in ENDS if not is_saved or end in STAGES]
    return Ask(
        END,
        words.say("triage_day.ask.end.title"),
        words.say("triage_day.ask.end.hint"),
        (
            Pick(
                "end",
                words.say("triage_day.ask.end.end"),
                tuple((end.value, words.say(f"triage_day.end.{end.value}")) for end in ends),
            ),
            Pick(
                "reason",
                words.say("triage_day.ask.end.reason"),
                codes_of(words, "triage_day.reason"),
            ),
            Typed("why", words.say("triage_day.ask.end.why")),
        ),
        needs=(("end",), ("reason", "why")),
    )


def send_ask(words: Wording, recent: Sequence[str]) -> Ask:
    """Shift+F9: who walks the patient over, by digit from those of today or typed."""
    return Ask(
        SEND,
        words.say("triage_day.ask.send.title"),
        words.say("triage_day.ask.send.hint"),
        (
            Pick(
                "recent",
                words.say("triage_day.ask.send.recent"),
                tuple((name, name) for name in recent),
            ),
            Typed("guide", words.say("triage_day.ask.send.guide")),
        ),
        needs=(("guide", "recent"),),
    )


def receive_ask(words: Wording, *, is_late_comer: bool) -> Ask:
    """Shift+F10: how the receipt came, and who gave it; who was given up says why he came after all."""
    why = Typed("reason", words.say("triage_day.ask.receive.reason"))
    return Ask(
        RECEIVE,
        words.say("triage_day.ask.receive.title"),
        words.say("triage_day.ask.receive.hint"),
        (
            Pick(
                "via",
                words.say("triage_day.ask.receive.via"),
                tuple((via.value, words.say(f"triage_day.via.{via.value}")) for via in ReceivedVia),
            ),
            Typed("by", words.say("triage_day.ask.receive.by")),
            *((why,) if is_late_comer else ()),
        ),
        needs=(("via",), ("by",), *((("reason",),) if is_late_comer else ())),
    )


def hand_out_ask(words: Wording, minutes: int) -> Ask:
    """Shift+F4: which thermometer without cable goes under the arm."""
    return Ask(
        HAND_OUT,
        words.say("triage_day.ask.hand_out.title"),
        words.say("triage_day.ask.hand_out.hint", minutes=minutes),
        (
            Pick("label", words.say("triage_day.ask.hand_out.label"), codes_of(words, LABELS)),
            Typed("other", words.say("triage_day.ask.hand_out.other")),
        ),
        needs=(("label", "other"),),
    )


def announce_ask(words: Wording) -> Ask:
    """Shift+F2: an ambulance that is not here yet; all but the minutes may be unknown."""
    parts = tuple(
        Typed(name, words.say(f"triage_day.ask.announce.{name}")) for name in ("name", "said", "by")
    )
    return Ask(
        ANNOUNCE,
        words.say("triage_day.ask.announce.title"),
        words.say("triage_day.ask.announce.hint"),
        (
            Pick(
                "minutes",
                words.say("triage_day.ask.announce.in_minutes"),
                tuple((count, words.say("triage_day.minutes", count=count)) for count in MINUTES),
            ),
            Typed("more", words.say("triage_day.ask.announce.more")),
            *parts,
        ),
        needs=(("minutes", "more"),),
    )


def undo_ask(words: Wording) -> Ask:
    """Ctrl+Z: why the last count was wrong."""
    return Ask(
        UNDO,
        words.say("triage_day.ask.undo.title"),
        words.say("triage_day.ask.undo.hint"),
        (
            Pick(
                "reason",
                words.say("triage_day.ask.undo.reason"),
                codes_of(words, "triage_day.undo"),
            ),
            Typed("other", words.say("triage_day.ask.undo.other")),
        ),
        needs=(("reason", "other"),),
    )


def void_ask(words: Wording, told: str) -> Ask:
    """Shift+F7: why a reading of the tray, called `told`, is nobody's."""
    return Ask(
        VOID,
        words.say("triage_day.ask.void.title", reading=told),
        words.say("triage_day.ask.void.hint"),
        (
            Pick(
                "reason",
                words.say("triage_day.ask.void.reason"),
                codes_of(words, "triage_day.void"),
            ),
            Typed("other", words.say("triage_day.ask.void.other")),
        ),
        needs=(("reason", "other"),),
    )
