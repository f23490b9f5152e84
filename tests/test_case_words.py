"""Whatever the program says of a case by a code has words in both languages: notes, dues, warnings, states."""

import ast
import importlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType

import pytest

from feverclinic.domain import case_dues, case_warnings
from feverclinic.domain.case_entries import KINDS
from feverclinic.domain.cases import Column, WayOut
from feverclinic.domain.decisions import RevisitStatus
from feverclinic.domain.discharge_notices import Told
from feverclinic.domain.gates import GateKind
from feverclinic.domain.joint_consultation import JointReason
from feverclinic.domain.recalling import RecallEnd, RecallReason
from feverclinic.domain.rooms import RoomState
from feverclinic.services import case_view
from feverclinic.services.rulebook import load_rules
from feverclinic.wording import LANGUAGES, wording

ROOT = Path(__file__).resolve().parent.parent
FAMILIES: dict[str, type[Enum]] = {
    "recall_reason": RecallReason,
    "recall_end": RecallEnd,
    "told": Told,
    "room_state": RoomState,
    "column": Column,
    "case_papers.way": WayOut,
    "sign.gate": GateKind,
    "after.visit": RevisitStatus,
}
# The rooms that have something due, and the rules of a shared room (ISO-1).
TIMED_ROOMS = (RoomState.AIRING, RoomState.OUT_OF_USE, RoomState.RESERVED)
COHORT = ("SINGLE_ROOM", "MIXED_CLASS", "MIXED_DISEASE")


def _sources() -> Iterator[tuple[Path, ModuleType]]:
    for path in sorted((ROOT / "feverclinic").rglob("*.py")):
        if "Noted(" in path.read_text("utf-8") and "commands" not in path.parts:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield path, importlib.import_module(name)


def noted_codes() -> set[str]:
    """Every code with which the program writes a note, read from where it is written."""
    found: set[str] = set()
    for path, module in _sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Noted":
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
                else:
                    assert isinstance(code, ast.Name), ast.dump(code)
                    found.add(str(getattr(module, code.id)))
    return found


def due_codes() -> set[str]:
    results = load_rules().work_up.times.result_minutes
    return {
        *case_dues.OF_RULE.values(),
        *(f"{case_dues.JOINT}{one.value}" for one in JointReason),
        *(f"{case_dues.RESULT}{item}" for item in results),
        *(f"{case_warnings.ROOM}{one.value}" for one in TIMED_ROOMS),
        *(case_dues.ORDER, case_view.GATE, case_view.RECALL),
    }


def warning_codes() -> set[str]:
    named = {
        value
        for name, value in vars(case_warnings).items()
        if name.isupper() and isinstance(value, str) and name != "ROOM"
    }
    rooms = {f"{case_warnings.ROOM}{code}" for code in COHORT}
    return named | set(case_warnings.STANDING) | rooms


def test_the_walk_finds_what_the_program_writes() -> None:
    assert noted_codes() >= {
        *("CLOCK_BEHIND", "RECALL", "RECALL_ENDED", "CONTINUES", "CAME_FROM", "OLDER_CASE"),
        *("NOTICE_DUE", "NOTICE_GIVEN", "PLACE_TO_DISINFECT", "PLACE_DISINFECTED"),
        *("STRICTER_AFTER_LEAVING", "RESULT_CHANGED_AFTER_LEAVING", "VOIDED_AFTER_LEAVING"),
    }
    assert warning_codes() >= {"AWAY", "RECALLED", "TWO_EDITIONS", "CLOCK_BEHIND", "OLDER_CASE"}
    assert due_codes() >= {"RESULT_NAT", "JOINT_SEVERITY", "UNDETERMINED", "GATE"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("note", noted_codes()),
        ("due", due_codes()),
        ("case_warning", warning_codes()),
        ("entry_kind", set(KINDS)),
        *((family, {one.value for one in members}) for family, members in FAMILIES.items()),
    ],
)
def test_every_code_of_a_case_has_words(family: str, codes: set[str], language: str) -> None:
    words = wording(language)

    missing = {code for code in codes if not words.knows(f"{family}.{code}")}

    assert missing == set()
