"""What stands in a pane that has nothing to show: an icon, one sentence, one act."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton

ICON = 40


class EmptyState(QWidget):
    """Centre of a pane: what belongs here, and the button that brings it."""

    def __init__(
        self, theme: Theme, icon: str, sentence: str, button: KeyButton | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("emptyState")
        self.setAccessibleName(sentence)
        picture = QLabel()
        picture.setPixmap(pixmap(icon, theme.color("text3"), ICON))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QLabel(sentence)
        words.setObjectName("emptySentence")
        words.setProperty("tone", "text2")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(picture)
        column.addWidget(words)
        if button is not None:
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
