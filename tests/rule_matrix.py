"""Which tests prove which rule: `python -m tests.rule_matrix` prints the table."""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
# The families of this edition of the program with their last number.
FAMILIES = {
    "TEMP": 12,
    "COD": 7,
    "ACU": 14,
    "TRI": 8,
    "CLS": 11,
    "EXC": 9,
    "REL": 11,
    "TRF": 6,
    "RTE": 8,
    "FUP": 5,
}
RULES = tuple(
    f"{family}-{number}" for family, last in FAMILIES.items() for number in range(1, last + 1)
)
# How times are compared (0.3): a test may name these as well.
OF_TIME = frozenset(f"T-{number}" for number in range(1, 12))
# Families that are not whole yet, and what the contract fixes itself (F, OQ): a test may name them.
STILL_OPEN = {"WORK": 6, "ISO": 8, "F": 19, "OQ": 25}
OF_LATER = frozenset(
    f"{family}-{number}" for family, last in STILL_OPEN.items() for number in range(1, last + 1)
)


def marks(path: Path) -> Iterator[tuple[str, str]]:
    """Rule id and test of every `@pytest.mark.rule(...)` in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    name = path.relative_to(TESTS.parent).as_posix()
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            if (
                isinstance(decorator, ast.Call)
                and ast.unparse(decorator.func) == "pytest.mark.rule"
            ):
                for argument in decorator.args:
                    yield str(ast.literal_eval(argument)), f"{name}::{node.name}"


@cache
def matrix() -> Mapping[str, tuple[str, ...]]:
    """The tests of each rule, every rule in its order; rules without a test have none."""
    found: dict[str, list[str]] = {rule: [] for rule in RULES}
    for path in sorted(TESTS.rglob("test_*.py")):
        for rule, test in marks(path):
            found.setdefault(rule, []).append(test)
    return {rule: tuple(dict.fromkeys(tests)) for rule, tests in found.items()}


def main() -> int:
    """Print the table; 1 when a rule has no test."""
    table = matrix()
    for rule, tests in table.items():
        sys.stdout.write(f"{rule} ({len(tests)})\n")
        sys.stdout.write("".join(f"    {test}\n" for test in tests))
    return 0 if all(table[rule] for rule in RULES) else 1


if __name__ == "__main__":
    sys.exit(main())
