"""The codec of text lines: `T=36.7C`, `body:36.5,amb:25.1`, `LO`; the whole line or nothing."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from feverclinic.devices.codecs import NEED, Answer, Frame, Reason, Reject, Unit, Value

_CR, _LF, _TAB, _SPACE, _DELETE = 0x0D, 0x0A, 0x09, 0x20, 0x7F
_UNITS = {
    "C": Unit.CELSIUS,
    "°C": Unit.CELSIUS,
    "℃": Unit.CELSIUS,
    "F": Unit.FAHRENHEIT,
    "°F": Unit.FAHRENHEIT,
    "℉": Unit.FAHRENHEIT,
    "K": Unit.KELVIN,
}
_UNIT_SUFFIX = "_unit"


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Whole words of a device that are no number, and the code they mean (LO → LOW)."""

    pattern: re.Pattern[str]
    code: str


@dataclass(frozen=True, slots=True)
class LineCodec:
    """Lines that end with CR LF, LF or CR.

    `patterns` have named groups: a field (`body`, `ambient` …) and its `…_unit`; `opening` tells a
    line of this device whose content is wrong (FIELD) from any other text (NOISE). A line with a
    control character or in no allowed encoding is NOISE, one above `max_length` bytes is LENGTH.
    """

    max_length: int
    encodings: tuple[str, ...]
    opening: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]
    statuses: tuple[StatusWords, ...]
    decimal_mark: str
    needs_unit: bool
    reserved: Mapping[str, frozenset[Decimal]]
    template: str

    @property
    def longest(self) -> int:
        return self.max_length + 2

    @property
    def headers(self) -> tuple[bytes, ...]:
        return ()

    @property
    def line_ends(self) -> bytes:
        return b"\r\n"

    def probe(self, buffer: bytes, *, is_all: bool = False) -> Answer:
        if buffer[:1] in (b"\r", b"\n"):
            return Reject(Reason.NOISE)
        end = _line_end(buffer)
        content = buffer if end is None else buffer[:end]
        if not self._may_be_text(content[: self.max_length]):
            return Reject(Reason.NOISE, whole_line=True)
        if len(content) > self.max_length:
            return Reject(Reason.LENGTH, whole_line=True)
        if end is None:
            return NEED
        if buffer[end] == _CR and end + 1 == len(buffer) and not is_all:
            return NEED  # a line feed that follows belongs to this line
        length = end + (2 if buffer[end : end + 2] == b"\r\n" else 1)
        return self._read(content, length)

    def _may_be_text(self, content: bytes) -> bool:
        """Whether the line can still be text; judged from the front, so that a cut changes nothing."""
        if any((byte < _SPACE and byte != _TAB) or byte == _DELETE for byte in content):
            return False
        return any(_decodes(content, encoding) for encoding in self.encodings)

    def _read(self, content: bytes, length: int) -> Answer:
        text = self._decode(content)
        if text is None:
            return Reject(Reason.NOISE, whole_line=True)
        status = self._status(text)
        if status:
            return Frame(length, status=status)
        for pattern in self.patterns:
            found = pattern.fullmatch(text)
            if found is not None:
                return self._values(found, length)
        is_ours = self.opening.match(text) is not None
        return Reject(Reason.FIELD if is_ours else Reason.NOISE, whole_line=True)

    def _decode(self, content: bytes) -> str | None:
        for encoding in self.encodings:
            try:
                return content.decode(encoding).strip()
            except UnicodeDecodeError:
                continue
        return None

    def _status(self, text: str) -> str:
        for words in self.statuses:
            if words.pattern.fullmatch(text):
                return words.code
        return ""

    def _values(self, found: re.Match[str], length: int) -> Answer:
        groups = found.groupdict()
        values: list[Value] = []
        for name, sent in groups.items():
            if sent is None or name.endswith(_UNIT_SUFFIX):
                continue
            status = self._status(sent.strip())
            if status:
                return Frame(length, status=status)
            value = self._value(name, sent, groups.get(name + _UNIT_SUFFIX) or "")
            if value is None:
                return Reject(Reason.FIELD, whole_line=True)
            values.append(value)
        return Frame(length, tuple(values))

    def _value(self, name: str, sent: str, unit_sent: str) -> Value | None:
        mark = re.escape(self.decimal_mark)
        if re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{mark}[0-9]{{1,4}})?", sent.strip()) is None:
            return None
        text = sent.strip().replace(self.decimal_mark, ".").removeprefix("+")
        unit = _UNITS[unit_sent.upper()] if unit_sent else ""
        if self.needs_unit and not unit:
            return None
        # Power-on and not-connected values of sensors are Celsius; 85 °F would be a real number.
        if unit != Unit.FAHRENHEIT and Decimal(text) in self.reserved.get(name, frozenset()):
            return None
        return Value(name, text, unit)

    def encode(self, values: Mapping[str, str]) -> bytes:
        return (self.template.format_map(values) + "\r\n").encode(self.encodings[0])


def _line_end(buffer: bytes) -> int | None:
    ends = [place for place in (buffer.find(b"\r"), buffer.find(b"\n")) if place >= 0]
    return min(ends) if ends else None


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(content)
    except UnicodeDecodeError:
        return False
    return True
