"""The list of the day and the numbers over it: each number is the length of the list it opens."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from feverclinic.domain.boards import DayCounts, QueueEntry, Topic
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Outcome, RiskZone, ZoneColour
from feverclinic.domain.visits import SlipState, Stage, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.errors import Refused, Stale
from feverclinic.storage.store import Store
from tests.builders import (
    GATE,
    NOON,
    TODAY,
    a_draft,
    a_patient,
    a_reading,
    a_routing,
    a_slip,
    a_visit,
    an_assessment,
)

Work = Callable[..., AbstractContextManager[Store]]
AGAIN_AT = NOON + timedelta(minutes=5)


def _a_day(store: Store) -> None:
    """Two forms, three visits (one to measure again), a slip that failed, an unclaimed reading."""
    patient = a_patient()
    store.patients.add(patient)
    store.drafts.put(a_draft())
    store.drafts.put(a_draft({"name": "钱七"}, is_set_aside=True))
    for number in (1, 2, 3):
        visit = store.visits.add(a_visit(patient, f"20200225-000{number}"))
        routing = a_routing()
        if number == 2:
            again = replace(routing.temperature, recheck_at=AGAIN_AT)
            routing = replace(routing, temperature=again)
        store.assessments.add(an_assessment(visit, routing=routing))
        state = SlipState.FAILED if number == 1 else SlipState.PRINTED
        store.slips.add(a_slip(visit, state=state))
    store.visits.add(a_visit(patient, "20200224-0009"))
    store.visits.add(a_visit(patient, "20200225-0001", station="LOBBY"))
    store.readings.add(a_reading())


def test_the_list_has_forms_then_those_to_measure_again_then_the_others(work: Work) -> None:
    with work() as store:
        _a_day(store)
        listed = [(entry.name, entry.visit_no) for entry in store.boards.queue("GATE", TODAY)]

    assert listed == [
        ("赵六", ""),
        ("钱七", ""),
        ("王小明", "20200225-0002"),
        ("王小明", "20200225-0003"),
        ("王小明", "20200225-0001"),
    ]


def test_a_row_says_who_where_and_what_waits(work: Work) -> None:
    with work() as store:
        _a_day(store)
        again, _, first = store.boards.queue("GATE", TODAY)[2:]

    assert again.recheck_at == AGAIN_AT
    assert first == QueueEntry(
        name="王小明",
        sex=Sex.MALE,
        age=40,
        age_unit=AgeUnit.YEAR,
        since=NOON - timedelta(minutes=1),
        temperature="37.8",
        visit_id=first.visit_id,
        visit_no="20200225-0001",
        stage=Stage.TRIAGED,
        level=Level.III,
        outcome=Outcome.FEVER_CLINIC_SINGLE_ROOM,
        slip=SlipState.FAILED,
        decided_at=NOON,
    )


def test_a_form_shows_what_was_typed_so_far(work: Work) -> None:
    with work() as store:
        _a_day(store)
        form = store.boards.queue("GATE", TODAY)[0]

    assert (form.name, form.sex, form.age, form.temperature) == ("赵六", Sex.MALE, 41, "36.55")
    assert form.draft_id is not None


def test_each_number_is_the_length_of_its_list(work: Work) -> None:
    with work() as store:
        _a_day(store)
        counts = store.boards.counts("GATE", TODAY)
        queue = store.boards.queue("GATE", TODAY)

        assert counts == DayCounts(
            today=3, drafts=2, rechecks=1, unassigned=1, unprinted=1, passed=0, on_the_way=5
        )
        assert counts.on_the_way == len(store.boards.on_the_way())
        assert counts.today == sum(entry.visit_id is not None for entry in queue)
        assert counts.drafts == len(store.drafts.of_station("GATE"))
        assert counts.rechecks == sum(entry.recheck_at is not None for entry in queue)
        assert counts.unassigned == len(store.readings.unclaimed("GATE"))
        assert counts.unprinted == len(store.slips.waiting())


def test_another_hospital_on_the_server_sees_nothing_of_a_station_of_the_same_code(
    work: Work,
) -> None:
    elsewhere = replace(GATE, facility_id=2)
    with work() as store:
        _a_day(store)

    with work(station=elsewhere) as store:
        assert store.boards.queue("GATE", TODAY) == ()
        assert store.boards.counts("GATE", TODAY) == DayCounts(0, 0, 0, 0, 0)
        assert store.drafts.of_station("GATE") == ()
        assert store.readings.unclaimed("GATE") == ()
        assert store.slips.waiting() == ()


def test_each_hospital_has_its_own_colours_and_its_own_wrong_passwords(work: Work) -> None:
    elsewhere = replace(GATE, facility_id=2)
    red = RiskZone("370303004", ZoneColour.RED, TODAY, None)
    with work() as store:
        store.zones.add(red)
        store.staff.note_try("zhang")

    with work(station=elsewhere) as store:
        assert store.zones.all() == ()
        assert store.staff.tries_since("zhang", NOON - timedelta(minutes=1)) == (0, None)
        store.zones.add(replace(red, colour=ZoneColour.GREEN))
        assert [zone.colour for zone in store.zones.all()] == [ZoneColour.GREEN]


def test_an_empty_day_has_an_empty_list(work: Work) -> None:
    with work() as store:
        assert store.boards.queue("GATE", date(2020, 2, 26)) == ()
        assert store.boards.counts("GATE", TODAY) == DayCounts(0, 0, 0, 0, 0)


def test_nobody_measures_people_who_have_left(work: Work) -> None:
    with work() as store:
        _a_day(store)
        visit = store.visits.find_by_no("20200225-0002")
        assert visit is not None
        store.visits.save(visit.moved_to(Stage.LEFT, NOON), reason="自行离开")

        assert store.boards.counts("GATE", TODAY).rechecks == 0


def test_the_decision_that_holds_is_the_last_one(work: Work) -> None:
    with work() as store:
        _a_day(store)
        visit = store.visits.find_by_no("20200225-0002")
        assert visit is not None
        store.assessments.add(an_assessment(visit, routing=a_routing(a_reading("36.6"))))
        entry = store.boards.queue("GATE", TODAY)[3]

    assert (entry.visit_no, entry.temperature, entry.recheck_at) == ("20200225-0002", "36.6", None)


def test_pages_follow_each_other_without_a_gap(work: Work) -> None:
    with work() as store:
        patient = store.patients.add(a_patient())
        for number in range(1, 131):
            store.visits.add(a_visit(patient, f"20200225-{number:04d}"))
        first = store.boards.page("GATE")
        second = store.boards.page("GATE", first[-1].visit_no)

    assert (len(first), first[0].visit_no) == (100, "20200225-0130")
    assert (len(second), second[0].visit_no) == (30, "20200225-0030")


def test_numbers_of_visits_run_within_a_station_and_a_day(work: Work) -> None:
    with work() as store:
        assert store.visits.next_no("GATE", TODAY) == "20200225-0001"
        assert store.visits.next_no("GATE", TODAY) == "20200225-0002"
        assert store.visits.next_no("LOBBY", TODAY) == "20200225-0001"
        assert store.visits.next_no("GATE", date(2020, 2, 26)) == "20200226-0001"


def test_a_number_is_not_used_up_by_a_save_that_failed(work: Work) -> None:
    with pytest.raises(Refused), work() as store:
        store.visits.get(VisitId(int(store.visits.next_no("GATE", TODAY)[-1])))

    with work() as store:
        assert store.visits.next_no("GATE", TODAY) == "20200225-0001"


def test_a_reading_is_assigned_once_by_hand_and_marked_so(work: Work) -> None:
    with work() as store:
        patient = store.patients.add(a_patient())
        visit = store.visits.add(a_visit(patient))
        kept = store.readings.add(a_reading(), station="GATE")
        assert kept.id is not None
        given = store.readings.assign(kept.id, visit.id)

        assert given == replace(kept, assigned_by_hand=True)
        assert store.readings.of_visit(visit.id) == (given,)
        assert store.readings.unclaimed("GATE") == ()
        with pytest.raises(Stale, match=r"reading\.already_claimed"):
            store.readings.assign(kept.id, visit.id)


def test_a_void_reading_leaves_the_lists_and_stays_in_the_records(work: Work) -> None:
    with work() as store:
        kept = store.readings.add(a_reading())
        assert kept.id is not None
        store.readings.void(kept.id, "拿错患者")

        assert store.readings.unclaimed("GATE") == ()
        assert store.readings.get(kept.id) == kept
        with pytest.raises(Stale, match=r"reading\.already_void"):
            store.readings.void(kept.id, "再次")


def test_what_was_touched_is_known(work: Work) -> None:
    with work() as store:
        _a_day(store)

        assert store.touched == {
            Topic.PATIENTS,
            Topic.VISITS,
            Topic.READINGS,
            Topic.DRAFTS,
            Topic.SLIPS,
        }
