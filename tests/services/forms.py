"""Whole forms for the services, and the fixture that saves them."""

from collections.abc import Callable
from datetime import datetime

from feverclinic.domain.intake import Intake
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import DraftId
from feverclinic.domain.waiting import OnTheWay
from feverclinic.services import sending
from feverclinic.services.triage import SavedVisit
from tests.builders import MINUTE, NOON, WELL, a_reading
from tests.engines import Clinic
from tests.stories.workplace import RULES

Save = Callable[..., SavedVisit]
FORM = DraftId(77)


def a_form(*readings: Reading, **differs: str) -> Intake:
    """A whole form of the man who is well; keywords with `__` for `.` differ."""
    named = {name.replace("__", "."): text for name, text in differs.items()}
    return Intake(NOON - MINUTE, {}, readings or (a_reading("36.5"),)).with_fields(WELL | named)


def on_the_way(clinic: Clinic, at: datetime = NOON) -> tuple[OnTheWay, ...]:
    """Who has not been received yet; the number over the list is its length."""
    with clinic.work(at=at) as store:
        listed = sending.on_the_way(store, RULES)
        assert store.boards.counts("GATE", NOON.date()).on_the_way == len(listed)
        return listed
