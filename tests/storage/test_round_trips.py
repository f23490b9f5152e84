"""What is stored comes back as it was, on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Patient
from feverclinic.domain.prescreening import RiskZone, ZoneColour
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import Assessment, Registration, Slip, Visit
from feverclinic.domain.vitals import Vitals
from feverclinic.errors import Refused, Stale
from feverclinic.storage.columns import Utc
from feverclinic.storage.documents import read_document, write_document
from feverclinic.storage.store import Store
from feverclinic.storage.tables import AssessmentRow, PatientRow, ReadingRow, Row, SlipRow, VisitRow
from tests.builders import (
    NOON,
    TODAY,
    a_draft,
    a_patient,
    a_reading,
    a_slip,
    a_visit,
    an_assessment,
    fahrenheit,
    in_years,
)

Work = Callable[..., AbstractContextManager[Store]]
PARTS = {"address", "emergency_contact", "registration", "vitals"}


@pytest.mark.parametrize(
    ("record", "row"),
    [
        (Patient, PatientRow),
        (Visit, VisitRow),
        (Registration, VisitRow),
        (Vitals, VisitRow),
        (Reading, ReadingRow),
        (Assessment, AssessmentRow),
        (Slip, SlipRow),
    ],
)
def test_every_field_of_a_record_has_a_column(record: Any, row: type[Row]) -> None:
    names = {one.name for one in fields(record)} - PARTS

    assert names - set(row.__table__.columns.keys()) == set()


def test_a_patient_comes_back_as_recorded(work: Work) -> None:
    patient = a_patient("买买提·吐尔逊", id_no="370399197903120016")

    with work() as store:
        store.patients.add(patient)
    with work() as store:
        assert store.patients.get(patient.id) == patient
        assert store.patients.find_by_id_no("01", "370399197903120016") == patient


def test_a_number_that_is_empty_is_nobodys(work: Work) -> None:
    with work() as store:
        store.patients.add(a_patient())
        store.patients.add(a_patient())

        assert store.patients.find_by_id_no("01", "") is None


def test_a_visit_comes_back_as_recorded(work: Work) -> None:
    patient = a_patient(**in_years(41))
    visit = a_visit(patient)

    with work() as store:
        store.patients.add(patient)
        store.visits.add(visit)
    with work() as store:
        assert store.visits.get(visit.id) == visit
        assert store.visits.find_by_no("20200225-0001") == visit
        assert store.visits.find_by_no("20200225-0001", "LOBBY") is None
        assert store.visits.of_patient(patient.id) == (visit,)


@pytest.mark.rule("TEMP-1", "TEMP-4")
def test_a_reading_keeps_its_digits_its_bytes_and_its_fraction(work: Work) -> None:
    patient = a_patient()
    visit = a_visit(patient)

    with work() as store:
        store.patients.add(patient)
        store.visits.add(visit)
        kept = store.readings.add(fahrenheit(), visit.id)
        exact = store.readings.add(a_reading("37.250"), visit.id)
    with work() as store:
        assert store.readings.of_visit(visit.id) == (kept, exact)
        assert store.readings.get(kept.id or 0) == kept  # pyright: ignore[reportArgumentType] - has one
        assert (kept.raw_text, kept.value_centi, exact.raw_text) == ("99.1F", 3727, "37.250")


@pytest.mark.rule("T-10")
def test_a_decision_comes_back_with_all_that_led_to_it(work: Work) -> None:
    patient = a_patient()
    visit = a_visit(patient)
    first, second = an_assessment(visit), an_assessment(visit)

    with work() as store:
        store.patients.add(patient)
        store.visits.add(visit)
        store.assessments.add(first)
        store.assessments.add(second)
    with work() as store:
        assert store.assessments.latest(visit.id) == second
        assert store.assessments.of_visit(visit.id) == (second, first)


def test_a_draft_keeps_every_letter_and_every_reading(work: Work) -> None:
    draft = a_draft({"name": "赵六 ", "spo2": "9", "bp": "12８/", "address.text": '"\\ \n\t'})

    with work() as store:
        store.drafts.put(draft)
    with work() as store:
        assert store.drafts.get(draft.id) == draft
        assert store.drafts.of_station("GATE") == (draft,)


def test_a_draft_put_again_takes_the_place_of_the_first(work: Work) -> None:
    draft = a_draft()
    later = a_draft({"name": "赵六六"}, id=draft.id, is_set_aside=True)

    with work() as store:
        store.drafts.put(draft)
        store.drafts.put(later)

        assert store.drafts.of_station("GATE") == (later,)


def test_a_draft_that_was_dropped_is_gone(work: Work) -> None:
    draft = a_draft()

    with work() as store:
        store.drafts.put(draft)
        store.drafts.drop(draft.id)
        store.drafts.drop(draft.id)

        with pytest.raises(Refused, match=r"record\.missing"):
            store.drafts.get(draft.id)


def test_slips_wait_until_they_are_on_paper(work: Work) -> None:
    patient = a_patient()
    visit = a_visit(patient)
    slip = a_slip(visit)

    with work() as store:
        store.patients.add(patient)
        store.visits.add(visit)
        store.slips.add(slip)

        assert store.slips.waiting() == (slip,)
        assert store.slips.of_visit(visit.id) == (slip,)


def test_risk_zones_of_a_township_do_not_overlap(work: Work) -> None:
    first = RiskZone("370303001", ZoneColour.RED, TODAY, TODAY + timedelta(days=14))
    next_one = RiskZone("370303001", ZoneColour.GREEN, TODAY + timedelta(days=14))
    inside = RiskZone("370303001", ZoneColour.ORANGE, TODAY + timedelta(days=13), None)

    with work() as store:
        store.zones.add(first, "通告 1 号")
        store.zones.add(next_one)
        with pytest.raises(Refused, match=r"zone\.overlaps"):
            store.zones.add(inside)

        assert store.zones.all() == (first, next_one)


def test_a_zone_that_ends_before_it_begins_is_refused(work: Work) -> None:
    with work() as store, pytest.raises(Refused, match=r"zone\.ends_before_it_begins"):
        store.zones.add(RiskZone("370303001", ZoneColour.RED, TODAY, TODAY))


def test_an_instant_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its offset"):
        Utc().process_bind_param(NOON.replace(tzinfo=None), None)  # pyright: ignore[reportArgumentType] - any


TEXTS = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=30
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=TEXTS,
    fields_typed=st.dictionaries(TEXTS, TEXTS, max_size=5),
    minutes=st.integers(-900, 900),
    age=st.none() | st.integers(0, 130),
)
def test_whatever_is_typed_comes_back(
    work: Work, name: str, fields_typed: dict[str, str], minutes: int, age: int | None
) -> None:
    at = datetime(2020, 2, 25, 12, 0, tzinfo=timezone(timedelta(minutes=minutes)))
    patient = a_patient(name, birth_date=None, age=age)
    draft = a_draft(intake=Intake(at, fields_typed, (a_reading(measured_at=at),)))

    with work() as store:
        store.patients.add(patient)
        store.drafts.put(draft)

        assert store.patients.get(patient.id) == patient
        assert store.drafts.get(draft.id) == draft


def test_a_character_cut_in_half_is_refused_in_words(work: Work) -> None:
    with pytest.raises(Refused, match=r"text\.not_storable"), work() as store:
        store.patients.add(a_patient("王\ud83d"))


def test_the_same_document_is_the_same_text() -> None:
    draft = a_draft({"b": "2", "a": "1"})
    other = a_draft({"a": "1", "b": "2"}, id=draft.id)

    assert write_document(draft.intake) == write_document(other.intake)
    assert read_document(Intake, write_document(draft.intake)) == draft.intake


def test_a_record_that_nobody_has_is_refused(work: Work) -> None:
    with work() as store:
        for get in (store.patients.get, store.visits.get, store.readings.get, store.staff.get):
            with pytest.raises(Refused, match=r"record\.missing"):
                get(999)  # pyright: ignore[reportArgumentType] - nobody's id


def test_a_visit_number_is_used_once_in_a_station(work: Work) -> None:
    patient = a_patient()

    with work() as store:
        store.patients.add(patient)
        store.visits.add(a_visit(patient))
        store.visits.add(a_visit(patient, station="LOBBY"))
    with pytest.raises(Stale, match=r"record\.already_there"), work() as store:
        store.visits.add(a_visit(patient))


def test_a_document_number_belongs_to_one_person(work: Work) -> None:
    with work() as store:
        store.patients.add(a_patient(id_no="370399197903120016"))
        store.patients.add(a_patient(id_no="370399197903120016", id_type="99"))
    with pytest.raises(Stale, match=r"record\.already_there"), work() as store:
        store.patients.add(a_patient(id_no="370399197903120016"))
