"""What the desk keeps of the server, so that it can go on alone: its own day and its own people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, or_, select, update

from feverclinic.domain.boards import Topic
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Station
from feverclinic.domain.sheets import SheetState
from feverclinic.domain.visits import SlipState, Stage
from feverclinic.storage.documents import read_document
from feverclinic.storage.journal import DELIVERABLE
from feverclinic.storage.ready import Noted, Values
from feverclinic.storage.rows import plain_rows, values_of
from feverclinic.storage.schema import METADATA
from feverclinic.storage.store import Store
from feverclinic.storage.visits import FIRST_OFFLINE_NO

T = METADATA.tables
OF_VISITS = ("assessments", "slips", "readings")
# No day in the clinic is longer; rows of the day are those that began since then.
A_DAY = timedelta(days=1)
# A thermometer that is out of use stays so without the server, and the log of the month is whole.
LOG_KEPT = timedelta(days=92)
SIGNED_IN = "SIGNED_IN"


@dataclass(frozen=True, slots=True)
class Written:
    """What a piece of work wrote on the server: rows by table, forms, people.

    `seated` are people who sat down at this desk, `staff` all whose entry was changed.
    """

    rows: frozenset[tuple[str, int]]
    forms: Mapping[int, Values | None]
    seated: frozenset[int]
    staff: frozenset[int]
    topics: frozenset[Topic]
    noted: Sequence[Noted] = ()


def written_by(store: Store, noted: Sequence[Noted]) -> Written:
    """What a transaction that has ended wrote: by its audit lines, and the rows that were noted."""
    changes = store.changes
    rows = {(table_of_what(what), what_id) for _, what, what_id, _, _ in changes}
    staff = {what_id for _, what, what_id, _, _ in changes if what == "staff"}
    # The first administrator, made before anybody acts, sits there without signing in.
    sits = {SIGNED_IN, "ADDED"} if store.actor.id == 0 else {SIGNED_IN}
    seated = {
        what_id for action, what, what_id, _, _ in changes if what == "staff" and action in sits
    }
    return Written(
        frozenset((name, key) for name, key in rows if name),
        dict(store.forms),
        frozenset(seated),
        frozenset(staff),
        frozenset(store.touched),
        tuple(noted),
    )


def table_of_what(what: str) -> str:
    """The table of an audit line's `what`; "" for what the desk keeps no copy of."""
    names = {table.name for table in DELIVERABLE}
    return next((one for one in (f"{what}s", f"{what}_events", what) if one in names), "")


def keep(desk: Connection, written: Written) -> None:
    """Copy what is at hand, without asking the server: it may be gone by now.

    Without this the form of a visit that was saved a moment ago would be open again.
    """
    kept = {table.name for table in DELIVERABLE} | {"patient_keys"}
    for table, rows, is_change in written.noted:
        if table.name not in kept:
            continue
        if not is_change:
            desk.execute(insert(table).prefix_with("OR REPLACE"), list(rows))
            continue
        for row in rows:
            desk.execute(update(table).where(table.c.id == row["id"]).values(**row))
    drafts = T["drafts"]
    for key, form in written.forms.items():
        if form is None:
            desk.execute(delete(drafts).where(drafts.c.id == key))
        else:
            desk.execute(insert(drafts).prefix_with("OR REPLACE"), dict(form))


class Mirror:
    """Copies from one connection on the server to one on the desk."""

    def __init__(self, server: Connection, desk: Connection, station: Station) -> None:
        self._server = server
        self._desk = desk
        self._station = station

    def follow(self, written: Written) -> None:
        """Copy what was just written there."""
        by_table: dict[str, set[int]] = {}
        for name, key in written.rows:
            by_table.setdefault(name, set()).add(key)
        visits = by_table.pop("visits", set())
        for name in OF_VISITS:
            visits |= self._visits_of(T[name], by_table.get(name, set()))
        self._copy_visits(visits)
        self._copy_people(by_table.pop("patients", set()))
        for name, keys in by_table.items():
            table = T[name]
            column = next(iter(table.primary_key.columns))
            self._copy(table, column.in_(keys))
        forms = frozenset(written.forms)
        if forms:
            self._copy_forms(T["drafts"].c.id.in_(forms), forms)
            self._copy(T["arrivals"], T["arrivals"].c.id.in_(forms))
        if Topic.ALARMS in written.topics:
            self._copy_alarms()
        if Topic.SHIFTS in written.topics:
            self._copy(T["shifts"], self._here(T["shifts"]) & T["shifts"].c.taken_at.is_(None))
        people = written.seated | (written.staff & self._known(T["staff"], written.staff))
        if people:
            self.copy_staff(people)

    def begin_anew(self, now: datetime) -> None:
        """Nothing but what the server has: this station's day, its open forms, its people."""
        for table in (*DELIVERABLE, T["patient_keys"], T["drafts"], T["risk_zones"]):
            self._desk.execute(delete(table))
        since = now - A_DAY
        self._copy_visits(self._visits_of_day(now))
        self._copy_forms(self._here(T["drafts"]))
        for name, began in (
            ("arrivals", "began_at"),
            ("quick_screens", "at"),
            ("shifts", "began_at"),
        ):
            self._copy(T[name], self._here(T[name]) & (T[name].c[began] >= since))
        shifts, sheets, readings = T["shifts"], T["sheets"], T["readings"]
        self._copy(shifts, self._here(shifts) & shifts.c.taken_at.is_(None))
        # Numbers go on behind the last one of the day, whatever became of its sheet.
        still = (sheets.c.state == SheetState.OUT) | (sheets.c.printed_at >= since)
        self._copy(sheets, self._here(sheets) & still)
        log = T["comparisons"]
        self._copy(log, self._here(log) & (log.c.at >= now - LOG_KEPT))
        fresh = (readings.c.visit_id.is_(None)) & (readings.c.measured_at >= since)
        self._copy(readings, self._here(readings) & fresh)
        self._copy_alarms()
        facility = self._station.facility_id
        self._copy(T["risk_zones"], T["risk_zones"].c.facility_id == facility)
        known = self._desk.execute(select(T["staff"].c.id)).scalars().all()
        self.copy_staff(known)
        self._go_on_counting(now)

    def copy_staff(self, ids: Iterable[int]) -> None:
        """Who signs in at this desk may do so while the server is away; whoever left may not."""
        wanted = sorted(set(ids))
        staff, sign_ins = T["staff"], T["sign_ins"]
        self._desk.execute(delete(staff).where(staff.c.id.in_(wanted)))
        self._desk.execute(delete(sign_ins).where(sign_ins.c.staff_id.in_(wanted)))
        self._copy(staff, staff.c.id.in_(wanted))
        self._copy(sign_ins, self._here(sign_ins) & sign_ins.c.staff_id.in_(wanted))

    def _copy_visits(self, ids: Iterable[int]) -> None:
        """Visits with all that hangs on them and the people they are of."""
        wanted = sorted(set(ids))
        if not wanted:
            return
        visits = T["visits"]
        rows = self._copy(visits, visits.c.id.in_(wanted))
        self._copy_people({row["patient_id"] for row in rows})
        for name in OF_VISITS:
            self._copy(T[name], T[name].c.visit_id.in_(wanted))

    def _copy_people(self, ids: Iterable[int]) -> None:
        wanted = sorted(set(ids))
        if not wanted:
            return
        keys = T["patient_keys"]
        self._desk.execute(delete(keys).where(keys.c.patient_id.in_(wanted)))
        self._copy(T["patients"], T["patients"].c.id.in_(wanted))
        self._copy(keys, keys.c.patient_id.in_(wanted))

    def _copy_forms(self, condition: Any, gone: frozenset[int] = frozenset()) -> None:
        """Open forms, and the visits and people that they name."""
        drafts = T["drafts"]
        if gone:
            self._desk.execute(delete(drafts).where(drafts.c.id.in_(gone)))
        rows = self._copy(drafts, condition)
        forms = [read_document(Intake, row["document"]) for row in rows]
        visits = {form.visit_id for form in forms if form.visit_id}
        people = {form.patient_id for form in forms if form.patient_id}
        self._copy_visits(visits - self._known(T["visits"], visits))
        self._copy_people(people - self._known(T["patients"], people))

    def _copy_alarms(self) -> None:
        alarms = T["alarm_events"]
        self._desk.execute(delete(alarms).where(self._here(alarms)))
        self._copy(alarms, self._here(alarms) & alarms.c.ended_at.is_(None))

    def _copy(self, table: Table, condition: Any) -> list[dict[str, Any]]:
        rows = plain_rows(self._server, table, condition)
        if rows:
            put = insert(table).prefix_with("OR REPLACE")
            self._desk.execute(put, [values_of(table, row) for row in rows])
        return rows

    def _known(self, table: Table, ids: Iterable[int]) -> set[Any]:
        asked = select(table.c.id).where(table.c.id.in_(sorted(ids)))
        return set(self._desk.execute(asked).scalars())

    def _visits_of(self, table: Table, ids: Iterable[int]) -> set[int]:
        wanted = sorted(ids)
        if not wanted:
            return set()
        asked = select(table.c.visit_id).where(table.c.id.in_(wanted))
        return {one for one in self._server.execute(asked).scalars() if one is not None}

    def _visits_of_day(self, now: datetime) -> set[int]:
        """Those of this station numbered today, not done since yesterday, or without their slip on paper."""
        visits, slips = T["visits"], T["slips"]
        day = local_day(now)
        still_here = and_(
            self._here(visits),
            visits.c.visit_no >= f"{day - A_DAY:%Y%m%d}-",
            visits.c.stage.in_([Stage.TRIAGED, Stage.ON_THE_WAY]),
        )
        of_day = and_(
            self._here(visits),
            visits.c.visit_no >= f"{day:%Y%m%d}-",
            visits.c.visit_no < f"{day:%Y%m%d}-:",
        )
        waiting = self._here(slips) & (slips.c.state != SlipState.PRINTED)
        today = self._server.execute(select(visits.c.id).where(or_(of_day, still_here))).scalars()
        unprinted = self._server.execute(select(slips.c.visit_id).where(waiting)).scalars()
        return {*today, *unprinted}

    def _go_on_counting(self, now: datetime) -> None:
        """Numbers given offline earlier today are not given twice, whatever became of the desk's file."""
        visits, counters, day = T["visits"], T["visit_counters"], local_day(now)
        asked = select(visits.c.visit_no).where(
            self._here(visits),
            visits.c.visit_no >= f"{day:%Y%m%d}-{FIRST_OFFLINE_NO}",
            visits.c.visit_no < f"{day:%Y%m%d}-:",
        )
        given = [int(no.partition("-")[2]) for no in self._server.execute(asked).scalars()]
        if not given:
            return
        station = self._station
        mine = and_(self._here(counters), counters.c.day == day)
        last = self._desk.execute(select(counters.c.last).where(mine)).scalar() or 0
        values = {"facility_id": station.facility_id, "station": station.code, "day": day}
        put = insert(counters).prefix_with("OR REPLACE")
        self._desk.execute(put, {**values, "last": max(last, *given)})

    def _here(self, table: Table) -> Any:
        station = self._station
        is_here = table.c.facility_id == station.facility_id
        return and_(is_here, table.c.station == station.code)
