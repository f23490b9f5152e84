"""The walls of the house: who may import whom, and what stands nowhere. A change here is a decision."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400

GROUND = (
    "feverclinic.errors",
    "feverclinic.settings",
    "feverclinic.settings_keys",
    "feverclinic.settings_writing",
    "feverclinic.wording",
)
UI = ("ui", "feverclinic.domain", *GROUND, "PySide6", "shiboken6", "superqt", "pyqtgraph")
DOOR = (*UI, "feverclinic", "sqlalchemy", "pypdfium2")

# The longest name that fits counts. The standard library is open to all but the domain.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "resources": (),
    "feverclinic": (),
    "feverclinic.__main__": ("feverclinic.commands",),
    "feverclinic.errors": (),
    "feverclinic.settings": (
        "feverclinic.errors",
        "feverclinic.settings_keys",
        "platformdirs",
        "keyring",
    ),
    "feverclinic.settings_keys": (),
    "feverclinic.settings_writing": (
        "feverclinic.settings",
        "feverclinic.settings_keys",
        "feverclinic.errors",
    ),
    "feverclinic.wording": (),
    "feverclinic.domain": ("feverclinic.domain", "feverclinic.errors"),
    "feverclinic.storage": (
        "feverclinic.storage",
        "feverclinic.domain",
        "feverclinic.errors",
        "sqlalchemy",
        "alembic",
        "psycopg",
        "pypinyin",
    ),
    "feverclinic.storage.migrations": ("alembic", "sqlalchemy", "feverclinic.storage"),
    "feverclinic.storage.migrations.versions": ("alembic", "sqlalchemy"),
    "feverclinic.devices": (
        "feverclinic.devices",
        "feverclinic.domain",
        "feverclinic.errors",
        "pydantic",
    ),
    "feverclinic.devices.port": ("feverclinic.devices", "feverclinic.errors", "serial"),
    "feverclinic.reports": (
        "feverclinic.reports",
        "feverclinic.domain",
        "feverclinic.errors",
        "feverclinic.wording",
        "reportlab",
        "segno",
    ),
    "feverclinic.services": (
        "feverclinic.services",
        "feverclinic.domain",
        "feverclinic.storage",
        "feverclinic.reports",
        *GROUND,
        "pydantic",
        "pydantic_core",
        "argon2",
        "cryptography",
    ),
    "feverclinic.commands": (
        "feverclinic.commands",
        "feverclinic.services",
        "feverclinic.domain",
        "feverclinic.storage",
        "feverclinic.reports",
        "feverclinic.devices",
        *GROUND,
        "pydantic",
        "pydantic_core",
    ),
    "ui": (*UI, "feverclinic.services"),
    "ui.__main__": DOOR,
    "ui.app": DOOR,
    "ui.demo": DOOR,
    "ui.opening": DOOR,
    "ui.doors": DOOR,
    "ui.paper_doors": DOOR,
    "ui.server_watch": DOOR,
    "ui.runner": DOOR,
    "ui.bench": DOOR,
    "ui.pictures": DOOR,
    "ui.paper_preview": DOOR,
    "ui.printing": DOOR,
    "ui.desk_devices": DOOR,
    "ui.scans": DOOR,
    "ui.scan_acts": DOOR,
    "ui.scan_trial": DOOR,
    "ui.sounds": (*UI, "miniaudio"),
    "ui.alarm_watch": DOOR,
    "ui.isolation_after": DOOR,
    "ui.isolation_at_desk": DOOR,
    "ui.isolation_merging": DOOR,
    "ui.isolation_papers": DOOR,
    "ui.isolation_tools": DOOR,
    "ui.filled_acts": DOOR,
    "ui.widgets": UI,
}

# The domain sees no file, no socket, no clock and no other process.
CLOSED_TO_DOMAIN = frozenset(
    {"asyncio", "http", "importlib", "io", "logging", "multiprocessing", "os", "pathlib"}
    | {"random", "secrets", "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys"}
    | {"tempfile", "threading", "time", "tomllib", "urllib", "uuid", "zoneinfo"}
)
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
MAY_ASK_THE_CLOCK = {"ui.app", "feverclinic.commands.main"}
PARTS_OF_THE_SHELL = {"widgets"}


def _sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "__pycache__" not in path.parts]


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


HOUSE = _sources("feverclinic", "ui", "resources")
EVERYTHING = [*HOUSE, *_sources("tests", ".setup")]
OWN = {module(path) for path in HOUSE}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every imported name of a file, those under TYPE_CHECKING and inside functions included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in OWN else node.module


def within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def walls(name: str) -> tuple[str, ...]:
    fitting = [room for room in MAY_IMPORT if within(name, (room,))]
    return MAY_IMPORT[max(fitting, key=len)]


def is_standard(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def desk_of(name: str) -> str:
    """The desk that a module of ui belongs to, "" for the shell and the shared pieces."""
    parts = name.split(".")
    is_desk = parts[0] == "ui" and (ROOT / "ui" / parts[1]).is_dir() if len(parts) > 1 else False
    return parts[1] if is_desk and parts[1] not in PARTS_OF_THE_SHELL else ""


@pytest.mark.parametrize("path", HOUSE, ids=module)
def test_a_room_imports_only_what_its_walls_allow(path: Path) -> None:
    name = module(path)

    strangers = {
        found
        for found in imports(path)
        if not is_standard(found) and not within(found, walls(name))
    }

    assert strangers == set(), f"{name} must not import these"


@pytest.mark.parametrize("path", _sources("feverclinic/domain"), ids=module)
def test_the_domain_sees_no_file_no_socket_and_no_clock(path: Path) -> None:
    assert {name.partition(".")[0] for name in imports(path)} & CLOSED_TO_DOMAIN == set()


def test_modules_do_not_import_each_other_in_circles() -> None:
    open_modules = {
        module(path): {name for name in imports(path) if name in OWN} - {module(path)}
        for path in HOUSE
    }
    while leaves := [name for name, needs in open_modules.items() if not needs & set(open_modules)]:
        for name in leaves:
            del open_modules[name]

    assert sorted(open_modules) == []


@pytest.mark.parametrize("path", [p for p in HOUSE if p.name == "presenter.py"], ids=module)
def test_a_presenter_has_no_widgets_and_no_tables(path: Path) -> None:
    qt = {name for name in imports(path) if name.startswith("PySide6")}

    assert qt <= {"PySide6.QtCore"}
    assert not any(within(name, ("feverclinic.storage", "ui.widgets")) for name in imports(path))


@pytest.mark.parametrize("path", [p for p in HOUSE if desk_of(module(p))], ids=module)
def test_desks_do_not_know_each_other(path: Path) -> None:
    own = desk_of(module(path))

    assert {desk_of(name) for name in imports(path)} <= {"", own}


@pytest.mark.parametrize("path", [p for p in HOUSE if p.name == "desk.py"], ids=module)
def test_a_desk_knows_neither_services_nor_storage(path: Path) -> None:
    below = ("feverclinic.services", "feverclinic.storage")

    assert not any(within(name, below) for name in imports(path))


@pytest.mark.parametrize("path", EVERYTHING, ids=module)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", EVERYTHING, ids=module)
def test_imports_are_absolute(path: Path) -> None:
    relative = [n for n in ast.walk(tree(path)) if isinstance(n, ast.ImportFrom) and n.level]

    assert relative == []


def test_every_module_is_called_by_its_subject() -> None:
    named = {part.lower() for path in EVERYTHING for part in module(path).split(".")}

    assert named & NAMES_THAT_SAY_NOTHING == set()


def _attributes(path: Path) -> set[str]:
    """Dotted names used in a file: `datetime.now`, `self.setStyleSheet`."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            left = node.value
            owner = left.id if isinstance(left, ast.Name) else getattr(left, "attr", "")
            found.add(f"{owner}.{node.attr}")
    return found


def test_only_the_theme_sets_a_style_sheet() -> None:
    setting = {
        module(path)
        for path in HOUSE
        if any(name.endswith(".setStyleSheet") for name in _attributes(path))
    }

    assert setting <= {"ui.theme"}


def test_only_the_entrances_ask_the_clock() -> None:
    clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}

    asking = {module(path) for path in HOUSE if _attributes(path) & clocks}

    assert asking <= MAY_ASK_THE_CLOCK


def test_nothing_prints() -> None:
    printing = [
        module(path)
        for path in HOUSE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]

    assert printing == []


def test_no_dialog_blocks_the_window() -> None:
    blocking = {
        module(path)
        for path in _sources("ui")
        if any(
            name.endswith((".exec_", "QDialog.exec", "dialog.exec")) for name in _attributes(path)
        )
    }

    assert blocking == set()


def test_no_test_waits_by_a_timer() -> None:
    waiting = {
        module(path)
        for path in _sources("tests")
        if _attributes(path) & {"time.sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep"}
    }

    assert waiting == set()


def test_the_folders_of_the_tests_mirror_the_code() -> None:
    rooms = {path.name for path in (ROOT / "feverclinic").iterdir() if path.is_dir()} | {"ui"}
    beside = {"stories", "bench", "golden"}
    tests = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}

    assert tests - {"__pycache__"} <= rooms | beside


def test_everything_below_the_window_runs_without_qt() -> None:
    below = sorted(
        name for name in OWN if name.startswith("feverclinic") and "migrations" not in name
    )
    entrances = {"feverclinic.__main__"}
    program = (
        "import importlib, sys\n"
        f"for name in {[name for name in below if name not in entrances]!r}:\n"
        "    importlib.import_module(name)\n"
        "sys.exit(sorted(n for n in sys.modules if n.startswith(('PySide6', 'shiboken6'))) or 0)\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
