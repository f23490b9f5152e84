"""The same visit as twelve bare rows under seven indexes, by the driver alone, one durable commit.

A person, a visit, eight answers, a reading and a chained audit line: what any program would have
to write at the least. No checks, no decision, no search keys, no slip.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.people import invented

TABLES = (
    """CREATE TABLE person (id BIGINT PRIMARY KEY, name TEXT, pinyin TEXT, sex TEXT, born TEXT,
    id_no TEXT, phone TEXT, address TEXT, occupation TEXT, changed_at TEXT)""",
    """CREATE TABLE visit (id BIGINT PRIMARY KEY, person_id BIGINT, visit_no TEXT, station TEXT,
    arrived_at TEXT, saved_at TEXT, stage TEXT, level TEXT, outcome TEXT, spo2 INT, hr INT,
    rr INT, sbp INT, dbp INT)""",
    """CREATE TABLE answer (id BIGINT PRIMARY KEY, visit_id BIGINT, question TEXT, answer TEXT,
    exposed_on TEXT)""",
    """CREATE TABLE reading (id BIGINT PRIMARY KEY, visit_id BIGINT, raw TEXT, centi INT, site TEXT,
    measured_at TEXT, device TEXT, frame TEXT, operator TEXT)""",
    """CREATE TABLE audit (seq BIGINT PRIMARY KEY, at TEXT, actor TEXT, what TEXT, change TEXT,
    previous TEXT, hash TEXT)""",
    "CREATE UNIQUE INDEX person_id_no ON person (id_no)",
    "CREATE INDEX person_name ON person (name)",
    "CREATE INDEX person_pinyin ON person (pinyin)",
    "CREATE INDEX visit_person ON visit (person_id)",
    "CREATE UNIQUE INDEX visit_no ON visit (visit_no)",
    "CREATE INDEX answer_visit ON answer (visit_id)",
    "CREATE INDEX reading_visit ON reading (visit_id)",
)
PERSON = "INSERT INTO person VALUES (?,?,?,?,?,?,?,?,?,?)"
VISIT = "INSERT INTO visit VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
ANSWER = "INSERT INTO answer VALUES (?,?,?,?,?)"
READING = "INSERT INTO reading VALUES (?,?,?,?,?,?,?,?,?)"
AUDIT = "INSERT INTO audit VALUES (?,?,?,?,?,?,?)"
AT = "2020-02-25T04:00:00+00:00"


class BareRows:
    """Writes the rows of one visit after the other; `save` is one transaction."""

    def __init__(self, connection: Any, mark: str, begin: Callable[[], object]) -> None:
        self._connection = connection
        self._begin = begin
        self._sql = [one.replace("?", mark) for one in (PERSON, VISIT, ANSWER, READING, AUDIT)]
        self._number = 0
        self._hash = "0" * 64

    def save(self) -> None:
        self._number += 1
        number = self._number
        one = invented(number)
        person, visit, answer, reading, audit = self._sql
        change = f'{{"name":"{one.name}","id_no":"{one.id_no}","visit":{number}}}'
        previous, self._hash = (
            self._hash,
            hashlib.sha256(f"{number}{AT}{change}{self._hash}".encode()).hexdigest(),
        )
        cursor = self._connection.cursor()
        self._begin()
        cursor.execute(
            person,
            (
                number,
                one.name,
                "wangxiaoming",
                one.sex,
                str(one.birth_date),
                one.id_no,
                one.phone,
                "公园街道某小区 1 号楼",
                "07",
                AT,
            ),
        )
        cursor.execute(
            visit,
            (
                number,
                number,
                f"20200225-{number:04d}",
                "GATE",
                AT,
                AT,
                "SAVED",
                "III",
                "FEVER_CLINIC_SINGLE_ROOM",
                97,
                92,
                20,
                128,
                80,
            ),
        )
        cursor.executemany(
            answer, [(number * 8 + at, number, f"q{at}", "NO", "2020-02-20") for at in range(8)]
        )
        cursor.execute(
            reading,
            (
                number,
                number,
                "37.80",
                3780,
                "FOREHEAD_NC",
                AT,
                "GY-0001",
                "5a5a450800000ec4",
                "zhang",
            ),
        )
        cursor.execute(audit, (number, AT, "zhang", "visit", change, previous, self._hash))
        self._connection.commit()


def bare_sqlite(file: Path) -> BareRows:
    """WAL and synchronous=FULL, as the product has it."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    for statement in TABLES:
        connection.execute(statement)
    return BareRows(connection, "?", lambda: connection.execute("BEGIN IMMEDIATE"))


def bare_postgres(url: str) -> BareRows:
    """psycopg as it comes, in a schema of its own."""
    connection = psycopg.connect(url)
    connection.execute("DROP SCHEMA IF EXISTS bare CASCADE")
    connection.execute("CREATE SCHEMA bare")
    connection.execute("SET search_path TO bare")
    for statement in TABLES:
        connection.execute(statement.encode())
    connection.commit()
    return BareRows(connection, "%s", lambda: None)
