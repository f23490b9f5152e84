"""The journal of a desk: a line in the transaction of the fact, and none without a fact."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from feverclinic.domain.people import PatientId
from feverclinic.errors import Refused
from feverclinic.storage.desk_file import knows_somebody, open_desk
from feverclinic.storage.journal import DELIVERED, Entry
from feverclinic.storage.rows import plain_rows, values_of
from feverclinic.storage.schema import METADATA
from feverclinic.storage.store import Store, transaction
from feverclinic.storage.work import Way
from tests.builders import (
    GATE,
    NOON,
    NURSE,
    a_draft,
    a_patient,
    a_reading,
    a_slip,
    a_visit,
    an_assessment,
)

ROOT = Path(__file__).parents[2]
OFFLINE = Way(is_offline=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Engine]:
    engine = open_desk(tmp_path, NOON)
    yield engine
    engine.dispose()


def waiting(desk: Engine) -> tuple[Entry, ...]:
    with transaction(desk, NURSE, NOON, GATE) as store:
        return store.journal.waiting()


def test_a_save_is_one_line_with_its_rows_and_its_audit_lines(desk: Engine) -> None:
    patient = a_patient()
    visit = a_visit(patient)

    with transaction(desk, NURSE, NOON, GATE, replace(OFFLINE, key=17)) as store:
        store.patients.add(patient)
        store.visits.add(visit)
        store.readings.add(a_reading(), visit.id)
        store.assessments.add(an_assessment(visit))
        store.slips.add(a_slip(visit))

    (entry,) = waiting(desk)
    assert (entry.id, entry.kind, entry.station, entry.at) == (17, "visits", "GATE", NOON)
    assert (entry.actor_id, entry.deed.login, entry.deed.name) == (11, "zhang", "王小明")
    assert [row.table for row in entry.deed.rows] == [
        "patients",
        "visits",
        "assessments",
        "readings",
        "slips",
    ]
    assert [(line[0], line[1]) for line in entry.deed.audit] == [
        ("ADDED", "patient"),
        ("ADDED", "visit"),
        ("ADDED", "reading"),
        ("ADDED", "assessment"),
        ("ADDED", "slip"),
    ]


def test_a_change_is_written_with_what_was_before(desk: Engine) -> None:
    patient = a_patient()
    with transaction(desk, NURSE, NOON, GATE) as store:
        store.patients.add(patient)

    with transaction(desk, NURSE, NOON, GATE, OFFLINE) as store:
        store.patients.save(replace(patient, phone="13911112222"))

    entry = waiting(desk)[-1]
    (change,) = entry.deed.rows
    assert change.before is not None
    assert change.after is not None
    assert (change.before["phone"], change.after["phone"]) == ("13800000000", "13911112222")


def test_looking_writes_no_line(desk: Engine) -> None:
    with transaction(desk, NURSE, NOON, GATE, OFFLINE) as store:
        store.drafts.of_station("GATE")

    assert waiting(desk) == ()


def test_what_is_rolled_back_leaves_no_line(desk: Engine) -> None:
    def add_and_refuse() -> None:
        with transaction(desk, NURSE, NOON, GATE, OFFLINE) as store:
            store.patients.add(a_patient())
            raise Refused("visit.has_ended")

    with pytest.raises(Refused):
        add_and_refuse()

    with transaction(desk, NURSE, NOON, GATE, OFFLINE) as store:
        store.drafts.of_station("GATE")
    assert waiting(desk) == ()


def test_a_form_is_one_line_however_often_it_is_kept_and_no_save(desk: Engine) -> None:
    form = a_draft()
    for _ in range(3):
        with transaction(desk, NURSE, NOON, GATE, OFFLINE) as store:
            store.drafts.put(form)

    with transaction(desk, NURSE, NOON, GATE) as store:
        (entry,) = store.journal.waiting()
        count = store.journal.count()
    assert (entry.id, entry.kind, count) == (form.id, "form", 0)


def test_a_delivered_entry_keeps_no_document(desk: Engine) -> None:
    with transaction(desk, NURSE, NOON, GATE, OFFLINE) as store:
        store.patients.add(a_patient())
    (entry,) = waiting(desk)

    with transaction(desk, NURSE, NOON, GATE) as store:
        store.journal.mark(entry, DELIVERED)

    assert waiting(desk) == ()


def test_visits_without_the_server_have_numbers_of_their_own(desk: Engine) -> None:
    with transaction(desk, NURSE, NOON, GATE, OFFLINE) as store:
        numbers = [store.visits.next_no("GATE", NOON.date()) for _ in range(2)]

    assert numbers == ["20200225-9001", "20200225-9002"]


def test_rows_travel_as_they_are(desk: Engine) -> None:
    patient = a_patient()
    visit = a_visit(patient)
    with transaction(desk, NURSE, NOON, GATE) as store:
        store.patients.add(patient)
        store.visits.add(visit)
        store.readings.add(a_reading("99.1F", raw_bytes=b"\x00\xff"), visit.id)
        store.assessments.add(an_assessment(visit))
        before = _all_rows(store)
        for name in ("assessments", "readings", "visits", "patients"):
            store.connection.execute(METADATA.tables[name].delete())
        for name, rows in before.items():
            table = METADATA.tables[name]
            store.connection.execute(table.insert(), [values_of(table, row) for row in rows])
        again = _all_rows(store)

    assert again == before
    assert sum(map(len, again.values())) == 4


def _all_rows(store: Store) -> dict[str, list[dict[str, object]]]:
    tables = ("patients", "visits", "readings", "assessments")
    return {
        name: plain_rows(
            store.connection, METADATA.tables[name], METADATA.tables[name].c.id.is_not(None)
        )
        for name in tables
    }


def test_what_the_desk_called_saved_is_in_its_journal_when_it_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.storage.saving_alone", str(tmp_path)],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        promised = [int(program.stdout.readline()) for _ in range(20)]
        program.send_signal(signal.SIGKILL)
        promised += [int(line) for line in program.stdout.read().split()]

    desk = open_desk(tmp_path, NOON)
    with transaction(desk, NURSE, NOON, GATE) as store:
        kept = {key[0] for one in store.journal.waiting(100_000) for key in _keys(one)}
        names = [store.patients.get(PatientId(number)).name for number in promised]
    desk.dispose()

    assert kept >= set(promised)
    assert names == [f"王{number}" for number in promised]


def _keys(entry: Entry) -> list[tuple[int, ...]]:
    return [row.key for row in entry.deed.rows]


def test_a_damaged_desk_file_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"not a database, not at all")

    desk = open_desk(tmp_path, NOON)

    assert not knows_somebody(desk)
    desk.dispose()
    (aside,) = tmp_path.glob("desk.db.damaged-*")
    assert aside.read_bytes() == b"not a database, not at all"
