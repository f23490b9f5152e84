"""Rows that a desk has anyway as facts whose time runs: what waits, who is on the way, what is away."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from feverclinic.domain.alarms import Fact, Start
from feverclinic.domain.boards import DeviceState, QueueEntry, Unclaimed
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.visits import ENDED, Stage
from feverclinic.domain.vitals import Level
from feverclinic.domain.waiting import OnTheWay

WAITING = {
    Level.I: Start.WAITING_I,
    Level.II: Start.WAITING_II,
    Level.III: Start.WAITING_III,
    Level.IV: Start.WAITING_IV,
}
HERE = frozenset({Stage.TRIAGED, Stage.ON_THE_WAY})
# States of a link in which a thermometer gives no reading and somebody has to look at it.
AWAY_LINKS = frozenset({"LOST", "WAITING", "BLOCKED"})


def subject_of(entry: QueueEntry) -> str:
    """`visit:<id>` or `draft:<id>`."""
    if entry.visit_id is not None:
        return f"visit:{entry.visit_id}"
    return f"draft:{entry.draft_id}"


def of_queue(entries: Iterable[QueueEntry]) -> tuple[Fact, ...]:
    """What runs for the people of the triage list."""
    return tuple(fact for entry in entries for fact in _of_entry(entry))


def _of_entry(entry: QueueEntry) -> Iterator[Fact]:
    if entry.visit_id is None:
        yield _of_form(entry)
    elif entry.stage not in ENDED:
        yield from _of_visit(entry)


def _of_form(entry: QueueEntry) -> Fact:
    """A form that waits for a thermometer or an ambulance is not forgotten: that time runs instead."""
    subject, label = subject_of(entry), entry.name
    if entry.under_arm_due_at is not None:
        kind, due = Start.THERMOMETER_OUT, entry.under_arm_due_at
    elif entry.expected_at is not None:
        kind, due = Start.AMBULANCE_ANNOUNCED, entry.expected_at
    else:
        kind, due = Start.FORM_OPEN, None
    return Fact(kind, subject, label, entry.since, due)


def _of_visit(entry: QueueEntry) -> Iterator[Fact]:
    subject, label = subject_of(entry), entry.name
    since = entry.decided_at or entry.since
    if entry.recheck_at is not None:
        kind = Start.MASKED_FEVER_SET if entry.is_masked_fever else Start.RECHECK_SET
        yield Fact(kind, subject, label, since, entry.recheck_at)
    if _waits(entry) and entry.level is not None:
        yield Fact(WAITING[entry.level], subject, label, since, entry.wait_until)


def _waits(entry: QueueEntry) -> bool:
    """Whether the limit of the level runs (1.6).

    A patient whose receipt is due no later is covered by that alarm; two would ring for one.
    """
    limit, receipt = entry.wait_until, entry.arrive_by
    if limit is None or entry.stage not in HERE or entry.outcome is Outcome.GENERAL_OPD:
        return False
    return receipt is None or limit < receipt


def of_way(rows: Iterable[OnTheWay]) -> tuple[Fact, ...]:
    """Patients sent to the fever clinic and not received (ISO-2).

    Until somebody walks with a patient of TRI-1 or TRI-3 the isolation gap runs, then the receipt.
    Nothing runs for whoever was entered from paper afterwards.
    """
    return tuple(_of_way(row) for row in rows if not row.is_from_paper)


def _of_way(row: OnTheWay) -> Fact:
    subject = f"visit:{row.visit_id}"
    if row.isolate_by is not None and row.stage is not Stage.ON_THE_WAY:
        return Fact(Start.ISOLATION_DECIDED, subject, row.name, row.decided_at, row.isolate_by)
    return Fact(Start.SENT, subject, row.name, row.sent_at or row.decided_at, row.arrive_by)


def of_tray(tray: Iterable[Unclaimed]) -> tuple[Fact, ...]:
    """Readings that nobody armed; the label is the thermometer's, for whose it is nobody knows."""
    return tuple(
        Fact(
            Start.READING_UNCLAIMED,
            f"reading:{one.reading.id}",
            f"{one.reading.device_name} {one.reading.raw_text}".strip(),
            one.reading.received_at or one.reading.measured_at,
        )
        for one in tray
    )


def of_devices(states: Iterable[DeviceState], since: Mapping[str, datetime]) -> tuple[Fact, ...]:
    """Thermometers that are away, each since when it was first seen so."""
    return tuple(
        Fact(Start.THERMOMETER_LOST, f"device:{one.name}", one.name, since[one.name])
        for one in states
        if one.link in AWAY_LINKS and one.name in since
    )


def of_calibrations(dues: Iterable[tuple[str, date | None]], now: datetime) -> tuple[Fact, ...]:
    """Calibration by name of the thermometer; the due date itself is still valid (TEMP-12)."""
    day = timedelta(days=1)
    return tuple(
        Fact(
            Start.CALIBRATION_KNOWN,
            f"device:{name}",
            name,
            now,
            datetime.combine(due + day, time(), CHINA),
        )
        for name, due in dues
        if due is not None
    )
