"""Entries of the work-up (section 3): what was ordered, taken, reported and refused."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from feverclinic.domain.case_facts import (
    BloodCount,
    Imaging,
    Pathogen,
    Result,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import EntryId
from feverclinic.domain.ternary import UNKNOWN, Ternary


class LabFlag(StrEnum):
    """The four keys of a result: 8 high, 5 normal, 2 low, 0 not done."""

    HIGH = "H"
    NORMAL = "N"
    LOW = "L"
    NOT_DONE = "NOT_DONE"


class Via(StrEnum):
    """How a result came: typed at a desk, from a laboratory's file, from its system."""

    TYPED = "TYPED"
    FILE = "FILE"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Order:
    """Work-up ordered in one act (section 3); `in_his` ticks «已在 HIS 开立»."""

    items: tuple[str, ...]
    work_up_set: str = ""
    in_his: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """The patient refuses an examination or to stay: what, why, and the doctor's note."""

    item: str
    reason: str
    note_by: str


@dataclass(frozen=True, slots=True)
class SampleTaken:
    """WORK-3: a sample with its tube; the result is an entry of its own."""

    kind: SampleKind
    collected_at: datetime
    specimen: Specimen | None = None
    pathogen: Pathogen | None = None
    site: str = ""
    collector: str = ""
    tube_no: str = ""
    transport_box: str = ""
    sent_at: datetime | None = None
    laboratory: str = ""


@dataclass(frozen=True, slots=True)
class SampleResult:
    """WORK-3, WORK-4: the result of one sample (`of` is the entry of its taking); Ct texts as reported."""

    of: EntryId
    reported_at: datetime
    result: Result | None = None
    igm: Result | None = None
    igg: Result | None = None
    igg_titre: Decimal | None = None
    quantitative: Ternary = UNKNOWN
    ct_n: Decimal | None = None
    ct_n_undetected: bool = False
    ct_orf: Decimal | None = None
    ct_orf_undetected: bool = False
    cut_off: Decimal | None = None
    internal_control: Ternary = UNKNOWN
    method: str = ""
    kit: str = ""
    received_at: datetime | None = None
    verified_by: str = ""
    via: Via = Via.TYPED
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class BloodCountReported:
    count: BloodCount
    reported_at: datetime
    via: Via = Via.TYPED
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class LabReported:
    """Any other item (CRP, SPO2, PCT …): a flag by the four keys, and the number when it is at hand."""

    item: str
    flag: LabFlag
    reported_at: datetime
    value: Decimal | None = None
    unit: str = ""
    collected_at: datetime | None = None
    via: Via = Via.TYPED
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class ImageRead:
    image: Imaging
    reported_at: datetime
    finding: str = ""
    kind: str = "CHEST_CT"
    via: Via = Via.TYPED
    message_id: str = ""
