"""Column types that give the same values on SQLite and on PostgreSQL, and records as columns."""

# ruff: noqa: ARG002 - the signatures are SQLAlchemy's

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Dialect,
    Insert,
    Integer,
    RowMapping,
    Table,
    Text,
    literal_column,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.types import TypeDecorator

from feverclinic.storage.documents import (
    Written,
    members_of,
    read_document,
    write_document,
)

Record = TypeVar("Record")

# SQLite's fast row id must be called INTEGER; PostgreSQL needs eight bytes.
KEY = BigInteger().with_variant(Integer, "sqlite")
# Search keys are compared byte by byte, whatever the language of the server.
BYTES_ORDER = Text().with_variant(Text(collation="C"), "postgresql")


class Utc(TypeDecorator[datetime]):
    """An instant: naive ones are refused, what comes back is aware and UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Coded(TypeDecorator[StrEnum]):
    """A code of the clinic: its text in the table, its member in the record."""

    impl = Text
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.codes(value)


class Exact(TypeDecorator[Decimal]):
    """A decimal with its digits as given: 2.50 stays 2.50."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Ratio(TypeDecorator[Fraction]):
    """A rational number, exactly: a Fahrenheit reading in Celsius has no last digit (TEMP-4)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        return None if value is None else Fraction(value)


class Document(TypeDecorator[Any]):
    """A list, a mapping or a record as JSON text; `kind` is its type."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if isinstance(value, Written):
            return str(value)
        return None if value is None else write_document(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else read_document(self.kind, value)


def columns_of(record: object, inside: Mapping[str, str]) -> dict[str, Any]:
    """A record's fields by column; `inside` names fields that are records, with their prefix."""
    columns: dict[str, Any] = {}
    for name in members_of(type(record)):
        value = getattr(record, name)
        if name in inside:
            prefix = inside[name]
            columns |= {f"{prefix}{part}": item for part, item in columns_of(value, {}).items()}
        else:
            columns[name] = value
    return columns


def record_of(
    kind: type[Record], row: RowMapping, inside: Mapping[str, tuple[str, type]]
) -> Record:
    """The record whose fields stand in a row; the opposite of `columns_of`."""
    values: dict[str, Any] = {}
    for name in members_of(kind):
        if name in inside:
            prefix, inner = inside[name]
            values[name] = inner(**{part: row[f"{prefix}{part}"] for part in members_of(inner)})
        else:
            values[name] = row[name]
    return kind(**values)


def insert_if_missing(connection: Connection, table: Table, values: Mapping[str, Any]) -> Insert:
    """Insert a row unless its key is there already."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgres_insert
    return insert(table).values(**values).on_conflict_do_nothing()


@cache
def insert_once(dialect: str, table: Table) -> Insert:
    """Insert a row unless its key is there already; made once for each table."""
    put = (sqlite_insert if dialect == "sqlite" else postgres_insert)(table)
    return put.on_conflict_do_nothing(index_elements=list(table.primary_key.columns))


@cache
def insert_or_replace(dialect: str, table: Table) -> Insert:
    """Insert a row, or take over all its columns where its key is there already.

    Made once for each table: building a statement costs more than running it.
    """
    put = (sqlite_insert if dialect == "sqlite" else postgres_insert)(table)
    keys = list(table.primary_key.columns)
    changed = {column.name: put.excluded[column.name] for column in table.c if column not in keys}
    return put.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def insert_or_count(dialect: str, counter: Column[int]) -> Insert:
    """Insert a counter's row, or add one where it is there already; gives the new count."""
    put = (sqlite_insert if dialect == "sqlite" else postgres_insert)(counter.table)
    keys = list(counter.table.primary_key.columns)
    counted = put.on_conflict_do_update(
        index_elements=keys, set_={counter.name: counter + literal_column("1")}
    )
    return counted.returning(counter)
