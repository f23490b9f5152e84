"""What a desk without its server delivers lets nobody out of isolation (a delivery is rows, not verbs)."""

from typing import Any

import pytest

from feverclinic.domain.visits import Stage
from feverclinic.errors import Refused
from feverclinic.storage.deliveries import deliver
from feverclinic.storage.documents import write_document
from feverclinic.storage.journal import ON_SERVER_ONLY, WAITING, Deed, Entry, RowChange
from feverclinic.storage.rows import plain_rows
from feverclinic.storage.schema import METADATA
from tests.builders import GATE, NOON, NURSE, a_patient, a_visit
from tests.case_builders import a_case
from tests.engines import Clinic


def an_entry(*rows: RowChange) -> Entry:
    document = write_document(Deed(NURSE.login, "", tuple(rows), ()))
    return Entry(4711, 1, 1, GATE.code, NOON, NURSE.id, "save", document, WAITING)


@pytest.fixture
def case_id(clinic: Clinic) -> int:
    """A suspect who is isolated."""
    patient = a_patient()
    visit = a_visit(patient, stage=Stage.ARRIVED)
    with clinic.work() as store:
        store.staff.add(NURSE, "no password")
        store.patients.add(patient)
        store.visits.add(visit)
        case = store.cases.add(a_case(visit_id=visit.id, patient_id=patient.id))
    return case.id


def row_of(clinic: Clinic, name: str, key: int) -> dict[str, Any]:
    table = METADATA.tables[name]
    with clinic.engine.connect() as connection:
        (row,) = plain_rows(connection, table, table.c.id == key)
    return row


@pytest.mark.rule("TRF-1")
def test_no_delivery_writes_a_case(clinic: Clinic, case_id: int) -> None:
    before = row_of(clinic, "cases", case_id)
    after = before | {"way_out": "CLINIC_EXIT", "state": "CLEARED", "case_class": "NOT_SUSPECTED"}

    with pytest.raises(Refused, match=r"journal\.needs_server"):
        deliver(clinic.engine, an_entry(RowChange("cases", (case_id,), before, after)), GATE)

    assert row_of(clinic, "cases", case_id) == before


def test_every_table_of_isolation_is_changed_on_the_server_only() -> None:
    of_isolation = {
        *("cases", "case_entries", "rooms", "stays"),
        *("emergency_plans", "merged_patients", "rule_trials"),
    }

    assert of_isolation <= ON_SERVER_ONLY


@pytest.mark.rule("TRF-1")
@pytest.mark.parametrize("changed", [{"stage": "LEFT"}, {"patient_id": 12345}])
def test_no_delivery_ends_a_visit_that_has_a_case_or_gives_it_to_another(
    clinic: Clinic, case_id: int, changed: dict[str, Any]
) -> None:
    visit_id = row_of(clinic, "cases", case_id)["visit_id"]
    before = row_of(clinic, "visits", visit_id)
    change = RowChange("visits", (visit_id,), before, before | changed)

    with pytest.raises(Refused, match=r"journal\.changed_elsewhere"):
        deliver(clinic.engine, an_entry(change), GATE)

    assert row_of(clinic, "visits", visit_id) == before
