"""The tables of one edition of a disease's rules (sections 2 and 4), as its file gives them.

Rows of conditions are a closed vocabulary: a row is an AND of its members, several rows an OR.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from feverclinic.domain.case_facts import Flag, Pathogen, Role, Specimen
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.history import Symptom
from feverclinic.domain.rulesets import Variant


class Join(StrEnum):
    AND = "and"
    OR = "or"


class Igm(StrEnum):
    """When a positive IgM counts as M (CLS-3)."""

    NEVER = "NEVER"
    ALWAYS = "ALWAYS"
    UNVACCINATED = "UNVACCINATED"


@dataclass(frozen=True, slots=True)
class BloodCountRules:
    """C3; the limits are those of an adult, used only without the laboratory's flag (10^9/l)."""

    wbc: tuple[Flag, ...]
    lymphocytes: tuple[Flag, ...]
    join: Join
    late_after_days: int
    wbc_low: Decimal
    wbc_high: Decimal
    lymphocytes_low: Decimal
    lymphocytes_high: Decimal


@dataclass(frozen=True, slots=True)
class CriteriaRules:
    """Inputs of 2.1. `fever_counts`: whether a fever alone makes C1 true."""

    exposure_days: int
    cluster_days: int
    fever_counts: bool
    symptoms: tuple[Symptom, ...]
    igm: Igm
    blood_count: BloodCountRules


@dataclass(frozen=True, slots=True)
class When:
    """Conditions of a row; None is not asked. `criteria_at_least` counts C1, C2, C3."""

    exposure: bool | None = None
    criteria_at_least: int | None = None
    symptoms: bool | None = None
    imaging: bool | None = None
    blood_count: bool | None = None
    igm: bool | None = None


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One row that gives a class; `variants` empty is everywhere."""

    rule: str
    result: CaseClass
    when: When
    variants: tuple[Variant, ...] = ()


class Proof(StrEnum):
    """Laboratory evidence of 2.3, in the order in which it is told."""

    NAT_POSITIVE = "NAT_POSITIVE"
    SEQUENCE_HOMOLOGOUS = "SEQUENCE_HOMOLOGOUS"
    IGM_AND_IGG = "IGM_AND_IGG"
    IGG_RISE = "IGG_RISE"
    ANTIGEN_POSITIVE = "ANTIGEN_POSITIVE"
    CULTURE_POSITIVE = "CULTURE_POSITIVE"


class Base(StrEnum):
    """What must stand beside the laboratory evidence."""

    SUSPECTED = "SUSPECTED"
    MANIFESTATION = "MANIFESTATION"


@dataclass(frozen=True, slots=True)
class ConfirmationRules:
    """2.3. `specimens` empty is any; `titre_factor` is that of IgG.

    `unvaccinated_proofs` hold only for whoever was neither vaccinated nor infected before;
    `positives` make CLS-8 and CLS-9 where the base is missing.
    """

    base: Base
    proofs: tuple[Proof, ...]
    positives: tuple[Proof, ...]
    pathogens: tuple[Pathogen, ...]
    specimens: tuple[Specimen, ...] = ()
    titre_factor: int = 4
    seroconversion: bool = True
    unvaccinated_proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassificationRules:
    """CLS-1 to CLS-11. `has_suspected` False: the class is never produced (CLS-4)."""

    has_suspected: bool
    pending_is_undetermined: bool
    default_rule: str
    sari_unexplained: bool
    rows: tuple[ClassRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AdultSevere:
    rr_from: int
    spo2_to: int
    ratio_to: int
    items: tuple[str, ...]
    items_together: bool
    manage_as_severe: tuple[str, ...]
    altitude_above_m: int | None = None


@dataclass(frozen=True, slots=True)
class ChildBand:
    """Tachypnoea of a child below an age in completed months; the last band has none."""

    rr_from: int
    below_months: int | None = None


@dataclass(frozen=True, slots=True)
class ChildSevere:
    spo2_to: int
    bands: tuple[ChildBand, ...]
    items: tuple[str, ...]
    together: tuple[tuple[str, ...], ...] = ()
    high_fever_above_days: int | None = None


@dataclass(frozen=True, slots=True)
class SeverityRules:
    """2.5. Adults from `adult_from_years`, children below `child_below_years`; between them both."""

    adult_from_years: int
    child_below_years: int
    room_air_only: bool
    moderate: Severity
    critical: tuple[str, ...]
    adult: AdultSevere
    child: ChildSevere
    warning_change_percent: int
    young_below_months: int
    warnings_adult: tuple[str, ...]
    warnings_child: tuple[str, ...]


class Antibody(StrEnum):
    """Whether exclusion asks for antibodies, and of whom the result decides (EXC-4, EXC-5)."""

    NOT_ASKED = "NOT_ASKED"
    REQUIRED = "REQUIRED"
    UNVACCINATED = "UNVACCINATED"


@dataclass(frozen=True, slots=True)
class PairRules:
    """Two consecutive negatives (EXC-1 to EXC-3, REL-4 to REL-6)."""

    hours_apart: int
    specimens: tuple[Specimen, ...]
    by_ct: bool = False
    ct_from: Decimal = Decimal(35)
    cut_off_from: Decimal = Decimal(35)


@dataclass(frozen=True, slots=True)
class ExclusionRules:
    """2.7; without `pair` there is no exclusion (edition 10)."""

    antibody: Antibody
    antibody_after_days: int
    first: Role
    second: tuple[Role, ...]
    card_revision_hours: int
    pair: PairRules | None = None


class ReleaseCondition(StrEnum):
    """The conditions of 2.8 that an edition may ask, in the order of the contract."""

    OBSERVATION = "OBSERVATION"
    T = "T"
    R = "R"
    I = "I"  # noqa: E741 - the letter of the rules
    N = "N"
    SIGNOFF = "SIGNOFF"


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """What is asked of these classes at these severities (empty: at any); the first row that fits."""

    classes: tuple[CaseClass, ...]
    asks: tuple[ReleaseCondition, ...]
    severities: tuple[Severity, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseRules:
    """2.8. `strictly` asks for more than `normal_hours`; `by_course` is R of edition 10."""

    rows: tuple[ReleaseRow, ...]
    normal_hours: int
    strictly: bool
    gap_hours: int
    antipyretic_free_hours: int
    imaging_max_age_days: int
    by_course: bool
    observation_days: int
    first: Role
    second: tuple[Role, ...]
    review_hours: int | None = None
    pair: PairRules | None = None


@dataclass(frozen=True, slots=True)
class Revisit:
    week: int
    from_day: int
    to_day: int


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """2.9; `monitoring_days` 0 asks for none."""

    monitoring_days: int
    isolation: bool
    readings_a_day: int
    revisits: tuple[Revisit, ...] = ()


class Destination(StrEnum):
    PROVINCIAL_DESIGNATED_HOSPITAL = "PROVINCIAL_DESIGNATED_HOSPITAL"
    MUNICIPAL_DESIGNATED_HOSPITAL = "MUNICIPAL_DESIGNATED_HOSPITAL"
    CENTRALISED_QUARANTINE = "CENTRALISED_QUARANTINE"
    FEVER_CLINIC_ISOLATION = "FEVER_CLINIC_ISOLATION"
    LOCAL_ISOLATION = "LOCAL_ISOLATION"
    DESIGNATED_INSTITUTION = "DESIGNATED_INSTITUTION"
    CENTRALISED_ISOLATION_SITE = "CENTRALISED_ISOLATION_SITE"
    DESIGNATED_HOSPITAL = "DESIGNATED_HOSPITAL"
    TREAT_ON_SITE = "TREAT_ON_SITE"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class DestinationRules:
    """4.3. `by_severity` (RTE-7) stands before `by_class`; a severity that is not named goes to `other`.

    Whoever is older than `high_risk_over_age` is at high risk whatever else is known of him (2.6).
    """

    confirmed: Destination
    asymptomatic: Destination
    suspected: Destination
    undetermined_hours: int
    on_site_hours: int
    by_severity: bool
    high_risk_over_age: int | None = None
    mild: Destination = Destination.CENTRALISED_ISOLATION_SITE
    other: Destination = Destination.DESIGNATED_HOSPITAL


@dataclass(frozen=True, slots=True)
class IsolationRules:
    """ISO-1, ISO-4, TRF-1, TRF-5, section 4.4: who lies alone, who is held, the limits of the ward."""

    single: tuple[CaseClass, ...]
    department_after_release: bool
    exposure_days: int
    exposure_negatives_hours: int
    joint_first_hours: int
    joint_every_days: int
    airing_minutes: int


@dataclass(frozen=True, slots=True)
class IcdCodes:
    """Codes of 9.8 from a day on; a pair is the main code and the one beside it.

    `suspected` stands beside the main code of the fever or the pneumonia, and is never main.
    """

    confirmed: str
    pneumonia: str
    carrier: str
    contact: str
    suspected: str = ""
    clinically_diagnosed: str = ""
    beside: str = ""
    from_day: date | None = None


@dataclass(frozen=True, slots=True)
class IcdRules:
    """The codes of a disease in the order of time; `fever` and `lungs` while no cause is known."""

    fever: str
    lungs: str
    codes: tuple[IcdCodes, ...]


@dataclass(frozen=True, slots=True)
class EditionRules:
    """All tables of one edition."""

    id: str
    disease: str
    edition: str
    criteria: CriteriaRules
    classification: ClassificationRules
    confirmation: ConfirmationRules
    severity: SeverityRules
    exclusion: ExclusionRules
    release: ReleaseRules
    follow_up: FollowUpRules
    destination: DestinationRules
    isolation: IsolationRules
    icd: IcdRules
