"""The statements of a save, each compiled once and handed to the driver as it is.

A save runs some fifteen statements; compiled anew, or looked up by its shape, each of them costs
more than the database needs to run it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Insert, Table, insert
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable

Encode = Callable[[Any], Any]
Values = Mapping[str, Any]
# Rows that were written, for the copy of the desk: table, rows, and whether they only change some.
NOTED = "clinic_noted"
Noted = tuple[Table, Sequence[Values], bool]


@dataclass(frozen=True, slots=True)
class _Ready:
    """`names` in the order of the statement, each with what makes its value the driver's."""

    sql: str
    names: tuple[tuple[str, Encode | None], ...]
    is_by_name: bool

    def plain(self, values: Values) -> Any:
        plain = [
            values[name] if encode is None else encode(values[name]) for name, encode in self.names
        ]
        if self.is_by_name:
            return {name: value for (name, _), value in zip(self.names, plain, strict=True)}
        return tuple(plain)


def run(connection: Connection, statement: Executable, values: Values) -> CursorResult[Any]:
    """Run a statement that is made once (a constant), with a value for each of its names.

    Answers are the driver's own values: good for whole numbers and texts.
    """
    ready = _ready(connection.dialect, statement)
    return connection.exec_driver_sql(ready.sql, ready.plain(values))


def add_rows(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert rows that give every column of the table.

    Whoever put a list under `NOTED` into the connection's `info` finds them there too.
    """
    noted = connection.info.get(NOTED)
    if noted is not None:
        noted.append((table, rows, False))
    ready = _ready(connection.dialect, _insert_into(table))
    plain = [ready.plain(values) for values in rows]
    connection.exec_driver_sql(ready.sql, plain if len(plain) > 1 else plain[0])


@lru_cache(maxsize=64)
def _insert_into(table: Table) -> Insert:
    return insert(table)


@lru_cache(maxsize=256)
def _ready(dialect: Dialect, statement: Any) -> _Ready:
    compiled: SQLCompiler = statement.compile(dialect=dialect)
    order = compiled.positiontup
    encoders: dict[str, Encode | None] = {
        name: parameter.type.dialect_impl(dialect).bind_processor(dialect)
        for name, parameter in compiled.binds.items()
    }
    fixed = {name for name, one in compiled.binds.items() if not one.required and one.value}
    assert not fixed, "a statement that is made once has all its values by name"
    return _Ready(
        str(compiled),
        tuple((name, encoders[name]) for name in order or encoders),
        is_by_name=order is None,
    )
