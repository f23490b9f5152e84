"""Topic `room` (contract 2.20, ISO-1 and ISO-4)."""

from pydantic import Field, ValidationInfo, field_validator

from feverclinic.commands.field_types import Text, Tri
from feverclinic.commands.shared_inputs import Strict, TopicInput
from feverclinic.commands.topics import Desk, Topic, TopicOutput
from feverclinic.commands.triage_inputs import required
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.isolation import TAKES_IN, room_answer
from feverclinic.domain.rooms import Occupant, RoomAct, RoomState
from feverclinic.domain.ternary import UNKNOWN


class OccupantInput(Strict):
    """Somebody in a room, or who is to come into it."""

    case_class: CaseClass = Field(alias="class")
    disease: Text


class RoomInput(Strict):
    """A room as it is."""

    state: RoomState
    negative_pressure: Tri = UNKNOWN
    occupants: list[OccupantInput] = Field(default_factory=list[OccupantInput])


class RoomActInput(TopicInput):
    """One act on a room; whoever is taken in must be named."""

    room: RoomInput
    act: RoomAct
    patient: OccupantInput | None = Field(default=None, validate_default=True)

    @field_validator("patient")
    @classmethod
    def _is_named(cls, value: OccupantInput | None, info: ValidationInfo) -> OccupantInput | None:
        if value is None and info.data.get("act") in TAKES_IN:
            raise required()
        return value


class RoomOutput(TopicOutput):
    """The answer of 2.20."""

    next_state: str


def to_occupant(given: OccupantInput) -> Occupant:
    return Occupant(given.case_class, given.disease)


def decide(given: RoomActInput, desk: Desk) -> RoomOutput:
    """Decide one act."""
    edition = desk.edition(given)
    found = room_answer(
        given.room.state,
        tuple(to_occupant(one) for one in given.room.occupants),
        given.act,
        to_occupant(given.patient) if given.patient else None,
        edition.isolation,
    )
    return RoomOutput(
        id=given.id,
        result="ALLOW" if found.is_allowed else "REFUSE",
        reasons=found.reasons,
        advisories=(),
        rule_set=edition.id,
        evaluated_at=given.at,
        next_state=found.next_state,
    )


TOPIC = Topic("room", RoomActInput, decide, RoomOutput)
