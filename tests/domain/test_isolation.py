import pytest

from feverclinic.domain.cases import CaseClass
from feverclinic.domain.isolation import RoomAnswer, conflicts, room_answer
from feverclinic.domain.rooms import Occupant, RoomAct, RoomState
from tests.domain.case_files import EDITIONS, edition

RULES = edition("covid-dt-6").isolation
COVID, FLU = "COVID-19", "INFLUENZA"
CONFIRMED, SUSPECTED = (
    Occupant(CaseClass.CONFIRMED, COVID),
    Occupant(CaseClass.SUSPECTED, COVID),
)
ALONE = (
    *(CaseClass.SUSPECTED, CaseClass.UNDETERMINED),
    *(CaseClass.CLINICALLY_DIAGNOSED, CaseClass.POSITIVE_REVIEW),
)
# ISO-4 written out: what is allowed, and where it leads.
ALLOWED = {
    (RoomState.CLEAN, RoomAct.RESERVE): RoomState.RESERVED,
    (RoomState.RESERVED, RoomAct.OCCUPY): RoomState.OCCUPIED,
    (RoomState.OCCUPIED, RoomAct.OCCUPY): RoomState.OCCUPIED,
    (RoomState.OCCUPIED, RoomAct.VACATE): RoomState.VACATED,
    (RoomState.VACATED, RoomAct.DISINFECT): RoomState.TERMINAL_DISINFECTION,
    (RoomState.TERMINAL_DISINFECTION, RoomAct.AIR): RoomState.AIRING,
    (RoomState.AIRING, RoomAct.VERIFY): RoomState.VERIFIED,
    (RoomState.VERIFIED, RoomAct.CLEAN): RoomState.CLEAN,
}


def act(
    state: RoomState, act: RoomAct, *occupants: Occupant, patient: Occupant | None = CONFIRMED
) -> RoomAnswer:
    return room_answer(state, occupants, act, patient, RULES)


@pytest.mark.rule("ISO-4")
@pytest.mark.parametrize("state", [one for one in RoomState if one is not RoomState.OUT_OF_USE])
@pytest.mark.parametrize("doing", RoomAct)
def test_every_act_has_one_state_before_it(state: RoomState, doing: RoomAct) -> None:
    found = act(state, doing)

    leads_to = ALLOWED.get((state, doing))
    assert found.is_allowed is (leads_to is not None)
    assert found.next_state is (leads_to or state)
    assert found.reasons == (() if leads_to else ("STATE",))


@pytest.mark.rule("ISO-4")
@pytest.mark.parametrize("doing", RoomAct)
def test_a_room_out_of_use_takes_no_act(doing: RoomAct) -> None:
    found = act(RoomState.OUT_OF_USE, doing, CONFIRMED)

    assert found == RoomAnswer(
        is_allowed=False, reasons=("OUT_OF_USE",), next_state=RoomState.OUT_OF_USE
    )


@pytest.mark.rule("ISO-1")
def test_confirmed_cases_of_one_disease_may_share_a_room() -> None:
    assert act(RoomState.OCCUPIED, RoomAct.OCCUPY, CONFIRMED, CONFIRMED).is_allowed


@pytest.mark.rule("ISO-1")
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("case_class", ALONE)
def test_these_lie_alone_in_every_edition(name: str, case_class: CaseClass) -> None:
    rules, one = edition(name).isolation, Occupant(case_class, COVID)

    joins = room_answer(RoomState.OCCUPIED, (one,), RoomAct.OCCUPY, one, rules)
    is_joined = room_answer(RoomState.OCCUPIED, (one,), RoomAct.OCCUPY, CONFIRMED, rules)

    assert joins.reasons == ("SINGLE_ROOM",)
    assert is_joined.reasons == ("SINGLE_ROOM", "MIXED_CLASS")


@pytest.mark.rule("ISO-1")
def test_a_suspect_never_lies_with_a_confirmed_case() -> None:
    found = act(RoomState.OCCUPIED, RoomAct.OCCUPY, CONFIRMED, patient=SUSPECTED)

    assert (found.reasons, found.next_state) == (
        ("SINGLE_ROOM", "MIXED_CLASS"),
        RoomState.OCCUPIED,
    )


@pytest.mark.rule("ISO-1")
def test_two_diseases_never_lie_together() -> None:
    found = act(
        RoomState.OCCUPIED, RoomAct.OCCUPY, CONFIRMED, patient=Occupant(CaseClass.CONFIRMED, FLU)
    )

    assert found.reasons == ("MIXED_DISEASE",)


@pytest.mark.rule("ISO-1")
def test_whoever_carries_without_symptoms_does_not_lie_with_confirmed_cases() -> None:
    carrier = Occupant(CaseClass.ASYMPTOMATIC, COVID)

    assert act(RoomState.OCCUPIED, RoomAct.OCCUPY, CONFIRMED, patient=carrier).reasons == (
        "MIXED_CLASS",
    )
    assert act(RoomState.OCCUPIED, RoomAct.OCCUPY, carrier, patient=carrier).is_allowed


@pytest.mark.rule("ISO-1", "ISO-4")
def test_a_room_with_somebody_in_it_is_not_kept_and_all_reasons_are_told() -> None:
    found = act(RoomState.OCCUPIED, RoomAct.RESERVE, CONFIRMED, patient=SUSPECTED)

    assert found.reasons == ("STATE", "SINGLE_ROOM", "MIXED_CLASS")


@pytest.mark.rule("ISO-1")
def test_alone_anybody_may_have_a_room() -> None:
    assert act(RoomState.RESERVED, RoomAct.OCCUPY, patient=SUSPECTED).is_allowed


@pytest.mark.rule("ISO-4")
def test_a_room_is_vacated_when_the_last_one_leaves() -> None:
    of_two = act(RoomState.OCCUPIED, RoomAct.VACATE, CONFIRMED, CONFIRMED, patient=None)
    of_one = act(RoomState.OCCUPIED, RoomAct.VACATE, CONFIRMED, patient=None)

    assert (of_two.next_state, of_one.next_state) == (RoomState.OCCUPIED, RoomState.VACATED)


@pytest.mark.rule("ISO-1")
@pytest.mark.parametrize(
    ("people", "told"),
    [
        ((), ()),
        ((SUSPECTED,), ()),
        ((CONFIRMED, CONFIRMED), ()),
        ((SUSPECTED, CONFIRMED), ("SINGLE_ROOM", "MIXED_CLASS")),
        ((CONFIRMED, Occupant(CaseClass.CONFIRMED, FLU)), ("MIXED_DISEASE",)),
    ],
)
def test_a_room_says_what_it_breaks_now(
    people: tuple[Occupant, ...], told: tuple[str, ...]
) -> None:
    assert conflicts(people, RULES) == told


@pytest.mark.rule("ISO-4")
@pytest.mark.parametrize("name", EDITIONS)
def test_a_room_is_aired_for_half_an_hour(name: str) -> None:
    assert edition(name).isolation.airing_minutes == 30
