"""The records within one transaction: who acts, when and where is known to all that is written."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, Engine

from feverclinic.domain.people import Staff, Station
from feverclinic.errors import ClinicError
from feverclinic.storage.alarms import AlarmEvents
from feverclinic.storage.arrivals import Arrivals
from feverclinic.storage.assessments import Assessments
from feverclinic.storage.audit import Change
from feverclinic.storage.boards import Boards
from feverclinic.storage.case_boards import CaseBoards
from feverclinic.storage.case_papers import CasePapers
from feverclinic.storage.cases import Cases
from feverclinic.storage.comparisons import Comparisons
from feverclinic.storage.day_books import DayBooks
from feverclinic.storage.deliveries import Deliveries
from feverclinic.storage.drafts import Drafts
from feverclinic.storage.emergency_plans import EmergencyPlans
from feverclinic.storage.engine import READS_ONLY, saying_no_in_words
from feverclinic.storage.journal import Journal
from feverclinic.storage.merges import Merges
from feverclinic.storage.outbox import Outbox
from feverclinic.storage.patients import Patients
from feverclinic.storage.quick_screens import QuickScreens
from feverclinic.storage.readings import Readings
from feverclinic.storage.rooms import Rooms, Stays
from feverclinic.storage.rule_trials import RuleTrials
from feverclinic.storage.search import Search
from feverclinic.storage.sheets import Sheets
from feverclinic.storage.shifts import Shifts
from feverclinic.storage.slips import Slips
from feverclinic.storage.staff import StaffRecords
from feverclinic.storage.visits import Visits
from feverclinic.storage.work import USUAL, Way, Work
from feverclinic.storage.zones import Zones


class Store(Work):
    """One open transaction. Services receive it and never commit."""

    def __init__(
        self,
        connection: Connection,
        actor: Staff,
        now: datetime,
        station: Station,
        way: Way = USUAL,
    ) -> None:
        super().__init__(connection, actor, now, station, way)
        self.changes: tuple[Change, ...] = ()
        self.after_refusal: list[Callable[[Store], None]] = []

    @cached_property
    def patients(self) -> Patients:
        return Patients(self)

    @cached_property
    def visits(self) -> Visits:
        return Visits(self)

    @cached_property
    def readings(self) -> Readings:
        return Readings(self)

    @cached_property
    def assessments(self) -> Assessments:
        return Assessments(self)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self)

    @cached_property
    def arrivals(self) -> Arrivals:
        return Arrivals(self)

    @cached_property
    def quick_screens(self) -> QuickScreens:
        return QuickScreens(self)

    @cached_property
    def slips(self) -> Slips:
        return Slips(self)

    @cached_property
    def staff(self) -> StaffRecords:
        return StaffRecords(self)

    @cached_property
    def shifts(self) -> Shifts:
        return Shifts(self)

    @cached_property
    def zones(self) -> Zones:
        return Zones(self)

    @cached_property
    def boards(self) -> Boards:
        return Boards(self)

    @cached_property
    def day_books(self) -> DayBooks:
        return DayBooks(self)

    @cached_property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self)

    @cached_property
    def case_boards(self) -> CaseBoards:
        return CaseBoards(self)

    @cached_property
    def case_papers(self) -> CasePapers:
        return CasePapers(self)

    @cached_property
    def rooms(self) -> Rooms:
        return Rooms(self)

    @cached_property
    def stays(self) -> Stays:
        return Stays(self)

    @cached_property
    def comparisons(self) -> Comparisons:
        return Comparisons(self)

    @cached_property
    def emergency_plans(self) -> EmergencyPlans:
        return EmergencyPlans(self)

    @cached_property
    def rule_trials(self) -> RuleTrials:
        return RuleTrials(self)

    @cached_property
    def merges(self) -> Merges:
        return Merges(self)

    @cached_property
    def search(self) -> Search:
        return Search(self)

    @cached_property
    def alarms(self) -> AlarmEvents:
        return AlarmEvents(self)

    @cached_property
    def journal(self) -> Journal:
        return Journal(self)

    @cached_property
    def deliveries(self) -> Deliveries:
        return Deliveries(self)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self)

    def end(self) -> None:
        """The last step before the commit: the journal of a desk, the key of a delivery, the audit.

        On a server a save leaves its key: when the answer to the commit is lost, the desk saves it
        once more under the same key, and the server then knows that it is the same.
        """
        changes = self.changes = self.audit.waiting
        if self.way.is_offline:
            self.journal.note(changes)
        elif self.way.key and changes:
            added = (one[2] for one in changes if one[:2] == ("ADDED", "visit"))
            self.deliveries.leave(self.way.key, "save", next(added, None))
        self.audit.write()


@contextmanager
def transaction(
    engine: Engine, actor: Staff, now: datetime, station: Station, way: Way = USUAL
) -> Generator[Store]:
    """Commit when the block ends well, roll back when it raises.

    Raises Stale and Unavailable for what the database says. What was put in `after_refusal` (a
    failed sign-in must be counted) is done in a transaction of its own after a roll-back.
    """
    store: Store | None = None
    try:
        with saying_no_in_words(), engine.begin() as connection:
            store = Store(connection, actor, now, station, way)
            yield store
            store.end()
    except ClinicError:
        if store is not None and store.after_refusal:
            with saying_no_in_words(), engine.begin() as connection:
                second = Store(connection, actor, now, station, replace(way, key=0))
                for work in store.after_refusal:
                    work(second)
                second.end()
        raise


@contextmanager
def reading(engine: Engine, actor: Staff, now: datetime, station: Station) -> Generator[Store]:
    """A transaction that only looks: it waits for no writer and keeps none waiting."""
    with (
        saying_no_in_words(),
        engine.connect().execution_options(**{READS_ONLY: True}) as connection,
        connection.begin(),
    ):
        yield Store(connection, actor, now, station)
