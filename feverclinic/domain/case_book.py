"""The book of a case read as a case file: a pure fold of its entries, its readings and its visit."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import Document, Entry, Voided
from feverclinic.domain.case_facts import (
    BloodCount,
    CaseFile,
    Consultation,
    Criterion,
    Imaging,
    InfectivityReview,
    Sample,
    Trend,
    TrendPoint,
)
from feverclinic.domain.case_samples import taken_samples
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.clinical_entries import (
    Consulted,
    Criteria,
    Dose,
    InfectivityReviewed,
    Measured,
    Progress,
)
from feverclinic.domain.history import Antipyretic, Question
from feverclinic.domain.known_facts import in_whole_seconds
from feverclinic.domain.people import Chronic, Person
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import UNKNOWN, YES, Ternary, ternary
from feverclinic.domain.work_up_entries import BloodCountReported, ImageRead, LabReported

Kind = TypeVar("Kind", bound=Document)
ENTRY, READING = "ENTRY", "READING"
OF_ITEM = {"CRP": Trend.CRP, "IL6": Trend.IL6, "LACTATE": Trend.LACTATE}


def valid_entries(book: CaseBook, at: datetime | None = None) -> tuple[Entry, ...]:
    """What holds of a case; with `at` as written until then."""
    return valid_ones(book.entries if at is None else _written(book.entries, at))


def _written(entries: Sequence[Entry], at: datetime) -> tuple[Entry, ...]:
    return tuple(one for one in entries if one.entered_at <= at)


def valid_ones(known: Sequence[Entry]) -> tuple[Entry, ...]:
    """What holds of these entries: neither replaced by a later one nor declared void."""
    voided = {
        one.document.what_id
        for one in known
        if isinstance(one.document, Voided) and one.document.what == ENTRY
    }
    replaced = {one.replaces for one in known if one.id not in voided}
    return tuple(one for one in known if one.id not in voided and one.id not in replaced)


def latest(entries: Sequence[Entry], kind: type[Kind]) -> tuple[Entry, Kind] | None:
    """The entry of a kind whose fact is the latest, of equal ones the last written."""
    found = [(one, one.document) for one in entries if isinstance(one.document, kind)]
    return max(found, key=lambda pair: (pair[0].at, pair[0].seq), default=None)


def last_told(entries: Sequence[Entry], kind: type[Kind]) -> Kind | None:
    found = latest(entries, kind)
    return None if found is None else found[1]


def samples_of(entries: Sequence[Entry], at: datetime) -> tuple[Sample, ...]:
    """The samples with their results, as known at `at` (F-1)."""
    return tuple(one.sample for one in taken_samples(entries) if one.sample.collected_at <= at)


def case_file_of(book: CaseBook, at: datetime) -> CaseFile:
    """All that is known of the case at `at`, as the rules take it (contract 1.8)."""
    entries = [one for one in valid_entries(book, at) if one.at <= at]
    visit, told = book.visit, visit_facts(book, entries)
    criteria = last_told(entries, Criteria) or Criteria()
    progress = last_told(entries, Progress) or Progress()
    measured = last_told(entries, Measured) or Measured(visit.vitals)
    file = CaseFile(
        at=at,
        region=book.case.region,
        person=told,
        onset_date=criteria.onset_date or visit.registration.onset_date,
        visited_on=local_day(visit.arrived_at),
        first_criterion_on=criteria.first_criterion_on,
        symptoms=criteria.symptoms or visit.symptoms,
        self_reported_fever=book.reported_fever,
        criteria={Criterion(name): one for name, one in criteria.criteria.items()},
        questions=visit.questions,
        readings=_known(book.readings, at),
        antipyretics=_antipyretics(book, entries),
        samples=samples_of(entries, at),
        imaging=_images(entries),
        blood_counts=_blood_counts(entries),
        case_class=book.case.case_class,
        open_under=book.case.opened_under,
        consultation=_consultation(entries),
        vitals=measured.vitals,
        at_rest=measured.at_rest,
        pao2_fio2=measured.pao2_fio2,
        altitude_m=measured.altitude_m,
        atmospheric_pressure_mmhg=measured.atmospheric_pressure_mmhg,
        high_fever_days=measured.high_fever_days,
        severity_items=measured.severity_items,
        trends=trends_of(entries),
        respiratory_improved=progress.respiratory_improved,
        condition_better=progress.condition_better,
        vital_signs_stable=progress.vital_signs_stable,
        oral_drugs_possible=progress.oral_drugs_possible,
        complication_needs_care=progress.complication_needs_care,
        infectivity_review=_review(entries),
        observation_from=_observation_from(book),
        close_contact=_close_contact(book, criteria),
        acuity=visit.level,
        on_support=progress.on_support,
        high_risk=_high_risk(told),
    )
    return in_whole_seconds(file)


def visit_facts(book: CaseBook, entries: Sequence[Entry]) -> Person:
    """The person with what the visit and the doctor's criteria say of him."""
    patient, told = book.patient, book.visit.registration
    criteria = last_told(entries, Criteria) or Criteria()
    return Person(
        birth_date=patient.birth_date,
        age=patient.age,
        age_unit=patient.age_unit,
        sex=patient.sex,
        pregnant=told.pregnant,
        gestation_weeks=told.gestation_weeks,
        chronic_conditions=told.chronic_conditions,
        vaccinated=criteria.vaccinated,
        earlier_infection=criteria.earlier_infection,
    )


def trends_of(entries: Sequence[Entry]) -> dict[Trend, tuple[TrendPoint, ...]]:
    """The numbers of the early-warning items in their order."""
    points: dict[Trend, list[TrendPoint]] = {}
    for entry in entries:
        told = entry.document
        if isinstance(told, LabReported) and told.value is not None and told.item in OF_ITEM:
            at = told.collected_at or entry.at
            points.setdefault(OF_ITEM[told.item], []).append(TrendPoint(at, told.value))
        elif isinstance(told, BloodCountReported) and told.count.lymphocytes is not None:
            point = TrendPoint(told.count.collected_at, told.count.lymphocytes)
            points.setdefault(Trend.LYMPHOCYTES, []).append(point)
        elif isinstance(told, Measured) and told.vitals.rr is not None:
            points.setdefault(Trend.RR, []).append(TrendPoint(entry.at, Decimal(told.vitals.rr)))
    return {name: tuple(sorted(found, key=_when)) for name, found in points.items()}


def _when(point: TrendPoint) -> datetime:
    return point.at


def _known(readings: Sequence[Reading], at: datetime) -> tuple[Reading, ...]:
    return tuple(one for one in readings if one.measured_at <= at)


def _antipyretics(book: CaseBook, entries: Sequence[Entry]) -> tuple[Antipyretic, ...] | None:
    """Doses of the drug chart and of the visit; None while nobody said anything of them (REL-3)."""
    doses = [one.document for one in entries if isinstance(one.document, Dose)]
    if not doses:
        return None
    told = book.visit.registration
    before = (
        (Antipyretic(told.antipyretic_taken_at or book.visit.arrived_at),)
        if told.antipyretic_last_6h is YES
        else ()
    )
    given = tuple(Antipyretic(one.taken_at, one.name) for one in doses if one.taken_at is not None)
    return (*before, *given)


def _images(entries: Sequence[Entry]) -> tuple[Imaging, ...]:
    return tuple(one.document.image for one in entries if isinstance(one.document, ImageRead))


def _blood_counts(entries: Sequence[Entry]) -> tuple[BloodCount, ...]:
    return tuple(
        one.document.count for one in entries if isinstance(one.document, BloodCountReported)
    )


def _consultation(entries: Sequence[Entry]) -> Consultation | None:
    held = last_told(entries, Consulted)
    return None if held is None else Consultation(held.ended_at, held.keeps)


def _review(entries: Sequence[Entry]) -> InfectivityReview | None:
    found = latest(entries, InfectivityReviewed)
    if found is None:
        return None
    entry, told = found
    return InfectivityReview(told.decision, entry.by_name, entry.at)


def _observation_from(book: CaseBook) -> date | None:
    """The observation of a carrier begins on the day he became one (CLS-8)."""
    is_carrier = book.case.case_class is CaseClass.ASYMPTOMATIC
    return local_day(book.case.class_since) if is_carrier else None


def _close_contact(book: CaseBook, criteria: Criteria) -> Ternary:
    if criteria.close_contact is not UNKNOWN:
        return criteria.close_contact
    answer = book.visit.questions.get(Question.Q5)
    return UNKNOWN if answer is None else answer.answer


def _high_risk(person: Person) -> Ternary:
    """Whoever has a chronic condition (2.6); nobody asked is unknown."""
    conditions = person.chronic_conditions
    if conditions is None:
        return UNKNOWN
    return ternary(any(one is not Chronic.NONE for one in conditions))
