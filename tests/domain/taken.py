"""Readings for tests: taken before NOON, judged by the shipped rules."""

from datetime import date, datetime, timedelta

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.prescreening import Temperature
from feverclinic.domain.readings import Reading, Site, Source
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.ternary import NO
from feverclinic.domain.thermometry import (
    judge,
    read_temperature,
)
from feverclinic.services.rulebook import triage_rules

NOON = datetime(2020, 2, 25, 12, 0, tzinfo=CHINA)
TODAY = date(2020, 2, 25)
MINUTE, SECOND, HOUR = timedelta(minutes=1), timedelta(seconds=1), timedelta(hours=1)
RULES = triage_rules().temperature


def a_reading(
    raw_text: str = "36.5",
    site: Site = Site.AXILLARY,
    before: timedelta = MINUTE,
    *,
    serial: str = "",
    due: date | None = None,
    confirmed_by: str = "",
) -> Reading:
    typed = read_temperature(raw_text)
    return Reading(
        raw_text=raw_text,
        celsius=typed.celsius,
        site=site,
        measured_at=NOON - before,
        raw_unit=typed.scale,
        source=Source.SERIAL if serial else Source.MANUAL,
        device_serial=serial,
        calibration_due=due,
        confirmed_by=confirmed_by,
    )


def judged(*readings: Reading, rules: TemperatureRules = RULES, **known: object) -> Temperature:
    facts: dict[str, object] = {"antipyretics": (), "self_reported_fever": NO} | known
    return judge(readings, NOON, rules, **facts)  # pyright: ignore[reportArgumentType] - keywords


def flags(temperature: Temperature) -> list[tuple[str, ...]]:
    return [one.flags for one in temperature.readings]
