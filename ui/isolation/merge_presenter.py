"""The thinking behind two records of one person: who was found, which stays, which becomes part of it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import PersonHit
from feverclinic.domain.case_boards import MergeSide
from feverclinic.domain.people import PatientId
from feverclinic.errors import ClinicError

Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class MergeAsked:
    """The record `merged` is to become part of `into`."""

    merged: PatientId
    into: PatientId
    reason: str


@dataclass(frozen=True, slots=True)
class MergeDoor:
    """`find` searches people, `look` reads one record with its cases, `merge` makes two one."""

    find: Callable[[str, Callable[[tuple[PersonHit, ...]], object], Failed], object]
    look: Callable[[PatientId, Callable[[MergeSide], object], Failed], object]
    merge: Callable[[MergeAsked, Callable[[object], object], Failed], object]


class MergePresenter(QObject):
    """The first one taken stays, the second becomes part of it; they may change places."""

    found = Signal(object)  # tuple[PersonHit, ...]
    compared = Signal(object, object)  # MergeSide | None: stays, merged
    merged = Signal(object)  # MergeSide that stays
    refused = Signal(object)  # ClinicError

    def __init__(self, door: MergeDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._hits: tuple[PersonHit, ...] = ()
        self._into: MergeSide | None = None
        self._merged: MergeSide | None = None
        self._sought = ""
        self._is_under_way = False

    @property
    def hits(self) -> tuple[PersonHit, ...]:
        return self._hits

    @property
    def into(self) -> MergeSide | None:
        """The record that stays."""
        return self._into

    @property
    def other(self) -> MergeSide | None:
        """The record that becomes part of the one that stays."""
        return self._merged

    def seat(self) -> None:
        """Somebody else sits here now: nobody stands open."""
        self._hits = ()
        self.found.emit(())
        self._show(None, None)

    def find(self, text: str) -> None:
        """Only the latest search is shown."""
        self._sought = text
        self._door.find(text, lambda hits: self._on_found(text, hits), self.refused.emit)

    def _on_found(self, text: str, hits: tuple[PersonHit, ...]) -> None:
        if text == self._sought:
            self._hits = hits
            self.found.emit(hits)

    def take(self, place: int) -> None:
        """The person at this place of the hits: as the record that stays, then as the other one."""
        if 0 <= place < len(self._hits):
            self._door.look(self._hits[place].patient_id, self._on_taken, self.refused.emit)

    def _on_taken(self, side: MergeSide) -> None:
        if self._into is None or self._into.patient.id == side.patient.id:
            self._show(side, self._merged)
        else:
            self._show(self._into, side)

    def swap(self) -> None:
        """The other record stays."""
        if self._merged is not None:
            self._show(self._merged, self._into)

    def clear(self) -> None:
        """Begin anew."""
        self._show(None, None)

    def merge(self, reason: str) -> None:
        """Make the two one; the service says no in words. One key held down is one act."""
        into, merged = self._into, self._merged
        if into is None or merged is None or self._is_under_way:
            return
        self._is_under_way = True
        asked = MergeAsked(merged.patient.id, into.patient.id, reason)
        self._door.merge(asked, lambda _: self._on_merged(into), self._on_refused)

    def _on_merged(self, into: MergeSide) -> None:
        self._is_under_way = False
        self._hits = ()
        self.found.emit(())
        self._show(None, None)
        self.merged.emit(into)

    def _on_refused(self, error: ClinicError) -> None:
        self._is_under_way = False
        self.refused.emit(error)

    def _show(self, into: MergeSide | None, merged: MergeSide | None) -> None:
        self._into, self._merged = into, merged
        self.compared.emit(into, merged)
