"""A visit: one passage through the clinic, from the door to its end; a change is a new Visit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from feverclinic.domain.history import Answer, Question, Symptom
from feverclinic.domain.people import Chronic, Contact, PatientId, StaffId
from feverclinic.domain.prescreening import HealthCode, Outcome, Routing, ZoneColour
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.vitals import Level, Vitals
from feverclinic.errors import Refused

VisitId = NewType("VisitId", int)
AssessmentId = NewType("AssessmentId", int)
DraftId = NewType("DraftId", int)
SlipId = NewType("SlipId", int)


class Stage(StrEnum):
    TRIAGED = "TRIAGED"
    ON_THE_WAY = "ON_THE_WAY"
    ARRIVED = "ARRIVED"
    LEFT = "LEFT"
    REFUSED = "REFUSED"
    DID_NOT_ARRIVE = "DID_NOT_ARRIVE"


ENDED = frozenset({Stage.LEFT, Stage.REFUSED, Stage.DID_NOT_ARRIVE})


class Mask(StrEnum):
    NONE = "NONE"
    CLOTH = "CLOTH"
    SURGICAL = "SURGICAL"
    N95_NO_VALVE = "N95_NO_VALVE"
    N95_VALVE = "N95_VALVE"


class ArrivalMode(StrEnum):
    WALK = "WALK"
    AMBULANCE = "AMBULANCE"
    TRANSFER = "TRANSFER"
    PUBLIC_TRANSPORT = "PUBLIC_TRANSPORT"
    PRIVATE_CAR = "PRIVATE_CAR"
    TAXI = "TAXI"


@dataclass(frozen=True, slots=True)
class Registration:
    """The fields of 1.2 that belong to this visit and not to the person."""

    arrival_mode: ArrivalMode | None = None
    companions: tuple[Contact, ...] = ()
    mask: Mask | None = None
    mask_given: bool = False
    health_code: HealthCode | None = None
    zone_colour: ZoneColour | None = None
    belongs_to: str = ""
    onset_date: date | None = None
    first_symptom: str = ""
    pregnant: Ternary = UNKNOWN
    gestation_weeks: int | None = None
    chronic_conditions: tuple[Chronic, ...] | None = None
    vaccination: str = ""
    antipyretic_last_6h: Ternary = UNKNOWN
    antipyretic_taken_at: datetime | None = None
    antimicrobial_last_7d: Ternary = UNKNOWN
    self_reported_fever: str = ""
    not_measured_reason: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """`visit_no` is `YYYYMMDD-NNNN` within a station; `saved_at` is when the nurse pressed save.

    `guide` walks the patient over, sent at `sent_at`; `received_*` is the receipt of the place that
    takes him (ISO-2). Members of a family share `family_id`; `sheet_no` is the paper it was entered from.
    """

    id: VisitId
    patient_id: PatientId
    visit_no: str
    station: str
    arrived_at: datetime
    saved_at: datetime
    registration: Registration
    vitals: Vitals
    symptoms: Mapping[Symptom, Ternary]
    signs: Mapping[str, Ternary]
    questions: Mapping[Question, Answer] = field(default_factory=dict[Question, Answer])
    stage: Stage = Stage.TRIAGED
    stage_at: datetime | None = None
    outcome: Outcome | None = None
    level: Level | None = None
    guide: str = ""
    sent_at: datetime | None = None
    received_at: datetime | None = None
    received_by: str = ""
    received_via: str = ""
    family_id: int | None = None
    sheet_no: str = ""
    version: int = 0

    def moved_to(self, stage: Stage, at: datetime) -> "Visit":
        """The visit in its next stage; one that has ended stays ended."""
        if self.stage in ENDED:
            raise Refused("visit.has_ended", visit_no=self.visit_no, stage=self.stage.value)
        return replace(self, stage=stage, stage_at=at)


def decided_again(visit: Visit, earlier: Visit, at: datetime) -> Visit:
    """The visit with what is known of it now; where it stands by now stays.

    Who had ended and is decided again at `at` is here again: he is sent and received anew (ISO-2).
    """
    is_back = earlier.stage in ENDED
    return replace(
        visit,
        id=earlier.id,
        station=earlier.station,
        stage=Stage.TRIAGED if is_back else earlier.stage,
        stage_at=at if is_back else earlier.stage_at,
        guide="" if is_back else earlier.guide,
        sent_at=None if is_back else earlier.sent_at,
        received_at=earlier.received_at,
        received_by=earlier.received_by,
        received_via=earlier.received_via,
        family_id=earlier.family_id,
        sheet_no=visit.sheet_no or earlier.sheet_no,
        version=earlier.version,
    )


@dataclass(frozen=True, slots=True)
class Assessment:
    """A decision with all that led to it (T-10): never edited, superseded by the next one.

    `inputs` is the input of `feverclinic decide routing` that gives the same decision again.
    """

    id: AssessmentId
    visit_id: VisitId
    decided_at: datetime
    decided_by: StaffId
    rule_set: str
    inputs: Mapping[str, object]
    routing: Routing


class SlipState(StrEnum):
    """Saved is not printed: each is a state of its own."""

    WAITING = "WAITING"
    PRINTED = "PRINTED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Slip:
    """One printing of a visit's slip; `copy_no` 1 is the original, above that it is marked a copy."""

    id: SlipId
    visit_id: VisitId
    copy_no: int
    state: SlipState
    state_at: datetime
    problem: str = ""
    version: int = 0
