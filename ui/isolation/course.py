"""The course of a case as what is drawn of it: marks of temperature, spans of samples, images, classes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import Features, Result, SampleKind
from feverclinic.domain.case_samples import TakenSample, taken_samples
from feverclinic.domain.civil_time import local
from feverclinic.domain.clinical_entries import Classed, Dose
from feverclinic.domain.readings import Reading
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.thermometry import celsius_text
from feverclinic.domain.work_up_entries import BloodCountReported, ImageRead, LabReported
from feverclinic.wording import Wording

LONG = timedelta(hours=8)
RESULT_TONES = {
    Result.POS: "danger",
    Result.NEG: "ok",
    Result.IND: "unknown",
    Result.INV: "unknown",
    Result.PENDING: "warn",
}
FEATURE_TONES = {Features.PRESENT: "danger", Features.ABSENT: "ok"}


class Lane(StrEnum):
    """The rows below the temperatures."""

    CLASSES = "classes"
    TESTS = "tests"
    IMAGES = "images"


@dataclass(frozen=True, slots=True)
class Mark:
    """A reading, or a dose of an antipyretic drawn at the height of the reading before it.

    `symbol` t1 is a forehead or wrist without contact, o any other site.
    """

    at: datetime
    celsius: float
    words: str
    is_fever: bool = False
    symbol: str = "o"
    is_dose: bool = False
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A bar of a lane; one that is open is dashed."""

    lane: Lane
    begins: datetime
    ends: datetime
    words: str
    tone: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """All that is drawn, and the same in words for whoever cannot see it."""

    marks: tuple[Mark, ...]
    spans: tuple[Span, ...]
    limit: float
    spoken: str


def course_of(view: CaseView, rules: TemperatureRules, now: datetime, words: Wording) -> Course:
    """The course of a case up to `now`."""
    entries = valid_entries(view.book, now)
    readings = sorted(view.book.readings, key=lambda one: one.measured_at)
    marks = (*_readings(readings, rules), *_doses(entries, readings, words))
    spans = (
        *_classes(entries, now, words),
        *_tests(entries, now, words),
        *_images(entries, words),
    )
    return Course(
        marks=marks,
        spans=spans,
        limit=float(rules.fever_threshold_c),
        spoken="；".join(_spoken(marks, spans)),
    )


def _readings(readings: Sequence[Reading], rules: TemperatureRules) -> tuple[Mark, ...]:
    """The highest and the last reading are named by their numbers."""
    if not readings:
        return ()
    hottest = max(readings, key=lambda one: one.celsius)
    marks = [_mark(one, rules) for one in readings]
    return tuple(
        replace(mark, is_named=reading is hottest or reading is readings[-1])
        for mark, reading in zip(marks, readings, strict=True)
    )


def _mark(reading: Reading, rules: TemperatureRules) -> Mark:
    return Mark(
        reading.measured_at,
        float(reading.celsius),
        celsius_text(reading),
        is_fever=rules.is_fever(reading.celsius, reading.site),
        symbol="o" if reading.site.is_contact else "t1",
    )


def _doses(
    entries: Sequence[Entry], readings: Sequence[Reading], words: Wording
) -> tuple[Mark, ...]:
    told = [one.document for one in entries if isinstance(one.document, Dose)]
    return tuple(
        Mark(
            dose.taken_at,
            _height(dose.taken_at, readings),
            words.say("isolation.dose_at", at=f"{local(dose.taken_at):%H:%M}"),
            is_dose=True,
        )
        for dose in told
        if dose.taken_at is not None
    )


def _height(at: datetime, readings: Sequence[Reading]) -> float:
    before = [one for one in readings if one.measured_at <= at]
    return float(before[-1].celsius) if before else 37.0


def _classes(entries: Sequence[Entry], now: datetime, words: Wording) -> tuple[Span, ...]:
    found = [(one.at, one.document) for one in entries if isinstance(one.document, Classed)]
    ends = [*(at for at, _ in found), now][1:]
    return tuple(
        Span(
            Lane.CLASSES,
            at,
            max(end, at),
            words.say(f"class.{told.case_class.value}"),
            "danger" if told.case_class.is_held else "ok",
            is_open=end is now,
        )
        for (at, told), end in zip(found, ends, strict=True)
    )


def _tests(entries: Sequence[Entry], now: datetime, words: Wording) -> tuple[Span, ...]:
    samples = [_sample(one, now, words) for one in taken_samples(entries)]
    counts = [
        Span(
            Lane.TESTS,
            one.document.count.collected_at,
            one.document.count.collected_at + LONG,
            words.say("work_up.CBC"),
            "info",
        )
        for one in entries
        if isinstance(one.document, BloodCountReported)
    ]
    labs = [
        Span(Lane.TESTS, one.at, one.at + LONG, _item(one.document.item, words), "info")
        for one in entries
        if isinstance(one.document, LabReported)
    ]
    return tuple(sorted((*samples, *counts, *labs), key=lambda one: one.begins))


def _item(item: str, words: Wording) -> str:
    key = f"work_up.{item}"
    return words.say(key) if words.knows(key) else item


def _sample(one: TakenSample, now: datetime, words: Wording) -> Span:
    sample = one.sample
    result = sample.result or Result.PENDING
    if sample.kind is SampleKind.ANTIBODY:
        both = (sample.igm, sample.igg)
        result = Result.POS if Result.POS in both else sample.igm or Result.PENDING
    kind = words.say(f"sample_kind.{sample.kind.value}")
    told = f"{kind} {words.say(f'sample_result.{result.value}')}"
    is_open = result is Result.PENDING
    ends = now if is_open else sample.reported_at or sample.collected_at + LONG
    least = sample.collected_at + LONG
    return Span(
        Lane.TESTS,
        sample.collected_at,
        max(ends, least),
        told,
        RESULT_TONES[result],
        is_open=is_open,
    )


def _images(entries: Sequence[Entry], words: Wording) -> tuple[Span, ...]:
    spans: list[Span] = []
    for one in entries:
        told = one.document
        if not isinstance(told, ImageRead) or told.image.done_at is None:
            continue
        features = told.image.features
        word = words.say(f"features.{features.value}") if features is not None else ""
        kind = _item(told.kind, words)
        tone = "unknown" if features is None else FEATURE_TONES.get(features, "unknown")
        done = told.image.done_at
        spans.append(
            Span(Lane.IMAGES, done, done + LONG, f"{kind} {told.finding or word}".strip(), tone)
        )
    return tuple(spans)


def _spoken(marks: Sequence[Mark], spans: Sequence[Span]) -> list[str]:
    told = [(one.at, one.words) for one in marks] + [(one.begins, one.words) for one in spans]
    return [f"{local(at):%m-%d %H:%M} {words}" for at, words in sorted(told)]
