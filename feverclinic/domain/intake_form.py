"""From records back to the form: a known person, or a saved visit opened again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_fields import narrow
from feverclinic.domain.people import Chronic, Patient
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.visits import Visit


def from_patient(patient: Patient, intake: Intake) -> Intake:
    """The form with what is recorded of the person, where nothing was typed."""
    recorded = {
        "name": patient.name,
        "sex": patient.sex.value,
        "birth_date": patient.birth_date.isoformat() if patient.birth_date else "",
        "id_type": patient.id_type,
        "id_no": patient.id_no,
        "no_id_reason": patient.no_id_reason,
        "parent_name": patient.parent_name,
        "nationality": patient.nationality,
        "ethnic_group": patient.ethnic_group,
        "phone": patient.phone,
        "employer": patient.employer,
        "class_name": patient.class_name,
        "occupation": patient.occupation,
        "township_code": patient.address.township_code,
        "address.text": patient.address.text,
        "emergency.name": patient.emergency_contact.name,
        "emergency.phone": patient.emergency_contact.phone,
        "emergency.relation": patient.emergency_contact.relation,
    }
    if patient.birth_date is None and patient.age is not None:
        recorded |= _age(patient, local_day(intake.arrived_at))
    empty = {name: text for name, text in recorded.items() if not intake.text(name)}
    return intake.with_fields(empty)


def is_of_another(patient: Patient, intake: Intake) -> bool:
    """Whether the form is about somebody else by now: another record, number or name.

    The beginning of the recorded name is a name that was being typed.
    """
    if intake.patient_id is not None:
        return intake.patient_id != patient.id
    number = narrow(intake.text("id_no"))
    is_other_number = bool(number and patient.id_no) and number != patient.id_no
    return is_other_number or not patient.name.startswith(intake.text("name").strip())


def _age(patient: Patient, today: date) -> dict[str, str]:
    """An age of another day is left to be asked again: people grow older."""
    if patient.age_recorded_on not in (None, today):
        return {}
    return {"age": str(patient.age), "age_unit": patient.age_unit.value}


def from_visit(
    patient: Patient,
    visit: Visit,
    readings: Iterable[Reading],
    inputs: Mapping[str, object] | None = None,
) -> Intake:
    """A saved visit as a form: what is added now becomes a new decision, the old one stays.

    `inputs` are those of its decision, for what stands nowhere else: the confirmed level, the
    fever measured at home, stays.
    """
    told = visit.registration
    form = Intake(
        visit.arrived_at,
        _visit_fields(visit),
        tuple(readings),
        patient_id=patient.id,
        visit_id=visit.id,
    ).with_fields(
        {
            "mask": told.mask.value if told.mask else "",
            "mask_given": YES.value if told.mask_given else "",
            "health_code": told.health_code.value if told.health_code else "",
            "arrival_mode": told.arrival_mode.value if told.arrival_mode else "",
            "onset_date": told.onset_date.isoformat() if told.onset_date else "",
            "first_symptom": told.first_symptom,
            "pregnant": _asked(told.pregnant),
            "gestation_weeks": _number(told.gestation_weeks),
            "vaccination": told.vaccination,
            "antipyretic_last_6h": told.antipyretic_last_6h.value,
            "antipyretic_taken_at": _instant(told.antipyretic_taken_at),
            "antimicrobial_last_7d": _asked(told.antimicrobial_last_7d),
            "self_reported_fever": told.self_reported_fever,
            "not_measured_reason": told.not_measured_reason,
            "sheet_no": visit.sheet_no,
            "family_id": _number(visit.family_id),
        }
    )
    for number, companion in enumerate(told.companions):
        form = form.with_fields(
            {
                f"companions.{number}.name": companion.name,
                f"companions.{number}.phone": companion.phone,
                f"companions.{number}.relation": companion.relation,
            }
        )
    form = form.with_fields(_chronic(told.chronic_conditions))
    form = form.with_fields(_decided_on(inputs or {}))
    return replace(from_patient(patient, form), patient_id=patient.id)


def _chronic(conditions: tuple[Chronic, ...] | None) -> dict[str, str]:
    """Whoever was asked has these and no others."""
    if conditions is None:
        return {}
    return {
        f"chronic_conditions.{one.value}": (YES if one in conditions else NO).value
        for one in Chronic
        if one is not Chronic.NONE
    }


def _decided_on(inputs: Mapping[str, object]) -> dict[str, str]:
    fields = {
        name: str(inputs[name])
        for name in ("acuity", "ordinary_inpatient")
        if inputs.get(name) not in (None, UNKNOWN.value)
    }
    reported = inputs.get("self_reported_fever")
    if isinstance(reported, Mapping):
        fields |= {
            f"self_reported_fever.{name}": str(value)
            for name, value in cast("Mapping[str, object]", reported).items()
        }
    stays = cast("Sequence[Mapping[str, object]]", inputs.get("stays") or ())
    for number, stay in enumerate(stays):
        fields |= {
            f"stays.{number}.{name}": str(stay.get(name, ""))
            for name in ("township_code", "from", "to")
        }
    return fields


def _visit_fields(visit: Visit) -> dict[str, str]:
    vitals = visit.vitals
    fields = {
        "spo2": _number(vitals.spo2),
        "on_oxygen": _asked(vitals.on_oxygen),
        "fio2": _number(vitals.fio2),
        "flow": _number(vitals.flow),
        "rr": _number(vitals.rr),
        "hr": _number(vitals.hr),
        "bp": f"{vitals.sbp}/{vitals.dbp}" if vitals.sbp and vitals.dbp else "",
        "avpu": vitals.avpu.value if vitals.avpu else "",
        "capillary_refill_s": _number(vitals.capillary_refill_s),
        "pain": _number(vitals.pain),
        "weight": _number(vitals.weight),
    }
    fields |= {f"symptoms.{code.value}": value.value for code, value in visit.symptoms.items()}
    fields |= {f"signs.{code}": value.value for code, value in visit.signs.items()}
    for question, answer in visit.questions.items():
        name = question.value
        fields |= {
            name: answer.answer.value,
            f"{name}.last_exposure_on": answer.last_exposure_on.isoformat()
            if answer.last_exposure_on
            else "",
            f"{name}.until": answer.until.isoformat() if answer.until else "",
            f"{name}.place_code": answer.place_code,
            f"{name}.contact_name": answer.contact_name,
        }
    return fields


def _instant(value: datetime | None) -> str:
    return f"{local(value):%Y-%m-%d %H:%M}" if value else ""


def _number(value: object) -> str:
    return "" if value is None else str(value)


def _asked(value: Ternary) -> str:
    """UNKNOWN of an optional field stands for "not asked": the form shows it as open."""
    return "" if value is UNKNOWN else value.value
