"""The door of the papers page: papers are gathered on the records thread and made on the bench."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from feverclinic.domain.sheets import SheetState
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.errors import ClinicError, Refused
from feverclinic.reports.case_records import ObservedPaper
from feverclinic.services import comparisons, day_papers, sheets
from feverclinic.services.case_papers import render_case_paper
from feverclinic.services.editions import CaseRules
from feverclinic.services.observation_register import observation_register
from feverclinic.services.papers import Letterhead
from feverclinic.services.rulebook import load_rules
from feverclinic.wording import Wording
from ui.bench import Bench
from ui.papers.presenter import Asked, Paper, PapersDoor
from ui.runner import Runner

if TYPE_CHECKING:
    from feverclinic.storage.store import Store

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
RECONCILED_DAYS = 14
"""So far back the page lists every sheet; older ones only while they are out."""


def as_published() -> CaseRules:
    """The rules of cases without a hospital's own keys."""
    return CaseRules(load_rules())


class PaperDoors:
    """How this work place makes and prints the papers of a day; `send` takes a PDF to the printer."""

    def __init__(
        self,
        owner: QObject,
        runner: Runner,
        bench: Bench,
        rules: TriageRules,
        words: Callable[[], Wording],
        head: Callable[[], Letterhead],
        send: Callable[[bytes], None],
        *,
        case_rules: Callable[[], CaseRules] = as_published,
    ) -> None:
        self._owner, self._runner, self._bench = owner, runner, bench
        self._rules, self._words, self._head = rules, words, head
        self._send = send
        self._case_rules = case_rules

    def door(self) -> PapersDoor:
        return PapersDoor(
            self.gather,
            self.send,
            self.sheets,
            self.new_sheets,
            self.sheets_again,
            self.give_up,
            self.enter,
            self.log,
            self.compare,
        )

    def gather(self, asked: Asked, then: Then, failed: Failed) -> None:
        head = self._head()
        of_cases = self._case_rules

        def gathered(store: Store) -> Any:
            if asked.paper is Paper.OBSERVED:
                whole = asked.shows_identity
                return observation_register(
                    store, asked.day, of_cases(), head, shows_identity=whole
                )
            return _gathered(store, asked, self._rules, head)

        self._make(gathered, then, failed)

    def send(self, pdf: bytes, then: Then, failed: Failed) -> None:
        self._bench.do(self._owner, lambda: self._send(pdf), then, failed)

    def sheets(self, then: Then, failed: Failed) -> None:
        def work(store: Store) -> object:
            since = store.now - timedelta(days=RECONCILED_DAYS)
            return sheets.reconciliation(store, sheets.INTAKE, since)

        self._runner.do(self._owner, work, then, failed)

    def new_sheets(self, count: int, then: Then, failed: Failed) -> None:
        head = self._head()
        self._make(
            lambda store: day_papers.blank_sheets(store, count, self._rules, head), then, failed
        )

    def sheets_again(self, numbers: tuple[str, ...], then: Then, failed: Failed) -> None:
        head = self._head()
        self._make(
            lambda store: day_papers.sheets_again(store, numbers, self._rules, head), then, failed
        )

    def give_up(
        self, number: str, state: SheetState, reason: str, then: Then, failed: Failed
    ) -> None:
        give = sheets.spoil if state is SheetState.SPOILED else sheets.missing
        self._runner.do(
            self._owner, lambda store: give(store, sheets.INTAKE, number, reason), then, failed
        )

    def enter(self, typed: sheets.TypedSheet, then: Then, failed: Failed) -> None:
        self._runner.do(self._owner, lambda store: sheets.back_entry(store, typed), then, failed)

    def log(self, day: date, then: Then, failed: Failed) -> None:
        self._runner.do(self._owner, lambda store: comparisons.of_month(store, day), then, failed)

    def compare(self, typed: comparisons.TypedComparison, then: Then, failed: Failed) -> None:
        self._runner.do(
            self._owner, lambda store: comparisons.add_comparison(store, typed), then, failed
        )

    def _make(self, gather: Callable[[Store], Any], then: Then, failed: Failed) -> None:
        def render(paper: Any) -> None:
            words = self._words()
            self._bench.do(
                self._owner,
                lambda: _drawn(paper, words),
                then,
                failed,
            )

        self._runner.do(self._owner, gather, render, failed)


def _drawn(paper: Any, words: Wording) -> bytes:
    if isinstance(paper, ObservedPaper):
        return render_case_paper(paper, words)
    return day_papers.render_day_paper(paper, words)


def _gathered(store: Store, asked: Asked, rules: TriageRules, head: Letterhead) -> Any:
    """The record of one paper, as it was asked for."""
    day = asked.day
    match asked.paper:
        case Paper.REGISTER:
            return day_papers.register(store, day, rules, head, shows_identity=asked.shows_identity)
        case Paper.TRACKING:
            return day_papers.tracking(store, day, rules, head)
        case Paper.RECEIPTS:
            return day_papers.receipts(store, day, rules, head)
        case Paper.DECLARATION:
            visit_id = None
            if asked.visit_no:
                visit = store.visits.find_by_no(asked.visit_no)
                if visit is None:
                    raise Refused("paper.visit_unknown", number=asked.visit_no)
                visit_id = visit.id
            return day_papers.declaration(
                store, visit_id, rules, head, shows_identity=asked.shows_identity
            )
        case Paper.FIGURES:
            return day_papers.figures(store, day, rules, head)
        case Paper.HAND_OVER:
            return day_papers.hand_over_again(store, head)
        case Paper.COMPARISONS | Paper.SHEETS | Paper.OBSERVED:
            return day_papers.comparison_log(store, day, head)
