"""Who waits at the desk: under the arm, announced, of one family, ended, sent and received."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.intake import Draft
from feverclinic.domain.readings import Site, Source
from feverclinic.domain.visits import Stage
from feverclinic.domain.waiting import ReceivedVia, under_arm
from tests.builders import NOON, a_reading
from tests.engines import Clinic
from tests.stories.workplace import WorkPlace, work_place
from ui.triage.waiting_acts import Announcement


@pytest.fixture
def place(qapp: QApplication, clinic: Clinic) -> Iterator[WorkPlace]:
    with work_place(clinic) as opened:
        yield opened


def entries(qtbot: QtBot, place: WorkPlace) -> tuple[QueueEntry, ...]:
    """The day's list when all that was asked for is done."""
    told: list[tuple[QueueEntry, ...]] = []
    place.desk.queue_changed.connect(lambda rows, _counts: told.append(rows))
    with qtbot.waitSignal(place.runner.rested):
        place.desk.refresh()
    return told[-1]


def drafts(place: WorkPlace) -> dict[str, Draft]:
    with place.clinic.work() as store:
        return {draft.intake.text("name"): draft for draft in store.drafts.of_station("GATE")}


def hand_out(qtbot: QtBot, place: WorkPlace, name: str, label: str = "BLUE") -> None:
    place.desk.set_field("name", name)
    with qtbot.waitSignal(place.desk.happened):
        place.desk.hand_out(label, "蓝")


def save(qtbot: QtBot, place: WorkPlace, temperature: str = "37.8", **differs: str) -> None:
    place.fill(temperature, **differs)
    with qtbot.waitSignals([place.desk.saved, place.desk.slips_changed]):
        place.desk.save_and_print()


def reopen(qtbot: QtBot, place: WorkPlace, entry: QueueEntry) -> None:
    with qtbot.waitSignal(place.desk.opened):
        place.desk.open_entry(entry)


# -- under the arm ------------------------------------------------------------------------


def test_a_thermometer_under_the_arm_waits_in_the_list_with_its_label_and_its_time(
    qtbot: QtBot, place: WorkPlace
) -> None:
    hand_out(qtbot, place, "李四")

    (entry,) = entries(qtbot, place)
    assert (entry.name, entry.under_arm_label) == ("李四", "BLUE")
    assert entry.under_arm_due_at == NOON + timedelta(minutes=5)


def test_a_label_that_is_out_is_not_given_twice_and_it_is_said_who_has_it(
    qtbot: QtBot, place: WorkPlace
) -> None:
    hand_out(qtbot, place, "李四")
    place.desk.new_form()
    place.desk.set_field("name", "王五")

    with qtbot.waitSignal(place.desk.refused) as refused:
        place.desk.hand_out("BLUE", "蓝")

    assert refused.args is not None
    error = refused.args[0]
    assert (error.code, error.facts["label"], error.facts["who"]) == (
        "thermometer.already_out",
        "蓝",
        "李四",
    )
    assert under_arm(place.desk.intake) is None


def test_a_thermometer_that_was_taken_back_is_free_for_the_next(
    qtbot: QtBot, place: WorkPlace
) -> None:
    hand_out(qtbot, place, "李四")
    place.desk.add_manual_reading("37.2", Site.AXILLARY, "")
    place.desk.new_form()

    hand_out(qtbot, place, "王五")

    (reading,) = drafts(place)["李四"].intake.readings
    assert (reading.site, reading.source, reading.device_name) == (
        Site.AXILLARY,
        Source.MANUAL,
        "BLUE",
    )
    assert under_arm(drafts(place)["李四"].intake) is None
    assert under_arm(place.desk.intake) is not None


def test_who_has_a_thermometer_is_known_after_a_crash(qtbot: QtBot, place: WorkPlace) -> None:
    hand_out(qtbot, place, "李四")

    with work_place(place.clinic) as after:
        (entry,) = entries(qtbot, after)

    assert (entry.name, entry.under_arm_label) == ("李四", "BLUE")


def test_a_form_does_not_end_while_its_thermometer_is_out(qtbot: QtBot, place: WorkPlace) -> None:
    hand_out(qtbot, place, "李四")

    with qtbot.waitSignal(place.desk.refused) as refused:
        place.desk.end_form(ArrivalEnd.LEFT, "等太久")

    assert refused.args is not None
    assert refused.args[0].code == "thermometer.still_out"
    assert place.desk.intake.text("name") == "李四"


# -- announced ----------------------------------------------------------------------------


def test_an_announced_ambulance_waits_in_the_list_and_leaves_the_open_form_alone(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_field("name", "张建国")

    with qtbot.waitSignal(place.desk.happened):
        place.desk.announce(Announcement(15, said="胸痛 发热", by="120 调度"))

    announced = next(one for one in entries(qtbot, place) if one.expected_at is not None)
    assert announced.expected_at == NOON + timedelta(minutes=15)
    assert place.desk.intake.text("name") == "张建国"


def test_who_was_announced_arrives_when_he_is_there(qtbot: QtBot, place: WorkPlace) -> None:
    with qtbot.waitSignal(place.desk.happened):
        place.desk.announce(Announcement(15, name="赵六", said="胸痛"))
    reopen(qtbot, place, entries(qtbot, place)[0])
    place.clock.pass_by(20 * 60)

    place.desk.is_here()

    assert place.desk.intake.arrived_at == NOON + timedelta(minutes=20)
    assert place.desk.intake.text("announced_said") == "胸痛"
    (entry,) = entries(qtbot, place)
    assert entry.expected_at is None


def test_an_announced_patient_who_is_saved_has_arrived(qtbot: QtBot, place: WorkPlace) -> None:
    with qtbot.waitSignal(place.desk.happened):
        place.desk.announce(Announcement(15))
    reopen(qtbot, place, entries(qtbot, place)[0])
    place.clock.pass_by(20 * 60)

    save(qtbot, place)

    assert place.visits[0].arrived_at == NOON + timedelta(minutes=20)


# -- families -----------------------------------------------------------------------------


def test_the_next_of_a_family_has_address_and_exposure_and_nothing_else(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_fields(
        {"name": "张建国", "township_code": "370303004", "q2": "YES", "symptoms.COUGH": "YES"}
    )

    place.desk.next_member()

    fields = dict(place.desk.intake.fields)
    assert fields.pop("family_id").isdecimal()
    assert fields == {"township_code": "370303004", "q2": "YES"}
    family = {one.family_id for one in entries(qtbot, place)}
    assert len(family) == 1
    assert None not in family


def test_each_of_a_family_is_among_the_other_s_companions(qtbot: QtBot, place: WorkPlace) -> None:
    save(qtbot, place)
    (first,) = entries(qtbot, place)
    reopen(qtbot, place, first)
    place.desk.next_member()
    save(qtbot, place, name="李秀英", id_no="", sex="2", no_id_reason="NOT_CARRIED", pregnant="NO")

    one, other = place.visits
    assert one.family_id is not None
    assert one.family_id == other.family_id
    assert [person.name for person in one.registration.companions] == ["李秀英"]
    assert [person.name for person in other.registration.companions] == ["张建国"]


def test_an_empty_form_begins_no_family(place: WorkPlace) -> None:
    place.desk.next_member()

    assert place.desk.intake.is_empty


# -- ends ---------------------------------------------------------------------------------


def test_a_form_without_a_visit_ends_with_its_reason_and_stays_in_the_register(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_field("name", "赵六")
    place.desk.add_manual_reading("37.8", Site.AXILLARY, "")
    ended = place.desk.draft_id

    with qtbot.waitSignal(place.desk.happened) as told:
        place.desk.end_form(ArrivalEnd.LEFT, "等太久")

    assert told.args is not None
    assert told.args[0] == "ended"
    assert place.desk.intake.is_empty
    assert entries(qtbot, place) == ()
    with place.clinic.work() as store:
        arrival = store.arrivals.find(ended)
    assert arrival is not None
    assert (arrival.end, arrival.reason, arrival.name) == (ArrivalEnd.LEFT, "等太久", "赵六")
    assert arrival.intake is not None
    assert [one.raw_text for one in arrival.intake.readings] == ["37.8"]


def test_a_reading_for_a_form_that_has_ended_goes_to_the_tray(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_field("name", "赵六")
    ended = place.desk.draft_id
    with qtbot.waitSignal(place.desk.happened):
        place.desk.end_form(ArrivalEnd.LEFT, "等太久")

    place.devices.taken.emit(a_reading("38.8"), ended)

    with qtbot.waitSignal(place.desk.tray_changed, check_params_cb=bool) as shown:
        place.desk.refresh()
    assert shown.args is not None
    assert [one.reading.raw_text for one in shown.args[0]] == ["38.8"]


def test_a_reading_for_a_form_that_was_saved_meanwhile_goes_to_the_tray(
    qtbot: QtBot, place: WorkPlace
) -> None:
    saved = place.desk.draft_id
    save(qtbot, place)

    place.devices.taken.emit(a_reading("38.8"), saved)

    with qtbot.waitSignal(place.desk.tray_changed, check_params_cb=bool) as shown:
        place.desk.refresh()
    assert shown.args is not None
    assert [one.reading.raw_text for one in shown.args[0]] == ["38.8"]


def test_what_is_typed_while_a_form_ends_waits_as_a_form_of_its_own(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_field("name", "赵六")

    with qtbot.waitSignal(place.desk.happened):
        place.desk.end_form(ArrivalEnd.NOT_A_PATIENT, "问路")
        place.desk.set_field("phone", "13900005512")
    entries(qtbot, place)

    assert [dict(one.intake.fields) for one in drafts(place).values()] == [{"phone": "13900005512"}]
    assert place.desk.intake.is_empty


def test_an_end_without_a_reason_leaves_the_form_where_it_is(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_field("name", "赵六")

    with qtbot.waitSignal(place.desk.refused) as refused:
        place.desk.end_form(ArrivalEnd.LEFT, "  ")

    assert refused.args is not None
    assert refused.args[0].code == "visit.reason_missing"
    assert place.desk.intake.text("name") == "赵六"


# -- a form that nobody has typed into ----------------------------------------------------


def test_who_was_armed_for_without_a_word_waits_in_the_list(qtbot: QtBot, place: WorkPlace) -> None:
    place.desk.arm()
    begun = place.desk.draft_id
    place.desk.new_form()

    place.devices.taken.emit(a_reading("36.6"), begun)

    (entry,) = entries(qtbot, place)
    assert (entry.draft_id, entry.temperature) == (begun, "36.6")


# -- on the way ---------------------------------------------------------------------------


@pytest.mark.rule("ISO-2")
def test_a_guide_walks_the_patient_over_and_a_receipt_ends_the_way(
    qtbot: QtBot, place: WorkPlace
) -> None:
    save(qtbot, place)
    (entry,) = entries(qtbot, place)
    reopen(qtbot, place, entry)
    with qtbot.waitSignal(place.desk.happened):
        place.desk.send("李护士")
    with qtbot.waitSignal(place.desk.on_the_way_changed) as going:
        place.desk.refresh()
    assert going.args is not None
    ((one,),) = going.args
    assert (one.guide, one.stage, one.arrive_by) == (
        "李护士",
        Stage.ON_THE_WAY,
        NOON + timedelta(minutes=10),
    )

    with qtbot.waitSignal(place.desk.happened):
        place.desk.receive("周医生", ReceivedVia.PHONE)

    with qtbot.waitSignal(place.desk.on_the_way_changed) as left:
        place.desk.refresh()
    assert left.args == [()]
    (visit,) = place.visits
    assert (visit.stage, visit.received_by, visit.received_via) == (
        Stage.ARRIVED,
        "周医生",
        "PHONE",
    )


def test_a_visit_that_ends_on_the_way_is_not_waited_for(qtbot: QtBot, place: WorkPlace) -> None:
    save(qtbot, place)
    reopen(qtbot, place, entries(qtbot, place)[0])

    with qtbot.waitSignal(place.desk.happened):
        place.desk.end_visit(Stage.LEFT, "自行离开")

    with qtbot.waitSignal(place.desk.on_the_way_changed) as left:
        place.desk.refresh()
    assert left.args == [()]


# -- here before --------------------------------------------------------------------------


def test_who_was_here_before_is_said_for_the_same_number(qtbot: QtBot, place: WorkPlace) -> None:
    save(qtbot, place)
    place.clock.pass_by(3 * 24 * 3600)

    with qtbot.waitSignal(
        place.desk.returned, check_params_cb=lambda visit: visit is not None
    ) as told:
        place.desk.set_field("id_no", "370399197806010018")
        place.desk.keep()

    assert told.args is not None
    visit = told.args[0]
    assert (visit.days_ago, visit.temperature, visit.was_isolated) == (3, "37.8", True)
