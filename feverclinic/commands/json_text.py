"""Bytes into JSON values, exactly: one object, one array or JSON lines (contract 0.1).

Numbers keep their digits, no value is a float; what is not JSON becomes a problem with its line.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import chain
from typing import BinaryIO

from feverclinic.commands.problems import Problem, found_text, pointer

BOM = b"\xef\xbb\xbf"
DEEPEST = 64
LONGEST_INT = 18


class Shape(StrEnum):
    """The shape of the input, which the output keeps."""

    OBJECT = "OBJECT"
    ARRAY = "ARRAY"
    LINES = "LINES"


@dataclass(frozen=True, slots=True)
class Item:
    """One input: a JSON value, or the problem why it is none."""

    value: object = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The inputs in their order, once; JSON lines are read one at a time."""

    shape: Shape
    items: Iterable[Item]


class RepeatedMembers(dict[str, object]):
    """An object in which a name stands twice; `names` are those names."""

    names: tuple[str, ...] = ()


class NotJson(ValueError):  # noqa: N818 - what is wrong with a text, not a fault
    """A text that is not JSON, with the line (from 1) and what stands there."""

    def __init__(self, line: int, found: str) -> None:
        super().__init__(line, found)
        self.line = line
        self.found = found


def read_document(source: BinaryIO) -> Document:
    """Read an input; a damaged line of JSON lines is one damaged item.

    JSON lines are read as they are asked for, so that ten thousand take no more memory than one;
    anything else is read whole.
    """
    head = _head(source)
    if head:
        head[0] = head[0].removeprefix(BOM)
    first = head[-1] if head else b""
    if not _is_json(first):
        return _read_whole(b"".join(head) + source.read())
    tail = _head(source)
    if not tail or not tail[-1].strip():
        return _read_whole(first)
    return Document(Shape.LINES, _read_lines(chain(head, tail, source)))


def _head(source: BinaryIO) -> list[bytes]:
    """The lines up to the next one that is not blank."""
    lines: list[bytes] = []
    for line in source:
        lines.append(line)
        if line.strip():
            break
    return lines


def _read_whole(data: bytes) -> Document:
    try:
        whole = parse(data)
    except NotJson as damage:
        lines = data.split(b"\n")
        if _is_json_lines(lines):
            return Document(Shape.LINES, _read_lines(lines))
        return Document(Shape.OBJECT, (_damaged(damage),))
    if isinstance(whole, list):
        return Document(Shape.ARRAY, tuple(Item(value) for value in whole))
    return Document(Shape.OBJECT, (Item(whole),))


def parse(data: bytes) -> object:
    """One JSON value; raises NotJson."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise NotJson(line, _line(data.decode("utf-8", "replace"), line)) from fault
    try:
        return json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_number,
            object_pairs_hook=_members,
        )
    except json.JSONDecodeError as fault:
        line = _line_of(fault)
        raise NotJson(line, _line(text, line)) from fault
    except (RecursionError, ValueError) as fault:
        raise NotJson(1, _line(text, 1)) from fault


def _line_of(fault: json.JSONDecodeError) -> int:
    """The line on which something else should stand; Python 3.13 names a comma before it instead."""
    if not fault.msg.startswith("Illegal trailing comma"):
        return fault.lineno
    behind = fault.doc[fault.pos + 1 :]
    return fault.lineno + behind[: len(behind) - len(behind.lstrip())].count("\n")


def _line(text: str, line: int) -> str:
    return text.split("\n")[line - 1].strip()


def _number(digits: str) -> int | Decimal:
    """The number exactly; an exponent beyond all measure is infinite and fails every range."""
    if len(digits) <= LONGEST_INT and digits.removeprefix("-").isdigit():
        return int(digits)
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("-Infinity" if digits.startswith("-") else "Infinity")


def _no_number(word: str) -> object:
    raise ValueError(word)


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    repeated = RepeatedMembers(members)
    names = [name for name, _ in pairs]
    repeated.names = tuple(name for name in members if names.count(name) > 1)
    return repeated


def _is_json_lines(lines: list[bytes]) -> bool:
    """Whether a text that is no JSON as a whole is a list of lines with one object each.

    It is when the first line is JSON by itself, or when some later line that begins with a brace at
    its margin is; a document written over several lines indents its inner objects.
    """
    filled = [line for line in lines if line.strip()]
    if len(filled) <= 1:
        return False
    if _is_json(filled[0]):
        return True
    if filled[0].lstrip().startswith(b"["):
        return False
    return any(line.startswith(b"{") and _is_json(line) for line in filled[1:])


def _is_json(line: bytes) -> bool:
    try:
        parse(line)
    except NotJson:
        return False
    return True


def _read_lines(lines: Iterable[bytes]) -> Iterator[Item]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield Item(parse(line))
        except NotJson as damage:
            yield _damaged(NotJson(number, damage.found))


def _damaged(damage: NotJson) -> Item:
    problem = Problem("", "JSON", found_text(damage.found), "json", line=damage.line)
    return Item(problem=problem)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of form; with a fatal one the value is shown to no model."""

    problem: Problem
    is_fatal: bool


def faults_of(value: object) -> tuple[Fault, ...]:
    """Half characters and bottomless nesting (fatal), and members that stand twice."""
    return tuple(
        Fault(Problem(pointer(path), "FORMAT", found_text(found), key), key != "once")
        for path, found, key in _walk(value)
    )


def _walk(value: object) -> Iterator[tuple[tuple[str | int, ...], object, str]]:
    """Every fault of form within a value, in the order of the text: path, what stands, sentence."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while waiting:
        path, one = waiting.pop()
        if len(path) > DEEPEST:
            yield path[:DEEPEST], "…", "depth"
            return
        if isinstance(one, str) and not _is_whole_text(one):
            yield path, one, "characters"
        if isinstance(one, RepeatedMembers):
            for name in one.names:
                yield (*path, name), one[name], "once"
        if isinstance(one, dict):
            members: dict[str, object] = one
            for name in members:
                if not _is_whole_text(name):
                    yield (*path, name), name, "characters"
            waiting.extend(((*path, name), inner) for name, inner in reversed(members.items()))
        if isinstance(one, list):
            entries: list[object] = one
            numbered = list(enumerate(entries))
            waiting.extend(((*path, place), inner) for place, inner in reversed(numbered))


def _is_whole_text(text: str) -> bool:
    """Whether a text can be written; an escaped half of a surrogate pair cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
