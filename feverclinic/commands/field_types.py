"""The types of contract 0.2 as pydantic reads them: exact, three-valued, each with its own errors.

A validator raises PydanticCustomError(code, key, facts): the code of contract 0.5, and the sentence
`cli.expected.<key>` with its facts, said by problems.py. Tags of unions start with `<`, so that
problems.py can leave them out of the path.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, LiteralString, NoReturn, TypeVar

from pydantic import (
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from feverclinic.domain.civil_time import CHINA, local
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, ternary

INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(?(2)(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?", re.ASCII
)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
# Instants and birth dates of living people lie far inside; arithmetic on dates never leaves it.
FIRST_YEAR, LAST_YEAR = 1800, 2199
LONGEST_NUMBER = 200
LONGEST_TEXT = 4000
TRI_WORDS: dict[object, Ternary] = {word.value: word for word in Ternary}
SWITCH_WORDS: dict[object, bool] = {"on": True, "off": False}

Code = TypeVar("Code", bound=StrEnum)


def wrong(code: LiteralString, key: LiteralString, **facts: object) -> NoReturn:
    """Refuse a value: `code` of contract 0.5, the sentence `cli.expected.<key>` with its facts.

    A fact `sibling` or `child` moves the error to the member beside or below, `found` to its text.
    """
    raise PydanticCustomError(code, key, facts)


def text_of(value: object, key: LiteralString = "text") -> str:
    """The value if it is a text."""
    if not isinstance(value, str):
        wrong("TYPE", key)
    return value


def read_instant(value: object) -> datetime:
    """An instant in local time, cut to the second (T-1, T-11); no offset is +08:00."""
    text = text_of(value, "instant")
    found = INSTANT.fullmatch(text)
    if not found:
        wrong("FORMAT", "instant")
    minutes, seconds, offset = found.groups()
    try:
        read = datetime.fromisoformat(f"{minutes}{seconds or ':00'}").replace(tzinfo=_zone(offset))
    except ValueError:
        wrong("FORMAT", "instant")
    _year(read.year)
    return local(read)


def _zone(offset: str | None) -> tzinfo:
    if offset is None:
        return CHINA
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if offset[0] == "-" else span)


def _year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        wrong("RANGE", "year", first=FIRST_YEAR, last=LAST_YEAR)


def read_date(value: object) -> date:
    """A calendar date `2020-02-25`."""
    text = text_of(value, "date")
    if not DATE.fullmatch(text):
        wrong("FORMAT", "date")
    try:
        read = date.fromisoformat(text)
    except ValueError:
        wrong("FORMAT", "date")
    _year(read.year)
    return read


def read_tri(value: object) -> Ternary:
    """YES, NO, UNKNOWN or true, false, null."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return YES if value else NO
    if not isinstance(value, str):
        wrong("TYPE", "tri")
    if value not in TRI_WORDS:
        wrong("ENUM", "tri")
    return TRI_WORDS[value]


def read_switch(value: object) -> bool:
    """`on` or `off`, or true or false."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        wrong("TYPE", "switch")
    if value not in SWITCH_WORDS:
        wrong("ENUM", "switch")
    return SWITCH_WORDS[value]


def read_decimal(value: object) -> Decimal:
    """A decimal exactly from its digits, whether it stands as a text or as a JSON number."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    text = text_of(value, "decimal")
    if len(text) > LONGEST_NUMBER or not DECIMAL.fullmatch(text):
        wrong("FORMAT", "decimal")
    return Decimal(text)


def number_between(low: str, high: str) -> Callable[[object], Decimal]:
    """A reader of decimals from `low` to `high`, both included."""
    least, most = Decimal(low), Decimal(high)

    def read(value: object) -> Decimal:
        number = read_decimal(value)
        # The size first: an exponent of a thousand digits is compared, never written out.
        if not least <= number <= most:
            wrong("RANGE", "number_between", low=low, high=high)
        _, digits, exponent = number.as_tuple()
        if len(digits) > LONGEST_NUMBER or int(exponent) < -LONGEST_NUMBER:
            wrong("FORMAT", "decimal")
        return number

    return read


def whole_between(low: int, high: int) -> Callable[[object], int]:
    """A reader of whole numbers from `low` to `high`, both included; `41.0` is whole."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            wrong("TYPE", "whole_between", low=low, high=high)
        if not low <= value <= high:
            wrong("RANGE", "whole_between", low=low, high=high)
        if value != int(value):
            wrong("TYPE", "whole_between", low=low, high=high)
        return int(value)

    return read


@dataclass(frozen=True, slots=True)
class Between:
    """`Annotated[Decimal, Between("0", "60")]`: a decimal with its range, limits included."""

    low: str
    high: str

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(number_between(self.low, self.high))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        number = {"type": "number", "minimum": float(self.low), "maximum": float(self.high)}
        return {"anyOf": [{"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}, number]}


@dataclass(frozen=True, slots=True)
class WholeBetween:
    """`Annotated[int, WholeBetween(0, 10)]`: a whole number with its range, limits included."""

    low: int
    high: int

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(whole_between(self.low, self.high))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Pattern:
    """`Annotated[str, Pattern(r"[0-9]{6}", "digits_6")]`: a text of one form, else FORMAT."""

    form: str
    key: LiteralString

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        form, key = re.compile(self.form, re.ASCII), self.key

        def read(value: object) -> str:
            text = text_of(value)
            if not form.fullmatch(text):
                wrong("FORMAT", key)
            return text

        return core_schema.no_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^(?:{self.form})$"}


def list_or_object(value: object) -> str | None:
    """Tag of a group that stands as a list of what is present or as an object of answers."""
    if isinstance(value, list):
        return "<list>"
    return "<object>" if isinstance(value, dict) else None


def word_or_object(value: object) -> str:
    """Tag of an answer that stands as a word or as an object with its details."""
    return "<object>" if isinstance(value, dict) else "<word>"


LIST_OR_OBJECT = Discriminator(
    list_or_object, custom_error_type="TYPE", custom_error_message="list_or_object"
)
WORD_OR_OBJECT = Discriminator(word_or_object)

Instant = Annotated[
    datetime,
    PlainValidator(read_instant),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"
            r"(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?$",
        }
    ),
]
Day = Annotated[
    date, PlainValidator(read_date), WithJsonSchema({"type": "string", "format": "date"})
]
Tri = Annotated[
    Ternary,
    PlainValidator(read_tri),
    WithJsonSchema({"enum": ["YES", "NO", "UNKNOWN", True, False, None]}),
]
Switch = Annotated[
    bool, PlainValidator(read_switch), WithJsonSchema({"enum": ["on", "off", True, False]})
]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


def answers_of(
    given: Sequence[Code] | Mapping[Code, Ternary], every: Iterable[Code]
) -> dict[Code, Ternary]:
    """Contract 1.5: a list names what is present and the rest is NO; an object leaves it UNKNOWN."""
    if isinstance(given, Mapping):
        return dict(given)
    return {code: ternary(code in given) for code in every}
