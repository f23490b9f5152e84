"""Emergency plans: added and withdrawn, never edited."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, select, update

from feverclinic.domain.boards import Topic
from feverclinic.domain.civil_time import to_second
from feverclinic.domain.emergency_plans import CoreItem, EmergencyPlan, PlanId
from feverclinic.errors import Refused, Stale
from feverclinic.storage.case_tables import EmergencyPlanRow
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import table_of
from feverclinic.storage.work import Work

PLANS = table_of(EmergencyPlanRow)


class EmergencyPlans:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, plan: EmergencyPlan) -> EmergencyPlan:
        work = self._work
        values = {**columns_of(plan, {}), "facility_id": work.station.facility_id}
        add_rows(work.connection, PLANS, [values])
        work.audit.note("ADDED", "emergency_plan", plan.id, plan)
        work.touched.add(Topic.CASES)
        return plan

    def get(self, plan_id: PlanId) -> EmergencyPlan:
        """The plan; raises Refused `record.missing` for an id that none has."""
        asked = select(PLANS).where(PLANS.c.id == plan_id)
        row = self._work.connection.execute(asked).mappings().first()
        if row is None:
            raise Refused("record.missing", what="emergency_plan", id=plan_id)
        return _plan(row)

    def withdraw(self, plan_id: PlanId, reason: str) -> EmergencyPlan:
        """The plan ends now; raises Stale when it was withdrawn already."""
        work = self._work
        standing = (PLANS.c.id == plan_id) & PLANS.c.withdrawn_at.is_(None)
        ended = work.connection.execute(update(PLANS).where(standing).values(withdrawn_at=work.now))
        if ended.rowcount != 1:
            raise Stale("record.changed", what="emergency_plan")
        change = {"withdrawn_at": [None, work.now]}
        work.audit.note("CHANGED", "emergency_plan", plan_id, change, reason)
        work.touched.add(Topic.CASES)
        return self.get(plan_id)

    def standing(self, at: datetime) -> tuple[EmergencyPlan, ...]:
        """The plans that have not ended at `at`, the latest first."""
        mine = PLANS.c.facility_id == self._work.station.facility_id
        asked = select(PLANS).where(
            mine, PLANS.c.valid_to >= to_second(at), PLANS.c.withdrawn_at.is_(None)
        )
        return self._list(asked.order_by(PLANS.c.id.desc()))

    def latest(self, most: int = 100) -> tuple[EmergencyPlan, ...]:
        """All plans with those that have ended, the latest first."""
        mine = PLANS.c.facility_id == self._work.station.facility_id
        return self._list(select(PLANS).where(mine).order_by(PLANS.c.id.desc()).limit(most))

    def _list(self, asked: Select[Any]) -> tuple[EmergencyPlan, ...]:
        rows = self._work.connection.execute(asked).mappings()
        return tuple(_plan(row) for row in rows)


def _plan(row: RowMapping) -> EmergencyPlan:
    plan = record_of(EmergencyPlan, row, {})
    return replace(plan, item=CoreItem(plan.item))
