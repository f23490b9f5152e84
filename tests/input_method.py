"""Whether Chinese can be typed and scanned into: `python -m tests.input_method [ibus|fcitx5 …]`.

Opens the real window under Xvfb with a real input method, types and scans through the X server, and
says for each claim whether it holds. Ends with 1 when one does not, with 2 when a program is missing.
Needs Xvfb, openbox, dbus-run-session, xdotool, and ibus with libpinyin or fcitx5 with pinyin.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from feverclinic.settings import load_settings
from ui.app import App
from ui.input_methods import prepare_input_methods
from ui.sign_in.presenter import FirstRun

DISPLAY = ":87"
PATIENCE_S, LOOK_S = 30.0, 0.1
HUMAN_MS, SCANNER_MS = "120", "8"
METHODS = {
    "ibus": ("ibus-daemon", "ibus"),
    "fcitx5": ("fcitx5", "fcitx5-remote"),
}
NEEDED = ("Xvfb", "openbox", "dbus-run-session", "xdotool")
PINYIN_FIRST = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
"""
PASSWORD = "correct horse"
CARD_X, CARD = "37039919900101116X", "370399198506150021"

State = dict[str, object]


def tell(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def until(is_so: Callable[[], bool], seconds: float = PATIENCE_S) -> bool:
    """Look again and again until it is so."""
    never = threading.Event()
    for _ in range(int(seconds / LOOK_S)):
        if is_so():
            return True
        never.wait(LOOK_S)
    return is_so()


# -- the program, in a process of its own --------------------------------------------------------


def be_program(folder: Path) -> int:
    """The real window after its first run; what it shows is written down ten times a second."""
    prepare_input_methods()
    qt = QApplication([])
    app = App(qt, load_settings(None, folder / "data", {}))
    said: list[str] = []
    app.window.notices.noticed.connect(lambda notice: said.append(notice.sentence))
    app.start()

    def begin() -> None:
        if app.runner is None:
            QTimer.singleShot(50, begin)
            return
        nurse = FirstRun("医院", "预检分诊 1 号点", "张护士", "zhang", PASSWORD, PASSWORD)
        app.sign_in.make_administrator(nurse)

    def write_down() -> None:
        held = QApplication.focusWidget()
        state: State = {"focus": held.objectName() if held else "", "said": said}
        if app.desk is not None:
            state["fields"] = dict(app.desk.triage.intake.fields)
        fresh = folder / "state.new"
        fresh.write_text(json.dumps(state), "utf-8")
        fresh.replace(folder / "state.json")

    looking = QTimer(interval=100)
    looking.timeout.connect(write_down)
    looking.start()
    begin()
    return qt.exec()


# -- the hands -----------------------------------------------------------------------------------


class Hands:
    """Types and scans at the X server, and reads what the program wrote down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.failed = 0

    @property
    def state(self) -> State:
        try:
            return json.loads((self._folder / "state.json").read_text("utf-8"))
        except FileNotFoundError:
            return {}

    def field(self, name: str) -> str:
        fields = self.state.get("fields", {})
        return str(fields.get(name, "")) if isinstance(fields, dict) else ""

    @property
    def said(self) -> str:
        return str(self.state.get("said", ""))

    def type(self, text: str) -> None:
        run("xdotool", "type", "--delay", HUMAN_MS, text)

    def press(self, *keys: str) -> None:
        run("xdotool", "key", *keys)

    def scan(self, code: str) -> None:
        """As a scanner in keyboard mode: 8 ms a key, Enter behind."""
        run(
            *("xdotool", "type", "--delay", SCANNER_MS, "--args", "1", code),
            *("key", "--delay", SCANNER_MS, "Return"),
        )

    def go_to(self, field: str, key: str) -> None:
        self.press(key)
        self.holds(f"{key} leads to {field}", lambda: self.state.get("focus") == field)

    def holds(self, claim: str, is_so: Callable[[], bool]) -> None:
        good = until(is_so, 5.0)
        self.failed += not good
        tell(f"  {'✓' if good else '✗'} {claim}")
        if not good:
            tell(f"    {self.state}")


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def claims(hands: Hands) -> None:
    """Everything that is promised of an open Chinese input method, in one sitting."""
    hands.go_to("name", "ctrl+2")
    hands.type("zhang")
    hands.press("space")
    hands.type("san")
    hands.press("space")
    hands.holds("pinyin becomes Chinese characters", lambda: _is_chinese(hands.field("name"), 2))
    hands.scan(CARD_X)
    hands.holds("a card with its letter opens a form", lambda: hands.field("id_no") == CARD_X)
    hands.holds("and fills no name", lambda: hands.field("name") == "")
    hands.go_to("name", "ctrl+2")
    hands.type("zhang")
    hands.scan(CARD)
    hands.holds(
        "a scan into open pinyin is said to be broken",
        lambda: "扫码不完整" in hands.said,
    )
    hands.holds("and fills nothing", lambda: hands.field("name") == "")
    hands.holds("and opens nothing", lambda: hands.field("id_no") == CARD_X)
    hands.type("zhang")
    hands.press("F3")
    hands.holds("F3 works while pinyin is open", lambda: hands.state.get("focus") == "search")
    hands.press("Escape", "alt+2")
    hands.press("ctrl+2")
    hands.holds("back in the name", lambda: hands.state.get("focus") == "name")
    hands.type("li")
    hands.press("Return")
    hands.holds("Enter ends the pinyin", lambda: hands.field("name") == "li")
    hands.holds("and jumps to no other field", lambda: hands.state.get("focus") == "name")
    hands.go_to("q1", "ctrl+1")
    hands.press("1")
    hands.holds("a digit answers a question at once", lambda: hands.field("q1") == "YES")


def _is_chinese(text: str, length: int) -> bool:
    return len(text) == length and all("\u4e00" <= one <= "\u9fff" for one in text)


# -- the stage -----------------------------------------------------------------------------------


@contextmanager
def started(*command: str, env: dict[str, str] | None = None) -> Generator[subprocess.Popen[bytes]]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=env)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def be_session(method: str, folder: Path) -> int:
    """Within a message bus of its own: the input method, the program, the claims."""
    with ExitStack() as stage:
        stage.enter_context(started("openbox"))
        daemon, _ = METHODS[method]
        if method == "fcitx5":
            profile = Path(os.environ["XDG_CONFIG_HOME"]) / "fcitx5" / "profile"
            profile.parent.mkdir(parents=True)
            profile.write_text(PINYIN_FIRST)
        options = ["--xim", "--panel=disable"] if method == "ibus" else []
        stage.enter_context(started(daemon, *options))
        bus = Path(os.environ["XDG_CONFIG_HOME"]) / "ibus" / "bus"
        if not until(lambda: bus.is_dir() and any(bus.iterdir())):
            tell("  ✗ the input method did not start")
            return 1
        here = sys.executable
        stage.enter_context(started(here, "-m", "tests.input_method", "--program", str(folder)))
        hands = Hands(folder)
        hands.holds("the desk is open", lambda: until(lambda: hands.state.get("focus") == "q1"))
        hands.press("ctrl+2")
        _choose_pinyin(method)
        claims(hands)
        return int(hands.failed > 0)


def _choose_pinyin(method: str) -> None:
    if method == "ibus":
        until(lambda: not run("ibus", "engine", "libpinyin") and "pinyin" in run("ibus", "engine"))
    else:
        run("fcitx5-remote", "-s", "pinyin")
        until(lambda: "pinyin" in run("fcitx5-remote", "-n"))


def try_method(method: str) -> int:
    missing = [name for name in (*NEEDED, *METHODS[method]) if shutil.which(name) is None]
    tell(f"{method}:")
    if missing:
        tell(f"  not installed: {', '.join(missing)}")
        return 2
    with tempfile.TemporaryDirectory() as place, ExitStack() as stage:
        folder = Path(place)
        for name in ("config", "cache", "run", "home"):
            (folder / name).mkdir(mode=0o700)
        env = {
            **{name: at for name, at in os.environ.items() if not name.startswith("QT_")},
            "DISPLAY": DISPLAY,
            "HOME": str(folder / "home"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "QT_QPA_PLATFORM": "xcb",
        }
        stage.enter_context(started("Xvfb", DISPLAY, "-screen", "0", "1366x768x24"))
        within = [sys.executable, "-m", "tests.input_method", "--session", method, str(folder)]
        quiet = subprocess.DEVNULL
        return subprocess.call(["dbus-run-session", "--", *within], env=env, stderr=quiet)


def main(argv: Sequence[str]) -> int:
    match list(argv):
        case ["--program", folder]:
            return be_program(Path(folder))
        case ["--session", method, folder]:
            return be_session(method, Path(folder))
        case methods:
            return max(try_method(method) for method in methods or METHODS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
