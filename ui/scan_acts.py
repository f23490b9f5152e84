"""What a scan does at the triage desk: it opens something of its own and never fills what is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.scans import Scan, ScanKind
from feverclinic.domain.visits import Visit
from feverclinic.errors import Refused
from ui.runner import Runner

if TYPE_CHECKING:
    from feverclinic.domain.intake import Intake
    from feverclinic.storage.store import Store

TAIL = 4


class FormDesk(Protocol):
    """What a scan may ask of the triage desk's presenter."""

    @property
    def intake(self) -> Intake: ...

    def new_form(self) -> None: ...

    def set_fields(self, changes: Mapping[str, str]) -> None: ...

    def open_entry(self, entry: QueueEntry) -> None: ...


Tell = Callable[[str, str, Mapping[str, object]], None]


class ScanActs(QObject):
    """Carries a scan to where it belongs. `tell` takes a kind of notice, a wording key and its facts.

    The thermometers are not asked: whoever one is armed for stays it, whatever is scanned (TEMP-1).
    """

    desk_asked = Signal(str)  # the desk that a scan is about
    badge_scanned = Signal(str)
    sheet_scanned = Signal(str)

    def __init__(self, desk: FormDesk, runner: Runner, tell: Tell, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._runner = runner
        self._tell = tell

    def act(self, scan: Scan) -> None:
        """Do what a scan is for; a code without a meaning is said by its length alone."""
        match scan.kind:
            case ScanKind.STAFF_BADGE:
                self.badge_scanned.emit(scan.text)
            case ScanKind.CITIZEN_ID:
                self._open_card(scan.text)
            case ScanKind.VISIT:
                self._find_visit(scan.text)
            case ScanKind.SHEET:
                self._tell("info", "scan.said.SHEET", {"number": scan.text})
                self.sheet_scanned.emit(scan.text)
            case ScanKind.WRONG_ID | ScanKind.WEB_CODE | ScanKind.OTHER:
                self._tell("warning", f"scan.said.{scan.kind}", {"length": scan.length})

    def tell_broken(self) -> None:
        """An input method ate a part of a scan: nothing was done, and what helps."""
        self._tell("warning", "scan.broken", {})

    def _open_card(self, id_no: str) -> None:
        """A new form for the card; the one that is open stays in the list as it stands."""
        self.desk_asked.emit("triage")
        facts: dict[str, object] = {"tail": id_no[-TAIL:]}
        if self._desk.intake.text("id_no").strip().upper() == id_no:
            self._tell("info", "scan.said.same_card", facts)
            return
        self._desk.new_form()
        self._desk.set_fields({"id_no": id_no})
        self._tell("ok", "scan.said.CITIZEN_ID", facts)

    def _find_visit(self, visit_no: str) -> None:
        def found(store: Store) -> Visit:
            visit = store.visits.find_by_no(visit_no)
            if visit is None:
                raise Refused("scan.visit_unknown", number=visit_no)
            return visit

        self._runner.do(self, found, self._open_visit)

    def _open_visit(self, visit: Visit) -> None:
        self.desk_asked.emit("triage")
        if self._desk.intake.visit_id == visit.id:
            self._tell("info", "scan.said.same_visit", {"number": visit.visit_no})
            return
        entry = QueueEntry(
            "",
            Sex.UNKNOWN,
            None,
            AgeUnit.YEAR,
            visit.arrived_at,
            visit_id=visit.id,
            visit_no=visit.visit_no,
        )
        self._desk.open_entry(entry)
        self._tell("ok", "scan.said.VISIT", {"number": visit.visit_no})
