"""What the patient tells: symptoms, the eight questions, self-reported fever, antipyretics."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from feverclinic.domain.ternary import Ternary


class Symptom(StrEnum):
    COUGH = "COUGH"
    SPUTUM = "SPUTUM"
    SORE_THROAT = "SORE_THROAT"
    NASAL_CONGESTION = "NASAL_CONGESTION"
    RUNNY_NOSE = "RUNNY_NOSE"
    SHORTNESS_OF_BREATH = "SHORTNESS_OF_BREATH"
    CHEST_TIGHTNESS = "CHEST_TIGHTNESS"
    FATIGUE = "FATIGUE"
    MYALGIA = "MYALGIA"
    DIARRHOEA = "DIARRHOEA"
    SMELL_TASTE_LOSS = "SMELL_TASTE_LOSS"
    CONJUNCTIVITIS = "CONJUNCTIVITIS"
    HEADACHE = "HEADACHE"
    NAUSEA_VOMITING = "NAUSEA_VOMITING"
    ANOREXIA = "ANOREXIA"
    RASH = "RASH"
    CHILLS = "CHILLS"


RESPIRATORY = frozenset(
    {
        Symptom.COUGH,
        Symptom.SPUTUM,
        Symptom.SORE_THROAT,
        Symptom.NASAL_CONGESTION,
        Symptom.RUNNY_NOSE,
        Symptom.SHORTNESS_OF_BREATH,
        Symptom.CHEST_TIGHTNESS,
    }
)
OTHER_COVID = frozenset(
    {
        Symptom.FATIGUE,
        Symptom.MYALGIA,
        Symptom.DIARRHOEA,
        Symptom.SMELL_TASTE_LOSS,
        Symptom.CONJUNCTIVITIS,
    }
)


class Question(StrEnum):
    """The epidemiology questions of 1.5; the first five feed routing."""

    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"
    Q5 = "q5"
    Q6 = "q6"
    Q7 = "q7"
    Q8 = "q8"


ROUTING_QUESTIONS = (Question.Q1, Question.Q2, Question.Q3, Question.Q4, Question.Q5)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its details; a YES outside its window counts as NO (contract 1.6)."""

    answer: Ternary
    last_exposure_on: date | None = None
    until: date | None = None
    place_code: str = ""
    contact_name: str = ""
    onset_dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Antipyretic:
    taken_at: datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReportedFever:
    """A fever that the patient measured before coming (TEMP-10)."""

    raw_text: str
    celsius: Fraction
    measured_on: date
