"""What is written into a case: one frozen document for each kind of entry; entries are never edited.

A correction is a new entry that replaces an earlier one, a withdrawal is `Voided`: both stay readable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from feverclinic.domain.cases import CaseId, EntryId
from feverclinic.domain.clinical_entries import (
    Caused,
    Classed,
    Consulted,
    Criteria,
    Disposed,
    Dose,
    Exposed,
    InfectivityReviewed,
    JointConsulted,
    Measured,
    Progress,
)
from feverclinic.domain.leaving_entries import (
    Called,
    FollowedUp,
    Left,
    ReasonNoted,
    Returned,
    SignatureAsked,
    Signed,
    Transport,
)
from feverclinic.domain.people import StaffId
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabReported,
    Order,
    Refusal,
    SampleResult,
    SampleTaken,
)


@dataclass(frozen=True, slots=True)
class Merged:
    """Two records of one person became one, or the case goes on in another; isolation goes on."""

    from_patient: int
    into_patient: int
    other_case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class Voided:
    """An entry or a reading was declared invalid, with the reason; the gates look again."""

    what: str
    what_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What the program itself has to say of the case: a clock behind, a fact that came after a release."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


Document = (
    Criteria
    | Order
    | Refusal
    | SampleTaken
    | SampleResult
    | BloodCountReported
    | LabReported
    | ImageRead
    | Dose
    | Progress
    | Measured
    | Classed
    | Consulted
    | JointConsulted
    | InfectivityReviewed
    | Caused
    | Disposed
    | Exposed
    | SignatureAsked
    | Signed
    | Transport
    | Left
    | Returned
    | Called
    | FollowedUp
    | ReasonNoted
    | Merged
    | Voided
    | Noted
)

# By the name under which an entry is kept; a new kind is added, an old name never changes.
KINDS: dict[str, type[Document]] = {
    "CRITERIA": Criteria,
    "ORDER": Order,
    "REFUSAL": Refusal,
    "SAMPLE": SampleTaken,
    "RESULT": SampleResult,
    "BLOOD_COUNT": BloodCountReported,
    "LAB": LabReported,
    "IMAGE": ImageRead,
    "DOSE": Dose,
    "PROGRESS": Progress,
    "MEASURED": Measured,
    "CLASS": Classed,
    "CONSULTATION": Consulted,
    "JOINT_CONSULTATION": JointConsulted,
    "INFECTIVITY_REVIEW": InfectivityReviewed,
    "CAUSE": Caused,
    "DISPOSITION": Disposed,
    "EXPOSURE": Exposed,
    "SIGNATURE_ASKED": SignatureAsked,
    "SIGNATURE": Signed,
    "TRANSPORT": Transport,
    "LEFT": Left,
    "RETURNED": Returned,
    "CALL": Called,
    "FOLLOW_UP": FollowedUp,
    "REASON": ReasonNoted,
    "MERGED": Merged,
    "VOID": Voided,
    "NOTE": Noted,
}
KIND_OF = {document: kind for kind, document in KINDS.items()}
# Entries that are facts for the gates: whatever was signed before one of them lapses.
FACTS = frozenset(
    {
        *("CRITERIA", "SAMPLE", "RESULT", "BLOOD_COUNT", "LAB", "IMAGE", "DOSE", "PROGRESS"),
        *("MEASURED", "CLASS", "CONSULTATION", "INFECTIVITY_REVIEW", "VOID"),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a case; `seq` counts from 1 within it.

    `at` is when the fact was, `entered_at` when it was written. `replaces` is the entry it corrects,
    `origin` the first one of a chain of corrections.
    """

    id: EntryId
    case_id: CaseId
    seq: int
    document: Document
    at: datetime
    entered_at: datetime
    entered_by: StaffId
    by_name: str
    station: str
    replaces: EntryId | None = None
    origin: EntryId | None = None

    @property
    def key(self) -> EntryId:
        """What stays the same through all corrections of it."""
        return self.origin or self.replaces or self.id

    @property
    def kind(self) -> str:
        return KIND_OF[type(self.document)]
