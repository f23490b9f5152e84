"""Whether every number of the rule files counts: `python -m tests.rule_numbers [WORD …]`.

Moves each number by one unit of its last digit up and down, in a copy of the program, and runs the
tests of rules and commands until one is red. A number that no test notices survives, and the
command ends with 1. Words choose: a line of the table is tried when it holds all of them.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

HOME = Path(__file__).parent.parent
RULES = Path("resources/rules")
NUMBER = re.compile(r"^\s*(?P<name>\w+)\s*=\s*(?P<number>-?\d+(?:\.\d+)?)\s*(?:#.*)?$")
TABLE = re.compile(r"^\s*\[{1,2}\s*(?P<name>[\w.]+)\s*\]{1,2}")
RED = re.compile(r"^(?:FAILED|ERROR) (?P<test>\S+)", re.MULTILINE)
# The tests most likely to notice come first; what they let pass, all others try.
FIRST = {
    "temperature": ("tests/domain/test_thermometry.py",),
    "acuity": (
        "tests/domain/test_acuity_adults.py",
        "tests/domain/test_acuity_groups.py",
        "tests/domain/test_acuity_children.py",
    ),
    "routing": ("tests/domain/test_exposure.py",),
    "criteria": ("tests/domain/test_criteria.py",),
    "classification": ("tests/domain/test_classification.py",),
    "confirmation": ("tests/domain/test_confirmation.py",),
    "severity": ("tests/domain/test_severity.py", "tests/domain/test_early_warnings.py"),
    "version": ("tests/domain/test_rulesets.py",),
    "exclusion": ("tests/domain/test_sampling.py", "tests/domain/test_exclusion.py"),
    "release": (
        "tests/domain/test_sampling.py",
        "tests/domain/test_normal_time.py",
        "tests/domain/test_release.py",
        "tests/domain/test_infectivity_review.py",
    ),
    "isolation": ("tests/domain/test_isolation.py",),
}
FOLDERS = ("domain", "services", "commands")
# Of services and commands only what reads and decides rules; the others save and draw.
TESTED = ("domain/test_*.py", "services/test_rulebook.py", "commands/test_decide*.py")
NOT_NEEDED = shutil.ignore_patterns("fonts", "icons", "theme", "__pycache__", ".*")
LONGEST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Place:
    """A number in a rule file: its line (from 1), its table and name, and how it is written."""

    file: str
    line: int
    table: str
    name: str
    number: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} [{self.table}] {self.name} = {self.number}"


def numbers(text: str, file: str) -> Iterator[Place]:
    """Every number of a rule file; dates and texts are none."""
    table = ""
    for line, written in enumerate(text.splitlines(), start=1):
        header, found = TABLE.match(written), NUMBER.match(written)
        if header:
            table = header["name"]
        if found:
            yield Place(file, line, table, found["name"], found["number"])


def moved(number: str) -> tuple[str, str]:
    """The number one unit of its last digit lower and higher, written with as many digits."""
    value = Decimal(number)
    unit = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return str(value - unit), str(value + unit)


def with_number(text: str, place: Place, number: str) -> str:
    """The rule file with another number in that place."""
    lines = text.splitlines(keepends=True)
    line = lines[place.line - 1]
    name, mark, rest = line.partition("=")
    lines[place.line - 1] = name + mark + rest.replace(place.number, number, 1)
    return "".join(lines)


def first_red(copy: Path, tests: Sequence[str]) -> str | None:
    """The first test that is red in the copy, or None."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-rfE", "-p", "no:randomly", *tests]
    ran = subprocess.run(
        command, cwd=copy, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )
    if ran.returncode == 0:
        return None
    found = RED.search(ran.stdout)
    return found["test"] if found else f"pytest: {ran.returncode}"


def rule_tests(copy: Path) -> list[str]:
    """All tests of rules and commands, quick ones before laws."""
    found = [
        path.relative_to(copy).as_posix()
        for pattern in TESTED
        for path in sorted((copy / "tests").glob(pattern))
    ]
    return sorted(found, key=lambda name: "laws" in name)


def make_copy(target: Path) -> None:
    """What the tests need of the program."""
    for folder in ("feverclinic", "resources"):
        shutil.copytree(HOME / folder, target / folder, ignore=NOT_NEEDED)
    for folder in FOLDERS:
        shutil.copytree(HOME / "tests" / folder, target / "tests" / folder, ignore=NOT_NEEDED)
        # What the tests of saving share is not needed either, and leads to the whole window.
        (target / "tests" / folder / "conftest.py").unlink(missing_ok=True)
    for path in [*(HOME / "tests").glob("*.py"), HOME / "pyproject.toml"]:
        shutil.copy(path, target / path.relative_to(HOME))


def noticed(copy: Path, place: Place, number: str) -> str | None:
    """The first test that notices the number in this place, or None."""
    path = copy / RULES / place.file
    text = path.read_text("utf-8")
    path.write_text(with_number(text, place, number), "utf-8")
    try:
        quick = FIRST.get(place.table.partition(".")[0])
        red = first_red(copy, quick) if quick else None
        return red or first_red(copy, rule_tests(copy))
    finally:
        path.write_text(text, "utf-8")


def main(words: Sequence[str]) -> int:
    """Print number, move and first red test; 1 when some number survives, 2 when tests are red."""
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        make_copy(copy)
        red = first_red(copy, rule_tests(copy))
        if red:
            sys.stdout.write(f"red before any change: {red}\n")
            return 2
        for path in sorted((copy / RULES).glob("*.toml")):
            for place in numbers(path.read_text("utf-8"), path.name):
                if not all(word in str(place) for word in words):
                    continue
                for number in moved(place.number):
                    test = noticed(copy, place, number)
                    survivors += test is None
                    sys.stdout.write(f"{place} -> {number}: {test or 'SURVIVES'}\n")
                    sys.stdout.flush()
    sys.stdout.write(f"{survivors} survive\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
