"""What the triage desk looks up: the day's list, the tray, people, and who looks alike."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import DayCounts, Likeness, QueueEntry, Unclaimed
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.intake_reading import Surroundings
from feverclinic.domain.people import Patient, PatientId
from feverclinic.domain.returning import ReturnVisit
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import VisitId
from feverclinic.domain.waiting import OnTheWay
from feverclinic.services import day_list, sending, triage
from ui.runner import Runner


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What the desk is told once: rules, surroundings, its station, a name for the nameless."""

    rules: TriageRules
    surroundings: Surroundings
    station: str
    unknown_name: str
    thermometer_minutes: int = 5


class DeskLists(QObject):
    queue_changed = Signal(object, object)  # tuple[QueueEntry, ...], DayCounts
    tray_changed = Signal(object)  # tuple[Unclaimed, ...]
    found = Signal(object)  # tuple[PersonHit, ...]
    on_the_way_changed = Signal(object)  # tuple[OnTheWay, ...]
    passed_changed = Signal(object)  # tuple[QuickScreen, ...]

    def __init__(
        self, runner: Runner, facts: DeskFacts, now: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._facts = facts
        self._now = now
        self._taken: AbstractSet[object] = frozenset()
        self._tray: tuple[Unclaimed, ...] = ()
        self._queue: tuple[QueueEntry, ...] = ()
        self._counts = DayCounts(0, 0, 0, 0, 0)

    def refresh(self) -> None:
        """Read the list of the day, its numbers and the tray again."""
        facts, day = self._facts, local_day(self._now())
        self._runner.do(
            self,
            lambda store: (
                day_list.queue(store, facts.rules, facts.surroundings),
                store.boards.counts(facts.station, day),
                day_list.tray(store),
                sending.on_the_way(store, facts.rules),
            ),
            self._on_lists,
        )

    def show_passed(self) -> None:
        """Who was counted today at this desk."""
        station, day = self._facts.station, local_day(self._now())
        self._runner.do(
            self,
            lambda store: store.quick_screens.of_day(station, day),
            self.passed_changed.emit,
        )

    def last_visit(
        self,
        patient_id: PatientId,
        but: VisitId | None,
        then: Callable[[ReturnVisit | None], object],
    ) -> None:
        """When this person was here before, other than with the visit that is open."""
        self._runner.do(self, lambda store: triage.last_visit(store, patient_id, but), then)

    def hide_taken(self, taken: AbstractSet[object]) -> None:
        """Readings of the tray that the open form holds already are not offered twice."""
        before = self._offered()
        self._taken = taken
        if self._offered() != before:
            self._show()

    def search(self, text: str) -> None:
        self._runner.do(self, lambda store: store.search.people(text), self.found.emit)

    def look_for_likenesses(
        self,
        patient: Patient,
        others: AbstractSet[PatientId],
        then: Callable[[tuple[Likeness, ...]], object],
    ) -> None:
        """Known persons who look like the one of the form, but for those said to be others."""
        self._runner.do(
            self,
            lambda store: tuple(
                one for one in store.search.likenesses(patient) if one.hit.patient_id not in others
            ),
            then,
        )

    def _on_lists(
        self,
        lists: tuple[
            tuple[QueueEntry, ...], DayCounts, tuple[Unclaimed, ...], tuple[OnTheWay, ...]
        ],
    ) -> None:
        self._queue, counts, self._tray, going = lists
        # The number over a list is the length of the list.
        self._counts = replace(counts, on_the_way=len(going))
        self.on_the_way_changed.emit(going)
        self._show()

    def _offered(self) -> tuple[Unclaimed, ...]:
        return tuple(one for one in self._tray if one.reading.id not in self._taken)

    def _show(self) -> None:
        """The number over the tray is the length of the tray that is shown."""
        tray = self._offered()
        self.queue_changed.emit(self._queue, replace(self._counts, unassigned=len(tray)))
        self.tray_changed.emit(tray)
