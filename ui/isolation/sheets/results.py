"""The sheet of a sample's result; a correction shows the old value below each field and replaces nothing."""

from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import Result, SampleKind
from feverclinic.domain.cases import EntryId
from feverclinic.domain.civil_time import local
from feverclinic.domain.ternary import UNKNOWN
from feverclinic.domain.work_up_entries import SampleResult, SampleTaken
from ui.isolation.sheets.fields import Field, Kind, Occasion, Sheet
from ui.isolation.sheets.typed import TICKED, Typed

RESULT = "result"
# What a laboratory can report; PENDING is the lack of a report.
REPORTED = (Result.NEG, Result.POS, Result.IND, Result.INV)
CT_LIMITS = ("0", "60")
TITRE_LIMITS = ("0", "1000000")
BY_ANTIBODY = ("igm", "igg")


def result_sheet(asked: Occasion) -> Sheet:
    """WORK-3: opened for the taking of a sample, or for an earlier result that is corrected."""
    assert asked.entry is not None
    sample, before = _of(asked)
    assert isinstance(sample.document, SampleTaken)
    is_antibody = sample.document.kind is SampleKind.ANTIBODY
    old = _answers(before.document) if before and isinstance(before.document, SampleResult) else {}
    fields = _fields(asked, sample.document, old)
    needs = ((("igm",), ("igg",)) if is_antibody else (("result",),)) + (("reported_at",),)
    collected_at = sample.document.collected_at

    def read(typed: Typed) -> tuple[SampleResult, ...]:
        made = _read(typed, sample.id)
        if made.reported_at < collected_at:
            typed.refuse("reported_at", "before_taken")
        if typed.has("ct_n") and made.ct_n_undetected:
            typed.refuse("ct_n", "ct_twice")
        if typed.has("ct_orf") and made.ct_orf_undetected:
            typed.refuse("ct_orf", "ct_twice")
        return (made,)

    title = asked.title("result_again" if before else RESULT)
    hint = asked.hint("result_again" if before else RESULT)
    start = {**old, "reported_at": asked.moment()}
    replaces = before.id if before else None
    return Sheet(
        RESULT, title, hint, fields, read, needs, start, at="reported_at", replaces=replaces
    )


def _of(asked: Occasion) -> tuple[Entry, Entry | None]:
    """The taking of the sample, and the result that is corrected."""
    entry = asked.entry
    assert entry is not None
    if not isinstance(entry.document, SampleResult):
        return entry, None
    assert asked.view is not None
    of = entry.document.of
    sample = next(one for one in asked.view.book.entries if one.id == of)
    return sample, entry


def _fields(asked: Occasion, sample: SampleTaken, old: dict[str, str]) -> tuple[Field, ...]:
    results = asked.options("sample_result", REPORTED)
    words = dict(results)

    def before(name: str) -> str:
        """What was reported before, in words; nothing for a first report."""
        if not old:
            return ""
        text = old.get(name, "")
        shown = words.get(text, asked.words.say("answer.YES") if text == TICKED else text)
        return asked.words.say("sheet.before", value=shown or "—")

    def field(name: str, kind: Kind = Kind.TEXT, unit: str = "") -> Field:
        options = results if kind is Kind.PICK else ()
        return asked.field(name, kind, options, unit=unit, hint=before(name))

    told = asked.field("sample", Kind.TOLD, unit=_told(asked, sample))
    if sample.kind is SampleKind.ANTIBODY:
        values = (field("igm", Kind.PICK), field("igg", Kind.PICK), field("igg_titre", Kind.NUMBER))
    elif sample.kind is SampleKind.NAT:
        undetected = asked.words.say("sheet.undetected")
        values = (
            field("result", Kind.PICK),
            field("quantitative", Kind.TRUTH),
            *(field("ct_n", Kind.NUMBER), field("ct_n_undetected", Kind.TICK, undetected)),
            *(field("ct_orf", Kind.NUMBER), field("ct_orf_undetected", Kind.TICK, undetected)),
            field("cut_off", Kind.NUMBER),
        )
    else:
        values = (field("result", Kind.PICK),)
    rest = (
        *(field("method"), field("kit"), field("internal_control", Kind.TRUTH)),
        field("received_at", Kind.MOMENT),
        field("verified_by"),
        asked.field("reported_at", Kind.MOMENT, is_required=True),
    )
    return (told, *values, *rest)


def _told(asked: Occasion, sample: SampleTaken) -> str:
    words = asked.words
    parts = [words.say(f"sample_kind.{sample.kind.value}")]
    if sample.specimen is not None:
        parts.append(words.say(f"specimen.{sample.specimen.value}"))
    parts.append(f"{local(sample.collected_at):%m-%d %H:%M}")
    if sample.tube_no:
        parts.append(sample.tube_no)
    return " · ".join(parts)


def _read(typed: Typed, of: EntryId) -> SampleResult:
    return SampleResult(
        of=of,
        reported_at=typed.moment("reported_at") or typed.now,
        result=typed.code("result", Result),
        igm=typed.code("igm", Result),
        igg=typed.code("igg", Result),
        igg_titre=typed.number("igg_titre", *TITRE_LIMITS, places=2),
        quantitative=typed.truth("quantitative"),
        ct_n=typed.number("ct_n", *CT_LIMITS, places=2),
        ct_n_undetected=typed.is_ticked("ct_n_undetected"),
        ct_orf=typed.number("ct_orf", *CT_LIMITS, places=2),
        ct_orf_undetected=typed.is_ticked("ct_orf_undetected"),
        cut_off=typed.number("cut_off", *CT_LIMITS, places=2),
        internal_control=typed.truth("internal_control"),
        method=typed.text("method"),
        kit=typed.text("kit"),
        received_at=typed.moment("received_at"),
        verified_by=typed.text("verified_by"),
    )


def _answers(result: SampleResult) -> dict[str, str]:
    """An earlier result as the sheet shows it."""
    texts = {
        name: str(getattr(result, name))
        for name in ("ct_n", "ct_orf", "cut_off", "igg_titre", "method", "kit", "verified_by")
        if getattr(result, name) not in (None, "")
    }
    codes = {
        name: getattr(result, name).value
        for name in ("result", *BY_ANTIBODY)
        if getattr(result, name) is not None
    }
    truths = {
        name: getattr(result, name).value
        for name in ("quantitative", "internal_control")
        if getattr(result, name) is not UNKNOWN
    }
    ticks = {
        name: TICKED for name in ("ct_n_undetected", "ct_orf_undetected") if getattr(result, name)
    }
    return {**texts, **codes, **truths, **ticks}
