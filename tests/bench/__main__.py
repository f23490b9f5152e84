"""`python -m tests.bench`: the table of measured speed; `--json`, `--only B1`, `--size 1M`, `--url …`."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from tests.bench.timing import Line

NAMES = ("B1", "B2", "B3", "B6", "B7", "B8", "B11")
MARKS = {True: "✓", False: "✗", None: " "}


def main(argv: Sequence[str] | None = None) -> int:
    asked = _asked(argv)
    only = tuple(asked.only or NAMES)
    with _folder(asked.folder) as folder:
        lines: list[Line] = []
        for part in _parts(only, asked.size, asked.url, folder):
            told = part()
            lines += told
            if not asked.json:
                _print(told)
    if asked.json:
        print(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
    return 0


def _asked(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--only", action="append", choices=NAMES, metavar="NAME")
    parser.add_argument("--size", choices=("10k", "100k", "1M"), default="10k")
    parser.add_argument(
        "--url", help="a PostgreSQL to use instead of one of our own: its databases"
    )
    parser.add_argument(
        "--folder", type=Path, help="where databases are made, kept for the next run"
    )
    return parser.parse_args(argv)


@contextmanager
def _folder(given: Path | None) -> Generator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        yield Path(made)


def _parts(
    only: Sequence[str], size: str, url: str | None, folder: Path
) -> Iterator[Callable[[], list[Line]]]:
    """Each part imports what it measures, so that `--only` starts at once."""
    from tests.bench import (  # noqa: PLC0415 - so
        case_opening,
        databases,
        deciding,
        gates,
        opening,
        thermometer,
    )
    from tests.bench.machine import machine_lines  # noqa: PLC0415 - as said

    yield lambda: machine_lines(folder)
    if "B6" in only:
        yield lambda: opening.measure(folder)
    if "B7" in only:
        yield deciding.measure
    if "B8" in only:
        yield gates.measure
        yield lambda: case_opening.measure(folder)
    if "B11" in only:
        yield lambda: thermometer.measure(folder)
    if {"B1", "B3"} & set(only):
        yield lambda: databases.measure_sqlite(only, size, folder)
    if {"B2", "B3"} & set(only):
        yield lambda: databases.measure_postgres(only, size, folder, url)


def _print(lines: Sequence[Line]) -> None:
    for line in lines:
        mark = MARKS[line.is_met]
        print(
            f"{mark} {line.name:7} {line.what:58} {line.figure:58} {line.bar}".rstrip(), flush=True
        )


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
