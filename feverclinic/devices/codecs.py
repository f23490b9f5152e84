"""Sans-IO codecs, one per shape of frame: bytes to a frame, to a rejection or to «need more»."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Protocol


class Reason(StrEnum):
    """Why bytes are no reading (contract 3)."""

    NOISE = "NOISE"
    CHECK = "CHECK"
    LENGTH = "LENGTH"
    TYPE = "TYPE"
    FIELD = "FIELD"


class Unit(StrEnum):
    """The unit as the device states it; no unit is the empty string, never a guess."""

    CELSIUS = "C"
    FAHRENHEIT = "F"
    KELVIN = "K"


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a frame with every decimal of its scale; `unit` is C, F, K or empty."""

    name: str
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A right beginning: more bytes decide."""


@dataclass(frozen=True, slots=True)
class Reject:
    """No frame begins here. `whole_line`: the rest of the line cannot hold one either."""

    reason: Reason
    whole_line: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole frame of `length` bytes; a `status` code instead of a reading when not empty."""

    length: int
    values: tuple[Value, ...] = ()
    status: str = ""


Answer = Need | Reject | Frame
NEED = Need()


class Codec(Protocol):
    """Stateless: the same bytes give the same answer, however they arrived."""

    @property
    def longest(self) -> int:
        """The most bytes that one answer can depend on."""
        ...

    @property
    def headers(self) -> tuple[bytes, ...]:
        """What a frame starts with; nothing when a frame may start with any byte."""
        ...

    @property
    def line_ends(self) -> bytes:
        """The bytes that end a line; empty for binary shapes."""
        ...

    def probe(self, buffer: bytes, *, is_all: bool = False) -> Answer:
        """Look at the front of the buffer; `is_all` says that no byte will follow."""
        ...

    def encode(self, values: Mapping[str, str]) -> bytes:
        """The frame a device would send for these values; the scale must fit exactly."""
        ...


_TYPES: dict[str, tuple[int, Literal["big", "little"], bool]] = {
    "u8": (1, "big", False),
    "i8": (1, "big", True),
    "u16be": (2, "big", False),
    "i16be": (2, "big", True),
    "u16le": (2, "little", False),
    "i16le": (2, "little", True),
}
NUMBER_TYPES = tuple(_TYPES)


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a number lies in a fixed frame: value = integer x scale; `reserved` integers are none."""

    name: str
    at: int
    kind: str
    scale: Decimal
    unit: str = ""
    reserved: frozenset[int] = frozenset()

    @property
    def end(self) -> int:
        return self.at + _TYPES[self.kind][0]

    def read(self, frame: bytes) -> Value | None:
        """The number as a decimal text with all decimals, or None for a reserved value."""
        _, order, is_signed = _TYPES[self.kind]
        number = int.from_bytes(frame[self.at : self.end], order, signed=is_signed)
        if number in self.reserved:
            return None
        return Value(self.name, format(number * self.scale, "f"), self.unit)

    def write(self, text: str) -> bytes:
        """The bytes of a value; a value that the scale cannot hold is a ValueError."""
        size, order, is_signed = _TYPES[self.kind]
        number = Decimal(text) / self.scale
        if number != number.to_integral_value():
            raise ValueError(f"{self.name}: {text} does not fit the scale {self.scale}")
        try:
            return int(number).to_bytes(size, order, signed=is_signed)
        except OverflowError as beyond:
            raise ValueError(f"{self.name}: {text} does not fit {self.kind}") from beyond


@dataclass(frozen=True, slots=True)
class FixedCodec:
    """Fixed header, type and length with a check byte at the end: `5A 5A | 45 04 | … | sum8`.

    A right header before another type is a frame of another device (TYPE), because makers use one
    header and one kind of sum for modules that measure quite different things.
    """

    header: bytes
    type_bytes: bytes
    length: int
    fields: tuple[FieldPlace, ...]
    has_check: bool = True

    @property
    def longest(self) -> int:
        return self.length

    @property
    def headers(self) -> tuple[bytes, ...]:
        return (self.header,)

    @property
    def line_ends(self) -> bytes:
        return b""

    def probe(self, buffer: bytes, *, is_all: bool = False) -> Answer:
        del is_all  # a frame of fixed length is whole or not, whatever follows
        size = len(self.header)
        if buffer[:size] != self.header[: len(buffer)]:
            return Reject(Reason.NOISE)
        told = buffer[size : size + len(self.type_bytes)]
        if told != self.type_bytes[: len(told)]:
            return Reject(Reason.TYPE)
        if len(buffer) < self.length:
            return NEED
        if self.has_check and sum(buffer[: self.length - 1]) & 0xFF != buffer[self.length - 1]:
            return Reject(Reason.CHECK)
        return self._read(buffer)

    def _read(self, buffer: bytes) -> Answer:
        values: list[Value] = []
        for field in self.fields:
            value = field.read(buffer)
            if value is None:
                return Reject(Reason.FIELD)
            values.append(value)
        return Frame(self.length, tuple(values))

    def encode(self, values: Mapping[str, str]) -> bytes:
        frame = bytearray(self.length)
        start = self.header + self.type_bytes
        frame[: len(start)] = start
        for field in self.fields:
            frame[field.at : field.end] = field.write(values[field.name])
        if self.has_check:
            frame[-1] = sum(frame[:-1]) & 0xFF
        return bytes(frame)


@dataclass(frozen=True, slots=True)
class EchoCodec:
    """Another codec on a line that repeats what we sent: the repeated request is no answer."""

    inner: Codec
    sent: bytes

    @property
    def longest(self) -> int:
        return max(self.inner.longest, len(self.sent))

    @property
    def headers(self) -> tuple[bytes, ...]:
        return (*self.inner.headers, self.sent) if self.inner.headers else ()

    @property
    def line_ends(self) -> bytes:
        return self.inner.line_ends

    def probe(self, buffer: bytes, *, is_all: bool = False) -> Answer:
        if buffer.startswith(self.sent):
            return Frame(len(self.sent), status="ECHO")
        if self.sent.startswith(buffer):
            return NEED
        return self.inner.probe(buffer, is_all=is_all)

    def encode(self, values: Mapping[str, str]) -> bytes:
        return self.inner.encode(values)


def named(values: Sequence[Value]) -> dict[str, str]:
    """Numbers by name, as the command line prints them."""
    return {value.name: value.text for value in values}


def units(values: Sequence[Value]) -> dict[str, str]:
    """Stated units by name; a number without a stated unit is not in it."""
    return {value.name: value.unit for value in values if value.unit}
