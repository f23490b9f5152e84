"""Sheets of what follows: the calls of a recall, the contacts of the follow-up, an entry declared void."""

from feverclinic.domain.history import Symptom
from feverclinic.domain.leaving_entries import Called, FollowedUp
from feverclinic.domain.recalling import RecallEnd, RecallReason
from feverclinic.domain.ternary import YES
from ui.isolation.sheets.fields import Kind, Occasion, Sheet
from ui.isolation.sheets.requests import RecallAsked, RecallOver, VoidAsked
from ui.isolation.sheets.typed import Typed

CALL, FOLLOW_UP, VOID = "call", "follow_up", "void"
RECALL, RECALL_END = "recall", "recall_end"


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
