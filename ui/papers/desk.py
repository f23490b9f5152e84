"""The papers page: the list left, the paper as it will come out in the middle, its acts below."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from feverclinic.domain.intake import Problem
from feverclinic.domain.sheets import SheetState
from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.notices import sentence_of
from ui.papers.ask_row import AskRow
from ui.papers.comparison_pane import ComparisonPane
from ui.papers.page_view import Draw, PageView
from ui.papers.paper_list import PaperList
from ui.papers.presenter import Asked, Job, Paper, PapersPresenter
from ui.papers.sheets_pane import SheetsPane
from ui.papers.typed import typed_sheet
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, label, rule, wrapped

LIST_WIDE, LIST_NARROW = 232, 196
NARROW_BELOW, FOOT = 1250, 68


class PapersDesk(QWidget):
    """Each act shows its key; a refusal is said at the foot of the page, where the act stands."""

    said = Signal(str, str)

    def __init__(
        self,
        presenter: PapersPresenter,
        words: Wording,
        theme: Theme,
        draw: Draw,
    ) -> None:
        super().__init__()
        self.setObjectName("papersDesk")
        self._presenter = presenter
        self._words = words
        self._first_act: Callable[[], object] | None = None
        self.list = PaperList(theme, words)
        self.ask = AskRow(theme, words, presenter.today)
        self.pages = PageView(theme, words, draw)
        self.sheets = SheetsPane(theme, words)
        self.compare = ComparisonPane(theme, words)
        self.hint = label("", "small", "text2", name="papers.hint")
        self.answer = wrapped("", "small", name="papers.answer")
        self.look = self._act(theme, "paper_look", "eye")
        self.retry = self._act(theme, "paper_waiting", "printer")
        self.print = self._act(theme, "paper_print", "printer", kind="primary")
        self._lay_out(words)
        self._connect()
        self._on_chosen(presenter.asked)
        self._on_queue(presenter.waiting)
        self.setFocusProxy(self.list)

    def _act(self, theme: Theme, act: str, icon: str, *, kind: str = "usual") -> KeyButton:
        button = KeyButton(theme, self._words.say(f"key.{act}"), key_for(act), icon=icon, kind=kind)
        button.setObjectName(f"papers.{act}")
        return button

    def _lay_out(self, words: Wording) -> None:
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.ask)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.pages, stretch=1)
        body.addWidget(self.sheets, stretch=1)
        body.addWidget(rule(across=False))
        body.addWidget(self.compare)
        middle.addLayout(body, stretch=1)
        middle.addWidget(rule())
        middle.addWidget(self._foot())
        holder = QWidget()
        holder.setLayout(middle)
        self.pane = Pane(words.say("papers_page.title.REGISTER"), holder, beside=self.hint)
        self.list_pane = Pane(words.say("papers_page.list"), self.list)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(1)
        line.addWidget(self.list_pane)
        line.addWidget(self.pane, stretch=1)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("pane", "sunken")
        foot.setFixedHeight(FOOT)
        acts = QHBoxLayout(foot)
        acts.setContentsMargins(16, 8, 16, 8)
        acts.setSpacing(8)
        acts.addWidget(self.retry)
        acts.addWidget(self.answer, stretch=1)
        acts.addWidget(self.look)
        acts.addWidget(self.print)
        return foot

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.chosen.connect(self._on_chosen)
        presenter.rendered.connect(self.pages.show_pdf)
        presenter.queue_changed.connect(self._on_queue)
        presenter.printed.connect(self._on_printed)
        presenter.sheets_listed.connect(self.sheets.show_sheets)
        presenter.compared.connect(self.compare.show_compared)
        presenter.gave_up.connect(lambda _number: self.sheets.show_given_up())
        presenter.open_form.connect(lambda _intake: self.sheets.form.empty())
        presenter.wrong_fields.connect(self._on_wrong)
        presenter.refused.connect(self._on_refused)
        self.list.paper_chosen.connect(presenter.choose)
        self.list.digit_typed.connect(presenter.choose_nth)
        self.list.moved_on.connect(self._go_in)
        self.ask.moved.connect(presenter.move)
        self.ask.day_typed.connect(presenter.go_to)
        self.ask.today_asked.connect(presenter.go_to_today)
        self.ask.visit_typed.connect(presenter.take_visit)
        self.ask.identity_asked.connect(lambda whole: presenter.show_identity(whole=whole))
        self.sheets.print_asked.connect(presenter.print_sheets)
        self.sheets.again_asked.connect(presenter.print_sheets_again)
        self.sheets.give_up_asked.connect(presenter.give_up)
        self.sheets.enter_asked.connect(lambda typed: presenter.enter(typed_sheet(typed)))
        self.compare.form.done.connect(lambda typed: presenter.compare(self.compare.typed(typed)))
        self.look.clicked.connect(presenter.look_large)
        self.retry.clicked.connect(presenter.print_waiting)
        self.print.clicked.connect(self._print)
        self._bind()

    def _bind(self) -> None:
        presenter = self._presenter
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("day_before", lambda: presenter.move(-1)),
            ("day_after", lambda: presenter.move(1)),
            ("day_today", presenter.go_to_today),
            ("paper_entry", self._go_in),
            ("paper_look", presenter.look_large),
            ("paper_waiting", presenter.print_waiting),
            ("whole_numbers", self._toggle_identity),
            ("paper_print", self._print),
            ("comparison_add", self._add_comparison),
            ("sheet_spoil", lambda: self._give_up(SheetState.SPOILED)),
            ("sheet_missing", lambda: self._give_up(SheetState.MISSING)),
        )
        bound = [(key_for(act), run) for act, run in acts]
        for sequence, run in bound:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes to the list of papers; in the list it is the window's, which leaves the page."""
        if event.key() == Qt.Key.Key_Escape and not self.list.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    # -- acts -----------------------------------------------------------------------------

    def _go_in(self) -> None:
        """From the list to what is typed on this paper."""
        paper = self._presenter.asked.paper
        if paper is Paper.SHEETS:
            self.sheets.start_entry()
        elif paper is Paper.COMPARISONS:
            self.compare.form.start()
        elif paper is Paper.DECLARATION:
            self.ask.visit.setFocus()
        else:
            self.ask.day.setFocus()
            self.ask.day.edit.selectAll()

    def _print(self) -> None:
        if self._presenter.asked.paper is Paper.SHEETS:
            self.sheets.ask_print()
        else:
            self._presenter.print()

    def _toggle_identity(self) -> None:
        if self.ask.identity.isVisible():
            self.ask.identity.toggle()

    def _add_comparison(self) -> None:
        if self.compare.isVisible():
            self.compare.form.act.click()

    def _give_up(self, state: SheetState) -> None:
        if self.sheets.isVisible():
            self.sheets.ask_give_up(state)

    def enter_sheet(self, number: str) -> None:
        """A sheet that was scanned: its number stands in the form."""
        self._presenter.choose(Paper.SHEETS)
        self.sheets.start_entry(number)

    # -- what happened --------------------------------------------------------------------

    def _on_chosen(self, asked: Asked) -> None:
        say = self._words.say
        is_sheets = asked.paper is Paper.SHEETS
        self.list.show_chosen(asked.paper)
        self.pane.title.setText(say(f"papers_page.title.{asked.paper.value}"))
        self.hint.setText(say(f"papers_page.hint.{asked.paper.value}"))
        self.ask.show_asked(asked)
        self.pages.setVisible(not is_sheets)
        self.sheets.setVisible(is_sheets)
        self.compare.setVisible(asked.paper is Paper.COMPARISONS)
        self.look.setVisible(not is_sheets)
        self._tell("")

    def _on_queue(self, jobs: tuple[Job, ...]) -> None:
        """What has not come out stays here until it does."""
        stuck = [job for job in jobs if job.problem is not None]
        say = self._words.say
        if stuck:
            self.retry.setText(say("papers_page.stuck", count=len(stuck)))
        elif jobs:
            self._tell(say("papers_page.printing", count=len(jobs)))
        self.retry.setVisible(bool(stuck))

    def _on_printed(self, title: str) -> None:
        said = self._words.say("papers_page.printed", paper=title)
        self._tell(f"✓ {said}", "ok")
        self.said.emit("ok", said)

    def _on_wrong(self, wrong: dict[str, Problem]) -> None:
        is_sheets = self._presenter.asked.paper is Paper.SHEETS
        (self.sheets.form if is_sheets else self.compare.form).show_wrong(wrong)

    def _on_refused(self, error: ClinicError) -> None:
        self._tell(f"▲ {sentence_of(error, self._words)}", "danger")

    def _tell(self, sentence: str, tone: str = "text2") -> None:
        set_state(self.answer, "tone", tone)
        self.answer.setText(sentence)
        self.answer.setToolTip(sentence)

    def later(self, act: Callable[[], object]) -> None:
        """Do it when the page has been shown, once: a page that nobody sees has nothing to act on."""
        self._first_act = act

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        is_narrow = self.width() < NARROW_BELOW
        self.list_pane.setFixedWidth(LIST_NARROW if is_narrow else LIST_WIDE)
        self._presenter.wake()
        act, self._first_act = self._first_act, None
        if act is not None:
            act()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._presenter.sleep()
