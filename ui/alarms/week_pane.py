"""The count of a week: how often each alarm fired, was acted on, was ignored."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTableWidgetItem, QVBoxLayout, QWidget

from feverclinic.domain.alarm_events import WeekRow
from feverclinic.wording import Wording
from ui.alarms.telling import week_cells, week_words
from ui.keys import key_for
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, label, row, wrapped
from ui.widgets.table import fill_table, plain_table

COLUMNS = ("alarm", "fired", "acted", "ignored", "open")
IGNORED = COLUMNS.index("ignored")
NUMBER = 92
TO_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class WeekPane(QWidget):
    """Back and forward by the week; a number that was ignored stands out by word and colour."""

    moved = Signal(int)  # weeks

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        heads = [words.say(f"alarms.week_{name}") for name in COLUMNS]
        self.table = plain_table("weekTable", words.say("alarms.week_head"), heads)
        header = self.table.horizontalHeader()
        for column in range(1, len(COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, NUMBER)
            head = self.table.horizontalHeaderItem(column)
            if isinstance(head, QTableWidgetItem):
                head.setTextAlignment(TO_THE_RIGHT)
        self.span = label("", "body", "text2", name="weekSpan")
        self.back = self._mover("week_back", "chevron-left", -1)
        self.forward = self._mover("week_forward", "chevron-right", 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(EmptyState(theme, "list-checks", words.say("alarms.week_none")))
        self._pages.addWidget(self.table)
        beside = QWidget()
        beside.setLayout(row(self.span, self.back, self.forward))
        body = QWidget()
        lines = QVBoxLayout(body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._pages, stretch=1)
        note = wrapped(words.say("alarms.week_note"), "small", "text3")
        note.setContentsMargins(16, 6, 16, 8)
        lines.addWidget(note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Pane(words.say("alarms.week_head"), body, beside=beside))

    def _mover(self, act: str, icon: str, weeks: int) -> KeyButton:
        made = KeyButton(self._theme, "", key_for(act), icon=icon)
        made.setProperty("slim", "true")
        made.setObjectName(f"alarms.{act}")
        made.setAccessibleName(self._words.say(f"key.{act}"))
        made.setToolTip(self._words.say(f"key.{act}"))
        made.clicked.connect(lambda: self.moved.emit(weeks))
        return made

    def show_week(self, monday: date, rows: tuple[WeekRow, ...], *, is_last: bool) -> None:
        """Show a week; there is none after this one."""
        self.span.setText(week_words(monday, self._words))
        self.forward.setEnabled(not is_last)
        fill_table(self.table, [week_cells(one, self._words) for one in rows])
        for line, one in enumerate(rows):
            for column in range(1, len(COLUMNS)):
                cell = self.table.item(line, column)
                if isinstance(cell, QTableWidgetItem):
                    cell.setTextAlignment(TO_THE_RIGHT)
            self._mark(line, one)
        self._pages.setCurrentIndex(1 if rows else 0)

    def _mark(self, line: int, one: WeekRow) -> None:
        cell = self.table.item(line, IGNORED)
        if one.ignored and isinstance(cell, QTableWidgetItem):
            cell.setFont(self._theme.bold("table"))
            cell.setForeground(self._theme.color("danger"))
            cell.setText(f"▲ {one.ignored}")
