"""One person of the day in words: who, what was measured, what was told, where to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.day_book import DayEntry
from feverclinic.domain.history import ROUTING_QUESTIONS, Symptom
from feverclinic.domain.people import Patient, Sex, masked_id_no, masked_phone
from feverclinic.domain.readings import Scale
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.visits import ENDED
from feverclinic.reports.list_sheet import NO_BREAK
from feverclinic.reports.slip_reasons import shown_value
from feverclinic.wording import Wording


def clock(at: datetime | None, day: datetime | None = None) -> str:
    """`14:32`; `02-29 00:05` on another day than that of `day`; "" for no instant."""
    if at is None:
        return ""
    is_other = day is not None and local_day(at) != local_day(day)
    return f"{local(at):%m-%d %H:%M}" if is_other else f"{local(at):%H:%M}"


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Says things of people in one language; `places` are names of townships by code.

    With `shows_identity` the number and the telephone are whole, else only their ends.
    """

    wording: Wording
    places: Mapping[str, str]
    shows_identity: bool = False

    def person(self, patient: Patient, at: datetime) -> str:
        """`男 41 岁`."""
        say = self.wording.say
        is_known = patient.sex not in (Sex.UNKNOWN, Sex.NOT_STATED)
        sex = say(f"sex_short.{patient.sex.value}") if is_known else say("paper.sex_unknown")
        parts = patient.age_text_parts(local_day(at))
        if parts is None:
            return say("paper.person", sex=sex, age=say("paper.age_unknown"))
        count, unit = parts
        age = say("paper.age", count=count, unit=say(f"age_unit.{unit.value}"))
        return say("paper.person", sex=sex, age=age)

    def identity(self, patient: Patient) -> str:
        """The document's number, masked or whole, or why there is none."""
        if patient.id_no:
            return patient.id_no if self.shows_identity else masked_id_no(patient.id_no)
        code = patient.no_id_reason
        key = f"no_id_reason.{code}"
        reason = self.wording.say(key) if code and self.wording.knows(key) else code
        return self.wording.say("paper.no_id", reason=reason or self.unknown)

    def phone(self, patient: Patient) -> str:
        if not patient.phone:
            return self.wording.say("paper.phone_unknown")
        return patient.phone if self.shows_identity else masked_phone(patient.phone)

    def address(self, patient: Patient) -> str:
        """The township and what was typed."""
        place = self.places.get(patient.address.township_code, "")
        return f"{place} {patient.address.text}".strip() or self.unknown

    def temperature(self, entry: DayEntry) -> str:
        """The reading that counted, with its site; else why there is none."""
        say, reading = self.wording.say, entry.reading
        if reading is not None:
            unit = "fahrenheit" if reading.raw_unit is Scale.FAHRENHEIT else "celsius"
            number = say(f"paper.{unit}", value=shown_value(reading))
            sign = "▲ " if entry.is_fever else ""
            return f"{sign}{number}\n{say(f'site.{reading.site.value}')}"
        if entry.assessment.routing.temperature.readings:
            return say("paper.no_usable_reading")
        code = entry.visit.registration.not_measured_reason
        key = f"not_measured_reason.{code}"
        reason = self.wording.say(key) if code and self.wording.knows(key) else code
        return say("paper.not_measured_because", reason=reason or self.unknown)

    def answer(self, answer: Ternary | None) -> str:
        return self.wording.say(f"answer.{answer.value if answer else 'NOT_ASKED'}")

    def exposure(self, entry: DayEntry) -> str:
        """The answers of the five questions that carry a route, each with its number."""
        answers = entry.visit.questions
        given = {one: answers[one].answer if one in answers else None for one in ROUTING_QUESTIONS}
        if all(answer is NO for answer in given.values()):
            return self.wording.say("papers.exposure_none")
        return " ".join(
            f"{one.value[1:]}{NO_BREAK}{self.answer(answer)}" for one, answer in given.items()
        )

    def symptoms(self, entry: DayEntry) -> str:
        """What there is, then that something is not known; none is said, not left blank."""
        say, told = self.wording.say, entry.visit.symptoms
        joint = say("paper.list_joint")
        held = [one for one in Symptom if told.get(one) is YES]
        if held:
            return joint.join(say(f"symptom.{one.value}") for one in held)
        is_unknown = any(told.get(one, UNKNOWN) is UNKNOWN for one in Symptom)
        return say("paper.all_symptoms_unknown" if is_unknown else "paper.no_symptoms")

    def route(self, entry: DayEntry) -> str:
        return self.wording.say(f"outcome.{entry.assessment.routing.result.value}")

    def level(self, entry: DayEntry) -> str:
        return self.wording.say(f"level.{entry.assessment.routing.acuity.value}")

    def arrived(self, entry: DayEntry) -> str:
        """When the place acknowledged the patient, or how the visit ended without."""
        visit = entry.visit
        if entry.received_at is not None:
            return clock(entry.received_at, visit.arrived_at)
        if visit.stage in ENDED:
            ended = self.wording.say(f"stage.{visit.stage.value}")
            return f"{ended}\n{clock(visit.stage_at, visit.arrived_at)}"
        return ""

    @property
    def unknown(self) -> str:
        return self.wording.say("paper.mask_unknown")
