"""What the desk may show while the nurse types: a route that stands, or what is still to be asked."""

from dataclasses import replace

from feverclinic.domain.acuity import assess
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.history import Symptom
from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_reading import IntakeRead
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.people import AgeUnit, Patient, Sex
from feverclinic.domain.prescreening import Acuity, Outcome, Prescreening, Routing, ZoneColour
from feverclinic.domain.ternary import YES
from feverclinic.domain.thermometry import judge_record
from feverclinic.domain.triage import open_questions, route, turns, unasked_of_old_age, work_up
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.windows import routing_window

EMERGENCY = (Outcome.RESUS_ISOLATION, Outcome.RESUS)
NOT_URGENT = ("ACU-13", "ACU-14")
PREGNANCY_AGES = range(12, 56)
PARENT_UP_TO_AGE = 14
VITALS = ("spo2", "rr", "hr", "avpu")
BLOOD_PRESSURE_FROM_AGE = 12
MENINGISM = ("signs.STIFF_NECK", "signs.ALTERED_MENTAL_STATE", f"symptoms.{Symptom.RASH.value}")
BEFORE_THE_CARD = ("onset_date", "occupation", "arrival_mode", "emergency.name", "emergency.phone")


def look_ahead(intake: Intake, read: IntakeRead, rules: TriageRules) -> Outlook:
    """Everything the route panel says of the form as it stands (1.5: asked, unknown, not asked)."""
    record = read.prescreening
    standing, questions = _standing(intake, read, rules)
    known = standing or route(record, rules)
    questions = _grouped(questions)
    checks = _checks(intake, known)
    temperature = judge_record(record, rules.temperature)
    acuity = assess(record, rules, temperature)
    urgent = (*urgent_lines(acuity), *known.evidence)
    return Outlook(
        routing=standing,
        acuity=acuity,
        temperature=temperature,
        open_questions=questions,
        problems=read.problems,
        missing=() if known.result in EMERGENCY else missing(intake, read, standing),
        known_evidence=_asked_only(tuple(dict.fromkeys(urgent)), read.unasked),
        work_up=work_up(standing, rules) if standing else (),
        turns=turns(record, rules) if standing else (),
        checks=checks,
        later=_later(intake, read),
        is_emergency=known.result in EMERGENCY,
    )


def urgent_lines(acuity: Acuity) -> tuple[str, ...]:
    """The lines that say why it is urgent: all that hold but the two for everybody else (ACU-13, 14)."""
    return tuple(line for line in acuity.reasons if line not in NOT_URGENT)


def needed_to_save(
    intake: Intake, read: IntakeRead, rules: TriageRules, known: Routing | None = None
) -> tuple[str, ...] | None:
    """The fields that saving still waits for, in the order of work; `known` is the route by now.

    None in an emergency: whoever goes to resuscitation is saved as he lies there (TRI-1, TRI-2).
    """
    known = known or route(read.prescreening, rules)
    if known.result in EMERGENCY:
        return None
    needed, questions = missing(intake, read, None), ()
    if needed or read.unasked or unasked_of_old_age(read.prescreening, rules):
        # A route that needs no vital signs stands only when no open question can turn it.
        standing, questions = _standing(intake, read, rules)
        needed = missing(intake, read, standing)
    return tuple(dict.fromkeys((*needed, *_grouped(questions), *_checks(intake, known))))


def still_open(intake: Intake, read: IntakeRead, rules: TriageRules) -> tuple[str, ...]:
    """The open questions of `look_ahead` alone, for a list of many forms."""
    return _grouped(_standing(intake, read, rules)[1])


def _standing(
    intake: Intake, read: IntakeRead, rules: TriageRules
) -> tuple[Routing | None, tuple[str, ...]]:
    """The route that stands whatever is answered yet, or None and what could still turn it."""
    record = read.prescreening
    standing, questions = open_questions(record, read.unasked, rules)
    is_address_open = not intake.text("township_code")
    if standing is not None and is_address_open and _address_could_turn(record, rules):
        return None, (*questions, "township_code")
    return standing, questions


def _asked_only(evidence: tuple[str, ...], unasked: tuple[str, ...]) -> tuple[str, ...]:
    """Routing counts an open answer as YES (F-9); the desk does not call it known."""
    open_codes = {f"{name.upper()}_UNKNOWN" for name in unasked}
    return tuple(code for code in evidence if code not in open_codes)


def _grouped(names: tuple[str, ...]) -> tuple[str, ...]:
    """The chips of one group are one question for the nurse: «其余均无» answers them all."""
    return tuple(dict.fromkeys(name.partition(".")[0] for name in names))


def _address_could_turn(record: Prescreening, rules: TriageRules) -> bool:
    """Whether a township in a red zone would change the route while the address is still open."""
    days, decided = rules.routing.exposure_days, local_day(record.at)
    window = routing_window(record.onset_date, local_day(record.arrived_at), decided, days)
    # A colour that has ended still counts for whoever lived there within the window.
    zones = record.risk_zones or ()
    if not any(zone.valid_to is None or zone.valid_to > window.first for zone in zones):
        return False
    red = replace(record, zone_colour=ZoneColour.RED, risk_zones=None)
    return route(red, rules).proposed is not route(record, rules).proposed


def missing(intake: Intake, read: IntakeRead, standing: Routing | None) -> tuple[str, ...]:
    """What a whole record needs and the form does not have, in the order of work."""
    needed = [name for name in read.unasked if not name.startswith("symptoms.")]
    if not any(name.startswith("symptoms.") for name in intake.fields):
        needed.append("symptoms")
    if not intake.readings and not read.registration.not_measured_reason:
        needed.insert(0, "temperature")
    if read.registration.mask is None:
        needed.append("mask")
    needed += _identity_missing(intake, read.patient)
    if standing is None or standing.result is not Outcome.GENERAL_OPD:
        needed += _vitals_missing(intake, read)
    return tuple(needed)


def _identity_missing(intake: Intake, patient: Patient) -> list[str]:
    needed: list[str] = []
    if not patient.name and not patient.no_id_reason:
        needed.append("name")
    if not patient.id_no and not patient.no_id_reason:
        needed.append("id_no")
    if not intake.text("sex"):
        needed.append("sex")
    if patient.birth_date is None and patient.age is None:
        needed.append("birth_date")
    needed += [name for name in ("phone", "township_code") if not intake.text(name)]
    return needed


def _vitals_missing(intake: Intake, read: IntakeRead) -> list[str]:
    needed = [name for name in VITALS if not intake.text(name)]
    if intake.text("spo2") and not intake.text("on_oxygen"):
        needed.append("on_oxygen")
    age = read.prescreening.person.age_on(local_day(read.prescreening.at))
    if not intake.text("bp") and (age is None or age.years >= BLOOD_PRESSURE_FROM_AGE):
        needed.append("bp")
    if not any(name.startswith("signs.") for name in intake.fields):
        needed.append("signs")
    may_be_pregnant = read.patient.sex is Sex.FEMALE and (
        age is None or age.years in PREGNANCY_AGES
    )
    if may_be_pregnant and not intake.text("pregnant"):
        needed.append("pregnant")
    return needed


def _checks(intake: Intake, known: Routing) -> tuple[str, ...]:
    """Fever with headache: stiff neck, consciousness and rash are asked before saving (1.6)."""
    if "CHECK_MENINGISM" not in (*known.advisories, *known.acuity_detail.advisories):
        return ()
    return tuple(name for name in MENINGISM if not intake.text(name))


def _later(intake: Intake, read: IntakeRead) -> tuple[str, ...]:
    """What the statutory card will ask for and the desk may leave open."""
    needed: list[str] = list(BEFORE_THE_CARD)
    if not any(value is YES for value in read.prescreening.symptoms.values()):
        needed.remove("onset_date")
    parts = read.patient.age_text_parts(local_day(read.prescreening.at))
    if parts and (parts[1] is not AgeUnit.YEAR or parts[0] <= PARENT_UP_TO_AGE):
        needed.append("parent_name")
    if read.registration.chronic_conditions is None:
        needed.append("chronic_conditions")
    return tuple(name for name in needed if not intake.text(name))
