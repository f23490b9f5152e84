"""The verbs of the triage desk on both databases: what a save writes, what it refuses, what stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feverclinic.domain.intake import Draft, Intake, Problem
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import Stage
from feverclinic.domain.vitals import Level
from feverclinic.errors import Refused, Stale
from feverclinic.services import slips, triage
from feverclinic.services.signing_in import NOBODY
from feverclinic.storage.verifying import verify_audit
from tests.builders import ID_NO, LOBBY, MINUTE, NOON, a_patient, a_reading
from tests.engines import Clinic
from tests.services.forms import FORM, Save, a_form


def refused(save: Save, intake: Intake, **differs: object) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        save(intake, **differs)
    assert caught.value.code == "triage.incomplete"
    problems: tuple[Problem, ...] = caught.value.facts["problems"]  # pyright: ignore[reportAssignmentType] - as raised
    assert caught.value.facts["count"] == len(problems)
    return [(problem.where, problem.code) for problem in problems]


def test_a_save_writes_person_visit_reading_decision_and_slip_in_one(
    clinic: Clinic, save: Save
) -> None:
    saved = save(a_form(a_reading("37.8"), q2="YES"))

    with clinic.work() as store:
        assert store.patients.get(saved.patient.id) == saved.patient
        assert store.visits.get(saved.visit.id) == saved.visit
        assert store.readings.of_visit(saved.visit.id) == saved.readings
        assert store.assessments.latest(saved.visit.id) == saved.assessment
        assert store.slips.of_visit(saved.visit.id) == (saved.slip,)
    with clinic.engine.connect() as connection:
        assert verify_audit(connection).broken == ()
    assert (saved.visit.visit_no, saved.visit.outcome, saved.visit.level) == (
        "20200225-0001",
        Outcome.FEVER_CLINIC_SINGLE_ROOM,
        Level.III,
    )
    assert (saved.told.visit_no, saved.told.name, saved.told.outcome, saved.told.level) == (
        "20200225-0001",
        "张建国",
        Outcome.FEVER_CLINIC_SINGLE_ROOM,
        Level.III,
    )


def test_the_decision_keeps_its_rules_its_maker_and_what_it_stood_on(save: Save) -> None:
    saved = save(a_form(a_reading("37.8"), q2="YES"))

    decided = saved.assessment
    assert (decided.rule_set, decided.decided_by, decided.decided_at) == ("triage-1", 11, NOON)
    assert decided.inputs["q2"] == {"answer": "YES"}
    assert decided.inputs["spo2"] == 97


def test_a_reading_taken_by_hand_names_the_nurse(save: Save) -> None:
    (reading,) = save(a_form(replace(a_reading("36.5"), operator=""))).readings

    assert reading.operator == "张护士"
    assert reading.id is not None


def test_who_has_no_duty_at_triage_saves_nothing(clinic: Clinic, save: Save) -> None:
    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        save(a_form(), actor=NOBODY)

    with clinic.work() as store:
        assert store.visits.find_by_no("20200225-0001") is None


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({"q1": ""}, [("q1", "required")]),
        ({"mask": ""}, [("mask", "required")]),
        ({"health_code": ""}, [("health_code", "required")]),
        ({"name": ""}, [("name", "required")]),
        ({"id_no": ""}, [("id_no", "required")]),
        ({"spo2": "970"}, [("spo2", "range_guess")]),
        ({"id_no": "370399197806010017"}, [("id_no", "id_CHECKSUM")]),
        ({"symptoms__COUGH": ""}, [("symptoms", "required")]),
    ],
    ids=str,
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_saved(
    save: Save, clinic: Clinic, differs: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert refused(save, a_form(**differs)) == expected

    with clinic.work() as store:
        assert store.visits.find_by_no("20200225-0001") is None


def test_a_form_without_a_temperature_asks_for_it_first(save: Save) -> None:
    form = replace(a_form(q1=""), readings=())

    assert refused(save, form) == [("temperature", "required"), ("q1", "required")]


@pytest.mark.rule("ACU-10")
def test_an_old_person_is_asked_for_the_signs_of_old_age_when_they_could_turn_the_route(
    save: Save,
) -> None:
    old = {"id_no": "", "no_id_reason": "NOT_CARRIED", "birth_date": "1940-06-01"}
    asked = dict.fromkeys(("signs__NEW_CONFUSION", "signs__FALL", "signs__NOT_EATING"), "NO")

    assert refused(save, a_form(**old)) == [("signs", "required")]
    assert save(a_form(**old, **asked)).visit.outcome is Outcome.GENERAL_OPD


@pytest.mark.rule("ACU-13")
def test_fever_with_headache_is_not_saved_before_the_neck_was_looked_at(save: Save) -> None:
    ill = {"symptoms__HEADACHE": "YES"}
    looked = {"signs__STIFF_NECK": "NO", "signs__ALTERED_MENTAL_STATE": "NO"}

    assert refused(save, a_form(a_reading("38.5"), **ill)) == [
        ("signs.STIFF_NECK", "required"),
        ("signs.ALTERED_MENTAL_STATE", "required"),
    ]
    assert save(a_form(a_reading("38.5"), **ill, **looked)).visit.level is Level.III


def test_a_warning_keeps_nobody_from_being_saved(save: Save) -> None:
    assert save(a_form(phone="05336543210")).patient.phone == "05336543210"


def test_the_same_number_is_the_same_person(clinic: Clinic, save: Save) -> None:
    first = save(a_form())

    second = save(a_form(phone="13900005599"))

    assert second.patient.id == first.patient.id
    assert second.patient.phone == "13900005599"
    assert second.visit.visit_no == "20200225-0002"


def test_an_emptier_form_empties_nothing_that_was_recorded(clinic: Clinic, save: Save) -> None:
    with clinic.work() as store:
        known = store.patients.add(a_patient("张建国", id_no=ID_NO, birth_date=date(1978, 6, 1)))

    saved = save(a_form())

    assert saved.patient.id == known.id
    assert saved.patient.employer == "某厂"
    assert saved.patient.emergency_contact == known.emergency_contact
    assert saved.patient.phone == "13900005512"


def test_a_chosen_person_with_nothing_new_is_not_written_again(clinic: Clinic, save: Save) -> None:
    first = save(a_form())

    again = save(replace(a_form(), patient_id=first.patient.id))

    assert again.patient == first.patient


def test_a_number_of_somebody_else_is_refused_with_the_name(clinic: Clinic, save: Save) -> None:
    with clinic.work() as store:
        store.patients.add(a_patient("王五", id_no=ID_NO))

    assert refused(save, a_form()) == [("id_no", "id_belongs_to")]


def test_the_next_person_typed_over_the_form_of_the_last_is_refused(
    clinic: Clinic, save: Save
) -> None:
    first = save(a_form())
    over = replace(
        a_form(name="李四", id_no="370399198502144425", sex="2", birth_date="1985-02-14"),
        patient_id=first.patient.id,
    )

    assert refused(save, over) == [("id_no", "other_person")]
    with clinic.work() as store:
        assert store.patients.get(first.patient.id) == first.patient


def test_a_name_that_was_written_wrong_is_corrected(clinic: Clinic, save: Save) -> None:
    first = save(a_form())

    again = save(replace(a_form(name="张建囯"), patient_id=first.patient.id))

    assert (again.patient.id, again.patient.name) == (first.patient.id, "张建囯")


def test_not_the_same_person_is_remembered_for_good(clinic: Clinic, save: Save) -> None:
    with clinic.work() as store:
        other = store.patients.add(a_patient("张建国", phone="13900005512"))
    form = a_form().with_field(f"not_same.{other.id}", "YES")

    saved = save(form)

    assert triage.not_same_as(form) == {other.id}
    with clinic.work() as store:
        assert [one.hit.patient_id for one in store.search.likenesses(saved.patient)] == []


@pytest.mark.rule("TRI-2")
def test_whoever_goes_to_resuscitation_is_saved_as_he_lies_there(
    clinic: Clinic, save: Save
) -> None:
    saved = save(Intake(NOON - MINUTE, {"acuity": "I", "spo2": "9700"}))

    assert (saved.patient.name, saved.visit.level) == ("无名氏-20200225-0001", Level.I)
    with clinic.work() as store:
        draft = store.drafts.get(FORM)
    assert draft.is_set_aside
    assert (draft.intake.visit_id, draft.intake.patient_id) == (saved.visit.id, saved.patient.id)


@pytest.mark.rule("TRI-1")
def test_a_whole_form_of_an_emergency_leaves_no_draft(clinic: Clinic, save: Save) -> None:
    with clinic.work() as store:
        triage.keep_draft(store, Draft(FORM, "GATE", a_form(), NOON))

    saved = save(a_form(a_reading("38.5"), acuity="I"))

    assert saved.visit.outcome is Outcome.RESUS_ISOLATION
    with clinic.work() as store:
        assert store.drafts.of_station("GATE") == ()


def test_a_second_save_of_a_visit_is_a_second_decision_of_the_same_visit(
    clinic: Clinic, save: Save
) -> None:
    first = save(a_form())
    with clinic.work() as store:
        triage.mark_arrived(store, first.visit.id)
        opened = triage.reopen(store, first.visit.id)

    second = save(opened.with_reading(a_reading("38.5")), NOON + MINUTE)

    assert (second.visit.id, second.visit.visit_no) == (first.visit.id, "20200225-0001")
    assert (second.visit.stage, second.visit.outcome) == (Stage.ARRIVED, Outcome.FEVER_CLINIC)
    with clinic.work() as store:
        decided = store.assessments.of_visit(first.visit.id)
        readings = store.readings.of_visit(first.visit.id)
    assert {one.routing.result for one in decided} == {
        Outcome.GENERAL_OPD,
        Outcome.FEVER_CLINIC,
    }
    assert first.assessment in decided
    assert [one.raw_text for one in readings] == ["36.5", "38.5"]


def test_a_reading_of_the_tray_changes_hands_once_and_stays_marked(
    clinic: Clinic, save: Save
) -> None:
    with clinic.work() as store:
        waiting = store.readings.add(a_reading("36.5"))

    first = save(a_form(replace(waiting, assigned_by_hand=True)))
    with clinic.work() as store:
        opened = triage.reopen(store, first.visit.id)
    second = save(opened)

    assert [(one.id, one.assigned_by_hand) for one in second.readings] == [(waiting.id, True)]


def test_a_reading_of_the_tray_that_was_given_to_another_is_refused(
    clinic: Clinic, save: Save
) -> None:
    first = save(a_form())
    with clinic.work() as store:
        waiting = store.readings.add(a_reading("36.5"))
        assert waiting.id is not None
        triage.assign_reading(store, waiting.id, first.visit.id)

    with pytest.raises(Stale, match=r"reading\.already_claimed"):
        save(a_form(waiting, name="李四", id_no="", no_id_reason="NOT_CARRIED"))


def test_an_override_of_a_nurse_upwards_stands_with_her_name(save: Save) -> None:
    saved = save(
        a_form(
            override__outcome="FEVER_CLINIC_SINGLE_ROOM",
            override__duty="NURSE",
            override__reason="家属确诊",
        )
    )

    decided = saved.assessment.routing
    assert (decided.override, decided.result) == ("ACCEPTED", Outcome.FEVER_CLINIC_SINGLE_ROOM)
    assert saved.assessment.inputs["override"] == {
        "outcome": "FEVER_CLINIC_SINGLE_ROOM",
        "by": "张护士",
        "duty": "NURSE",
        "reason": "家属确诊",
        "at": "2020-02-25T12:00:00+08:00",
    }


def test_a_nurse_cannot_lower_a_route_also_not_with_a_name(save: Save) -> None:
    saved = save(
        a_form(
            a_reading("38.5"),
            override__outcome="GENERAL_OPD",
            override__duty="NURSE",
            override__by="张护士",
            override__reason="熟人",
        )
    )

    decided = saved.assessment.routing
    assert (decided.override, decided.override_reason) == ("REFUSED", "DOCTOR_REQUIRED")
    assert saved.visit.outcome is Outcome.FEVER_CLINIC


def test_numbers_of_the_day_are_the_station_s_own(save: Save) -> None:
    gate = save(a_form())
    lobby = save(a_form(), station=LOBBY)
    next_day = save(a_form(), NOON + timedelta(days=1))

    numbers = [one.visit.visit_no for one in (gate, lobby, next_day)]
    assert numbers == ["20200225-0001", "20200225-0001", "20200226-0001"]


def test_a_visit_opened_again_is_the_form_it_was_saved_from(clinic: Clinic, save: Save) -> None:
    form = a_form(
        replace(a_reading("37.8"), site=Site.AXILLARY),
        self_reported_fever="YES",
        self_reported_fever__raw_text="38.2",
        self_reported_fever__measured_on="2020-02-24",
        antipyretic_last_6h="YES",
        antipyretic_taken_at="2020-02-25 09:30",
        chronic_conditions__DIABETES="YES",
    )
    saved = save(form)

    with clinic.work() as store:
        opened = triage.reopen(store, saved.visit.id)

    kept = {name: text for name, text in opened.fields.items() if name in form.fields}
    assert kept == form.fields
    assert opened.readings == saved.readings
    assert (opened.patient_id, opened.visit_id) == (saved.patient.id, saved.visit.id)
    again = save(opened, NOON + MINUTE)
    assert again.assessment.routing.reasons == saved.assessment.routing.reasons
    assert again.assessment.routing.evidence == saved.assessment.routing.evidence


def test_a_visit_without_a_decision_cannot_be_opened(clinic: Clinic, save: Save) -> None:
    saved = save(a_form())
    bare = replace(saved.visit, id=saved.visit.id + 1, visit_no="20200225-0099")  # pyright: ignore[reportArgumentType] - an id of the test
    with clinic.work() as store:
        store.visits.add(bare)

        with pytest.raises(Refused, match=r"visit\.no_assessment"):
            triage.reopen(store, bare.id)
        assert slips.slip_again(store, bare.id).copy_no == 1
