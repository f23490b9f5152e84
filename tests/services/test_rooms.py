"""Rooms of the isolation area: set up, kept and taken (ISO-1, ISO-4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feverclinic.domain.boards import Topic
from feverclinic.domain.cases import Column, WayOut
from feverclinic.domain.people import Duty, Staff
from feverclinic.domain.rooms import RoomId, RoomState
from feverclinic.errors import Stale, Unavailable
from feverclinic.services import rooms
from feverclinic.services.rooms import RoomPlan
from feverclinic.storage.store import Store, transaction
from feverclinic.storage.work import Way
from tests.builders import GATE, NOON, NURSE
from tests.case_builders import DOCTOR
from tests.engines import Clinic
from tests.services.bedding import added, changed, confirmed, lay, now, refused, suspected
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


@pytest.fixture
def room(ward: Ward) -> RoomId:
    return added(ward, "03")


def test_a_new_room_is_clean_and_knows_since_when_and_by_whom(ward: Ward) -> None:
    plan = RoomPlan(" 07 ", "负压 07", 2, is_negative_pressure=True)
    room = ward.do(rooms.add_room, plan)

    assert (room.code, room.name, room.beds, room.is_negative_pressure) == (
        "07",
        "负压 07",
        2,
        True,
    )
    assert (room.state, room.state_at, room.state_by) == (RoomState.CLEAN, NOON, "陈医生")
    assert ward.do(lambda store: store.rooms.all()) == (room,)


def test_two_rooms_never_have_one_code(ward: Ward, room: RoomId) -> None:
    assert refused(ward, rooms.add_room, RoomPlan("03")).code == "room.code_used"
    other = added(ward, "04")
    assert refused(ward, rooms.change_room, other, RoomPlan("03")).code == "room.code_used"
    assert ward.do(rooms.change_room, room, RoomPlan("03", "东一")).name == "东一"


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (RoomPlan("  "), "room.code_missing"),
        (RoomPlan("9", beds=0), "room.beds"),
        (RoomPlan("9", beds=13), "room.beds"),
    ],
)
def test_a_room_that_cannot_be_is_refused(ward: Ward, plan: RoomPlan, code: str) -> None:
    assert refused(ward, rooms.add_room, plan).code == code


def test_no_bed_is_taken_away_from_under_somebody(ward: Ward) -> None:
    room_id = added(ward, "08", beds=3)
    lay(ward, room_id, confirmed(ward), bed=2)

    assert (
        refused(ward, rooms.change_room, room_id, RoomPlan("08", beds=1)).code == "room.bed_taken"
    )
    assert ward.do(rooms.change_room, room_id, RoomPlan("08", beds=2)).beds == 2


def test_another_desk_that_changed_the_room_first_is_told(ward: Ward, room: RoomId) -> None:
    seen = now(ward, room).version
    ward.do(rooms.change_room, room, RoomPlan("03", "东一"), seen)

    with pytest.raises(Stale, match=r"record\.changed"):
        ward.do(rooms.change_room, room, RoomPlan("03", "西一"), seen)


@pytest.mark.parametrize("actor", [replace(DOCTOR, duties=frozenset({Duty.TREAT})), NURSE])
def test_rooms_are_for_whoever_has_the_duty(ward: Ward, room: RoomId, actor: Staff) -> None:
    assert refused(ward, rooms.add_room, RoomPlan("9"), actor=actor).code == "staff.duty_missing"
    assert refused(ward, rooms.out_of_use, room, "漏水", actor=actor).code == "staff.duty_missing"


def test_away_from_the_server_no_room_is_given(ward: Ward, room: RoomId) -> None:
    away = Way(key=5, is_offline=True)
    with (
        pytest.raises(Unavailable, match=r"case\.needs_server"),
        transaction(ward.clinic.engine, DOCTOR, ward.at, GATE, away) as store,
    ):
        rooms.out_of_use(store, room, "检修")


# -- taking a room -----------------------------------------------------------------------------


@pytest.mark.rule("ISO-4")
def test_a_clean_room_is_kept_and_then_taken(ward: Ward, room: RoomId) -> None:
    case_id = suspected(ward)
    until = NOON + HALF_AN_HOUR
    kept = ward.do(rooms.reserve, room, case_id, CASE_RULES, "120 送来", until)

    assert (kept.state, kept.reserved_for, kept.note, kept.due_at) == (
        *(RoomState.RESERVED, case_id),
        *("120 送来", until),
    )
    assert lay(ward, room, case_id) == 1
    taken = now(ward, room)
    assert (taken.state, taken.reserved_for, taken.note, taken.due_at) == (
        *(RoomState.OCCUPIED, None),
        *("", None),
    )


@pytest.mark.rule("ISO-4")
def test_a_clean_room_is_taken_in_one_act(ward: Ward, room: RoomId) -> None:
    case_id = suspected(ward)
    lay(ward, room, case_id)

    book = ward.book(case_id)
    assert book.room is not None
    assert (book.room.id, book.room.state) == (room, RoomState.OCCUPIED)
    assert book.case.column is Column.OBSERVED


def test_a_room_kept_for_one_is_not_taken_by_another(ward: Ward, room: RoomId) -> None:
    mine, other = suspected(ward), suspected(ward)
    ward.do(rooms.reserve, room, mine, CASE_RULES)

    no = refused(ward, rooms.occupy, room, other, CASE_RULES)

    assert (no.code, no.facts["room"]) == ("room.kept_for_another", "隔离 03")
    ward.do(rooms.free, room)
    assert lay(ward, room, other) == 1


def test_whoever_takes_another_room_frees_the_one_kept_for_him(ward: Ward, room: RoomId) -> None:
    case_id, other = suspected(ward), added(ward, "04")
    ward.do(rooms.reserve, room, case_id, CASE_RULES)
    lay(ward, other, case_id)

    assert now(ward, room).state is RoomState.CLEAN


def test_one_case_keeps_one_room(ward: Ward, room: RoomId) -> None:
    case_id, other = suspected(ward), added(ward, "04")
    ward.do(rooms.reserve, room, case_id, CASE_RULES)
    ward.do(rooms.reserve, other, case_id, CASE_RULES)

    assert (now(ward, room).state, now(ward, other).state) == (
        RoomState.CLEAN,
        RoomState.RESERVED,
    )


@pytest.mark.rule("ISO-1")
def test_confirmed_cases_share_a_room_bed_by_bed(ward: Ward) -> None:
    room_id = added(ward, "08", beds=2)

    assert [lay(ward, room_id, confirmed(ward)) for _ in range(2)] == [1, 2]
    no = refused(ward, rooms.occupy, room_id, confirmed(ward), CASE_RULES)
    assert (no.code, no.facts["beds"]) == ("room.full", 2)


@pytest.mark.parametrize(
    ("bed", "code"), [(1, "room.bed_taken"), (3, "room.no_such_bed"), (0, "room.no_such_bed")]
)
def test_a_named_bed_must_be_there_and_free(ward: Ward, bed: int, code: str) -> None:
    room_id = added(ward, "08", beds=2)
    lay(ward, room_id, confirmed(ward))

    assert refused(ward, rooms.occupy, room_id, confirmed(ward), CASE_RULES, bed).code == code


@pytest.mark.rule("ISO-1")
def test_a_suspect_is_never_laid_with_a_confirmed_case_nor_the_other_way_round(ward: Ward) -> None:
    one, other = added(ward, "08", beds=2), added(ward, "09", beds=2)
    lay(ward, one, confirmed(ward))
    lay(ward, other, suspected(ward))

    for room_id, case_id in ((one, suspected(ward)), (other, confirmed(ward))):
        no = refused(ward, rooms.occupy, room_id, case_id, CASE_RULES)
        assert (no.code, no.facts["reasons"]) == (
            "room.single_room",
            ("SINGLE_ROOM", "MIXED_CLASS"),
        )


def test_nobody_lies_in_two_beds(ward: Ward, room: RoomId) -> None:
    case_id, other = suspected(ward), added(ward, "04")
    lay(ward, room, case_id)

    assert refused(ward, rooms.occupy, other, case_id, CASE_RULES).code == "room.lies_elsewhere"


def test_a_desk_that_has_not_seen_the_newest_entry_is_told(ward: Ward, room: RoomId) -> None:
    case_id = ward.case()
    seen = ward.book(case_id).case.last_seq
    ward.suspect(case_id)

    with pytest.raises(Stale, match=r"case\.changed"):
        ward.do(rooms.occupy, room, case_id, CASE_RULES, None, seen)


@pytest.mark.parametrize(
    "state",
    [
        one
        for one in RoomState
        if one.value in ("VACATED", "TERMINAL_DISINFECTION", "AIRING", "VERIFIED", "OUT_OF_USE")
    ],
)
@pytest.mark.rule("ISO-4")
def test_a_room_that_is_not_ready_takes_nobody(ward: Ward, room: RoomId, state: RoomState) -> None:
    ward.do(lambda store: store.rooms.save(replace(store.rooms.get(room), state=state)))

    case_id = suspected(ward)

    for act in (rooms.occupy, rooms.reserve):
        assert refused(ward, act, room, case_id, CASE_RULES).code == f"room.is_{state.lower()}"


def test_no_bed_is_for_somebody_who_has_left_or_run_away(ward: Ward, room: RoomId) -> None:
    gone, away = ward.case(), suspected(ward)
    changed(ward, gone, way_out=WayOut.CLINIC_EXIT)
    changed(ward, away, way_out=WayOut.LEFT_WITHOUT_LEAVE, is_away=True)

    assert refused(ward, rooms.occupy, room, gone, CASE_RULES).code == "leaving.has_left"
    assert refused(ward, rooms.reserve, room, away, CASE_RULES).code == "leaving.is_away"


def test_every_open_desk_hears_of_a_room(ward: Ward, room: RoomId) -> None:
    def touched(store: Store) -> frozenset[Topic]:
        rooms.out_of_use(store, room, "检修")
        return frozenset(store.touched)

    assert Topic.ROOMS in ward.do(touched)


def test_two_desks_cannot_take_the_same_bed(ward: Ward, room: RoomId) -> None:
    """The last wall: the index of the database, below every service."""
    one, other = suspected(ward), suspected(ward)
    lay(ward, room, one)

    def forced(store: Store) -> None:
        stay = store.stays.find_open(one)
        assert stay is not None
        store.stays.add(replace(stay, id=store.stays.new_id(), case_id=other))

    with pytest.raises(Stale, match=r"record\.already_there"):
        ward.do(forced)


def test_two_desks_cannot_lay_one_person_in_two_rooms(ward: Ward, room: RoomId) -> None:
    case_id, other = suspected(ward), added(ward, "04")
    lay(ward, room, case_id)

    def forced(store: Store) -> None:
        stay = store.stays.find_open(case_id)
        assert stay is not None
        store.stays.add(replace(stay, id=store.stays.new_id(), room_id=other))

    with pytest.raises(Stale, match=r"record\.already_there"):
        ward.do(forced)
