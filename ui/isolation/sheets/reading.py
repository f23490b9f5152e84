"""The sheet of a temperature that no thermometer sent: the number as it was read, where, when and why typed."""

from fractions import Fraction

from feverclinic.domain.intake_reading import temperature_problem
from feverclinic.domain.readings import Reading, Scale, Site, Source
from feverclinic.domain.thermometry import TemperatureProblem, read_temperature
from ui.isolation.sheets.fields import Kind, Occasion, Sheet
from ui.isolation.sheets.requests import ReadingTyped
from ui.isolation.sheets.typed import Typed

READING, NUMBER = "reading", "temperature"
# The reasons of the triage desk for a number typed by hand.
REASONS = ("NO_DEVICE", "DEVICE_FAULT", "OTHER_DEVICE", "FROM_TRANSFER")


def reading_sheet(asked: Occasion) -> Sheet:
    """TEMP-1: a number typed by hand stays marked as such, with its reason."""
    reasons = asked.options("triage.manual_reason", REASONS)
    fields = (
        asked.field(NUMBER, is_required=True),
        asked.field("measured_site", Kind.LIST, asked.options("site", Site), is_required=True),
        asked.field("measured_at", Kind.MOMENT, is_required=True),
        asked.field("manual_reason", Kind.PICK, reasons, is_required=True),
    )

    def read(typed: Typed) -> ReadingTyped:
        text = typed.text(NUMBER)
        celsius, scale = _read(typed, text)
        return ReadingTyped(
            Reading(
                raw_text=text,
                celsius=celsius,
                site=Site(typed.chosen("measured_site") or Site.UNKNOWN),
                measured_at=typed.moment("measured_at") or typed.now,
                raw_unit=scale,
                entered_at=typed.now,
                received_at=typed.now,
                source=Source.MANUAL,
                reason=typed.chosen("manual_reason"),
            )
        )

    start = {"measured_at": asked.moment(), "measured_site": Site.AXILLARY.value}
    needs = tuple((one.name,) for one in fields)
    return Sheet(READING, asked.title(READING), asked.hint(READING), fields, read, needs, start)


def _read(typed: Typed, text: str) -> tuple[Fraction, Scale]:
    """Exactly what was typed; a problem at the field for what is no temperature."""
    try:
        found = read_temperature(text)
    except TemperatureProblem as wrong:
        if typed.has(NUMBER):
            problem = temperature_problem(NUMBER, text, wrong)
            typed.refuse(NUMBER, problem.code, **problem.facts)
        return Fraction(0), Scale.CELSIUS
    return found.celsius, found.scale
