"""B1 and B2: an intake saved through the service against the same visit as bare rows; B14's share."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import which
from time import perf_counter, process_time
from typing import Self

from feverclinic.storage.audit import Audit
from tests.bench.bare import BareRows, bare_postgres, bare_sqlite
from tests.bench.desk import Desk, sqlite_desk
from tests.bench.timing import Line, in_turn, middle_and_most, ms, ratio, share

ROUNDS, WARM_UP = 300, 40
ONE_MORE = 10
SYNCS = re.compile(r"^.*\b(?:fsync|fdatasync|sync_file_range|msync)\(", re.MULTILINE)
MOST = {"B1": 5.0, "B2": 2.5}
MOST_CPU_S, MOST_GROWTH, MOST_AUDIT = 0.003, 1.5, 0.10


def measure_sqlite(folder: Path, desks: Mapping[str, Desk]) -> list[Line]:
    """`desks` by size, the smallest first."""
    file = folder / "bare.db"
    file.unlink(missing_ok=True)
    lines = _against("B1", "SQLite WAL FULL", bare_sqlite(file), desks)
    desk = next(iter(desks.values()))
    lines += _processor(desk)
    lines.append(_syncs())
    return lines


def measure_postgres(url: str, desks: Mapping[str, Desk]) -> list[Line]:
    return _against("B2", "PostgreSQL", bare_postgres(url), desks)


def _against(name: str, engine: str, bare: BareRows, desks: Mapping[str, Desk]) -> list[Line]:
    for desk in desks.values():
        desk.prepare(ROUNDS + WARM_UP)
    saves: list[Callable[[], object]] = [desk.save for desk in desks.values()]
    rows, *ours = in_turn(ROUNDS, WARM_UP, bare.save, *saves)
    lines = [Line(name, f"twelve bare rows, {engine}", middle_and_most(rows))]
    for size, taken in zip(desks, ours, strict=True):
        found = ratio(taken, rows)
        figure = f"{middle_and_most(taken)}; {found}"
        what = f"an intake saved, {engine}, {size} persons"
        bar = f"≤ {MOST[name]}x bare rows"
        lines.append(Line(name, what, figure, bar, is_met=found.median <= MOST[name]))
    if len(ours) > 1:
        grown = share(ours[-1], 0.95) / share(ours[0], 0.95)
        sizes = list(desks)
        what = f"p95 at {sizes[-1]} by p95 at {sizes[0]}, {engine}"
        figure, bar = f"{grown:.2f}x", f"≤ {MOST_GROWTH}x"
        lines.append(Line(name, what, figure, bar, is_met=grown <= MOST_GROWTH))
    return lines


def _processor(desk: Desk) -> list[Line]:
    """Processor time of a save, and how much of it is the audit's."""
    desk.prepare(ROUNDS)
    begun = process_time()
    for _ in range(ROUNDS):
        desk.save()
    whole = (process_time() - begun) / ROUNDS
    desk.prepare(ROUNDS)
    begun = perf_counter()
    with _Watched() as watched:
        for _ in range(ROUNDS):
            desk.save()
    audit = watched.seconds / ROUNDS / whole
    bar = f"≤ {ms(MOST_CPU_S)}"
    return [
        Line("B1", "processor time of a save", ms(whole), bar, is_met=whole <= MOST_CPU_S),
        Line(
            "B14", "the audit's share of it", f"{audit:.1%}", "≤ 10 %", is_met=audit <= MOST_AUDIT
        ),
    ]


class _Watched:
    """How long the audit's own two methods take while it is watched."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._own = (Audit.note, Audit.write)

    def __enter__(self) -> Self:
        Audit.note = self._timed(Audit.note)
        Audit.write = self._timed(Audit.write)
        return self

    def __exit__(self, *_: object) -> None:
        Audit.note, Audit.write = self._own

    def _timed(self, work: Callable[..., None]) -> Callable[..., None]:
        def timed(*given: object, **named: object) -> None:
            begun = perf_counter()
            work(*given, **named)
            self.seconds += perf_counter() - begun

        return timed


def _syncs() -> Line:
    """Syncs of one save: a program that saves so many times more has so many syncs more."""
    what = "syncs of a save, counted by strace"
    if which("strace") is None:
        return Line("B1", what, "not counted: strace is not installed", "exactly 1")
    few, many = _counted(1), _counted(1 + ONE_MORE)
    each = (many - few) / ONE_MORE
    return Line("B1", what, f"{each:g}", "exactly 1", is_met=each == 1)


def _counted(saves: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        trace = [
            "strace",
            "-f",
            "-e",
            "trace=fsync,fdatasync,sync_file_range,msync",
            "-o",
            str(log),
        ]
        program = [sys.executable, "-m", "tests.bench.saving", folder, str(saves)]
        subprocess.run([*trace, *program], check=True)
        return len(SYNCS.findall(log.read_text("utf-8")))


def _save_only(folder: str, saves: int) -> None:
    desk = sqlite_desk(Path(folder) / "clinic.db")
    desk.prepare(saves)
    for _ in range(saves):
        desk.save()


if __name__ == "__main__":
    _save_only(sys.argv[1], int(sys.argv[2]))
