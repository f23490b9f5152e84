"""Patients: the person as recorded, found again by number; every change keeps its before and after."""

from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, select, text

from feverclinic.domain.boards import Topic
from feverclinic.domain.people import Address, Contact, Patient, PatientId
from feverclinic.errors import Refused
from feverclinic.storage.audit import difference
from feverclinic.storage.columns import columns_of, insert_once, record_of
from feverclinic.storage.keys import keys_of_patient, name_key
from feverclinic.storage.merges import Merges
from feverclinic.storage.ready import add_rows, run
from feverclinic.storage.tables import HAS_NUMBER, PatientKeyRow, PatientRow, table_of
from feverclinic.storage.work import Work

PATIENTS, KEYS = table_of(PatientRow), table_of(PatientKeyRow)
# Made once: building a statement costs more than running it.
BY_ID = select(PATIENTS).where(PATIENTS.c.id == bindparam("patient_id"))
BY_ID_NO = select(PATIENTS.c.id).where(
    PATIENTS.c.id_type == bindparam("id_type"),
    PATIENTS.c.id_no == bindparam("id_no"),
    text(HAS_NUMBER),
)
INSIDE = {"address": "address_", "emergency_contact": "emergency_"}
INNER: dict[str, tuple[str, type]] = {
    "address": ("address_", Address),
    "emergency_contact": ("emergency_", Contact),
}


def patient_of(row: RowMapping) -> Patient:
    return record_of(Patient, row, INNER)


class Patients:
    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, patient_id: PatientId) -> Patient:
        """The patient; raises Refused `record.missing` for an id that nobody has."""
        found = self._find(BY_ID, patient_id=patient_id)
        if found is None:
            raise Refused("record.missing", what="patient", id=patient_id)
        return found

    def find_by_id_no(self, id_type: str, id_no: str) -> Patient | None:
        """Who has this document, if anyone; an empty number is nobody's."""
        if not id_no:
            return None
        facts = {"id_type": id_type, "id_no": id_no}
        found = run(self._work.connection, BY_ID_NO, facts).scalar()
        return None if found is None else self.get(Merges(self._work).current(found))

    def add(self, patient: Patient) -> Patient:
        """Record a new person; raises Stale `record.already_there` when the document is known."""
        work = self._work
        values = {**self._values(patient), "facility_id": work.station.facility_id}
        add_rows(work.connection, PATIENTS, [values])
        self._put_keys(patient.id, keys_of_patient(patient))
        work.audit.note("ADDED", "patient", patient.id, patient)
        work.touched.add(Topic.PATIENTS)
        return patient

    def save(self, patient: Patient, reason: str = "") -> Patient:
        """Keep a changed person as the next version; raises Stale when another desk was faster."""
        work = self._work
        before = self.get(patient.id)
        work.replace_row(PATIENTS, patient.id, patient.version, self._values(patient), "patient")
        saved = replace(patient, version=patient.version + 1)
        old, new = keys_of_patient(before), keys_of_patient(saved)
        if old != new:
            gone = KEYS.c.key.in_(old - new) & (KEYS.c.patient_id == patient.id)
            work.connection.execute(KEYS.delete().where(gone))
            self._put_more_keys(patient.id, new - old)
        work.audit.note("CHANGED", "patient", patient.id, difference(before, saved), reason)
        work.touched.add(Topic.PATIENTS)
        return saved

    def put_keys(self, patient: Patient) -> None:
        """What a person is found by, of one whose row is there already."""
        self._put_keys(patient.id, keys_of_patient(patient))

    def _find(self, asked: Select[Any], **facts: object) -> Patient | None:
        row = self._work.connection.execute(asked, facts).mappings().first()
        return None if row is None else patient_of(row)

    def _values(self, patient: Patient) -> dict[str, Any]:
        columns = columns_of(patient, INSIDE)
        return {**columns, "name_key": name_key(patient.name), "changed_at": self._work.now}

    def _put_keys(self, patient_id: int, keys: frozenset[str]) -> None:
        if keys:
            rows = [{"key": key, "patient_id": patient_id} for key in sorted(keys)]
            add_rows(self._work.connection, KEYS, rows)

    def _put_more_keys(self, patient_id: int, keys: frozenset[str]) -> None:
        """Keys of somebody who may have some of them from a record that became part of his."""
        rows = [{"key": key, "patient_id": patient_id} for key in sorted(keys)]
        if rows:
            connection = self._work.connection
            connection.execute(insert_once(connection.dialect.name, KEYS), rows)
