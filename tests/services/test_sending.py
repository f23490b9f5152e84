"""From the desk to the fever clinic (ISO-2), on both databases: guide, receipt, who has not arrived."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.visits import Stage, Visit
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.errors import Refused
from feverclinic.services import day_list, sending, triage
from feverclinic.services.rulebook import overridden
from feverclinic.services.signing_in import NOBODY
from feverclinic.services.triage import SavedVisit
from feverclinic.storage.store import Store
from tests.builders import LOBBY, MINUTE, NOON, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form, on_the_way
from tests.stories.workplace import RULES, SURROUNDINGS

SECOND = timedelta(seconds=1)
LIMIT = NOON + 10 * MINUTE
DOCTOR = Staff(
    StaffId(31), "chen", "陈医生", "主治医师", "doctor", frozenset({Duty.OVERRIDE_AS_DOCTOR})
)


@pytest.mark.rule("ISO-2")
def test_whoever_is_sent_is_on_the_way_from_the_decision_on(
    clinic: Clinic, ill: SavedVisit
) -> None:
    (one,) = on_the_way(clinic)

    assert (one.visit_id, one.visit_no, one.name, one.stage) == (
        ill.visit.id,
        "20200225-0001",
        "张建国",
        Stage.TRIAGED,
    )
    assert (one.outcome, one.decided_at, one.arrive_by, one.isolate_by) == (
        Outcome.FEVER_CLINIC_SINGLE_ROOM,
        NOON,
        LIMIT,
        LIMIT,
    )


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize(
    ("at", "is_late"), [(LIMIT, False), (LIMIT + SECOND, True)], ids=["the limit", "after it"]
)
def test_not_arrived_begins_after_the_tenth_minute(
    clinic: Clinic, ill: SavedVisit, at: datetime, is_late: bool
) -> None:
    assert [one.is_late for one in on_the_way(clinic, at)] == [is_late]


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize(
    ("differs", "reading", "expected"),
    [
        ({"q2": "YES"}, "38.6", [Outcome.FEVER_CLINIC_SINGLE_ROOM]),
        ({}, "38.6", [Outcome.FEVER_CLINIC]),
        ({"q2": "YES"}, "36.5", [Outcome.FEVER_CLINIC_SCREEN]),
        ({"symptoms__COUGH": "YES"}, "36.5", [Outcome.FEVER_CLINIC]),
        ({"acuity": "I"}, "38.6", [Outcome.RESUS_ISOLATION]),
        ({"acuity": "I"}, "36.5", []),
        ({"antipyretic_last_6h": "YES"}, "36.5", []),
        ({}, "36.5", []),
    ],
    ids=["TRI-3", "TRI-4", "TRI-5", "TRI-6", "TRI-1", "TRI-2", "TRI-7", "TRI-8"],
)
def test_a_receipt_is_awaited_for_tri_1_and_tri_3_to_tri_6(
    clinic: Clinic, save: Save, differs: dict[str, str], reading: str, expected: list[Outcome]
) -> None:
    save(a_form(a_reading(reading), **differs))

    assert [one.outcome for one in on_the_way(clinic)] == expected


@pytest.mark.rule("ISO-2")
def test_only_tri_1_and_tri_3_begin_an_isolation(clinic: Clinic, save: Save) -> None:
    save(a_form(a_reading("38.6")))

    assert [one.isolate_by for one in on_the_way(clinic)] == [None]


def test_the_limits_are_those_of_the_rule_file(clinic: Clinic, ill: SavedVisit) -> None:
    rules = overridden(RULES, {"not_arrived_minutes": 15, "isolation_gap_minutes": 5})

    with clinic.work() as store:
        (one,) = sending.on_the_way(store, rules)

    assert (one.arrive_by, one.isolate_by) == (NOON + 15 * MINUTE, NOON + 5 * MINUTE)


@pytest.mark.rule("ISO-2")
def test_deciding_again_does_not_put_the_limit_off(
    clinic: Clinic, save: Save, ill: SavedVisit
) -> None:
    with clinic.work() as store:
        opened = triage.reopen(store, ill.visit.id)
    save(opened.with_field("phone", "13900005599"), NOON + 9 * MINUTE)

    (one,) = on_the_way(clinic, NOON + 9 * MINUTE)

    assert (one.decisions, one.arrive_by) == (2, LIMIT)


def test_whoever_is_sent_only_by_a_later_decision_has_his_limit_from_there(
    clinic: Clinic, save: Save
) -> None:
    well = save(a_form())
    with clinic.work() as store:
        opened = triage.reopen(store, well.visit.id)
    again = NOON + 30 * MINUTE
    later = a_reading("38.6", measured_at=again, received_at=again)
    save(opened.with_reading(later), again)

    (one,) = on_the_way(clinic, again)

    assert one.arrive_by == NOON + 40 * MINUTE


def test_a_guide_walks_him_over_and_another_may_take_over(clinic: Clinic, ill: SavedVisit) -> None:
    with clinic.work(at=NOON + MINUTE) as store:
        sending.send(store, ill.visit.id, " 刘护工 ")
    with clinic.work(at=NOON + 3 * MINUTE) as store:
        sent = sending.send(store, ill.visit.id, "孙护工")

    assert (sent.stage, sent.guide, sent.sent_at) == (Stage.ON_THE_WAY, "孙护工", NOON + MINUTE)
    (one,) = on_the_way(clinic)
    assert (one.guide, one.sent_at, one.arrive_by) == ("孙护工", NOON + MINUTE, LIMIT)


def test_nobody_is_sent_without_a_guide(clinic: Clinic, ill: SavedVisit) -> None:
    with pytest.raises(Refused, match=r"sending\.guide_missing"), clinic.work() as store:
        sending.send(store, ill.visit.id, "  ")


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize("via", ReceivedVia)
def test_a_receipt_from_another_station_ends_the_way(
    clinic: Clinic, ill: SavedVisit, via: ReceivedVia
) -> None:
    at = NOON + 6 * MINUTE
    with clinic.work(actor=DOCTOR, station=LOBBY, at=at) as store:
        received = sending.receive(store, ill.visit.id, " 陈医生 ", via)

    assert (received.stage, received.received_at) == (Stage.ARRIVED, at)
    assert (received.received_by, received.received_via) == ("陈医生", via.value)
    assert on_the_way(clinic) == ()


def test_a_slip_brought_back_later_says_when_he_arrived(clinic: Clinic, ill: SavedVisit) -> None:
    with clinic.work(at=NOON + 30 * MINUTE) as store:
        received = sending.receive(
            store, ill.visit.id, "陈医生", ReceivedVia.PAPER, at=NOON + 6 * MINUTE
        )

    assert received.received_at == NOON + 6 * MINUTE
    assert received.stage_at == NOON + 30 * MINUTE


@pytest.mark.parametrize("minutes", [-2, 31], ids=["before he came", "in the future"])
def test_a_receipt_at_a_time_that_cannot_be_is_refused(
    clinic: Clinic, ill: SavedVisit, minutes: int
) -> None:
    with (
        pytest.raises(Refused, match=r"sending\.wrong_time"),
        clinic.work(at=NOON + 30 * MINUTE) as store,
    ):
        sending.receive(
            store, ill.visit.id, "陈医生", ReceivedVia.PAPER, at=NOON + minutes * MINUTE
        )


def test_a_receipt_names_who_received(clinic: Clinic, ill: SavedVisit) -> None:
    with pytest.raises(Refused, match=r"sending\.receiver_missing"), clinic.work() as store:
        sending.receive(store, ill.visit.id, "", ReceivedVia.DESK)


def test_nobody_is_received_or_sent_a_second_time(clinic: Clinic, ill: SavedVisit) -> None:
    with clinic.work() as store:
        sending.receive(store, ill.visit.id, "陈医生", ReceivedVia.DESK)

    with pytest.raises(Refused) as again, clinic.work() as store:
        sending.receive(store, ill.visit.id, "孙护士", ReceivedVia.PHONE)
    with pytest.raises(Refused, match=r"sending\.already_received"), clinic.work() as store:
        sending.send(store, ill.visit.id, "刘护工")

    assert (again.value.code, again.value.facts["by"]) == ("sending.already_received", "陈医生")


@pytest.mark.parametrize("act", ["send", "receive"])
def test_who_has_no_duty_sends_and_receives_nobody(
    clinic: Clinic, ill: SavedVisit, act: str
) -> None:
    verbs: dict[str, Callable[[Store], Visit]] = {
        "send": lambda store: sending.send(store, ill.visit.id, "刘护工"),
        "receive": lambda store: sending.receive(store, ill.visit.id, "某人", ReceivedVia.DESK),
    }

    with pytest.raises(Refused, match=r"staff\.duty_missing"), clinic.work(actor=NOBODY) as store:
        verbs[act](store)


def test_a_doctor_who_was_deactivated_receives_nobody(clinic: Clinic, ill: SavedVisit) -> None:
    gone = replace(DOCTOR, is_active=False)

    with pytest.raises(Refused, match=r"staff\.duty_missing"), clinic.work(actor=gone) as store:
        sending.receive(store, ill.visit.id, "陈医生", ReceivedVia.DESK)


@pytest.mark.parametrize("stage", [Stage.LEFT, Stage.REFUSED, Stage.DID_NOT_ARRIVE])
def test_whoever_has_ended_is_not_on_the_way(clinic: Clinic, ill: SavedVisit, stage: Stage) -> None:
    with clinic.work() as store:
        triage.end_visit(store, ill.visit.id, stage, "家属带走")

    assert on_the_way(clinic) == ()


def test_who_did_not_arrive_may_come_after_all_with_a_reason(
    clinic: Clinic, ill: SavedVisit
) -> None:
    with clinic.work() as store:
        triage.end_visit(store, ill.visit.id, Stage.DID_NOT_ARRIVE, "超时未到")

    with pytest.raises(Refused, match=r"visit\.reason_missing"), clinic.work() as store:
        sending.receive(store, ill.visit.id, "陈医生", ReceivedVia.DESK)
    with clinic.work(at=NOON + 40 * MINUTE) as store:
        received = sending.receive(store, ill.visit.id, "陈医生", ReceivedVia.DESK, "迷路后到达")

    assert (received.stage, received.received_at) == (Stage.ARRIVED, NOON + 40 * MINUTE)


@pytest.mark.parametrize("stage", [Stage.LEFT, Stage.REFUSED])
def test_whoever_left_or_refused_is_screened_anew_not_received(
    clinic: Clinic, ill: SavedVisit, stage: Stage
) -> None:
    with clinic.work() as store:
        triage.end_visit(store, ill.visit.id, stage, "离开")

    with pytest.raises(Refused, match=r"visit\.has_ended"), clinic.work() as store:
        sending.receive(store, ill.visit.id, "陈医生", ReceivedVia.DESK, "回来了")


def test_saving_a_visit_again_keeps_its_guide_and_its_receipt(
    clinic: Clinic, save: Save, ill: SavedVisit
) -> None:
    with clinic.work() as store:
        sending.send(store, ill.visit.id, "刘护工")
        sending.receive(store, ill.visit.id, "陈医生", ReceivedVia.PHONE)
        opened = triage.reopen(store, ill.visit.id)

    saved = save(opened.with_field("phone", "13900005599"), NOON + MINUTE)

    visit = saved.visit
    assert (visit.stage, visit.guide, visit.received_by, visit.received_via) == (
        Stage.ARRIVED,
        "刘护工",
        "陈医生",
        "PHONE",
    )
    assert (visit.sent_at, visit.received_at) == (NOON, NOON)


def test_whoever_was_sent_before_midnight_is_still_looked_for_after_it(
    clinic: Clinic, ill: SavedVisit
) -> None:
    yesterday, before = NOON + timedelta(days=1), NOON + timedelta(days=2)

    assert len(on_the_way(clinic, yesterday)) == 1
    assert on_the_way(clinic, before) == ()


@pytest.mark.rule("ISO-2")
def test_the_row_of_the_list_has_the_limits_and_the_late_one_stands_first(
    clinic: Clinic, save: Save, ill: SavedVisit
) -> None:
    save(a_form(name="李四", id_no="", no_id_reason="NOT_CARRIED"))
    with clinic.work() as store:
        sending.send(store, ill.visit.id, "刘护工")

    with clinic.work(at=LIMIT) as store:
        on_time = day_list.queue(store, RULES, SURROUNDINGS)
    with clinic.work(at=LIMIT + SECOND) as store:
        late = day_list.queue(store, RULES, SURROUNDINGS)

    assert [row.name for row in on_time] == ["李四", "张建国"]
    assert [row.name for row in late] == ["张建国", "李四"]
    assert (late[0].guide, late[0].arrive_by, late[0].wait_until) == (
        "刘护工",
        LIMIT,
        NOON + 30 * MINUTE,
    )
    assert (late[1].arrive_by, late[1].wait_until) == (None, None)


def test_whoever_arrived_waits_for_nothing_at_this_desk(clinic: Clinic, ill: SavedVisit) -> None:
    with clinic.work() as store:
        triage.mark_arrived(store, ill.visit.id)
        (row,) = day_list.queue(store, RULES, SURROUNDINGS)

    assert (row.stage, row.arrive_by, row.wait_until) == (Stage.ARRIVED, None, None)


@pytest.mark.rule("TEMP-9")
@pytest.mark.parametrize(
    ("reading", "differs", "expected"),
    [
        ("36.5", {"antipyretic_taken_at": "10:00"}, (True, NOON + 240 * MINUTE)),
        ("36.5", {}, (True, NOON + 360 * MINUTE)),
        ("37.25", {"antipyretic_taken_at": "10:00"}, (False, NOON + 4 * MINUTE)),
        ("38.6", {"antipyretic_taken_at": "10:00"}, (False, None)),
    ],
    ids=["known hour", "unknown hour", "near the limit as well", "fever all the same"],
)
def test_a_masked_fever_is_measured_again_after_its_hours(
    clinic: Clinic,
    save: Save,
    reading: str,
    differs: dict[str, str],
    expected: tuple[bool, datetime | None],
) -> None:
    save(a_form(a_reading(reading), antipyretic_last_6h="YES", **differs))

    with clinic.work() as store:
        (row,) = store.boards.queue("GATE", NOON.date())
        assert store.boards.counts("GATE", NOON.date()).rechecks == (row.recheck_at is not None)
    assert (row.is_masked_fever, row.recheck_at) == expected


@pytest.mark.rule("TRI-7")
def test_whoever_has_no_reading_that_counts_is_measured_again_now(
    clinic: Clinic, save: Save
) -> None:
    saved = save(a_form(a_reading("33.0")))

    with clinic.work() as store:
        (row,) = store.boards.queue("GATE", NOON.date())
    assert saved.visit.outcome is Outcome.HOLD_RECHECK
    assert (row.is_masked_fever, row.recheck_at) == (False, NOON)
