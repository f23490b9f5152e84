"""Two open patients mixed up in every way: no reading ever stands under a wrong name.

The number says whose it is: 36.x5 was taken for 张建国, 37.x5 for 李四, 38.x5 for nobody.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.devices.events import LinkChanged, LinkState
from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.visits import DraftId
from feverclinic.errors import ClinicError
from feverclinic.services.signing_in import NOBODY
from tests.builders import NOON, NURSE, WELL
from tests.engines import Clinic
from tests.stories.slow_disk import SlowDisk
from tests.stories.whereabouts import TRAY, readings_of
from tests.stories.workplace import WorkPlace, a_gun, work_place
from tests.ui.thermometers import a_sample

BLUE, GREEN = "蓝枪", "绿枪"
ZHANG, LI = "张建国", "李四"
PASSING = {"mask": "SURGICAL", "health_code": "GREEN", "age": "35"}


class Desk:
    """A work place with two thermometers whose samples come when the test says so."""

    def __init__(self, place: WorkPlace) -> None:
        self.place, self.desk = place, place.desk
        self.disk = SlowDisk(place)
        self.entries: tuple[QueueEntry, ...] = ()
        self.names: dict[DraftId, str] = {TRAY: "tray"}
        place.desk.queue_changed.connect(self._on_queue)
        place.devices.start(
            [
                a_gun("/dev/nowhere-blue", "ascii-line"),
                a_gun("/dev/nowhere-green", "ascii-line", name=GREEN, colour="GREEN"),
            ]
        )
        for name in (BLUE, GREEN):
            self.link(name, LinkState.LIVE)

    def _on_queue(self, entries: tuple[QueueEntry, ...], _counts: object) -> None:
        self.entries = entries

    def link(self, name: str, state: LinkState) -> None:
        self.place.devices._on_event(LinkChanged(name, state, NOON, 0.0))

    def begins(self, name: str) -> None:
        """A new form for somebody with this name."""
        self.desk.new_form()
        self.desk.set_field("name", name)
        self.names[self.desk.draft_id] = name

    def arms(self, name: str, device: str = BLUE) -> None:
        self.begins(name)
        self.desk.arm(device)

    def reads(self, number: str, device: str = BLUE) -> None:
        """The thermometer sends this number, five seconds after whatever came before."""
        self.place.clock.pass_by(5)
        self.place.devices._on_event(a_sample(self.place.clock, number, device=device))

    def goes_back_to(self, name: str) -> None:
        """Take the row of the list; without waiting for the disk."""
        self.desk.open_entry(next(one for one in self.entries if one.name == name))

    @property
    def found(self) -> dict[str, str]:
        """Every number with whom it is, when nothing is under way; each is at one place."""
        self.disk.settle()
        desk = self.desk
        places = readings_of(self.place.clinic, desk.draft_id, desk.intake)
        assert len({one.raw_text for one in places}) == len(places)
        return {one.raw_text: self.names[one.person] for one in places}


@pytest.fixture
def at(qapp: QApplication, clinic: Clinic) -> Iterator[Desk]:
    with work_place(clinic) as place:
        desk = Desk(place)
        yield desk
        desk.disk.settle()


def save(at: Desk, **differs: str) -> None:
    at.desk.set_fields(WELL | {"id_no": "", "no_id_reason": "NOT_CARRIED"} | differs)
    at.desk.save_and_print()


def test_a_scan_while_a_name_is_typed_leaves_the_name_and_its_thermometer(at: Desk) -> None:
    at.arms("张建")

    at.desk.new_form()
    at.desk.set_fields({"id_no": "370399199001011231"})
    at.names[at.desk.draft_id] = LI
    at.reads("36.15")

    assert at.found == {"36.15": "张建"}
    assert at.desk.intake.text("name") == ""


def test_a_number_between_two_patients_is_nobodys_and_stays_so(at: Desk) -> None:
    at.arms(ZHANG)
    at.reads("36.15")
    save(at, name=ZHANG)
    at.disk.settle()
    at.reads("38.25")
    at.begins(LI)
    at.reads("38.35")

    assert at.found == {"36.15": ZHANG, "38.25": "tray", "38.35": "tray"}


def test_each_thermometer_answers_for_its_own_patient_whichever_form_is_open(at: Desk) -> None:
    at.arms(ZHANG, BLUE)
    at.arms(LI, GREEN)
    at.begins("王五")

    at.reads("37.15", GREEN)
    at.reads("36.15", BLUE)

    assert at.found == {"36.15": ZHANG, "37.15": LI}


def test_two_people_of_one_name_are_two(at: Desk) -> None:
    at.arms(ZHANG, BLUE)
    first = at.desk.draft_id
    at.arms(ZHANG, GREEN)
    at.names[first], at.names[at.desk.draft_id] = "the first", "the second"

    at.reads("37.15", GREEN)
    at.reads("36.15", BLUE)

    assert at.found == {"36.15": "the first", "37.15": "the second"}


def test_whoever_was_counted_while_a_thermometer_waited_takes_no_later_number(at: Desk) -> None:
    at.desk.new_form()
    at.names[at.desk.draft_id] = "counted"
    at.desk.arm(BLUE)
    at.reads("36.15")
    at.desk.all_clear()
    at.desk.set_fields(PASSING)
    at.desk.arm(BLUE)
    at.desk.count_passed()
    at.disk.settle()
    at.begins(LI)

    at.reads("38.25")

    assert at.found == {"36.15": "counted", "38.25": "tray"}


def test_a_form_that_ended_while_a_thermometer_waited_takes_no_later_number(at: Desk) -> None:
    at.arms(ZHANG)
    at.desk.end_form(ArrivalEnd.LEFT, "自行离开")
    at.disk.settle()
    at.begins(LI)

    at.reads("38.25")

    assert at.found == {"38.25": "tray"}


def test_a_cable_that_falls_out_and_comes_back_measures_for_the_same_patient(at: Desk) -> None:
    at.arms(ZHANG)
    at.link(BLUE, LinkState.LOST)
    at.begins(LI)
    at.link(BLUE, LinkState.LIVE)

    at.reads("36.15")

    assert at.found == {"36.15": ZHANG}


@pytest.mark.parametrize("seconds", [-3600, 3600], ids=["back", "forward"])
def test_a_clock_that_jumps_an_hour_ends_no_arming_and_begins_none(at: Desk, seconds: int) -> None:
    at.arms(ZHANG)
    at.place.clock.wall += timedelta(seconds=seconds)
    at.begins(LI)
    at.reads("36.15")
    at.reads("38.25")

    assert at.found == {"36.15": ZHANG, "38.25": "tray"}


def test_after_a_night_with_an_open_form_a_number_is_nobodys(at: Desk) -> None:
    at.arms(ZHANG)
    at.place.clock.pass_by(10 * 3600)
    at.desk.tick()

    at.reads("38.25")

    assert at.found == {"38.25": "tray"}
    assert at.desk.intake.text("name") == ZHANG


def test_a_number_that_comes_while_its_form_is_being_saved_is_of_that_visit(at: Desk) -> None:
    at.arms(ZHANG)
    at.reads("36.15")
    at.desk.arm(BLUE)
    at.disk.go_slow()
    save(at, name=ZHANG)
    at.reads("36.25")

    assert at.found == {"36.15": ZHANG, "36.25": ZHANG}
    assert at.desk.intake.visit_id is not None


def test_a_number_that_comes_while_the_next_is_open_and_the_first_is_being_saved(at: Desk) -> None:
    at.arms(ZHANG)
    at.reads("36.15")
    at.desk.arm(BLUE)
    at.disk.go_slow()
    save(at, name=ZHANG)
    at.begins(LI)
    at.reads("36.25")

    assert at.found == {"36.15": ZHANG, "36.25": "tray"}
    assert at.desk.intake.text("name") == LI


def test_a_number_that_comes_while_a_save_is_refused_stays_with_its_form(at: Desk) -> None:
    at.begins(LI)
    at.desk.set_fields(WELL | {"name": LI})
    at.desk.cannot_measure("REFUSED")
    at.desk.save_and_print()
    at.disk.settle()
    at.arms(ZHANG)
    at.reads("36.15")
    at.desk.arm(BLUE)
    at.disk.go_slow()
    at.desk.set_fields(WELL | {"name": ZHANG})  # with the number of 李四
    at.desk.save_and_print()
    at.begins("王五")
    at.reads("36.25")

    assert at.found == {"36.15": ZHANG, "36.25": ZHANG}


def test_a_number_that_comes_while_its_form_is_opened_and_left_again_stays_with_it(
    at: Desk,
) -> None:
    at.arms(ZHANG)
    at.begins(LI)
    at.desk.keep()
    at.disk.go_slow()

    at.goes_back_to(ZHANG)
    at.reads("36.15")
    while at.desk.intake.text("name") != ZHANG:
        at.disk.do_next()
    assert at.desk.intake.readings == ()
    at.begins("王五")

    assert at.found == {"36.15": ZHANG}


@pytest.mark.parametrize("who", ["locked", "nobody"])
def test_a_number_for_a_covered_desk_goes_where_it_was_armed_for(at: Desk, who: str) -> None:
    at.arms(ZHANG)
    at.begins(LI)
    at.desk.keep()
    at.place.actor = NURSE if who == "locked" else NOBODY

    at.reads("36.15")
    at.reads("38.25")

    assert at.found == {"36.15": ZHANG, "38.25": "tray"}


def test_f2_f8_and_f9_in_one_instant_save_once_and_lose_nothing(at: Desk) -> None:
    at.arms(ZHANG)
    at.reads("36.15")
    at.disk.go_slow()
    save(at, name=ZHANG)
    at.desk.new_form()
    at.desk.set_aside()
    at.desk.save_and_print()
    at.desk.save_and_print()

    assert at.found == {"36.15": ZHANG}
    assert [visit.visit_no for visit in at.place.visits] == ["20200225-0001"]


@pytest.mark.rule("TRI-2")
def test_the_row_of_a_visit_leads_to_its_form_that_is_still_to_be_completed(at: Desk) -> None:
    at.begins(ZHANG)
    waiting = at.desk.draft_id
    at.desk.resuscitate()
    at.disk.settle()
    row = next(one for one in at.entries if one.visit_id is not None and one.draft_id is None)

    at.desk.open_entry(row)
    at.disk.settle()
    at.desk.set_field("phone", "13900005512")
    at.desk.open_entry(row)
    at.disk.settle()

    assert at.desk.draft_id == waiting
    assert at.desk.intake.text("phone") == "13900005512"
    assert at.desk.intake.visit_id == at.place.visits[0].id


def test_one_number_of_the_tray_given_to_two_forms_is_given_once(at: Desk) -> None:
    at.reads("38.25")
    at.disk.settle()
    with at.place.clinic.work() as store:
        (waiting,) = store.readings.unclaimed("GATE")
    assert waiting.reading.id is not None
    at.begins(ZHANG)
    at.desk.assign(waiting.reading.id)
    at.disk.settle()
    at.begins(LI)
    at.desk.assign(waiting.reading.id)

    assert at.found == {"38.25": ZHANG}


def test_the_number_of_a_form_that_was_counted_is_still_marked_as_given_by_hand(at: Desk) -> None:
    at.reads("36.35")
    at.disk.settle()
    with at.place.clinic.work() as store:
        (waiting,) = store.readings.unclaimed("GATE")
    assert waiting.reading.id is not None
    at.desk.assign(waiting.reading.id)
    at.disk.settle()
    at.desk.all_clear()
    at.desk.set_fields(PASSING)
    at.desk.count_passed()
    at.disk.settle()

    with at.place.clinic.work() as store:
        kept = store.readings.get(waiting.reading.id)
        assert store.readings.unclaimed("GATE") == ()
    assert kept.assigned_by_hand


def test_one_number_given_twice_in_one_instant_is_there_once(at: Desk) -> None:
    at.reads("38.25")
    at.disk.settle()
    with at.place.clinic.work() as store:
        (waiting,) = store.readings.unclaimed("GATE")
    assert waiting.reading.id is not None
    at.begins(ZHANG)
    at.disk.go_slow()
    at.desk.assign(waiting.reading.id)
    at.desk.assign(waiting.reading.id)

    assert at.found == {"38.25": ZHANG}
    assert [one.raw_text for one in at.desk.intake.readings] == ["38.25"]


def test_two_desks_register_one_person_at_once_and_he_is_one(
    qtbot: QtBot, qapp: QApplication, clinic: Clinic
) -> None:
    with work_place(clinic) as first, work_place(clinic) as second:
        saved: list[object] = []
        refused: list[ClinicError] = []
        for place in (first, second):
            place.desk.saved.connect(saved.append)
            place.desk.refused.connect(refused.append)
            place.fill("36.5")
            place.desk.save_and_print()
        qtbot.waitUntil(lambda: len(saved) + len(refused) == 2)
        for place in (first, second):
            if not place.desk.intake.is_empty:  # the later one is told so, and presses F9 again
                place.desk.save_and_print()
        qtbot.waitUntil(lambda: len(saved) == 2)
        visits = first.visits
    with clinic.work() as store:
        readings = [len(store.readings.of_visit(visit.id)) for visit in visits]
    assert len({visit.patient_id for visit in visits}) == 1
    assert readings == [1, 1]
