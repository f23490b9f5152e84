"""Which fields Enter passes over: what is answered by another field, or does not concern this person.

Tab still meets every one of them.
"""

from collections.abc import Mapping
from datetime import date

from feverclinic.domain.intake import Intake
from feverclinic.domain.people import AgeUnit
from feverclinic.domain.visits import Mask
from ui.triage.telling import age_of

# Up to here an age may be meant in months or days: the unit is asked.
UNIT_UP_TO_AGE = 14
# Capillary refill and weight are asked of children (1.6).
CHILD_BELOW = 12
OF_CHILDREN = frozenset({"capillary_refill_s", "weight"})
# Each is passed over when the field beside it is filled.
ANSWERED_BY: Mapping[str, str] = {
    "no_id_reason": "id_no",
    "age": "birth_date",
    "age_unit": "birth_date",
}
# Each is passed over while the field that it belongs to is empty.
BELONGS_TO: Mapping[str, str] = {
    "age_unit": "age",
    "self_reported_fever.measured_on": "self_reported_fever.raw_text",
}


def is_passed_over(name: str, intake: Intake, today: date) -> bool:
    """Whether Enter goes on past this field of the form as it stands."""
    text = intake.text
    if name == "id_type":
        return not text(name)  # an empty kind is the resident's card
    if name == "mask_given":
        return text("mask") not in ("", Mask.NONE.value)
    if name in ("sex", "birth_date"):
        return bool(text("id_no") and text(name))
    if name in OF_CHILDREN:
        return _is_grown(intake, today)
    stay, _, part = name.rpartition(".")
    if stay.startswith("stays.") and part != "township_code":
        return not text(f"{stay}.township_code")
    if name in ANSWERED_BY and text(ANSWERED_BY[name]):
        return True
    if name in BELONGS_TO and not text(BELONGS_TO[name]):
        return True
    return name == "age_unit" and _is_older_than(text("age"), UNIT_UP_TO_AGE)


def _is_grown(intake: Intake, today: date) -> bool:
    age = age_of(intake, today)
    return age is not None and age[1] is AgeUnit.YEAR and age[0] >= CHILD_BELOW


def _is_older_than(typed: str, years: int) -> bool:
    return typed.isascii() and typed.isdecimal() and int(typed) > years
