"""From the form as typed to what the rules read: every field once, every problem named."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from typing import TypeVar

from feverclinic.domain.civil_time import CHINA, completed_years, local_day
from feverclinic.domain.history import Answer, Antipyretic, Question, ReportedFever, Symptom
from feverclinic.domain.identity import check_identity
from feverclinic.domain.intake import Intake, Problem
from feverclinic.domain.intake_fields import FieldReader, narrow, read_day
from feverclinic.domain.people import (
    Address,
    AgeUnit,
    Chronic,
    Contact,
    Patient,
    PatientId,
    Person,
    Sex,
)
from feverclinic.domain.prescreening import (
    HealthCode,
    Outcome,
    Override,
    OverrideDuty,
    Prescreening,
    RiskZone,
    Stay,
    ZoneColour,
)
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.thermometry import TemperatureProblem, likely_meant, read_temperature
from feverclinic.domain.visits import ArrivalMode, Mask, Registration
from feverclinic.domain.vitals import Avpu, Level, Vitals

ROUTE_FIELDS = (
    "self_reported_fever",
    *(question.value for question in tuple(Question)[:5]),
    *(f"symptoms.{symptom.value}" for symptom in Symptom),
    "health_code",
    "antipyretic_last_6h",
)
CONDITIONS = tuple(one for one in Chronic if one not in (Chronic.PREGNANT, Chronic.NONE))
MOBILE_LENGTH, TOWNSHIP_LENGTH = 11, 9
ELSEWHERE = ("OTHER", "UNKNOWN")

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class IntakeRead:
    """What a form says: the record for the rules, the person, the registration, what is wrong."""

    prescreening: Prescreening
    patient: Patient
    registration: Registration
    problems: tuple[Problem, ...]
    unasked: tuple[str, ...]
    proposals: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the form is read against: known areas, risk zones in force."""

    known_areas: frozenset[str] = frozenset()
    risk_zones: tuple[RiskZone, ...] = ()


def read_intake(intake: Intake, at: datetime, surroundings: Surroundings) -> IntakeRead:
    """Read the whole form as of `at`."""
    reader = FieldReader(intake.fields, local_day(at))
    patient, proposals = _patient(reader, at, surroundings.known_areas)
    registration = _registration(reader, at)
    sbp, dbp = reader.pressure("bp")
    township = patient.address.township_code
    record = Prescreening(
        at=at,
        arrived_at=intake.arrived_at,
        person=_person(patient, registration),
        vitals=Vitals(
            rr=reader.whole("rr"),
            hr=reader.whole("hr"),
            spo2=reader.whole("spo2"),
            on_oxygen=_tri(reader, "on_oxygen"),
            fio2=reader.number("fio2"),
            flow=reader.number("flow"),
            sbp=sbp,
            dbp=dbp,
            avpu=_code(reader, "avpu", Avpu),
            capillary_refill_s=reader.number("capillary_refill_s"),
            pain=reader.whole("pain"),
            weight=reader.number("weight"),
        ),
        signs=_group(reader, "signs"),
        symptoms={Symptom(name): value for name, value in _group(reader, "symptoms").items()},
        readings=intake.readings,
        antipyretics=_antipyretics(registration),
        antipyretic_last_6h=registration.antipyretic_last_6h,
        self_reported_fever=_reported_fever(reader),
        questions=_questions(reader),
        health_code=registration.health_code,
        zone_colour=ZoneColour.UNKNOWN if not township else None,
        township_code=township,
        stays=_stays(reader),
        risk_zones=surroundings.risk_zones,
        onset_date=registration.onset_date,
        ordinary_inpatient=_tri(reader, "ordinary_inpatient"),
        acuity=_code(reader, "acuity", Level),
        override=_override(reader, at),
    )
    unasked = tuple(name for name in ROUTE_FIELDS if not reader.text(name))
    return IntakeRead(record, patient, registration, tuple(reader.problems), unasked, proposals)


def _code(reader: FieldReader, name: str, kind: type[Code]) -> Code | None:
    text = reader.text(name)
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        reader.refuse(name, "choice", choices=" ".join(member.value for member in kind))
        return None


def _tri(reader: FieldReader, name: str) -> Ternary:
    return _code(reader, name, Ternary) or UNKNOWN


def _group(reader: FieldReader, prefix: str) -> dict[str, Ternary]:
    start = f"{prefix}."
    return {
        name.removeprefix(start): _tri(reader, name)
        for name in reader.fields
        if name.startswith(start)
    }


def _compare_age(reader: FieldReader, born: date | None, age: int | None) -> None:
    """The birth date decides (T-7); an age in years that says something else is named."""
    if born is None or age is None or reader.text("age_unit") not in ("", AgeUnit.YEAR.value):
        return
    known = completed_years(born, reader.today)
    if known != age:
        reader.warn("age", "age_differs", known=str(known))


def _patient(
    reader: FieldReader, at: datetime, known_areas: frozenset[str]
) -> tuple[Patient, dict[str, str]]:
    sex = _code(reader, "sex", Sex)
    born = reader.day("birth_date", latest=reader.today)
    id_type = reader.text("id_type") or "01"
    id_no = narrow(reader.text("id_no"))
    proposals: dict[str, str] = {}
    if id_no:
        checked = check_identity(id_no, at, id_type, sex, born, known_areas)
        id_no = checked.id_no or id_no
        for reason in checked.reasons:
            reader.refuse("id_no", f"id_{reason}", length=str(len(id_no)))
        for advisory in checked.advisories:
            reader.warn("id_no", f"id_{advisory}")
        if checked.result == "VALID":
            if checked.sex and not sex:
                proposals["sex"] = checked.sex
            if checked.birth_date and not born:
                proposals["birth_date"] = checked.birth_date.isoformat()
    phone = narrow(reader.text("phone"))
    digits = "".join(sign for sign in phone if sign.isdigit())
    if phone and not (len(digits) == MOBILE_LENGTH and digits[0] == "1" and digits[1] in "3456789"):
        reader.warn("phone", "phone", count=str(len(digits)))
    age = reader.whole("age")
    _compare_age(reader, born, age)
    township = _township(reader, "township_code")
    county = township[:6] if township not in ELSEWHERE else ""
    patient = Patient(
        id=PatientId(0),
        name=reader.text("name"),
        sex=sex or Sex.UNKNOWN,
        birth_date=born,
        age=age,
        age_unit=_code(reader, "age_unit", AgeUnit) or AgeUnit.YEAR,
        age_recorded_on=reader.today if age is not None else None,
        id_type=id_type,
        id_no=id_no,
        no_id_reason=reader.text("no_id_reason"),
        parent_name=reader.text("parent_name"),
        nationality=reader.text("nationality") or "CN",
        ethnic_group=reader.text("ethnic_group"),
        phone=phone,
        employer=reader.text("employer"),
        class_name=reader.text("class_name"),
        occupation=reader.text("occupation"),
        address=Address(
            province=county[:2] + "0000" if county else "",
            city=county[:4] + "00" if county else "",
            county=county,
            township_code="" if township in ELSEWHERE else township,
            text=reader.text("address.text"),
        ),
        emergency_contact=_contact(reader, "emergency"),
    )
    return patient, proposals


def _township(reader: FieldReader, name: str) -> str:
    """A code of the list, OTHER or UNKNOWN; a word that the list does not hold is no place."""
    code = reader.text(name)
    if not code or code in ELSEWHERE or (len(code) == TOWNSHIP_LENGTH and code.isdecimal()):
        return code
    reader.refuse(name, "place")
    return ""


def _contact(reader: FieldReader, prefix: str) -> Contact:
    return Contact(
        reader.text(f"{prefix}.name"),
        reader.text(f"{prefix}.phone"),
        reader.text(f"{prefix}.relation"),
    )


def _numbered(reader: FieldReader, prefix: str) -> list[str]:
    """`companions.0`, `companions.1` … in their order."""
    start = f"{prefix}."
    parts = [
        name.removeprefix(start).partition(".") for name in reader.fields if name.startswith(start)
    ]
    numbers = {int(number) for number, dot, _ in parts if dot and number.isdecimal()}
    return [f"{prefix}.{number}" for number in sorted(numbers)]


def _registration(reader: FieldReader, at: datetime) -> Registration:
    return Registration(
        arrival_mode=_code(reader, "arrival_mode", ArrivalMode),
        companions=tuple(_contact(reader, prefix) for prefix in _numbered(reader, "companions")),
        mask=_code(reader, "mask", Mask),
        mask_given=reader.text("mask_given") == Ternary.YES.value,
        health_code=_code(reader, "health_code", HealthCode),
        onset_date=reader.day("onset_date", latest=reader.today),
        first_symptom=reader.text("first_symptom"),
        pregnant=_tri(reader, "pregnant"),
        gestation_weeks=reader.whole("gestation_weeks"),
        chronic_conditions=_chronic(reader),
        vaccination=reader.text("vaccination"),
        antipyretic_last_6h=_tri(reader, "antipyretic_last_6h"),
        antipyretic_taken_at=_clock(reader, "antipyretic_taken_at", at),
        antimicrobial_last_7d=_tri(reader, "antimicrobial_last_7d"),
        self_reported_fever=reader.text("self_reported_fever"),
        not_measured_reason=reader.text("not_measured_reason"),
    )


def _chronic(reader: FieldReader) -> tuple[Chronic, ...] | None:
    """Whoever denied every one of them has NONE (1.2); a no to some of them says nothing yet."""
    told = _group(reader, "chronic_conditions")
    none = told.pop(Chronic.NONE.value, UNKNOWN)
    held = tuple(Chronic(name) for name, value in told.items() if value is Ternary.YES)
    is_none = none is Ternary.YES or all(told.get(code.value) is Ternary.NO for code in CONDITIONS)
    if held or not is_none:
        return held or None
    return (Chronic.NONE,)


def _clock(reader: FieldReader, name: str, at: datetime) -> datetime | None:
    """`06:20`: the last such time that has been; `2020-02-26 06:20` says its day."""
    text = narrow(reader.fields.get(name, ""))
    if not text:
        return None
    typed_day, _, clock = text.rpartition(" ")
    day = read_day(typed_day.strip(), reader.today) if typed_day else reader.today
    hour, _, minute = clock.partition(":")
    if day is None or not (hour + minute).isdecimal():
        reader.refuse(name, "clock")
        return None
    try:
        time = clock_time(int(hour), int(minute))
    except ValueError:
        reader.refuse(name, "clock")
        return None
    found = datetime.combine(day, time, tzinfo=CHINA)
    return found - timedelta(days=1) if found > at and not typed_day else found


def _person(patient: Patient, registration: Registration) -> Person:
    return Person(
        birth_date=patient.birth_date,
        age=patient.age,
        age_unit=patient.age_unit,
        sex=patient.sex,
        pregnant=registration.pregnant,
        gestation_weeks=registration.gestation_weeks,
        chronic_conditions=registration.chronic_conditions,
    )


def _antipyretics(registration: Registration) -> tuple[Antipyretic, ...] | None:
    if registration.antipyretic_taken_at is None:
        return None
    return (Antipyretic(registration.antipyretic_taken_at),)


def _reported_fever(reader: FieldReader) -> ReportedFever | Ternary:
    """NO, UNKNOWN, or what was measured; a fever without its number stays UNKNOWN (TEMP-10)."""
    said = _tri(reader, "self_reported_fever")
    if said is not Ternary.YES:
        return said
    typed = reader.text("self_reported_fever.raw_text")
    if not typed:
        return UNKNOWN
    try:
        read = read_temperature(typed)
    except TemperatureProblem as wrong:
        reader.problems.append(temperature_problem("self_reported_fever.raw_text", typed, wrong))
        return UNKNOWN
    measured_on = reader.day("self_reported_fever.measured_on", latest=reader.today)
    return ReportedFever(typed, read.celsius, measured_on or reader.today)


def temperature_problem(where: str, typed: str, wrong: TemperatureProblem) -> Problem:
    """Why a typed temperature is refused, with what was probably meant."""
    guess = likely_meant(typed)
    if guess:
        return Problem(where, "temperature_guess", typed, {"guess": guess})
    return Problem(where, f"temperature_{wrong.code}", typed, wrong.facts)


def _override(reader: FieldReader, at: datetime) -> Override | None:
    """A person's decision against the computed outcome; without a duty it is the nurse's."""
    outcome = _code(reader, "override.outcome", Outcome)
    if outcome is None:
        return None
    return Override(
        outcome,
        reader.text("override.by"),
        _code(reader, "override.duty", OverrideDuty) or OverrideDuty.NURSE,
        reader.text("override.reason"),
        at,
    )


def _questions(reader: FieldReader) -> dict[Question, Answer]:
    answers: dict[Question, Answer] = {}
    for question in Question:
        name = question.value
        if reader.text(name):
            answers[question] = Answer(
                _tri(reader, name),
                last_exposure_on=reader.day(f"{name}.last_exposure_on", latest=reader.today),
                until=reader.day(f"{name}.until"),
                place_code=reader.text(f"{name}.place_code"),
                contact_name=reader.text(f"{name}.contact_name"),
            )
    return answers


def _stays(reader: FieldReader) -> tuple[Stay, ...]:
    stays: list[Stay] = []
    for prefix in _numbered(reader, "stays"):
        township = _township(reader, f"{prefix}.township_code")
        first = reader.day(f"{prefix}.from", latest=reader.today)
        last = reader.day(f"{prefix}.to", latest=reader.today) or first
        if township and not reader.text(f"{prefix}.from"):
            reader.refuse(f"{prefix}.from", "required")
        elif first is not None and last is not None and last < first:
            reader.refuse(f"{prefix}.to", "date_order", first=first.isoformat())
        elif first is not None and last is not None:
            stays.append(Stay(township, first, last))
    return tuple(stays)


def with_patient(read: IntakeRead, patient_id: PatientId, version: int) -> Patient:
    """The person of the form under a known id."""
    return replace(read.patient, id=patient_id, version=version)
