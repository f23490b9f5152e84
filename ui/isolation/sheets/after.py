"""Sheets of what follows: the calls of a recall, the contacts of the follow-up, an entry declared void."""

from feverclinic.domain.history import Symptom
from feverclinic.domain.leaving_entries import Called, FollowedUp
from feverclinic.domain.ternary import YES
from ui.isolation.sheets.fields import Kind, Occasion, Sheet
from ui.isolation.sheets.requests import VoidAsked
from ui.isolation.sheets.typed import Typed

CALL, FOLLOW_UP, VOID = "call", "follow_up", "void"


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
