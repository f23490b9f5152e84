"""Temperatures: reading what was typed or sent, exactly, and judging the readings of a visit (TEMP)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from feverclinic.domain.civil_time import local_day, to_second
from feverclinic.domain.history import Antipyretic, ReportedFever
from feverclinic.domain.people import Person
from feverclinic.domain.prescreening import JudgedReading, Prescreening, Temperature
from feverclinic.domain.readings import Reading, Scale, Site
from feverclinic.domain.temperature_rules import TemperatureRules, is_at_least
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, all_of, any_of, ternary

# Contract F-3: what a field of temperature can mean at all; the plausible range is the rules' own.
LOWEST = {Scale.CELSIUS: Decimal(0), Scale.FAHRENHEIT: Decimal(32)}
HIGHEST = {Scale.CELSIUS: Decimal(60), Scale.FAHRENHEIT: Decimal(140)}
SIGNS = {Scale.CELSIUS: "℃", Scale.FAHRENHEIT: "℉"}
LONGEST_TEXT = 200
UNITS = {"C": Scale.CELSIUS, "℃": Scale.CELSIUS, "F": Scale.FAHRENHEIT, "℉": Scale.FAHRENHEIT}
NARROW = str.maketrans("０１２３４５６７８９,，。．", "0123456789....")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# Three or four digits that are a body temperature once the mark stands: 36|5, 36|52, 99|1, 100|4.
WITHOUT_MARK = re.compile(r"([349][0-9])([0-9]{1,2})|(10[0-9])([0-9])")
NO_CELSIUS_FROM = 90


class TemperatureProblem(ValueError):  # noqa: N818 - what is wrong with a text, not a fault
    """A text that is no temperature: code FORMAT, UNIT (two units disagree) or RANGE, with facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class TypedTemperature:
    """`digits` is the number as given, narrowed (`３７，５` is `37.5`); `celsius` its exact value."""

    celsius: Fraction
    scale: Scale
    digits: str


def read_temperature(raw_text: str, raw_unit: Scale | None = None) -> TypedTemperature:
    """Read a text exactly (contract F-3); raises TemperatureProblem. 0-60 ℃ and 32-140 ℉ belong."""
    number, scale = _split(raw_text)
    if raw_unit and scale and raw_unit is not scale:
        raise TemperatureProblem("UNIT", written=SIGNS[scale], stated=SIGNS[raw_unit])
    if len(number) > LONGEST_TEXT or not NUMBER.fullmatch(number):
        raise TemperatureProblem("FORMAT")
    scale = scale or raw_unit or Scale.CELSIUS
    value = Decimal(number)
    if not LOWEST[scale] <= value <= HIGHEST[scale]:
        raise TemperatureProblem(
            "RANGE", low=str(LOWEST[scale]), high=str(HIGHEST[scale]), unit=SIGNS[scale]
        )
    return TypedTemperature(_celsius(value, scale), scale, number)


def likely_meant(raw_text: str) -> str | None:
    """What a text without its decimal mark probably was (`365` is `36.5`), to be asked, never taken."""
    number, scale = _split(raw_text)
    found = WITHOUT_MARK.fullmatch(number)
    if not found:
        return None
    whole, part = (text for text in found.groups() if text is not None)
    is_fahrenheit = int(whole) >= NO_CELSIUS_FROM
    if scale and is_fahrenheit is not (scale is Scale.FAHRENHEIT):
        return None
    return f"{whole}.{part}F" if is_fahrenheit else f"{whole}.{part}"


def _split(raw_text: str) -> tuple[str, Scale | None]:
    """The narrowed number and the unit behind it, if there is one."""
    text = raw_text.strip()
    scale = UNITS.get(text[-1:])
    return (text[:-1].rstrip() if scale else text).translate(NARROW), scale


def _celsius(value: Decimal, scale: Scale) -> Fraction:
    exact = Fraction(value)
    return exact if scale is Scale.CELSIUS else (exact - 32) * 5 / 9


def celsius_text(reading: Reading) -> str:
    """Degrees Celsius as sent (TEMP-3); a Fahrenheit value cut to hundredths (contract 2.1)."""
    try:
        typed = read_temperature(reading.raw_text, reading.raw_unit)
    except TemperatureProblem:
        typed = None
    if typed and typed.scale is Scale.CELSIUS and typed.celsius == reading.celsius:
        whole, mark, part = typed.digits.partition(".")
        return f"{int(whole)}{mark}{part}"
    return f"{reading.value_centi // 100}.{reading.value_centi % 100:02d}"


def known_at(reading: Reading) -> datetime:
    """From when on a reading is known: measured, and entered where that came later (F-1)."""
    measured, entered = reading.measured_at, reading.entered_at
    return measured if entered is None or entered < measured else entered


def is_implausible(reading: Reading, rules: TemperatureRules) -> bool:
    """Outside TEMP-6; a contact reading of hypothermia that a clinician confirmed is inside."""
    if rules.is_plausible(reading.celsius):
        return False
    lowest, _ = rules.plausible
    is_confirmed = (
        bool(reading.confirmed_by.strip())
        and reading.site.is_contact
        and Fraction(rules.confirmable_min_c) <= reading.celsius < lowest
    )
    return not is_confirmed


def is_uncalibrated(reading: Reading) -> bool:
    """Past the due day of its device (TEMP-12); no due day is not overdue (F-4)."""
    due = reading.calibration_due
    return due is not None and local_day(reading.measured_at) > due


def judge_reading(
    reading: Reading, index: int, others: Sequence[Reading], rules: TemperatureRules
) -> JudgedReading:
    """One reading with its flags; `others` are the readings before it in time."""
    implausible = is_implausible(reading, rules)
    uncalibrated = is_uncalibrated(reading)
    is_fever = not implausible and rules.is_fever(reading.celsius, reading.site)
    is_near = not (implausible or is_fever) and rules.is_near(reading.celsius, reading.site)
    is_duplicate = bool(others) and any(_is_same_frame(one, reading, rules) for one in others)
    holds = (
        ("FEVER", is_fever),
        ("RECHECK", is_near),
        ("IMPLAUSIBLE", implausible),
        ("UNCALIBRATED", uncalibrated),
        ("DUPLICATE", is_duplicate),
    )
    flags = tuple([flag for flag, is_so in holds if is_so])
    return JudgedReading(reading, not implausible and not uncalibrated, flags, index)


def _is_same_frame(first: Reading, second: Reading, rules: TemperatureRules) -> bool:
    """TEMP-11: one value of one device twice within seconds (T-2: the limit included).

    A frame that was also typed in is the same reading (OQ-25); without a serial number nobody knows
    whether it was the same device.
    """
    return (
        bool(first.device_serial)
        and first.device_serial == second.device_serial
        and first.celsius == second.celsius
        and second.measured_at - first.measured_at <= timedelta(seconds=rules.duplicate_seconds)
    )


def judge_all(
    readings: Sequence[Reading], at: datetime, rules: TemperatureRules
) -> tuple[JudgedReading, ...]:
    """The readings known at `at`, each judged, in the order given and with its place in it."""
    if isinstance(readings, tuple):
        return _judged_once(_Same(readings), at, _Same(rules))
    return _judge_all(readings, at, rules)


class _Same:
    """A frozen thing known by being the same object: to compare hundreds of readings is not cheaper."""

    __slots__ = ("thing",)

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


@lru_cache(maxsize=8)
def _judged_once(readings: _Same, at: datetime, rules: _Same) -> tuple[JudgedReading, ...]:
    """Every gate, the class and the severity of a case ask for the same judgement at one instant."""
    return _judge_all(readings.thing, at, rules.thing)


def _judge_all(
    readings: Sequence[Reading], at: datetime, rules: TemperatureRules
) -> tuple[JudgedReading, ...]:
    now, apart = to_second(at), timedelta(seconds=rules.duplicate_seconds)
    known = [pair for pair in enumerate(readings) if known_at(pair[1]) <= now]
    known.sort(key=lambda pair: (pair[1].measured_at, pair[0]))
    in_time = [reading for _, reading in known]
    judged = [
        judge_reading(reading, index, _just_before(in_time, place, apart), rules)
        for place, (index, reading) in enumerate(known)
    ]
    return tuple(sorted(judged, key=lambda one: one.index))


def _just_before(in_time: Sequence[Reading], place: int, apart: timedelta) -> Sequence[Reading]:
    """The readings that are near enough to be the same frame: of a long stay only a few."""
    since = in_time[place].measured_at - apart
    first = place
    while first > 0 and in_time[first - 1].measured_at >= since:
        first -= 1
    return in_time[first:place]


def counts(judged: JudgedReading) -> bool:
    """Usable, or an uncalibrated fever: that one may raise an alarm, nothing else (F-4)."""
    return judged.is_usable or ("FEVER" in judged.flags and "IMPLAUSIBLE" not in judged.flags)


def effective_of(judged: Sequence[JudgedReading], rules: TemperatureRules) -> JudgedReading | None:
    """TEMP-7: the highest contact reading that counts, else the highest without contact.

    Highest against the threshold of its own site (TEMP-8); of equal ones the earliest.
    """
    counting = [one for one in judged if counts(one)]
    contact = [one for one in counting if one.reading.site.is_contact]
    chosen = contact or counting
    if not chosen:
        return None

    # Of a long stay hundreds are at one site: only the highest of each is set against its threshold.
    hottest: dict[Site, Fraction] = {}
    for one in chosen:
        site, celsius = one.reading.site, one.reading.celsius
        if site not in hottest or not is_at_least(hottest[site], celsius):
            hottest[site] = celsius
    above = {site: celsius - rules.threshold_c(site) for site, celsius in hottest.items()}
    highest = max(above.values())
    equals = [
        one
        for one in chosen
        if above[one.reading.site] == highest and one.reading.celsius == hottest[one.reading.site]
    ]
    return min(equals, key=lambda one: (one.reading.measured_at, one.index))


def recheck_at(
    judged: Sequence[JudgedReading], effective: JudgedReading | None, rules: TemperatureRules
) -> datetime | None:
    """From when the further measurement of TEMP-5 may be taken; None when none is open."""
    if effective is None or "RECHECK" not in effective.flags:
        return None
    usable = [one for one in judged if one.is_usable]
    first = min(one.reading.measured_at for one in usable if "RECHECK" in one.flags)
    due = first + timedelta(minutes=rules.recheck_after_minutes)
    return None if any(one.reading.measured_at >= due for one in usable) else due


def masked_fever(
    judged: Sequence[JudgedReading],
    at: datetime,
    rules: TemperatureRules,
    antipyretics: Sequence[Antipyretic] | None = None,
    antipyretic_last_6h: Ternary = UNKNOWN,
) -> Ternary:
    """TEMP-9: whether an antipyretic may hide a fever from every usable reading.

    Without a usable reading the dose is measured against `at`. UNKNOWN when neither the doses nor
    the question are known; routing takes that for YES (F-9).
    """
    if antipyretic_last_6h is YES:
        return YES
    if antipyretics is None:
        return antipyretic_last_6h
    taken = [dose.taken_at for dose in antipyretics if dose.taken_at <= at]
    span = timedelta(hours=rules.antipyretic_hours)
    instants = [one.reading.measured_at for one in judged if one.is_usable] or [at]
    masked = all(any(start <= instant <= start + span for start in taken) for instant in instants)
    return ternary(masked)


def history_of_fever(
    reported: ReportedFever | Ternary, at: datetime, rules: TemperatureRules
) -> Ternary:
    """TEMP-10: a fever the patient measured, from `history_days` days ago to today."""
    if not isinstance(reported, ReportedFever):
        return reported
    today = local_day(at)
    if reported.measured_on > today:
        return UNKNOWN
    is_recent = reported.measured_on >= today - timedelta(days=rules.history_days)
    return ternary(is_recent and rules.is_fever(reported.celsius))


def elder_rise(
    effective: JudgedReading | None,
    at: datetime,
    rules: TemperatureRules,
    person: Person,
    baseline_c: Decimal | None,
) -> Ternary:
    """Section 10: an old person's rise over the recorded baseline; NO where none is recorded."""
    if baseline_c is None:
        return NO
    age = person.age_on(local_day(at))
    is_old = UNKNOWN if age is None else ternary(age.years >= rules.elder_age_years)
    if effective is None:
        return all_of((is_old, UNKNOWN))
    rise = effective.reading.celsius - Fraction(baseline_c)
    return all_of((is_old, ternary(rise >= Fraction(rules.elder_delta_c))))


def judge(
    readings: Sequence[Reading],
    at: datetime,
    rules: TemperatureRules,
    *,
    antipyretics: Sequence[Antipyretic] | None = None,
    antipyretic_last_6h: Ternary = UNKNOWN,
    self_reported_fever: ReportedFever | Ternary = UNKNOWN,
    person: Person | None = None,
    baseline_c: Decimal | None = None,
) -> Temperature:
    """All that TEMP says of one visit at `at` (contract 2.1); what is later than `at` is not known."""
    judged = judge_all(readings, at, rules)
    effective = effective_of(judged, rules)
    history = history_of_fever(self_reported_fever, at, rules)
    rise = elder_rise(effective, at, rules, person or Person(), baseline_c)
    measured = UNKNOWN if effective is None else ternary("FEVER" in effective.flags)
    recheck = recheck_at(judged, effective, rules)
    holds = {
        "RECHECK": recheck is not None,
        "IMPLAUSIBLE": any("IMPLAUSIBLE" in one.flags for one in judged),
        "UNCALIBRATED": any("UNCALIBRATED" in one.flags for one in judged),
        "MASKED_FEVER_POSSIBLE": masked_fever(judged, at, rules, antipyretics, antipyretic_last_6h)
        is YES,
    }
    return Temperature(
        result={YES: "FEVER", NO: "NO_FEVER", UNKNOWN: "UNKNOWN"}[measured],
        reasons=_reasons(judged, measured, history),
        advisories=tuple(code for code, is_so in holds.items() if is_so),
        effective=effective.reading if effective else None,
        effective_index=effective.index if effective else None,
        fever_for_routing=any_of((measured, history, rise)),
        tags=(("HISTORY",) if history is YES else ()) + (("ELDER_RISE",) if rise is YES else ()),
        recheck_at=recheck,
        readings=judged,
    )


def _reasons(
    judged: Sequence[JudgedReading], measured: Ternary, history: Ternary
) -> tuple[str, ...]:
    """The rule that decided the measured temperature, or why nothing counts; then TEMP-10."""
    if measured is not UNKNOWN:
        first: tuple[str, ...] = ("TEMP-2",) if measured is YES else ("TEMP-3",)
    elif not judged:
        first = ("NO_READING",)
    else:
        implausible = [one for one in judged if "IMPLAUSIBLE" in one.flags]
        first = (("TEMP-6",) if implausible else ()) + (
            ("TEMP-12",) if len(implausible) < len(judged) else ()
        )
    return (*first, "TEMP-10") if history is YES else first


def judge_record(record: Prescreening, rules: TemperatureRules) -> Temperature:
    """`judge` over a whole pre-screening record."""
    return judge(
        record.readings,
        record.at,
        rules,
        antipyretics=record.antipyretics,
        antipyretic_last_6h=record.antipyretic_last_6h,
        self_reported_fever=record.self_reported_fever,
        person=record.person,
        baseline_c=record.baseline_c,
    )
