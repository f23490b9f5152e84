"""Any document of a case, by the types of its fields: what a new field may hold is tried by itself."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from tests.builders import NOON

# PostgreSQL keeps no NUL; half of a surrogate pair is no text (both are refused at the door).
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**40), 2**40),
    bool: st.booleans(),
    Decimal: st.decimals(-(10**6), 10**6, allow_nan=False, places=3),
    Fraction: st.fractions(-500, 500),
    datetime: st.integers(-(10**9), 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    date: st.dates(),
    # What a gate says beside its conditions: as JSON holds it.
    object: TEXTS | st.integers(-9, 9) | st.booleans() | st.none(),
}


def any_of_type(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type as records use it."""
    kind = getattr(kind, "__supertype__", kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{one.name: any_of_type(hints[one.name]) for one in fields(kind)})
    return _generic(get_origin(kind), get_args(kind))


def _generic(origin: Any, arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin in (Union, UnionType):
        members = [st.none() if one is NoneType else any_of_type(one) for one in arguments]
        return st.one_of(*members)
    if origin is tuple:
        return st.lists(any_of_type(arguments[0]), max_size=2).map(tuple)
    assert isinstance(origin, type)
    assert issubclass(origin, Mapping)
    return st.dictionaries(*map(any_of_type, arguments), max_size=2)
