"""Two records of one person at this work place: the door of the page to the records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from feverclinic.domain.people import PatientId
from feverclinic.errors import ClinicError
from feverclinic.services import merging
from feverclinic.wording import Wording
from ui.isolation.merge_page import MergePage
from ui.isolation.merge_presenter import MergeAsked, MergeDoor, MergePresenter
from ui.main_window import MainWindow
from ui.runner import Runner
from ui.theme import Theme

if TYPE_CHECKING:
    from feverclinic.services.editions import CaseRules

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
KEY = "merge"


class MergingAtDesk(QObject):
    """The presenter lives with the program, the page with a window."""

    def __init__(
        self,
        runner: Runner,
        rules: Callable[[], CaseRules],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._rules, self._now = runner, rules, now
        self.presenter = MergePresenter(MergeDoor(self._find, self._look, self._merge), self)

    def dress(self, window: MainWindow, theme: Theme, words: Wording) -> None:
        """The page of a new window."""
        page = MergePage(theme, words, self.presenter, self._now)
        window.add_desk(KEY, "merge.rail", "users", page, is_tool=True)

    def seat(self) -> None:
        """Somebody else sits here now: nobody's record open."""
        self.presenter.seat()

    def _find(self, text: str, then: Then, failed: Failed) -> None:
        self._runner.do(self, lambda store: store.search.people(text), then, failed)

    def _look(self, patient_id: PatientId, then: Then, failed: Failed) -> None:
        self._runner.do(self, lambda store: merging.side_of(store, patient_id), then, failed)

    def _merge(self, asked: MergeAsked, then: Then, failed: Failed) -> None:
        self._runner.do(
            self,
            lambda store: merging.merge_people(
                store, asked.merged, asked.into, asked.reason, self._rules()
            ),
            then,
            failed,
        )
