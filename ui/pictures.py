"""`feverclinic pictures DIR`: each desk in each language, theme, state and size as a PNG.

The clock stands still and the people are invented, so that two runs give the same pictures.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from feverclinic.wording import LANGUAGES, Wording, wording
from ui import shell_scenes as shell
from ui.alarms.scenes import alarms_desk, scene_clocks
from ui.alarms.telling import chips
from ui.guide.shots import SIZE as GUIDE_SIZE
from ui.guide.shots import GuideShot, guide_shots, with_few_colours
from ui.isolation.after_scenes import after_page
from ui.isolation.merge_scenes import merge_page
from ui.isolation.paper_scenes import papers_scene
from ui.isolation.scenes import isolation_desk
from ui.isolation.set_up_scenes import set_up_page
from ui.isolation.sheets import scenes as sheets
from ui.isolation.sign_scenes import sign_page
from ui.main_window import MainWindow
from ui.papers.scenes import comparisons_desk, papers_desk, sheets_desk
from ui.patient_window.scenes import patient_measured, patient_screen
from ui.shift import scenes as shift
from ui.theme import THEMES, Theme, apply_theme, load_theme
from ui.triage.scenes import triage_desk
from ui.trial.scenes import trial_desk
from ui.widgets.clock_chip import ClockChip
from ui.widgets.empty_state import EmptyState

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
DESKS = (
    "triage",
    "isolation",
    "isolation-result",
    "isolation-criteria",
    "isolation-transport",
    "isolation-papers",
    "sign",
    "after",
    "merge",
    "set_up",
    "trial",
    "alarms",
    "papers",
    "papers-sheets",
    "papers-comparisons",
    "devices",
    "settings",
    "help",
    "sign-in",
    "first-run",
    "switch",
    "hand-over",
    "leave",
    "patient",
    "patient-measured",
)
ALONE = (
    *("sign-in", "first-run", "switch", "hand-over", "leave"),
    *("patient", "patient-measured"),
)

Build = Callable[[Theme, Wording, str], QWidget]
BUILDERS: dict[str, Build] = {
    "triage": triage_desk,
    "isolation": isolation_desk,
    "isolation-result": sheets.result_scene,
    "isolation-criteria": sheets.criteria_scene,
    "isolation-transport": sheets.transport_scene,
    "isolation-papers": papers_scene,
    "sign": sign_page,
    "after": after_page,
    "merge": merge_page,
    "set_up": set_up_page,
    "trial": trial_desk,
    "alarms": alarms_desk,
    "papers": papers_desk,
    "papers-sheets": sheets_desk,
    "papers-comparisons": comparisons_desk,
    "devices": shell.devices_desk,
    "settings": shell.admin_desk,
    "sign-in": shell.sign_in_page,
    "first-run": shell.first_run_page,
    "switch": shift.switch_page,
    "hand-over": shift.hand_over_page,
    "leave": shift.leave_page,
    "patient": patient_screen,
    "patient-measured": patient_measured,
}


WORK = ("triage", "isolation", "sign", "after", "papers")
# The desks of the rail with their titles and icons; all but those of WORK are tools.
RAIL = {
    "triage": ("shell.desk_triage", "clipboard-list"),
    "isolation": ("isolation.rail", "bed-double"),
    "sign": ("sign.rail", "pencil"),
    "after": ("after.rail", "phone"),
    "alarms": ("alarms.rail", "bell"),
    "papers": ("shell.desk_papers", "file-text"),
    "set_up": ("set_up.rail", "door-closed"),
    "merge": ("merge.rail", "users"),
    "trial": ("trial_page.rail", "play"),
    "devices": ("shell.desk_devices", "thermometer-gun"),
    "settings": ("shell.desk_settings", "settings"),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture; its name is the file's name."""

    desk: str
    state: str
    language: str
    theme: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        width, height = self.size
        return f"{self.desk}-{self.state}-{self.language}-{self.theme}-{width}x{height}"


def shots(only: str = "*") -> Iterator[Shot]:
    """All pictures whose name matches the pattern, those of one theme together."""
    for theme in THEMES:
        for language in LANGUAGES:
            for desk in DESKS:
                for state in shell.STATES:
                    for size in SIZES:
                        shot = Shot(desk, state, language, theme, size)
                        if fnmatch(shot.name, only):
                            yield shot


def build_window(theme: Theme, words: Wording, desk: str, state: str) -> MainWindow:
    """The whole window of one scene, not yet shown."""
    window = MainWindow(theme, words, lambda: shell.NOON)
    if desk in ALONE:
        window.show_page(BUILDERS[desk](theme, words, state))
        return window
    opened = "triage" if desk == "help" else desk if desk in RAIL else desk.partition("-")[0]
    for key, (title, icon) in RAIL.items():
        page = (
            BUILDERS[desk if desk in BUILDERS else key](theme, words, state)
            if key == opened
            else EmptyState(theme, icon, words.say(title))
        )
        window.add_desk(key, title, icon, page, is_tool=key not in WORK)
    window.open_desk(opened)
    window.set_names("预检分诊 1 号点", "张护士")
    window.set_devices(shell.chips(words, state))
    window.set_server(shell.server())
    window.set_time("14:32")
    clocks = scene_clocks(state)
    window.set_clocks(chips(clocks, words))
    window.set_count("alarms", sum(one.is_urgent for one in clocks))
    if state == "refused":
        window.top.show_sound(words.say("alarms.sound_none"), words.say("alarms.sound_none_why"))
    told = shell.notice(words, state)
    if told is not None:
        window.notice(*told)
    if desk == "help":
        window.open_help()
    return window


def settle() -> None:
    """Let all layouts and posted events end; two rounds, for a layout may post another one."""
    for _round in range(2):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def draw(
    app: QApplication, folder: Path, wanted: Sequence[Shot], guide: Sequence[GuideShot] = ()
) -> list[Path]:
    """Draw the pictures into the folder and say where they are."""
    made: list[Path] = []
    dressed = ""
    shown = [*wanted, *guide]
    for shot in shown:
        theme_name = shot.theme if isinstance(shot, Shot) else THEMES[0]
        theme = load_theme(theme_name)
        if dressed != theme_name:
            apply_theme(app, theme)
            dressed = theme_name
        window = build_window(theme, wording(shot.language), shot.desk, shot.state)
        window.resize(*(shot.size if isinstance(shot, Shot) else GUIDE_SIZE))
        window.show()
        settle()
        for chip in window.findChildren(ClockChip):
            chip.stand()
        path = folder / f"{shot.name}.png"
        if isinstance(shot, Shot):
            window.grab().save(str(path))
        else:
            part = window.findChild(QWidget, shot.part) if shot.part else window
            assert part is not None
            with_few_colours(part.grab().toImage()).save(str(path))
        made.append(path)
        window.close()
        window.deleteLater()
        settle()
    return made


def main(argv: Sequence[str]) -> int:
    """The command; 2 for a folder that cannot be written and for a pattern without a picture."""
    parser = argparse.ArgumentParser(prog="feverclinic pictures")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--only", default="*", metavar="PATTERN")
    asked = parser.parse_args(argv)
    pattern = asked.only if "*" in asked.only else f"*{asked.only}*"
    wanted, guide = list(shots(pattern)), list(guide_shots(pattern))
    if not wanted and not guide:
        sys.stderr.write(f"feverclinic pictures: no picture is called like {asked.only}\n")
        return 2
    try:
        asked.folder.mkdir(parents=True, exist_ok=True)
        (asked.folder / ".try").write_bytes(b"")
        (asked.folder / ".try").unlink()
    except OSError as denied:
        sys.stderr.write(f"feverclinic pictures: {asked.folder}: {denied.strerror}\n")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for path in draw(app, asked.folder, wanted, guide):
        sys.stdout.write(f"{path}\n")
    return 0
