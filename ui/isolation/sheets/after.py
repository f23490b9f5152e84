"""Sheets of what follows: the calls of a recall, the contacts of the follow-up, an entry declared void."""

from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.discharge_notices import Told, open_notices
from feverclinic.domain.history import Symptom
from feverclinic.domain.leaving_entries import Called, FollowedUp
from feverclinic.domain.recalling import RecallEnd, RecallReason
from feverclinic.domain.ternary import YES
from feverclinic.domain.thermometry import celsius_text
from ui.isolation.sheets.fields import Kind, Occasion, Sheet
from ui.isolation.sheets.requests import (
    FollowUpOver,
    NoticeGiven,
    ReadingVoid,
    RecallAsked,
    RecallOver,
    VoidAsked,
)
from ui.isolation.sheets.typed import Typed

CALL, FOLLOW_UP, VOID, VOID_READING = "call", "follow_up", "void", "void_reading"
RECALL, RECALL_END = "recall", "recall_end"
NOTICE, FOLLOW_END = "notice", "follow_end"


def call_sheet(asked: Occasion) -> Sheet:
    """One call of a recall: whom, by which number, what came of it; each call is an entry."""
    reached = (
        ("YES", asked.words.say("sheet.reached")),
        ("NO", asked.words.say("sheet.unreached")),
    )
    fields = (
        asked.field("phone", is_required=True),
        asked.field("called_on"),
        asked.field("reached", Kind.PICK, reached, is_required=True),
        asked.field("answer", Kind.LONG),
    )

    def read(typed: Typed) -> tuple[Called, ...]:
        reached = typed.chosen("reached") == YES.value
        if reached and not typed.has("answer"):
            typed.refuse("answer", "required")
        return (
            Called(typed.text("phone"), reached, typed.note("answer"), typed.text("called_on")),
        )

    start: dict[str, str] = {}
    if asked.view is not None:
        person = asked.view.book.patient
        start = {"phone": person.phone, "called_on": person.name}
    title, hint = asked.title(CALL), asked.hint(CALL)
    return Sheet(CALL, title, hint, fields, read, (("phone",), ("reached",)), start)


def recall_sheet(asked: Occasion) -> Sheet:
    """Somebody who has left has to be called back: why; the calls are entries of their own."""
    options = asked.options("recall_reason", RecallReason)
    fields = (asked.field("why", Kind.PICK, options, is_required=True),)

    def read(typed: Typed) -> RecallAsked:
        return RecallAsked(typed.code("why", RecallReason) or next(iter(RecallReason)))

    title, hint = asked.title(RECALL), asked.hint(RECALL)
    return Sheet(RECALL, title, hint, fields, read, (("why",),))


def recall_end_sheet(asked: Occasion) -> Sheet:
    """Nobody calls any more, with the reason in words; it ends no isolation."""
    options = asked.options("recall_end", RecallEnd)
    fields = (
        asked.field("how", Kind.PICK, options, is_required=True),
        asked.field("note", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> RecallOver:
        how = typed.code("how", RecallEnd) or next(iter(RecallEnd))
        return RecallOver(how, typed.note("note"))

    title, hint = asked.title(RECALL_END), asked.hint(RECALL_END)
    return Sheet(RECALL_END, title, hint, fields, read, (("how",), ("note",)))


def follow_up_sheet(asked: Occasion) -> Sheet:
    """FUP-1, FUP-2, FUP-4: temperatures as they were told, symptoms, and whether it was a visit."""
    fields = (
        asked.field("on", Kind.DAY, is_required=True),
        asked.field("is_visit", Kind.TICK, unit=asked.words.say("sheet.is_visit")),
        asked.field("readings", hint=asked.words.say("sheet.readings_why")),
        asked.field("symptoms", Kind.CHIPS, asked.options("symptom", Symptom)),
        asked.field("note", Kind.LONG),
    )

    def read(typed: Typed) -> tuple[FollowedUp, ...]:
        told = typed.truths("symptoms")
        symptoms = tuple(Symptom(code) for code, truth in told.items() if truth is YES)
        on = typed.day("on") or typed.now.date()
        readings = typed.names("readings")
        is_visit = typed.is_ticked("is_visit")
        return (FollowedUp(on, is_visit, readings, symptoms, typed.note("note")),)

    title, hint = asked.title(FOLLOW_UP), asked.hint(FOLLOW_UP)
    start = {"on": asked.moment()[:10]}
    needs = (("on",), ("readings", "note", "is_visit"))
    return Sheet(FOLLOW_UP, title, hint, fields, read, needs, start)


def notice_sheet(asked: Occasion) -> Sheet:
    """FUP-3: who was told of the discharge, and how; only those who were not told yet are offered."""
    entries = asked.view.book.entries if asked.view is not None else ()
    waiting = [one.to for one in open_notices(entries)]
    fields = (
        asked.field("to_tell", Kind.PICK, asked.options("told", waiting), is_required=True),
        asked.field("told_how", hint=asked.words.say("sheet_why.told_how"), is_required=True),
    )

    def read(typed: Typed) -> NoticeGiven:
        told = typed.code("to_tell", Told) or next(iter(Told))
        return NoticeGiven(told, typed.text("told_how"))

    title, hint = asked.title(NOTICE), asked.hint(NOTICE)
    start = {"to_tell": waiting[0].value} if len(waiting) == 1 else {}
    return Sheet(NOTICE, title, hint, fields, read, (("to_tell",), ("told_how",)), start)


def follow_end_sheet(asked: Occasion) -> Sheet:
    """The follow-up is over: what was done stands here once more before it is closed."""
    contacts = [
        one.document
        for one in (valid_entries(asked.view.book) if asked.view is not None else ())
        if isinstance(one.document, FollowedUp)
    ]
    visits = sum(one.is_visit for one in contacts)
    told = asked.words.say("sheet_why.follow_end", contacts=len(contacts), visits=visits)
    fields = (asked.field("followed", Kind.TOLD, unit=told),)

    def read(_typed: Typed) -> FollowUpOver:
        return FollowUpOver()

    title, hint = asked.title(FOLLOW_END), asked.hint(FOLLOW_END)
    return Sheet(FOLLOW_END, title, hint, fields, read, is_grave=True)


def void_reading_sheet(asked: Occasion) -> Sheet:
    """A reading is declared void with its reason; it stays readable, the conditions are looked at again."""
    reading = asked.reading
    assert reading is not None
    assert reading.id is not None
    told = asked.words.say(
        "sheet_why.reading_told",
        value=celsius_text(reading),
        site=asked.words.say(f"site.{reading.site.value}"),
        at=asked.moment(reading.measured_at),
        device=reading.device_name or asked.words.say(f"source.{reading.source.value}"),
    )
    fields = (
        asked.field("entry", Kind.TOLD, unit=told),
        asked.field("reason", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> ReadingVoid:
        assert reading.id is not None
        return ReadingVoid(reading.id, typed.note("reason"))

    title, hint = asked.title(VOID_READING), asked.hint(VOID)
    return Sheet(VOID_READING, title, hint, fields, read, (("reason",),), is_grave=True)


def void_sheet(asked: Occasion) -> Sheet:
    """An entry is declared void with its reason; it stays readable, the conditions are looked at again."""
    entry = asked.entry
    assert entry is not None
    kind = asked.words.say(f"entry_kind.{entry.kind}")
    told = asked.words.say(
        "sheet.entry_told", kind=kind, at=asked.moment(entry.entered_at), by=entry.by_name
    )
    fields = (
        asked.field("entry", Kind.TOLD, unit=told),
        asked.field("reason", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> VoidAsked:
        return VoidAsked(entry.id, typed.note("reason"))

    title, hint = asked.title(VOID), asked.hint(VOID)
    return Sheet(VOID, title, hint, fields, read, (("reason",),), is_grave=True)
