"""The papers of cases at this work place: looked at, printed one after the other, waiting while a printer jams.

A door: what is asked for is kept in the records before it goes to the printer, so that neither a jam
nor the end of the program loses it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_papers import PaperAsked, PaperKind, Printing
from feverclinic.domain.cases import CaseId
from feverclinic.domain.gates import GateKind
from feverclinic.errors import ClinicError
from feverclinic.services import case_papers, case_printing
from feverclinic.services.adoption import hospital_rules
from feverclinic.services.case_view import view_case
from feverclinic.services.papers import Letterhead
from feverclinic.wording import Wording
from ui.bench import Bench
from ui.isolation.act_bar import ActBar
from ui.isolation.case_papers_page import CasePapersDoor, CasePapersPage
from ui.isolation.paper_words import printing_words
from ui.isolation_at_desk import IsolationAtDesk
from ui.keys import key_for
from ui.main_window import MainWindow
from ui.runner import Runner
from ui.settings_keeper import SettingsKeeper
from ui.theme import Theme

if TYPE_CHECKING:
    from feverclinic.reports.case_records import CasePaper
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
DESK = "isolation"


@dataclass(frozen=True, slots=True)
class CasePaperPlace:
    """What papers stand on. `send` takes a PDF to the printer; `shown` is the case that is open."""

    runner: Runner
    bench: Bench
    rules: Callable[[], CaseRules]
    now: Callable[[], datetime]
    words: Callable[[], Wording]
    letterhead: Callable[[], Letterhead]
    send: Callable[[bytes], None]
    shown: Callable[[], CaseView | None]


class IsolationPapers(QObject):
    """One paper at a time goes to the printer; what failed waits in the records and says why."""

    said = Signal(str, str)  # kind, sentence
    refused = Signal(object)  # ClinicError
    asked_to_look = Signal(object)  # bytes of a PDF
    waiting_changed = Signal(object)  # tuple[Printing, ...]
    _ended = Signal(object)  # Printing: printed, failed, or stopped by a bug

    def __init__(self, place: CasePaperPlace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._line: list[Printing] = []  # in the order of printing; the first is under way
        self._waiting: tuple[Printing, ...] = ()
        self._is_told = False
        self._ended.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        place.runner.changed.connect(self._on_changed)

    @property
    def waiting(self) -> tuple[Printing, ...]:
        """What is asked for and not on paper."""
        return self._waiting

    # -- the window -----------------------------------------------------------------------

    def dress(self, window: MainWindow, theme: Theme, words: Wording) -> None:
        """The key of the papers at the isolation desk of a new window."""

        def asked() -> None:
            if window.open_key == DESK and not window.has_page_alone:
                self.open_page(window, theme, words)

        shortcut = QShortcut(QKeySequence(key_for("case_papers")), window)
        shortcut.activated.connect(asked)
        for bar in window.findChildren(ActBar):
            bar.papers_asked.connect(asked)
        self.refresh()

    def open_page(self, window: MainWindow, theme: Theme, words: Wording) -> None:
        """The papers of the case that is open, over the desk."""
        view = self._place.shown()
        if view is None:
            self.said.emit("warning", words.say("sheet.no_case"))
            return
        door = CasePapersDoor(self.offered, self.look, self.print, self.give_up, self.print_waiting)
        page = CasePapersPage(view, door, self._place.now(), words, theme, window)
        page.show_waiting(self._waiting)
        self.waiting_changed.connect(page.show_waiting)
        page.open()

    # -- what is asked --------------------------------------------------------------------

    def offered(self, case_id: CaseId, then: Then, failed: Failed) -> None:
        """Every paper of a case, each with why it is refused now."""
        rules, head = self._place.rules(), self._place.letterhead()

        def work(store: Store) -> tuple[case_papers.Offered, ...]:
            case_papers.must_print(store)
            view = view_case(store, case_id, rules)
            return case_papers.offered(view, case_papers.around_of(store, view, rules, head))

        self._place.runner.do(self, work, then, failed)

    def look(self, asked: PaperAsked, failed: Failed) -> None:
        """The paper as it would be printed, to be read in the program."""
        place, words = self._place, self._place.words()
        rules, head = place.rules(), place.letterhead()

        def drawn(paper: CasePaper) -> None:
            place.bench.do(
                self,
                lambda: case_papers.render_case_paper(paper, words),
                self.asked_to_look.emit,
                failed,
            )

        place.runner.do(
            self, lambda store: case_papers.gather(store, asked, rules, head), drawn, failed
        )

    def print_gate(self, view: CaseView, kind: GateKind) -> None:
        """条件核查单 of the gate that is shown."""
        self.print(PaperAsked(view.book.case.id, PaperKind.CHECKLIST, gate=kind), self.refused.emit)

    def print(self, asked: PaperAsked, failed: Failed) -> None:
        """Keep what is asked for and print it after all that was asked for before."""
        rules, head = self._place.rules(), self._place.letterhead()
        self._place.runner.do(
            self,
            lambda store: case_printing.ask(store, asked, rules, head),
            self._put,
            failed,
        )

    def print_waiting(self) -> None:
        """Everything that is not on paper, the oldest first."""
        for printing in self._waiting:
            self._put(printing)

    def give_up(self, printing: Printing, failed: Failed) -> None:
        """Nobody wants it any more; what is under way comes out."""
        self._place.runner.do(
            self, lambda store: case_printing.give_up(store, printing), failed=failed
        )

    # -- the line -------------------------------------------------------------------------

    def _put(self, printing: Printing) -> None:
        if any(one.id == printing.id for one in self._line):
            return
        self._line.append(printing)
        if len(self._line) == 1:
            self._send(printing)

    def _send(self, printing: Printing) -> None:
        place, words = self._place, self._place.words()
        rules, head = place.rules(), place.letterhead()

        def gather(store: Store) -> CasePaper:
            try:
                return case_printing.record_of(store, printing, rules, head)
            except BaseException:
                self._ended.emit(printing)
                raise

        def bring_out(paper: CasePaper) -> None:
            try:
                place.send(case_papers.render_case_paper(paper, words))
            finally:
                self._ended.emit(printing)

        place.runner.do(
            self,
            gather,
            lambda paper: place.bench.do(
                self,
                lambda: bring_out(paper),
                lambda _: self._on_printed(printing),
                lambda error: self._on_failed(printing, error),
            ),
            lambda error: self._on_failed(printing, error),
        )

    def _go_on(self, ended: Printing) -> None:
        self._line = [one for one in self._line if one is not ended]
        if self._line:
            self._send(self._line[0])

    def _on_printed(self, printing: Printing) -> None:
        words = self._place.words()
        told = printing_words(printing, words)
        self.said.emit("ok", words.say("case_papers.page.printed", paper=told))
        self._place.runner.do(
            self,
            lambda store: case_printing.printed(store, printing),
            failed=self.refused.emit,
        )

    def _on_failed(self, printing: Printing, error: ClinicError) -> None:
        self.refused.emit(error)
        self._place.runner.do(
            self,
            lambda store: case_printing.failed(store, printing, error.code),
            failed=self.refused.emit,
        )

    # -- what waits -----------------------------------------------------------------------

    def refresh(self) -> None:
        self._place.runner.do(self, case_printing.waiting, self._on_waiting, self.refused.emit)

    def _on_changed(self, topics: frozenset[Topic]) -> None:
        if Topic.PAPERS in topics:
            self.refresh()

    def _on_waiting(self, waiting: tuple[Printing, ...]) -> None:
        """At the start the papers that an earlier day left behind are named once."""
        self._waiting = waiting
        self.waiting_changed.emit(waiting)
        if waiting and not self._is_told:
            words = self._place.words()
            named = words.say("paper.list_joint").join(
                printing_words(one, words) for one in waiting
            )
            told = words.say("case_papers.page.left", count=len(waiting), papers=named)
            self.said.emit("warning", told)
        self._is_told = True


class At(Protocol):
    """What of the house the papers of cases stand on."""

    @property
    def runner(self) -> Runner: ...
    @property
    def bench(self) -> Bench: ...
    @property
    def keeper(self) -> SettingsKeeper: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


class Shows(Protocol):
    """Who shows a paper large, and whose head stands on it."""

    @property
    def letterhead(self) -> Letterhead: ...
    def show_paper(self, pdf: bytes) -> None: ...


def papers_at(
    house: At,
    isolation: IsolationAtDesk,
    desks: Shows,
    words: Callable[[], Wording],
    send: Callable[[bytes], None],
) -> IsolationPapers:
    """The papers of the cases of this work place; what they say is said by the isolation desk."""
    place = CasePaperPlace(
        house.runner,
        house.bench,
        lambda: hospital_rules(house.keeper.now),
        house.now,
        words,
        lambda: desks.letterhead,
        send,
        lambda: isolation.presenter.view,
    )
    papers = IsolationPapers(place, isolation)
    papers.asked_to_look.connect(desks.show_paper)
    papers.said.connect(isolation.said)
    papers.refused.connect(isolation.refused)
    isolation.print_asked.connect(papers.print_gate)
    return papers
