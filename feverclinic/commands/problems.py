"""Bad input as contract 0.5 tells it: where, which code, what stands there, what may stand there."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from feverclinic.wording import Wording

LONGEST_FOUND = 80
CODES = (
    *("JSON", "REQUIRED", "UNKNOWN_FIELD", "TYPE", "FORMAT", "ENUM", "RANGE", "ORDER"),
    "NO_RULE_SET",
)
# What pydantic's own checks are called in the contract, and the sentence that goes with each.
NATIVE = {
    "missing": ("REQUIRED", "required"),
    "extra_forbidden": ("UNKNOWN_FIELD", "known_member"),
    "enum": ("ENUM", "one_of"),
    "literal_error": ("ENUM", "one_of"),
    "string_type": ("TYPE", "text"),
    "string_too_long": ("RANGE", "text_up_to"),
    "list_type": ("TYPE", "list"),
    "dict_type": ("TYPE", "object"),
    "model_type": ("TYPE", "object"),
}
TAGS = frozenset({"<list>", "<object>", "<word>", "<number>"})
# Pydantic joins the choices by English words: 'C' or 'F'.
QUOTED = re.compile(r"'([^']*)'")
OWN = frozenset({"TYPE", "FORMAT", "ENUM", "RANGE", "ORDER"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One error; `key` and `facts` make the sentence `cli.expected.<key>`."""

    path: str
    code: str
    found: str | None
    key: str
    facts: Mapping[str, object] = field(default_factory=dict[str, object])
    line: int | None = None

    def told(self, words: Wording) -> dict[str, object]:
        """The error as it is printed."""
        told: dict[str, object] = {
            "path": self.path,
            "code": self.code,
            "found": self.found,
            "expected": words.say(f"cli.expected.{self.key}", **self.facts),
        }
        return told if self.line is None else told | {"line": self.line}


class BadInput(ValueError):  # noqa: N818 - what is wrong with an input, not a fault
    """A topic's own refusal of an input that each of its members would allow."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)


def pointer(path: Iterable[str | int]) -> str:
    """A JSON Pointer (RFC 6901) to a member."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def found_text(value: object) -> str:
    """What stands there, cut at 80 characters."""
    if isinstance(value, str | Decimal):
        return str(value)[:LONGEST_FOUND]
    return json.dumps(value, ensure_ascii=False, default=str)[:LONGEST_FOUND]


def problems_of(refusal: ValidationError) -> tuple[Problem, ...]:
    """All errors of one input, in the order of its members."""
    return tuple(_problem(error) for error in refusal.errors(include_url=False))


def _problem(error: ErrorDetails) -> Problem:
    # Unions are told apart by tags such as `<list>`, which are no part of the input.
    path = [step for step in error["loc"] if step not in TAGS]
    facts = dict(error.get("ctx", {}))
    found: object = facts.pop("found", error["input"])
    kind = error["type"]
    if kind == "extra_forbidden":
        # The name is the input's own and stays, whatever it is.
        path = [*(step for step in error["loc"][:-1] if step not in TAGS), error["loc"][-1]]
    if path and path[-1] == "[key]":
        return Problem(pointer(path[:-1]), "UNKNOWN_FIELD", found_text(found), "known_member")
    if kind in OWN:
        return Problem(pointer(_moved(path, facts)), kind, found_text(found), error["msg"], facts)
    code, key = NATIVE[kind]
    if kind == "missing":
        return Problem(pointer(path), code, None, key)
    if code == "ENUM":
        facts = {"choices": ", ".join(QUOTED.findall(str(facts["expected"])))}
        code = code if isinstance(found, str) else "TYPE"
    return Problem(pointer(path), code, found_text(found), key, facts)


def _moved(path: list[str | int], facts: dict[str, object]) -> list[str | int]:
    """A validator that sees two members names the one that is wrong as a sibling or a child."""
    sibling, child = facts.pop("sibling", None), facts.pop("child", None)
    if sibling is not None:
        return [*path[:-1], str(sibling)]
    return [*path, str(child)] if child is not None else path
