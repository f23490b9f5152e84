"""The thinking behind follow-up and recall: who is on the list, whose case is open, what was done."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import CaseView, FollowedRow
from feverclinic.domain.cases import CaseId
from feverclinic.errors import ClinicError
from ui.isolation.sheets.fields import Filled

Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class AfterDoor:
    """`listed` is who left and is not done with; `act` does what a sheet asks and gives the case after it."""

    listed: Callable[[Callable[[tuple[FollowedRow, ...]], object], Failed], object]
    look: Callable[[CaseId, Callable[[CaseView], object], Failed], object]
    act: Callable[[CaseId, Filled, Callable[[CaseView], object], Failed], object]


class AfterPresenter(QObject):
    """The chosen person stays chosen while he is on the list."""

    listed = Signal(object)  # tuple[FollowedRow, ...]
    shown = Signal(object)  # CaseView | None
    done = Signal(object)  # Filled
    refused = Signal(object)  # ClinicError

    def __init__(self, door: AfterDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._rows: tuple[FollowedRow, ...] = ()
        self._case: CaseId | None = None
        self._view: CaseView | None = None

    @property
    def rows(self) -> tuple[FollowedRow, ...]:
        return self._rows

    @property
    def view(self) -> CaseView | None:
        return self._view

    @property
    def row(self) -> FollowedRow | None:
        """The line of the case that is open."""
        return next((one for one in self._rows if one.case_id == self._case), None)

    def seat(self) -> None:
        """Somebody else sits here now: nobody's case stands open."""
        self._close()
        self.refresh()

    def on_changed(self, topics: frozenset[Topic]) -> None:
        if Topic.CASES in topics:
            self.refresh()

    def refresh(self) -> None:
        self._door.listed(self._on_listed, self.refused.emit)

    def choose(self, place: int) -> None:
        """The person at this place of the list."""
        if 0 <= place < len(self._rows):
            if self._rows[place].case_id != self._case:
                self._case, self._view = self._rows[place].case_id, None
            self._look()

    def act(self, filled: Filled) -> None:
        """What a sheet was filled with, for the case for which it was opened."""
        if self._view is not None:
            case_id = self._view.book.case.id
            self._door.act(case_id, filled, lambda view: self._on_done(filled, view), self._on_no)

    def _on_done(self, filled: Filled, view: CaseView) -> None:
        self._show_if_open(view)
        self.done.emit(filled)
        self.refresh()

    def _on_no(self, error: ClinicError) -> None:
        self.refused.emit(error)
        self._look()

    def _close(self) -> None:
        self._case, self._view = None, None
        self.shown.emit(None)

    def _look(self) -> None:
        if self._case is not None:
            self._door.look(self._case, self._show_if_open, self.refused.emit)

    def _show_if_open(self, view: CaseView) -> None:
        if view.book.case.id == self._case:
            self._view = view
            self.shown.emit(view)

    def _on_listed(self, rows: tuple[FollowedRow, ...]) -> None:
        self._rows = rows
        self.listed.emit(rows)
        if self._case is not None and self.row is None:
            self._close()
        else:
            self._look()
