"""Sheets of rooms: the acts on one, its set-up, and the director's plans."""

from collections.abc import Callable

from feverclinic.domain.case_boards import RoomCard
from feverclinic.domain.emergency_plans import CoreItem
from feverclinic.domain.rooms import RoomId, RoomState
from feverclinic.wording import Wording
from ui.isolation.sheets.fields import Field, Kind, Occasion, Option, Sheet
from ui.isolation.sheets.requests import PlanAsked, PlanEnded, RoomAsked, RoomSetUp, RoomWish
from ui.isolation.sheets.typed import Typed

ROOM, ROOM_SET_UP, PLAN = "room", "room_set_up", "plan"
BED_LIMITS = ("1", "12")
PLAN_END = "plan_end"
# ISO-4: what can be done with a room in each state; leaving one is an act of the case.
WISHES = {
    RoomState.CLEAN: (RoomWish.OCCUPY, RoomWish.RESERVE, RoomWish.MOVE, RoomWish.OUT_OF_USE),
    RoomState.RESERVED: (RoomWish.OCCUPY, RoomWish.MOVE, RoomWish.FREE),
    RoomState.OCCUPIED: (RoomWish.OCCUPY, RoomWish.MOVE),
    RoomState.VACATED: (RoomWish.DISINFECT, RoomWish.OUT_OF_USE),
    RoomState.TERMINAL_DISINFECTION: (RoomWish.AIR,),
    RoomState.AIRING: (RoomWish.VERIFY,),
    RoomState.VERIFIED: (RoomWish.CLEAN, RoomWish.OUT_OF_USE),
    RoomState.OUT_OF_USE: (RoomWish.BACK_IN_USE,),
}
FOR_A_CASE = (RoomWish.OCCUPY, RoomWish.RESERVE, RoomWish.MOVE)


def room_sheet(asked: Occasion) -> Sheet:
    """Shift+F2: what can be done with the chosen room, or for this case with one of the rooms."""
    card = asked.room
    has_case = asked.view is not None
    wishes = [
        wish
        for wish in (WISHES[card.room.state] if card else FOR_A_CASE)
        if has_case or wish not in FOR_A_CASE
    ]
    fields: list[Field] = [
        asked.field("room", Kind.TOLD, unit=told_room(card, asked))
        if card
        else asked.field("room_id", Kind.LIST, _rooms(asked), is_required=True),
        asked.field("wish", Kind.PICK, asked.options("room_wish", wishes), is_required=True),
    ]
    if any(wish in FOR_A_CASE for wish in wishes):
        fields.append(asked.field("bed", Kind.NUMBER))
    if any(wish not in FOR_A_CASE for wish in wishes):
        fields.append(asked.field("until", Kind.MOMENT, hint=asked.words.say("sheet.until_why")))
    fields.append(asked.field("room_note"))

    title, hint = asked.title(ROOM), asked.hint(ROOM)
    start = {"wish": wishes[0].value} if len(wishes) == 1 else {}
    needs = (("wish",), *(() if card else (("room_id",),)))
    return Sheet(ROOM, title, hint, tuple(fields), _room_reader(asked), needs, start)


def _room_reader(asked: Occasion) -> Callable[[Typed], RoomAsked]:
    card, view = asked.room, asked.view

    def read(typed: Typed) -> RoomAsked:
        wish = typed.code("wish", RoomWish) or RoomWish.RESERVE
        chosen = typed.chosen("room_id") or "0"
        room_id = card.room.id if card else RoomId(int(chosen))
        until = typed.moment("until", may_be_later=True)
        if wish is RoomWish.OUT_OF_USE and not typed.has("room_note"):
            typed.refuse("room_note", "required")
        is_for_case = wish in FOR_A_CASE and view is not None
        return RoomAsked(
            wish,
            room_id,
            view.book.case.id if is_for_case and view is not None else None,
            typed.whole("bed", *BED_LIMITS),
            typed.text("room_note"),
            until,
        )

    return read


def told_room(card: RoomCard, asked: Occasion) -> str:
    """`隔离 03 · 单人 · 占用 · 何建平`."""
    room, say = card.room, asked.words.say
    beds = say("sheet.single") if room.beds == 1 else say("sheet.beds", count=room.beds)
    people = "、".join(one.name for one in card.people) or card.reserved_name
    parts = (room.name or room.code, beds, say(f"room_state.{room.state.value}"), people)
    return " · ".join(part for part in parts if part)


def _rooms(asked: Occasion) -> tuple[Option, ...]:
    """Rooms that could take somebody: free ones, kept ones, and those with a bed left."""
    return tuple(
        (str(card.room.id), told_room(card, asked))
        for card in asked.rooms
        if card.room.state in (RoomState.CLEAN, RoomState.RESERVED)
        or (card.room.state is RoomState.OCCUPIED and len(card.people) < card.room.beds)
    )


def room_set_up_sheet(asked: Occasion) -> Sheet:
    """A room of the isolation area: its code, name, beds and what it can do."""
    fields = (
        asked.field("room_code", is_required=True),
        asked.field("room_name"),
        asked.field("beds", Kind.NUMBER, is_required=True),
        asked.field("is_negative_pressure", Kind.TICK, unit=asked.words.say("answer.YES")),
        asked.field("is_buffer", Kind.TICK, unit=asked.words.say("answer.YES")),
    )
    room = asked.room.room if asked.room else None

    def read(typed: Typed) -> RoomSetUp:
        return RoomSetUp(
            typed.text("room_code"),
            typed.text("room_name"),
            typed.whole("beds", *BED_LIMITS) or 1,
            is_negative_pressure=typed.is_ticked("is_negative_pressure"),
            is_buffer=typed.is_ticked("is_buffer"),
            room_id=room.id if room else None,
        )

    start = {"beds": "1"}
    if room is not None:
        start = {
            "room_code": room.code,
            "room_name": room.name,
            "beds": str(room.beds),
            "is_negative_pressure": "YES" if room.is_negative_pressure else "",
            "is_buffer": "YES" if room.is_buffer else "",
        }
    title, hint = asked.title(ROOM_SET_UP), asked.hint(ROOM_SET_UP)
    return Sheet(ROOM_SET_UP, title, hint, fields, read, (("room_code",), ("beds",)), start)


def plan_sheet(asked: Occasion) -> Sheet:
    """WORK-2: the director's plan for an examination that cannot be done: named, dated, with an end."""
    fields = (
        asked.field("item", Kind.PICK, core_items(asked.words), is_required=True),
        asked.field("plan_name", is_required=True),
        asked.field("reason", Kind.LONG, is_required=True),
        asked.field("substitute", Kind.LONG, is_required=True),
        asked.field("valid_to", Kind.MOMENT, is_required=True),
    )

    def read(typed: Typed) -> PlanAsked:
        return PlanAsked(
            typed.code("item", CoreItem) or CoreItem.CT,
            typed.text("plan_name"),
            typed.note("reason"),
            typed.note("substitute"),
            typed.moment("valid_to", may_be_later=True) or typed.now,
        )

    title, hint = asked.title(PLAN), asked.hint(PLAN)
    needs = (("item",), ("plan_name",), ("reason",), ("substitute",), ("valid_to",))
    return Sheet(PLAN, title, hint, fields, read, needs)


def core_items(words: Wording) -> tuple[Option, ...]:
    """The core set with its words; what the order calls CHEST_CT the plan calls CT."""
    codes = {CoreItem.CT: "CHEST_CT"}
    return tuple((one.value, words.say(f"work_up.{codes.get(one, one.value)}")) for one in CoreItem)


def plan_end_sheet(asked: Occasion) -> Sheet:
    """A plan ends before its time; whoever left under it left rightly."""
    plan = asked.plan
    assert plan is not None
    fields = (
        asked.field("plan", Kind.TOLD, unit=plan.name),
        asked.field("reason", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> PlanEnded:
        return PlanEnded(plan.id, typed.note("reason"))

    title, hint = asked.title(PLAN_END), asked.hint(PLAN_END)
    return Sheet(PLAN_END, title, hint, fields, read, (("reason",),))
