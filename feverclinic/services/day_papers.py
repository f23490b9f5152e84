"""The papers of a day: gathered within a transaction, rendered outside of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from feverclinic.domain.civil_time import local_day
from feverclinic.domain.day_book import DayBook, DayEntry
from feverclinic.domain.people import Duty
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import VisitId
from feverclinic.errors import Refused
from feverclinic.reports.day_records import (
    BlankSheets,
    DayPaper,
    Declaration,
    FiguresPaper,
    HandOverPaper,
    LogPaper,
    Receipts,
    RegisterPaper,
    SheetRules,
    TrackingPaper,
)
from feverclinic.reports.imprint import Imprint
from feverclinic.services import codes, sheets
from feverclinic.services.comparisons import comparison_limits, of_month
from feverclinic.services.papers import Letterhead
from feverclinic.services.shifts import last_hand_over
from feverclinic.services.statistics import day_figures
from feverclinic.wording import Wording

if TYPE_CHECKING:
    from feverclinic.storage.store import Store


def imprint(store: Store, head: Letterhead, rules: str = "") -> Imprint:
    """Whose paper it is, who prints it now, under which rules."""
    return Imprint(head.facility, head.station, store.actor.name, store.now, rules, head.mark)


def register(
    store: Store, day: date, rules: TriageRules, head: Letterhead, *, shows_identity: bool = False
) -> RegisterPaper:
    """预检分诊登记本 of this station. Whole numbers need READ_IDENTITY, and that they were read is audited."""
    _read_identity(store, "register", int(f"{day:%Y%m%d}"), shows_identity=shows_identity)
    book = _book(store, day)
    return RegisterPaper(book, imprint(store, head, rules.id), places_of(day), shows_identity)


def tracking(store: Store, day: date, rules: TriageRules, head: Letterhead) -> TrackingPaper:
    """发热病人追踪记录: whoever this station sent to the fever clinic on that day."""
    sent = _book(store, day).sent
    limit = rules.arrival.not_arrived_minutes
    return TrackingPaper(day, sent, limit, imprint(store, head, rules.id))


def receipts(store: Store, day: date, rules: TriageRules, head: Letterhead) -> Receipts:
    """A receipt for each of them who is not acknowledged yet."""
    listed = tracking(store, day, rules, head)
    waiting = tuple(entry for entry in listed.entries if entry.received_at is None)
    return Receipts(TrackingPaper(day, waiting, listed.minutes, listed.imprint))


def declaration(
    store: Store,
    visit_id: VisitId | None,
    rules: TriageRules,
    head: Letterhead,
    *,
    shows_identity: bool = False,
) -> Declaration:
    """流行病学史询问表 of a visit, or a blank one; raises Refused `record.missing`."""
    _must_read(store)
    entry: DayEntry | None = None
    if visit_id is not None:
        _read_identity(store, "declaration", visit_id, shows_identity=shows_identity)
        entry = store.day_books.entry(visit_id)
        if entry is None:
            raise Refused("record.missing", what="visit", id=visit_id)
    day = local_day(entry.visit.arrived_at if entry else store.now)
    return Declaration(imprint(store, head, rules.id), entry, places_of(day), shows_identity)


def figures(store: Store, day: date, rules: TriageRules, head: Letterhead) -> FiguresPaper:
    """日统计, counted over the same people as the register of that day."""
    limit = rules.arrival.not_arrived_minutes
    counted = day_figures(_book(store, day), limit, store.now)
    return FiguresPaper(
        counted,
        imprint(store, head, rules.id),
        limit,
        f"{rules.temperature.fever_threshold_c:.1f}",
    )


def comparison_log(store: Store, day: date, head: Letterhead) -> LogPaper:
    """体温计比对记录 of the month in which the day lies."""
    lines = tuple((one.comparison, one.verdict) for one in of_month(store, day))
    limit = comparison_limits().outside_in_a_row
    return LogPaper(day.replace(day=1), lines, limit, imprint(store, head))


def blank_sheets(store: Store, count: int, rules: TriageRules, head: Letterhead) -> BlankSheets:
    """New numbers, given out now, as sheets to print; raises Refused `sheet.count`."""
    printed = sheets.print_sheets(store, sheets.INTAKE, count)
    return _sheets(store, tuple(one.number for one in printed), rules, head)


def sheets_again(
    store: Store, numbers: tuple[str, ...], rules: TriageRules, head: Letterhead
) -> BlankSheets:
    """The same sheets once more, for a batch that never came out; all must still be open."""
    store.actor.must(Duty.TRIAGE)
    for number in numbers:
        sheets.sheet_to_enter(store, sheets.INTAKE, number)
    return _sheets(store, numbers, rules, head)


def hand_over_again(store: Store, head: Letterhead) -> HandOverPaper:
    """最近一次交班单 of this station, as it was signed; raises Refused `paper.no_hand_over`."""
    _must_read(store)
    over = last_hand_over(store)
    if over is None:
        raise Refused("paper.no_hand_over")
    return HandOverPaper(over, imprint(store, head))


def render_day_paper(paper: DayPaper, words: Wording) -> bytes:
    """PDF bytes; reportlab is loaded when first needed."""
    from feverclinic.reports.day_papers import render  # noqa: PLC0415 - 0.3 s of fonts, off the GUI

    return render(paper, words)


def _sheets(
    store: Store, numbers: tuple[str, ...], rules: TriageRules, head: Letterhead
) -> BlankSheets:
    temperature = rules.temperature
    low = temperature.fever_threshold_c - temperature.recheck_band_c
    printed = SheetRules(
        f"{temperature.fever_threshold_c:.1f}",
        f"{low:.1f}",
        temperature.recheck_after_minutes,
        temperature.antipyretic_hours,
        tuple(sign.value for sign in rules.acuity.red_signs),
        f"{rules.acuity.refill_above_s:g}",
        rules.acuity.red_hr_below,
        rules.acuity.red_hr_above,
        rules.routing.resp_only_route,
    )
    return BlankSheets(numbers, printed, imprint(store, head, rules.id))


def _book(store: Store, day: date) -> DayBook:
    _must_read(store)
    return store.day_books.of(day, store.station.code)


def _must_read(store: Store) -> None:
    """Who triages reads the day, and whoever watches over infections."""
    if Duty.READ_IDENTITY not in store.actor.duties:
        store.actor.must(Duty.TRIAGE)


def _read_identity(store: Store, what: str, what_id: int, *, shows_identity: bool) -> None:
    if shows_identity:
        store.actor.must(Duty.READ_IDENTITY)
        store.audit.note("READ", what, what_id, {"identity": "whole"})


def places_of(day: date) -> dict[str, str]:
    """Names of townships with their county, by code."""
    counties = {one.code: one.name for one in codes.divisions()}
    return {
        one.code: f"{counties.get(one.code[:6], '')} {one.name}".strip()
        for one in codes.townships(day)
    }
