"""Follow-up and recall at this work place: the door of the page to the records.

A door: one call is one transaction; who may do it is asked by the service.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from feverclinic.domain.case_boards import CaseView, FollowedRow
from feverclinic.domain.cases import CaseId
from feverclinic.errors import ClinicError
from feverclinic.services import case_view, followed
from feverclinic.wording import Wording
from ui import filled_acts
from ui.isolation.after_page import AfterPage
from ui.isolation.after_presenter import AfterDoor, AfterPresenter
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.shelf import Shelf
from ui.main_window import MainWindow
from ui.runner import Runner
from ui.theme import Theme

if TYPE_CHECKING:
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
KEY = "after"


class AfterAtDesk(QObject):
    """The presenter lives with the program, the page with a window; the rail counts who is called back."""

    def __init__(
        self,
        runner: Runner,
        rules: Callable[[], CaseRules],
        now: Callable[[], datetime],
        shelf: Shelf,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._rules, self._now = runner, rules, now
        self._shelf = shelf
        door = AfterDoor(self._listed, self._look, self._act)
        self.presenter = AfterPresenter(door, self)
        self._window: MainWindow | None = None
        runner.changed.connect(self.presenter.on_changed)
        self.presenter.listed.connect(self._show_count)

    def dress(self, window: MainWindow, theme: Theme, words: Wording) -> None:
        """The page of a new window."""
        self._window = window
        page = AfterPage(theme, words, self.presenter, self._now, self._shelf)
        window.add_desk(KEY, "after.rail", "phone", page)
        self._show_count(self.presenter.rows)

    def seat(self) -> None:
        """Somebody else sits here now: nobody's case open."""
        self.presenter.seat()

    def _show_count(self, rows: tuple[FollowedRow, ...]) -> None:
        if self._window is not None:
            self._window.set_count(KEY, sum(one.is_called_back for one in rows))

    # -- the door -------------------------------------------------------------------------

    def _listed(self, then: Then, failed: Failed) -> None:
        def work(store: Store) -> tuple[FollowedRow, ...]:
            return followed.followed(store, self._rules())

        self._runner.do(self, work, then, failed)

    def _look(self, case_id: CaseId, then: Then, failed: Failed) -> None:
        def work(store: Store) -> CaseView:
            return case_view.view_case(store, case_id, self._rules())

        self._runner.do(self, work, then, failed)

    def _act(self, case_id: CaseId, filled: Filled, then: Then, failed: Failed) -> None:
        def work(store: Store) -> CaseView:
            rules = self._rules()
            filled_acts.do(store, case_id, filled, rules)
            return case_view.view_case(store, case_id, rules)

        self._runner.do(self, work, then, failed)
