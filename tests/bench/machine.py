"""What the figures were taken on: machine, versions, file system and its bare sync."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from tests.bench.timing import Line, middle_and_most

PACKAGES = ("SQLAlchemy", "PySide6-Essentials", "psycopg", "pyserial", "pypinyin")
SYNCS = 200
BLOCK = bytes(4096)


def machine_lines(folder: Path) -> list[Line]:
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        Line("machine", "processor, memory", f"{os.cpu_count()} x {_processor()}, {_memory()}"),
        Line("machine", "system", f"{platform.system()} {platform.release()}"),
        Line("machine", "versions", f"{python}, {packages}"),
        Line("machine", "load before", f"{os.getloadavg()[0]:.1f}"),
        Line(
            "machine", f"file system ({_file_system(folder)}), a bare sync of 4 KiB", _sync(folder)
        ),
    ]


def _processor() -> str:
    for line in _text("/proc/cpuinfo").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    words = _text("/proc/meminfo").split()
    return f"{int(words[1]) / 1024 / 1024:.0f} GiB" if len(words) > 1 else "?"


def _text(path: str) -> str:
    file = Path(path)
    return file.read_text("utf-8") if file.exists() else ""


def _file_system(folder: Path) -> str:
    nearest, kind = "", "?"
    for line in _text("/proc/mounts").splitlines():
        _, point, found, *_ = line.split(" ")
        if folder.resolve().is_relative_to(point) and len(point) >= len(nearest):
            nearest, kind = point, found
    return kind


def _sync(folder: Path) -> str:
    """Overwrites one block of a file again and again: what one durable commit costs at the least."""
    taken: list[float] = []
    file = folder / "sync"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT)
    try:
        for _ in range(SYNCS):
            os.pwrite(descriptor, BLOCK, 0)
            begun = perf_counter()
            os.fsync(descriptor)
            taken.append(perf_counter() - begun)
    finally:
        os.close(descriptor)
        file.unlink()
    return middle_and_most(taken)
