"""How far a newcomer is with one patient: the first steps of the desk, told from the form alone."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.quick_screening import may_pass


class Step(StrEnum):
    """In the order of work; each has a key or two, and its words `demo.step.<name>`."""

    MEASURE = "MEASURE"
    ASK = "ASK"
    WHO = "WHO"
    SAVE = "SAVE"


def step_of(intake: Intake, outlook: Outlook) -> Step:
    """What comes next; whoever passes is counted and needs no identity."""
    if not intake.readings and not intake.text("not_measured_reason"):
        return Step.MEASURE
    if outlook.is_emergency or may_pass(intake, outlook):
        return Step.SAVE
    if outlook.open_questions:
        return Step.ASK
    return Step.WHO if outlook.missing or outlook.checks else Step.SAVE


class FirstSteps(QObject):
    """Follows the desk; once put away it stays away for this run."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.step = Step.MEASURE
        self.saved = 0
        self.is_put_away = False
        self._form: Callable[[], tuple[Intake, Outlook]] | None = None

    def follow(self, form: Callable[[], tuple[Intake, Outlook]]) -> None:
        """`form` gives the open form of the desk and what is known of it."""
        self._form = form
        self.on_outlook()

    def on_outlook(self, *_told: object) -> None:
        """The form has changed."""
        if self._form is None:
            return
        step = step_of(*self._form())
        if step is not self.step:
            self.step = step
            self.changed.emit()

    def on_saved(self, _saved: object) -> None:
        """One patient is done."""
        self.saved += 1
        self.changed.emit()

    def on_happened(self, what: str, _facts: object) -> None:
        """One patient was counted."""
        if what == "counted":
            self.on_saved(what)

    def put_away(self) -> None:
        self.is_put_away = True
        self.changed.emit()
