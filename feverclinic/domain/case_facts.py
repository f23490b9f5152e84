"""Facts of a case as the rules take them (contract 1.2 to 1.8): samples, images, counts, signatures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.history import Answer, Antipyretic, Question, ReportedFever, Symptom
from feverclinic.domain.people import Person
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.vitals import Level, Vitals


class SampleKind(StrEnum):
    NAT = "NAT"
    ANTIBODY = "ANTIBODY"
    ANTIGEN = "ANTIGEN"
    SEQUENCE = "SEQUENCE"
    CULTURE = "CULTURE"


class Pathogen(StrEnum):
    SARS_COV_2 = "SARS_COV_2"
    INFLUENZA_A = "INFLUENZA_A"
    INFLUENZA_B = "INFLUENZA_B"
    RSV = "RSV"
    ADENOVIRUS = "ADENOVIRUS"
    MYCOPLASMA = "MYCOPLASMA"
    OTHER = "OTHER"


class Specimen(StrEnum):
    NASOPHARYNGEAL_SWAB = "NASOPHARYNGEAL_SWAB"
    OROPHARYNGEAL_SWAB = "OROPHARYNGEAL_SWAB"
    SPUTUM = "SPUTUM"
    AIRWAY_ASPIRATE = "AIRWAY_ASPIRATE"
    BAL = "BAL"
    BLOOD = "BLOOD"
    SERUM = "SERUM"
    STOOL = "STOOL"
    ANAL_SWAB = "ANAL_SWAB"
    URINE = "URINE"
    OTHER = "OTHER"

    @property
    def is_respiratory(self) -> bool:
        return self in RESPIRATORY_SPECIMENS


RESPIRATORY_SPECIMENS = frozenset(
    {
        *(Specimen.NASOPHARYNGEAL_SWAB, Specimen.OROPHARYNGEAL_SWAB),
        *(Specimen.SPUTUM, Specimen.AIRWAY_ASPIRATE, Specimen.BAL),
    }
)


class Result(StrEnum):
    """POS, NEG, grey zone (IND), rejected (INV), not reported yet (PENDING)."""

    POS = "POS"
    NEG = "NEG"
    IND = "IND"
    INV = "INV"
    PENDING = "PENDING"


@dataclass(frozen=True, slots=True)
class Sample:
    """1.7. `pathogen` None is that of the disease. `result` of an antibody stands in `igm` and `igg`."""

    kind: SampleKind
    collected_at: datetime
    specimen: Specimen | None = None
    pathogen: Pathogen | None = None
    reported_at: datetime | None = None
    result: Result | None = None
    quantitative: Ternary = UNKNOWN
    ct_n: Decimal | None = None
    ct_n_undetected: bool = False
    ct_orf: Decimal | None = None
    ct_orf_undetected: bool = False
    cut_off: Decimal | None = None
    igm: Result | None = None
    igg: Result | None = None
    igg_titre: Decimal | None = None


class Features(StrEnum):
    """C2: the structured answer; EQUIVOCAL and NOT_DONE are unknown."""

    PRESENT = "PRESENT"
    ABSENT = "ABSENT"
    EQUIVOCAL = "EQUIVOCAL"
    NOT_DONE = "NOT_DONE"


class Compared(StrEnum):
    IMPROVED = "IMPROVED"
    NOT_IMPROVED = "NOT_IMPROVED"
    NOT_DONE = "NOT_DONE"


@dataclass(frozen=True, slots=True)
class Imaging:
    """One chest image as read; `compared` is against an earlier one and needs `read_by` (REL-7).

    `features` None: only the comparison was told.
    """

    features: Features | None
    done_at: datetime | None = None
    pneumonia: Ternary = UNKNOWN
    compared: Compared | None = None
    read_by: str = ""


class Flag(StrEnum):
    """The laboratory's own flag: low, normal, high."""

    LOW = "L"
    NORMAL = "N"
    HIGH = "H"


@dataclass(frozen=True, slots=True)
class BloodCount:
    """Flags, or counts in 10^9/l with the adult limits (C3)."""

    collected_at: datetime
    wbc_flag: Flag | None = None
    lymphocyte_flag: Flag | None = None
    wbc: Decimal | None = None
    lymphocytes: Decimal | None = None


class Role(StrEnum):
    """1.3: in which office somebody signs."""

    ATTENDING_DOCTOR = "ATTENDING_DOCTOR"
    EXPERT_GROUP = "EXPERT_GROUP"
    INFECTION_CONTROL = "INFECTION_CONTROL"
    HEAD_NURSE = "HEAD_NURSE"
    WARD_NURSE = "WARD_NURSE"
    DEPARTMENT_DIRECTOR = "DEPARTMENT_DIRECTOR"
    DOCTOR = "DOCTOR"
    OFFICER = "OFFICER"


@dataclass(frozen=True, slots=True)
class Signature:
    by: str
    role: Role
    signed_at: datetime


class Criterion(StrEnum):
    """E1 to E4 of 1.5 as confirmed by a doctor."""

    E1 = "e1"
    E2 = "e2"
    E3 = "e3"
    E4 = "e4"


@dataclass(frozen=True, slots=True)
class Consultation:
    """CLS-7: when the experts ended, and whether the suspicion stays."""

    ended_at: datetime
    keeps: Ternary = UNKNOWN


class Infectivity(StrEnum):
    RELEASE = "RELEASE"
    KEEP = "KEEP"


@dataclass(frozen=True, slots=True)
class InfectivityReview:
    """REL-8: the experts' recorded decision on somebody who stays positive."""

    decision: Infectivity
    signed_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TrendPoint:
    at: datetime
    value: Decimal


class Trend(StrEnum):
    LYMPHOCYTES = "LYMPHOCYTES"
    IL6 = "IL6"
    CRP = "CRP"
    LACTATE = "LACTATE"
    RR = "RR"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """1.8: all that is known of a case at `at`, as the topics 2.6 to 2.12 and 2.21 take it.

    A list that is None was not asked; `given` are truths given directly (`e c1 c2 c3 m` and
    `severe_item`), which replace what would be derived.
    """

    at: datetime
    region: str = "370300"
    person: Person = field(default_factory=Person)
    onset_date: date | None = None
    visited_on: date | None = None
    first_criterion_on: date | None = None
    symptoms: Mapping[Symptom, Ternary] = field(default_factory=dict[Symptom, Ternary])
    self_reported_fever: ReportedFever | Ternary = UNKNOWN
    criteria: Mapping[Criterion, Answer] = field(default_factory=dict[Criterion, Answer])
    questions: Mapping[Question, Answer] = field(default_factory=dict[Question, Answer])
    given: Mapping[str, Ternary] = field(default_factory=dict[str, Ternary])
    readings: tuple[Reading, ...] = ()
    antipyretics: tuple[Antipyretic, ...] | None = None
    samples: tuple[Sample, ...] = ()
    imaging: tuple[Imaging, ...] = ()
    blood_counts: tuple[BloodCount, ...] = ()
    signatures: tuple[Signature, ...] = ()
    case_class: CaseClass | None = None
    open_under: str = ""
    consultation: Consultation | None = None
    severity: Severity | None = None
    vitals: Vitals = field(default_factory=Vitals)
    at_rest: Ternary = Ternary.YES
    pao2_fio2: Decimal | None = None
    altitude_m: int | None = None
    atmospheric_pressure_mmhg: Decimal | None = None
    high_fever_days: int | None = None
    severity_items: Mapping[str, Ternary] = field(default_factory=dict[str, Ternary])
    trends: Mapping[Trend, tuple[TrendPoint, ...]] = field(
        default_factory=dict[Trend, tuple[TrendPoint, ...]]
    )
    respiratory_improved: Ternary = UNKNOWN
    condition_better: Ternary = UNKNOWN
    vital_signs_stable: Ternary = UNKNOWN
    oral_drugs_possible: Ternary = UNKNOWN
    complication_needs_care: Ternary = UNKNOWN
    infectivity_review: InfectivityReview | None = None
    admitted_at: datetime | None = None
    observation_from: date | None = None
    discharged_on: date | None = None
    close_contact: Ternary = UNKNOWN
    acuity: Level | None = None
    on_support: Ternary = UNKNOWN
    high_risk: Ternary = UNKNOWN
