"""The register of arrivals on both databases: who began, how each form ended, who came back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feverclinic.domain.arrivals import Arrival, ArrivalEnd
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.waiting import announced, hand_out, has_come
from feverclinic.errors import Refused
from feverclinic.services import arrivals, day_list, triage
from feverclinic.services.signing_in import NOBODY
from feverclinic.storage.verifying import verify_audit
from tests.builders import GATE, LOBBY, MINUTE, NOON, a_reading
from tests.engines import Clinic
from tests.services.forms import FORM, Save, a_form

HALF = Intake(NOON - MINUTE, {"name": "赵六", "q1": "NO"}, (a_reading("37.6"),))
ENDS = [
    ArrivalEnd.LEFT,
    ArrivalEnd.REFUSED,
    ArrivalEnd.DID_NOT_ARRIVE,
    ArrivalEnd.NOT_A_PATIENT,
]


def keep(clinic: Clinic, intake: Intake, draft_id: DraftId = FORM) -> None:
    with clinic.work() as store:
        triage.keep_draft(store, Draft(draft_id, "GATE", intake, NOON))


def registered(clinic: Clinic) -> tuple[Arrival, ...]:
    with clinic.work() as store:
        return store.arrivals.since("GATE", NOON - timedelta(days=1))


def test_a_form_stands_in_the_register_from_its_first_keep(clinic: Clinic) -> None:
    keep(clinic, HALF)

    assert registered(clinic) == (Arrival(FORM, "GATE", NOON - MINUTE, "赵六"),)


def test_a_name_that_was_typed_further_is_the_name_in_the_register(clinic: Clinic) -> None:
    keep(clinic, HALF)
    keep(clinic, HALF.with_field("name", " 赵六六 "))

    (arrival,) = registered(clinic)
    assert (arrival.name, arrival.began_at) == ("赵六六", NOON - MINUTE)


def test_an_empty_form_and_a_form_of_a_saved_visit_are_nobodys_arrival(clinic: Clinic) -> None:
    keep(clinic, Intake(NOON))
    keep(clinic, replace(HALF, visit_id=VisitId(5)), DraftId(78))

    assert registered(clinic) == ()


def test_a_save_ends_the_arrival_with_its_visit(clinic: Clinic, save: Save) -> None:
    keep(clinic, HALF)

    saved = save(a_form())

    (arrival,) = registered(clinic)
    assert arrival == Arrival(
        FORM,
        "GATE",
        NOON - MINUTE,
        "张建国",
        end=ArrivalEnd.VISIT,
        ended_at=NOON,
        visit_id=saved.visit.id,
    )


def test_a_form_saved_without_ever_being_kept_has_its_arrival_too(
    clinic: Clinic, save: Save
) -> None:
    saved = save(a_form())

    assert [(one.id, one.visit_id) for one in registered(clinic)] == [(FORM, saved.visit.id)]


def test_a_visit_saved_again_makes_no_second_arrival(clinic: Clinic, save: Save) -> None:
    first = save(a_form())
    with clinic.work() as store:
        opened = triage.reopen(store, first.visit.id)

    save(opened.with_reading(a_reading("38.5")))

    assert [one.visit_id for one in registered(clinic)] == [first.visit.id]


def test_a_form_that_became_a_visit_does_not_become_a_second_one(
    clinic: Clinic, save: Save
) -> None:
    keep(clinic, HALF)
    save(a_form())

    with pytest.raises(Refused, match=r"arrival\.has_ended"), clinic.work() as store:
        arrivals.end_form(store, FORM, HALF, ArrivalEnd.LEFT, "等不及")

    assert [one.end for one in registered(clinic)] == [ArrivalEnd.VISIT]


def test_a_keep_that_comes_after_the_end_brings_nothing_back(clinic: Clinic) -> None:
    keep(clinic, HALF)
    with clinic.work() as store:
        arrivals.end_form(store, FORM, HALF, ArrivalEnd.LEFT, "离开")

    keep(clinic, HALF.with_field("name", "赵六六"))

    assert [(one.end, one.name) for one in registered(clinic)] == [(ArrivalEnd.LEFT, "赵六")]
    with clinic.work() as store:
        assert store.drafts.of_station("GATE") == ()
    late = announced(HALF, NOON)
    with pytest.raises(Refused, match=r"arrival\.has_ended"), clinic.work() as store:
        arrivals.announce(store, FORM, late)


@pytest.mark.parametrize("end", ENDS)
def test_a_form_ends_without_a_visit_and_nothing_that_was_typed_is_lost(
    clinic: Clinic, end: ArrivalEnd
) -> None:
    keep(clinic, HALF)

    with clinic.work(at=NOON + MINUTE) as store:
        arrivals.end_form(store, FORM, HALF, end, " 等不及 ")

    (arrival,) = registered(clinic)
    assert (arrival.end, arrival.ended_at, arrival.reason) == (end, NOON + MINUTE, "等不及")
    assert arrival.intake is not None
    assert arrival.intake.fields == HALF.fields
    (reading,) = arrival.intake.readings
    with clinic.work() as store:
        assert store.readings.get(reading.id) == reading  # pyright: ignore[reportArgumentType] - it was stored
        assert store.drafts.of_station("GATE") == ()
        assert store.readings.unclaimed("GATE") == ()
    with clinic.engine.connect() as connection:
        assert verify_audit(connection).broken == ()


def test_a_reading_of_the_tray_does_not_return_there_when_its_person_has_left(
    clinic: Clinic,
) -> None:
    with clinic.work() as store:
        waiting = store.readings.add(a_reading("37.9"))
        form = replace(HALF, readings=(waiting,))
        arrivals.end_form(store, FORM, form, ArrivalEnd.LEFT, "离开")

        assert day_list.tray(store) == ()


def test_an_end_needs_its_reason(clinic: Clinic) -> None:
    keep(clinic, HALF)

    with pytest.raises(Refused, match=r"visit\.reason_missing"), clinic.work() as store:
        arrivals.end_form(store, FORM, HALF, ArrivalEnd.LEFT, "  ")

    assert [one.end for one in registered(clinic)] == [None]


def test_a_saved_visit_is_not_ended_as_a_form(clinic: Clinic) -> None:
    with pytest.raises(Refused, match=r"arrival\.has_visit"), clinic.work() as store:
        arrivals.end_form(store, FORM, replace(HALF, visit_id=VisitId(5)), ENDS[0], "离开")


def test_nobody_leaves_the_register_with_a_thermometer(clinic: Clinic) -> None:
    held = hand_out(HALF, "蓝", Site.AXILLARY, NOON, 5)

    with pytest.raises(Refused) as caught, clinic.work() as store:
        arrivals.end_form(store, FORM, held, ArrivalEnd.LEFT, "离开")

    assert (caught.value.code, caught.value.facts["label"]) == ("thermometer.still_out", "蓝")


@pytest.mark.parametrize("end", [ArrivalEnd.VISIT, ArrivalEnd.COUNTED])
def test_a_visit_and_a_count_are_no_ends_without_a_visit(clinic: Clinic, end: ArrivalEnd) -> None:
    with pytest.raises(ValueError, match=end), clinic.work() as store:
        arrivals.end_form(store, FORM, HALF, end, "离开")


def test_who_has_no_duty_at_triage_ends_nothing(clinic: Clinic) -> None:
    keep(clinic, HALF)

    with pytest.raises(Refused, match=r"staff\.duty_missing"), clinic.work(actor=NOBODY) as store:
        arrivals.end_form(store, FORM, HALF, ArrivalEnd.LEFT, "离开")


def test_an_announced_ambulance_waits_in_the_list_with_its_time(clinic: Clinic) -> None:
    form = announced(Intake(NOON, {"name": "钱七"}), NOON + 12 * MINUTE, "120")
    with clinic.work() as store:
        arrivals.announce(store, FORM, form)

        (row,) = store.boards.queue("GATE", NOON.date())

    assert (row.name, row.expected_at, row.draft_id) == ("钱七", NOON + 12 * MINUTE, FORM)
    assert [(one.is_announced, one.end) for one in registered(clinic)] == [(True, None)]


def test_an_ambulance_is_announced_with_a_time(clinic: Clinic) -> None:
    with pytest.raises(Refused, match=r"arrival\.expected_missing"), clinic.work() as store:
        arrivals.announce(store, FORM, Intake(NOON, {"name": "钱七"}))


def test_an_announced_person_who_came_is_saved_with_the_time_he_came(
    clinic: Clinic, save: Save
) -> None:
    form = announced(Intake(NOON - 20 * MINUTE, {"name": "张"}), NOON - MINUTE)
    with clinic.work() as store:
        arrivals.announce(store, FORM, form)

    saved = save(
        replace(
            has_come(form, NOON - 2 * MINUTE), fields=a_form().fields, readings=(a_reading("36.5"),)
        )
    )

    (arrival,) = registered(clinic)
    assert saved.visit.arrived_at == NOON - 2 * MINUTE
    assert (arrival.began_at, arrival.is_announced) == (NOON - 20 * MINUTE, True)
    assert arrival.end is ArrivalEnd.VISIT


def test_who_did_not_arrive_and_came_after_all_has_his_form_back(
    clinic: Clinic, save: Save
) -> None:
    keep(clinic, HALF)
    with clinic.work() as store:
        arrivals.end_form(store, FORM, HALF, ArrivalEnd.DID_NOT_ARRIVE, "未到")
    with clinic.work() as store:
        draft = arrivals.reopen_form(store, FORM, "后来到了")

    assert [(one.end, one.intake) for one in registered(clinic)] == [(None, None)]
    assert draft.intake.fields == HALF.fields
    saved = save(draft.intake.with_fields(a_form().fields))
    assert [one.raw_text for one in saved.readings] == ["37.6"]
    assert not saved.readings[0].assigned_by_hand
    assert [one.end for one in registered(clinic)] == [ArrivalEnd.VISIT]


@pytest.mark.parametrize("reason", ["", "后来到了"])
def test_only_a_form_that_ended_comes_back_and_with_a_reason(clinic: Clinic, reason: str) -> None:
    keep(clinic, HALF)
    expected = "arrival.not_ended" if reason else "visit.reason_missing"

    with pytest.raises(Refused) as caught, clinic.work() as store:
        arrivals.reopen_form(store, FORM, reason)

    assert caught.value.code == expected


def test_the_register_of_a_shift_holds_who_began_who_waited_and_who_ended_in_it(
    clinic: Clinic,
) -> None:
    keep(clinic, HALF, DraftId(1))
    keep(clinic, HALF, DraftId(2))
    keep(clinic, HALF, DraftId(3))
    with clinic.work(at=NOON + MINUTE) as store:
        arrivals.end_form(store, DraftId(1), HALF, ArrivalEnd.LEFT, "离开")
    with clinic.work(at=NOON + 9 * MINUTE) as store:
        arrivals.end_form(store, DraftId(2), HALF, ArrivalEnd.LEFT, "离开")
    late = replace(HALF, arrived_at=NOON + 8 * MINUTE)
    keep(clinic, late, DraftId(4))

    with clinic.work() as store:
        shift = store.arrivals.since("GATE", NOON + 5 * MINUTE)
        before = store.arrivals.of_period("GATE", NOON - MINUTE, NOON)
        elsewhere = store.arrivals.since("LOBBY", NOON)

    assert [(one.id, one.end) for one in shift] == [(2, ArrivalEnd.LEFT), (3, None), (4, None)]
    assert [one.id for one in before] == [1, 2, 3]
    assert elsewhere == ()


def test_who_ended_without_a_visit_today_is_listed_by_name(clinic: Clinic) -> None:
    with clinic.work() as store:
        arrivals.end_form(store, DraftId(1), HALF, ArrivalEnd.LEFT, "离开")
        arrivals.end_form(store, DraftId(2), HALF, ArrivalEnd.NOT_A_PATIENT, "问路")

        (row,) = store.boards.ended_forms("GATE", NOON.date())

    assert (row.name, row.end, row.draft_id, row.temperature) == (
        "赵六",
        ArrivalEnd.LEFT,
        None,
        "37.6",
    )


def test_a_visit_that_ended_says_how(clinic: Clinic, save: Save) -> None:
    saved = save(a_form())
    with clinic.work() as store:
        triage.end_visit(store, saved.visit.id, Stage.REFUSED, "拒绝")

        (row,) = store.boards.queue("GATE", NOON.date())

    assert row.end is ArrivalEnd.REFUSED


def test_the_register_of_another_hospital_on_the_server_is_its_own(clinic: Clinic) -> None:
    keep(clinic, HALF)

    with clinic.work(station=replace(GATE, facility_id=2)) as store:
        assert store.arrivals.since("GATE", NOON - MINUTE) == ()
    with clinic.work(station=LOBBY) as store:
        assert len(store.arrivals.since("GATE", NOON - MINUTE)) == 1
