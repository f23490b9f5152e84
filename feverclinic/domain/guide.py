"""The user's guide as text: pages of blocks, and the small part of Markdown in which they are written.

A page is headings, paragraphs, steps, points, tables and pictures. Nothing else is understood, so that
the window and the paper show the same.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_HEADING = re.compile(r"(#{1,3}) +(.+)")
_ITEM = re.compile(r"(\d+\.|-) +(.+)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([a-z-]+)\)")
_SPAN = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`")
_RULE_OF_TABLE = re.compile(r"\|[-| ]+\|")
POINT = "•"


class Ink(StrEnum):
    """How a span stands out: a key of the keyboard, something typed, or not at all."""

    PLAIN = "PLAIN"
    KEY = "KEY"
    TYPED = "TYPED"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words of one ink."""

    text: str
    ink: Ink = Ink.PLAIN


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is the title of the page."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of any length."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Item:
    """A step with its number (`1.`) or a point."""

    mark: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is the head."""

    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the guide by its name, and what is to be seen on it."""

    name: str
    caption: str


Block = Heading | Paragraph | Item | Table | Picture


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page: `name` is that of its file."""

    name: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def words(self) -> str:
        """All words of the page, to be searched."""
        return "\n".join(words_of(block) for block in self.blocks)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the page in their order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))


def words_of(block: Block) -> str:
    """The words of a block without any ink."""
    if isinstance(block, Picture):
        return block.caption
    if isinstance(block, Table):
        return "\n".join(" ".join(_plain(cell) for cell in cells) for cells in block.rows)
    return _plain(block.spans)


def keys_named(block: Block) -> tuple[str, ...]:
    """The keys of the keyboard that a block names, in their order."""
    if isinstance(block, Picture):
        return ()
    cells = (
        [block.spans]
        if not isinstance(block, Table)
        else [cell for row in block.rows for cell in row]
    )
    return tuple(span.text for spans in cells for span in spans if span.ink is Ink.KEY)


def read_page(name: str, text: str) -> GuidePage:
    """The page of a file; a line that is not understood is a paragraph."""
    blocks: list[Block] = []
    table: list[tuple[Spans, ...]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            if not _RULE_OF_TABLE.fullmatch(line):
                table.append(tuple(spans_of(cell.strip()) for cell in line.strip("|").split("|")))
            continue
        if table:
            blocks.append(Table(tuple(table)))
            table = []
        if line.strip():
            blocks.append(_block(line.strip()))
    title = next((words_of(one) for one in blocks if isinstance(one, Heading)), name)
    return GuidePage(name, title, tuple(blocks))


def spans_of(line: str) -> Spans:
    """`**F4**` is a key, a word between backticks is typed; the rest is plain."""
    spans: list[Span] = []
    at = 0
    for found in _SPAN.finditer(line):
        if found.start() > at:
            spans.append(Span(line[at : found.start()]))
        key, typed = found.groups()
        spans.append(Span(key, Ink.KEY) if key else Span(typed, Ink.TYPED))
        at = found.end()
    if at < len(line):
        spans.append(Span(line[at:]))
    return tuple(spans)


def _block(line: str) -> Block:
    if found := _HEADING.fullmatch(line):
        return Heading(len(found[1]), spans_of(found[2]))
    if found := _PICTURE.fullmatch(line):
        return Picture(found[2], found[1])
    if found := _ITEM.fullmatch(line):
        return Item(POINT if found[1] == "-" else found[1], spans_of(found[2]))
    return Paragraph(spans_of(line))


def _plain(spans: Spans) -> str:
    return "".join(span.text for span in spans)
