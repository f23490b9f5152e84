"""The records as the isolation desk sees them, answered by hand: what was asked, and when it comes home."""

from collections.abc import Callable
from dataclasses import replace

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseId, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.visits import VisitId
from feverclinic.errors import ClinicError
from ui.isolation.presenter import IsolationDoor, IsolationPresenter, Lists
from ui.isolation.scenes import full_view, scene_lists
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.scene_case import NOON

Then = Callable[..., object]
Failed = Callable[[ClinicError], object]


def view_of(case_id: CaseId, seq: int = 4) -> CaseView:
    """The case of the scenes under another key."""
    view = full_view()
    case = replace(view.book.case, id=case_id, last_seq=seq, visit_id=VisitId(case_id - 300))
    visit = replace(view.book.visit, id=case.visit_id)
    return replace(view, book=replace(view.book, case=case, visit=visit))


class House:
    """Answers at once, or with `is_slow` when the test says so; `refusal` is said instead."""

    def __init__(self, lists: Lists | None = None) -> None:
        self.lists = lists or scene_lists()
        self.listed = 0
        self.looked: list[CaseId] = []
        self.opened: list[VisitId] = []
        self.acts: list[tuple[CaseId | None, Filled]] = []
        self.left: list[tuple[CaseId, WayOut, int]] = []
        self.asked: list[tuple[CaseId, GateKind, Role, int]] = []
        self.refusal: ClinicError | None = None
        self.is_slow = False
        self._late: list[Callable[[], object]] = []

    def door(self) -> IsolationDoor:
        return IsolationDoor(self._list, self._look, self._open, self._act, self._leave, self._ask)

    def presenter(self) -> IsolationPresenter:
        return IsolationPresenter(self.door(), lambda: NOON)

    def answer(self, place: int = 0) -> None:
        """The answer that waits at this place of the line comes home."""
        self._late.pop(place)()

    def _list(self, then: Then, _failed: Failed) -> None:
        self.listed += 1
        then(self.lists)

    def _look(self, case_id: CaseId, then: Then, failed: Failed) -> None:
        self.looked.append(case_id)
        self._home(view_of(case_id), then, failed, is_look=True)

    def _open(self, visit_id: VisitId, then: Then, failed: Failed) -> None:
        self.opened.append(visit_id)
        self._home(view_of(CaseId(visit_id + 300)), then, failed)

    def _act(self, case_id: CaseId | None, filled: Filled, then: Then, failed: Failed) -> None:
        self.acts.append((case_id, filled))
        self._home(None if case_id is None else view_of(case_id, 5), then, failed)

    def _leave(self, case_id: CaseId, way: WayOut, seen: int, then: Then, failed: Failed) -> None:
        self.left.append((case_id, way, seen))
        self._home(view_of(case_id, 5), then, failed)

    def _ask(
        self, case_id: CaseId, kind: GateKind, role: Role, seen: int, then: Then, failed: Failed
    ) -> None:
        self.asked.append((case_id, kind, role, seen))
        self._home(view_of(case_id, 5), then, failed)

    def _home(
        self, view: CaseView | None, then: Then, failed: Failed, *, is_look: bool = False
    ) -> None:
        refusal = None if is_look else self.refusal
        bring = (lambda: then(view)) if refusal is None else (lambda: failed(refusal))
        if self.is_slow:
            self._late.append(bring)
        else:
            bring()
