"""Numbered blank sheets: each number once, every end known, entered with the times that were true."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.alarm_facts import of_queue, of_way
from feverclinic.domain.alarms import Start
from feverclinic.domain.intake import Intake
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.sheets import Reconciliation, Sheet, SheetId, SheetState
from feverclinic.domain.visits import Stage, VisitId
from feverclinic.errors import Refused
from feverclinic.services import day_list, sending
from feverclinic.services.sheets import (
    INTAKE,
    TypedSheet,
    back_entry,
    enter_sheet,
    missing,
    print_sheets,
    reconciliation,
    spoil,
)
from feverclinic.services.signing_in import NOBODY
from feverclinic.services.triage import SavedVisit
from tests.builders import GATE, LOBBY, MINUTE, NOON, TODAY, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form
from tests.stories.workplace import RULES, SURROUNDINGS

LATER = NOON + timedelta(hours=3)
FIRST = "GATE-20200225-001"
TYPED = TypedSheet(FIRST, arrived="13:05", decided="13:20")


def printed(clinic: Clinic, count: int = 3) -> tuple[Sheet, ...]:
    with clinic.work() as store:
        return print_sheets(store, INTAKE, count)


def entered(clinic: Clinic, typed: TypedSheet) -> Intake:
    with clinic.work(at=LATER) as store:
        return back_entry(store, typed)


def refused(clinic: Clinic, typed: TypedSheet) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as no:
        entered(clinic, typed)
    assert no.value.code == "sheet.wrong"
    problems = no.value.facts["problems"]
    return [(one.where, one.code) for one in problems]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType] - facts are objects


def test_numbers_go_on_where_the_last_batch_of_the_day_ended(clinic: Clinic) -> None:
    printed(clinic, 2)

    assert [sheet.number for sheet in printed(clinic, 2)] == [
        "GATE-20200225-003",
        "GATE-20200225-004",
    ]


def test_the_next_day_and_the_next_desk_begin_at_one(clinic: Clinic) -> None:
    printed(clinic)

    with clinic.work(at=NOON + timedelta(days=1)) as store:
        (tomorrow,) = print_sheets(store, INTAKE, 1)
    with clinic.work(station=LOBBY) as store:
        (beside,) = print_sheets(store, INTAKE, 1)

    assert tomorrow.number == "GATE-20200226-001"
    assert beside.number == "LOBBY-20200225-001"


@pytest.mark.parametrize("count", [0, -1, 201])
def test_no_sheet_and_more_than_two_hundred_are_refused(clinic: Clinic, count: int) -> None:
    with clinic.work() as store, pytest.raises(Refused, match=r"sheet\.count"):
        print_sheets(store, INTAKE, count)


def test_a_sheet_becomes_a_form_with_its_number_and_true_times(clinic: Clinic) -> None:
    printed(clinic)

    intake = entered(clinic, replace(TYPED, temperature="37.8", site="AXILLARY", measured="13:10"))

    (reading,) = intake.readings
    assert intake.arrived_at == datetime(2020, 2, 25, 5, 5, tzinfo=UTC)
    assert intake.text("sheet_no") == FIRST
    assert intake.text("sheet_decided_at") == "2020-02-25T13:20:00+08:00"
    assert (reading.celsius, reading.site) == (Fraction(189, 5), Site.AXILLARY)
    assert reading.measured_at == datetime(2020, 2, 25, 5, 10, tzinfo=UTC)
    assert reading.entered_at == reading.measured_at


def test_a_sheet_may_be_used_in_the_minute_in_which_it_was_printed(clinic: Clinic) -> None:
    with clinic.work(at=NOON + timedelta(seconds=40)) as store:
        print_sheets(store, INTAKE, 1)

    intake = entered(clinic, TypedSheet(FIRST, "12:00", "12:00"))

    assert intake.arrived_at == NOON


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        (replace(TYPED, arrived="11:59"), [("arrived", "sheet_early")]),
        (replace(TYPED, decided="15:01"), [("decided", "sheet_future")]),
        (replace(TYPED, decided="13:04"), [("decided", "sheet_order")]),
        (replace(TYPED, arrived=""), [("arrived", "required")]),
        (replace(TYPED, arrived="1点"), [("arrived", "clock")]),
        (replace(TYPED, arrived="25:00"), [("arrived", "clock")]),
        (
            replace(TYPED, day="2020-02-24"),
            [("arrived", "sheet_early"), ("decided", "sheet_early")],
        ),
        (replace(TYPED, day="昨天"), [("day", "date")]),
        (replace(TYPED, temperature="37.8"), [("site", "required")]),
        (
            replace(TYPED, temperature="378", site="ORAL"),
            [("temperature", "temperature_guess")],
        ),
        (
            replace(TYPED, temperature="37.8", site="ORAL", measured="13:25"),
            [("measured", "sheet_after")],
        ),
        (
            replace(TYPED, temperature="37.8", site="ORAL", measured="13:00"),
            [("measured", "sheet_order")],
        ),
    ],
    ids=lambda value: value[0][1] if isinstance(value, list) else "",
)
def test_a_time_that_cannot_be_true_is_refused_in_its_field(
    clinic: Clinic, typed: TypedSheet, problems: list[tuple[str, str]]
) -> None:
    printed(clinic)

    assert refused(clinic, typed) == problems


@pytest.mark.parametrize("number", ["GATE-20200225-004", "GATE-20200224-001", "", "001"])
def test_a_number_that_was_not_printed_is_refused(clinic: Clinic, number: str) -> None:
    printed(clinic)

    with pytest.raises(Refused, match=r"sheet\.unknown"):
        entered(clinic, replace(TYPED, number=number))


def test_a_number_typed_small_and_wide_is_found(clinic: Clinic) -> None:
    printed(clinic)

    intake = entered(clinic, replace(TYPED, number=" gate-20200225-００１ "))

    assert intake.text("sheet_no") == FIRST


def test_a_sheet_of_another_desk_is_entered_there(clinic: Clinic) -> None:
    with clinic.work(station=LOBBY) as store:
        print_sheets(store, INTAKE, 1)

    with pytest.raises(Refused, match=r"sheet\.elsewhere"):
        entered(clinic, replace(TYPED, number="LOBBY-20200225-001"))


def test_a_sheet_is_entered_once(clinic: Clinic) -> None:
    printed(clinic)
    with clinic.work(at=LATER) as store:
        sheet = enter_sheet(store, FIRST, VisitId(5))

    assert (sheet.state, sheet.visit_id, sheet.state_at) == (SheetState.ENTERED, 5, LATER)
    with clinic.work(at=LATER) as store, pytest.raises(Refused, match=r"sheet\.entered"):
        enter_sheet(store, FIRST, VisitId(6))
    with pytest.raises(Refused, match=r"sheet\.entered"):
        entered(clinic, TYPED)


def test_a_spoiled_sheet_is_not_entered_and_a_missing_one_that_turns_up_is(clinic: Clinic) -> None:
    printed(clinic)
    with clinic.work(at=NOON + MINUTE) as store:
        spoil(store, INTAKE, FIRST, "浸湿")
        missing(store, INTAKE, "GATE-20200225-002", "未找到")

    with pytest.raises(Refused, match=r"sheet\.spoiled"):
        entered(clinic, TYPED)
    assert entered(clinic, replace(TYPED, number="GATE-20200225-002")).text("sheet_no")


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_sheet_is_given_up_without_a_reason(clinic: Clinic, reason: str) -> None:
    printed(clinic)

    with clinic.work() as store, pytest.raises(Refused, match=r"sheet\.reason_missing"):
        spoil(store, INTAKE, FIRST, reason)


def test_who_does_not_triage_prints_and_enters_no_sheet(clinic: Clinic) -> None:
    printed(clinic)

    with clinic.work(actor=NOBODY) as store:
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            print_sheets(store, INTAKE, 1)
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            back_entry(store, TYPED)


def test_the_reconciliation_lists_todays_sheets_and_old_ones_still_out(clinic: Clinic) -> None:
    printed(clinic, 3)
    tomorrow = NOON + timedelta(days=1)
    with clinic.work(at=tomorrow) as store:
        spoil(store, INTAKE, FIRST, "写错")
        print_sheets(store, INTAKE, 1)
        enter_sheet(store, "GATE-20200226-001", VisitId(9))

        found = reconciliation(store, INTAKE, tomorrow - timedelta(hours=2))

    assert [(sheet.number, sheet.state.value) for sheet in found.sheets] == [
        ("GATE-20200225-002", "OUT"),
        ("GATE-20200225-003", "OUT"),
        ("GATE-20200226-001", "ENTERED"),
    ]


@given(st.lists(st.sampled_from(list(SheetState))))
def test_the_four_counts_add_up_to_all_that_were_printed(states: list[SheetState]) -> None:
    sheets = tuple(
        Sheet(SheetId(place), "GATE", INTAKE, str(place), NOON, state)
        for place, state in enumerate(states)
    )

    found = Reconciliation(sheets)

    assert found.printed == sum(found.count(state) for state in SheetState) == len(states)


def test_a_saved_sheet_is_entered_and_its_visit_carries_number_and_true_times(
    clinic: Clinic, save: Save
) -> None:
    printed(clinic)
    opened = entered(clinic, replace(TYPED, temperature="38.2", site="AXILLARY", measured="13:10"))
    form = a_form()

    saved = save(replace(opened, fields={**form.fields, **opened.fields}), LATER)

    with clinic.work(at=LATER) as store:
        (first, *others) = reconciliation(store, INTAKE, NOON).sheets
    assert (first.state, first.visit_id) == (SheetState.ENTERED, saved.visit.id)
    assert [sheet.state for sheet in others] == [SheetState.OUT, SheetState.OUT]
    assert saved.visit.sheet_no == FIRST
    assert saved.visit.arrived_at == datetime(2020, 2, 25, 5, 5, tzinfo=UTC)
    assert saved.visit.saved_at == LATER
    assert saved.assessment.decided_at == datetime(2020, 2, 25, 5, 20, tzinfo=UTC)
    assert saved.readings[0].measured_at == datetime(2020, 2, 25, 5, 10, tzinfo=UTC)
    assert saved.assessment.routing.result is Outcome.FEVER_CLINIC
    assert saved.assessment.routing.advisories == ("ZONE_UNKNOWN",)


def test_a_sheet_entered_meanwhile_is_refused_and_nothing_is_saved(
    clinic: Clinic, save: Save
) -> None:
    printed(clinic)
    opened = entered(clinic, replace(TYPED, temperature="38.2", site="AXILLARY"))
    form = replace(opened, fields={**a_form().fields, **opened.fields})
    with clinic.work(at=LATER) as store:
        enter_sheet(store, FIRST, VisitId(5))

    with pytest.raises(Refused, match=r"sheet\.entered"):
        save(form, LATER)

    with clinic.work(at=LATER) as store:
        assert store.boards.queue(GATE.code, TODAY) == ()


@pytest.mark.rule("TEMP-9")
def test_a_sheet_is_judged_at_the_time_at_which_it_was_decided(clinic: Clinic, save: Save) -> None:
    with clinic.work(at=NOON - timedelta(hours=12)) as store:
        print_sheets(store, INTAKE, 1)
    typed = TypedSheet(FIRST, "07:00", "07:10", "2020-02-25", "36.5", "AXILLARY", "07:05")
    with clinic.work(at=NOON) as store:
        opened = back_entry(store, typed)
    taken = {"antipyretic_last_6h": "YES", "antipyretic_taken_at": "2020-02-25 04:00"}
    fields = {**a_form().fields, **opened.fields, **taken}

    saved = save(replace(opened, fields=fields), NOON)

    routing = saved.assessment.routing
    assert routing.temperature.effective is not None
    assert routing.result is Outcome.HOLD_RECHECK
    assert routing.advisories == ("MASKED_FEVER_POSSIBLE", "ZONE_UNKNOWN")


def test_who_is_measured_after_the_time_on_the_sheet_is_decided_now(
    clinic: Clinic, save: Save
) -> None:
    printed(clinic)
    opened = entered(clinic, TYPED)
    form = replace(opened, fields={**a_form().fields, **opened.fields})

    saved = save(form.with_reading(a_reading("38.4", measured_at=LATER - MINUTE)), LATER)

    assert saved.assessment.decided_at == LATER
    assert saved.assessment.routing.result is Outcome.FEVER_CLINIC


ILL = replace(TYPED, temperature="38.2", site="AXILLARY", measured="13:10")


def saved_from(clinic: Clinic, save: Save, typed: TypedSheet) -> SavedVisit:
    printed(clinic)
    opened = entered(clinic, typed)
    return save(replace(opened, fields={**a_form().fields, **opened.fields}), LATER)


@pytest.mark.rule("ISO-2")
def test_whoever_was_entered_from_paper_rings_no_alarm_and_is_not_late(
    clinic: Clinic, save: Save
) -> None:
    saved_from(clinic, save, ILL)

    with clinic.work(at=LATER) as store:
        (going,) = sending.on_the_way(store, RULES)
        (row,) = day_list.queue(store, RULES, SURROUNDINGS)
        book = store.day_books.of(NOON.date(), "GATE")
    assert (going.is_from_paper, going.is_late) == (True, False)
    assert of_way((going,)) == ()
    assert of_queue((row,)) == ()
    assert (row.is_from_paper, row.arrive_by, row.wait_until) == (True, None, None)
    assert [entry.is_late(10, LATER) for entry in book.entries] == [False]


@pytest.mark.rule("ISO-2")
def test_whoever_is_sent_from_the_desk_after_all_has_his_limit(clinic: Clinic, save: Save) -> None:
    saved = saved_from(clinic, save, ILL)

    with clinic.work(at=LATER) as store:
        sending.send(store, saved.visit.id, "李护士")
        (going,) = sending.on_the_way(store, RULES)

    assert (going.is_from_paper, going.is_late) == (False, True)
    assert [fact.kind for fact in of_way((going,))] == [Start.SENT]


@pytest.mark.rule("ISO-2")
def test_the_receipt_that_stood_on_the_sheet_is_that_of_the_visit(
    clinic: Clinic, save: Save
) -> None:
    visit = saved_from(clinic, save, replace(ILL, received="1326", receiver=" 王 医生 ")).visit

    assert (visit.stage, visit.received_by, visit.received_via) == (
        Stage.ARRIVED,
        "王 医生",
        "PAPER",
    )
    assert visit.received_at == datetime(2020, 2, 25, 5, 26, tzinfo=UTC)
    with clinic.work(at=LATER) as store:
        assert sending.on_the_way(store, RULES) == ()


def test_who_was_not_sent_by_the_sheet_has_no_receipt(clinic: Clinic, save: Save) -> None:
    well = replace(ILL, temperature="36.5", received="1326", receiver="王医生")

    visit = saved_from(clinic, save, well).visit

    assert (visit.outcome, visit.stage, visit.received_at) == (
        Outcome.GENERAL_OPD,
        Stage.TRIAGED,
        None,
    )


@pytest.mark.parametrize(
    ("received", "receiver", "problems"),
    [
        ("13:26", "", [("receiver", "required")]),
        ("", "王医生", [("received", "required")]),
        ("13:19", "王医生", [("received", "sheet_received")]),
        ("15:01", "王医生", [("received", "sheet_future")]),
        ("x", "", [("received", "clock"), ("receiver", "required")]),
    ],
)
def test_half_a_receipt_or_one_that_cannot_be_is_refused(
    clinic: Clinic, received: str, receiver: str, problems: list[tuple[str, str]]
) -> None:
    printed(clinic)

    assert refused(clinic, replace(TYPED, received=received, receiver=receiver)) == problems
