"""Lines as a Chinese reader expects them: no closing mark opens a line, no opening mark ends one."""

import unicodedata
from collections.abc import Callable

NO_START = frozenset("，。、；：？！”’》〉】〕）」』〗…—·％℃‰,.;:?!%)]}>»")
NO_END = frozenset("“‘《〈【〔（「『〖([{<«￥¥$#")
FIRST_WIDE = 0x2E80


def _is_wide(character: str) -> bool:
    """Whether a line may break beside it: the ideographs and their punctuation."""
    return ord(character) >= FIRST_WIDE or unicodedata.east_asian_width(character) in "WF"


def _may_part(left: str, right: str) -> bool:
    if right in NO_START or right == " " or left in NO_END:
        return False
    return left == " " or _is_wide(left) or _is_wide(right)


def pieces(text: str) -> tuple[str, ...]:
    """The text in pieces that stay whole: a word with its marks, an ideograph with its marks."""
    found: list[str] = []
    for place, character in enumerate(text):
        if found and not _may_part(text[place - 1], character):
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def lines(text: str, limit: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """Fill lines up to the limit; a piece wider than a whole line is cut between characters."""
    filled: list[str] = []
    line = ""
    for piece in pieces(text):
        if measure((line + piece).rstrip()) <= limit:
            line += piece
            continue
        if line:
            filled.append(line.rstrip())
            line = ""
        for character in piece:
            if line and measure((line + character).rstrip()) > limit:
                filled.append(line.rstrip())
                line = ""
            line += character
    return (*filled, line.rstrip()) if line or not filled else tuple(filled)
