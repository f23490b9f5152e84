"""The tables of a case in words: results, drugs, classes, contacts, and every trace that was left."""

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_entries import Entry, Noted, Voided
from feverclinic.domain.case_facts import Result, Sample, SampleKind
from feverclinic.domain.case_samples import TakenSample, taken_samples
from feverclinic.domain.civil_time import local
from feverclinic.domain.clinical_entries import Classed, Dose
from feverclinic.domain.readings import Reading
from feverclinic.domain.thermometry import celsius_text
from feverclinic.domain.work_up_entries import BloodCountReported, ImageRead, LabReported
from feverclinic.wording import Wording
from ui.isolation.notes import note_words
from ui.isolation.telling import SEPARATOR, word_of


class Part(StrEnum):
    """The tabs below the chart."""

    RESULTS = "results"
    DRUGS = "drugs"
    CLASSES = "classes"
    CONTACTS = "contacts"
    TRACE = "trace"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row; `item` is open and takes one of the four keys, `entry` or `reading` opens its sheet.

    What `is_void` stays to be read, struck through.
    """

    cells: tuple[str, ...]
    entry: Entry | None = None
    item: str = ""
    tone: str = ""
    reading: Reading | None = None
    is_void: bool = False


HEADS = {
    Part.RESULTS: ("item", "collected", "result", "value", "state"),
    Part.DRUGS: ("given", "drug", "by"),
    Part.CLASSES: ("since", "class", "computed", "reason", "by"),
    Part.CONTACTS: ("name", "relation", "phone"),
    Part.TRACE: ("entered", "by", "kind", "state"),
}


def rows_of(view: CaseView, part: Part, words: Wording) -> tuple[CaseRow, ...]:
    """The rows of one tab, the newest first but for what is still open, which stands above."""
    return {
        Part.RESULTS: _results,
        Part.DRUGS: _drugs,
        Part.CLASSES: _classes,
        Part.CONTACTS: _contacts,
        Part.TRACE: _trace,
    }[part](view, words)


def _when(entry_at: object) -> str:
    return f"{local(entry_at):%m-%d %H:%M}"  # pyright: ignore[reportArgumentType] - an instant


def _results(view: CaseView, words: Wording) -> tuple[CaseRow, ...]:
    entries = valid_entries(view.book)
    waiting = tuple(
        CaseRow(
            (
                word_of(words, "work_up", item),
                "—",
                words.say("isolation.flag_keys"),
                "—",
                words.say("isolation.open"),
            ),
            item=item,
            tone="warn",
        )
        for item in view.waits_for
    )
    samples = [_sample(one, words) for one in taken_samples(entries)]
    others = [row for one in entries if (row := _reported(one, words)) is not None]
    return (*waiting, *reversed(samples), *reversed(others))


def _sample(one: TakenSample, words: Wording) -> CaseRow:
    sample = one.sample
    specimen = words.say(f"specimen.{sample.specimen.value}") if sample.specimen is not None else ""
    kind = f"{words.say(f'sample_kind.{sample.kind.value}')} {specimen}".strip()
    result = sample.result or Result.PENDING
    told = _antibody(sample, words) if sample.kind is SampleKind.ANTIBODY else ""
    is_open = one.result is None
    state = (
        words.say("isolation.pending")
        if one.result is None
        else words.say("isolation.reported", at=_when(sample.reported_at))
    )
    return CaseRow(
        (
            kind,
            _when(sample.collected_at),
            told or words.say(f"sample_result.{result.value}"),
            _ct(sample, words),
            state,
        ),
        entry=one.result or one.taken,
        tone="warn" if is_open else "danger" if result is Result.POS else "",
    )


def _antibody(sample: Sample, words: Wording) -> str:
    parts = (("IgM", sample.igm), ("IgG", sample.igg))
    return SEPARATOR.join(
        f"{name} {words.say(f'sample_result.{one.value}')}"
        for name, one in parts
        if one is not None
    )


def _ct(sample: Sample, words: Wording) -> str:
    undetected = words.say("isolation.undetected")
    parts = (
        ("N", undetected if sample.ct_n_undetected else sample.ct_n),
        ("ORF1ab", undetected if sample.ct_orf_undetected else sample.ct_orf),
    )
    return SEPARATOR.join(f"{name} {value}" for name, value in parts if value is not None) or "—"


def _reported(entry: Entry, words: Wording) -> CaseRow | None:
    told = entry.document
    at = _when(entry.entered_at)
    reported = words.say("isolation.reported", at=at)
    if isinstance(told, BloodCountReported):
        count = told.count
        flags = [
            f"{name} {words.say(f'lab_flag.{flag.value}')}"
            for name, flag in (("WBC", count.wbc_flag), ("LYM", count.lymphocyte_flag))
            if flag is not None
        ]
        values = [
            f"{name} {value}"
            for name, value in (("WBC", count.wbc), ("LYM", count.lymphocytes))
            if value is not None
        ]
        cells = (
            words.say("work_up.CBC"),
            _when(count.collected_at),
            SEPARATOR.join(flags) or "—",
            SEPARATOR.join(values) or "—",
            reported,
        )
        return CaseRow(cells, entry)
    if isinstance(told, LabReported):
        value = f"{told.value} {told.unit}".strip() if told.value is not None else "—"
        flag = words.say(f"lab_flag.{told.flag.value}")
        cells = (word_of(words, "work_up", told.item), at, flag, value, reported)
        return CaseRow(cells, entry)
    if isinstance(told, ImageRead) and told.image.done_at is not None:
        features = told.image.features
        word = words.say(f"features.{features.value}") if features is not None else "—"
        done = _when(told.image.done_at)
        return CaseRow(
            (word_of(words, "work_up", told.kind), done, word, told.finding or "—", reported), entry
        )
    return None


def _drugs(view: CaseView, words: Wording) -> tuple[CaseRow, ...]:
    doses = [one for one in valid_entries(view.book) if isinstance(one.document, Dose)]
    return tuple(
        CaseRow(
            (
                _when(told.taken_at or one.at),
                told.name
                or words.say("isolation.no_dose" if told.taken_at is None else "isolation.dose"),
                one.by_name,
            ),
            one,
        )
        for one in reversed(doses)
        if isinstance(told := one.document, Dose)
    )


def _classes(view: CaseView, words: Wording) -> tuple[CaseRow, ...]:
    found = [one for one in view.book.entries if isinstance(one.document, Classed)]
    return tuple(
        CaseRow(
            (
                _when(one.at),
                words.say(f"class.{told.case_class.value}"),
                f"{words.say(f'class.{told.computed.value}')} ({told.rule_set})",
                told.reason
                or "、".join(word_of(words, "case_reason", code) for code in told.reasons),
                one.by_name if told.by_doctor else words.say("isolation.by_rules"),
            ),
            one,
        )
        for one in reversed(found)
        if isinstance(told := one.document, Classed)
    )


def _contacts(view: CaseView, words: Wording) -> tuple[CaseRow, ...]:
    companions = view.book.visit.registration.companions
    return tuple(
        CaseRow((one.name, word_of(words, "relation", one.relation), one.phone))
        for one in companions
    )


def _trace(view: CaseView, words: Wording) -> tuple[CaseRow, ...]:
    """Everything that was ever written or measured, with what was corrected and what is void."""
    entries = view.book.entries
    voided = {
        one.document.what_id: one.document.reason
        for one in entries
        if isinstance(one.document, Voided)
    }
    replaced = {one.replaces for one in entries if one.replaces is not None}
    written = [
        (
            one.entered_at,
            CaseRow(
                (
                    _when(one.entered_at),
                    one.by_name,
                    _kind(one, words),
                    _fate(one, voided, replaced, words),
                ),
                one,
                is_void=one.id in voided or one.id in replaced,
            ),
        )
        for one in entries
    ]
    measured = [
        (one.measured_at, _measured(one, voided, words, is_void=False))
        for one in view.book.readings
    ]
    struck = [
        (one.measured_at, _measured(one, voided, words, is_void=True))
        for one in view.book.voided_readings
    ]
    rows = sorted((*written, *measured, *struck), key=lambda pair: pair[0])
    return tuple(row for _, row in reversed(rows))


def _kind(entry: Entry, words: Wording) -> str:
    """What was written; a note of the program says what it says."""
    kind = word_of(words, "entry_kind", entry.kind)
    told = entry.document
    if isinstance(told, Noted):
        return f"{kind}{SEPARATOR}{note_words(told, words)}"
    return kind


def _measured(
    reading: Reading, voided: dict[int, str], words: Wording, *, is_void: bool
) -> CaseRow:
    """One reading of the visit; one that was declared void says why, where the case was told."""
    by = reading.operator or reading.device_name or words.say(f"source.{reading.source.value}")
    value = words.say(
        "trace.reading",
        value=celsius_text(reading),
        site=words.say(f"site.{reading.site.value}"),
    )
    why = voided.get(reading.id, "") if reading.id is not None else ""
    fate = words.say("isolation.void", reason=why) if why else words.say("trace.void")
    return CaseRow(
        (_when(reading.measured_at), by, value, fate if is_void else ""),
        reading=None if is_void else reading,
        is_void=is_void,
    )


def _fate(entry: Entry, voided: dict[int, str], replaced: Container[object], words: Wording) -> str:
    if entry.id in voided:
        return words.say("isolation.void", reason=voided[entry.id])
    if entry.id in replaced:
        return words.say("isolation.corrected")
    return words.say("isolation.corrects") if entry.replaces is not None else ""
