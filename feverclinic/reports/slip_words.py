"""The triage slip in words: what stands on it, before anybody asks where."""

from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.history import Symptom
from feverclinic.domain.people import Sex, masked_id_no, masked_phone
from feverclinic.domain.prescreening import JudgedReading, Outcome
from feverclinic.domain.readings import Reading, Scale, Source
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.visits import Mask
from feverclinic.domain.vitals import Vitals
from feverclinic.reports.slip_reasons import Reasons, named, short, shown_value
from feverclinic.reports.slip_record import SlipWords, TriageSlip
from feverclinic.reports.typeface import missing_characters
from feverclinic.wording import Wording

OTHER_READINGS = 3
UNKNOWN_SYMPTOMS_NAMED = 3
LONGEST_TYPED = 24


HEADS = (
    "temperature",
    "vitals",
    "symptoms",
    "mask",
    "reasons",
    "work_up",
    "please",
    "for_the_room",
    "seen_at",
    "doctor",
)


def words_of(slip: TriageSlip, wording: Wording) -> SlipWords:
    """The slip in the words of that language; what is not known is said, never left blank."""
    return _Telling(slip, wording).whole()


class _Telling:
    """One slip being put into words."""

    def __init__(self, slip: TriageSlip, wording: Wording) -> None:
        self.slip = slip
        self.say = wording.say
        self.wording = wording
        self.routing = slip.assessment.routing
        self.day = local_day(slip.assessment.decided_at)

    def whole(self) -> SlipWords:
        slip, say = self.slip, self.say
        at = local(slip.assessment.decided_at)
        reasons = Reasons(slip, self.wording)
        print_no = say("paper.print_no", copy_no=slip.copy_no)
        return SlipWords(
            title=say("paper.title"),
            facility=slip.facility,
            number=say("paper.number", visit_no=slip.visit.visit_no),
            tags=self._tags(),
            go_to=say("paper.go_to"),
            place=say(f"outcome.{self.routing.result.value}"),
            note=say(f"outcome_note.{self.routing.result.value}"),
            way=self._way(),
            level=self.routing.acuity,
            level_name=say(
                "paper.level",
                level=say(f"level.{self.routing.acuity.value}"),
                word=say(f"level_word.{self.routing.acuity.value}"),
            ),
            wait=say(
                f"level_wait.{self.routing.acuity.value}",
                minutes=self.routing.acuity_detail.wait_limit_minutes,
            ),
            name=slip.patient.name or say("paper.name_unknown"),
            person=say("paper.person", sex=self._sex(), age=self._age()),
            identity=self._identity(),
            visit_no=slip.visit.visit_no,
            heads={head: say(f"paper.{head}") for head in HEADS},
            temperature=self._temperature(),
            readings=self._readings(),
            vitals=self._vitals(slip.visit.vitals),
            symptoms=self._symptoms(),
            mask=self._mask(),
            decision=reasons.decision(),
            reasons=reasons.lines(),
            work_up=self._work_up(),
            advice=say(f"outcome_advice.{self.routing.result.value}"),
            foot_left=say(
                "paper.foot_left",
                nurse=slip.nurse,
                station=slip.station,
                time=f"{at:%Y-%m-%d %H:%M}",
            ),
            rules=say("paper.rules", rule_set=slip.assessment.rule_set),
            print_no=print_no,
            foot_right=say(
                "paper.foot_right", rule_set=slip.assessment.rule_set, copy_no=slip.copy_no
            ),
            missing=self._missing(),
            overleaf=say("paper.overleaf"),
            mark=slip.mark,
        )

    def _tags(self) -> tuple[str, ...]:
        tags = [self.say("paper.demo")] if self.slip.is_demo else []
        if self.slip.copy_no > 1:
            tags.append(self.say("paper.copy_of", copy_no=self.slip.copy_no))
        return tuple(tags)

    def _way(self) -> str:
        way = self.say(f"outcome_way.{self.routing.result.value}")
        due = self.routing.temperature.recheck_at
        if self.routing.result is Outcome.HOLD_RECHECK and due is not None:
            way = self.say("paper.way_recheck", way=way, time=f"{local(due):%H:%M}")
        if self.slip.room:
            way = self.say("paper.way_in_room", room=self.slip.room, way=way)
        return way

    def _sex(self) -> str:
        sex = self.slip.patient.sex
        if sex in (Sex.UNKNOWN, Sex.NOT_STATED):
            return self.say("paper.sex_unknown")
        return self.say(f"sex_short.{sex.value}")

    def _age(self) -> str:
        parts = self.slip.patient.age_text_parts(self.day)
        if parts is None:
            return self.say("paper.age_unknown")
        count, unit = parts
        return self.say("paper.age", count=count, unit=self.say(f"age_unit.{unit.value}"))

    def _identity(self) -> tuple[str, ...]:
        patient = self.slip.patient
        number = (
            masked_id_no(patient.id_no)
            if patient.id_no
            else self.say("paper.no_id", reason=self._reason("no_id_reason", patient.no_id_reason))
        )
        phone = masked_phone(patient.phone) if patient.phone else self.say("paper.phone_unknown")
        return number, phone

    def _reason(self, table: str, code: str) -> str:
        """A reason by code, or as it was typed, or the word for none given."""
        if not code:
            return self.say("paper.reason_unknown")
        key = f"{table}.{code}"
        return self.say(key) if self.wording.knows(key) else short(code, LONGEST_TYPED)

    def _temperature(self) -> str:
        temperature = self.routing.temperature
        if temperature.effective is not None:
            return self._degrees(temperature.effective)
        if temperature.readings:
            return self.say("paper.no_usable_reading")
        reason = self.slip.visit.registration.not_measured_reason
        return self.say(
            "paper.not_measured_because", reason=self._reason("not_measured_reason", reason)
        )

    def _degrees(self, reading: Reading) -> str:
        unit = "fahrenheit" if reading.raw_unit is Scale.FAHRENHEIT else "celsius"
        return self.say(f"paper.{unit}", value=shown_value(reading))

    def _readings(self) -> tuple[str, ...]:
        """Of the reading that counts only where and when; the others whole, latest first."""
        temperature = self.routing.temperature
        ordered = sorted(temperature.readings, key=lambda judged: judged.reading.measured_at)
        told: list[str] = []
        others: list[str] = []
        for place, judged in enumerate(ordered):
            order = self.say("paper.again" if place else "paper.first")
            if judged.reading == temperature.effective and not told:
                told.append(self._counted(judged.reading, order))
            else:
                others.append(self._other(judged, order))
        shown = list(reversed(others))[:OTHER_READINGS]
        if len(others) > OTHER_READINGS:
            shown.append(self.say("paper.more_readings", count=len(others) - OTHER_READINGS))
        return (*told, *shown)

    def _counted(self, reading: Reading, order: str) -> str:
        key = "reading_by_hand" if reading.source is Source.MANUAL else "reading"
        return self.say(
            f"paper.{key}",
            order=order,
            site=self.say(f"site.{reading.site.value}"),
            time=f"{local(reading.measured_at):%H:%M}",
        )

    def _other(self, judged: JudgedReading, order: str) -> str:
        reading = judged.reading
        words = self.say(
            "paper.other_reading",
            order=order,
            site=self.say(f"site.{reading.site.value}"),
            value=shown_value(reading),
            time=f"{local(reading.measured_at):%H:%M}",
        )
        flags = [flag for flag in judged.flags if flag not in {"FEVER", "RECHECK"}]
        if not flags:
            return words
        return self.say("paper.reading_flagged", reading=words, flag=self.say(f"flag.{flags[0]}"))

    def _vitals(self, vitals: Vitals) -> tuple[str, ...]:
        absent = self.say("paper.not_measured")
        pressure = (
            f"{absent if vitals.sbp is None else vitals.sbp}"
            f"/{absent if vitals.dbp is None else vitals.dbp}"
        )
        no_pressure = vitals.sbp is None and vitals.dbp is None
        avpu = absent if vitals.avpu is None else self.say(f"avpu.{vitals.avpu.value}")
        return (
            self._oxygen(vitals, absent),
            self.say("paper.rr", value=absent if vitals.rr is None else vitals.rr),
            self.say("paper.hr", value=absent if vitals.hr is None else vitals.hr),
            self.say("paper.bp", value=absent if no_pressure else pressure),
            self.say("paper.avpu", value=avpu),
        )

    def _oxygen(self, vitals: Vitals, absent: str) -> str:
        if vitals.spo2 is None:
            return self.say("paper.spo2", value=absent).removesuffix(" %")
        key = {YES: "spo2_on_oxygen", UNKNOWN: "spo2_oxygen_unknown", NO: "spo2"}
        return self.say(f"paper.{key[vitals.on_oxygen]}", value=vitals.spo2)

    def _symptoms(self) -> tuple[str, ...]:
        known = self.slip.visit.symptoms
        present = [symptom for symptom in Symptom if known.get(symptom, UNKNOWN) is YES]
        unknown = [symptom for symptom in Symptom if known.get(symptom, UNKNOWN) is UNKNOWN]
        told = [self.say("paper.fever")] if self.routing.facts.get("F") is YES else []
        told += [self.say(f"symptom.{symptom.value}") for symptom in present]
        if len(unknown) == len(Symptom) and not told:
            return (self.say("paper.all_symptoms_unknown"),)
        if len(unknown) > UNKNOWN_SYMPTOMS_NAMED:
            told.append(self.say("paper.symptoms_mostly_unknown", count=len(unknown)))
        elif unknown:
            told.append(self.say("paper.symptoms_unknown", symptoms=named(unknown, self.wording)))
        return tuple(told) or (self.say("paper.no_symptoms"),)

    def _list(self, symptoms: list[Symptom]) -> str:
        joint = self.say("paper.list_joint")
        return joint.join(self.say(f"symptom.{symptom.value}") for symptom in symptoms)

    def _mask(self) -> str:
        registration = self.slip.visit.registration
        if registration.mask is None:
            return self.say("paper.mask_unknown")
        if registration.mask is Mask.NONE and registration.mask_given:
            return self.say("paper.mask_given")
        return self.say(f"mask.{registration.mask.value}")

    def _work_up(self) -> tuple[str, ...]:
        calls = dict.fromkeys((*self.routing.calls, *self.routing.acuity_detail.calls))
        return (
            *(self.say(f"work_up.{code}") for code in self.slip.work_up),
            *(self.say(f"call.{code}") for code in calls),
        )

    def _missing(self) -> str:
        """Which characters no font draws: the paper says so, it never prints an empty box."""
        slip = self.slip
        printed = (slip.patient.name, slip.nurse, slip.station, slip.facility, slip.room)
        missing = missing_characters("".join(printed))
        if not missing:
            return ""
        return self.say(
            "paper.missing_glyphs", codes=" ".join(f"U+{ord(one):04X}" for one in missing)
        )
