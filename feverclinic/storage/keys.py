"""What a person is found by: one character after the other, pinyin, initials, ends of numbers.

A key is a letter for its kind and its text. `n` holds two neighbouring characters of the name (the
last one with an end mark), so that two-character names are found by one step in an index that
both databases have; `p` the name in pinyin, whole and from the given name on; `i` its initials;
`d` and `t` the document's number and the phone's, backwards, so that their ends are found.
"""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from feverclinic.domain.people import Patient

END = "$"
# Dots between the parts of a name are written in many ways, spaces are not typed at all.
SEPARATORS = re.compile(r"[\s·•・‧∙⋅･.\-_'’]+")
NOT_IN_NUMBERS = re.compile(r"[^0-9a-z]")
SHORTEST_TAIL = 4


def name_key(name: str) -> str:
    """A name as it is compared: full and half width, case, dots and spaces make no difference."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", name).casefold())


def grams(key: str) -> list[str]:
    """Each character with its neighbour; the last one with the end mark."""
    marked = key + END
    return [f"n{marked[at]}{marked[at + 1]}" for at in range(len(key))]


def backwards(number: str) -> str:
    """The letters and digits of a number from its end to its beginning."""
    return NOT_IN_NUMBERS.sub("", unicodedata.normalize("NFKC", number).casefold())[::-1]


def keys_of_patient(patient: Patient) -> frozenset[str]:
    """All keys under which a person is found."""
    keys = {*grams(name_key(patient.name)), *pinyin_keys(patient.name)}
    keys |= {f"{kind}{tail}" for kind, tail in _tails(patient) if len(tail) >= SHORTEST_TAIL}
    return frozenset(keys)


def _tails(patient: Patient) -> tuple[tuple[str, str], ...]:
    return ("d", backwards(patient.id_no)), ("t", backwards(patient.phone))


@lru_cache(maxsize=4096)
def pinyin_keys(name: str) -> frozenset[str]:
    """Pinyin and initials of a name, with every usual reading of its surname."""
    parts = [part for part in SEPARATORS.split(unicodedata.normalize("NFKC", name)) if part]
    if not parts:
        return frozenset()
    surname, readings = surname_of(parts[0])
    given = [parts[0][len(surname) :], *parts[1:]]
    rest = [syllable for part in given if part for syllable in _syllables(part)]
    keys: set[str] = set()
    for reading in readings or ([],):
        both = [*reading, *rest]
        keys |= {f"p{''.join(both)}", f"i{''.join(syllable[0] for syllable in both)}"}
    if readings and rest:
        keys.add(f"p{''.join(rest)}")
    keys |= {f"p{name_key(part)}" for part in parts[1:] if part.isascii()}
    return frozenset(keys)


def surname_of(name: str) -> tuple[str, tuple[list[str], ...]]:
    """The surname a name begins with and its readings; none for a name in letters."""
    if not name or name[0].isascii():
        return "", ()
    known = surnames()
    first = name[:2] if name[:2] in known and len(name) > len(name[:2]) else name[0]
    return first, known.get(first) or (_syllables(first),)


@cache
def surnames() -> dict[str, tuple[list[str], ...]]:
    """Surnames that a dictionary reads wrongly, or reads as two words (resources/codes/surnames.csv)."""
    text = files("resources").joinpath("codes", "surnames.csv").read_text("utf-8")
    return {
        row["surname"]: tuple(reading.split(" ") for reading in row["readings"].split("|"))
        for row in csv.DictReader(text.splitlines())
    }


def _syllables(text: str) -> list[str]:
    """Syllables without tones, ü as v; letters of other scripts stay as they are."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - half a second, only when first used

    found = lazy_pinyin(text, style=Style.NORMAL)
    return [syllable.casefold() for syllable in found if syllable.strip()]
