"""Rooms of the isolation area: moves, cohorts, and a room that is made ready again (ISO-1, ISO-4)."""

from datetime import datetime, timedelta

import pytest

from feverclinic.domain.cases import CaseClass
from feverclinic.domain.rooms import RoomId, RoomState
from feverclinic.services import rooms
from feverclinic.services.vacating import vacate
from tests.builders import NOON
from tests.case_builders import OFFICER
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


# -- moving and leaving ------------------------------------------------------------------------


@pytest.mark.rule("ISO-4")
def test_to_move_changes_the_bed_and_not_the_isolation(ward: Ward, room: RoomId) -> None:
    case_id, other = suspected(ward), added(ward, "04")
    lay(ward, room, case_id)
    before = ward.book(case_id).case
    ward.later(2)
    ward.do(rooms.move, case_id, other, CASE_RULES)

    after = ward.book(case_id)
    assert after.room is not None
    assert after.room.id == other
    assert now(ward, room).state is RoomState.VACATED
    assert (after.case.isolation_started_at, after.case.is_isolated) == (
        before.isolation_started_at,
        True,
    )
    stays = ward.do(lambda store: store.stays.of_case(case_id))
    assert [(one.room_id, one.to_at) for one in stays] == [(room, ward.at), (other, None)]


def test_to_move_takes_the_room_that_was_kept_for_him(ward: Ward, room: RoomId) -> None:
    case_id, other = suspected(ward), added(ward, "04")
    lay(ward, room, case_id)
    ward.do(rooms.reserve, other, case_id, CASE_RULES)

    assert ward.do(rooms.move, case_id, other, CASE_RULES).room_id == other


def test_a_move_that_is_refused_leaves_him_where_he_was(ward: Ward, room: RoomId) -> None:
    case_id, other = suspected(ward), added(ward, "09", beds=2)
    lay(ward, room, case_id)
    lay(ward, other, confirmed(ward))

    assert refused(ward, rooms.move, case_id, other, CASE_RULES).code == "room.single_room"
    assert refused(ward, rooms.move, case_id, room, CASE_RULES).code == "room.lies_there"
    book = ward.book(case_id)
    assert book.room is not None
    assert (book.room.id, book.room.state) == (room, RoomState.OCCUPIED)


def test_whoever_lies_nowhere_does_not_move(ward: Ward, room: RoomId) -> None:
    no = refused(ward, rooms.move, suspected(ward), room, CASE_RULES)

    assert no.code == "room.lies_nowhere"


@pytest.mark.rule("ISO-4")
def test_a_shared_room_is_vacated_by_the_last_one(ward: Ward) -> None:
    room_id = added(ward, "08", beds=2)
    first, last = confirmed(ward), confirmed(ward)
    lay(ward, room_id, first)
    lay(ward, room_id, last)
    before = now(ward, room_id).version

    ward.do(vacate, first)
    halfway = now(ward, room_id)
    ward.do(vacate, last)

    assert (halfway.state, halfway.version) == (RoomState.OCCUPIED, before + 1)
    assert now(ward, room_id).state is RoomState.VACATED


def test_whoever_leaves_frees_a_room_that_was_kept_for_him(ward: Ward, room: RoomId) -> None:
    case_id = suspected(ward)
    ward.do(rooms.reserve, room, case_id, CASE_RULES)
    ward.do(vacate, case_id)

    assert (now(ward, room).state, now(ward, room).reserved_for) == (RoomState.CLEAN, None)


@pytest.mark.rule("ISO-1")
def test_a_class_is_not_lowered_by_a_doctor_against_the_room(ward: Ward) -> None:
    room_id = added(ward, "08", beds=2)
    one, other = confirmed(ward), confirmed(ward)
    lay(ward, room_id, one)
    lay(ward, room_id, other)
    case = ward.book(one).case

    no = refused(ward, rooms.must_fit, case, CaseClass.SUSPECTED, CASE_RULES)

    assert no.code == "room.single_room"
    ward.do(rooms.must_fit, case, CaseClass.CONFIRMED, CASE_RULES)
    ward.do(rooms.must_fit, ward.book(confirmed(ward)).case, CaseClass.SUSPECTED, CASE_RULES)


@pytest.mark.rule("ISO-1")
def test_to_raise_a_class_is_never_refused_for_the_room(ward: Ward) -> None:
    room_id = added(ward, "08", beds=2)
    one, other = confirmed(ward), confirmed(ward)
    lay(ward, room_id, one)
    lay(ward, room_id, other)
    changed(ward, one, case_class=CaseClass.ASYMPTOMATIC)

    ward.do(rooms.must_fit, ward.book(one).case, CaseClass.CONFIRMED, CASE_RULES)


@pytest.mark.rule("ISO-1")
def test_a_room_shows_what_it_breaks_since_a_class_changed(ward: Ward) -> None:
    room_id = added(ward, "08", beds=2)
    one, other = confirmed(ward), confirmed(ward)
    lay(ward, room_id, one)
    lay(ward, room_id, other)
    assert ward.do(rooms.conflicts_now, room_id, CASE_RULES) == ()

    changed(ward, other, case_class=CaseClass.POSITIVE_REVIEW)

    assert ward.do(rooms.conflicts_now, room_id, CASE_RULES) == ("SINGLE_ROOM", "MIXED_CLASS")
    assert ward.do(rooms.conflicts_now, added(ward, "10"), CASE_RULES) == ()


# -- ready again -------------------------------------------------------------------------------


@pytest.fixture
def vacated(ward: Ward, room: RoomId) -> RoomId:
    case_id = suspected(ward)
    lay(ward, room, case_id)
    ward.do(vacate, case_id)
    return room


@pytest.mark.rule("ISO-4")
def test_a_room_is_ready_again_after_four_steps_each_by_somebody(
    ward: Ward, vacated: RoomId
) -> None:
    disinfected = ward.do(rooms.disinfect, vacated, CASE_RULES, "刘桂英 含氯 1000", actor=OFFICER)
    aired = ward.do(rooms.air, vacated, CASE_RULES)
    ward.later(minutes=30)
    verified = ward.do(rooms.verify, vacated, CASE_RULES, actor=OFFICER)
    clean = ward.do(rooms.clean, vacated, CASE_RULES)

    assert (disinfected.state_by, disinfected.note) == ("高院感", "刘桂英 含氯 1000")
    assert (aired.state, aired.due_at) == (RoomState.AIRING, NOON + HALF_AN_HOUR)
    assert (verified.state, verified.due_at) == (RoomState.VERIFIED, None)
    assert (clean.state, clean.state_by, clean.state_at) == (RoomState.CLEAN, "陈医生", ward.at)


@pytest.mark.rule("ISO-4")
def test_airing_lasts_half_an_hour_at_least(ward: Ward, vacated: RoomId) -> None:
    ward.do(rooms.disinfect, vacated, CASE_RULES)
    short = NOON + HALF_AN_HOUR - timedelta(seconds=1)

    no = refused(ward, rooms.air, vacated, CASE_RULES, short)

    assert (no.code, no.facts) == ("room.aired_too_short", {"minutes": 30, "until": "02-25 12:30"})
    assert ward.do(rooms.air, vacated, CASE_RULES, NOON + HALF_AN_HOUR).state is RoomState.AIRING


@pytest.mark.rule("ISO-4")
def test_a_room_is_not_looked_at_before_its_airing_is_over(ward: Ward, vacated: RoomId) -> None:
    ward.do(rooms.disinfect, vacated, CASE_RULES)
    ward.do(rooms.air, vacated, CASE_RULES, NOON + timedelta(minutes=45))

    ward.later(minutes=44.9)
    assert refused(ward, rooms.verify, vacated, CASE_RULES).code == "room.still_aired"
    assert now(ward, vacated).state is RoomState.AIRING

    ward.later(minutes=0.1)
    assert ward.do(rooms.verify, vacated, CASE_RULES).state is RoomState.VERIFIED


@pytest.mark.rule("ISO-4")
def test_no_step_is_left_out(ward: Ward, vacated: RoomId) -> None:
    for act in (rooms.air, rooms.verify, rooms.clean):
        assert refused(ward, act, vacated, CASE_RULES).code == "room.is_vacated"


def test_a_room_goes_out_of_use_with_a_reason_and_comes_back_to_be_disinfected(
    ward: Ward, room: RoomId
) -> None:
    until = datetime.fromisoformat("2020-02-27T12:00:00+08:00")
    assert refused(ward, rooms.out_of_use, room, "  ").code == "record.reason_missing"
    closed = ward.do(rooms.out_of_use, room, "负压风机检修", until)
    back = ward.do(rooms.back_in_use, room)

    assert (closed.state, closed.note, closed.due_at) == (
        *(RoomState.OUT_OF_USE, "负压风机检修"),
        until,
    )
    assert (back.state, back.note) == (RoomState.VACATED, "")
    assert refused(ward, rooms.back_in_use, room).code == "room.is_vacated"


def test_a_room_with_somebody_in_it_does_not_go_out_of_use(ward: Ward, room: RoomId) -> None:
    lay(ward, room, suspected(ward))

    assert refused(ward, rooms.out_of_use, room, "检修").code == "room.is_occupied"
    assert refused(ward, rooms.free, room).code == "room.is_occupied"
