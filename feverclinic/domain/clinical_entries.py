"""Entries of the course: criteria, classes, progress, consultations (sections 2 and 4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from feverclinic.domain.case_facts import Infectivity
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.history import Answer, Symptom
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.vitals import Vitals


@dataclass(frozen=True, slots=True)
class Criteria:
    """What the doctor confirms for classification (2.1): epidemiology, onset, symptoms.

    The latest entry holds as a whole; `symptoms` empty keeps those of the pre-screening.
    """

    criteria: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    onset_date: date | None = None
    first_criterion_on: date | None = None
    symptoms: Mapping[Symptom, Ternary] = field(default_factory=dict[Symptom, Ternary])
    close_contact: Ternary = UNKNOWN
    vaccinated: Ternary = UNKNOWN
    earlier_infection: Ternary = UNKNOWN


@dataclass(frozen=True, slots=True)
class Dose:
    """An antipyretic that was given; `taken_at` None says: none was given up to now (REL-3)."""

    taken_at: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """The doctor's entry on the course (R of the gate; edition 10 asks the others)."""

    respiratory_improved: Ternary = UNKNOWN
    condition_better: Ternary = UNKNOWN
    vital_signs_stable: Ternary = UNKNOWN
    oral_drugs_possible: Ternary = UNKNOWN
    complication_needs_care: Ternary = UNKNOWN
    on_support: Ternary = UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Vital signs and severity items at one time (2.5)."""

    vitals: Vitals
    severity_items: Mapping[str, Ternary] = field(default_factory=dict[str, Ternary])
    pao2_fio2: Decimal | None = None
    at_rest: Ternary = Ternary.YES
    high_fever_days: int | None = None
    altitude_m: int | None = None
    atmospheric_pressure_mmhg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Classed:
    """A class in force from here on: by the rules alone (`by_doctor` false) or as a doctor decides.

    `computed` is what the rules say on the same facts, `by_edition` both results after a change of
    edition (CLS-11).
    """

    case_class: CaseClass
    computed: CaseClass
    rule_set: str
    reasons: tuple[str, ...] = ()
    by_doctor: bool = False
    reason: str = ""
    by_edition: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Consulted:
    """CLS-7: the consultation of the in-hospital experts or of the attending doctors."""

    ended_at: datetime
    keeps: Ternary
    experts: tuple[str, ...]
    place: str = ""
    opinion: str = ""
    is_remote: bool = False


@dataclass(frozen=True, slots=True)
class JointConsulted:
    """Section 4.4: Western and Chinese medicine together."""

    held_at: datetime
    western_experts: tuple[str, ...]
    tcm_experts: tuple[str, ...]
    place: str = ""
    is_remote: bool = False
    four_examinations: str = ""
    tongue: str = ""
    pulse: str = ""
    syndrome: str = ""
    formula: str = ""
    injections: str = ""
    contraindications_checked: bool = False
    opinion: str = ""
    next_on: date | None = None
    signed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InfectivityReviewed:
    """REL-8: what the experts decided."""

    decision: Infectivity
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Caused:
    """WORK-6: the recorded cause of the fever, with its code of 9.8."""

    cause: str
    icd: str = ""


@dataclass(frozen=True, slots=True)
class Exposed:
    """TRF-5: the tag of a possible exposure of an ordinary new inpatient, and what clears it.

    The latest entry holds; a case without one has no tag.
    """

    since: date
    f_core_clean: Ternary = UNKNOWN
    questions_clean: Ternary = UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Disposed:
    """The doctor's disposition for the clinic exit (WORK-2)."""

    to: str
    advice: str = ""
