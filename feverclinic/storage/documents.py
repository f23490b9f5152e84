"""Frozen records to JSON text and back, exactly: fractions, decimals, instants and bytes included."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

Decode = Callable[[Any], Any]


class Written(str):
    """A document that is written already, so that it need not be written twice for one row."""

    __slots__ = ()


def write_document(value: object) -> str:
    """The value as compact JSON with sorted members: the same value is the same text."""
    return _ENCODER.encode(value)


def read_document(kind: Any, text: str) -> Any:
    """A text of `write_document` as the type it was written from (a type or a generic alias)."""
    return _decoder(kind)(json.loads(text))


def plain(value: object) -> Any:
    """The value as JSON holds it: texts, numbers, lists and members only."""
    return json.loads(write_document(value))


@cache
def members_of(kind: type) -> tuple[str, ...]:
    """The names of a record's fields in their order; none for what is no record."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


def _plain(value: object) -> object:
    members = members_of(type(value))
    if members:
        return {name: getattr(value, name) for name in members}
    if isinstance(value, (Decimal, Fraction)):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _plain_rest(value)


def _plain_rest(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g} s"
    if isinstance(value, Mapping):
        return dict(cast("Mapping[object, object]", value))
    if isinstance(value, (set, frozenset)):
        return sorted(cast("frozenset[str]", value))
    raise TypeError(f"no document for {type(value).__name__}")


_ENCODER = json.JSONEncoder(
    default=_plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True
)


SIMPLE: dict[Any, Decode] = {
    str: str,
    int: int,
    bool: bool,
    Decimal: Decimal,
    Fraction: Fraction,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    bytes: base64.b64decode,
}


@cache
def _decoder(kind: Any) -> Decode:
    kind = getattr(kind, "__supertype__", kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if is_dataclass(kind):
        return _record_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _generic_decoder(kind)


def _record_decoder(kind: Any) -> Decode:
    """Members that a record does not know (written by a newer program) are an error, not a loss."""
    hints = get_type_hints(kind)
    decoders: dict[str, Decode] = {}

    def decode(value: Mapping[str, Any]) -> Any:
        # Filled at first use, so that records may hold each other.
        if not decoders:
            decoders.update({one.name: _decoder(hints[one.name]) for one in fields(kind)})
        return kind(**{name: decoders[name](item) for name, item in value.items()})

    return decode


def _generic_decoder(kind: Any) -> Decode:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union_decoder(arguments)
    if origin is tuple:
        decode = _decoder(arguments[0])
        return lambda value: tuple(decode(item) for item in value)
    if origin is frozenset:
        decode = _decoder(arguments[0])
        return lambda value: frozenset(decode(item) for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, item = (_decoder(argument) for argument in arguments)
        return lambda value: {key(name): item(one) for name, one in value.items()}
    return lambda value: value


def _union_decoder(arguments: tuple[Any, ...]) -> Decode:
    """`X | None`, or a record beside a code: an object is the record, a text the code."""
    members = [argument for argument in arguments if argument is not NoneType]
    records = [_decoder(member) for member in members if is_dataclass(member)]
    others = [_decoder(member) for member in members if not is_dataclass(member)]

    def decode(value: Any) -> Any:
        if value is None:
            return None
        return (records if isinstance(value, dict) and records else others)[0](value)

    return decode
