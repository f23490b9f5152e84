"""Topic `identity` (contract 2.2, COD-1 to COD-7)."""

from datetime import date
from typing import Annotated

from feverclinic.commands.field_types import Day, Pattern, Text
from feverclinic.commands.shared_inputs import TopicInput
from feverclinic.commands.topics import Desk, Topic, TopicOutput
from feverclinic.domain.identity import CITIZEN_CARD, check_identity
from feverclinic.domain.people import Sex


class IdentityInput(TopicInput):
    """A document number with sex and birth date as typed."""

    id_no: Text
    id_type: Annotated[str, Pattern("[0-9]{2}", "id_type")] = CITIZEN_CARD
    sex: Sex | None = None
    birth_date: Day | None = None


class IdentityOutput(TopicOutput):
    """The answer of 2.2; a member is null when it is not known."""

    id_no: str | None
    birth_date: date | None
    sex: str | None
    age: int | None
    area: str | None


def decide(given: IdentityInput, desk: Desk) -> IdentityOutput:
    """Check the number as of `at`."""
    found = check_identity(
        given.id_no, given.at, given.id_type, given.sex, given.birth_date, desk.areas()
    )
    return IdentityOutput(
        id=given.id,
        result=found.result,
        reasons=found.reasons,
        advisories=found.advisories,
        rule_set=desk.triage(given).id,
        evaluated_at=given.at,
        id_no=found.id_no,
        birth_date=found.birth_date,
        sex=found.sex,
        age=found.age,
        area=found.area,
    )


TOPIC = Topic("identity", IdentityInput, decide, IdentityOutput)
