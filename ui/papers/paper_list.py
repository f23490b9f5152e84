"""The list of papers at the left: a number to choose by, a title, what it is for."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from feverclinic.wording import Wording
from ui.papers.presenter import Paper
from ui.theme import Theme

LEAST, ROW = 120, 46
MARGIN = 8


class PaperList(QListWidget):
    """Arrows or a digit choose; the choice is shown at once."""

    paper_chosen = Signal(object)  # Paper
    digit_typed = Signal(int)
    moved_on = Signal()

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self.setObjectName("paperList")
        self.setAccessibleName(words.say("papers_page.list"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, paper in enumerate(Paper, start=1):
            item = QListWidgetItem(f"{number}  {words.say(f'papers_page.title.{paper.value}')}")
            item.setData(Qt.ItemDataRole.UserRole, paper.value)
            item.setToolTip(words.say(f"papers_page.hint.{paper.value}"))
            item.setSizeHint(QSize(LEAST, ROW))
            self.addItem(item)
        self.setFont(theme.font("body"))
        self.setViewportMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.currentRowChanged.connect(self._on_row)

    def show_chosen(self, paper: Paper) -> None:
        """Mark a paper that was chosen elsewhere."""
        row = list(Paper).index(paper)
        if row != self.currentRow():
            self.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.setCurrentRow(row)
            self.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.paper_chosen.emit(list(Paper)[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.moved_on.emit()
        elif event.text().isdecimal():
            # Here and nowhere else: in the forms beside it a digit chooses a site.
            self.digit_typed.emit(int(event.text()))
        else:
            super().keyPressEvent(event)
