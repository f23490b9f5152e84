"""The papers of one case over the desk: which there are, why one is refused now, what waits for paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHeaderView, QVBoxLayout, QWidget
from shiboken6 import isValid

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_papers import PaperAsked, Printing
from feverclinic.domain.cases import CaseId
from feverclinic.errors import ClinicError
from feverclinic.services.case_papers import Offered
from feverclinic.wording import Wording
from ui.isolation.checklist import condition_word
from ui.isolation.paper_words import (
    offered_words,
    printing_words,
    problem_words,
    title_words,
)
from ui.isolation.sheets.whose import whose
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, row, rule, wrapped
from ui.widgets.patient_banner import PatientBanner
from ui.widgets.table import fill_table, plain_table

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
COLUMNS, WAITING = ("paper", "about", "state"), ("paper", "by", "state")
PAPER, ABOUT = 0, 1
WIDTH, HIGHEST, FRAME = 760, 640, 48
WAITING_ROWS = 4


@dataclass(frozen=True, slots=True)
class CasePapersDoor:
    """What the program gives; `offered` answers with a tuple of Offered, `again` prints all that waits."""

    offered: Callable[[CaseId, Then, Failed], object]
    look: Callable[[PaperAsked, Failed], object]
    print: Callable[[PaperAsked, Failed], object]
    give_up: Callable[[Printing, Failed], object]
    again: Callable[[], object]


class CasePapersPage(QDialog):
    """Arrows choose, F9 prints, F4 looks; open it with `open()`, never with `exec()`."""

    def __init__(
        self,
        view: CaseView,
        door: CasePapersDoor,
        now: datetime,
        words: Wording,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._door, self._words = door, words
        self._case_id = view.book.case.id
        self._offered: tuple[Offered, ...] = ()
        self._waiting: tuple[Printing, ...] = ()
        self.setObjectName("casePapers")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.say("case_papers.page.title"))
        self.setAccessibleName(words.say("case_papers.page.title"))
        self.banner = PatientBanner(theme)
        self.banner.show_person(whose(view, now, words))
        self.table = self._table("casePapersTable", "title", COLUMNS)
        self.waiting = self._table("casePapersWaiting", "waiting", WAITING)
        self.waiting.setFixedHeight(40 * WAITING_ROWS)
        self.head = label(words.say("case_papers.page.waiting"), "small", "text2")
        self.answer = wrapped("", "body", name="casePapers.answer")
        self.print = self._button(theme, "case_paper_print", "printer", "primary")
        self.look = self._button(theme, "case_paper_look", "eye")
        self.sheet = self._button(theme, "case_paper_sheet", "list-checks")
        self.whole = self._button(theme, "case_paper_whole", "id-card")
        self.whole.setCheckable(True)
        self.again = self._button(theme, "case_paper_again", "printer")
        self.drop = self._button(theme, "case_paper_drop", "x", "quiet")
        self._lay_out()
        self._connect()
        room = parent.window().height() - FRAME if parent is not None else HIGHEST
        self.resize(WIDTH, min(HIGHEST, room))
        self.refresh()

    def _table(self, name: str, title: str, columns: Sequence[str]) -> Any:
        say = self._words.say
        heads = [say(f"case_papers.page.col_{one}") for one in columns]
        table = plain_table(name, say(f"case_papers.page.{title}"), heads)
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(PAPER, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(ABOUT, QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _button(self, theme: Theme, act: str, icon: str, kind: str = "usual") -> KeyButton:
        made = KeyButton(
            theme, self._words.say(f"key_short.{act}"), key_for(act), icon=icon, kind=kind
        )
        made.setObjectName(f"casePapers.{act}")
        return made

    def _lay_out(self) -> None:
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.answer)
        foot.addLayout(
            row(self.print, self.look, self.sheet, None, self.whole, self.again, self.drop)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(rule())
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        told = QVBoxLayout()
        told.setContentsMargins(16, 6, 16, 2)
        told.addWidget(self.head)
        column.addLayout(told)
        column.addWidget(self.waiting)
        column.addWidget(rule())
        column.addLayout(foot)

    def _connect(self) -> None:
        acts = {
            "case_paper_print": (self.print, self._print),
            "case_paper_look": (self.look, self._look),
            "case_paper_sheet": (self.sheet, self._print_sheet),
            "case_paper_whole": (self.whole, self._tell_whole),
            "case_paper_again": (self.again, self._door.again),
            "case_paper_drop": (self.drop, self._drop),
        }
        for act, (button, run) in acts.items():
            button.clicked.connect(run)
            QShortcut(QKeySequence(key_for(act)), self).activated.connect(button.click)
        self.table.currentCellChanged.connect(lambda *_: self._on_row())
        self.table.itemActivated.connect(lambda _item: self._look())

    # -- what is shown --------------------------------------------------------------------

    def refresh(self) -> None:
        """Look again: what was refused may be open now."""
        self._door.offered(self._case_id, self._late(self._on_offered), self._late(self._refuse))

    def _on_offered(self, offered: tuple[Offered, ...]) -> None:
        self._offered = offered
        place = max(0, self.table.currentRow())
        fill_table(self.table, [self._cells(one) for one in offered])
        self.table.setCurrentCell(min(place, len(offered) - 1), 0)
        self.table.setFocus()
        self._on_row()

    def _cells(self, one: Offered) -> Sequence[str]:
        words = self._words
        state = words.say("case_papers.page.ready")
        if one.refusal is not None:
            state = f"— {self._why(one.refusal)}"
        return (title_words(one.asked, words), offered_words(one, words), state)

    def _why(self, error: ClinicError) -> str:
        """The refusal with the conditions that are open."""
        sentence = sentence_of(error, self._words)
        codes = error.facts.get("conditions", ())
        named = [
            condition_word(str(one), self._words)
            for one in (codes if isinstance(codes, tuple) else ())
        ]
        return f"{sentence} {self._words.say('paper.list_joint').join(named)}".strip()

    def show_waiting(self, waiting: tuple[Printing, ...]) -> None:
        """What is asked for and not on paper, of every case at this station."""
        self._waiting = waiting
        fill_table(self.waiting, [self._waiting_cells(one) for one in waiting])
        for part in (self.waiting, self.head, self.again, self.drop):
            part.setVisible(bool(waiting))
        if waiting:
            self.waiting.setCurrentCell(0, 0)

    def _waiting_cells(self, one: Printing) -> Sequence[str]:
        state = problem_words(one, self._words) or self._words.say("case_papers.page.queued")
        return (printing_words(one, self._words), one.asked_by, state)

    # -- acts -----------------------------------------------------------------------------

    @property
    def chosen(self) -> Offered | None:
        place = self.table.currentRow()
        return self._offered[place] if 0 <= place < len(self._offered) else None

    def _on_row(self) -> None:
        one = self.chosen
        refusal = one.refusal if one is not None else None
        self._say(f"▲ {self._why(refusal)}" if refusal is not None else "", "danger")
        is_open = one is not None and refusal is None
        for button in (self.print, self.look):
            button.set_locked(locked=not is_open)
        self.sheet.setVisible(one is not None and one.asked.kind.value == "LABELS" and is_open)

    def _print(self) -> None:
        self._ask(lambda asked: self._door.print(asked, self._late(self._refuse)))

    def _print_sheet(self) -> None:
        """Labels on A4."""
        if not self.sheet.isVisible():
            return
        self._ask(lambda asked: self._door.print(_on_a4(asked), self._late(self._refuse)))

    def _look(self) -> None:
        one = self.chosen
        if one is not None and one.refusal is None:
            self._door.look(self._asked(one), self._late(self._refuse))

    def _ask(self, act: Callable[[PaperAsked], object]) -> None:
        one = self.chosen
        if one is None or one.refusal is not None:
            return
        told = title_words(one.asked, self._words)
        self._say(self._words.say("case_papers.page.asked", paper=told), "ok")
        act(self._asked(one))

    def _asked(self, one: Offered) -> PaperAsked:
        """As it was chosen, with whole numbers where they were asked for."""
        return replace(one.asked, shows_identity=self.whole.isChecked())

    def _tell_whole(self) -> None:
        """Whether numbers are printed whole; the records ask for the duty, and keep that they were."""
        is_whole = self.whole.isChecked()
        word = "whole" if is_whole else "masked"
        short = self._words.say("key_short.case_paper_whole")
        self.whole.setText(f"✓ {short}" if is_whole else short)
        self._say(self._words.say(f"case_papers.page.{word}"), "")

    def _drop(self) -> None:
        place = self.waiting.currentRow()
        if 0 <= place < len(self._waiting):
            self._door.give_up(self._waiting[place], self._late(self._refuse))

    def _late(self, answer: Then) -> Then:
        """An answer that comes when the page is closed already is heard by nobody."""
        return lambda told: answer(told) if isValid(self) else None

    def _refuse(self, error: ClinicError) -> None:
        self._say(f"▲ {self._why(error)}", "danger")

    def _say(self, sentence: str, tone: str) -> None:
        self.answer.setText(sentence)
        self.answer.setVisible(bool(sentence))
        set_state(self.answer, "tone", tone)


def _on_a4(asked: PaperAsked) -> PaperAsked:
    return replace(asked, is_sheet=True)
