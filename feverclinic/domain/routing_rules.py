"""The numbers and switches of sections 1.3 to 1.7 (TRI-1 to TRI-8), as a rule file gives them."""

from collections.abc import Mapping
from dataclasses import dataclass

from feverclinic.domain.history import Symptom
from feverclinic.domain.prescreening import HealthCode, Outcome, ZoneColour


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """`exposure_days` back from onset or visit count (1.5); `work_up` names tests by outcome (WORK).

    `symptoms` are those that count as R, in the order of evidence; `close_contact_work_up` is added
    for who answers Q5 with yes.
    """

    exposure_days: int
    resp_only_route: Outcome
    symptoms: tuple[Symptom, ...]
    positive_codes: tuple[HealthCode, ...]
    declaration_codes: tuple[HealthCode, ...]
    positive_zones: tuple[ZoneColour, ...]
    work_up: Mapping[Outcome, tuple[str, ...]]
    close_contact_work_up: tuple[str, ...]
