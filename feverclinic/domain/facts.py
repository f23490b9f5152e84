"""A pre-screening record as the input of `feverclinic decide routing`, so that it can be replayed."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from feverclinic.domain.civil_time import iso
from feverclinic.domain.history import Answer, ReportedFever
from feverclinic.domain.people import Person
from feverclinic.domain.prescreening import (
    HealthCode,
    Override,
    Prescreening,
    RiskZone,
    Stay,
    ZoneColour,
)
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import UNKNOWN, YES, Ternary
from feverclinic.domain.vitals import Vitals


def as_input(record: Prescreening) -> dict[str, object]:
    """The input object (contract 2.4) that gives the same decision again, in plain JSON values.

    What the rules do not read (names, bytes) is left out; of the risk zones only those of the
    address and the stays are kept.
    """
    given: dict[str, object] = {
        "at": iso(record.at),
        "arrived_at": iso(record.arrived_at),
        "person": _person(record.person),
        **_vitals(record.vitals),
        "signs": {name: value.value for name, value in record.signs.items()},
        "symptoms": {name.value: value.value for name, value in record.symptoms.items()},
        "readings": [_reading(one) for one in record.readings],
        "antipyretic_last_6h": record.antipyretic_last_6h.value,
        "self_reported_fever": _reported(record.self_reported_fever),
        **{name.value: _answer(one) for name, one in record.questions.items()},
        "health_code": (record.health_code or HealthCode.NONE).value,
        "zone_colour": (record.zone_colour or ZoneColour.UNKNOWN).value,
        "township_code": record.township_code or None,
        "stays": [_stay(one) for one in record.stays],
        "onset_date": _day(record.onset_date),
        "ordinary_inpatient": record.ordinary_inpatient.value,
        "baseline_c": _decimal(record.baseline_c),
        "acuity": record.acuity.value if record.acuity else None,
    }
    if record.antipyretics is not None:
        given["antipyretics"] = [
            _filled({"taken_at": iso(dose.taken_at), "name": dose.name})
            for dose in record.antipyretics
        ]
    if record.risk_zones is not None:
        given["risk_zones"] = _zones(record)
    if record.override is not None:
        given["override"] = _override(record.override)
    return {name: value for name, value in given.items() if value is not None}


def _filled(members: Mapping[str, object]) -> dict[str, object]:
    """Without the members that are not known."""
    return {name: value for name, value in members.items() if value not in (None, "")}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _decimal(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _code(code: StrEnum | None) -> str | None:
    return code.value if code else None


def _person(person: Person) -> dict[str, object]:
    conditions = person.chronic_conditions
    return _filled(
        {
            "birth_date": _day(person.birth_date),
            "age": person.age,
            "age_unit": person.age_unit.value if person.age is not None else None,
            "sex": person.sex.value,
            "pregnant": person.pregnant.value,
            "gestation_weeks": person.gestation_weeks,
            "chronic_conditions": None if conditions is None else [one.value for one in conditions],
            "health_worker": person.health_worker.value,
            "vaccinated": person.vaccinated.value,
            "earlier_infection": person.earlier_infection.value,
        }
    )


def _vitals(vitals: Vitals) -> dict[str, object]:
    return {
        "rr": vitals.rr,
        "hr": vitals.hr,
        "spo2": vitals.spo2,
        "on_oxygen": vitals.on_oxygen.value,
        "fio2": _decimal(vitals.fio2),
        "flow": _decimal(vitals.flow),
        "sbp": vitals.sbp,
        "dbp": vitals.dbp,
        "avpu": _code(vitals.avpu),
        "capillary_refill_s": _decimal(vitals.capillary_refill_s),
        "pain": vitals.pain,
        "weight": _decimal(vitals.weight),
    }


def _reading(reading: Reading) -> dict[str, object]:
    return _filled(
        {
            "raw_text": reading.raw_text,
            "raw_unit": reading.raw_unit.value,
            "site": reading.site.value,
            "measured_at": iso(reading.measured_at),
            "entered_at": iso(reading.entered_at) if reading.entered_at else None,
            "device_serial": reading.device_serial,
            "method": reading.method,
            "operator": reading.operator,
            "reason": reading.reason,
            "calibration_due": _day(reading.calibration_due),
            "ambient_c": _decimal(reading.ambient_c),
            "source": reading.source.value,
            "confirmed_by": reading.confirmed_by,
        }
    )


def _reported(reported: ReportedFever | Ternary) -> object:
    """A fever without its value says no more than UNKNOWN (TEMP-10)."""
    if isinstance(reported, Ternary):
        return (UNKNOWN if reported is YES else reported).value
    return {"raw_text": reported.raw_text, "measured_on": reported.measured_on.isoformat()}


def _answer(answer: Answer) -> dict[str, object]:
    return _filled(
        {
            "answer": answer.answer.value,
            "last_exposure_on": _day(answer.last_exposure_on),
            "until": _day(answer.until),
            "place_code": answer.place_code,
            "contact_name": answer.contact_name,
        }
    )


def _stay(stay: Stay) -> dict[str, object]:
    return _filled(
        {
            "township_code": stay.township_code,
            "from": stay.first.isoformat(),
            "to": stay.last.isoformat(),
            "zone_colour": _code(stay.zone_colour),
        }
    )


def _zones(record: Prescreening) -> list[dict[str, object]]:
    asked = {record.township_code, *(stay.township_code for stay in record.stays)}
    zones: Iterable[RiskZone] = record.risk_zones or ()
    return [
        {
            "township_code": zone.township_code,
            "colour": zone.colour.value,
            "valid_from": zone.valid_from.isoformat(),
            "valid_to": _day(zone.valid_to),
        }
        for zone in zones
        if zone.township_code in asked
    ]


def _override(override: Override) -> dict[str, object]:
    return {
        "outcome": override.outcome.value,
        "by": override.by,
        "duty": override.duty.value,
        "reason": override.reason,
        "at": iso(override.at),
    }
