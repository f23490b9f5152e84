"""Rows as plain JSON values and back: how records travel between the desk and the server, exactly."""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    LargeBinary,
    Select,
    Table,
    Text,
    and_,
    select,
    type_coerce,
)

from feverclinic.storage.columns import Coded, Document, Exact, Ratio, Utc
from feverclinic.storage.documents import Written, plain

Plain = Mapping[str, Any]
Key = tuple[int, ...]


def key_columns(table: Table) -> tuple[Column[Any], ...]:
    return tuple(table.primary_key.columns)


def with_key(table: Table, key: Key) -> ColumnElement[bool]:
    """The one row with this key."""
    return and_(*(column == part for column, part in zip(key_columns(table), key, strict=True)))


def plain_rows(connection: Connection, table: Table, condition: Any) -> list[dict[str, Any]]:
    """All rows of a table that a condition holds for, as JSON keeps them."""
    found = connection.execute(_as_kept(table).where(condition)).mappings()
    return [plain(dict(row)) for row in found]


def values_of(table: Table, row: Plain) -> dict[str, Any]:
    """A plain row as the table takes it; the opposite of `plain_rows`."""
    return {
        column.name: _value(column, row[column.name]) for column in table.c if column.name in row
    }


def _as_kept(table: Table) -> Select[Any]:
    """Documents travel as the text they are: what is not read cannot be read wrongly."""
    return select(
        *(
            type_coerce(column, Text).label(column.name)
            if isinstance(column.type, Document)
            else column
            for column in table.c
        )
    )


def _value(column: Column[Any], kept: Any) -> Any:
    if kept is None:
        return None
    kind = column.type
    if isinstance(kind, Document):
        return Written(kept)
    if isinstance(kind, Coded):
        return kind.codes(kept)
    for one, read in READERS.items():
        if isinstance(kind, one):
            return read(kept)
    return kept


READERS: dict[type, Any] = {
    Utc: datetime.fromisoformat,
    Exact: Decimal,
    Ratio: Fraction,
    Date: date.fromisoformat,
    LargeBinary: base64.b64decode,
}
