"""A nurse's window and the patient's screen in a process of its own, where there are two screens.

`python -m tests.ui.at_two_screens` tells in JSON where the patient's screen stands: after the start,
after the second screen was pulled out, after it was plugged in again.
"""

import json
import sys

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtWidgets import QApplication, QMainWindow

from feverclinic.wording import wording
from tests.ui.followed_desk import HOSPITAL, FollowedDesk
from ui.patient_window.windows import PatientWindows
from ui.theme import apply_theme, load_theme


def settled() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def _place(box: QRect, screen: str) -> list[object]:
    return [box.x(), box.y(), box.width(), box.height(), screen]


def main(setting: str) -> int:
    app = QApplication([])
    theme = load_theme("light")
    apply_theme(app, theme)
    at, window = FollowedDesk(), QMainWindow()
    windows = PatientWindows(at.patient, setting, lambda: HOSPITAL)
    window.show()
    windows.dress(window, theme, wording("zh_CN"))
    told: list[object] = []

    def tell() -> None:
        settled()
        one = windows.screen
        told.append(None if one is None else _place(one.geometry(), one.screen().name()))

    tell()
    second = app.screens()[1]
    app.screenRemoved.emit(second)
    tell()
    app.screenAdded.emit(second)
    tell()
    sys.stdout.write(json.dumps(told) + "\n")
    windows.close()
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
