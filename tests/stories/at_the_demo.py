"""The demo in a process of its own, with a newcomer at the keyboard: says in JSON what was seen.

`python -m tests.stories.at_the_demo` takes one patient from F4 to the paper and closes the window.
"""

import faulthandler
import json
import sys

from PySide6.QtWidgets import QApplication

from feverclinic.domain.civil_time import local
from tests.builders import WELL
from tests.stories.workplace import text_of
from ui.app import App, wall_clock
from ui.demo.program import Demo, demo_clock, demo_of
from ui.demo.ribbon import Ribbon

STANDS_STILL_S = 40


class Newcomer:
    """Presses F4, waits for the number, answers, saves; then writes down what there was to see."""

    def __init__(self, qt: QApplication, demo: Demo) -> None:
        self.qt, self.demo = qt, demo
        self.seen: dict[str, object] = {}
        self.app: App = demo.begin(qt)
        self.app.sign_in.signed_in.connect(self.sits_down)
        self.app.sign_in.refused.connect(self.stop)
        self.app.cannot_open.connect(self.stop)
        demo.came_out.connect(self.reads_paper)

    def stop(self, why: object) -> None:
        sys.stderr.write(f"{why}\n")
        self.qt.exit(3)

    def sits_down(self, staff: object) -> None:
        desk = self.app.desk
        assert desk is not None
        self.seen["nurse"] = getattr(staff, "name", "")
        self.seen["folder"] = str(self.demo.folder)
        self.seen["facility"] = self.app.keeper.now.facility_name
        self.seen["language"] = self.app.keeper.now.language
        self.seen["database"] = self.app.keeper.now.database_url
        self.seen["time"] = f"{local(self.app._now()):%H:%M}"
        ribbon = self.app.window.findChild(Ribbon, "demoRibbon")
        self.seen["ribbon"] = ribbon.mark.text() if ribbon is not None else ""
        desk.triage.queue_changed.connect(self.looks_at_the_list)
        desk.devices.states_changed.connect(self.measures)
        desk.devices.taken.connect(self.answers)
        desk.triage.problems_shown.connect(self.stop)
        self.measures()

    def looks_at_the_list(self, entries: tuple[object, ...], _counts: object) -> None:
        self.seen.setdefault("listed", len(entries))

    def measures(self, *_states: object) -> None:
        desk = self.app.desk
        assert desk is not None
        links = [state.link for state in desk.devices.states]
        if links == ["LISTENING", "LISTENING"] and "armed" not in self.seen:
            self.seen["armed"] = True
            desk.triage.arm()

    def answers(self, reading: object, _draft: object) -> None:
        desk = self.app.desk
        assert desk is not None
        self.seen["number"] = getattr(reading, "raw_text", "")
        self.seen["raw_bytes"] = getattr(reading, "raw_bytes", b"").hex()
        desk.triage.set_fields(WELL)
        desk.triage.save_and_print()

    def reads_paper(self, pdf: bytes) -> None:
        if "paper" not in self.seen:
            self.seen["paper"] = text_of(pdf)
            # The first time the window says what is left behind; the second time it closes.
            self.app.window.alone_changed.connect(lambda _: self.app.window.close())
            self.app.window.close()


def main() -> int:
    # Should it ever stand still, it says where before the test gives up.
    faulthandler.dump_traceback_later(STANDS_STILL_S, exit=True)
    qt = QApplication([])
    with demo_of(demo_clock(wall_clock())) as demo:
        newcomer = Newcomer(qt, demo)
        sys.excepthook = lambda kind, error, trace: (
            sys.__excepthook__(kind, error, trace),
            newcomer.stop(error),
        )
        code = qt.exec()
    sys.stdout.write(json.dumps(newcomer.seen) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
