"""Fonts on paper: which font draws which character, and what is said when none does."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFError, TTFont

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
LATIN = {REGULAR: "NotoSans-Regular", BOLD: "NotoSans-Bold"}
LATIN_FILES = frozenset(f"{name}.ttf" for name in LATIN.values())
MISSING = "〓"
"""The printer's geta: what stands where no font has the character."""
BLANKS = (" ", "\u3000")

SYSTEM_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path("C:/Windows/Fonts"),
)
SYSTEM_FILES = ("simsunb.ttf", "SimsunExtG.ttf", "BabelStoneHan.ttf", "HanaMinA.ttf")
BLOCK = 100  # a CMap block holds at most this many characters


def to_unicode_map(name: str, subset: list[int]) -> str:
    """The map by which a reader copies and searches text.

    ReportLab writes `<20BB7>` for 𠮷, an odd number of digits that readers take for another
    character; UTF-16 with surrogates is what the format asks for.
    """
    pairs = [
        f"<{place:02X}> <{chr(code).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for place, code in enumerate(subset)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


ttfonts.makeToUnicodeCMap = to_unicode_map


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one font draws; `is_borrowed` when it has no bold of its own."""

    font: str
    text: str
    is_borrowed: bool


@cache
def _shipped(name: str) -> TTFont:
    """A font of the program, registered under its own name."""
    folder = files("resources").joinpath("fonts")
    path = folder.joinpath(f"{name}.ttf")
    if not path.is_file():
        path = folder.joinpath("extra", f"{name}.ttf")
    return _register(name, path.read_bytes())


def _register(name: str, content: bytes) -> TTFont:
    # Without `asciiReadable` only the letters that occur are embedded.
    font = TTFont(name, BytesIO(content), asciiReadable=False)
    _lend_outlines(font, content)
    pdfmetrics.registerFont(font)
    return font


class _Outlines:
    """The outlines of a font where they lie in its file, for slices."""

    def __init__(self, content: bytes, start: int) -> None:
        self._content = content
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._content[self._start + part.start : self._start + part.stop]


def _lend_outlines(font: TTFont, content: bytes) -> None:
    """Spare each page the copy of ten megabytes that ReportLab makes to take a hundred letters."""
    face = font.face
    copied = face.get_table
    outlines = _Outlines(content, face.get_table_pos("glyf")[0])
    face.get_table = lambda tag: outlines if tag == "glyf" else copied(tag)


@cache
def _borrowed() -> tuple[TTFont, ...]:
    """Fonts asked after our own: all that lie in fonts/extra, then those of the system.

    Read when the first rare character comes, never for an ordinary name. A file that is no
    TrueType font (or has PostScript outlines, which cannot be embedded) is left out.
    """
    extra = sorted(
        (entry for entry in files("resources").joinpath("fonts", "extra").iterdir()),
        key=lambda entry: entry.name,
    )
    contents = [
        (entry.name, entry.read_bytes())
        for entry in extra
        if entry.name.endswith(".ttf") and entry.name not in LATIN_FILES
    ]
    contents += [(path.name, path.read_bytes()) for path in _system_files()]
    fonts: list[TTFont] = []
    for name, content in contents:
        try:
            fonts.append(_register(name.removesuffix(".ttf"), content))
        except TTFError:
            continue
    return tuple(fonts)


def _system_files() -> Iterator[Path]:
    for name in SYSTEM_FILES:
        for folder in SYSTEM_FOLDERS:
            yield from sorted(folder.rglob(name)) if folder.is_dir() else ()


def draws(font: TTFont, character: str) -> bool:
    """Whether the font has ink for the character: an entry in its table is no proof of a drawing."""
    glyph = font.face.charToGlyph.get(ord(character))
    if not glyph:
        return False
    return font.face.glyphPos[glyph + 1] > font.face.glyphPos[glyph]


@cache
def _font_of(character: str, primary: str) -> str | None:
    """The name of the font that draws the character, or `None`."""
    if character in BLANKS:
        return primary
    for name in (primary, LATIN[primary]):
        if draws(_shipped(name), character):
            return name
    for font in _borrowed():
        if draws(font, character):
            return font.fontName
    return None


def printable(text: str) -> str:
    """The text as it can stand on one line: composed, blanks for breaks, no invisible marks.

    Variation selectors, joiners and the like draw nothing of their own.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(character)
        if kind in {"Zs", "Zl", "Zp", "Cc"}:
            kept.append(character if character in BLANKS else " ")
        elif kind != "Cf" and not unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
            kept.append(character)
    return "".join(kept)


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters that no font here draws, each once, in the order of the text."""
    return tuple(
        dict.fromkeys(
            character for character in printable(text) if _font_of(character, REGULAR) is None
        )
    )


def runs(text: str, *, bold: bool) -> tuple[Run, ...]:
    """The text cut where the font changes; what no font draws has become 〓."""
    return _runs(text, bold)


@lru_cache(maxsize=4096)  # names and numbers come and go all day
def _runs(text: str, bold: bool) -> tuple[Run, ...]:  # noqa: FBT001 - a cache takes no keywords
    primary = BOLD if bold else REGULAR
    drawn = [(_font_of(character, primary), character) for character in printable(text)]
    own = {primary, LATIN[primary]}
    return tuple(
        Run(name or primary, "".join(part for _, part in group), name not in own and bool(name))
        for name, group in groupby(
            ((name or primary, character if name else MISSING) for name, character in drawn),
            key=lambda pair: pair[0],
        )
    )


@lru_cache(maxsize=4096)
def _width_per_size(text: str, bold: bool) -> float:  # noqa: FBT001 - a cache takes no keywords
    return sum(pdfmetrics.stringWidth(run.text, run.font, 1.0) for run in runs(text, bold=bold))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text stands at a size, in the unit of the size."""
    return _width_per_size(text, bold) * size
