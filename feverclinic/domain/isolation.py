"""Rooms: which act follows which state (ISO-4), and who may lie with whom (ISO-1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from feverclinic.domain.edition_rules import IsolationRules
from feverclinic.domain.rooms import Occupant, RoomAct, RoomState

STATE, SINGLE_ROOM = "STATE", "SINGLE_ROOM"
MIXED_CLASS, MIXED_DISEASE, OUT_OF_USE = "MIXED_CLASS", "MIXED_DISEASE", "OUT_OF_USE"
# ISO-4: from which states an act begins, and where it leads.
STEPS: dict[RoomAct, tuple[frozenset[RoomState], RoomState]] = {
    RoomAct.RESERVE: (frozenset({RoomState.CLEAN}), RoomState.RESERVED),
    RoomAct.OCCUPY: (frozenset({RoomState.RESERVED, RoomState.OCCUPIED}), RoomState.OCCUPIED),
    RoomAct.VACATE: (frozenset({RoomState.OCCUPIED}), RoomState.VACATED),
    RoomAct.DISINFECT: (frozenset({RoomState.VACATED}), RoomState.TERMINAL_DISINFECTION),
    RoomAct.AIR: (frozenset({RoomState.TERMINAL_DISINFECTION}), RoomState.AIRING),
    RoomAct.VERIFY: (frozenset({RoomState.AIRING}), RoomState.VERIFIED),
    RoomAct.CLEAN: (frozenset({RoomState.VERIFIED}), RoomState.CLEAN),
}
TAKES_IN = frozenset({RoomAct.RESERVE, RoomAct.OCCUPY})


@dataclass(frozen=True, slots=True)
class RoomAnswer:
    """Whether an act is allowed, why not, and the state of the room afterwards."""

    is_allowed: bool
    reasons: tuple[str, ...]
    next_state: RoomState


def room_answer(
    state: RoomState,
    occupants: Sequence[Occupant],
    act: RoomAct,
    patient: Occupant | None,
    rules: IsolationRules,
) -> RoomAnswer:
    """Decide one act on a room (contract 2.20); a room out of use takes none."""
    if state is RoomState.OUT_OF_USE:
        return RoomAnswer(is_allowed=False, reasons=(OUT_OF_USE,), next_state=state)
    begins, leads_to = STEPS[act]
    takes_in = patient is not None and act in TAKES_IN
    reasons = (
        *((STATE,) if state not in begins else ()),
        *(conflicts((*occupants, patient), rules) if takes_in and patient and occupants else ()),
    )
    if reasons:
        return RoomAnswer(is_allowed=False, reasons=reasons, next_state=state)
    somebody_stays = act is RoomAct.VACATE and len(occupants) > 1
    return RoomAnswer(is_allowed=True, reasons=(), next_state=state if somebody_stays else leads_to)


def conflicts(people: Sequence[Occupant], rules: IsolationRules) -> tuple[str, ...]:
    """The cohort rules that these people in one room break (ISO-1); alone, nobody breaks one."""
    if len(people) < 2:  # noqa: PLR2004 - one person lies with nobody
        return ()
    classes = {one.case_class for one in people}
    return (
        *((SINGLE_ROOM,) if classes & set(rules.single) else ()),
        *((MIXED_CLASS,) if len(classes) > 1 else ()),
        *((MIXED_DISEASE,) if len({one.disease for one in people}) > 1 else ()),
    )
