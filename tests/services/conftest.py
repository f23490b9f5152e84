"""What the tests of services share."""

from itertools import count

import pytest

from feverclinic.domain.intake import Intake
from feverclinic.domain.visits import DraftId
from feverclinic.services import triage
from feverclinic.services.triage import SavedVisit
from tests.builders import GATE, NOON, NURSE, a_reading
from tests.engines import Clinic
from tests.services.forms import FORM, Save, a_form
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME


@pytest.fixture
def save(clinic: Clinic) -> Save:
    """Saves a form in a transaction of its own, by nurse Zhang at noon."""
    with clinic.work() as store:
        store.staff.add(NURSE, "no password")

    # Each call is a form of its own; the first is FORM.
    forms = count(FORM)

    def run(intake: Intake, at: object = NOON, **differs: object) -> SavedVisit:
        usual = {"actor": NURSE, "at": at, "station": GATE}
        with clinic.work(**(usual | differs)) as store:  # pyright: ignore[reportArgumentType] - keywords
            return triage.save_prescreening(
                store, intake, DraftId(next(forms)), RULES, SURROUNDINGS, UNKNOWN_NAME
            )

    return run


@pytest.fixture
def ill(save: Save) -> SavedVisit:
    """A man with fever and contact: TRI-3, at noon."""
    return save(a_form(a_reading("38.6"), q2="YES"))
