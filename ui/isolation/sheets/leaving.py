"""Sheets of the acts that move a person: transport, life-saving, death, left without leave, back again."""

from dataclasses import fields as dataclass_fields
from datetime import datetime

from feverclinic.domain.cases import WayOut
from feverclinic.domain.edition_rules import Destination
from feverclinic.domain.leaving_entries import Left, Returned, Transport
from feverclinic.domain.ternary import UNKNOWN, YES
from ui.isolation.sheets.fields import Kind, Occasion, Sheet
from ui.isolation.sheets.requests import DepartmentAsked, PlaceAsked
from ui.isolation.sheets.typed import Typed

TRANSPORT, LIFE_SAVING, DEATH, AWAY, BACK, PLACE, DEPARTMENT = (
    *("transport", "life_saving", "death"),
    *("away", "back", "place", "department"),
)
# Where somebody can be taken to; the other destinations are stays.
SITES = frozenset(
    {
        Destination.PROVINCIAL_DESIGNATED_HOSPITAL,
        Destination.MUNICIPAL_DESIGNATED_HOSPITAL,
        Destination.DESIGNATED_HOSPITAL,
        Destination.DESIGNATED_INSTITUTION,
        Destination.CENTRALISED_ISOLATION_SITE,
        Destination.CENTRALISED_QUARANTINE,
    }
)
SAFEGUARDS = ("dedicated_ambulance", "closed_route", "receiver_confirmed")


def transport_sheet(asked: Occasion) -> Sheet:
    """TRF-6: the transport record; the place comes from the list of sites where there is one."""
    sites = asked.options("destination", [one for one in Destination if one in SITES])
    fields = (
        asked.field("site_class", Kind.LIST, sites),
        asked.field("to", is_required=True),
        asked.field("reason", is_required=True),
        asked.field("condition", is_required=True),
        *asked.texts("oxygen", "ppe", "vehicle"),
        asked.field("crew", hint=asked.words.say("sheet.names_why")),
        *asked.truths(*SAFEGUARDS),
        *asked.texts("receiver", "documents"),
        asked.field("departed_at", Kind.MOMENT),
        asked.field("arrived_at", Kind.MOMENT),
        asked.field("handed_to"),
        asked.field("vehicle_disinfected_at", Kind.MOMENT),
        asked.field("vehicle_disinfected_by"),
    )

    def read(typed: Typed) -> tuple[Transport, ...]:
        departed_at, arrived_at = typed.moment("departed_at"), typed.moment("arrived_at")
        if departed_at and arrived_at and arrived_at < departed_at:
            typed.refuse("arrived_at", "before_departure")
        made = Transport(
            to=typed.text("to"),
            reason=typed.text("reason"),
            site_class=typed.chosen("site_class"),
            condition=typed.text("condition"),
            oxygen=typed.text("oxygen"),
            ppe=typed.text("ppe"),
            vehicle=typed.text("vehicle"),
            crew=typed.names("crew"),
            dedicated_ambulance=typed.truth("dedicated_ambulance"),
            closed_route=typed.truth("closed_route"),
            receiver_confirmed=typed.truth("receiver_confirmed"),
            receiver=typed.text("receiver"),
            documents=typed.text("documents"),
            departed_at=departed_at,
            arrived_at=arrived_at,
            handed_to=typed.text("handed_to"),
            vehicle_disinfected_at=typed.moment("vehicle_disinfected_at"),
            vehicle_disinfected_by=typed.text("vehicle_disinfected_by"),
        )
        return (made,)

    title, hint = asked.title(TRANSPORT), asked.hint(TRANSPORT)
    needs = (("to",), ("reason",), ("condition",))
    return Sheet(TRANSPORT, title, hint, fields, read, needs, _transport_now(asked))


def _transport_now(asked: Occasion) -> dict[str, str]:
    """The record as it stands, so that it is completed after the arrival; else where the rules send him."""
    if asked.view is None:
        return {}
    records = [one.document for one in asked.view.book.entries]
    known = [one for one in records if isinstance(one, Transport)]
    if not known:
        wanted = asked.view.destination.result
        return {"site_class": wanted.value} if wanted in SITES else {}
    start: dict[str, str] = {}
    for one in dataclass_fields(Transport):
        value = getattr(known[-1], one.name)
        if isinstance(value, datetime):
            start[one.name] = asked.moment(value)
        elif isinstance(value, tuple):
            start[one.name] = "、".join(value)
        elif value not in (None, UNKNOWN):
            start[one.name] = str(value)
    return {name: text for name, text in start.items() if text}


def department_sheet(asked: Occasion) -> Sheet:
    """To another department: the gate of the class is looked at when it is saved (TRF-1)."""
    fields = (
        asked.field("to", is_required=True),
        asked.field("reason", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> DepartmentAsked:
        return DepartmentAsked(typed.text("to"), typed.note("reason"))

    title, hint = asked.title(DEPARTMENT), asked.hint(DEPARTMENT)
    needs = (("to",), ("reason",))
    return Sheet(DEPARTMENT, title, hint, fields, read, needs, is_grave=True)


def life_saving_sheet(asked: Occasion) -> Sheet:
    """TRF-3: a procedure elsewhere that saves a life; the isolation goes with the patient."""
    fields = (
        asked.field("to", is_required=True),
        asked.field("reason", Kind.LONG, is_required=True),
        asked.field("approved_by", is_required=True),
        asked.field("under_isolation", Kind.TRUTH, is_required=True),
    )

    def read(typed: Typed) -> tuple[Left, ...]:
        under_isolation = typed.truth("under_isolation")
        if typed.has("under_isolation") and under_isolation is not YES:
            typed.refuse("under_isolation", "under_isolation")
        return (
            Left(
                WayOut.LIFE_SAVING,
                to=typed.text("to"),
                reason=typed.note("reason"),
                approved_by=typed.text("approved_by"),
                under_isolation=under_isolation,
            ),
        )

    title, hint = asked.title(LIFE_SAVING), asked.hint(LIFE_SAVING)
    needs = (("to",), ("reason",), ("approved_by",), ("under_isolation",))
    return Sheet(LIFE_SAVING, title, hint, fields, read, needs, is_grave=True)


def death_sheet(asked: Occasion) -> Sheet:
    """A death ends the isolation; the instant and the cause as the doctor certifies them."""
    fields = (
        asked.field("died_at", Kind.MOMENT, is_required=True),
        asked.field("reason", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> tuple[Left, ...]:
        typed.moment("died_at")
        return (Left(WayOut.DECEASED, reason=typed.note("reason")),)

    title, hint = asked.title(DEATH), asked.hint(DEATH)
    needs = (("died_at",), ("reason",))
    return Sheet(DEATH, title, hint, fields, read, needs, at="died_at", is_grave=True)


def away_sheet(asked: Occasion) -> Sheet:
    """擅自离院: when it was noticed and what was done; the isolation stays open."""
    fields = (
        asked.field("noticed_at", Kind.MOMENT, is_required=True),
        asked.field("reason", Kind.LONG, is_required=True, hint=asked.words.say("sheet.away_why")),
    )

    def read(typed: Typed) -> tuple[Left, ...]:
        return (
            Left(
                WayOut.LEFT_WITHOUT_LEAVE,
                reason=typed.note("reason"),
                noticed_at=typed.moment("noticed_at"),
            ),
        )

    title, hint = asked.title(AWAY), asked.hint(AWAY)
    needs = (("noticed_at",), ("reason",))
    start = {"noticed_at": asked.moment()}
    return Sheet(AWAY, title, hint, fields, read, needs, start, at="noticed_at", is_grave=True)


def place_sheet(asked: Occasion) -> Sheet:
    """TRF-3: the place of a life-saving procedure had its terminal disinfection."""
    fields = (asked.field("place", is_required=True), asked.field("room_note"))

    def read(typed: Typed) -> PlaceAsked:
        return PlaceAsked(typed.text("place"), typed.text("room_note"))

    left = latest_left(asked)
    start = {"place": left.to} if left is not None else {}
    title, hint = asked.title(PLACE), asked.hint(PLACE)
    return Sheet(PLACE, title, hint, fields, read, (("place",),), start)


def latest_left(asked: Occasion) -> Left | None:
    """The last act by which this person was moved."""
    entries = asked.view.book.entries if asked.view is not None else ()
    moves = [one.document for one in entries if isinstance(one.document, Left)]
    return moves[-1] if moves else None


def back_sheet(asked: Occasion) -> Sheet:
    """Back from a procedure elsewhere, or brought back after having run away."""
    fields = (asked.field("from_where", is_required=True), asked.field("note", Kind.LONG))

    def read(typed: Typed) -> tuple[Returned, ...]:
        return (Returned(typed.text("from_where"), typed.note("note")),)

    title, hint = asked.title(BACK), asked.hint(BACK)
    return Sheet(BACK, title, hint, fields, read, (("from_where",),))
