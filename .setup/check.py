"""Runs every check: lint, format, strict types, tests. The last line is the test runner's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ground import ROOT, prepare, tell

LINT = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("basedpyright", ("-m", "basedpyright")),
    # It leaves out every folder with a dot, so this one is named as a project of its own.
    ("basedpyright .setup", ("-m", "basedpyright", "-p", ".setup")),
)


def clean_environment() -> dict[str, str]:
    """The environment without what would make the checks depend on whoever runs them."""
    ours = ("FEVERCLINIC", "PYTEST_", "QT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept.pop("PYTHONPATH", None)
    return dict(kept, QT_QPA_PLATFORM="offscreen")


def run(python: Path, arguments: tuple[str, ...]) -> int:
    sys.stdout.flush()
    return subprocess.call([str(python), *arguments], cwd=str(ROOT), env=clean_environment())


def main() -> int:
    python = prepare("checks")
    if python is None:
        return 1
    failed = False
    for name, arguments in LINT:
        tell(f"· {name}")
        if run(python, arguments):
            tell(f"✗ {name}")
            failed = True
    tell("· pytest")
    # pytest gives 5 when it ran no test at all; that is a failure like any other.
    return run(python, ("-m", "pytest", "-n", "auto", "--dist", "worksteal")) or int(failed)


if __name__ == "__main__":
    sys.exit(main())
