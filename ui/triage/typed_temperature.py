"""A temperature typed by hand: exactly a reading, or in words why it is none (yet)."""

from datetime import datetime

from feverclinic.domain.intake import Problem
from feverclinic.domain.intake_reading import temperature_problem
from feverclinic.domain.readings import Reading, Site, Source
from feverclinic.domain.thermometry import TemperatureProblem, read_temperature

# The field of the form that holds the text until it is a reading.
TEMPERATURE = "temperature"


def manual_reading(
    text: str, site: Site, reason: str, at: datetime, *, needs_reason: bool
) -> Reading | Problem:
    """The reading that was typed, or why not; beside a connected thermometer it needs its reason (TEMP-1)."""
    try:
        typed = read_temperature(text)
    except TemperatureProblem as wrong:
        return temperature_problem(TEMPERATURE, text, wrong)
    if needs_reason and not reason.strip():
        return Problem(TEMPERATURE, "manual_reason", text)
    return Reading(
        raw_text=text.strip(),
        celsius=typed.celsius,
        site=site,
        measured_at=at,
        raw_unit=typed.scale,
        entered_at=at,
        received_at=at,
        source=Source.MANUAL,
        reason=reason.strip(),
    )


def left_in_the_field(text: str, *, needs_reason: bool) -> tuple[Problem, ...]:
    """A text that stands in its field and was not taken as a reading; nothing for an empty field."""
    if not text.strip():
        return ()
    try:
        read_temperature(text)
    except TemperatureProblem as wrong:
        return (temperature_problem(TEMPERATURE, text, wrong),)
    return (Problem(TEMPERATURE, "manual_reason" if needs_reason else "not_taken", text),)
