"""One page for whoever sets a scanner up: why the serial mode, how to get there, what to try."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from feverclinic.wording import Wording
from ui.widgets.pane import label, wrapped

STEPS = ("plug", "mode", "suffix", "add", "try")
KEYBOARD = ("suffix", "gap", "method", "caps")


class ScannerGuide(QWidget):
    """Numbered steps in the order of work; below, what to mind where the keyboard mode stays."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.setObjectName("scannerGuide")
        self.setAccessibleName(words.say("scanner_guide.title"))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 16, 16, 16)
        lines.setSpacing(10)
        lines.addWidget(label(words.say("scanner_guide.title"), "banner"))
        lines.addWidget(wrapped(words.say("scanner_guide.why"), "body", "text2"))
        for number, step in enumerate(STEPS, 1):
            lines.addWidget(wrapped(f"{number}.  {words.say(f'scanner_guide.step.{step}')}"))
        lines.addSpacing(6)
        lines.addWidget(label(words.say("scanner_guide.keyboard_title"), "name"))
        for point in KEYBOARD:
            lines.addWidget(wrapped(f"·  {words.say(f'scanner_guide.keyboard.{point}')}"))
        lines.addStretch()
