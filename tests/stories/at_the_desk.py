"""The whole program in a process of its own, with a nurse who types: the test reads what it says and may kill it.

`python -m tests.stories.at_the_desk work DIR` saves one visit, says `saved`, begins the next and says
`kept`; `… look DIR` signs in again and says what the desk shows.
"""

import faulthandler
import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from feverclinic.domain.intake import Intake
from feverclinic.domain.readings import Site
from feverclinic.settings import load_settings
from tests.builders import WELL
from ui.app import App
from ui.sign_in.presenter import FirstRun
from ui.triage.presenter import TriagePresenter

STANDS_STILL_S = 40
PASSWORD = "correct horse"
NEXT = {"name": "欧阳·买买提", "spo2": "9", "q1": "YES", "address.text": "和平小区 8 号"}


def say(words: object) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def stop(qt: QApplication, why: object) -> None:
    sys.stderr.write(f"{why}\n")
    qt.exit(3)


def desk_of(app: App) -> TriagePresenter:
    assert app.desk is not None
    return app.desk.triage


def work(app: App) -> None:
    """First run, one patient to the end, the first letters of the next."""

    def begin(_: object) -> None:
        desk = desk_of(app)
        desk.saved.connect(next_one)
        desk.problems_shown.connect(say)
        desk.set_fields(WELL)
        desk.add_manual_reading("37.8", Site.AXILLARY, "")
        desk.save_and_print()

    def next_one(_: object) -> None:
        say("saved")
        desk = desk_of(app)
        desk.draft_kept.connect(lambda _: say("kept"))
        desk.set_fields(NEXT)

    app.sign_in.signed_in.connect(begin)
    app.sign_in.make_administrator(
        FirstRun("市立医院", "预检分诊 1 号点", "张护士", "zhang", PASSWORD, PASSWORD)
    )


def look(app: App) -> None:
    """Sign in after the crash and say what form is open."""

    def watch(_: object) -> None:
        desk_of(app).opened.connect(tell)

    def tell(intake: Intake) -> None:
        say(json.dumps(dict(intake.fields)))
        app.window.may_close = lambda: True  # an open form is what this story is about
        app.window.close()

    app.sign_in.signed_in.connect(watch)
    app.sign_in.sign_in("zhang", PASSWORD)


def main(act: str, folder: str) -> int:
    """Run until the window closes; a fault or a refusal ends it, so that nobody waits for a word."""
    # Should it ever stand still, it says where before the test gives up.
    faulthandler.dump_traceback_later(STANDS_STILL_S, exit=True)
    qt = QApplication([])
    app = App(qt, load_settings(None, Path(folder)))
    app.sign_in.refused.connect(lambda error: stop(qt, error))
    app.cannot_open.connect(lambda told: stop(qt, told))
    sys.excepthook = lambda kind, error, trace: (
        sys.__excepthook__(kind, error, trace),
        stop(qt, error),
    )
    app.start()
    {"work": work, "look": look}[act](app)
    return qt.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
