"""B7: the whole form read and judged again, as after each key; in processor time, which is all it takes."""

from collections.abc import Mapping
from dataclasses import replace
from time import thread_time

from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_reading import read_intake
from feverclinic.domain.look_ahead import look_ahead
from tests.bench.desk import RULES, SURROUNDINGS
from tests.bench.people import NOON, a_form
from tests.bench.timing import Line, in_turn, middle_and_most, share

ROUNDS, WARM_UP = 600, 60
MOST_S = 0.001


def measure() -> list[Line]:
    forms = _forms()
    taken = in_turn(
        ROUNDS, WARM_UP, *(lambda one=one: _look(one) for one in forms.values()), clock=thread_time
    )
    lines: list[Line] = []
    for what, seconds in zip(forms, taken, strict=True):
        is_whole = what.startswith("a whole record")
        bar = "p95 ≤ 1 ms" if is_whole else ""
        is_met = share(seconds, 0.95) <= MOST_S if is_whole else None
        lines.append(Line("B7", what, middle_and_most(seconds), bar, is_met))
    return lines


def _look(form: Intake) -> None:
    look_ahead(form, read_intake(form, NOON, SURROUNDINGS), RULES)


def _forms() -> Mapping[str, Intake]:
    grown = a_form(4)
    old = replace(grown, fields={**grown.fields, "birth_date": "1938-05-01"})
    half = {
        name: text
        for name, text in grown.fields.items()
        if not name.startswith(("symptoms.", "signs.", "q"))
    }
    return {
        "a whole record of a grown person": grown,
        "a whole record of an old person": old,
        "a form with questions and symptoms still open": replace(grown, fields=half),
        "an empty form": replace(grown, fields={}, readings=()),
    }
