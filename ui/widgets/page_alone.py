"""A page without the shell: a card in the middle of the window, the look's switches above."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.theme import Theme
from ui.widgets.look_switch import LookSwitch
from ui.widgets.pane import label


class PageAlone(QWidget):
    """A card in the middle of the window, the look's switches in the corner above."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(
        self, theme: Theme, words: Wording, name: str, card: QWidget, *, is_whole: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        switch = LookSwitch(words, theme.name)
        switch.language_chosen.connect(self.language_chosen.emit)
        switch.theme_chosen.connect(self.theme_chosen.emit)
        mark = QLabel()
        mark.setPixmap(pixmap("thermometer", theme.color("accent"), 28))
        above = QHBoxLayout()
        above.addWidget(mark)
        above.addWidget(label(words.say("shell.window_title"), "title"))
        above.addStretch()
        above.addWidget(switch)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.addLayout(above)
        if is_whole:
            page.addWidget(card, 1)
            return
        page.addStretch()
        page.addWidget(card, alignment=Qt.AlignmentFlag.AlignHCenter)
        page.addStretch()
