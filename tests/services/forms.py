"""Whole forms for the services, and the fixture that saves them."""

from collections.abc import Callable

from feverclinic.domain.intake import Intake
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import DraftId
from feverclinic.services.triage import SavedVisit
from tests.builders import MINUTE, NOON, a_reading
from tests.stories.workplace import WELL

Save = Callable[..., SavedVisit]
FORM = DraftId(77)


def a_form(*readings: Reading, **differs: str) -> Intake:
    """A whole form of the man who is well; keywords with `__` for `.` differ."""
    named = {name.replace("__", "."): text for name, text in differs.items()}
    return Intake(NOON - MINUTE, {}, readings or (a_reading("36.5"),)).with_fields(WELL | named)
