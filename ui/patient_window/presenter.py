"""What the patient sees while the nurse works: it follows the desk and remembers nobody.

Each page is told anew from the form that is open now; only a route stays for a moment after its
form was saved, and goes with the first thing that is done for the next person.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from feverclinic.domain.boards import ArmedFor, Saved
from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.visits import DraftId
from ui.patient_window.telling import (
    NEUTRAL,
    Kind,
    PatientPage,
    celsius,
    masked_name,
    topic_of,
)

# Long enough to read it twice; whoever is next must not read it at all.
ROUTE_STAYS_MS = 45_000


@dataclass(frozen=True, slots=True)
class Followed:
    """What is heard of the desk; `form` gives the open form and what is known of it."""

    opened: SignalInstance  # Intake
    outlook_changed: SignalInstance  # Outlook
    saved: SignalInstance  # Saved
    armed: SignalInstance  # ArmedFor, and who lost that thermometer by it
    armed_changed: SignalInstance  # tuple[ArmedFor, ...]
    form: Callable[[], tuple[Intake, Outlook]]


class PatientPresenter(QObject):
    shown = Signal(object)  # PatientPage

    def __init__(self, desk: Followed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form_of = desk.form
        self._page = NEUTRAL
        self._kind = Kind.NEUTRAL
        self._topic = self._site = ""
        self._route: PatientPage | None = None
        self._form: tuple[object, object] = (None, None)
        # Only what was measured while the form stood here: a record that is looked up shows nothing.
        self._before = self._readings = 0
        self._armed: DraftId | None = None
        self._is_away = False
        self._going = QTimer(self, singleShot=True, interval=ROUTE_STAYS_MS)
        self._going.timeout.connect(self.clear)
        desk.opened.connect(self._on_opened)
        desk.outlook_changed.connect(self._on_outlook)
        desk.saved.connect(self._on_saved)
        desk.armed.connect(self._on_armed)
        desk.armed_changed.connect(self._on_armed_changed)

    @property
    def page(self) -> PatientPage:
        return self._page

    def asked(self, field: str) -> None:
        """The keyboard stands in a field of the form; the patient is asked what belongs there."""
        topic = topic_of(field)
        if not topic:
            return
        self._topic = topic
        if self._is_begun:
            self._kind = Kind.QUESTION
            self._show()

    def passed(self) -> None:
        """Somebody was counted and goes on; no name was asked."""
        self._show_route(PatientPage(Kind.ROUTE, Outcome.GENERAL_OPD.value))

    def clear(self) -> None:
        """Between two patients: nothing of anybody."""
        self._kind, self._route, self._armed = Kind.NEUTRAL, None, None
        self._going.stop()
        self._show()

    def set_away(self, *, is_away: bool) -> None:
        """Locked, or the people change: neutral until somebody works here again."""
        self._is_away = is_away
        self.clear()

    @property
    def _intake(self) -> Intake:
        return self._form_of()[0]

    @property
    def _is_begun(self) -> bool:
        """Whether anything has been done for the person of the open form."""
        return not self._intake.is_empty or self._armed is not None

    # -- what the desk says -----------------------------------------------------------------

    def _on_opened(self, intake: Intake) -> None:
        form = (intake.arrived_at, intake.visit_id)
        is_same = form == self._form and not intake.is_empty
        has_more = len(intake.readings) > self._readings
        self._form, self._readings = form, len(intake.readings)
        if not is_same:
            self._before = self._readings
            self.clear()
        elif has_more and self._is_begun:
            self._armed = None
            self._kind = Kind.READING
            self._leave_route()
            self._show()

    def _on_outlook(self, _outlook: Outlook) -> None:
        intake = self._intake
        form = (intake.arrived_at, intake.visit_id)
        if form != self._form:
            # Another form; `opened` follows and says so.
            self._kind, self._armed = Kind.NEUTRAL, None
        elif self._is_begun:
            self._leave_route()
            if self._kind is Kind.NEUTRAL and self._topic:
                self._kind = Kind.QUESTION
        elif self._route is None:
            self._kind = Kind.NEUTRAL
        self._show()

    def _on_saved(self, saved: Saved) -> None:
        name = masked_name(saved.name)
        self._show_route(PatientPage(Kind.ROUTE, saved.outcome.value, name=name))

    def _on_armed(self, armed: ArmedFor, _lost_by: str = "") -> None:
        self._armed, self._site = armed.draft_id, armed.site
        self._kind = Kind.MEASURE
        self._leave_route()
        self._show()

    def _on_armed_changed(self, armed: Sequence[ArmedFor]) -> None:
        """Each second while one is armed; only an end of our own arming changes the page."""
        if self._armed is None or any(one.draft_id == self._armed for one in armed):
            return
        self._armed = None
        if self._kind is Kind.MEASURE:
            self._kind = Kind.QUESTION if self._topic and self._is_begun else Kind.NEUTRAL
        self._show()

    # -- the page -----------------------------------------------------------------------------

    def _show_route(self, page: PatientPage) -> None:
        self._kind, self._route = Kind.ROUTE, page
        self._going.start()
        self._show()

    def _leave_route(self) -> None:
        self._going.stop()
        self._route = None
        if self._kind is Kind.ROUTE:
            self._kind = Kind.NEUTRAL

    def _show(self) -> None:
        page = self._told()
        if page != self._page:
            self._page = page
            self.shown.emit(page)

    def _told(self) -> PatientPage:
        if self._is_away or self._kind is Kind.NEUTRAL:
            return NEUTRAL
        if self._kind is Kind.ROUTE:
            return self._route or NEUTRAL
        number = self._number()
        if self._kind is Kind.MEASURE or (self._kind is Kind.READING and not number):
            return PatientPage(Kind.MEASURE, self._site, again=self._kind is Kind.READING)
        if self._kind is Kind.READING:
            return PatientPage(Kind.READING, number=number)
        is_measuring = self._armed is not None
        return PatientPage(Kind.QUESTION, self._topic, number, is_measuring=is_measuring)

    def _number(self) -> str:
        """The last reading taken for the open form here, when it is one that counts."""
        intake, outlook = self._form_of()
        readings, judged = intake.readings, outlook.temperature.readings
        if len(readings) <= self._before:
            return ""
        last = next((one for one in judged if one.reading is readings[-1]), None)
        return "" if last is not None and not last.is_usable else celsius(readings[-1])
