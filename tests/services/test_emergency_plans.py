"""The director's plans for an examination that cannot be done (WORK-2), on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from feverclinic.domain.emergency_plans import CoreItem, EmergencyPlan, plan_for
from feverclinic.errors import Refused, Stale, Unavailable
from feverclinic.services import emergency_plans
from feverclinic.storage.store import transaction
from feverclinic.storage.work import Way
from tests.builders import GATE, NOON
from tests.case_builders import DIRECTOR, DOCTOR
from tests.engines import Clinic

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def make(clinic: Clinic, **differs: Any) -> EmergencyPlan:
    usual: dict[str, Any] = {
        "item": CoreItem.CT,
        "reason": "CT 机故障",
        "substitute": "床旁 X 线胸片，专家组阅片",
        "valid_to": NOON + DAY,
        "name": "CT 停机应急方案",
    }
    with clinic.work(actor=DIRECTOR) as store:
        return emergency_plans.make_plan(store, **(usual | differs))


@pytest.mark.rule("WORK-2")
def test_a_plan_stands_under_the_name_of_the_director_until_its_second(clinic: Clinic) -> None:
    plan = make(clinic)

    assert (plan.by, plan.title, plan.signed_at) == ("于院长", "院长", NOON)
    with clinic.work(at=NOON + DAY) as store:
        assert plan_for(emergency_plans.plans_now(store), CoreItem.CT, store.now) == plan
        assert plan_for(emergency_plans.plans_now(store), CoreItem.CBC, store.now) is None
    with clinic.work(at=NOON + DAY + timedelta(milliseconds=900)) as store:
        assert emergency_plans.plans_now(store) == (plan,)
    with clinic.work(at=NOON + DAY + SECOND) as store:
        assert emergency_plans.plans_now(store) == ()
        assert emergency_plans.all_plans(store) == (plan,)


def test_nobody_else_makes_a_plan(clinic: Clinic) -> None:
    with clinic.work(actor=DOCTOR) as store, pytest.raises(Refused, match=r"staff\.duty_missing"):
        emergency_plans.make_plan(store, CoreItem.CT, "故障", "X 线", NOON + DAY)


@pytest.mark.parametrize(
    ("differs", "code"),
    [
        ({"reason": "  "}, "plan.reason_missing"),
        ({"substitute": ""}, "plan.substitute_missing"),
        ({"valid_to": NOON}, "plan.ends_before_it_begins"),
    ],
)
def test_a_plan_without_its_parts_is_refused(
    clinic: Clinic, differs: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as no:
        make(clinic, **differs)

    assert no.value.code == code


def test_a_withdrawn_plan_ends_at_once_and_stays_in_the_list(clinic: Clinic) -> None:
    plan = make(clinic)

    with clinic.work(actor=DIRECTOR, at=NOON + SECOND) as store:
        withdrawn = emergency_plans.withdraw_plan(store, plan.id, "CT 已修复")

    assert withdrawn.withdrawn_at == NOON + SECOND
    assert not withdrawn.is_valid(NOON + SECOND)
    assert withdrawn.is_valid(NOON)
    with clinic.work(at=NOON + 2 * SECOND) as store:
        assert emergency_plans.plans_now(store) == ()
        assert emergency_plans.all_plans(store) == (withdrawn,)


def test_a_plan_is_withdrawn_once_and_with_a_reason(clinic: Clinic) -> None:
    plan = make(clinic)

    with clinic.work(actor=DIRECTOR) as store, pytest.raises(Refused, match="reason_missing"):
        emergency_plans.withdraw_plan(store, plan.id, " ")
    with clinic.work(actor=DIRECTOR) as store:
        emergency_plans.withdraw_plan(store, plan.id, "已修复")
    with clinic.work(actor=DIRECTOR) as store, pytest.raises(Stale, match=r"record\.changed"):
        emergency_plans.withdraw_plan(store, plan.id, "已修复")


def test_a_plan_needs_the_server(clinic: Clinic) -> None:
    away = Way(key=5, is_offline=True)

    with (
        pytest.raises(Unavailable, match=r"case\.needs_server"),
        transaction(clinic.engine, DIRECTOR, NOON, GATE, away) as store,
    ):
        emergency_plans.make_plan(store, CoreItem.CT, "故障", "X 线", NOON + DAY)
