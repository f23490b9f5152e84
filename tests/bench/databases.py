"""The databases of a run, filled once for each size, and what is measured on them."""

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from tests.bench import saving, searching
from tests.bench.desk import Desk, desk_at, sqlite_desk
from tests.bench.filling import SIZES, count_people, fill
from tests.bench.servers import make_database, postgres
from tests.bench.timing import Line


def sizes_up_to(size: str) -> tuple[str, ...]:
    names = list(SIZES)
    return tuple(names[: names.index(size) + 1])


def measure_sqlite(only: Sequence[str], size: str, folder: Path) -> list[Line]:
    desks = {one: _filled(sqlite_desk(folder / f"{one}.db"), one) for one in sizes_up_to(size)}
    lines: list[Line] = []
    if "B3" in only:
        lines += searching.measure("SQLite", desks, SIZES)
    if "B1" in only:
        lines += saving.measure_sqlite(folder, desks)
    _close(desks)
    return lines


def measure_postgres(only: Sequence[str], size: str, folder: Path, url: str | None) -> list[Line]:
    with _server(folder, url) as server:
        desks = {
            one: _filled(desk_at(make_database(server, f"bench_{one}".lower()), folder), one)
            for one in sizes_up_to(size)
        }
        lines: list[Line] = []
        if "B3" in only:
            lines += searching.measure("PostgreSQL", desks, SIZES)
        if "B2" in only:
            bare = make_database(server, "bench_bare")
            lines += saving.measure_postgres(bare, desks)
        _close(desks)
    return lines


@contextmanager
def _server(folder: Path, url: str | None) -> Generator[str]:
    """The server that was named, or one that is made for this run and goes with it."""
    if url:
        yield url
        return
    with postgres(folder / "server") as made:
        yield made


def _filled(desk: Desk, size: str) -> Desk:
    """Fill a new database; one that was kept is used as it is."""
    people = count_people(desk.engine)
    if people == 0:
        begun = perf_counter()
        fill(desk.engine, SIZES[size])
        told = (
            f"{desk.engine.dialect.name}: {size} persons filled in {perf_counter() - begun:.0f} s"
        )
        sys.stderr.write(f"{told}\n")
        people = SIZES[size]
    desk.first = people
    return desk


def _close(desks: dict[str, Desk]) -> None:
    for desk in desks.values():
        desk.engine.dispose()
