"""Records of a desk into the server: one transaction for each piece of work, each key once.

What travels are the rows as they were saved, with their keys, times and audit lines, not the verbs:
nothing is decided anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, Table, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from feverclinic.domain.people import Patient, PatientId, Station
from feverclinic.errors import Refused
from feverclinic.storage.columns import insert_if_missing
from feverclinic.storage.desk_tables import DeliveryRow
from feverclinic.storage.documents import members_of
from feverclinic.storage.engine import saying_no_in_words
from feverclinic.storage.journal import (
    MAY_BE_DELIVERED,
    Deed,
    Entry,
    RowChange,
    changed_columns,
)
from feverclinic.storage.keys import name_key
from feverclinic.storage.patients import Patients, patient_of
from feverclinic.storage.ready import add_rows
from feverclinic.storage.rows import plain_rows, values_of, with_key
from feverclinic.storage.schema import METADATA
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

DELIVERIES = table_of(DeliveryRow)
# Columns that name another record; the record may stand under another key on the server.
POINTERS = frozenset({"id", "patient_id", "visit_id", "quick_id", "one_id", "other_id"})
# Where both changed the same field, the server's stays: nothing clinical hangs on it.
YIELDING = frozenset({"patients", "slips", "alarm_events", "arrivals"})
SAME = "same"
# Of a visit that has a case no desk without its server changes whose it is, or that it is here.
KEPT_BY_A_CASE = frozenset({"patient_id", "stage"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """`is_again` when the server had it already."""

    entry: Entry
    is_again: bool = False


class Deliveries:
    def __init__(self, work: Work) -> None:
        self._work = work

    def note(self, key: int, kind: str, became: int | None = None) -> bool:
        """Remember a key with what it became; False when it was there already."""
        connection, values = self._work.connection, self._values(key, kind, became)
        put = insert_if_missing(connection, DELIVERIES, values).returning(DELIVERIES.c.id)
        return connection.execute(put).first() is not None

    def leave(self, key: int, kind: str, became: int | None) -> None:
        """Leave the key of a save on the server, in its transaction; it costs one small row."""
        add_rows(self._work.connection, DELIVERIES, [self._values(key, kind, became)])

    def _values(self, key: int, kind: str, became: int | None) -> dict[str, Any]:
        work = self._work
        return {
            "id": key,
            "facility_id": work.station.facility_id,
            "station": work.station.code,
            "kind": kind,
            "at": work.now,
            "became": became,
        }

    def became(self, keys: Iterable[int]) -> dict[int, int]:
        """Those keys that are another record's on the server, each with that record's."""
        asked = select(DELIVERIES.c.id, DELIVERIES.c.became).where(
            DELIVERIES.c.id.in_(sorted(set(keys))), DELIVERIES.c.became.is_not(None)
        )
        return {row.id: row.became for row in self._work.connection.execute(asked)}


def deliver(server: Engine, entry: Entry, station: Station) -> Delivery:
    """Write one entry of a desk's journal on the server, under the name and time of who did it.

    The same entry twice is one delivery. Raises Refused or Stale for what the server cannot take,
    Unavailable when it is away; nothing was written then.
    """
    try:
        return _deliver(server, entry, station)
    except (DBAPIError, ValueError, KeyError, TypeError) as unfit:
        # One entry that cannot be read must not keep back all that come after it.
        raise Refused("journal.not_readable", why=type(unfit).__name__) from unfit


def _deliver(server: Engine, entry: Entry, station: Station) -> Delivery:
    with saying_no_in_words(), server.begin() as connection:
        work = Work(connection, entry.actor, entry.at, station)
        if not Deliveries(work).note(entry.id, entry.kind):
            _recognise(work, entry)
            work.audit.write()
            return Delivery(entry, is_again=True)
        _Unpacking(work).unpack(entry.deed)
        work.audit.write()
    return Delivery(entry)


class _Unpacking:
    """One deed being written; `_keys` are the keys that records of the desk have on the server."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._keys: dict[int, int] = {}
        # Records whose audit lines would tell what did not happen here.
        self._untold: set[int] = set()

    def unpack(self, deed: Deed) -> None:
        deliveries = Deliveries(self._work)
        self._keys = deliveries.became(_keys_in(deed.rows))
        for change in deed.rows:
            self._write(change)
        for action, what, what_id, told, reason in deed.audit:
            if what_id not in self._untold:
                key = self._keys.get(int(what_id), int(what_id))
                self._work.audit.note(action, what, key, told, reason)

    def _write(self, change: RowChange) -> None:
        if change.table not in MAY_BE_DELIVERED:
            raise Refused("journal.needs_server")
        table = METADATA.tables[change.table]
        if change.before is None and change.after is not None:
            self._add(table, change.after)
        elif change.after is not None:
            self._change(table, change)
        else:
            self._work.connection.execute(delete(table).where(self._at(table, change)))

    def _add(self, table: Table, row: dict[str, Any]) -> None:
        if table.name == "patients":
            self._add_patient(table, row)
            return
        self._work.connection.execute(insert(table), values_of(table, self._pointing(row)))

    def _change(self, table: Table, change: RowChange) -> None:
        """Only what was changed at the desk is changed here; both changed it: see YIELDING."""
        found = plain_rows(self._work.connection, table, self._at(table, change))
        if not found:
            raise Refused("journal.not_on_server")
        (now,) = found
        before, after = self._pointing(change.before or {}), self._pointing(change.after or {})
        changed = changed_columns(before, after)
        clash = {name for name, (old, new) in changed.items() if now[name] not in (old, new)}
        if clash and table.name not in YIELDING:
            raise Refused("journal.changed_elsewhere")
        taken = {name: new for name, (_, new) in changed.items() if name not in clash}
        if table.name == "visits" and taken.keys() & KEPT_BY_A_CASE and self._has_case(now["id"]):
            raise Refused("journal.changed_elsewhere")
        if clash:
            kept = {name: [changed[name][1], now[name]] for name in sorted(clash)}
            self._work.audit.note("NOT_TAKEN", table.name.rstrip("s"), now["id"], kept)
        if table.name == "patients":
            self._save_patient(now, taken)
        elif taken:
            version = {"version": now["version"] + 1} if "version" in now else {}
            self._work.connection.execute(
                update(table)
                .where(self._at(table, change))
                .values(values_of(table, taken | version))
            )

    def _has_case(self, visit_id: int) -> bool:
        cases = METADATA.tables["cases"]
        asked = select(cases.c.id).where(cases.c.visit_id == visit_id).limit(1)
        return self._work.connection.execute(asked).first() is not None

    def _add_patient(self, table: Table, row: dict[str, Any]) -> None:
        """A number that the server knows under the same name is that person, not a second one."""
        patients = Patients(self._work)
        typed = _patient(row)
        known = patients.find_by_id_no(typed.id_type, typed.id_no)
        if known is None:
            self._work.connection.execute(insert(table), values_of(table, row))
            patients.put_keys(typed)
            return
        if name_key(known.name) != name_key(typed.name):
            raise Refused("journal.id_belongs_to", name=known.name, typed=typed.name)
        Deliveries(self._work).note(typed.id, SAME, known.id)
        self._keys[typed.id] = known.id
        self._untold.add(typed.id)
        self._work.audit.note("SAME_PERSON", "patient", int(known.id), {"patient_id": typed.id})
        merged = _filled(known, typed)
        if merged != known:
            patients.save(merged)

    def _save_patient(self, now: dict[str, Any], taken: dict[str, Any]) -> None:
        if taken:
            self._untold.add(int(now["id"]))
            Patients(self._work).save(_patient(now | taken))

    def _at(self, table: Table, change: RowChange) -> Any:
        return with_key(table, tuple(self._keys.get(part, part) for part in change.key))

    def _pointing(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self._keys.get(value, value) if name in POINTERS else value
            for name, value in row.items()
        }


def _recognise(work: Work, entry: Entry) -> None:
    """The answer to a save was lost, the save was not: the desk's records are the server's ones.

    What comes after it in the journal (a slip that was printed) then finds its record.
    """
    deliveries = Deliveries(work)
    visit_id = deliveries.became([entry.id]).get(entry.id)
    added = [one.after for one in entry.deed.rows if one.before is None and one.after]
    visit = next((row for row in added if "visit_no" in row), None)
    if visit_id is None or visit is None or not deliveries.note(visit["id"], SAME, visit_id):
        return
    visits, slips = METADATA.tables["visits"], METADATA.tables["slips"]
    (kept,) = plain_rows(work.connection, visits, visits.c.id == visit_id)
    if visit["patient_id"] != kept["patient_id"]:
        deliveries.note(visit["patient_id"], SAME, kept["patient_id"])
    stored = plain_rows(work.connection, slips, slips.c.visit_id == visit_id)
    for slip in (row for row in added if "copy_no" in row):
        same = [row["id"] for row in stored if row["copy_no"] == slip["copy_no"]]
        for slip_id in same[:1]:
            deliveries.note(slip["id"], SAME, slip_id)
    numbers = {"visit_no": [kept["visit_no"], visit["visit_no"]]}
    work.audit.note("PRINTED_AS", "visit", visit_id, numbers)


def _keys_in(rows: Sequence[RowChange]) -> set[int]:
    """Every key that stands in these rows, their own included."""
    found = {part for change in rows for part in change.key}
    for change in rows:
        for row in (change.before, change.after):
            found |= {value for name, value in (row or {}).items() if name in POINTERS and value}
    return found


def _patient(row: dict[str, Any]) -> Patient:
    return patient_of(values_of(METADATA.tables["patients"], row))  # pyright: ignore[reportArgumentType] - any mapping serves


def _filled(known: Patient, typed: Patient) -> Patient:
    """The known person with what was typed at the desk; what was left empty there stays."""
    nobody = Patient(PatientId(0), "")
    said = {
        name: getattr(typed, name)
        for name in members_of(Patient)
        if name not in ("id", "version", "name") and getattr(typed, name) != getattr(nobody, name)
    }
    return replace(known, **said)
