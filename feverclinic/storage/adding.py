"""Rows into tables: each insert is compiled once and handed to the driver as it is.

A save writes some twenty rows of up to fifty columns; compiled anew, or looked up by its shape,
each of these statements costs more than the database needs to run it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

Encode = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    """`columns` in the order of the statement, each with what makes its value the driver's."""

    sql: str
    columns: tuple[tuple[str, Encode | None], ...]
    is_by_name: bool

    def row(self, values: Mapping[str, Any]) -> Any:
        plain = [
            values[name] if encode is None else encode(values[name])
            for name, encode in self.columns
        ]
        if self.is_by_name:
            return {name: value for (name, _), value in zip(self.columns, plain, strict=True)}
        return tuple(plain)


def add_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that give every column of the table; the same as a Core insert, only sooner."""
    ready = _ready(connection.dialect, table)
    given = [ready.row(values) for values in rows]
    connection.exec_driver_sql(ready.sql, given if len(given) > 1 else given[0])


@lru_cache(maxsize=64)
def _ready(dialect: Dialect, table: Table) -> _Ready:
    names = [column.name for column in table.c]
    statement = insert(table).compile(dialect=dialect, column_keys=names)
    encoders: dict[str, Encode | None] = {
        column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.c
    }
    order: Sequence[str] | None = getattr(statement, "positiontup", None)
    return _Ready(
        str(statement),
        tuple((name, encoders[name]) for name in order or names),
        is_by_name=not order,
    )
