"""What an entry must hold to be written: each fact whole, in the order of time, and of this case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from feverclinic.domain.case_entries import Document, Entry
from feverclinic.domain.case_facts import Compared, Result, SampleKind
from feverclinic.domain.case_samples import result_of
from feverclinic.domain.cases import EntryId
from feverclinic.domain.civil_time import local_day, to_second
from feverclinic.domain.clinical_entries import (
    Caused,
    Classed,
    Consulted,
    Criteria,
    Disposed,
    Dose,
    Exposed,
    InfectivityReviewed,
    Measured,
    Progress,
)
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Order,
    Refusal,
    SampleResult,
    SampleTaken,
)
from feverclinic.errors import Refused

NEEDS_SPECIMEN = frozenset({SampleKind.NAT, SampleKind.ANTIGEN})


@dataclass(frozen=True, slots=True)
class Writing:
    """Into which case an entry is written: its valid entries, the instant, and the entry it corrects."""

    entries: tuple[Entry, ...]
    now: datetime
    replaces: EntryId | None = None

    def entry(self, entry_id: EntryId) -> Entry | None:
        return next((one for one in self.entries if one.id == entry_id), None)


def must_hold(document: Document, writing: Writing) -> None:
    """Raise Refused `entry.*` for what is missing, out of order, or of another sample.

    A kind that is an act of its own (a way out, a signature, a call) is not written by this door.
    """
    check = LIMITS.get(type(document))
    if check is None:
        raise Refused("entry.act_of_its_own", kind=type(document).__name__)
    _must_correct(document, writing)
    check(document, writing)


def time_of(document: Document) -> datetime | None:
    """When the fact was, for a document that says so itself; None is now."""
    if isinstance(document, SampleTaken):
        return document.collected_at
    if isinstance(document, (SampleResult, BloodCountReported, LabReported, ImageRead)):
        return document.reported_at
    if isinstance(document, Dose):
        return document.taken_at
    return document.ended_at if isinstance(document, Consulted) else None


def _must_correct(document: Document, writing: Writing) -> None:
    if writing.replaces is None:
        return
    old = writing.entry(writing.replaces)
    if old is None or type(old.document) is not type(document):
        raise Refused("entry.nothing_to_correct")


def _in_order(writing: Writing, *instants: datetime | None) -> None:
    """In the order in which they happened, none to come (T-11)."""
    known = [to_second(one) for one in instants if one is not None]
    if known != sorted(known) or any(one > to_second(writing.now) for one in known):
        raise Refused("entry.wrong_time")


def _not_to_come(writing: Writing, *days: date | None) -> None:
    if any(day is not None and day > local_day(writing.now) for day in days):
        raise Refused("entry.wrong_time")


def _needs(field: str, *, is_there: bool) -> None:
    if not is_there:
        raise Refused("entry.missing", field=field)


def _sample(told: SampleTaken, writing: Writing) -> None:
    _in_order(writing, told.collected_at, told.sent_at)
    _needs("specimen", is_there=told.specimen is not None or told.kind not in NEEDS_SPECIMEN)


def _result(told: SampleResult, writing: Writing) -> None:
    taken = writing.entry(told.of)
    if taken is None or not isinstance(taken.document, SampleTaken):
        raise Refused("entry.no_such_sample")
    _in_order(writing, taken.document.collected_at, told.received_at, told.reported_at)
    is_antibody = taken.document.kind is SampleKind.ANTIBODY
    _needs("igm", is_there=not is_antibody or told.igm is not None or told.igg is not None)
    _needs("result", is_there=is_antibody or told.result is not None)
    if Result.PENDING in (told.result, told.igm, told.igg):
        raise Refused("entry.pending_is_no_result")
    there = result_of(writing.entries, taken)
    if there is not None and there.id != writing.replaces:
        raise Refused("entry.has_result", by=there.by_name)


def _blood_count(told: BloodCountReported, writing: Writing) -> None:
    _in_order(writing, told.count.collected_at, told.reported_at)
    count = told.count
    _needs("wbc", is_there=count.wbc_flag is not None or count.wbc is not None)
    has_lymphocytes = count.lymphocyte_flag is not None or count.lymphocytes is not None
    _needs("lymphocytes", is_there=has_lymphocytes)
    _not_below_zero(count.wbc, count.lymphocytes)


def _lab(told: LabReported, writing: Writing) -> None:
    _in_order(writing, told.collected_at, told.reported_at)
    _needs("item", is_there=bool(told.item.strip()))
    if told.flag is LabFlag.NOT_DONE and told.value is not None:
        raise Refused("entry.not_done_has_no_value")
    _not_below_zero(told.value)


def _not_below_zero(*values: Any) -> None:
    if any(value is not None and (not value.is_finite() or value < 0) for value in values):
        raise Refused("entry.wrong_number")


def _image(told: ImageRead, writing: Writing) -> None:
    _in_order(writing, told.image.done_at, told.reported_at)
    is_compared = told.image.compared not in (None, Compared.NOT_DONE)
    _needs("read_by", is_there=not is_compared or bool(told.image.read_by.strip()))


def _dose(told: Dose, writing: Writing) -> None:
    _in_order(writing, told.taken_at)


def _order(told: Order, _: Writing) -> None:
    _needs("items", is_there=bool(told.items) and all(item.strip() for item in told.items))


def _refusal(told: Refusal, _: Writing) -> None:
    for field in ("item", "reason", "note_by"):
        _needs(field, is_there=bool(getattr(told, field).strip()))


def _criteria(told: Criteria, writing: Writing) -> None:
    dates = (one.last_exposure_on for one in told.criteria.values())
    _not_to_come(writing, told.onset_date, told.first_criterion_on, *dates)


def _consulted(told: Consulted, writing: Writing) -> None:
    _in_order(writing, told.ended_at)
    _needs("experts", is_there=any(name.strip() for name in told.experts))


def _class(told: Classed, _: Writing) -> None:
    _needs("reason", is_there=bool(told.reason.strip()))


def _caused(told: Caused, _: Writing) -> None:
    _needs("cause", is_there=bool(told.cause.strip()))


def _disposed(told: Disposed, _: Writing) -> None:
    _needs("to", is_there=bool(told.to.strip()))


def _whole(_: Document, __: Writing) -> None:
    """Nothing more is asked of it: what is unknown stays unknown."""


def _exposed(told: Exposed, writing: Writing) -> None:
    _not_to_come(writing, told.since)


LIMITS: dict[type[Any], Callable[[Any, Writing], None]] = {
    SampleTaken: _sample,
    SampleResult: _result,
    BloodCountReported: _blood_count,
    LabReported: _lab,
    ImageRead: _image,
    Dose: _dose,
    Order: _order,
    Refusal: _refusal,
    Criteria: _criteria,
    Consulted: _consulted,
    Classed: _class,
    Caused: _caused,
    Disposed: _disposed,
    Exposed: _exposed,
    Measured: _whole,
    Progress: _whole,
    InfectivityReviewed: _whole,
}
