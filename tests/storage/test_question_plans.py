"""No list, no search and no save reads a whole table: every question goes by an index."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPICursor

from feverclinic.domain.arrivals import Arrival, ArrivalEnd
from feverclinic.domain.intake import Intake
from feverclinic.domain.visits import DraftId, Stage
from feverclinic.storage.store import Store
from tests.builders import (
    NOON,
    TODAY,
    a_draft,
    a_patient,
    a_quick_screen,
    a_reading,
    a_slip,
    a_visit,
    an_assessment,
)
from tests.engines import Clinic

# Tables that hold a handful of rows however long the clinic works.
SMALL = ("SCAN risk_zones", "SCAN staff", "SCAN CONSTANT ROW")
Asked = list[tuple[str, Any]]


@pytest.fixture
def asked(clinic: Clinic) -> Iterator[Asked]:
    """Every statement that the store sends, with what fills it."""
    statements: Asked = []

    def note(_c: object, _k: DBAPICursor, sql: str, filled: Any, *_: object) -> None:
        statements.append((sql, filled))

    event.listen(clinic.engine, "before_cursor_execute", note)
    yield statements
    event.remove(clinic.engine, "before_cursor_execute", note)


def _work_of_a_day(store: Store) -> None:
    patient = store.patients.add(a_patient(id_no="370399197903120016"))
    other = store.patients.add(a_patient())
    visit = store.visits.add(a_visit(patient, store.visits.next_no("GATE", TODAY)))
    kept = store.readings.add(a_reading())
    assert kept.id is not None
    store.readings.assign(kept.id, visit.id)
    store.readings.void(kept.id, "拿错患者")
    store.assessments.add(an_assessment(visit))
    store.slips.save(store.slips.add(a_slip(visit)))
    store.drafts.put(a_draft())
    store.search.not_same(patient.id, other.id)
    store.visits.save(visit.moved_to(Stage.ARRIVED, NOON))
    store.patients.save(patient)
    began = Arrival(DraftId(store.new_id()), "GATE", NOON)
    store.arrivals.begin(began)
    store.arrivals.begin(replace(began, name="赵六"))
    ended = replace(began, end=ArrivalEnd.LEFT, ended_at=NOON, reason="离开", intake=Intake(NOON))
    store.arrivals.end(ended)
    store.arrivals.reopen(began.id, "后来到了")
    screen = store.quick_screens.add(a_quick_screen(arrival_id=began.id))
    counted = store.readings.add(a_reading())
    assert counted.id is not None
    store.readings.keep_with(counted.id, screen.id, began.id)
    store.quick_screens.void(screen.id, "误按")
    store.readings.assign(counted.id, visit.id, began.id)


def _looks_of_a_day(store: Store) -> None:
    for typed in ("王", "小明", "王小明", "wangx", "wxm", "0016", "20200225-0001"):
        for hit in store.search.people(typed):
            store.visits.of_patient(hit.patient_id)
    store.search.likenesses(a_patient(id_no="370399197903120016"))
    visit = store.visits.find_by_no("20200225-0001")
    assert visit is not None
    store.patients.find_by_id_no("01", "370399197903120016")
    store.assessments.latest(visit.id)
    store.slips.of_visit(visit.id)
    store.slips.waiting()
    store.readings.of_visit(visit.id)
    store.readings.unclaimed("GATE")
    store.boards.counts("GATE", TODAY)
    store.boards.queue("GATE", TODAY)
    store.boards.page("GATE", "20200225-0009")
    store.audit.of(visit.id)
    store.boards.on_the_way()
    store.boards.last_visit(visit.patient_id, visit.id)
    store.boards.ended_forms("GATE", TODAY)
    store.visits.of_family(700)
    store.arrivals.since("GATE", NOON)
    store.arrivals.of_period("GATE", NOON, NOON)
    store.quick_screens.of_day("GATE", TODAY)
    store.quick_screens.since("GATE", NOON)


def test_no_question_reads_a_whole_table(clinic: Clinic, asked: Asked) -> None:
    if clinic.name != "sqlite":
        # A PostgreSQL that holds three rows reads them whole and is right to.
        with clinic.work() as store:
            _work_of_a_day(store)
            _looks_of_a_day(store)
        return
    with clinic.work() as store:
        _work_of_a_day(store)
        _looks_of_a_day(store)
    questions = [(sql, filled) for sql, filled in asked if not sql.startswith(("PRAGMA", "BEGIN"))]

    with clinic.engine.connect() as connection:
        plans = [
            (row[3], sql)
            for sql, filled in questions
            for one in [filled[0] if isinstance(filled, list) else filled]
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", one)
        ]

    assert len(questions) > 40
    scans = [(step, sql) for step, sql in plans if "SCAN" in step and not step.startswith(SMALL)]
    assert scans == []
