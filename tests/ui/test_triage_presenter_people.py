"""Who it is at the desk: numbers that propose, people who look alike, decisions against the route."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.devices.events import LinkChanged, LinkState
from feverclinic.domain.boards import Likeness, PersonHit
from feverclinic.domain.prescreening import Outcome, OverrideDuty
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import Stage
from tests.builders import ID_NO, NOON, a_patient, a_reading
from tests.engines import Clinic
from tests.stories.workplace import WorkPlace, a_gun, work_place


@pytest.fixture
def place(qapp: QApplication, clinic: Clinic) -> Iterator[WorkPlace]:
    with work_place(clinic) as opened:
        yield opened


def saved(qtbot: QtBot, place: WorkPlace) -> None:
    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.save_and_print()


def open_first(qtbot: QtBot, place: WorkPlace) -> None:
    """The first row of the day's list opens."""
    with qtbot.waitSignal(place.desk.queue_changed) as caught:
        place.desk.refresh()
    assert caught.args is not None
    with qtbot.waitSignal(place.desk.opened):
        place.desk.open_entry(caught.args[0][0])


@pytest.mark.rule("COD-6")
def test_a_valid_number_proposes_sex_and_birth_date(place: WorkPlace) -> None:
    place.desk.set_field("id_no", ID_NO)

    assert place.desk.intake.text("sex") == "1"
    assert place.desk.intake.text("birth_date") == "1978-06-01"


@pytest.mark.rule("COD-6")
def test_a_number_overwrites_nothing_that_was_typed(place: WorkPlace) -> None:
    place.desk.set_fields({"sex": "2", "birth_date": "1979-01-01"})
    place.desk.set_field("id_no", ID_NO)

    assert place.desk.intake.text("sex") == "2"
    assert place.desk.intake.text("birth_date") == "1979-01-01"


def test_people_who_look_alike_are_shown_while_typing(qtbot: QtBot, place: WorkPlace) -> None:
    with place.clinic.work() as store:
        known = store.patients.add(a_patient("张建国", phone="13900005512"))

    with qtbot.waitSignal(place.desk.likenesses_changed) as shown:
        place.desk.set_fields({"name": "张建国", "phone": "13900005512"})

    assert shown.args is not None
    alike: tuple[Likeness, ...] = shown.args[0]
    assert [(one.hit.patient_id, one.reasons) for one in alike] == [(known.id, ("PHONE",))]


def test_not_the_same_person_is_not_shown_again(qtbot: QtBot, place: WorkPlace) -> None:
    with place.clinic.work() as store:
        known = store.patients.add(a_patient("张建国", phone="13900005512"))
    with qtbot.waitSignal(place.desk.likenesses_changed):
        place.desk.set_fields({"name": "张建国", "phone": "13900005512"})

    with qtbot.waitSignal(place.desk.likenesses_changed) as after:
        place.desk.not_the_same(known.id)
    place.fill("36.5")
    saved(qtbot, place)

    assert after.args == [()]
    (visit,) = place.visits
    with place.clinic.work() as store:
        patient = store.patients.get(visit.patient_id)
        assert patient.id != known.id
        assert store.search.likenesses(patient) == ()


def test_the_same_person_brings_what_is_recorded_and_no_second_record(
    qtbot: QtBot, place: WorkPlace
) -> None:
    with place.clinic.work() as store:
        known = store.patients.add(a_patient("张建国", employer="某厂"))
    place.desk.set_field("name", "张建国")

    with qtbot.waitSignal(place.desk.opened):
        place.desk.use_patient(known.id)
    assert place.desk.intake.text("employer") == "某厂"
    assert place.desk.intake.patient_id == known.id
    with qtbot.waitSignal(place.desk.likenesses_changed) as alike:
        place.desk.set_field("phone", "13900005512")
    assert alike.args == [()]

    place.fill("36.5", birth_date="1979-03-12", id_no="", no_id_reason="NOT_CARRIED")
    saved(qtbot, place)
    assert place.visits[0].patient_id == known.id


def test_a_person_asked_for_is_not_filled_into_the_next_form(
    qtbot: QtBot, place: WorkPlace
) -> None:
    with place.clinic.work() as store:
        known = store.patients.add(a_patient("张建国", employer="某厂"))
    place.desk.set_field("name", "张建国")

    with qtbot.waitSignal(place.runner.rested):
        place.desk.use_patient(known.id)
        place.desk.new_form()

    assert place.desk.intake.is_empty
    assert place.desk.intake.patient_id is None


def test_people_who_look_like_the_last_patient_are_not_shown_to_the_next(
    qtbot: QtBot, place: WorkPlace
) -> None:
    with place.clinic.work() as store:
        store.patients.add(a_patient("张建国", phone="13900005512"))
    shown: list[object] = []
    place.desk.likenesses_changed.connect(shown.append)
    place.desk.set_fields({"name": "张建国", "phone": "13900005512"})

    with qtbot.waitSignal(place.desk.draft_kept):
        place.desk.keep()
    with qtbot.waitSignal(place.runner.rested):
        place.desk.new_form()

    assert [one for one in shown if one] == []


def test_somebody_found_leaves_the_form_of_somebody_else_alone(
    qtbot: QtBot, place: WorkPlace
) -> None:
    with place.clinic.work() as store:
        known = store.patients.add(a_patient("李四", id_no="", no_id_reason="NOT_CARRIED"))
    place.fill("37.8")

    with qtbot.waitSignal(place.runner.rested):
        place.desk.open_person(known.id)

    assert place.desk.intake.text("name") == "李四"
    assert place.desk.intake.patient_id == known.id
    assert place.desk.intake.readings == ()
    with qtbot.waitSignal(place.desk.queue_changed):
        place.desk.refresh()
    with place.clinic.work() as store:
        left = next(one for one in store.drafts.of_station("GATE") if one.is_set_aside)
    assert left.intake.text("name") == "张建国"
    assert [one.raw_text for one in left.intake.readings] == ["37.8"]


def test_somebody_found_fills_the_form_that_has_only_a_reading_and_the_beginning_of_the_name(
    qtbot: QtBot, place: WorkPlace
) -> None:
    with place.clinic.work() as store:
        known = store.patients.add(a_patient("李四", id_no="", no_id_reason="NOT_CARRIED"))
    place.desk.set_field("name", "李")
    place.desk.add_manual_reading("37.8", Site.AXILLARY, "")

    with qtbot.waitSignal(place.desk.opened):
        place.desk.open_person(known.id)

    assert place.desk.intake.patient_id == known.id
    assert [one.raw_text for one in place.desk.intake.readings] == ["37.8"]


def test_a_person_is_found_by_two_characters(qtbot: QtBot, place: WorkPlace) -> None:
    with place.clinic.work() as store:
        known = store.patients.add(a_patient("欧阳建国"))

    with qtbot.waitSignal(place.desk.found) as caught:
        place.desk.search("建国")

    assert caught.args is not None
    hits: tuple[PersonHit, ...] = caught.args[0]
    assert [hit.patient_id for hit in hits] == [known.id]


def test_a_nurse_raises_a_route_and_the_panel_says_so(qtbot: QtBot, place: WorkPlace) -> None:
    place.fill("36.5")

    place.desk.override(Outcome.FEVER_CLINIC_SINGLE_ROOM, "张护士", OverrideDuty.NURSE, "家属确诊")

    routing = place.desk.outlook.routing
    assert routing is not None
    assert (routing.override, routing.result) == ("ACCEPTED", Outcome.FEVER_CLINIC_SINGLE_ROOM)
    saved(qtbot, place)
    assert place.visits[0].outcome is Outcome.FEVER_CLINIC_SINGLE_ROOM


def test_a_nurse_cannot_lower_a_route_and_the_panel_says_why(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("38.5")

    place.desk.override(Outcome.GENERAL_OPD, "张护士", OverrideDuty.NURSE, "熟人")

    routing = place.desk.outlook.routing
    assert routing is not None
    assert (routing.override, routing.override_reason) == ("REFUSED", "DOCTOR_REQUIRED")
    saved(qtbot, place)
    assert place.visits[0].outcome is Outcome.FEVER_CLINIC


def test_a_doctor_lowers_a_fever_only_after_a_second_measurement(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("37.4")
    place.desk.override(Outcome.GENERAL_OPD, "王医生", OverrideDuty.DOCTOR, "复测正常")
    first = place.desk.outlook.routing

    place.clock.pass_by(360)
    place.desk.add_manual_reading("36.6", Site.AXILLARY, "")
    second = place.desk.outlook.routing

    assert first is not None
    assert second is not None
    assert first.override_reason == "CONTACT_REMEASUREMENT_REQUIRED"
    assert (second.override, second.result) == ("ACCEPTED", Outcome.GENERAL_OPD)


def test_a_number_by_hand_beside_a_thermometer_needs_its_reason(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.devices.start([a_gun("/dev/nowhere-blue", "ascii-line")])
    place.devices._on_event(LinkChanged("蓝枪", LinkState.LIVE, NOON, 0.0))

    with qtbot.waitSignal(place.desk.problems_shown) as caught:
        place.desk.add_manual_reading("36.5", Site.AXILLARY, " ")
    place.desk.add_manual_reading("36.5", Site.AXILLARY, "DEVICE_FAULT")

    assert caught.args is not None
    assert [(one.where, one.code) for one in caught.args[0]] == [("temperature", "manual_reason")]
    (reading,) = place.desk.intake.readings
    assert reading.reason == "DEVICE_FAULT"


def test_a_reading_that_arrives_is_on_disk_at_once(qtbot: QtBot, place: WorkPlace) -> None:
    place.desk.set_field("name", "张建国")
    draft_id = place.desk._form.draft_id

    with qtbot.waitSignal(place.desk.draft_kept):
        place.devices.taken.emit(a_reading("37.8"), draft_id)

    with place.clinic.work() as store:
        assert [one.raw_text for one in store.drafts.get(draft_id).intake.readings] == ["37.8"]


def test_a_saved_visit_arrives_and_is_no_longer_ended_here(qtbot: QtBot, place: WorkPlace) -> None:
    place.fill("37.8")
    saved(qtbot, place)
    open_first(qtbot, place)

    with qtbot.waitSignal(place.runner.changed):
        place.desk.mark_arrived(place.visits[0].id)
    with qtbot.waitSignal(place.desk.refused) as refused:
        place.desk.end_visit(Stage.LEFT, "自行离开")

    assert refused.args is not None
    assert refused.args[0].code == "sending.already_received"
    assert place.visits[0].stage is Stage.ARRIVED


def test_a_saved_visit_ends_with_its_reason(qtbot: QtBot, place: WorkPlace) -> None:
    place.fill("37.8")
    saved(qtbot, place)
    open_first(qtbot, place)

    with qtbot.waitSignal(place.desk.refused) as refused:
        place.desk.end_visit(Stage.LEFT, " ")
    with qtbot.waitSignal(place.desk.opened):
        place.desk.end_visit(Stage.LEFT, "自行离开")

    assert refused.args is not None
    assert refused.args[0].code == "visit.reason_missing"
    assert place.visits[0].stage is Stage.LEFT
    assert place.desk.intake.is_empty


def test_what_needs_a_saved_visit_is_refused_in_words(qtbot: QtBot, place: WorkPlace) -> None:
    heard: list[str] = []
    place.desk.refused.connect(lambda error: heard.append(error.code))

    place.desk.preview_slip()
    place.desk.end_visit(Stage.LEFT, "自行离开")
    place.desk.arm()

    assert heard == ["visit.not_saved", "visit.not_saved", "device.none_configured"]


def test_each_minute_the_lists_and_the_route_are_looked_at_again(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.fill("37.2")
    place.clock.pass_by(60)

    with qtbot.waitSignals([place.desk.outlook_changed, place.desk.queue_changed]):
        place.desk.tick()
