"""Who was here before, on both databases; and a visit entered later from a paper sheet."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feverclinic.domain.intake import Intake
from feverclinic.domain.leaving_entries import Returned
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.returning import LookedFor, ReturnVisit
from feverclinic.domain.vitals import Level
from feverclinic.services import moving, triage
from feverclinic.services.sheets import print_sheets
from tests.builders import LOBBY, MINUTE, NOON, NURSE, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form
from tests.services.ward import CASE_RULES, Ward

EARLIER = NOON - timedelta(days=3)


def an_earlier_form(reading: str = "38.2", **differs: str) -> Intake:
    measured = a_reading(reading, measured_at=EARLIER, received_at=EARLIER)
    return replace(a_form(measured, **differs), arrived_at=EARLIER)


def test_a_banner_says_when_how_hot_and_where_to(clinic: Clinic, save: Save) -> None:
    saved = save(an_earlier_form(), EARLIER, station=LOBBY)

    with clinic.work() as store:
        found = triage.last_visit(store, saved.patient.id)

    assert found == ReturnVisit(
        visit_id=saved.visit.id,
        visit_no="20200222-0001",
        station="LOBBY",
        on=date(2020, 2, 22),
        days_ago=3,
        temperature="38.2",
        outcome=Outcome.FEVER_CLINIC,
        level=Level.III,
    )
    assert found is not None
    assert found.was_isolated


def test_the_latest_other_visit_counts_whatever_desk_it_was_at(clinic: Clinic, save: Save) -> None:
    save(an_earlier_form(), EARLIER, station=LOBBY)
    yesterday = save(an_earlier_form("36.6"), NOON - timedelta(days=1))
    today = save(a_form())

    with clinic.work() as store:
        found = triage.last_visit(store, today.patient.id, today.visit.id)
        newest = triage.last_visit(store, today.patient.id)

    assert found is not None
    assert (found.visit_id, found.temperature, found.was_isolated) == (
        yesterday.visit.id,
        "36.6",
        False,
    )
    assert newest is not None
    assert (newest.visit_id, newest.days_ago) == (today.visit.id, 0)


def test_whoever_comes_for_the_first_time_has_no_banner(clinic: Clinic, save: Save) -> None:
    saved = save(a_form())

    with clinic.work() as store:
        assert triage.last_visit(store, saved.patient.id, saved.visit.id) is None


@pytest.mark.parametrize("name", ["q1", "symptoms.COUGH", "mask", "spo2", "self_reported_fever"])
def test_no_answer_of_the_last_time_is_copied(clinic: Clinic, save: Save, name: str) -> None:
    save(an_earlier_form(), EARLIER)
    form = a_form(**{name.replace(".", "__"): ""})

    assert triage.from_patient(save(a_form()).patient, form).text(name) == ""


def test_a_sheet_entered_later_keeps_its_number_and_the_true_time_of_arrival(
    clinic: Clinic, save: Save
) -> None:
    at_the_door = NOON - timedelta(hours=5)
    with clinic.work(at=at_the_door - MINUTE) as store:
        (sheet,) = print_sheets(store, "INTAKE", 1)
    measured = a_reading("36.5", measured_at=at_the_door, received_at=None)
    form = replace(a_form(measured, sheet_no=f" {sheet.number} "), arrived_at=at_the_door)

    saved = save(form)

    assert (saved.visit.sheet_no, saved.visit.arrived_at) == (sheet.number, at_the_door)
    assert saved.readings[0].measured_at == at_the_door
    with clinic.work() as store:
        arrival = store.arrivals.since("GATE", NOON)[0]
        opened = triage.reopen(store, saved.visit.id)
    assert (arrival.began_at, arrival.ended_at) == (at_the_door, NOON)
    again = save(opened.with_field("phone", "13900005599"), NOON + MINUTE)
    assert (again.visit.sheet_no, again.visit.arrived_at) == (sheet.number, at_the_door)


# -- who is looked for ------------------------------------------------------------------------


def test_whoever_left_without_leave_is_named_as_soon_as_triage_knows_him(
    clinic: Clinic, save: Save
) -> None:
    ward = Ward(clinic, save)
    case_id = ward.case()
    book = ward.book(case_id)
    asked = (triage.last_visit, book.patient.id, book.visit.id)
    assert ward.do(*asked, actor=NURSE) is None

    ward.do(moving.left_without_leave, case_id, ward.at, "床上无人", CASE_RULES)

    found = ward.do(*asked, actor=NURSE)
    assert found is not None
    assert (found.visit_id, found.looked_for) == (book.visit.id, LookedFor.AWAY)
    ward.do(moving.returned, case_id, Returned("家中"), CASE_RULES)
    assert ward.do(*asked, actor=NURSE) is None


def test_the_banner_of_whoever_is_looked_for_tells_the_visit_before_the_open_one(
    clinic: Clinic, save: Save
) -> None:
    ward = Ward(clinic, save)
    case_id = ward.case()
    patient = ward.book(case_id).patient
    ward.do(moving.left_without_leave, case_id, ward.at, "床上无人", CASE_RULES)
    today = save(a_form(id_no=patient.id_no), at=ward.later(24))

    found = ward.do(triage.last_visit, patient.id, today.visit.id, actor=NURSE)

    assert found is not None
    assert (found.temperature, found.looked_for) == ("38.6", LookedFor.AWAY)
