"""Numbered blank sheets for a day without power: printed, entered afterwards, reconciled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from datetime import time as clock_time
from typing import TYPE_CHECKING

from feverclinic.domain.civil_time import CHINA, iso, local, local_day
from feverclinic.domain.intake import Intake, Problem
from feverclinic.domain.intake_fields import narrow, read_day
from feverclinic.domain.people import Duty
from feverclinic.domain.readings import Reading, Site, Source
from feverclinic.domain.sheets import (
    DECIDED_AT,
    RECEIVED_AT,
    RECEIVED_BY,
    SHEET_NO,
    Reconciliation,
    Sheet,
    SheetId,
    SheetState,
)
from feverclinic.domain.thermometry import TemperatureProblem, likely_meant, read_temperature
from feverclinic.errors import Refused

if TYPE_CHECKING:
    from feverclinic.domain.visits import VisitId
    from feverclinic.storage.store import Store

INTAKE = "INTAKE"
MOST_AT_ONCE = 200
CLOCK_DIGITS = 4


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """What stands on a paper sheet and is typed before its form opens; all as text.

    `day` may be empty: the day on which the sheet was printed. Times are `06:20` or `0620`.
    `received` and `receiver`, when and by whom he was taken at the fever clinic, may be empty.
    """

    number: str
    arrived: str
    decided: str
    day: str = ""
    temperature: str = ""
    site: str = ""
    measured: str = ""
    received: str = ""
    receiver: str = ""


def print_sheets(store: Store, kind: str, count: int) -> tuple[Sheet, ...]:
    """Give out so many new numbers, `STATION-YYYYMMDD-NNN`; raises Refused `sheet.count`."""
    store.actor.must(Duty.TRIAGE)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused("sheet.count", most=MOST_AT_ONCE)
    prefix = f"{store.station.code}-{local_day(store.now):%Y%m%d}-"
    first = store.sheets.count_of_day(kind, prefix) + 1
    return store.sheets.add(
        tuple(
            Sheet(
                SheetId(store.new_id()),
                store.station.code,
                kind,
                f"{prefix}{number:03d}",
                store.now,
            )
            for number in range(first, first + count)
        )
    )


def spoil(store: Store, kind: str, number: str, reason: str) -> Sheet:
    """A sheet that was torn, wetted or wrongly filled in and is not entered, with the reason."""
    return _given_up(store, kind, number, SheetState.SPOILED, reason)


def missing(store: Store, kind: str, number: str, reason: str) -> Sheet:
    """A sheet that nobody can find; one that turns up later can still be entered or spoiled."""
    return _given_up(store, kind, number, SheetState.MISSING, reason)


def reconciliation(store: Store, kind: str, since: datetime) -> Reconciliation:
    """All sheets printed here since then, and all older ones of which nothing is known yet."""
    return Reconciliation(store.sheets.since(kind, since))


def sheet_to_enter(store: Store, kind: str, number: str) -> Sheet:
    """The sheet with this number, which may still be entered.

    Raises Refused `sheet.unknown`, `sheet.elsewhere`, `sheet.entered` or `sheet.spoiled`.
    """
    asked = narrow(number).upper()
    sheet = store.sheets.find(kind, asked)
    if sheet is None:
        raise Refused("sheet.unknown", number=asked)
    if sheet.station != store.station.code:
        raise Refused("sheet.elsewhere", number=asked, station=sheet.station)
    if sheet.state is SheetState.ENTERED:
        raise Refused("sheet.entered", number=asked)
    if sheet.state is SheetState.SPOILED:
        raise Refused("sheet.spoiled", number=asked, reason=sheet.reason)
    return sheet


def back_entry(store: Store, typed: TypedSheet) -> Intake:
    """The form of a sheet, opened with its number and its true times.

    Raises Refused as `sheet_to_enter`, and `sheet.wrong` with all problems of what was typed.
    """
    store.actor.must(Duty.TRIAGE)
    sheet = sheet_to_enter(store, INTAKE, typed.number)
    reader = _SheetReader(sheet, typed, store.now)
    arrived = reader.instant("arrived", typed.arrived)
    decided = reader.instant("decided", typed.decided)
    reading = reader.reading(store.actor.name) if typed.temperature.strip() else None
    if arrived and decided and decided < arrived:
        reader.refuse("decided", "sheet_order", typed.decided, first=f"{local(arrived):%H:%M}")
    if arrived and reading and reading.measured_at < arrived:
        reader.refuse("measured", "sheet_order", typed.measured, first=f"{local(arrived):%H:%M}")
    if decided and reading and reading.measured_at > decided:
        reader.refuse("measured", "sheet_after", typed.measured, last=f"{local(decided):%H:%M}")
    receipt = reader.receipt(decided)
    if reader.problems or arrived is None or decided is None:
        raise Refused("sheet.wrong", problems=tuple(reader.problems), count=len(reader.problems))
    fields = {SHEET_NO: sheet.number, DECIDED_AT: iso(decided), **receipt}
    return Intake(arrived, fields, (reading,) if reading else ())


def enter_sheet(store: Store, number: str, visit_id: VisitId) -> Sheet:
    """The sheet became a visit: in the transaction that saves it; raises as `sheet_to_enter`."""
    sheet = sheet_to_enter(store, INTAKE, number)
    return store.sheets.save(
        replace(sheet, state=SheetState.ENTERED, state_at=store.now, visit_id=visit_id)
    )


def _given_up(store: Store, kind: str, number: str, state: SheetState, reason: str) -> Sheet:
    store.actor.must(Duty.TRIAGE)
    if not reason.strip():
        raise Refused("sheet.reason_missing")
    sheet = sheet_to_enter(store, kind, number)
    return store.sheets.save(replace(sheet, state=state, state_at=store.now, reason=reason.strip()))


class _SheetReader:
    """Reads what was typed of one sheet and notes all that is wrong with it."""

    def __init__(self, sheet: Sheet, typed: TypedSheet, now: datetime) -> None:
        self.typed = typed
        self.number = sheet.number
        self.now = now
        self.problems: list[Problem] = []
        # A typed time has minutes, so the sheet may be used in the minute in which it was printed.
        self.printed_at = local(sheet.printed_at).replace(second=0, microsecond=0)
        day = narrow(typed.day)
        self.day = read_day(day, local_day(now)) if day else self.printed_at.date()
        if self.day is None:
            self.refuse("day", "date", typed.day)

    def refuse(self, where: str, code: str, found: str, **facts: str) -> None:
        self.problems.append(Problem(where, code, found, facts))

    def instant(self, where: str, text: str) -> datetime | None:
        """A true time: not before the sheet was printed, not later than now."""
        clock = _clock(narrow(text))
        if not text.strip():
            self.refuse(where, "required", text)
        elif clock is None:
            self.refuse(where, "clock", text)
        if clock is None or self.day is None:
            return None
        at = datetime.combine(self.day, clock, tzinfo=CHINA)
        if at > self.now:
            self.refuse(where, "sheet_future", text, now=f"{local(self.now):%m-%d %H:%M}")
        elif at < self.printed_at:
            self.refuse(where, "sheet_early", text, printed=f"{self.printed_at:%m-%d %H:%M}")
        else:
            return at
        return None

    def receipt(self, decided: datetime | None) -> dict[str, str]:
        """The fields of the receipt that stood on the sheet; none where both are empty."""
        typed, by = self.typed.received, " ".join(self.typed.receiver.split())
        if not typed.strip() and not by:
            return {}
        at = self.instant("received", typed)
        if not by:
            self.refuse("receiver", "required", "")
        if at and decided and at < decided:
            self.refuse("received", "sheet_received", typed, first=f"{local(decided):%H:%M}")
        return {RECEIVED_AT: iso(at), RECEIVED_BY: by} if at and by else {}

    def reading(self, operator: str) -> Reading | None:
        """The temperature of the sheet, at its true time, by hand."""
        typed = self.typed
        site = next((one for one in Site if one.value == typed.site), None)
        if site is None:
            self.refuse("site", "required", typed.site)
        at = self.instant("measured", typed.measured or typed.arrived)
        try:
            read = read_temperature(typed.temperature)
        except TemperatureProblem as wrong:
            guess = likely_meant(typed.temperature)
            if guess:
                self.refuse("temperature", "temperature_guess", typed.temperature, guess=guess)
            else:
                code = f"temperature_{wrong.code}"
                self.refuse("temperature", code, typed.temperature, **wrong.facts)
            return None
        if site is None or at is None:
            return None
        return Reading(
            raw_text=typed.temperature.strip(),
            celsius=read.celsius,
            site=site,
            measured_at=at,
            raw_unit=read.scale,
            entered_at=at,  # written down then: what is typed today was known at the decision
            source=Source.MANUAL,
            operator=operator,
            reason=self.number,  # why it was typed beside a thermometer: it stood on this sheet
        )


def _clock(text: str) -> clock_time | None:
    """`06:20`, `6:20` or `0620`."""
    hour, mark, minute = text.replace("：", ":").partition(":")
    if not mark and len(text) == CLOCK_DIGITS:
        hour, minute = text[:2], text[2:]
    if not (hour.isdecimal() and minute.isdecimal()):
        return None
    try:
        return clock_time(int(hour), int(minute))
    except ValueError:
        return None
