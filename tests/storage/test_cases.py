"""Cases and their entries on both databases: exact round trips, entries that stay, an end with its act."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_entries import KIND_OF, KINDS, Document, Noted
from feverclinic.domain.case_facts import SampleKind
from feverclinic.domain.cases import Case, CaseClass, CaseId, Column, EntryId, Shown, WayOut
from feverclinic.domain.clinical_entries import Dose
from feverclinic.domain.leaving_entries import Left
from feverclinic.domain.work_up_entries import SampleResult, SampleTaken
from feverclinic.errors import Refused, Stale
from feverclinic.storage.store import Store
from tests.builders import NOON, a_patient, a_visit
from tests.case_builders import a_case, an_entry
from tests.engines import Clinic
from tests.storage.any_document import any_of_type

HOUR = timedelta(hours=1)


def put_case(store: Store, **differs: Any) -> Case:
    """A case with its person and visit."""
    patient = store.patients.add(a_patient())
    visit = store.visits.add(a_visit(patient))
    return store.cases.add(a_case(patient_id=patient.id, visit_id=visit.id, **differs))


def test_a_case_comes_back_as_recorded(clinic: Clinic) -> None:
    shown = Shown(NOON, ("CBC", "NAT"), None, 93, "RESULT_NAT", NOON + 6 * HOUR)
    told = {
        "last_seq": 4,
        "last_at": NOON + HOUR,
        "was_suspected": True,
        "is_away": True,
        "way_out": WayOut.LEFT_WITHOUT_LEAVE,
        "next_case_id": CaseId(9),
        "shown": shown,
    }
    with clinic.work() as store:
        case = put_case(store, **told)

    with clinic.work() as store:
        assert store.cases.get(case.id) == case
        assert store.cases.find_by_visit(case.visit_id) == case
        assert store.cases.of_patient(case.patient_id) == (case,)
        with pytest.raises(Refused, match=r"record\.missing"):
            store.cases.get(CaseId(1))


def test_a_case_is_saved_by_its_version_and_the_second_desk_is_told(clinic: Clinic) -> None:
    with clinic.work() as store:
        case = put_case(store)
    with clinic.work() as store:
        kept = store.cases.save(case.as_version(0))
        assert kept.version == 1
        assert Topic.CASES in store.touched
    with clinic.work() as store, pytest.raises(Stale, match=r"record\.changed"):
        store.cases.save(case)


def test_a_visit_has_one_case_however_many_desks_look_at_once(clinic: Clinic) -> None:
    with clinic.work() as store:
        case = put_case(store)
    again = a_case(id=CaseId(702), visit_id=case.visit_id, patient_id=case.patient_id)
    with pytest.raises(Stale, match=r"record\.already_there"), clinic.work() as store:
        store.cases.add(again)


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_kind_of_entry_comes_back_exactly(
    clinic: Clinic, kind: str, data: st.DataObject
) -> None:
    document: Document = data.draw(any_of_type(KINDS[kind]))
    with clinic.work() as store:
        case_id = CaseId(store.new_id())
        entry = an_entry(1, document, id=EntryId(store.new_id()), case_id=case_id, replaces=7)
        store.cases.put((entry,))

    with clinic.work() as store:
        assert store.cases.entries_of(case_id) == (entry,)
    assert entry.kind == kind


def test_every_document_has_a_kind_of_its_own() -> None:
    assert len(KIND_OF) == len(KINDS) == 29


def test_two_desks_cannot_write_the_same_number(clinic: Clinic) -> None:
    with clinic.work() as store:
        store.cases.put((an_entry(1, Dose()),))
    with pytest.raises(Stale, match=r"record\.already_there"), clinic.work() as store:
        store.cases.put((an_entry(1, Dose(NOON), id=EntryId(5)),))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_entries SET document = '{}'",
        "UPDATE case_entries SET seq = 9",
        "DELETE FROM case_entries",
    ],
)
def test_no_entry_is_ever_changed_whoever_writes_the_sql(clinic: Clinic, statement: str) -> None:
    with clinic.work() as store:
        store.cases.put((an_entry(1, Dose()),))

    with (
        pytest.raises(DBAPIError, match="never changed"),
        clinic.engine.begin() as connection,
    ):
        connection.execute(text(statement))
    with clinic.work() as store:
        assert store.cases.entries_of(CaseId(701)) == (an_entry(1, Dose()),)


@pytest.mark.rule("ISO-2")
def test_an_isolation_has_no_end_without_the_entry_of_its_act(clinic: Clinic) -> None:
    with clinic.work() as store:
        case = put_case(store)
        store.cases.put((an_entry(1, Left(WayOut.RELEASED)),))

    for change in (
        "isolation_ended_at = isolation_started_at",
        "ended_by = 9001",
        "isolation_ended_at = isolation_started_at, ended_by = 4",
    ):
        with pytest.raises(IntegrityError), clinic.engine.begin() as connection:
            connection.execute(text(f"UPDATE cases SET {change}"))
    with clinic.work() as store:
        assert store.cases.get(case.id).is_isolated


def test_an_entry_stands_in_the_audit_with_what_it_says(clinic: Clinic) -> None:
    with clinic.work() as store:
        store.cases.put((an_entry(1, Noted("CLOCK_BEHIND", {"clock": "08:00"})),))
        change = store.audit.waiting[-1]

    assert change[:3] == ("ADDED", "case_entry", 9001)


def test_samples_are_found_by_their_tube_and_results_by_their_message(clinic: Clinic) -> None:
    tube = an_entry(1, SampleTaken(SampleKind.NAT, NOON, tube_no=" N-1 "))
    result = an_entry(2, SampleResult(tube.id, NOON, message_id="N-1"))
    with clinic.work() as store:
        store.cases.put((tube, result, an_entry(3, SampleTaken(SampleKind.NAT, NOON))))

    with clinic.work() as store:
        assert store.cases.of_tube("N-1") == (tube,)
        assert store.cases.of_message("N-1") == (result,)
        assert store.cases.of_tube("") == ()


def test_a_case_of_another_hospital_is_not_seen(clinic: Clinic) -> None:
    with clinic.work() as store:
        case = put_case(store)
        store.cases.put((an_entry(1, SampleTaken(SampleKind.NAT, NOON, tube_no="N-1")),))
    with clinic.engine.begin() as connection:
        connection.execute(text("UPDATE cases SET facility_id = 2"))

    with clinic.work() as store:
        assert store.cases.of_patient(case.patient_id) == ()
        assert store.case_boards.open_cases() == ()


def test_whoever_ran_away_or_was_excluded_is_in_the_list_and_whoever_left_is_not(
    clinic: Clinic,
) -> None:
    with clinic.work() as store:
        case = put_case(store, case_class=CaseClass.UNDETERMINED, column=Column.EXAMINED)
        for way_out in WayOut:
            changed = store.cases.get(case.id)
            store.cases.save(replace(changed, way_out=way_out))
            is_here = way_out.value in ("EXCLUDED", "LIFE_SAVING", "LEFT_WITHOUT_LEAVE")
            assert bool(store.case_boards.open_cases()) is is_here
