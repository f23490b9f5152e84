"""Counting whoever passes, on both databases: what a count keeps, and how it is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.quick_screening import QuickScreen
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Refused, Stale
from feverclinic.services import arrivals, day_list, triage
from feverclinic.services.quick_screening import count_passed, undo_last_count
from feverclinic.services.signing_in import NOBODY
from feverclinic.storage.verifying import verify_audit
from tests.builders import LOBBY, MINUTE, NOON, NURSE, TODAY, a_reading
from tests.commands.deciding import decided
from tests.domain.test_quick_screening import passing
from tests.engines import Clinic
from tests.services.forms import FORM, Save, a_form
from tests.stories.workplace import RULES, SURROUNDINGS

YESTERDAY = NOON - timedelta(days=1)
BEGUN_YESTERDAY = replace(
    passing(a_reading("36.5", measured_at=YESTERDAY, received_at=YESTERDAY)), arrived_at=YESTERDAY
)


def count(clinic: Clinic, intake: Intake, form: DraftId = FORM, **differs: object) -> QuickScreen:
    with clinic.work(**differs) as store:  # pyright: ignore[reportArgumentType] - keywords
        return count_passed(store, intake, form, RULES, SURROUNDINGS)


@pytest.mark.rule("TRI-8")
def test_who_passes_is_counted_with_decision_and_reading_and_without_a_name(
    clinic: Clinic,
) -> None:
    with clinic.work() as store:
        triage.keep_draft(store, Draft(FORM, "GATE", passing(), NOON))

    screen = count(clinic, passing())

    assert (screen.outcome, screen.temperature, screen.rule_set) == (
        Outcome.GENERAL_OPD,
        "36.5",
        "triage-1",
    )
    assert (screen.station, screen.at, screen.by) == ("GATE", NOON, NURSE.id)
    assert screen.inputs["q1"] == {"answer": "NO"}
    with clinic.work() as store:
        assert store.quick_screens.of_day("GATE", TODAY) == (screen,)
        assert store.drafts.of_station("GATE") == ()
        assert store.readings.unclaimed("GATE") == ()
        assert store.patients.find_by_id_no("01", "") is None
        arrival = store.arrivals.find(FORM)
    assert arrival is not None
    assert (arrival.end, arrival.ended_at) == (ArrivalEnd.COUNTED, NOON)
    with clinic.engine.connect() as connection:
        assert verify_audit(connection).broken == ()


def test_what_was_kept_of_a_count_gives_the_same_decision_again(clinic: Clinic) -> None:
    screen = count(clinic, passing())

    with clinic.work() as store:
        (kept,) = store.quick_screens.of_day("GATE", TODAY)

    again = decided("routing", kept.inputs)
    assert (again["result"], again["acuity"], again["rule_set"]) == (
        screen.outcome.value,
        "IV",
        screen.rule_set,
    )
    assert again["facts"] == {"EM": "UNKNOWN", "F": "NO", "R": "NO", "E": "NO"}


def test_the_count_over_the_list_is_the_length_of_its_list(clinic: Clinic) -> None:
    for number in range(1, 4):
        count(clinic, passing(), DraftId(number))
    count(clinic, passing(), DraftId(4), station=LOBBY)
    count(clinic, BEGUN_YESTERDAY, DraftId(5), at=YESTERDAY)
    with clinic.work() as store:
        undo_last_count(store, "误按")

    with clinic.work() as store:
        counts = store.boards.counts("GATE", TODAY)
        assert counts.passed == len(store.quick_screens.of_day("GATE", TODAY)) == 2
        assert store.quick_screens.count("GATE", TODAY) == 2
        assert len(store.quick_screens.since("GATE", NOON)) == 3


@pytest.mark.parametrize(
    ("differs", "why"),
    [({"name": "张"}, "identity"), ({"q1": "YES"}, "route"), ({"mask": ""}, "asked")],
    ids=str,
)
def test_who_must_be_typed_is_not_counted_and_nothing_changes(
    clinic: Clinic, differs: dict[str, str], why: str
) -> None:
    with pytest.raises(Refused) as caught:
        count(clinic, passing(**differs))

    assert (caught.value.code, caught.value.facts["why"]) == ("quick.may_not_pass", why)
    with clinic.work() as store:
        assert store.quick_screens.count("GATE", TODAY) == 0
        assert store.arrivals.find(FORM) is None


def test_a_form_is_counted_once(clinic: Clinic) -> None:
    count(clinic, passing())

    with pytest.raises(Refused, match=r"arrival\.has_ended"):
        count(clinic, passing())

    with clinic.work() as store:
        assert store.quick_screens.count("GATE", TODAY) == 1


def test_who_has_no_duty_at_triage_counts_nobody(clinic: Clinic) -> None:
    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        count(clinic, passing(), actor=NOBODY)


def test_a_count_taken_back_is_void_and_its_form_waits_again(clinic: Clinic) -> None:
    count(clinic, passing(), DraftId(1))
    last = count(clinic, passing(a_reading("36.7")), DraftId(2), at=NOON + MINUTE)

    with clinic.work(at=NOON + 2 * MINUTE) as store:
        voided, draft = undo_last_count(store, " 误按 ")

    assert (voided.id, voided.voided_at, voided.void_reason) == (
        last.id,
        NOON + 2 * MINUTE,
        "误按",
    )
    assert (draft.id, draft.intake.fields) == (2, passing().fields)
    with clinic.work() as store:
        assert store.drafts.of_station("GATE") == (draft,)
        assert day_list.tray(store) == ()
        assert store.readings.unclaimed("GATE") == ()
        register = store.arrivals.since("GATE", NOON)
    assert [(one.id, one.end) for one in register] == [(1, ArrivalEnd.COUNTED), (2, None)]


def test_a_form_taken_back_is_typed_in_full_with_its_own_reading(
    clinic: Clinic, save: Save
) -> None:
    count(clinic, passing())
    with clinic.work() as store:
        _, draft = undo_last_count(store, "要登记")

    saved = save(draft.intake.with_fields(a_form().fields))

    assert [(one.raw_text, one.assigned_by_hand) for one in saved.readings] == [("36.5", False)]
    with clinic.work() as store:
        assert store.readings.of_visit(saved.visit.id) == saved.readings
        arrival = store.arrivals.find(FORM)
    assert arrival is not None
    assert (arrival.end, arrival.visit_id) == (ArrivalEnd.VISIT, saved.visit.id)


def test_a_form_taken_back_may_be_counted_again_or_end_otherwise(clinic: Clinic) -> None:
    count(clinic, passing())
    with clinic.work() as store:
        _, draft = undo_last_count(store, "误按")
    again = count(clinic, draft.intake)
    with clinic.work() as store:
        _, draft = undo_last_count(store, "误按")
        ended = arrivals.end_form(store, FORM, draft.intake, ArrivalEnd.LEFT, "走了")

    assert again.voided_at is None
    assert ended.intake is not None
    assert [one.raw_text for one in ended.intake.readings] == ["36.5"]


def test_a_reading_that_was_counted_goes_to_nobody_else(clinic: Clinic, save: Save) -> None:
    count(clinic, passing())
    with clinic.work() as store:
        arrival = store.arrivals.find(FORM)
    assert arrival is not None
    assert arrival.intake is not None
    (reading,) = arrival.intake.readings

    with pytest.raises(Stale, match=r"reading\.already_claimed"):
        save(a_form(reading), NOON)


def test_counts_of_yesterday_and_of_another_desk_stay(clinic: Clinic) -> None:
    count(clinic, BEGUN_YESTERDAY, DraftId(1), at=YESTERDAY)
    count(clinic, passing(), DraftId(2), station=LOBBY)

    with pytest.raises(Refused, match=r"quick\.none_to_undo"), clinic.work() as store:
        undo_last_count(store, "误按")


def test_a_count_is_taken_back_with_a_reason(clinic: Clinic) -> None:
    count(clinic, passing())

    with pytest.raises(Refused, match=r"record\.reason_missing"), clinic.work() as store:
        undo_last_count(store, " ")

    with clinic.work() as store:
        assert store.quick_screens.count("GATE", TODAY) == 1


def test_a_count_comes_back_as_recorded_and_is_voided_once(clinic: Clinic) -> None:
    screen = count(clinic, passing())

    with clinic.work() as store:
        assert store.quick_screens.get(screen.id) == screen
        voided = store.quick_screens.void(screen.id, "误按")
        assert voided == replace(screen, voided_at=NOON, void_reason="误按")
        with pytest.raises(Stale, match=r"quick\.already_void"):
            store.quick_screens.void(screen.id, "误按")
