"""Drafts, the tray and the ways of a visit, on both databases."""

import pytest

from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import DraftId, Stage
from feverclinic.domain.waiting import hand_out, taken_back
from feverclinic.errors import Refused
from feverclinic.services import day_list, triage
from feverclinic.services.signing_in import NOBODY
from tests.builders import MINUTE, NOON, a_reading
from tests.engines import Clinic
from tests.services.forms import FORM, Save, a_form
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME


def test_a_reading_for_a_form_that_is_not_open_goes_into_its_draft(clinic: Clinic) -> None:
    with clinic.work() as store:
        triage.keep_draft(store, Draft(FORM, "GATE", a_form(), NOON))
        triage.add_to_draft(store, FORM, a_reading("37.8"))

    with clinic.work() as store:
        (draft,) = store.drafts.of_station("GATE")
        assert store.readings.unclaimed("GATE") == ()
    assert [one.raw_text for one in draft.intake.readings] == ["36.5", "37.8"]


def test_a_reading_whose_form_is_gone_goes_to_the_tray(clinic: Clinic) -> None:
    with clinic.work() as store:
        triage.add_to_draft(store, FORM, a_reading("37.8"))

        (waiting,) = day_list.tray(store)
        assert waiting.reading.raw_text == "37.8"
        assert store.drafts.of_station("GATE") == ()


def test_a_reading_that_an_open_form_holds_is_not_offered_in_the_tray(clinic: Clinic) -> None:
    with clinic.work() as store:
        waiting = store.readings.add(a_reading("36.5"))
        triage.keep_draft(store, Draft(FORM, "GATE", a_form(waiting), NOON))

        assert day_list.tray(store) == ()


def test_a_dropped_draft_is_gone(clinic: Clinic) -> None:
    with clinic.work() as store:
        triage.keep_draft(store, Draft(FORM, "GATE", a_form(), NOON))
        triage.drop_draft(store, FORM)

        assert store.drafts.of_station("GATE") == ()


def test_a_thermometer_stays_with_who_was_saved_until_it_is_taken_back(
    clinic: Clinic, save: Save
) -> None:
    saved = save(hand_out(a_form(), "蓝", Site.AXILLARY, NOON, 5))
    other = Draft(DraftId(5), "GATE", a_form(name="李四"), NOON)

    with clinic.work() as store:
        (kept,) = store.drafts.of_station("GATE")
        with pytest.raises(Refused) as no:
            triage.give_thermometer(store, other, "蓝", Site.AXILLARY, 5)
        rows = day_list.queue(store, RULES, SURROUNDINGS)
    assert (no.value.code, no.value.facts["who"]) == ("thermometer.already_out", "张建国")
    assert (kept.id, kept.intake.visit_id) == (FORM, saved.visit.id)
    assert [(row.under_arm_label, row.visit_id is None) for row in rows] == [
        ("蓝", True),
        ("", False),
    ]

    with clinic.work() as store:
        back = taken_back(kept.intake)
        triage.save_prescreening(store, back, FORM, RULES, SURROUNDINGS, UNKNOWN_NAME)

    with clinic.work() as store:
        assert store.drafts.of_station("GATE") == ()
        triage.give_thermometer(store, other, "蓝", Site.AXILLARY, 5)


def test_each_form_that_waits_says_how_many_questions_are_open(clinic: Clinic, save: Save) -> None:
    save(a_form())
    with clinic.work() as store:
        triage.keep_draft(store, Draft(DraftId(5), "GATE", a_form(q1="", q2=""), NOON))

        listed: tuple[QueueEntry, ...] = day_list.queue(store, RULES, SURROUNDINGS)

    assert [(one.visit_no, one.open_questions) for one in listed] == [("", 2), ("20200225-0001", 0)]


@pytest.mark.rule("TRI-2")
def test_a_form_to_be_completed_is_listed_under_the_name_of_its_visit(
    clinic: Clinic, save: Save
) -> None:
    save(Intake(NOON - MINUTE, {"acuity": "I"}))

    with clinic.work() as store:
        listed = day_list.queue(store, RULES, SURROUNDINGS)

    assert [one.name for one in listed] == ["无名氏-20200225-0001"] * 2


@pytest.mark.parametrize("stage", [Stage.LEFT, Stage.REFUSED, Stage.DID_NOT_ARRIVE])
def test_a_visit_ends_with_its_reason_and_stays_ended(
    clinic: Clinic, save: Save, stage: Stage
) -> None:
    saved = save(a_form())

    with clinic.work(at=NOON + MINUTE) as store:
        ended = triage.end_visit(store, saved.visit.id, stage, " 自行离开 ")
    with clinic.work() as store, pytest.raises(Refused, match=r"visit\.has_ended"):
        triage.end_visit(store, saved.visit.id, Stage.LEFT, "又走了")

    assert (ended.stage, ended.stage_at) == (stage, NOON + MINUTE)


def test_a_visit_does_not_end_without_a_reason(clinic: Clinic, save: Save) -> None:
    saved = save(a_form())

    with clinic.work() as store, pytest.raises(Refused, match=r"visit\.reason_missing"):
        triage.end_visit(store, saved.visit.id, Stage.LEFT, "  ")


def test_only_who_has_the_duty_moves_a_visit(clinic: Clinic, save: Save) -> None:
    saved = save(a_form())

    with clinic.work(actor=NOBODY) as store:
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            triage.end_visit(store, saved.visit.id, Stage.LEFT, "自行离开")
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            triage.mark_arrived(store, saved.visit.id)
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            triage.assign_reading(store, saved.readings[0].id or 0, saved.visit.id)  # pyright: ignore[reportArgumentType] - refused before it is read
