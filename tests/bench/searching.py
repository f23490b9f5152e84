"""B3: the product's search as the nurse types, 50 people as records."""

from collections.abc import Iterator, Mapping
from itertools import islice
from random import Random
from time import perf_counter

from feverclinic.domain.boards import PersonHit
from feverclinic.storage.keys import pinyin_keys
from feverclinic.storage.store import transaction
from tests.bench.desk import Desk
from tests.bench.people import GATE, NOON, NURSE, invented
from tests.bench.timing import Line, middle_and_most, share

ASKED = 200
MOST_S, MOST_GROWTH = 0.020, 5.0
KINDS = (
    "two characters",
    "three characters",
    "initials",
    "pinyin",
    "end of the document",
    "end of the phone",
)


def measure(engine: str, desks: Mapping[str, Desk], sizes: Mapping[str, int]) -> list[Line]:
    """`desks` by size, the smallest first; each of them holds the people up to its size."""
    lines: list[Line] = []
    worst: dict[str, float] = {}
    for size, desk in desks.items():
        asked = _questions(sizes[size])
        for texts in asked.values():
            for text in texts[:20]:
                people(desk, text)
        for kind, texts in asked.items():
            taken = [_seconds(desk, text) for text in texts]
            worst[size] = max(worst.get(size, 0.0), share(taken, 0.95))
            is_met = share(taken, 0.95) <= MOST_S
            what = f"{kind}, {engine}, {size} persons"
            lines.append(Line("B3", what, middle_and_most(taken), "p95 ≤ 20 ms", is_met=is_met))
        lines.append(_names(engine, size, desk, sizes[size]))
    if {"100k", "1M"} <= worst.keys():
        grown = worst["1M"] / worst["100k"]
        what = f"slowest p95 at 1M by slowest at 100k, {engine}"
        lines.append(Line("B3", what, f"{grown:.2f}x", "≤ 5x", is_met=grown <= MOST_GROWTH))
    return lines


def people(desk: Desk, text: str) -> tuple[PersonHit, ...]:
    with transaction(desk.engine, NURSE, NOON, GATE) as store:
        return store.search.people(text)


def _seconds(desk: Desk, text: str) -> float:
    begun = perf_counter()
    people(desk, text)
    return perf_counter() - begun


def _questions(size: int) -> dict[str, list[str]]:
    chance = Random(size)
    some = [invented(chance.randrange(size)) for _ in range(ASKED * 10)]
    short = [one.name for one in some if len(one.name) == len("张三")]
    long = [one.name for one in some if len(one.name) > len("张三")]
    texts = (
        [*short, *(name[:2] for name in long)],
        long,
        [_spelled(name, "i") for name in long],
        [_spelled(name, "p")[:7] for name in long],
        [one.id_no[-4:] for one in some],
        [one.phone[-4:] for one in some],
    )
    return {kind: list(islice(asked, ASKED)) for kind, asked in zip(KINDS, texts, strict=True)}


def _spelled(name: str, kind: str) -> str:
    return max((key[1:] for key in pinyin_keys(name) if key[0] == kind), key=len)


def _names(engine: str, size: str, desk: Desk, persons: int) -> Line:
    """Every name of two characters that anybody has: somebody of that very name is among the hits."""
    names = set(_two_characters(persons))
    lost = [name for name in names if all(hit.name != name for hit in people(desk, name))]
    what = f"names of two characters found, {engine}, {size} persons"
    figure = f"{len(names) - len(lost)} of {len(names)}"
    return Line("B3", what, figure, "every one", is_met=not lost)


def _two_characters(persons: int) -> Iterator[str]:
    for number in range(persons):
        name = invented(number).name
        if len(name) == len("张三"):
            yield name
