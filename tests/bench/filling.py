"""A clinic, a hospital, a city: the product's tables filled in bulk, search keys and all.

People are made one by one as the product makes them; their visits, readings, decisions, slips and
audit lines are copied by the database from one pattern (decisions with an empty document).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Insert,
    MetaData,
    Table,
    Text,
    cast,
    func,
    insert,
    literal,
    select,
    text,
)

from feverclinic.domain.people import AgeUnit, Patient, PatientId, Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Scale, Site, Source
from feverclinic.domain.ternary import NO
from feverclinic.domain.visits import SlipState, Stage
from feverclinic.domain.vitals import Level
from feverclinic.storage.audit import AUDIT, HEADS, NO_LINE
from feverclinic.storage.columns import BYTES_ORDER, KEY, columns_of
from feverclinic.storage.keys import keys_of_patient, name_key
from feverclinic.storage.patients import INSIDE, KEYS, PATIENTS
from feverclinic.storage.readings import READINGS
from feverclinic.storage.tables import AssessmentRow, SlipRow, VisitRow, table_of
from tests.bench.people import GATE, NOON, Invented, a_reading, invented

VISITS, ASSESSMENTS, SLIPS = table_of(VisitRow), table_of(AssessmentRow), table_of(SlipRow)
SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}
READINGS_EACH = 5
AT_ONCE = 20_000
STEP = 4096  # as far apart as keys of two milliseconds
LOOSE_KEYS = Table(
    "loose_keys",
    MetaData(),
    Column("key", BYTES_ORDER),
    Column("patient_id", KEY),
    prefixes=["TEMPORARY"],
)
EMPTY: Mapping[type, object] = {str: "", int: 0, bool: False, bytes: b""}


def person_id(number: int) -> int:
    return (number + 1) * STEP


def count_people(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(PATIENTS)).scalar_one()


def fill(engine: Engine, size: int) -> None:
    """So many people, each with a visit, its readings, a decision, a slip and an audit line."""
    with engine.connect() as connection:
        with connection.begin():
            connection.execute(text("SELECT 1"))
            LOOSE_KEYS.create(connection)
        for first in range(0, size, AT_ONCE):
            with connection.begin():
                _add_people(connection, range(first, min(size, first + AT_ONCE)))
        loose = select(LOOSE_KEYS).order_by(LOOSE_KEYS.c.key, LOOSE_KEYS.c.patient_id)
        for statement in (insert(KEYS).from_select(["key", "patient_id"], loose), *_passages(size)):
            with connection.begin():
                connection.execute(statement)
        with connection.begin():
            LOOSE_KEYS.drop(connection)
            if connection.dialect.name == "postgresql":
                connection.execute(text("ANALYZE"))  # its autovacuum does so by itself in time


def _add_people(connection: Connection, numbers: range) -> None:
    people: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = []
    for number in numbers:
        patient = _patient(invented(number))
        columns = columns_of(patient, INSIDE)
        more = {"facility_id": 1, "name_key": name_key(patient.name), "changed_at": NOON}
        people.append({**columns, **more})
        keys += ({"key": key, "patient_id": patient.id} for key in keys_of_patient(patient))
    _add(connection, PATIENTS, people)
    _add(connection, LOOSE_KEYS, keys)


def _patient(one: Invented) -> Patient:
    return Patient(
        id=PatientId(person_id(one.number)),
        name=one.name,
        sex=Sex(one.sex),
        birth_date=one.birth_date,
        age_unit=AgeUnit.YEAR,
        id_no=one.id_no,
        phone=one.phone,
        employer="某厂二车间",
        occupation="07",
    )


def _add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    encoders = [(one.name, _encoder(connection, one)) for one in table.c]
    names = ", ".join(f'"{name}"' for name, _ in encoders)
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([encode(row[name]) for name, encode in encoders])


def _encoder(connection: Connection, column: Column[Any]) -> Any:
    kind = column.type.dialect_impl(connection.dialect)
    return kind.bind_processor(connection.dialect) or (lambda value: value)


def _passages(size: int) -> Iterator[Insert]:
    """Everything of a person but the person."""
    number = PATIENTS.c.id / STEP
    visit_no = cast(10_000_000 + number, Text).concat("-0001")
    visit = {
        "id": PATIENTS.c.id + 1,
        "patient_id": PATIENTS.c.id,
        "visit_no": visit_no,
        "station": "OLD",
        "stage": Stage.TRIAGED,
        "outcome": Outcome.FEVER_CLINIC,
        "level": Level.III,
        "on_oxygen": NO,
        "pregnant": NO,
    }
    yield _copied(VISITS, PATIENTS, visit)
    reading = a_reading(NOON)
    for one in range(READINGS_EACH):
        facts = {
            **columns_of(reading, {}),
            "id": VISITS.c.id + 1 + one,
            "visit_id": VISITS.c.id,
            "station": "OLD",
            "value_centi": reading.value_centi,
            "site": Site.FOREHEAD_NC,
            "raw_unit": Scale.CELSIUS,
            "source": Source.SERIAL,
        }
        yield _copied(READINGS, VISITS, facts)
    decided = {"id": VISITS.c.id + 10, "visit_id": VISITS.c.id, "rule_set": "triage-2020-02"}
    yield _copied(ASSESSMENTS, VISITS, {**decided, "temperature": "37.80"})
    printed = {"id": VISITS.c.id + 11, "visit_id": VISITS.c.id, "state": SlipState.PRINTED}
    yield _copied(SLIPS, VISITS, {**printed, "station": "OLD", "copy_no": 1})
    line = {"seq": VISITS.c.id / STEP, "what": "visit", "what_id": VISITS.c.id, "hash": NO_LINE}
    yield _copied(AUDIT, VISITS, {**line, "action": "ADDED", "actor": "zhang", "change": "{}"})
    yield insert(HEADS).values(facility_id=1, seq=size, hash=NO_LINE)


def _copied(table: Table, source: Table, facts: Mapping[str, Any]) -> Insert:
    """One row for each row of `source`: the facts, and nothing where nothing is needed."""
    values: dict[str, Any] = {}
    for column in table.c:
        if column.name in facts:
            given = facts[column.name]
            values[column.name] = given if hasattr(given, "label") else literal(given, column.type)
        elif not column.nullable:
            values[column.name] = literal(_nothing(column), column.type)
    return insert(table).from_select(list(values), select(*values.values()).select_from(source))


def _nothing(column: Column[Any]) -> object:
    if column.name == "facility_id":
        return GATE.facility_id
    kind = column.type.python_type
    name = type(column.type).__name__
    if name == "Utc":
        return NOON
    if name == "Coded":
        return next(iter(column.type.codes))  # pyright: ignore[reportAttributeAccessIssue] - ours
    if name == "Document":
        return {}
    return date(2020, 2, 25) if kind is date else EMPTY[kind]
