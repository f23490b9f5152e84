"""No sequence of acts lays two people in one bed, one person in two, or a suspect beside anybody."""

from contextlib import suppress
from typing import Any, cast

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from feverclinic.domain.cases import CaseClass, CaseId
from feverclinic.domain.rooms import RoomId, RoomState
from feverclinic.errors import Refused
from feverclinic.services import rooms
from feverclinic.services.rooms import RoomPlan
from feverclinic.services.vacating import vacate
from tests.builders import NOON
from tests.engines import Clinic
from tests.services.bedding import added, changed, confirmed, suspected
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

PLAY = settings(max_examples=15, stateful_step_count=30)
places = st.integers(0, 2)
people = st.integers(0, 3)
ALONE = ("SUSPECTED", "UNDETERMINED", "CLINICALLY_DIAGNOSED", "POSITIVE_REVIEW")
# What may follow what, written out from ISO-4; out of use stands beside it.
FOLLOWS = {
    "CLEAN": {"CLEAN", "RESERVED", "OCCUPIED", "OUT_OF_USE"},
    "RESERVED": {"RESERVED", "OCCUPIED", "CLEAN"},
    "OCCUPIED": {"OCCUPIED", "VACATED"},
    "VACATED": {"VACATED", "TERMINAL_DISINFECTION", "OUT_OF_USE"},
    "TERMINAL_DISINFECTION": {"TERMINAL_DISINFECTION", "AIRING"},
    "AIRING": {"AIRING", "VERIFIED"},
    "VERIFIED": {"VERIFIED", "CLEAN", "OUT_OF_USE"},
    "OUT_OF_USE": {"OUT_OF_USE", "VACATED"},
}
BEGIN_ANEW = (
    "DELETE FROM stays",
    "UPDATE rooms SET state = 'CLEAN', reserved_for = NULL, note = '', due_at = NULL, beds = 2",
)
LYING = text(
    "SELECT s.room_id, s.bed, s.case_id, c.case_class, c.disease, r.beds "
    "FROM stays s JOIN cases c ON c.id = s.case_id JOIN rooms r ON r.id = s.room_id "
    "WHERE s.to_at IS NULL"
)
ISOLATED = text(
    "SELECT count(*) FROM cases WHERE isolation_started_at IS NOT NULL AND isolation_ended_at IS NULL"
)


class Rooms(RuleBasedStateMachine):
    """Three rooms, two suspects, two confirmed cases; the truth is read from the tables themselves."""

    ward: Ward
    room_ids: tuple[RoomId, ...]
    case_ids: tuple[CaseId, ...]

    def __init__(self) -> None:
        super().__init__()
        self.ward.at = NOON
        with self.ward.clinic.engine.begin() as connection:
            for again in BEGIN_ANEW:
                connection.execute(text(again))
        self.states = dict.fromkeys(self.room_ids, "CLEAN")

    def act(self, act: Any, *told: Any) -> None:
        """A refusal is an answer; whatever else is raised is a fault."""
        with suppress(Refused):
            self.ward.do(act, *told)

    @rule(place=places, one=people)
    def reserve(self, place: int, one: int) -> None:
        self.act(rooms.reserve, self.room_ids[place], self.case_ids[one], CASE_RULES)

    @rule(place=places)
    def free(self, place: int) -> None:
        self.act(rooms.free, self.room_ids[place])

    @rule(place=places, one=people, bed=st.one_of(st.none(), st.integers(0, 4)))
    def occupy(self, place: int, one: int, bed: int | None) -> None:
        self.act(rooms.occupy, self.room_ids[place], self.case_ids[one], CASE_RULES, bed)

    @rule(place=places, one=people)
    def move(self, place: int, one: int) -> None:
        self.act(rooms.move, self.case_ids[one], self.room_ids[place], CASE_RULES)

    @rule(one=people)
    def leave(self, one: int) -> None:
        self.act(vacate, self.case_ids[one])

    @rule(
        place=places, step=st.sampled_from([rooms.disinfect, rooms.air, rooms.verify, rooms.clean])
    )
    def make_ready(self, place: int, step: Any) -> None:
        self.act(step, self.room_ids[place], CASE_RULES)

    @rule(place=places)
    def make_ready_at_once(self, place: int) -> None:
        """The whole way, so that rooms come back into play."""
        room_id = self.room_ids[place]
        self.act(rooms.disinfect, room_id, CASE_RULES)
        self.act(rooms.air, room_id, CASE_RULES)
        self.ward.later(minutes=30)
        self.act(rooms.verify, room_id, CASE_RULES)
        self.act(rooms.clean, room_id, CASE_RULES)

    @rule(place=places, is_out=st.booleans())
    def use(self, place: int, is_out: bool) -> None:
        if is_out:
            self.act(rooms.out_of_use, self.room_ids[place], "检修")
        else:
            self.act(rooms.back_in_use, self.room_ids[place])

    @rule(place=places, beds=st.integers(1, 3))
    def change_beds(self, place: int, beds: int) -> None:
        self.act(rooms.change_room, self.room_ids[place], RoomPlan(f"0{place}", beds=beds))

    @rule(minutes=st.integers(1, 40))
    def time_goes_on(self, minutes: int) -> None:
        self.ward.later(minutes=minutes)

    @invariant()
    def nobody_lies_wrongly(self) -> None:
        with self.ward.clinic.engine.connect() as connection:
            lying = [tuple(row) for row in connection.execute(LYING)]
            isolated = connection.execute(ISOLATED).scalar_one()
        beds = [(room, bed) for room, bed, *_ in lying]
        assert len(set(beds)) == len(beds)
        assert len({case for _, _, case, *_ in lying}) == len(lying)
        assert all(1 <= bed <= most for _, bed, *_, most in lying)
        for room_id in {room for room, *_ in lying}:
            together = [(row[3], row[4]) for row in lying if row[0] == room_id]
            if len(together) > 1:
                assert len(set(together)) == 1
                assert not {case_class for case_class, _ in together} & set(ALONE)
        assert isolated == len(self.case_ids)

    @invariant()
    def no_room_skips_a_state(self) -> None:
        """An act may be several steps, but none that ISO-4 does not know."""
        found = {one.id: one for one in self.ward.do(lambda store: store.rooms.all())}
        lying = {one.room_id for one in self.ward.do(lambda store: store.stays.open())}
        for room_id, room in found.items():
            assert (room.state is RoomState.OCCUPIED) == (room_id in lying)
            assert (room.reserved_for is None) or room.state is RoomState.RESERVED
            assert room.state in _reachable(self.states[room_id])
            self.states[room_id] = room.state.value


def _reachable(state: str) -> set[str]:
    """What one act or the whole way of making ready can lead to."""
    steps = FOLLOWS[state]
    if state == "VACATED":
        return {*steps, "AIRING", "VERIFIED", "CLEAN"}
    if state in ("TERMINAL_DISINFECTION", "AIRING"):
        return {*steps, "AIRING", "VERIFIED", "CLEAN"}
    return steps


@pytest.fixture
def played(clinic: Clinic, save: Save) -> type[Rooms]:
    """A ward with three empty rooms and four isolated people; every play begins anew."""
    ward = Ward(clinic, save)
    members = {
        "ward": ward,
        "room_ids": tuple(added(ward, f"0{place}", beds=2) for place in range(3)),
        "case_ids": (suspected(ward), suspected(ward), confirmed(ward), confirmed(ward)),
    }
    return cast("type[Rooms]", type("PlayedRooms", (Rooms,), members))


@pytest.mark.rule("ISO-1", "ISO-4")
def test_no_sequence_of_acts_lays_anybody_wrongly(played: type[Rooms]) -> None:
    run_state_machine_as_test(played, settings=PLAY)


def test_the_machine_sees_a_suspect_beside_a_confirmed_case(played: type[Rooms]) -> None:
    """It would find the fault: a class that is changed behind the back of the rooms."""
    play = played()
    play.occupy(1, 2, None)
    play.occupy(1, 3, None)
    play.nobody_lies_wrongly()
    changed(play.ward, play.case_ids[3], case_class=CaseClass.SUSPECTED)

    with pytest.raises(AssertionError):
        play.nobody_lies_wrongly()


def test_the_machine_sees_a_room_that_is_taken_before_it_was_disinfected(
    played: type[Rooms],
) -> None:
    play = played()
    play.occupy(0, 0, None)
    play.no_room_skips_a_state()
    play.leave(0)
    with play.ward.clinic.engine.begin() as connection:
        connection.execute(text("UPDATE rooms SET state = 'CLEAN'"))

    with pytest.raises(AssertionError):
        play.no_room_skips_a_state()
