"""Whose sheet it is: name, sex, age, class, masked number, tail of the visit and room, on every act."""

from datetime import datetime

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.people import AgeUnit, Patient, Sex, masked_id_no
from feverclinic.wording import Wording
from ui.widgets.patient_banner import BannerFact, BannerFacts

CLASS_TONES = {
    CaseClass.CONFIRMED: "danger",
    CaseClass.CLINICALLY_DIAGNOSED: "danger",
    CaseClass.ASYMPTOMATIC: "danger",
    CaseClass.POSITIVE_REVIEW: "danger",
    CaseClass.SUSPECTED: "warn",
    CaseClass.UNDETERMINED: "unknown",
    CaseClass.NOT_SUSPECTED: "ok",
    CaseClass.EXCLUDED: "ok",
}


def sex_and_age(sex: Sex, age: int | None, unit: AgeUnit, words: Wording) -> str:
    """`男 41 岁`; what is not known is left out."""
    parts: list[str] = []
    if sex not in (Sex.UNKNOWN, Sex.NOT_STATED):
        parts.append(words.say(f"sex_short.{sex.value}"))
    if age is not None:
        parts.append(words.say("paper.age", count=age, unit=words.say(f"age_unit.{unit.value}")))
    return " ".join(parts)


def sex_and_age_of(patient: Patient, now: datetime, words: Wording) -> str:
    age, unit = patient.age_text_parts(local_day(now)) or (None, AgeUnit.YEAR)
    return sex_and_age(patient.sex, age, unit, words)


def whose(view: CaseView, now: datetime, words: Wording) -> BannerFacts:
    """The banner of a case; the visit is named by its whole number, the document by its ends."""
    book = view.book
    who = sex_and_age_of(book.patient, now, words)
    class_word = words.say(f"class.{book.case.case_class.value}")
    facts = [
        BannerFact(words.say("sheet.banner_visit"), book.visit.visit_no),
        BannerFact(words.say("sheet.banner_id"), masked_id_no(book.patient.id_no) or "—"),
    ]
    if book.room is not None:
        room = BannerFact(words.say("sheet.banner_room"), book.room.name or book.room.code)
        facts.insert(1, room)
    spoken = f"{book.patient.name} {who} {class_word} {book.visit.visit_no}"
    return BannerFacts(
        book.patient.name,
        who,
        tuple(facts),
        spoken=spoken,
        tag=class_word,
        tag_tone=CLASS_TONES[book.case.case_class],
    )
