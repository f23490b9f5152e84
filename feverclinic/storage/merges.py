"""People of whom there were two records: which became part of which, and what is moved with them."""

from sqlalchemy import select

from feverclinic.domain.boards import Topic
from feverclinic.domain.people import Patient, PatientId
from feverclinic.storage.case_tables import MergedPatientRow
from feverclinic.storage.columns import insert_if_missing
from feverclinic.storage.keys import keys_of_patient
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import PatientKeyRow, table_of
from feverclinic.storage.work import Work

MERGED, KEYS = table_of(MergedPatientRow), table_of(PatientKeyRow)


class Merges:
    def __init__(self, work: Work) -> None:
        self._work = work

    def current(self, patient_id: PatientId) -> PatientId:
        """The record in which this person stands now; itself when it was never merged."""
        into = self._into(patient_id)
        while into is not None:
            patient_id, into = into, self._into(into)
        return patient_id

    def add(self, merged: Patient, into: Patient, reason: str) -> None:
        """Note that one record became part of another: whoever is sought by the one finds the other."""
        work = self._work
        values = {
            "id": merged.id,
            "facility_id": work.station.facility_id,
            "into_id": into.id,
            "at": work.now,
            "by": work.actor.name,
            "reason": reason,
        }
        add_rows(work.connection, MERGED, [values])
        work.connection.execute(KEYS.delete().where(KEYS.c.patient_id == merged.id))
        for key in sorted(keys_of_patient(merged) - keys_of_patient(into)):
            found_by = {"key": key, "patient_id": into.id}
            work.connection.execute(insert_if_missing(work.connection, KEYS, found_by))
        work.audit.note("MERGED", "patient", merged.id, {"into": into.id}, reason)
        work.touched |= {Topic.PATIENTS, Topic.VISITS, Topic.CASES}

    def _into(self, patient_id: PatientId) -> PatientId | None:
        asked = select(MERGED.c.into_id).where(MERGED.c.id == patient_id)
        found = self._work.connection.execute(asked).scalar()
        return None if found is None else PatientId(found)
