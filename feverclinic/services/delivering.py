"""Delivering what was saved on the desk while the server was away: in order, once, nothing dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.intake_form import from_visit
from feverclinic.domain.visits import DraftId, VisitId
from feverclinic.errors import ClinicError, Refused, Stale, Unavailable
from feverclinic.services.signing_in import NOBODY
from feverclinic.storage.deliveries import deliver
from feverclinic.storage.journal import DELIVERED, FORM, REFUSED, WAITING, Entry, RowChange
from feverclinic.storage.line import Line
from feverclinic.storage.store import Store, transaction

# Fields of a form that came back: why, under which number its paper was printed, whose the number is.
NOT_DELIVERED = "not_delivered"
PRINTED_NO = "not_delivered.visit_no"
KNOWN_NAME = "not_delivered.name"
FOLLOWS = "journal.follows"
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A record that the server refused: whose, why, and whether it came back to the list as a form."""

    name: str
    error: ClinicError
    has_form: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """What a round of delivering did; `is_done` when nothing waits and the desk is on the server again."""

    delivered: int
    not_taken: tuple[NotTaken, ...]
    is_done: bool


def deliver_some(line: Line, now: datetime, most: int = AT_ONCE) -> Progress:
    """Deliver the oldest entries; when none is left, records go to the server again.

    Raises Unavailable when the server is away or cannot take anything now; what waits, waits.
    """
    waiting = _waiting(line, now, most)
    not_taken: list[NotTaken] = []
    for entry in waiting:
        try:
            _deliver(line, entry, now)
        except Unavailable as held:
            _mark(line, entry, now, WAITING, held.code)
            raise
        except (Refused, Stale) as no:
            not_taken.append(_refuse(line, entry, now, no))
            continue
        _mark(line, entry, now, DELIVERED)
    is_done = not _waiting(line, now, 1)
    if is_done:
        line.go_online(now)
    return Progress(len(waiting) - len(not_taken), tuple(not_taken), is_done)


def deliver_all(line: Line, now: datetime) -> None:
    """Deliver everything before the first piece of work; raises as `deliver_some`."""
    while not deliver_some(line, now).is_done:
        pass


def _deliver(line: Line, entry: Entry, now: datetime) -> None:
    if entry.kind == FORM:
        _deliver_form(line, entry, now)
        return
    if _follows_refused(line, entry, now):
        raise Refused(FOLLOWS)
    try:
        deliver(line.server, entry, line.station)
    except Stale:
        # Another desk recorded the same person in this very moment: now that is known.
        deliver(line.server, entry, line.station)


def _deliver_form(line: Line, entry: Entry, now: datetime) -> None:
    """An open form: the newer one stays, the other is set aside when something else was typed in it."""
    with transaction(line.desk, NOBODY, now, line.station) as desk:
        mine = _form(desk, entry.id)
    base = datetime.fromisoformat(entry.document) if entry.document else None
    with transaction(line.server, NOBODY, now, line.station) as store:
        other = _form(store, entry.id)
        if mine is None:
            if other is not None and (other.changed_at == base or other.changed_at <= entry.at):
                store.drafts.drop(other.id)
            return
        if other is None or other.changed_at == base:
            store.drafts.put(mine)
            return
        newer, older = (mine, other) if mine.changed_at >= other.changed_at else (other, mine)
        store.drafts.put(newer)
        if _typed(newer.intake) != _typed(older.intake):
            new_id = DraftId(store.new_id())
            store.drafts.put(replace(older, id=new_id, is_set_aside=True))


def _refuse(line: Line, entry: Entry, now: datetime, no: ClinicError) -> NotTaken:
    """It stays in the journal with its reason, and comes back to the list as a form to be completed."""
    form = _as_form(line, entry, now, no)
    if form is not None:
        with transaction(line.server, NOBODY, now, line.station) as store:
            store.drafts.put(form)
    _mark(line, entry, now, REFUSED, no.code)
    return NotTaken(_name(entry), no, form is not None)


def _as_form(line: Line, entry: Entry, now: datetime, no: ClinicError) -> Draft | None:
    """The saved visit as it was typed, with why it is back; None for what is no visit."""
    rows = _rows(entry)
    visit_id = next((one.key[0] for one in rows if one.table == "visits" and not one.before), None)
    if visit_id is None:
        return None
    began = next((one.key[0] for one in rows if one.table == "arrivals"), entry.id)
    earlier = {one.key[0] for one in rows if one.table == "readings" and one.before}
    try:
        with transaction(line.desk, NOBODY, now, line.station) as store:
            intake, visit_no = _intake(store, VisitId(visit_id))
    except Refused:
        # A desk that was damaged may have the line of the journal and not the records.
        return None
    readings = tuple(one if one.id in earlier else replace(one, id=None) for one in intake.readings)
    back = replace(intake, readings=readings, patient_id=None, visit_id=None)
    told = {
        NOT_DELIVERED: no.code,
        PRINTED_NO: visit_no,
        KNOWN_NAME: str(no.facts.get("name", "")),
    }
    return Draft(DraftId(began), line.station.code, back.with_fields(told), now, is_set_aside=True)


def _intake(store: Store, visit_id: VisitId) -> tuple[Intake, str]:
    visit = store.visits.get(visit_id)
    patient = store.patients.get(visit.patient_id)
    decided = store.assessments.latest(visit_id)
    readings = store.readings.of_visit(visit_id)
    inputs = decided.inputs if decided else None
    return from_visit(patient, visit, readings, inputs), visit.visit_no


def _follows_refused(line: Line, entry: Entry, now: datetime) -> bool:
    """Whether it only goes on with something that the server did not take."""
    with transaction(line.desk, NOBODY, now, line.station) as store:
        refused = store.journal.refused()
    if not refused:
        return False
    gone = {one.key[0] for other in refused for one in _rows(other) if one.before is None}
    rows = _rows(entry)
    is_new_visit = any(one.table == "visits" and one.before is None for one in rows)
    return not is_new_visit and any(_points_at(one.after or {}, gone) for one in rows)


def _rows(entry: Entry) -> Sequence[RowChange]:
    """The rows of an entry; none of one that cannot be read, or is a form."""
    try:
        return entry.deed.rows if entry.kind != FORM else ()
    except (ValueError, KeyError, TypeError):
        return ()


def _name(entry: Entry) -> str:
    try:
        return entry.deed.name
    except (ValueError, KeyError, TypeError):
        return ""


def _points_at(row: dict[str, object], gone: set[int]) -> bool:
    return any(row.get(name) in gone for name in ("id", "visit_id", "patient_id"))


def _form(store: Store, form_id: int) -> Draft | None:
    found = store.drafts.of_station(store.station.code)
    return next((one for one in found if one.id == form_id), None)


def _typed(intake: Intake) -> tuple[object, object]:
    return dict(intake.fields), intake.readings


def _waiting(line: Line, now: datetime, most: int) -> tuple[Entry, ...]:
    with transaction(line.desk, NOBODY, now, line.station) as store:
        return store.journal.waiting(most)


def _mark(line: Line, entry: Entry, now: datetime, state: str, problem: str = "") -> None:
    with transaction(line.desk, NOBODY, now, line.station) as store:
        store.journal.mark(entry, state, problem)
