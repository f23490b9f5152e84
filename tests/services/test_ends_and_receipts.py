"""Ends, receipts and who comes back after an end (ISO-2), on both databases."""

from datetime import timedelta

import pytest

from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.domain.visits import Stage
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.errors import Refused
from feverclinic.services import sending, triage
from feverclinic.services.triage import SavedVisit
from tests.builders import MINUTE, NOON
from tests.engines import Clinic
from tests.services.forms import Save, on_the_way

SECOND = timedelta(seconds=1)
LIMIT = NOON + 10 * MINUTE
DOCTOR = Staff(
    StaffId(31), "chen", "陈医生", "主治医师", "doctor", frozenset({Duty.OVERRIDE_AS_DOCTOR})
)


def test_whoever_was_received_is_not_given_up_as_not_arrived(
    clinic: Clinic, ill: SavedVisit
) -> None:
    with clinic.work(at=NOON + 5 * MINUTE) as store:
        sending.receive(store, ill.visit.id, "孙护士", ReceivedVia.PHONE)

    with (
        clinic.work(at=NOON + 6 * MINUTE) as store,
        pytest.raises(Refused, match=r"sending\.already_received") as no,
    ):
        triage.end_visit(store, ill.visit.id, Stage.DID_NOT_ARRIVE, "没有看到人")

    assert no.value.facts == {"visit_no": "20200225-0001", "by": "孙护士"}
    with clinic.work() as store:
        assert store.visits.get(ill.visit.id).stage is Stage.ARRIVED


def test_an_end_is_no_way_around_the_receipt(clinic: Clinic, ill: SavedVisit) -> None:
    with clinic.work() as store, pytest.raises(ValueError, match="ARRIVED"):
        triage.end_visit(store, ill.visit.id, Stage.ARRIVED, "已到")


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize("stage", [Stage.LEFT, Stage.REFUSED, Stage.DID_NOT_ARRIVE])
def test_who_had_left_and_is_decided_again_is_on_the_way_again(
    clinic: Clinic, ill: SavedVisit, save: Save, stage: Stage
) -> None:
    with clinic.work(at=NOON + MINUTE) as store:
        triage.end_visit(store, ill.visit.id, stage, "等太久")
    with clinic.work(at=NOON + 5 * MINUTE) as store:
        form = triage.reopen(store, ill.visit.id)
    back = save(form, at=NOON + 5 * MINUTE).visit

    assert (back.stage, back.stage_at) == (Stage.TRIAGED, NOON + 5 * MINUTE)
    assert [one.visit_id for one in on_the_way(clinic)] == [ill.visit.id]
    with clinic.work(at=NOON + 6 * MINUTE) as store:
        assert sending.send(store, ill.visit.id, "李护士").stage is Stage.ON_THE_WAY


def test_a_clock_that_was_set_back_does_not_keep_a_receipt_out(
    clinic: Clinic, ill: SavedVisit
) -> None:
    with clinic.work(at=NOON - 60 * MINUTE) as store:
        received = sending.receive(store, ill.visit.id, "陈医生", ReceivedVia.PHONE)

    assert received.received_at == ill.visit.arrived_at
    assert on_the_way(clinic) == ()


def test_who_was_received_does_not_leave_by_the_triage_desk(
    clinic: Clinic, ill: SavedVisit
) -> None:
    with clinic.work(at=NOON + MINUTE) as store:
        sending.receive(store, ill.visit.id, "陈医生", ReceivedVia.DESK)

    with (
        clinic.work(at=NOON + 2 * MINUTE) as store,
        pytest.raises(Refused, match=r"sending\.already_received"),
    ):
        triage.end_visit(store, ill.visit.id, Stage.LEFT, "走了")
