"""Blank sheets: print a batch, see what became of each number, enter one with its true times."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from feverclinic.domain.civil_time import local
from feverclinic.domain.intake_fields import narrow
from feverclinic.domain.sheets import Reconciliation, Sheet, SheetState
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.papers.entry_form import FORM_WIDTH, EntryForm
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, row, rule, wrapped
from ui.widgets.table import fill_table, plain_table
from ui.widgets.text_field import TextField

COLUMNS = ("number", "printed", "state", "reason")
SIGNS = {
    SheetState.OUT: "○",
    SheetState.ENTERED: "✓",
    SheetState.SPOILED: "×",
    SheetState.MISSING: "?",
}
FIELDS = (
    ("number", "day"),
    ("arrived", "decided"),
    ("temperature", "measured"),
    ("site",),
    ("received", "receiver"),
)
USUAL_COUNT = "20"


class SheetsPane(QWidget):
    """The list left, the form of one sheet right; both always there."""

    print_asked = Signal(int)
    again_asked = Signal(object)  # tuple[str, ...]
    give_up_asked = Signal(str, object, str)  # number, SheetState, reason
    enter_asked = Signal(object)  # dict[str, str]

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._sheets: tuple[Sheet, ...] = ()
        say = words.say
        self.count = TextField("sheets.count", say("papers_page.sheets.count"))
        self.count.setFixedWidth(150)
        self.count.set_text(USUAL_COUNT)
        self.again = KeyButton(theme, say("papers_page.sheets.again"), icon="rotate-ccw")
        self.again.setObjectName("sheets.again")
        self.balance = label("", "body", "text2", name="sheets.balance")
        heads = [say(f"papers_page.sheets.{name}") for name in COLUMNS]
        self.table = plain_table("sheetsTable", say("papers_page.title.SHEETS"), heads)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        self.reason = TextField("sheets.reason", say("papers_page.sheets.why"))
        self.spoil = KeyButton(theme, say("key.sheet_spoil"), key_for("sheet_spoil"))
        self.miss = KeyButton(theme, say("key.sheet_missing"), key_for("sheet_missing"))
        self.answer = wrapped("", "small", "danger", name="sheets.answer")
        act = KeyButton(theme, say("papers_page.entry.act"), "Enter", icon="pencil", kind="primary")
        act.setObjectName("sheets.enter")
        self.form = EntryForm(theme, words, "papers_page.entry", FIELDS, act)
        self.form.setFixedWidth(FORM_WIDTH)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(theme, "file-text", say("papers_page.sheets.empty")))
        self._stack.addWidget(self.table)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = row(self.count, self.again, None)
        head.setContentsMargins(16, 8, 16, 8)
        ends = row(self.reason, self.spoil, self.miss)
        ends.setContentsMargins(16, 8, 16, 8)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        balance = row(self.balance, None)
        balance.setContentsMargins(16, 0, 16, 8)
        left.addLayout(balance)
        left.addWidget(rule())
        left.addWidget(self._stack, stretch=1)
        left.addWidget(rule())
        left.addLayout(ends)
        answer = row(self.answer)
        answer.setContentsMargins(16, 0, 16, 4)
        left.addLayout(answer)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, stretch=1)
        line.addWidget(rule(across=False))
        line.addWidget(self.form)

    def _connect(self) -> None:
        self.count.edit.returnPressed.connect(self.ask_print)
        self.again.clicked.connect(self._on_again)
        self.spoil.clicked.connect(lambda: self.ask_give_up(SheetState.SPOILED))
        self.miss.clicked.connect(lambda: self.ask_give_up(SheetState.MISSING))
        self.form.done.connect(self.enter_asked.emit)
        self.table.itemSelectionChanged.connect(self._on_selected)

    def show_sheets(self, found: Reconciliation) -> None:
        """The numbers, the latest first, and that they add up."""
        chosen = self.chosen_number
        self._sheets = tuple(reversed(found.sheets))
        say = self._words.say
        counts = {state: found.count(state) for state in SheetState}
        self.balance.setVisible(bool(self._sheets))
        self.balance.setText(
            say(
                "papers_page.sheets.balance",
                printed=found.printed,
                entered=counts[SheetState.ENTERED],
                spoiled=counts[SheetState.SPOILED],
                missing=counts[SheetState.MISSING],
                out=counts[SheetState.OUT],
            )
        )
        fill_table(self.table, [self._cells(sheet) for sheet in self._sheets])
        self.again.setEnabled(bool(self._last_batch()))
        self._stack.setCurrentIndex(1 if self._sheets else 0)
        for at, sheet in enumerate(self._sheets):
            if sheet.number == chosen:
                self.table.selectRow(at)

    def _cells(self, sheet: Sheet) -> tuple[str, ...]:
        state = self._words.say(f"papers_page.sheet_state.{sheet.state.value}")
        at = f" {local(sheet.state_at):%m-%d %H:%M}" if sheet.state_at else ""
        return (
            sheet.number,
            f"{local(sheet.printed_at):%m-%d %H:%M}",
            f"{SIGNS[sheet.state]} {state}{at}",
            sheet.reason,
        )

    @property
    def chosen_number(self) -> str:
        """The number of the row that is chosen."""
        row_at = self.table.currentRow()
        return self._sheets[row_at].number if 0 <= row_at < len(self._sheets) else ""

    def _last_batch(self) -> tuple[str, ...]:
        """What was printed last and is still out."""
        out = [sheet for sheet in reversed(self._sheets) if sheet.state is SheetState.OUT]
        return tuple(one.number for one in out if one.printed_at == out[-1].printed_at)

    def _on_again(self) -> None:
        self.again_asked.emit(self._last_batch())

    def _on_selected(self) -> None:
        """A sheet that is out is the one to be entered."""
        at = self.table.currentRow()
        is_out = 0 <= at < len(self._sheets) and self._sheets[at].state is SheetState.OUT
        if is_out and self.table.hasFocus():
            self.form.fields["number"].edit.setText(self._sheets[at].number)

    def ask_print(self) -> None:
        """As many as stand there."""
        text = narrow(self.count.text())
        if text.isdecimal():
            self.count.set_error()
            self.print_asked.emit(int(text))
        else:
            self.count.set_error(self._words.say("problem.number", low="1", high="200"))

    def ask_give_up(self, state: SheetState) -> None:
        self.say("")
        number = self.chosen_number
        if number:
            self.give_up_asked.emit(number, state, self.reason.text())
        else:
            self.say(self._words.say("papers_page.sheets.choose"))

    def show_given_up(self) -> None:
        self.reason.edit.clear()
        self.say("")

    def start_entry(self, number: str = "") -> None:
        """The keyboard in the form, with a number that was scanned."""
        if number:
            self.form.fields["number"].edit.setText(number)
            self.form.fields["arrived"].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.start()

    def say(self, sentence: str) -> None:
        self.answer.setText(f"▲ {sentence}" if sentence else "")
