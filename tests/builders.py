"""Records for tests: valid by default, a keyword for what differs. All people are invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any

from feverclinic.domain.history import Answer, Question, Symptom
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.people import (
    Address,
    AgeUnit,
    Chronic,
    Contact,
    Duty,
    Patient,
    PatientId,
    Sex,
    Staff,
    StaffId,
    Station,
)
from feverclinic.domain.prescreening import (
    Acuity,
    HealthCode,
    JudgedReading,
    Outcome,
    Routing,
    Temperature,
    ZoneColour,
)
from feverclinic.domain.quick_screening import QuickScreen, QuickScreenId
from feverclinic.domain.readings import Reading, Scale, Site, Source
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.visits import (
    ArrivalMode,
    Assessment,
    AssessmentId,
    DraftId,
    Mask,
    Registration,
    Slip,
    SlipId,
    SlipState,
    Visit,
    VisitId,
)
from feverclinic.domain.vitals import Avpu, Level, Vitals

NOON = datetime(2020, 2, 25, 4, 0, tzinfo=UTC)
TODAY = date(2020, 2, 25)
MINUTE = timedelta(minutes=1)
GATE = Station("GATE", 1, "预检分诊 1 号点")
LOBBY = Station("LOBBY", 2, "预检分诊 2 号点")
NURSE = Staff(
    StaffId(11),
    "zhang",
    "张护士",
    "护师",
    "triage_nurse",
    frozenset({Duty.TRIAGE, Duty.READ_IDENTITY}),
)
HEAD = replace(
    NURSE,
    id=StaffId(12),
    login="head",
    name="王护士长",
    duties=frozenset({*NURSE.duties, Duty.MANAGE_STAFF}),
)

_ids = count(1)


def a_patient(name: str = "王小明", **differs: Any) -> Patient:
    """A grown man with all fields filled but the number, so that many may live in one clinic."""
    usual: dict[str, Any] = {
        "id": PatientId(next(_ids)),
        "sex": Sex.MALE,
        "birth_date": date(1979, 3, 12),
        "phone": "13800000000",
        "no_id_reason": "未带",
        "employer": "某厂",
        "occupation": "07",
        "address": Address("37", "3703", "370303", "370303001", "公园街道某小区 1 号楼"),
        "emergency_contact": Contact("李四", "13900000001", "配偶"),
    }
    return Patient(name=name, **(usual | differs))


def vitals(**differs: Any) -> Vitals:
    """Quiet vital signs of a grown person."""
    usual: dict[str, Any] = {
        "rr": 18,
        "hr": 82,
        "spo2": 97,
        "on_oxygen": NO,
        "sbp": 124,
        "dbp": 78,
        "avpu": Avpu.ALERT,
        "capillary_refill_s": Decimal("2.0"),
        "weight": Decimal("68.50"),
    }
    return Vitals(**(usual | differs))


def a_registration(**differs: Any) -> Registration:
    usual: dict[str, Any] = {
        "arrival_mode": ArrivalMode.WALK,
        "companions": (Contact("李四", "13900000001", "配偶"),),
        "mask": Mask.SURGICAL,
        "health_code": HealthCode.GREEN,
        "zone_colour": ZoneColour.GREEN,
        "belongs_to": "1",
        "onset_date": date(2020, 2, 23),
        "first_symptom": "咳嗽",
        "chronic_conditions": (Chronic.HYPERTENSION,),
        "antipyretic_taken_at": NOON - timedelta(hours=3),
        "antipyretic_last_6h": YES,
    }
    return Registration(**(usual | differs))


def a_visit(patient: Patient, visit_no: str = "20200225-0001", **differs: Any) -> Visit:
    symptoms: Mapping[Symptom, Ternary] = {Symptom.COUGH: YES, Symptom.RASH: UNKNOWN}
    questions = {
        Question.Q1: Answer(NO),
        Question.Q2: Answer(YES, date(2020, 2, 20), None, "420100", "赵六", (date(2020, 2, 18),)),
    }
    usual: dict[str, Any] = {
        "id": VisitId(next(_ids)),
        "station": GATE.code,
        "arrived_at": NOON - MINUTE,
        "saved_at": NOON,
        "registration": a_registration(),
        "vitals": vitals(),
        "symptoms": symptoms,
        "signs": {"STRIDOR": NO},
        "questions": questions,
        "stage_at": NOON,
        "outcome": Outcome.FEVER_CLINIC_SINGLE_ROOM,
        "level": Level.III,
    }
    return Visit(patient_id=patient.id, visit_no=visit_no, **(usual | differs))


def a_reading(raw_text: str = "37.8", **differs: Any) -> Reading:
    """A contact reading of a thermometer on a serial line."""
    usual: dict[str, Any] = {
        "celsius": Fraction(Decimal(raw_text.rstrip("F"))),
        "site": Site.AXILLARY,
        "measured_at": NOON - MINUTE,
        "received_at": NOON - MINUTE,
        "source": Source.SERIAL,
        "operator": NURSE.login,
        "device_serial": "GY-0001",
        "device_name": "蓝枪",
        "profile": "gy-614v3",
        "profile_version": "1",
        "raw_bytes": b"\x5a\x5a\x45\x04\x00\xff",
        "calibration_due": date(2020, 12, 31),
        "ambient_c": Decimal("22.50"),
    }
    return Reading(raw_text=raw_text, **(usual | differs))


def fahrenheit(raw_text: str = "99.1F") -> Reading:
    """A typed reading whose Celsius value has no last digit: (99.1 - 32) * 5 / 9."""
    return a_reading(
        raw_text, celsius=Fraction(671, 18), raw_unit=Scale.FAHRENHEIT, source=Source.MANUAL
    )


def a_routing(reading: Reading | None = None, **differs: Any) -> Routing:
    """A decision as the rules give it, made by hand: storage does not look into it."""
    effective = reading or a_reading()
    temperature = Temperature(
        result="FEVER",
        reasons=("TEMP-2",),
        advisories=(),
        effective=effective,
        fever_for_routing=YES,
        tags=(),
        recheck_at=None,
        readings=(JudgedReading(effective, True, ("FEVER",)),),
        effective_index=0,
    )
    acuity = Acuity(Level.III, ("ACU-9",), (), YES, (), (), 30)
    usual: dict[str, Any] = {
        "result": Outcome.FEVER_CLINIC_SINGLE_ROOM,
        "reasons": ("TRI-3",),
        "advisories": ("DECLARATION_NEEDED",),
        "facts": {"F": YES, "E": YES, "R": UNKNOWN},
        "evidence": ("F_MEASURED", "Q2_YES"),
        "acuity": Level.III,
        "acuity_detail": acuity,
        "temperature": temperature,
        "proposed": Outcome.FEVER_CLINIC_SINGLE_ROOM,
        "tags": (),
        "rule_set": "triage-2020-02",
    }
    return Routing(**(usual | differs))


def an_assessment(visit: Visit, **differs: Any) -> Assessment:
    usual: dict[str, Any] = {
        "id": AssessmentId(next(_ids)),
        "decided_at": NOON,
        "decided_by": NURSE.id,
        "rule_set": "triage-2020-02",
        "inputs": {"at": "2020-02-25T12:00:00+08:00", "vitals": {"spo2": 97}},
        "routing": a_routing(),
    }
    return Assessment(visit_id=visit.id, **(usual | differs))


def a_slip(visit: Visit, **differs: Any) -> Slip:
    usual: dict[str, Any] = {
        "id": SlipId(next(_ids)),
        "copy_no": 1,
        "state": SlipState.WAITING,
        "state_at": NOON,
    }
    return Slip(visit_id=visit.id, **(usual | differs))


def a_quick_screen(**differs: Any) -> QuickScreen:
    """Somebody who passed and was counted."""
    usual: dict[str, Any] = {
        "id": QuickScreenId(next(_ids)),
        "station": GATE.code,
        "at": NOON,
        "by": NURSE.id,
        "rule_set": "triage-2020-02",
        "inputs": {"at": "2020-02-25T12:00:00+08:00", "q1": {"answer": "NO"}},
        "outcome": Outcome.GENERAL_OPD,
        "temperature": "36.5",
        "arrival_id": DraftId(next(_ids)),
    }
    return QuickScreen(**(usual | differs))


def a_draft(fields: Mapping[str, str] | None = None, **differs: Any) -> Draft:
    """A form half filled, with a reading that is not stored yet."""
    typed = {"name": "赵六", "sex": "1", "age": "41", "spo2": "9"} if fields is None else fields
    usual: dict[str, Any] = {
        "id": DraftId(next(_ids)),
        "station": GATE.code,
        "intake": Intake(NOON - MINUTE, dict(typed), (fahrenheit(), a_reading("36.55"))),
        "changed_at": NOON,
    }
    return Draft(**(usual | differs))


def in_years(years: int) -> dict[str, Any]:
    """An age without a birth date, as recorded today."""
    return {
        "birth_date": None,
        "age": years,
        "age_unit": AgeUnit.YEAR,
        "age_recorded_on": TODAY,
    }


# A man who is well: the whole form, field by field.
ID_NO = "370399197806010018"
WELL = {
    "name": "张建国",
    "id_no": ID_NO,
    "sex": "1",
    "birth_date": "1978-06-01",
    "phone": "13900005512",
    "township_code": "370303004",
    "health_code": "GREEN",
    "mask": "SURGICAL",
    "self_reported_fever": "NO",
    "antipyretic_last_6h": "NO",
    **dict.fromkeys((question.value for question in tuple(Question)[:5]), "NO"),
    **dict.fromkeys((f"symptoms.{symptom.value}" for symptom in Symptom), "NO"),
    "signs.STRIDOR": "NO",
    "spo2": "97",
    "on_oxygen": "NO",
    "rr": "18",
    "hr": "84",
    "bp": "128/80",
    "avpu": "A",
}
