"""The ten-second screening: whoever passes is counted with the decision and the reading, not typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from feverclinic.domain.people import StaffId
from feverclinic.domain.prescreening import Outcome

QuickScreenId = NewType("QuickScreenId", int)


@dataclass(frozen=True, slots=True)
class QuickScreen:
    """One person who passed (TRI-8): no name, but all that the decision stood on (T-10).

    `inputs` are those of `feverclinic decide routing`. A wrong one is voided with a reason, never edited.
    """

    id: QuickScreenId
    station: str
    at: datetime
    by: StaffId
    rule_set: str
    inputs: Mapping[str, object]
    outcome: Outcome
    temperature: str = ""
    voided_at: datetime | None = None
    void_reason: str = ""
