"""What the patient's screen says: a page as plain facts, and its words in one language.

Of a person only the first character of the name is ever here (look at the other side of the room).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from feverclinic.domain.readings import Reading, Scale
from feverclinic.wording import Wording


class Kind(StrEnum):
    NEUTRAL = "NEUTRAL"
    QUESTION = "QUESTION"
    MEASURE = "MEASURE"
    READING = "READING"
    ROUTE = "ROUTE"


@dataclass(frozen=True, slots=True)
class PatientPage:
    """One page. `topic` is what is asked, the site that is measured, or the outcome of a route.

    `number` is the temperature in ℃ with its unit; `again` asks for another measurement.
    """

    kind: Kind = Kind.NEUTRAL
    topic: str = ""
    number: str = ""
    name: str = ""
    again: bool = False
    is_measuring: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A page in one language: a small line over the large one, and what stands below."""

    over: str = ""
    large: str = ""
    below: tuple[str, ...] = ()
    foot: str = ""


NEUTRAL = PatientPage()
# What the patient is asked while a field of the form has the keyboard; the first match counts.
TOPICS: Mapping[str, str] = MappingProxyType(
    {
        **{f"q{number}": f"q{number}" for number in range(1, 9)},
        "self_reported_fever": "fever",
        "symptoms": "symptoms",
        "antipyretic_last_6h": "antipyretic",
        "antipyretic_taken_at": "antipyretic",
        "antimicrobial_last_7d": "antimicrobial",
        "pregnant": "pregnant",
        "gestation_weeks": "pregnant",
        "chronic_conditions": "chronic",
        "vaccination": "q8",
        "stays": "stays",
        "mask": "mask",
        "mask_given": "mask",
        "health_code": "health_code",
        **dict.fromkeys(("name", "id_type", "id_no", "sex", "birth_date", "age"), "identity"),
        **dict.fromkeys(("nationality", "ethnic_group", "no_id_reason"), "identity"),
        "phone": "phone",
        "township_code": "address",
        "address": "address",
        **dict.fromkeys(("spo2", "on_oxygen", "rr", "hr", "bp", "avpu", "pain"), "vitals"),
        **dict.fromkeys(("capillary_refill_s", "weight", "signs"), "vitals"),
        "onset_date": "onset",
        "first_symptom": "onset",
        **dict.fromkeys(("occupation", "employer", "class_name"), "work"),
        "companions": "companions",
        "emergency": "emergency",
    }
)
# Answered by yes, no or not sure.
YES_OR_NO = frozenset(
    {
        *(f"q{number}" for number in range(1, 9)),
        *("fever", "symptoms", "antipyretic", "antimicrobial", "pregnant", "chronic"),
    }
)


def topic_of(field: str) -> str:
    """What the patient is asked at a field of the form (`q2.until`, `signs.STRIDOR`), "" for nothing."""
    return TOPICS.get(field) or TOPICS.get(field.partition(".")[0], "")


def masked_name(name: str) -> str:
    """`张*`: the first character and nothing of the rest; "" for nobody."""
    trimmed = name.strip()
    return f"{trimmed[0]}*" if trimmed else ""


def celsius(reading: Reading) -> str:
    """`36.58 ℃`: the digits as the device sent them; of ℉ the exact value, cut and never rounded."""
    if reading.raw_unit is Scale.CELSIUS:
        return f"{reading.raw_text.strip().rstrip('CcF℃ ')} ℃"
    centi = reading.value_centi
    return f"{centi // 100}.{centi % 100:02d} ℃"


def lines_of(page: PatientPage, words: Wording, facility: str) -> Lines:
    """The page in the words of one language."""
    say = words.say
    if page.kind is Kind.NEUTRAL:
        head = facility or say("patient.no_facility")
        return Lines(head, say("patient.neutral"), (say("patient.neutral_hint"),))
    if page.kind is Kind.ROUTE:
        to = say("patient.to_whom", name=page.name) if page.name else say("patient.to")
        below = (say(f"patient.way.{page.topic}"), say(f"patient.next.{page.topic}"))
        return Lines(to, say(f"patient.place.{page.topic}"), below)
    if page.kind is Kind.READING:
        return Lines(say("patient.reading"), page.number, (say("patient.wait"),))
    if page.kind is Kind.MEASURE:
        hold = f"patient.hold.{page.topic}"
        below = (say(hold),) if words.knows(hold) else ()
        return Lines("", say("patient.again" if page.again else "patient.measure"), below)
    below = (say("patient.answer"),) if page.topic in YES_OR_NO else ()
    return Lines("", say(f"patient.ask.{page.topic}"), below, _foot(page, words))


def _foot(page: PatientPage, words: Wording) -> str:
    """What goes on beside the question."""
    if page.is_measuring:
        return words.say("patient.measuring")
    return words.say("patient.so_far", number=page.number) if page.number else ""
