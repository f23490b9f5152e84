"""Slips for the tests of paper: one ordinary visit, and keywords for the difference."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.history import Symptom
from feverclinic.domain.people import Patient, PatientId, Sex, StaffId
from feverclinic.domain.prescreening import (
    Acuity,
    JudgedReading,
    Outcome,
    Routing,
    Temperature,
)
from feverclinic.domain.readings import Reading, Site, Source
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.visits import (
    Assessment,
    AssessmentId,
    Mask,
    Registration,
    Visit,
    VisitId,
)
from feverclinic.domain.vitals import Avpu, Level, Vitals
from feverclinic.reports.slip_record import TriageSlip

DECIDED_AT = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
WAIT = {Level.I: 0, Level.II: 10, Level.III: 30, Level.IV: 60}
RULE = {
    Outcome.RESUS_ISOLATION: "TRI-1",
    Outcome.RESUS: "TRI-2",
    Outcome.FEVER_CLINIC_SINGLE_ROOM: "TRI-3",
    Outcome.FEVER_CLINIC: "TRI-4",
    Outcome.FEVER_CLINIC_SCREEN: "TRI-5",
    Outcome.RESPIRATORY_CLINIC_MASKED: "TRI-6",
    Outcome.HOLD_RECHECK: "TRI-7",
    Outcome.GENERAL_OPD: "TRI-8",
}


def a_reading(text: str, site: Site, minute: int, **changes: Any) -> Reading:
    reading = Reading(
        raw_text=text,
        celsius=Fraction(text),
        site=site,
        measured_at=datetime(2020, 2, 28, 14, minute, tzinfo=CHINA),
        source=Source.SERIAL,
    )
    return replace(reading, **changes)


FOREHEAD = a_reading("37.9", Site.FOREHEAD_NC, 28)
AXILLA = a_reading("37.8", Site.AXILLARY, 32)


def a_temperature(*readings: Reading, effective: Reading | None, **changes: Any) -> Temperature:
    temperature = Temperature(
        result="FEVER",
        reasons=("TEMP-2", "TEMP-7"),
        advisories=(),
        effective=effective,
        fever_for_routing=YES,
        tags=(),
        recheck_at=None,
        readings=tuple(JudgedReading(reading, True, ("FEVER",)) for reading in readings),
    )
    return replace(temperature, **changes)


def an_acuity(level: Level, **changes: Any) -> Acuity:
    acuity = Acuity(level, ("ACU-13",), (), UNKNOWN, (), (), WAIT[level])
    return replace(acuity, **changes)


def a_routing(
    outcome: Outcome = Outcome.FEVER_CLINIC_SINGLE_ROOM, level: Level = Level.III, **changes: Any
) -> Routing:
    routing = Routing(
        result=outcome,
        reasons=(RULE[outcome],),
        advisories=(),
        facts={"EM": NO, "F": YES, "R": YES, "E": YES},
        evidence=("F_MEASURED", "COUGH", "Q2_YES", "Q4_UNKNOWN"),
        acuity=level,
        acuity_detail=an_acuity(level),
        temperature=a_temperature(FOREHEAD, AXILLA, effective=AXILLA),
        proposed=outcome,
        tags=(),
        rule_set="triage-2020.1",
    )
    return replace(routing, **changes)


def a_patient(name: str = "张建国", **changes: Any) -> Patient:
    patient = Patient(
        id=PatientId(1),
        name=name,
        sex=Sex.MALE,
        birth_date=date(1978, 6, 1),
        id_no="370399197806010127",
        phone="13905335512",
    )
    return replace(patient, **changes)


def a_visit(**changes: Any) -> Visit:
    visit = Visit(
        id=VisitId(1),
        patient_id=PatientId(1),
        visit_no="20200228-0037",
        station="D1",
        arrived_at=datetime(2020, 2, 28, 14, 27, tzinfo=CHINA),
        saved_at=DECIDED_AT,
        registration=Registration(mask=Mask.SURGICAL),
        vitals=Vitals(rr=20, hr=92, spo2=97, on_oxygen=NO, sbp=128, dbp=80, avpu=Avpu.ALERT),
        symptoms=dict.fromkeys(Symptom, NO) | {Symptom.COUGH: YES},
        signs={},
    )
    return replace(visit, **changes)


def a_slip(
    *,
    visit: Visit | None = None,
    patient: Patient | None = None,
    routing: Routing | None = None,
    inputs: dict[str, object] | None = None,
    **changes: Any,
) -> TriageSlip:
    decided = routing or a_routing()
    assessment = Assessment(
        id=AssessmentId(1),
        visit_id=VisitId(1),
        decided_at=DECIDED_AT,
        decided_by=StaffId(1),
        rule_set=decided.rule_set,
        inputs=inputs or {},
        routing=decided,
    )
    slip = TriageSlip(
        visit=visit or a_visit(),
        patient=patient or a_patient(),
        assessment=assessment,
        work_up=("CBC", "CRP", "CHEST_CT", "NAT", "OBSERVATION"),
        limit_c=Decimal("37.30"),
        nurse="张护士",
        station="预检分诊 1 号点",
        facility="市立医院 发热门诊",
    )
    return replace(slip, **changes)


def an_overfull_slip() -> TriageSlip:
    """All that can be said of one patient at once, nearly nothing measured, a name without end."""
    symptoms = dict.fromkeys(Symptom, YES) | dict.fromkeys(list(Symptom)[14:], UNKNOWN)
    implausible = [a_reading("45.0", Site.FOREHEAD_NC, minute) for minute in range(20, 26)]
    temperature = a_temperature(FOREHEAD, AXILLA, effective=AXILLA)
    readings = (
        *temperature.readings,
        *(JudgedReading(reading, False, ("IMPLAUSIBLE",)) for reading in implausible),
    )
    routing = a_routing(
        Outcome.RESUS_ISOLATION,
        Level.I,
        evidence=OVERFULL_EVIDENCE,
        advisories=OVERFULL_ADVISORIES,
        temperature=replace(temperature, readings=readings),
        tags=("POSSIBLE_EXPOSURE", "Q1_PROPOSED"),
        calls=("PAEDIATRIC", "OBSTETRIC"),
        override="ACCEPTED",
        proposed=Outcome.FEVER_CLINIC_SINGLE_ROOM,
    )
    patient = a_patient(
        "阿卜杜热合曼·买买提明·" * 3 + "阿卜杜热合曼",
        sex=Sex.UNKNOWN,
        birth_date=None,
        id_no="",
        no_id_reason="UNCONSCIOUS",
        phone="",
    )
    return a_slip(
        routing=routing,
        patient=patient,
        visit=a_visit(symptoms=symptoms, vitals=Vitals(spo2=88)),
        inputs={"override": {"by": "王医生", "duty": "DOCTOR", "reason": "家属代述病情" * 20}},
        copy_no=2,
        is_demo=True,
        work_up=(
            "CBC",
            "CRP",
            "CHEST_CT",
            "SPO2",
            "NAT",
            "FLU_ANTIGEN",
            "RESP_PANEL",
            "ANTIBODY",
            "OBSERVATION",
        ),
    )


OVERFULL_EVIDENCE = (
    "ACU-1",
    "ACU-2",
    "ACU-10",
    "ACU-13",
    "F_MEASURED",
    "F_HISTORY",
    "F_ELDER_RISE",
    *(symptom.value for symptom in list(Symptom)[:12]),
    "ELDER_SIGN",
    "Q1_YES",
    "Q2_UNKNOWN",
    "Q3_UNKNOWN",
    "Q4_YES",
    "Q5_UNKNOWN",
    "HEALTH_CODE_YELLOW",
    "ZONE_ORANGE",
    "STAY_RED",
)
OVERFULL_ADVISORIES = (
    "RECHECK",
    "IMPLAUSIBLE",
    "UNCALIBRATED",
    "MASKED_FEVER_POSSIBLE",
    "ZONE_UNKNOWN",
    "DECLARATION_NEEDED",
    "VITALS_MISSING",
    "CHECK_MENINGISM",
    "LOW_RATE_CHECK",
)
