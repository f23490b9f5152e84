"""The lock files and the two commands of README: pinned, hashed, and the same for CI."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("runtime", "checks")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)


def lock(name: str) -> str:
    return (ROOT / ".setup" / f"{name}.txt").read_text("utf-8")


def pins(name: str) -> set[tuple[str, ...]]:
    return {match.groups(default="") for match in PIN.finditer(lock(name))}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    packages = re.split(r"^(?=[A-Za-z0-9])", lock(name), flags=re.MULTILINE)[1:]

    assert [p.split()[0] for p in packages if "--hash=sha256:" not in p or "==" not in p] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    assert "://" not in lock(name)
    assert "--index-url" not in lock(name)


def test_the_checks_run_on_the_versions_that_the_hospital_gets() -> None:
    assert pins("runtime") - pins("checks") == set()


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["checks"]]
    names = {re.split(r"[\[<>=;\s]", entry, maxsplit=1)[0].lower() for entry in asked}

    assert names - {pin[0].lower() for pin in pins("checks")} == set()


def test_old_pythons_get_the_qt_that_does_not_lose_none() -> None:
    qt = {pin[1:] for pin in pins("runtime") if pin[0] == "pyside6-essentials"}

    assert qt == {
        ("6.11.3", "python_full_version < '3.12'"),
        ("6.12.0", "python_full_version >= '3.12'"),
    }


def test_ci_calls_exactly_the_second_command_of_readme() -> None:
    commands = [
        line
        for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]

    assert commands == [
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "exec python3 .setup/check.py",
    ]
    assert "python3 .setup/check.py " in (ROOT / "README.md").read_text("utf-8")
