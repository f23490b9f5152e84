"""Forms of invented people for the demo: whole ones of every outcome, and the numbers a thermometer sends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from feverclinic.domain.civil_time import local, local_day
from feverclinic.domain.history import ROUTING_QUESTIONS, Symptom
from feverclinic.domain.intake import Intake
from feverclinic.domain.readings import Reading, Site, Source
from feverclinic.services.invented import Invented

BLUE, GREEN = "蓝枪", "绿枪"
BLUE_PROFILE, GREEN_PROFILE = "gy-614v3", "ascii-line"
YES, NO = "YES", "NO"
SIGNS = (
    *("STRIDOR", "STIFF_NECK", "ALTERED_MENTAL_STATE", "CONVULSIONS", "CHEST_PAIN"),
    *("NEW_CONFUSION", "FALL", "NOT_EATING"),
)
BLOOD_PRESSURE_FROM, PREGNANCY = 12, range(12, 56)
EXPOSED_DAYS_AGO = 4
TAKEN_BEFORE = timedelta(hours=2)
# Years below, breaths and beats in a minute at rest.
RATES = ((1, 38, 132), (5, 26, 110), (12, 21, 92), (200, 17, 78))
BEATS_OF_A_FEVER = 14

DOCTORS_WORD = {
    "override.outcome": "RESPIRATORY_CLINIC_MASKED",
    "override.by": "王立新",
    "override.duty": "DOCTOR",
    "override.reason": "慢性咽炎反复，血常规和胸片正常",
}

Frame = Callable[[str, str], bytes]  # of a profile and a number: the bytes that a device sends


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody comes with: numbers of the thermometers, what is answered yes, other fields."""

    numbers: tuple[str, ...]
    yes: tuple[str, ...] = ()
    others: Mapping[str, str] | None = None


def a_case(kind: str, chance: Random) -> Case:
    """One of a kind.

    `contact` has fever and exposure, `masked` took an antipyretic, a doctor sends `downgraded`
    elsewhere.
    """
    makers: Mapping[str, Callable[[Random], Case]] = {
        "well": lambda one: Case((_between(one, 3610, 3699),)),
        "cough": lambda one: Case((_between(one, 3630, 3710),), _symptoms(one)),
        "fever": lambda one: Case(_fever(one), (*_symptoms(one), "symptoms.CHILLS")),
        "contact": lambda one: Case(_fever(one), (*_symptoms(one), "q2")),
        "exposed": lambda one: Case((_between(one, 3620, 3690),), ("q1",)),
        "hold": lambda one: Case((_between(one, 3721, 3729),)),
        "resus": lambda one: Case(
            (_between(one, 3870, 3940),),
            ("symptoms.SHORTNESS_OF_BREATH", "symptoms.COUGH"),
            {"spo2": "86", "rr": "38", "hr": "138", "avpu": "V", "acuity": "I"},
        ),
        "heart": lambda one: Case(
            (_between(one, 3610, 3660),),
            ("signs.CHEST_PAIN",),
            {"spo2": "96", "rr": "24", "hr": "128", "bp": "84/52", "acuity": "I"},
        ),
        "masked": lambda one: Case((_between(one, 3660, 3710),), ("antipyretic_last_6h",)),
        "downgraded": lambda one: Case(
            (_between(one, 3630, 3690),), ("symptoms.SORE_THROAT",), DOCTORS_WORD
        ),
    }
    return makers[kind](chance)


def _between(chance: Random, low: int, high: int) -> str:
    number = chance.randint(low, high)
    return f"{number // 100}.{number % 100:02d}"


def _fever(chance: Random) -> tuple[str, str]:
    """First at the forehead, then under the arm: the second has one decimal place, as it sends."""
    first = chance.randint(3745, 3935)
    second = max(3740, first + chance.randint(-25, 25)) // 10
    return f"{first // 100}.{first % 100:02d}", f"{second // 10}.{second % 10}"


def _symptoms(chance: Random) -> tuple[str, ...]:
    usual = ("COUGH", "SORE_THROAT", "FATIGUE", "RUNNY_NOSE", "SPUTUM", "MYALGIA")
    more = tuple(f"symptoms.{one}" for one in chance.sample(usual[1:], chance.randint(0, 2)))
    return ("symptoms.COUGH", *more)


def answers(case: Case, at: datetime) -> dict[str, str]:
    """Every question of the first tier, answered."""
    asked = dict.fromkeys((f"symptoms.{one.value}" for one in Symptom), NO)
    asked |= dict.fromkeys((one.value for one in ROUTING_QUESTIONS), NO)
    asked |= {"self_reported_fever": NO, "antipyretic_last_6h": NO}
    asked |= {"mask": "SURGICAL", "health_code": "GREEN"}
    asked |= dict.fromkeys(case.yes, YES)
    if "antipyretic_last_6h" in case.yes:
        asked["antipyretic_taken_at"] = f"{local(at - TAKEN_BEFORE):%H:%M}"
    for question in set(case.yes) & {one.value for one in ROUTING_QUESTIONS}:
        day = local_day(at) - timedelta(days=EXPOSED_DAYS_AGO)
        asked[f"{question}.last_exposure_on"] = day.isoformat()
    if any(name.startswith("symptoms.") for name in case.yes):
        asked["onset_date"] = (local_day(at) - timedelta(days=2)).isoformat()
    return asked


def vitals(person: Invented, case: Case, at: datetime) -> dict[str, str]:
    """What is counted and measured besides, fitting for the age."""
    years = person.years_on(local_day(at))
    _, rate, beats = next(row for row in RATES if years < row[0])
    fever = BEATS_OF_A_FEVER if case.numbers and Decimal(case.numbers[-1]) >= Decimal("37.3") else 0
    counted = {"spo2": "98", "on_oxygen": NO, "rr": str(rate + fever // 5)}
    counted |= {"hr": str(beats + fever), "avpu": "A", "pain": "0"}
    counted |= dict.fromkeys((f"signs.{one}" for one in SIGNS), NO)
    if years >= BLOOD_PRESSURE_FROM:
        counted["bp"] = f"{112 + int(years) // 4}/{70 + int(years) // 8}"
    if person.fields["sex"] == "2" and int(years) in PREGNANCY:
        counted["pregnant"] = NO
    return counted


def a_form(person: Invented, case: Case, at: datetime, frame: Frame) -> Intake:
    """A whole form, begun some minutes before `at`, with the numbers as the thermometers sent them."""
    fields = {**person.fields, **answers(case, at), **vitals(person, case, at)}
    fields |= {"arrival_mode": "WALK", "emergency.relation": "SPOUSE"} | dict(case.others or {})
    begun = at - timedelta(minutes=3)
    readings = tuple(
        a_reading(number, begun + timedelta(seconds=40 * (place + 1)), place > 0, frame)
        for place, number in enumerate(case.numbers)
    )
    return Intake(begun, fields, readings)


def a_reading(number: str, at: datetime, is_contact: bool, frame: Frame) -> Reading:  # noqa: FBT001
    """A number of the blue gun at the forehead, or of the green thermometer under the arm."""
    profile = GREEN_PROFILE if is_contact else BLUE_PROFILE
    name = GREEN if is_contact else BLUE
    return Reading(
        raw_text=number,
        celsius=Fraction(Decimal(number)),
        site=Site.AXILLARY if is_contact else Site.FOREHEAD_NC,
        measured_at=at,
        entered_at=at,
        received_at=at,
        source=Source.SERIAL,
        device_serial=name,
        device_name=name,
        profile=profile,
        profile_version="1",
        raw_bytes=frame(profile, number),
        ambient_c=None if is_contact else Decimal("24.00"),
    )
