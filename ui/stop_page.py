"""The page that stands alone when the records cannot be opened: what is wrong and what helps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton

ICON = 48
WIDTH = 620


class StopPage(QWidget):
    try_again = Signal()
    leave = Signal()

    def __init__(
        self, theme: Theme, words: Wording, sentence: str, *, can_try: bool = True
    ) -> None:
        super().__init__()
        self.setObjectName("stopPage")
        self.setAccessibleName(sentence)
        picture = QLabel()
        picture.setPixmap(pixmap("octagon-alert", theme.color("danger"), ICON))
        title = QLabel(words.say("app.cannot_open"))
        title.setProperty("role", "banner")
        self.sentence = QLabel(sentence)
        self.sentence.setObjectName("stopSentence")
        self.sentence.setWordWrap(True)
        self.sentence.setFixedWidth(WIDTH)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        again = KeyButton(theme, words.say("app.try_again"), "Enter", kind="primary")
        again.setObjectName("tryAgain")
        again.setDefault(True)
        again.setVisible(can_try)
        away = KeyButton(theme, words.say("app.leave"), "Esc")
        away.setObjectName("leave")
        again.clicked.connect(self.try_again.emit)
        away.clicked.connect(self.leave.emit)
        away.setShortcut("Esc")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(again)
        buttons.addWidget(away)
        buttons.addStretch()
        column = QVBoxLayout()
        column.setSpacing(16)
        for widget in (picture, title, self.sentence):
            column.addWidget(widget)
        column.addLayout(buttons)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addLayout(column)
        middle.addStretch()
        whole = QVBoxLayout(self)
        whole.addStretch()
        whole.addLayout(middle)
        whole.addStretch()
        self.setFocusProxy(again if can_try else away)
